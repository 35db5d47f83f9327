"""Runs of days: weeks, weekends, months and their parts, "the next few days", and days counted from another day."""

from collections.abc import Sequence
from datetime import date, timedelta

from nlu.spoken.calendar_dates import MONTHS, WEEKDAYS, add_months, read_month_and_day, read_month_reference
from nlu.spoken.days import WEEK, coming, monday, read_day
from nlu.spoken.said import ONE_DAY, Day, Found, Grain, Setting, Span, one_day, run_of_days, skip, text_at, words_at
from nlu.spoken.tokens import Token

Tokens = Sequence[Token]

_EARLY = frozenset({"early", "beginning", "start", "first"})
_LATE = frozenset({"late", "later", "end"})
_MID = frozenset({"mid", "middle", "midway"})
_JOIN = frozenset({"in", "of", "the", "part", "half", "-"})
_DAY_UNITS = {"day": 1, "days": 1, "night": 1, "nights": 1, "week": 7, "weeks": 7, "fortnight": 14, "fortnights": 14,
              "day's": 1, "days'": 1, "week's": 7, "weeks'": 7, "fortnight's": 14}  # fmt: skip
_MONTH_UNITS = frozenset({"month", "months", "month's", "year", "years"})
_MINUTE_UNITS = {"minute": 1, "minutes": 1, "hour": 60, "hours": 60}
_ALL_UNITS: dict[str, tuple[int, str]] = {
    **{unit: (days, "day") for unit, days in _DAY_UNITS.items()},
    **{unit: (minutes, "minute") for unit, minutes in _MINUTE_UNITS.items()},
    "month": (1, "month"),
    "months": (1, "month"),
}
_TODAY = frozenset({"now", "today"})
_MONTHS_AFTER_IN = frozenset(
    "in next this until till before after of by around during through since from for early late mid end between".split()
)


def read_count(tokens: Tokens, i: int) -> tuple[int, float] | None:
    """How many: "two", "a", "a couple of", "a few", "half an", "two and a half"."""
    if i >= len(tokens):
        return None
    word = tokens[i].text
    if tokens[i].kind == "num":
        if words_at(tokens, i + 1, "and", "a", "half"):
            return i + 4, tokens[i].value + 0.5
        return i + 1, float(tokens[i].value)
    j = i + 1 if word in ("a", "the", "another") else i
    if words_at(tokens, j, "couple"):
        return skip(tokens, j + 1, frozenset({"of"})), 2.0
    if words_at(tokens, j, "few"):
        return j + 1, 3.0
    if word == "half" and text_at(tokens, i + 1) in ("an", "a"):
        return i + 2, 0.5
    return (i + 1, 1.0) if word in ("a", "an", "another") else None


def _amount(tokens: Tokens, i: int) -> tuple[int, float, str] | None:
    """A count and a unit at i: ("two weeks") -> (next token, 2.0, "week"); unit is day, month or minute."""
    i = skip(tokens, i, frozenset({"about", "around", "like", "roughly", "approximately", "just"}))
    if words_at(tokens, i, "one", "and", "a", "half", "hours"):
        return i + 5, 90.0, "minute"
    counted = read_count(tokens, i)
    if counted is None:
        return None
    j, count = counted
    j = skip(tokens, j, frozenset({"business", "working", "more", "full"}))
    unit = text_at(tokens, j)
    if unit in _DAY_UNITS:
        j += 1
        j = j + 1 if words_at(tokens, j, "or", "so") is False and text_at(tokens, j) in ("time", "times") else j
        return j, count * _DAY_UNITS[unit], "day"
    if unit in _MONTH_UNITS:
        j = j + 2 if text_at(tokens, j + 1) == "time" else j + 1
        return j, count * (12 if unit.startswith("year") else 1), "month"
    if unit in _MINUTE_UNITS:
        minutes, j = count * _MINUTE_UNITS[unit], j + 1
        if words_at(tokens, j, "and", "a", "half"):
            return j + 3, minutes + 30, "minute"
        more = _amount(tokens, skip(tokens, j, frozenset({"and"}))) if unit.startswith("hour") else None
        if more and more[2] == "minute" and more[1] < 60:
            return more[0], minutes + more[1], "minute"
        return j, minutes, "minute"
    return None


