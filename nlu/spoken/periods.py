"""Runs of days: weeks, weekends and months, whole or in part ("early next week", "the end of december")."""

from collections.abc import Sequence
from datetime import date, timedelta

from nlu.spoken.amounts import count_working, has_working_days, moved_by, read_amount
from nlu.spoken.calendar_dates import MONTHS, WEEKDAYS, add_months, read_month_and_day, read_month_reference
from nlu.spoken.days import WEEK, coming, goes_on, monday, read_day
from nlu.spoken.feast_days import read_feast
from nlu.spoken.said import ONE_DAY, Day, Grain, Setting, Span, run_of_days, skip, text_at, words_at
from nlu.spoken.tokens import Token, words

Tokens = Sequence[Token]

_EARLY = frozenset({"early", "earlier", "beginning", "start", "first"})
_LATE = frozenset({"late", "later", "end"})
_MID = frozenset({"mid", "middle", "midway"})
_JOIN = frozenset({"in", "of", "the", "part", "half", "-"})
_AFTER_A_VERB = words("i we you be he she they it have take sound seem not help need also well")
_MONTHS_AFTER_IN = words(
    "in next this until till before after of by around during through since from for early late mid end between and"
)


def _shade(tokens: Tokens, i: int) -> tuple[int, str] | None:
    """ "early", "the end of", "the first half of", "mid" before a week, a month or a year."""
    j = i + 1 if text_at(tokens, i) == "the" else i
    word = text_at(tokens, j)
    if word in ("rest", "remainder", "remaining"):
        return skip(tokens, j + 1, _JOIN), "rest"
    if word == "first" and text_at(tokens, j + 1) not in ("half", "part"):
        return None
    if text_at(tokens, j + 1) == "half" and word in ("first", "second"):
        return skip(tokens, j + 2, _JOIN), f"{word} half"
    for name, listed in (("early", _EARLY), ("late", _LATE), ("mid", _MID)):
        if word in listed:
            return skip(tokens, j + 1, _JOIN), name
    return None


