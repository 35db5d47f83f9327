"""Days and moments counted from another: "in two weeks", "a week from tuesday", "the day after christmas"."""

from collections.abc import Sequence
from datetime import date, timedelta

from nlu.spoken.amounts import ALL_UNITS, count_working, has_working_days, moved_by, read_amount, read_count
from nlu.spoken.calendar_dates import WEEKDAYS
from nlu.spoken.clock_times import read_clock
from nlu.spoken.days import WEEK, coming, monday, read_day
from nlu.spoken.existing import is_moving
from nlu.spoken.periods import week_from
from nlu.spoken.said import ONE_DAY, Clock, Day, Found, Setting, one_day, run_of_days, skip, text_at, words_at
from nlu.spoken.tokens import Token, words

Tokens = Sequence[Token]

_BEFORE_A_WEEK = words("this next last the each per every a other same week whole all")
# "put me down for a week from monday" is a monday, "I'm away for a week from monday" is a week.
_LOOKING = words(
    "is it's its looking down hoping aiming in appointment slot something anything booking book booked me us it that "
    "yes yeah ok okay"
)
_LASTED = words("done finished completed cooked")
_TODAY = frozenset({"now", "today"})
_CLOSELY = words("right just straight directly immediately")  # "the tuesday right after easter"


def read_offset(tokens: Tokens, i: int, setting: Setting) -> Found | None:
    """ "in two weeks", "a week from tuesday", "two days after tomorrow", "three days ago", "half an hour later"."""
    found = _offset(tokens, i, setting)
    if found is not None and found.day is not None and not found.day.backward:
        weeks = any(token.text.startswith(("week", "month", "fortnight")) for token in tokens[found.i : found.j])
        return found.moved(week_of=weeks)
    return found