def _moved(day: date, count: float, unit: str) -> date:
    return add_months(day, int(count)) if unit == "month" else day + timedelta(days=int(count))


def _business_days(tokens: Tokens, i: int, j: int) -> bool:
    return any(tokens[k].text in ("business", "working") for k in range(i, j))


def _count_working(day: date, count: int) -> date:
    while count:
        day += ONE_DAY
        count -= day.weekday() < 5
    return day


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
    inside = text_at(tokens, i) in ("in", "after") and text_at(tokens, i + 1) != "the"
    amount = _amount(tokens, i + 1 if inside else i)
    if amount is None:
        return None
    j, count, unit = amount
    link = text_at(tokens, j)
    if inside and words_at(tokens, j, "on") and (day := read_day(tokens, j + 1, setting)) and unit == "day":
        return Found(i, day[0], day=one_day(_nearest(_moved(setting.today, count, unit), day[1].span.first.weekday())))
    if link in ("from", "after", "past") and (day := _anchor(tokens, j + 1, setting)):
        return _from_anchor(i, day, count, unit, setting)
    if link in ("before",) and unit != "minute" and (day := _anchor(tokens, j + 1, setting)):
        first = day[1].span.first
        return Found(i, day[0], day=one_day(_moved(first, -count, unit)))
    if unit == "day" and count % 7 == 0 and not inside:
        k = j + 1 if link == "on" else j
        if (link == "on" or link in ("today", "tomorrow")) and (day := read_day(tokens, k, setting)):
            return Found(i, day[0], day=one_day(*(span.first + timedelta(days=count) for span in day[1].choices)))
    if link == "ago":
        return _ago(i, j + 1, count, unit, setting)
    if link in ("later", "earlier", "hence", "sooner"):
        return _relative_to_offered(i, j + 1, count, unit, link, setting)
    if not inside:
        return None
    if unit == "minute":
        return Found(i, j, moment=setting.after(timedelta(minutes=count)))
    if _business_days(tokens, i, j):
        return Found(i, j, day=one_day(_count_working(setting.today, int(count))))
    if words_at(tokens, j, "or", "two") or words_at(tokens, j, "or", "so"):
        first = _moved(setting.today, count, unit)
        return Found(i, j + 2, day=run_of_days(first, first + (WEEK if count >= 7 else 2 * ONE_DAY)))
    if any(tokens[k].text == "few" for k in range(i, j)):
        days = 1 if unit == "day" and count == 3 else 7
        first = setting.today + timedelta(days=2 * days)
        return Found(i, j, day=run_of_days(first, first + timedelta(days=3 * days)))
    return Found(i, j, day=one_day(_moved(setting.today, count, unit)))


def _counted_weekdays(tokens: Tokens, i: int, setting: Setting) -> Found | None:
    """ "two sundays from now", "three mondays later"."""
    count = read_count(tokens, i)
    weekday = WEEKDAYS.get(text_at(tokens, count[0])) if count else None
    if count is None or weekday is None or count[1] < 2:
        return None
    end = count[0] + 1
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
    return Found(i, day[0], day=one_day(*(_moved(span.first, count, unit) for span in day[1].choices)))


def _ago(i: int, j: int, count: float, unit: str, setting: Setting) -> Found:
    if unit == "minute":
        return Found(i, j, moment=setting.after(-timedelta(minutes=count)))
    return Found(i, j, day=one_day(_moved(setting.today, -count, unit), backward=True))