def _cut(span: Span, shade: str, today: date, word: str) -> Span:
    """The part of a run of days that a shade names."""
    days = (span.until - span.first).days
    if days < 5 or span.until <= today:
        return span
    if shade == "rest":
        sunday_left_out = ONE_DAY if days == 7 and today < span.until - ONE_DAY else timedelta()
        return Span(max(span.first, today), span.until - sunday_left_out)
    if word == "later" and span.first <= today < span.until:
        return Span(max(today, span.first + timedelta(days=3)) if days <= 7 else today, span.until)
    middle = span.first + timedelta(days=-(-days // 2))
    if shade == "first half":
        first, until = span.first, middle
    elif shade == "second half":
        first, until = middle, span.until
    elif shade == "early":
        first, until = span.first, span.first + timedelta(days=3 if days <= 7 else 10)
    elif shade == "late":
        first, until = span.until - timedelta(days=4 if days <= 7 else 10), span.until
    else:
        edges = (1, 2) if days <= 7 else (9, days - 20)
        first, until = span.first + timedelta(days=edges[0]), span.until - timedelta(days=edges[1])
    return Span(max(first, today), until) if first < today < until else Span(first, until)


def read_period(tokens: Tokens, i: int, setting: Setting) -> tuple[int, Day] | None:
    """A week, weekend or month at i, whole or in part ("the end of next week")."""
    shaded = _shade(tokens, i)
    if shaded and shaded[0] < len(tokens) and read_month_and_day(tokens, shaded[0], setting):
        return None
    j = shaded[0] if shaded else i
    whole = _whole_period(tokens, j, setting, alone=shaded is None)
    if whole is None or shaded is None:
        return whole
    end, day = whole
    cut = _cut(day.span, shaded[1], setting.today, text_at(tokens, i))
    return end, Day((cut,), day.grain, at_end=shaded[1] == "late")


def week_from(first: date, weeks: int = 1) -> Day:
    return run_of_days(first, first + weeks * WEEK, "week")


def _whole_period(tokens: Tokens, i: int, setting: Setting, alone: bool) -> tuple[int, Day] | None:
    today, this_week = setting.today, monday(setting.today)
    the = text_at(tokens, i) in ("the", "my")
    j = i + 1 if the else i
    word = text_at(tokens, j)
    if word == "week":
        if (the or alone) and (
            words_at(tokens, j + 1, "after", "next") or words_at(tokens, j + 1, "after", "the", "next")
        ):
            return j + (3 if text_at(tokens, j + 2) == "next" else 4), week_from(this_week + 2 * WEEK)
        k = j + 1
        if text_at(tokens, k) in ("of", "beginning", "commencing", "starting"):
            k = skip(tokens, k + 1, frozenset({"on"}))
            if day := (read_day(tokens, k, setting) if k < len(tokens) else None):
                first = day[1].span.first
                return day[0], week_from(first if text_at(tokens, i - 1) == "a" else monday(first))
        if (
            the
            and text_at(tokens, k) == "after"
            and (k + 1 == len(tokens) or bool(tokens[k + 1].gap) or goes_on(tokens, k + 1))
        ):
            anchor = monday(setting.offered[-1].date()) + WEEK if setting.offered else this_week + 2 * WEEK
            return k + 1, week_from(anchor)
        if not alone or (text_at(tokens, i - 1) in ("during", "in") and text_at(tokens, i) == "the"):
            return j + 1, week_from(this_week)
        return None
    feast = read_feast(tokens, j, setting) if j < len(tokens) else None
    if feast and text_at(tokens, feast[0]) == "week":
        return feast[0] + 1, week_from(monday(feast[1].span.first))
    if feast and text_at(tokens, feast[0]) == "weekend":
        return feast[0] + 1, _weekend_around(feast[1].span.first)
    if word in ("weekend", "weekends"):
        of = read_feast(tokens, j + 2, setting) if text_at(tokens, j + 1) == "of" and j + 2 < len(tokens) else None
        of = of or (read_day(tokens, j + 2, setting) if words_at(tokens, j + 1, "of", "the") else None)
        if of:
            return of[0], _weekend_around(of[1].span.first)
        saturday = _weekend(setting)
        if words_at(tokens, j + 1, "after", "next") or words_at(tokens, j + 1, "after", "the", "next"):
            return j + (3 if text_at(tokens, j + 2) == "next" else 4), run_of_days(
                saturday + 2 * WEEK, saturday + 2 * WEEK + 2 * ONE_DAY
            )
        return j + 1, run_of_days(saturday, saturday + 2 * ONE_DAY)
    if word == "year" and (not alone or text_at(tokens, i - 1) in ("before", "by", "until")):
        return j + 1, run_of_days(date(today.year, 1, 1), date(today.year + 1, 1, 1))
    if the and words_at(tokens, j, "new", "year") and text_at(tokens, i - 1) in ("in", "into"):
        return j + 2, run_of_days(date(today.year + 1, 1, 1), date(today.year + 2, 1, 1))
    if the and word == "month" and words_at(tokens, j + 1, "after"):
        k = skip(tokens, j + 2, frozenset({"the", "next"}))
        first = add_months(today.replace(day=1), 2)
        return k, run_of_days(first, add_months(first, 1), "month")
    if word == "last" and (nth := _nth_week(tokens, j, setting)):
        return nth
    if word in ("this", "next", "coming", "following", "upcoming", "last", "current", "past"):
        return _with_determiner(tokens, j, setting)
    return _nth_week(tokens, j, setting) or _month(tokens, i, setting, alone)


def _weekend_around(day: date) -> Day:
    """ "thanksgiving weekend", "the weekend of halloween": the nearest weekend and the day itself."""
    saturday = day + timedelta(days=(5 - day.weekday() + 3) % 7 - 3)
    return run_of_days(min(saturday, day), max(saturday + 2 * ONE_DAY, day + ONE_DAY))


def _weekend(setting: Setting) -> date:
    return (
        setting.today
        if setting.today.weekday() == 5
        else (setting.today - ONE_DAY if setting.today.weekday() == 6 else coming(5, setting))
    )


def _with_determiner(tokens: Tokens, j: int, setting: Setting) -> tuple[int, Day] | None:
    today, this_week = setting.today, monday(setting.today)
    word = text_at(tokens, j)
    k = j + 1
    if word == "this" and text_at(tokens, k) in ("coming", "next", "past"):
        word, k = text_at(tokens, k), k + 1
    if words_at(tokens, j, "this", "or", "next", "week"):
        return j + 4, run_of_days(today, this_week + 2 * WEEK, "week")
    weeks = {"this": 0, "current": 0, "last": -1, "past": -1}.get(word, 1)
    unit = text_at(tokens, k)
    if unit == "workweek" or (unit in ("working", "work", "business") and text_at(tokens, k + 1) == "week"):
        first = this_week + weeks * WEEK
        return k + (1 if unit == "workweek" else 2), run_of_days(first, first + timedelta(days=5))
    if unit in ("week", "week's"):
        base = monday(setting.offered[-1].date()) if word == "following" and setting.offered else this_week
        first = base + weeks * WEEK
        if word == "this":
            return k + 1, week_from(this_week)
        if word == "next" and text_at(tokens, k + 1) == "or" and text_at(tokens, k + 2) in ("so", "two"):
            days = 7 if text_at(tokens, k + 2) == "so" else 14
            return k + 3, run_of_days(today + ONE_DAY, today + timedelta(days=days + 1))
        day = week_from(first)
        return k + 1, Day(day.choices, "week", backward=weeks < 0)
    if unit == "weekend":
        saturday = _weekend(setting)
        if word == "next" and today.weekday() < 5:
            return k + 1, Day(
                (Span(saturday + WEEK, saturday + WEEK + 2 * ONE_DAY), Span(saturday, saturday + 2 * ONE_DAY)), "day"
            )
        if weeks < 0:
            gone = Span(saturday - WEEK, saturday - WEEK + 2 * ONE_DAY)
            return k + 1, Day((gone,), "day", backward=True)
        saturday += weeks * WEEK if word not in ("coming", "upcoming") or today.weekday() >= 5 else timedelta()
        return k + 1, run_of_days(saturday, saturday + 2 * ONE_DAY)
    if unit in ("month", "month's"):
        first = add_months(today.replace(day=1), weeks)
        return k + 1, Day((Span(first, add_months(first, 1)),), "month", backward=weeks < 0)
    if unit == "year" and weeks >= 0:
        return k + 1, run_of_days(date(today.year + weeks, 1, 1), date(today.year + weeks + 1, 1, 1))
    if word in ("next", "coming", "following") and (amount := read_amount(tokens, k)) and amount[2] != "minute":
        if amount[2] == "day" and has_working_days(tokens, k, amount[0]):
            return amount[0], run_of_days(today + ONE_DAY, count_working(today, int(amount[1])) + ONE_DAY)
        return amount[0], run_of_days(today + ONE_DAY, moved_by(today, amount[1], amount[2]) + ONE_DAY)
    if unit == "may" and word == "this" and text_at(tokens, k + 1) not in ("", "in", "on", "at", "or", "please"):
        return None
    if unit in MONTHS and word in ("this", "next", "coming", "last"):
        reference = read_month_reference(tokens, j, setting)
        if reference and word != "last":
            return reference[0], run_of_days(reference[1], add_months(reference[1], 1), "month")
    return None


def _nth_week(tokens: Tokens, j: int, setting: Setting) -> tuple[int, Day] | None:
    """ "the first week of december", "the last week in november": weeks that have their Thursday in the month."""
    several = _several_weeks(tokens, j, setting)
    if several:
        return several
    if j + 2 >= len(tokens) or text_at(tokens, j + 1) != "week" or text_at(tokens, j + 2) not in ("in", "of"):
        return None
    reference = read_month_reference(tokens, j + 3, setting)
    if reference is None:
        return None
    first_monday = monday(reference[1] + timedelta(days=3))
    if tokens[j].text == "last":
        return reference[0], week_from(monday(add_months(reference[1], 1) - timedelta(days=4)))
    if tokens[j].kind == "ord" and tokens[j].value <= 5:
        return reference[0], week_from(first_monday + (tokens[j].value - 1) * WEEK)
    return None


def _several_weeks(tokens: Tokens, j: int, setting: Setting) -> tuple[int, Day] | None:
    """ "the first two weeks of april": its first fourteen days."""
    edge = text_at(tokens, j)
    if edge not in ("first", "last") or j + 1 >= len(tokens) or tokens[j + 1].kind != "num":
        return None
    if text_at(tokens, j + 2) != "weeks" or text_at(tokens, j + 3) not in ("of", "in"):
        return None
    reference = read_month_reference(tokens, j + 4, setting)
    if reference is None or not 1 <= tokens[j + 1].value <= 4:
        return None
    end, first = reference
    length, until = tokens[j + 1].value * WEEK, add_months(first, 1)
    return end, run_of_days(first, first + length) if edge == "first" else run_of_days(until - length, until)


def _month(tokens: Tokens, i: int, setting: Setting, alone: bool) -> tuple[int, Day] | None:
    word = text_at(tokens, i)
    if i < len(tokens) and tokens[i].kind == "month":
        first = date(tokens[i].value, tokens[i].minute, 1)
        return i + 1, run_of_days(first, add_months(first, 1), "month")
    if word not in MONTHS:
        if not alone and words_at(tokens, i, "month"):
            first = setting.today.replace(day=1)
            return i + 1, run_of_days(first, add_months(first, 1), "month")
        return None
    before = text_at(tokens, i - 1)
    link = ("to", "through", "until", "and")
    ranged = before in link and text_at(tokens, i - 2) in MONTHS
    ranged = ranged or (text_at(tokens, i + 1) in link and text_at(tokens, i + 2) in MONTHS)
    believed = (
        before in _MONTHS_AFTER_IN or ranged or not alone or (setting.expecting == "datetime" and len(tokens) <= 4)
    )
    sure = word not in ("may", "march", "mar", "jan", "jun", "april", "june", "august", "sep", "dec")
    sure = sure and (len(word) > 3 or before not in ("the", "my", "an"))  # "the apr on my card" is no month
    if word in ("may", "march") and text_at(tokens, i + 1) in _AFTER_A_VERB:
        return None
    if not believed and not sure and not (before in WEEKDAYS or text_at(tokens, i + 1) in ("would", "is", "sometime")):
        return None
    reference = read_month_reference(tokens, i, setting)
    if reference is None:
        return None
    grain: Grain = "month"
    return reference[0], run_of_days(reference[1], add_months(reference[1], 1), grain)
