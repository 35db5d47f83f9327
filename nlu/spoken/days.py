"""Days as callers name them: "tomorrow", "next friday", "tuesday week", "a week on tuesday", "thursday the third"."""

from collections.abc import Sequence
from datetime import date, timedelta

from nlu.spoken.calendar_dates import (
    WEEKDAYS,
    agree,
    month_at,
    read_month_and_day,
    read_nth_weekday,
    read_ordinal_day,
    read_written,
    weekday_on,
)
from nlu.spoken.feast_days import read_feast
from nlu.spoken.said import ONE_DAY, Day, Setting, Span, one_day, skip, text_at, words_at
from nlu.spoken.tokens import Token, phrases, words

Tokens = Sequence[Token]
WEEK = timedelta(days=7)
_GO_ON = words("at in then please would works is maybe around if say perhaps")
_COUNTED = frozenset({"thing", "one", "available", "appointment", "slot", "opening"})
_PEOPLE = words("i we you you're you've he she they that off out")
_BOOKED = words("appointment slot visit consultation checkup")  # "a same day appointment"
_NEXT_WEEK = phrases("of next week, in next week, next week, of the following week")
_WEEK_AFTER = phrases("the week after next, in two weeks, in two weeks time")
_THIS_WEEK = phrases("of this week, this week")


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def coming(weekday: int, setting: Setting) -> date:
    """The next such weekday, today included."""
    return setting.today + timedelta(days=(weekday - setting.today.weekday()) % 7)


def plain_weekday(weekday: int, setting: Setting) -> Day:
    """ "thursday". Said on a Thursday it is today, while the clinic is still open, or in a week."""
    nearest = coming(weekday, setting)
    if nearest != setting.today:
        return one_day(nearest)
    minute = setting.now.hour * 60 + setting.now.minute
    still_open = any(minute < closes for _, closes in setting.open_on(nearest))
    if not still_open:
        return one_day(nearest + WEEK)
    return one_day(nearest, nearest + WEEK, by_time=True)


def next_weekday(weekday: int, setting: Setting) -> Day:
    """ "next friday": next week's. Where this week's is still to come, people differ, so both are kept.

    On a Sunday the American week has begun already: "next tuesday" is the day after tomorrow, or a week later.
    """
    nearest = coming(weekday, setting)
    if nearest == setting.today:
        return one_day(nearest + WEEK)
    same_week = monday(nearest) == monday(setting.today)
    if same_week:
        return one_day(nearest + WEEK, nearest)
    if setting.today.weekday() == 6:
        return one_day(nearest, nearest + WEEK)
    return one_day(nearest)


def _in_week(weekday: int, weeks: int, setting: Setting) -> date:
    return monday(setting.today) + timedelta(days=weekday, weeks=weeks)


def _after_weekday(tokens: Tokens, j: int, weekday: int, setting: Setting) -> tuple[int, Day] | None:
    """What may follow a weekday: "week", "next week", "the third", "november third", "in two weeks"."""
    k = skip(tokens, j, frozenset({"on"}))
    for phrase in _WEEK_AFTER:
        if words_at(tokens, k, *phrase):
            return k + len(phrase), one_day(_in_week(weekday, 2, setting))
    for phrase in _NEXT_WEEK:
        if words_at(tokens, k, *phrase):
            return k + len(phrase), one_day(_in_week(weekday, 1, setting))
    for phrase in _THIS_WEEK:
        if words_at(tokens, k, *phrase):
            return k + len(phrase), one_day(_in_week(weekday, 0, setting))
    if words_at(tokens, j, "week") or words_at(tokens, j, "fortnight"):
        weeks = 1 if text_at(tokens, j) == "week" else 2
        return j + 1, one_day(coming(weekday, setting) + weeks * WEEK)
    if words_at(tokens, j, "after", "next") or words_at(tokens, j, "after", "the", "next"):
        end = j + (2 if text_at(tokens, j + 1) == "next" else 3)
        first = next_weekday(weekday, setting).choices
        return end, one_day(*(span.first + WEEK for span in first))
    dated = read_month_and_day(tokens, j, setting) if j < len(tokens) else None
    if dated:
        return dated[0], agree(weekday, dated[1])
    if k < len(tokens) and tokens[k].kind == "date" and (written := read_written(tokens, k, setting)):
        return written[0], agree(weekday, written[1])
    return _number_of_weekday(tokens, j, weekday, setting)