def _offset(tokens: Tokens, i: int, setting: Setting) -> Found | None:
    if counted := _counted_weekdays(tokens, i, setting):
        return counted
    if spread := _spread(tokens, i, setting):
        return spread
    inside = text_at(tokens, i) in ("in", "after") and text_at(tokens, i + 1) != "the"
    amount = read_amount(tokens, i + 1 if inside else i)
    if amount is None:
        return _bare_week(tokens, i, setting)
    each = inside and text_at(tokens, i + 1) in ("a", "an", "one")
    if inside and text_at(tokens, i - 1) in _LASTED:
        return None  # "can it be done in an hour"
    if each and any(words_at(tokens, k, "how", "many") for k in range(max(0, i - 5), i)):
        return None  # "how many days in a year"
    j, count, unit = amount
    link = text_at(tokens, j)
    if count > 1 and text_at(tokens, j - 1) == "day" and words_at(tokens, j, "after", "tomorrow"):
        return None  # "fourteen thirty day after tomorrow"
    idiom = count == 7 and link == "on" and text_at(tokens, j + 1) in WEEKDAYS and text_at(tokens, i + 1) == "a"
    if (
        inside
        and not idiom
        and words_at(tokens, j, "on")
        and (day := read_day(tokens, j + 1, setting))
        and unit == "day"
    ):
        return Found(
            i, day[0], day=one_day(_nearest(moved_by(setting.today, count, unit), day[1].span.first.weekday()))
        )
    if unit == "minute" and not inside and (near := _beside_a_clock(tokens, i, j, count)):
        return near
    if link in ("from", "after", "past") and (day := _anchor(tokens, j + 1, setting)):
        lasts = text_at(tokens, i - 1) == "for" and link == "from" and i > 1 and text_at(tokens, i - 2) not in _LOOKING
        if unit != "minute" and (lasts or words_at(tokens, i, "less", "than")):
            first = day[1].span.first
            return Found(i, day[0], day=run_of_days(first, moved_by(first, count, unit)))
        return _from_anchor(i, day, count, unit, setting)
    if link in ("before",) and unit != "minute" and (day := _anchor(tokens, j + 1, setting)):
        first = day[1].span.first
        return Found(i, day[0], day=one_day(moved_by(first, -count, unit)))
    idiom = idiom or (count == 7 and link in ("today", "tomorrow") and text_at(tokens, i + 1) == "a")
    if unit == "day" and count % 7 == 0 and (idiom or not inside):
        k = j + 1 if link == "on" else j
        if (link == "on" or link in ("today", "tomorrow") or link in WEEKDAYS) and (
            day := read_day(tokens, k, setting)
        ):
            choices = day[1].choices[:1] if day[1].by_time else day[1].choices
            return Found(i, day[0], day=one_day(*(span.first + timedelta(days=count) for span in choices)))
    told = text_at(tokens, i - 1) in ("since", "for")
    if (
        unit == "month"
        and link in ("today", "tomorrow")
        and not inside
        and not told
        and (day := read_day(tokens, j, setting))
    ):
        return Found(i, day[0], day=one_day(moved_by(day[1].span.first, count, unit)))
    if link == "out" and unit != "minute":
        return Found(i, j + 1, day=one_day(moved_by(setting.today, count, unit)))
    if link == "ago":
        return _ago(i, j + 1, count, unit, setting)
    if link in ("later", "earlier", "hence", "sooner"):
        return _relative_to_offered(tokens, i, j + 1, count, unit, link, setting)
    about = words_at(tokens, j, "or", "two") or words_at(tokens, j, "or", "so")
    from_now = about and text_at(tokens, j + 2) == "from" and text_at(tokens, j + 3) in _TODAY
    if not inside and not from_now:
        return None
    if unit == "minute":
        return Found(i, j, moment=setting.after(timedelta(minutes=count)))
    if words_at(tokens, i + 1, "less", "than"):
        return Found(i, j, day=run_of_days(setting.today, moved_by(setting.today, count, unit)))
    if has_working_days(tokens, i, j):
        return Found(i, j, day=one_day(count_working(setting.today, int(count))))
    if about:
        first = moved_by(setting.today, count, unit)
        return Found(
            i, j + (4 if from_now else 2), day=run_of_days(first, first + (WEEK if count >= 7 else 2 * ONE_DAY))
        )
    if any(tokens[k].text == "few" for k in range(i, j)):
        days = 1 if unit == "day" and count == 3 else 7
        first = setting.today + timedelta(days=2 * days)
        return Found(i, j, day=run_of_days(first, first + timedelta(days=3 * days)))
    return Found(i, j, day=one_day(moved_by(setting.today, count, unit)))


def _beside_a_clock(tokens: Tokens, i: int, j: int, count: float) -> Found | None:
    """ "half an hour after noon", "an hour and a half before five p m", "two hours after lunch"."""
    sign = {"before": -1, "after": 1, "past": 1}.get(text_at(tokens, j))
    if sign is None or j + 1 >= len(tokens):
        return None
    clock: tuple[int, Clock] | None = read_clock(tokens, j + 1)
    if clock is None and text_at(tokens, j + 1) == "lunch":
        clock = j + 2, Clock(13 if sign > 0 else 12, full_day=True)
    if clock is None or (clock[1].weak and count < 30):
        return None
    moved = clock[1].later(sign * int(count))
    return Found(i, clock[0], when=moved) if moved else None


def _bare_week(tokens: Tokens, i: int, setting: Setting) -> Found | None:
    """ "week from friday", without the article."""
    unit = {"week": 7, "fortnight": 14}.get(text_at(tokens, i))
    if unit is None or text_at(tokens, i + 1) != "from" or text_at(tokens, i - 1) in _BEFORE_A_WEEK:
        return None
    anchor = _anchor(tokens, i + 2, setting)
    return _from_anchor(i, anchor, unit, "day", setting) if anchor else None