def _relative_to_offered(i: int, j: int, count: float, unit: str, link: str, setting: Setting) -> Found | None:
    """ "an hour later" than the last slot offered, "earlier" than the first; with none offered, than now."""
    earlier = link in ("earlier", "sooner")
    if earlier and not setting.offered:
        return None
    if not setting.offered:
        if unit == "minute":
            return Found(i, j, moment=setting.after(timedelta(minutes=count)))
        return Found(i, j, day=one_day(_moved(setting.today, count, unit)))
    base = setting.offered[0] if earlier else setting.offered[-1]
    sign = -1 if earlier else 1
    if unit == "minute":
        return Found(i, j, moment=base + timedelta(minutes=sign * count))
    return Found(i, j, day=one_day(_moved(base.date(), sign * count, unit)))


def _shade(tokens: Tokens, i: int) -> tuple[int, str] | None:
    """ "early", "the end of", "the first half of", "mid" before a week, a month or a year."""
    j = i + 1 if text_at(tokens, i) == "the" else i
    word = text_at(tokens, j)
    if word == "rest" or word == "remainder":
        return skip(tokens, j + 1, _JOIN), "rest"
    if word == "first" and text_at(tokens, j + 1) not in ("half", "part"):
        return None
    for name, words in (("early", _EARLY), ("late", _LATE), ("mid", _MID)):
        if word in words:
            return skip(tokens, j + 1, _JOIN), name
    return None


def _cut(span: Span, shade: str, today: date, word: str) -> Span:
    """The part of a run of days that a shade names."""
    days = (span.until - span.first).days
    if shade == "rest":
        return Span(max(span.first, today), span.until)
    if word == "later" and span.first <= today < span.until:
        return Span(max(today, span.first + timedelta(days=3)) if days <= 7 else today, span.until)
    if shade == "early":
        first, until = span.first, span.first + timedelta(days=3 if days <= 7 else 10)
    elif shade == "late":
        first, until = span.until - timedelta(days=4 if days <= 7 else 10), span.until
    else:
        edges = (1, 2) if days <= 7 else (10, 10)
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


def _week(first: date, weeks: int = 1) -> Day:
    return run_of_days(first, first + weeks * WEEK, "week")


def _whole_period(tokens: Tokens, i: int, setting: Setting, alone: bool) -> tuple[int, Day] | None:
    today, this_week = setting.today, monday(setting.today)
    the = text_at(tokens, i) in ("the", "my")
    j = i + 1 if the else i
    word = text_at(tokens, j)
    if word == "week":
        if the and (words_at(tokens, j + 1, "after", "next") or words_at(tokens, j + 1, "after", "the", "next")):
            return j + (3 if text_at(tokens, j + 2) == "next" else 4), _week(this_week + 2 * WEEK)
        k = j + 1
        if text_at(tokens, k) in ("of", "beginning", "commencing", "starting"):
            k = skip(tokens, k + 1, frozenset({"on"}))
            if day := (read_day(tokens, k, setting) if k < len(tokens) else None):
                first = day[1].span.first
                return day[0], _week(first if text_at(tokens, i - 1) == "a" else monday(first))
        if the and text_at(tokens, k) == "after" and (k + 1 == len(tokens) or bool(tokens[k + 1].gap)):
            anchor = monday(setting.offered[-1].date()) + WEEK if setting.offered else this_week + 2 * WEEK
            return k + 1, _week(anchor)
        if not alone or text_at(tokens, i - 1) in ("during", "in") and text_at(tokens, i) == "the":
            return j + 1, _week(this_week)
        return None
    if word in ("weekend", "weekends"):
        saturday = _weekend(setting)
        if words_at(tokens, j + 1, "after", "next") or words_at(tokens, j + 1, "after", "the", "next"):
            return j + (3 if text_at(tokens, j + 2) == "next" else 4), run_of_days(saturday + 2 * WEEK, saturday + 2 * WEEK + 2 * ONE_DAY)
        return j + 1, run_of_days(saturday, saturday + 2 * ONE_DAY)
    if the and word == "month" and words_at(tokens, j + 1, "after"):
        k = skip(tokens, j + 2, frozenset({"the", "next"}))
        first = add_months(today.replace(day=1), 2)
        return k, run_of_days(first, add_months(first, 1), "month")
    if word in ("this", "next", "coming", "following", "upcoming", "last", "current", "past"):
        return _with_determiner(tokens, j, setting)
    return _nth_week(tokens, j, setting) or _month(tokens, i, setting, alone)


