"""A start with how long it lasts: "from ten for two hours", "for three days starting next monday"."""

from collections.abc import Sequence
from datetime import timedelta

from nlu.spoken.amounts import moved_by, read_amount
from nlu.spoken.said import Clock, ClockRange, Found, at_minute, run_of_days, text_at
from nlu.spoken.tokens import Token

Tokens = Sequence[Token]


def attach_durations(tokens: Tokens, found: list[Found]) -> list[Found]:
    """Stretches bounded by "from" or "starting" get an end where a length of time is said beside them."""
    return [_lasting(tokens, one) if one.bound == "from" and not one.upto else one for one in found]


def _lasting(tokens: Tokens, one: Found) -> Found:
    opener = next((k for k in range(one.i, one.j) if tokens[k].text in ("from", "starting", "beginning")), None)
    if opener is None:
        return one
    i, j = one.i, one.j
    amount = read_amount(tokens, j + 1) if text_at(tokens, j) == "for" else None
    if amount:
        j = amount[0]
    else:
        lead = max((k for k in range(max(0, opener - 7), opener) if tokens[k].text == "for"), default=None)
        amount = read_amount(tokens, lead + 1) if lead is not None else None
        if lead is None or amount is None or amount[0] != opener:
            return one
        i = min(i, lead)
    return _until(one.moved(i=i, j=j, bound=None), amount[1], amount[2]) or one


def _until(one: Found, count: float, unit: str) -> Found | None:
    if isinstance(one.when, Clock) and unit == "minute":
        clock = one.when
        end = clock.hour * 60 + clock.minute + int(count)
        half = clock.half
        if half:
            end = (clock.hour % 12) * 60 + clock.minute + (720 if half == "pm" else 0) + int(count)
        elif end >= 13 * 60 and not clock.full_day and clock.hour <= 12:
            end -= 12 * 60
        settled = half is not None or clock.full_day
        last = Clock(end // 60 % 24, end % 60, full_day=settled or end >= 13 * 60)
        return one.moved(when=ClockRange(clock, last))
    if one.day is None or unit == "minute":
        return None
    first = one.day.span.first
    until = moved_by(first, count, unit)
    if isinstance(one.when, Clock):
        minute = one.when.readings()[0]
        return Found(one.i, one.j, moment=at_minute(first, minute), to_moment=at_minute(until, minute))
    return one.moved(day=run_of_days(first, until)) if until - first >= timedelta(days=1) else None