def _spread(tokens: Tokens, i: int, setting: Setting) -> Found | None:
    """ "in two to three weeks", "in a week or two": the days from the one to the other."""
    inside = text_at(tokens, i) == "in"
    first = read_count(tokens, i + inside)
    if first is None or text_at(tokens, first[0]) not in ("to", "or"):
        return None
    last = read_amount(tokens, first[0] + 1)
    ahead = last is not None and text_at(tokens, last[0]) == "from" and text_at(tokens, last[0] + 1) in _TODAY
    if last is None or last[2] == "minute" or not (inside or ahead):
        return None
    unit = text_at(tokens, last[0] - 1) if text_at(tokens, last[0] - 1) in ALL_UNITS else text_at(tokens, last[0] - 2)
    each = ALL_UNITS.get(unit)
    if each is None or not 0 < first[1] * each[0] < last[1]:
        return None
    start = moved_by(setting.today, first[1] * each[0], last[2])
    return Found(i, last[0], day=run_of_days(start, moved_by(setting.today, last[1], last[2]) + ONE_DAY))


def _counted_weekdays(tokens: Tokens, i: int, setting: Setting) -> Found | None:
    """ "two sundays from now", "three mondays later"."""
    count = read_count(tokens, i)
    weekday = WEEKDAYS.get(text_at(tokens, count[0])) if count else None
    if count is None or weekday is None or count[1] < 2:
        return None
    end = count[0] + 1
    if words_at(tokens, end, "ago"):
        last = coming(weekday, setting) - WEEK
        return Found(i, end + 1, day=one_day(last - (int(count[1]) - 1) * WEEK, backward=True))
    if not words_at(tokens, end, "from", "now") and not words_at(tokens, end, "later"):
        return None
    first = coming(weekday, setting)
    first += WEEK if first == setting.today else timedelta()
    return Found(i, end + (2 if text_at(tokens, end) == "from" else 1), day=one_day(first + (int(count[1]) - 1) * WEEK))


def _nearest(day: date, weekday: int) -> date:
    return monday(day) + timedelta(days=weekday)


def _anchor(tokens: Tokens, i: int, setting: Setting) -> tuple[int, Day] | None:
    if words_at(tokens, i, "now"):
        return i + 1, one_day(setting.today)
    return read_day(tokens, i, setting) if i < len(tokens) else None


def _from_anchor(i: int, day: tuple[int, Day], count: float, unit: str, setting: Setting) -> Found | None:
    if unit == "minute":
        if day[1].span.first != setting.today:
            return None
        return Found(i, day[0], moment=setting.after(timedelta(minutes=count)))
    return Found(i, day[0], day=one_day(*(moved_by(span.first, count, unit) for span in day[1].choices)))


def _ago(i: int, j: int, count: float, unit: str, setting: Setting) -> Found:
    if unit == "minute":
        return Found(i, j, moment=setting.after(-timedelta(minutes=count)))
    return Found(i, j, day=one_day(moved_by(setting.today, -count, unit), backward=True))


def _about_an_appointment(tokens: Tokens) -> bool:
    """ "can we do half an hour later" is later than an appointment that is not known here, not later than now."""
    return is_moving(tokens) or bool({"we", "late", "appointment", "come", "make"} & {token.text for token in tokens})


def _relative_to_offered(
    tokens: Tokens, i: int, j: int, count: float, unit: str, link: str, setting: Setting
) -> Found | None:
    """ "an hour later" than the last slot offered, "earlier" than the first; with none offered, than now."""
    earlier = link in ("earlier", "sooner")
    if earlier and not setting.offered:
        return None
    if not setting.offered:
        if unit == "minute" and (_about_an_appointment(tokens) or text_at(tokens, j) == "than"):
            return None
        if unit == "minute":
            return Found(i, j, moment=setting.after(timedelta(minutes=count)))
        return Found(i, j, day=one_day(moved_by(setting.today, count, unit)))
    base = setting.offered[0] if earlier else setting.offered[-1]
    sign = -1 if earlier else 1
    if unit == "minute":
        return Found(i, j, moment=base + timedelta(minutes=sign * count))
    return Found(i, j, day=one_day(moved_by(base.date(), sign * count, unit)))


