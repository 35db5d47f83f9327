"""Dates said as two numbers: "three thirteen at nine", month first, and "the tenth of the third", day first."""

from collections.abc import Sequence
from datetime import timedelta

from nlu.spoken.calendar_dates import WEEKDAYS, month_day
from nlu.spoken.clock_times import read_clock
from nlu.spoken.said import Found, Setting, text_at
from nlu.spoken.tokens import Token, words

Tokens = Sequence[Token]

_BEFORE = words("on for say maybe yes yeah yep okay ok so it's its is well the")
# Further ahead than this no appointment is given by numbers alone.
_HORIZON = timedelta(days=200)


def read_number_date(tokens: Tokens, i: int, setting: Setting) -> Found | None:
    return _month_and_day(tokens, i, setting) or _day_of_nth_month(tokens, i, setting)


def _time_follows(tokens: Tokens, i: int) -> bool:
    """ "at two", "two thirty p m"."""
    if text_at(tokens, i) == "at":
        return i + 1 < len(tokens) and read_clock(tokens, i + 1) is not None
    clock = read_clock(tokens, i)
    return clock is not None and clock[1].half is not None


def _day_of_nth_month(tokens: Tokens, i: int, setting: Setting) -> Found | None:
    """ "the tenth of the third", as the British, the Irish and Indians say it; not "the second of the first visit"."""
    j = i + 1 if text_at(tokens, i) == "the" else i
    k = j + 3 if text_at(tokens, j + 2) == "the" else j + 2
    if k >= len(tokens) or text_at(tokens, j + 1) != "of" or tokens[j].kind != "ord" or not 1 <= tokens[k].value <= 12:
        return None
    timed = text_at(tokens, k + 1) == "at" and _time_follows(tokens, k + 1)
    ends = k + 1 >= len(tokens) and tokens[k].kind == "ord"
    if tokens[k].kind not in ("ord", "num") or not (timed or ends):
        return None
    named = month_day(tokens[k].value, tokens[j].value, setting)
    return Found(i, k + 1, day=named) if named is not None and len(named.choices) == 1 else None


def _month_and_day(tokens: Tokens, i: int, setting: Setting) -> Found | None:
    """ "three thirteen at nine": a clock time that has its own clock time behind it is a month and a day."""
    if i + 3 >= len(tokens):
        return None
    month, day = tokens[i], tokens[i + 1]
    if not (month.kind == day.kind == "num" and 1 <= month.value <= 12 and 1 <= day.value <= 31):
        return None
    before = text_at(tokens, i - 1)
    if day.gap or tokens[i + 2].gap or not (before == "" or before in _BEFORE or before in WEEKDAYS):
        return None
    named = month_day(month.value, day.value, setting)
    near = named is not None and len(named.choices) == 1 and named.span.first - setting.today <= _HORIZON
    if named is None or not near or not _time_follows(tokens, i + 2):
        return None
    weekday = WEEKDAYS.get(before)
    return Found(i, i + 2, day=named) if weekday in (None, named.span.first.weekday()) else None