def _weekend(setting: Setting) -> date:
    return setting.today if setting.today.weekday() == 5 else (
        setting.today - ONE_DAY if setting.today.weekday() == 6 else coming(5, setting)
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
    if unit in ("week", "week's"):
        base = monday(setting.offered[-1].date()) if word == "following" and setting.offered else this_week
        first = base + weeks * WEEK
        if word == "this":
            return k + 1, _week(this_week)
        day = _week(first)
        return k + 1, Day(day.choices, "week", backward=weeks < 0)
    if unit == "weekend":
        saturday = _weekend(setting)
        if word == "next" and today.weekday() < 5:
            return k + 1, Day(
                (Span(saturday + WEEK, saturday + WEEK + 2 * ONE_DAY), Span(saturday, saturday + 2 * ONE_DAY)), "day"
            )
        saturday += weeks * WEEK if word not in ("coming", "upcoming") or today.weekday() >= 5 else timedelta()
        return k + 1, run_of_days(saturday, saturday + 2 * ONE_DAY)
    if unit in ("month", "month's"):
        first = add_months(today.replace(day=1), weeks)
        return k + 1, Day((Span(first, add_months(first, 1)),), "month", backward=weeks < 0)
    if unit == "year" and weeks >= 0:
        return k + 1, run_of_days(date(today.year + weeks, 1, 1), date(today.year + weeks + 1, 1, 1))
    if word in ("next", "coming", "following") and (amount := _amount(tokens, k)) and amount[2] != "minute":
        if amount[2] == "day" and _business_days(tokens, k, amount[0]):
            return amount[0], run_of_days(today + ONE_DAY, _count_working(today, int(amount[1])) + ONE_DAY)
        return amount[0], run_of_days(today + ONE_DAY, _moved(today, amount[1], amount[2]) + ONE_DAY)
    if unit == "may" and word == "this" and text_at(tokens, k + 1) not in ("", "in", "on", "at", "or", "please"):
        return None
    if unit in MONTHS and word in ("this", "next", "coming", "last"):
        reference = read_month_reference(tokens, j, setting)
        if reference and word != "last":
            return reference[0], run_of_days(reference[1], add_months(reference[1], 1), "month")
    return None


def _nth_week(tokens: Tokens, j: int, setting: Setting) -> tuple[int, Day] | None:
    """ "the first week of december", "the last week in november"; a month's first week is its first seven days' Monday."""
    if j + 2 >= len(tokens) or text_at(tokens, j + 1) != "week" or text_at(tokens, j + 2) not in ("in", "of"):
        return None
    reference = read_month_reference(tokens, j + 3, setting)
    if reference is None:
        return None
    first_monday = monday(reference[1] + timedelta(days=3))
    if tokens[j].text == "last":
        return reference[0], _week(monday(add_months(reference[1], 1) - ONE_DAY))
    if tokens[j].kind == "ord" and tokens[j].value <= 5:
        return reference[0], _week(first_monday + (tokens[j].value - 1) * WEEK)
    return None


def _month(tokens: Tokens, i: int, setting: Setting, alone: bool) -> tuple[int, Day] | None:
    word = text_at(tokens, i)
    if word not in MONTHS:
        if not alone and words_at(tokens, i, "month"):
            first = setting.today.replace(day=1)
            return i + 1, run_of_days(first, add_months(first, 1), "month")
        return None
    before = text_at(tokens, i - 1)
    believed = before in _MONTHS_AFTER_IN or not alone or (setting.expecting == "datetime" and len(tokens) <= 4)
    sure = word not in ("may", "march", "mar", "jan", "jun", "april", "june", "august", "sep", "dec")
    if word in ("may", "march") and text_at(tokens, i + 1) in ("i", "we", "you", "be", "he", "she", "have"):
        return None
    if not believed and not sure and not (before in WEEKDAYS or text_at(tokens, i + 1) in ("would", "is", "sometime")):
        return None
    reference = read_month_reference(tokens, i, setting)
    if reference is None:
        return None
    grain: Grain = "month"
    return reference[0], run_of_days(reference[1], add_months(reference[1], 1), grain)


def read_beside(tokens: Tokens, i: int, setting: Setting) -> Found | None:
    """ "the day after christmas", "the monday after thanksgiving", "the week before the third"."""
    j = i + 1 if text_at(tokens, i) == "the" else i
    unit, side = text_at(tokens, j), text_at(tokens, j + 1)
    weekday = WEEKDAYS.get(unit)
    if side not in ("after", "before", "following") or (weekday is None and unit not in ("day", "week", "weekend")):
        return None
    beside = read_day(tokens, j + 2, setting) if j + 2 < len(tokens) else None
    if beside is None or (weekday is not None and text_at(tokens, j + 2) in ("next", "this")):
        return None
    end, anchor, ahead = beside[0], beside[1].span.first, side != "before"
    if unit == "day":
        return Found(i, end, day=one_day(anchor + (ONE_DAY if ahead else -ONE_DAY)))
    if unit == "week":
        return Found(i, end, day=_week(monday(anchor) + (WEEK if ahead else -WEEK)))
    wanted = 5 if weekday is None else weekday
    days = (wanted - anchor.weekday() - 1) % 7 + 1 if ahead else -((anchor.weekday() - wanted - 1) % 7 + 1)
    first = anchor + timedelta(days=days)
    return Found(i, end, day=one_day(first) if weekday is not None else run_of_days(first, first + 2 * ONE_DAY))


def read_within(tokens: Tokens, i: int, setting: Setting) -> Found | None:
    """ "within the next two weeks", "over the next few days": from now until then."""
    if text_at(tokens, i) not in ("within", "over", "in", "during", "the", "sometime", "next"):
        return None
    j = skip(tokens, i, frozenset({"within", "over", "in", "during", "the", "sometime"}))
    within = any(tokens[k].text == "within" for k in range(i, j))
    k = skip(tokens, j, frozenset({"next", "coming", "following"}))
    counted = read_count(tokens, j)
    unit = text_at(tokens, counted[0] + 1) if counted else ""
    if counted and k == j and text_at(tokens, counted[0]) in ("next", "coming") and unit in _ALL_UNITS:
        amount: tuple[int, float, str] | None = (counted[0] + 2, counted[1] * _ALL_UNITS[unit][0], _ALL_UNITS[unit][1])
    elif k == j and not within:
        return None
    else:
        one = _ALL_UNITS.get(text_at(tokens, k))
        one = one if one and (within or one[1] == "minute") else None
        amount = _amount(tokens, k) or ((k + 1, float(one[0]), one[1]) if one else None)
    if amount is None:
        return None
    end = amount[0] + 2 if text_at(tokens, amount[0]) == "from" and text_at(tokens, amount[0] + 1) in _TODAY else amount[0]
    if amount[2] == "minute":
        return Found(i, end, moment=setting.now, to_moment=setting.after(timedelta(minutes=amount[1])))
    if _business_days(tokens, k, amount[0]):
        until = _count_working(setting.today, int(amount[1])) + ONE_DAY
    else:
        until = _moved(setting.today, amount[1], amount[2]) + ONE_DAY
    return Found(i, end, day=run_of_days(setting.today + (timedelta() if within else ONE_DAY), until))