def _is_hour(tokens: Tokens, k: int) -> bool:
    return k < len(tokens) and tokens[k].kind == "num" and 1 <= tokens[k].value <= 12


def _full_day_clock(tokens: Tokens, k: int) -> bool:
    """ "wednesday fourteen thirty" is half past two; "wednesday fourteen ten thirty" is the fourteenth."""
    if tokens[k].value > 23 or k + 1 >= len(tokens) or tokens[k + 1].kind != "num" or tokens[k + 1].gap:
        return False
    hour = _is_hour(tokens, k + 1) and k + 2 < len(tokens) and tokens[k + 2].kind == "num"
    return 10 <= tokens[k + 1].value <= 59 and not hour and tokens[k].spelled == tokens[k + 1].spelled


def _number_of_weekday(tokens: Tokens, j: int, weekday: int, setting: Setting) -> tuple[int, Day] | None:
    k = j + 1 if text_at(tokens, j) == "the" else j
    if k >= len(tokens):
        return None
    token = tokens[k]
    said_as_day = token.kind == "ord" and 1 <= token.value <= 31
    bare = token.kind == "num" and 13 <= token.value <= 31 and month_at(tokens, k + 1) is None
    if bare and text_at(tokens, k + 1) in ("hundred", "minutes", "oclock", "people", "oh", "o"):
        return None
    if bare and text_at(tokens, k + 1) in ("to", "past", "til", "till", "before", "after") and _is_hour(tokens, k + 2):
        return None  # "thursday twenty to three"
    if not said_as_day and (not bare or _full_day_clock(tokens, k)):
        return None
    counts = token.value <= 5 and tokens[0].text != "is"
    if said_as_day and counts and text_at(tokens, k + 1) in _COUNTED:
        return None
    found = weekday_on(weekday, token.value, setting)
    return (k + 1, found) if found else None


def read_weekday(tokens: Tokens, i: int, setting: Setting) -> tuple[int, Day] | None:
    """A weekday at i with what belongs to it before and after."""
    word = text_at(tokens, i)
    j = i + 1 if word == "the" else i
    lead: list[str] = []
    while text_at(tokens, j) in ("this", "next", "coming", "following", "upcoming", "last", "past", "very"):
        lead.append(text_at(tokens, j))
        j += 1
    week_first = text_at(tokens, j) == "week" and lead and lead[-1] in ("this", "next", "following", "coming")
    if week_first:
        j = skip(tokens, j + 1, frozenset({"on", "the"}))
    weekday = WEEKDAYS.get(text_at(tokens, j))
    if weekday is None or (text_at(tokens, j) in ("sat", "sun", "wed", "mon") and not _abbreviation(tokens, j, lead)):
        return None
    j += 1
    if week_first:
        return j, one_day(_in_week(weekday, 0 if lead[-1] == "this" else 1, setting))
    if "last" in lead or "past" in lead:
        gone = coming(weekday, setting) - WEEK
        return j, one_day(gone, backward=True)
    after = _after_weekday(tokens, j, weekday, setting)
    if after is not None and (not lead or lead[-1] in ("this", "next")):
        return after
    if not lead:
        if word == "the" and words_at(tokens, j, "after"):
            return None
        plain = plain_weekday(weekday, setting)
        plural = text_at(tokens, j - 1).endswith("days")
        return j, one_day(plain.span.first) if plural else plain
    if lead.count("next") == 2:
        return j, one_day(next_weekday(weekday, setting).span.first + WEEK)
    if "coming" in lead or "upcoming" in lead:
        nearest = coming(weekday, setting)
        return j, one_day(nearest if nearest > setting.today else nearest + WEEK)
    if "next" in lead or "following" in lead:
        return j, next_weekday(weekday, setting)
    return j, plain_weekday(weekday, setting)


def _abbreviation(tokens: Tokens, j: int, lead: list[str]) -> bool:
    """ "sat", "sun", "wed", "mon" are words as well: believed after "on" or "this", and before a time."""
    if lead or text_at(tokens, j - 1) in ("on", "for", "am", "pm", "oclock", "m") or len(tokens) == 1:
        return True
    dated = j + 1 < len(tokens) and tokens[j + 1].kind in ("ord", "num", "clock")
    return dated or text_at(tokens, j + 1) in ("at", "morning", "afternoon", "evening", "the", "please", "am", "pm")