def read_beside(tokens: Tokens, i: int, setting: Setting) -> Found | None:
    """ "the day after christmas", "the monday after thanksgiving", "the week before the third"."""
    j = i + 1 if text_at(tokens, i) == "the" else i
    nth = j < len(tokens) and tokens[j].kind == "ord" and 2 <= tokens[j].value <= 5
    times, j = (tokens[j].value, j + 1) if nth else (1, j)
    unit, k = text_at(tokens, j), skip(tokens, j + 1, _CLOSELY)
    side, weekday = text_at(tokens, k), WEEKDAYS.get(unit)
    if side not in ("after", "before", "following") or (weekday is None and unit not in ("day", "week", "weekend")):
        return None
    beside = read_day(tokens, k + 1, setting) if k + 1 < len(tokens) else None
    if beside is None or (weekday is not None and text_at(tokens, k + 1) in ("next", "this")):
        return None
    end, anchor, ahead = beside[0], beside[1].span.first, side != "before"
    if times > 1 and weekday is None:
        return None
    if unit == "day":
        return Found(i, end, day=one_day(anchor + (ONE_DAY if ahead else -ONE_DAY)))
    if unit == "week":
        return Found(i, end, day=week_from(monday(anchor) + (WEEK if ahead else -WEEK)))
    wanted = 5 if weekday is None else weekday
    days = (wanted - anchor.weekday() - 1) % 7 + 1 if ahead else -((anchor.weekday() - wanted - 1) % 7 + 1)
    first = anchor + timedelta(days=days) + (times - 1) * (WEEK if ahead else -WEEK)
    return Found(i, end, day=one_day(first) if weekday is not None else run_of_days(first, first + 2 * ONE_DAY))


def read_within(tokens: Tokens, i: int, setting: Setting) -> Found | None:
    """ "within the next two weeks", "over the next few days": from now until then."""
    if text_at(tokens, i) not in ("within", "over", "in", "during", "the", "sometime", "next", "upcoming"):
        return None
    j = skip(tokens, i, frozenset({"within", "over", "in", "during", "the", "sometime"}))
    within = any(tokens[k].text == "within" for k in range(i, j))
    k = skip(tokens, j, frozenset({"next", "coming", "following", "upcoming"}))
    counted = read_count(tokens, j)
    unit = text_at(tokens, counted[0] + 1) if counted else ""
    if counted and k == j and text_at(tokens, counted[0]) in ("next", "coming") and unit in ALL_UNITS:
        amount: tuple[int, float, str] | None = (counted[0] + 2, counted[1] * ALL_UNITS[unit][0], ALL_UNITS[unit][1])
    elif k == j and not within:
        return None
    else:
        one = ALL_UNITS.get(text_at(tokens, k))
        one = one if one and (within or one[1] == "minute") else None
        amount = read_amount(tokens, k) or ((k + 1, float(one[0]), one[1]) if one else None)
        more = read_amount(tokens, k + 2) if one and one[1] == "day" and text_at(tokens, k + 1) == "and" else None
        if one and more and more[2] == "minute":
            amount = more[0], one[0] * 24 * 60 + more[1], "minute"
    if amount is None:
        return None
    end = (
        amount[0] + 2
        if text_at(tokens, amount[0]) == "from" and text_at(tokens, amount[0] + 1) in _TODAY
        else amount[0]
    )
    if amount[2] == "minute":
        return Found(i, end, moment=setting.now, to_moment=setting.after(timedelta(minutes=amount[1])))
    if has_working_days(tokens, k, amount[0]):
        until = count_working(setting.today, int(amount[1])) + ONE_DAY
    else:
        whole_weeks = within and (amount[2] != "day" or amount[1] >= 7)
        until = moved_by(setting.today, amount[1], amount[2]) + (timedelta() if whole_weeks else ONE_DAY)
    return Found(i, end, day=run_of_days(setting.today + (timedelta() if within else ONE_DAY), until))