def read_relative(tokens: Tokens, i: int, setting: Setting) -> tuple[int, Day] | None:
    """ "today", "tomorrow", "the day after tomorrow", "yesterday", "the next day"."""
    word, today = tokens[i].text, setting.today
    j = i + 1 if word == "the" else i
    if words_at(tokens, j, "day", "after", "tomorrow"):
        return j + 3, one_day(today + 2 * ONE_DAY)
    if words_at(tokens, j, "day", "before", "yesterday"):
        return j + 3, one_day(today - 2 * ONE_DAY, backward=True)
    anchor = setting.offered[-1].date() if setting.offered else today
    if words_at(tokens, j, "next", "day") and text_at(tokens, j + 2) in _PEOPLE and not setting.offered:
        return None  # "the next day you have"
    if words_at(tokens, j, "next", "day") or words_at(tokens, j, "following", "day"):
        return j + 2, one_day(anchor + ONE_DAY)
    if words_at(tokens, j, "day", "after") and (j + 2 == len(tokens) or tokens[j + 2].gap or goes_on(tokens, j + 2)):
        return j + 2, one_day(anchor + ONE_DAY)
    if words_at(tokens, j, "day", "before") and (j + 2 == len(tokens) or bool(tokens[j + 2].gap)) and word == "the":
        first = setting.offered[0].date() if setting.offered else today
        return j + 2, one_day(first - ONE_DAY, backward=not setting.offered)
    if words_at(tokens, j, "same", "day") and text_at(tokens, j + 2) in _BOOKED and not setting.offered:
        return j + 2, one_day(today)
    if words_at(tokens, i, "that", "day") or (words_at(tokens, j, "same", "day") and text_at(tokens, j + 2) != "as"):
        end = j + 2 if text_at(tokens, j) == "same" else i + 2
        return (end, one_day(anchor)) if setting.offered else None
    if words_at(tokens, i, "later", "today"):
        return i + 2, one_day(today)
    if words_at(tokens, i, "this", "day", "week"):
        return i + 3, one_day(today + WEEK)
    simple = {"today": 0, "tomorrow": 1, "yesterday": -1, "today's": 0, "tomorrow's": 1, "yesterday's": -1}
    if word not in simple:
        return None
    day = today + timedelta(days=simple[word])
    if text_at(tokens, i + 1) == "week" and simple[word] >= 0 and text_at(tokens, i + 2) not in ("of", "after"):
        return i + 2, one_day(day + WEEK)
    return _with_name(tokens, i + 1, day, setting) or (i + 1, one_day(day, backward=simple[word] < 0))


def goes_on(tokens: Tokens, i: int) -> bool:
    """Whether "the day after", "the week after" is complete before i."""
    return text_at(tokens, i) in _GO_ON


def _with_name(tokens: Tokens, j: int, day: date, setting: Setting) -> tuple[int, Day] | None:
    """ "tomorrow tuesday", "tomorrow the 24th": one day when they agree, a question when not."""
    if j >= len(tokens) or tokens[j].gap not in ("", ","):
        return None
    weekday = WEEKDAYS.get(text_at(tokens, j))
    if weekday is not None and weekday != day.weekday() and (tokens[j].gap or text_at(tokens, j - 2) == "not"):
        return None  # "not tomorrow friday"
    if weekday is not None and not words_at(tokens, j + 1, "week"):
        named = plain_weekday(weekday, setting).span.first if weekday != day.weekday() else day
        return j + 1, one_day(day) if named == day else one_day(day, named)
    if tokens[j].text == "the" and (dated := read_ordinal_day(tokens, j, setting)):
        named = dated[1].span.first
        return dated[0], one_day(day) if named == day else one_day(day, named)
    return None


def read_day(tokens: Tokens, i: int, setting: Setting) -> tuple[int, Day] | None:
    """The longest way to read a single day at token i."""
    best: tuple[int, Day] | None = None
    if i >= len(tokens):
        return None
    for reader in (
        read_relative, read_weekday, read_nth_weekday, read_month_and_day, read_feast, read_written, read_ordinal_day,
    ):  # fmt: skip
        found = reader(tokens, i, setting)
        if found and (best is None or found[0] > best[0]):
            best = found
    return best


def shift(day: Day, amount: timedelta) -> Day:
    return Day(tuple(Span(s.first + amount, s.until + amount) for s in day.choices), day.grain)
