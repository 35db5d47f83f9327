"""From what was said to moments: each reading as kind, from and to; past ones are marked, never moved."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from nlu.spoken.calendar_dates import add_months
from nlu.spoken.said import ONE_DAY, Clock, ClockRange, Found, Grain, Part, Setting, Span, at_minute


@dataclass(frozen=True)
class Reading:
    """One reading in local naive time, `until` exclusive; both given: an interval, or an instant without `until`."""

    kind: Literal["instant", "interval", "open_interval"]
    start: datetime | None
    until: datetime | None
    grain: Grain
    has_date: bool
    has_time: bool

    def is_past(self, now: datetime) -> bool:
        if self.kind == "instant" and self.start is not None:
            return (
                self.start + ONE_DAY <= now
                if self.grain == "day"
                else self.start < now.replace(second=0, microsecond=0)
            )
        return self.until is not None and self.until <= now


def settle(one: Found, setting: Setting) -> list[Reading]:
    """All readings of a stretch, the likeliest first; more than one means that a receptionist would ask."""
    if one.free:
        return [Reading("open_interval", setting.now, None, "minute", False, False)]
    if one.moment is not None:
        return [_moment(one, setting)]
    if one.upto is not None:
        first, last = settle(one.moved(upto=None), setting)[0], settle(one.upto, setting)[-1]
        end = _end(one.upto, settle(one.upto, setting), first)
        end = end or last.until or last.start
        while end is not None and first.start is not None and end <= first.start:
            end = _later(end, one.upto)
        return [Reading("interval", first.start, end, first.grain, True, first.has_time)]
    if one.when is None:
        return [_whole_days(one, span, setting) for span in _spans(one, setting)]
    return _timed(one, setting)


def _moment(one: Found, setting: Setting) -> Reading:
    at, grain = one.moment, one.moment_grain
    if one.upto is not None and at is not None:
        clock = one.upto.when
        if isinstance(clock, Clock) and one.upto.day is None:
            soonest = min(_next(minute, setting) for minute in clock.readings())
            return Reading("interval", at, soonest, grain, True, True)
        ends = settle(one.upto, setting)
        now = Reading("instant", at, None, grain, True, True)
        return Reading("interval", at, _end(one.upto, ends, now) or ends[0].start, grain, True, True)
    if one.to_moment is not None:
        return Reading("interval", at, one.to_moment, grain, True, True)
    if one.bound in ("after", "from"):
        return Reading("open_interval", at, None, grain, True, True)
    if one.bound:
        return Reading("open_interval", None, at, grain, True, True)
    return Reading("instant", at, None, grain, True, True)


def _end(last: Found, readings: list[Reading], first: Reading) -> datetime | None:
    for reading in readings:
        end = reading.until or (reading.start + ONE_DAY if last.when is None and reading.start else reading.start)
        if end and first.start and end > first.start:
            return end
    return None


def _later(end: datetime, last: Found) -> datetime:
    """The same weekday of the week after, or the same day of the month after."""
    if last.day is None or last.weekday is not None:
        return end + timedelta(days=7)
    return datetime.combine(add_months(end.date(), 1), end.time())


def _spans(one: Found, setting: Setting) -> tuple[Span, ...]:
    if one.day is None:
        return (Span(setting.today, setting.today + ONE_DAY),)
    offered = {offer.date() for offer in setting.offered}
    return tuple(span for span in one.day.choices if span.first in offered) or one.day.choices


def _whole_days(one: Found, span: Span, setting: Setting) -> Reading:
    first, until = at_minute(span.first, 0), at_minute(span.until, 0)
    grain: Grain = one.day.grain if one.day else "day"
    if one.bound == "after":
        return Reading("open_interval", until, None, grain, True, False)
    if one.bound == "from":
        return Reading("open_interval", first, None, grain, True, False)
    if one.bound == "before":
        return Reading("open_interval", None, until if one.day and one.day.at_end else first, grain, True, False)
    if one.bound == "by":
        return Reading("open_interval", None, until, grain, True, False)
    if span.until - span.first == ONE_DAY and grain == "day":
        return Reading("instant", first, None, grain, True, False)
    return Reading("interval", first, until, grain, True, False)


def _timed(one: Found, setting: Setting) -> list[Reading]:
    offered = _offered(one, setting)
    if offered:
        return offered
    readings: list[Reading] = []
    days: list[date | None] = [span.first for span in _spans(one, setting)] if one.day else [None]
    for day in days:
        readings += _on(one, day, setting)
    if one.day and one.day.span == Span(setting.today, setting.today + ONE_DAY):
        readings.sort(key=lambda reading: reading.is_past(setting.now))  # "seven today", said at ten
    if one.day and one.day.by_time:
        still = [reading for reading in readings if not reading.is_past(setting.now)]
        readings = still or readings
    if one.day is None:
        readings.sort(key=lambda reading: reading.start or reading.until or setting.now)
    seen: list[Reading] = []
    for reading in readings:
        if reading not in seen:
            seen.append(reading)
    return seen


def _offered(one: Found, setting: Setting) -> list[Reading]:
    """A clock time that is one of the offered slots means that slot."""
    if not isinstance(one.when, Clock) or one.bound or not setting.offered:
        return []
    days = [span.first for span in one.day.choices] if one.day else None
    minutes = one.when.readings()
    fitting = [
        offer for offer in setting.offered
        if offer.hour * 60 + offer.minute in minutes and (days is None or offer.date() in days)
    ]  # fmt: skip
    return [Reading("instant", offer, None, one.when.grain, one.day is not None, True) for offer in fitting]


def _on(one: Found, day: date | None, setting: Setting) -> list[Reading]:
    when = one.when
    if isinstance(when, Part):
        return [_part(when, day, one, setting)]
    if isinstance(when, ClockRange):
        return _range(when, day, one, setting)
    if not isinstance(when, Clock):
        return []
    readings = []
    for minute in _clock_minutes(when, day, one, setting):
        at = at_minute(day, minute) if day else _next(minute, setting)
        at, doubtful = _real(at, setting.zone)
        if one.bound in ("after", "from"):
            readings.append(Reading("open_interval", at, None, when.grain, day is not None, True))
        elif one.bound in ("before", "by"):
            readings.append(Reading("open_interval", None, at, when.grain, day is not None, True))
        else:
            readings.append(Reading("instant", at, None, when.grain, day is not None, True))
            if doubtful:
                readings.append(Reading("instant", at - timedelta(hours=2), None, when.grain, day is not None, True))
    return readings


def _real(at: datetime, zone: ZoneInfo) -> tuple[datetime, bool]:
    """A local time that the change of the clocks leaves out is an hour later, and worth a question."""
    there = at.replace(tzinfo=zone).astimezone(ZoneInfo("UTC")).astimezone(zone).replace(tzinfo=None)
    return there, there != at


def _next(minute: int, setting: Setting) -> datetime:
    today = at_minute(setting.today, minute)
    return (
        today if today >= setting.now.replace(second=0, microsecond=0) else at_minute(setting.today + ONE_DAY, minute)
    )


def _clock_minutes(clock: Clock, day: date | None, one: Found, setting: Setting) -> tuple[int, ...]:
    """am or pm by the opening hours where just one reading is open; else all readings, the likelier first."""
    readings = clock.readings()
    if len(readings) == 1:
        return readings
    for where in (day, None):
        fitting = tuple(minute for minute in readings if setting.is_open(minute, where))
        if len(fitting) == 1:
            return fitting
        if fitting:
            return fitting
    early, late = sorted(readings)
    if one.bound in ("after", "from") and clock.hour <= 6:
        return (late,)
    if one.bound in ("before", "by") and clock.hour >= 7:
        return (early,)
    return (late, early) if clock.hour <= 6 or clock.hour == 12 else (early, late)


def _part(part: Part, day: date | None, one: Found, setting: Setting) -> Reading:
    if day is None:
        over = at_minute(setting.today, part.until) <= setting.now
        first = setting.today + ONE_DAY if over else setting.today
    else:
        first = day
    start, until = _of_opening_hours(part, first, setting)
    return Reading("interval", at_minute(first, start), at_minute(first, until), "part_of_day", day is not None, True)


def _of_opening_hours(part: Part, day: date, setting: Setting) -> tuple[int, int]:
    """ "First thing" and "the end of the day" are the first and the last two hours of that day."""
    spans = setting.open_on(day) if setting.hours else ()
    if spans and part.name == "first thing":
        return spans[0][0], spans[0][0] + 120
    if spans and part.name == "end of the day":
        return spans[-1][1] - 120, spans[-1][1]
    return part.start, part.until


def _range(when: ClockRange, day: date | None, one: Found, setting: Setting) -> list[Reading]:
    pairs = _pairs(when, day, setting)
    readings = []
    for first, until in pairs:
        if day is None:
            over = at_minute(setting.today, until) <= setting.now
            on = setting.today + ONE_DAY if over else setting.today
        else:
            on = day
        grain: Grain = "minute" if when.first.minute or when.until.minute else "hour"
        readings.append(Reading("interval", at_minute(on, first), at_minute(on, until), grain, day is not None, True))
    return readings


def _pairs(when: ClockRange, day: date | None, setting: Setting) -> list[tuple[int, int]]:
    """Start and end in minutes; the end of each start is the soonest reading after it."""
    pairs: list[tuple[int, int]] = []
    for first in when.first.readings():
        ends = sorted(end if end > first else end + 1440 for end in when.until.readings())
        if when.first.half is None and when.until.half is not None and len(when.first.readings()) == 2:
            ends = [end for end in ends if end <= 1440] or ends
        pairs.append((first, ends[0]))
    if len(pairs) == 1:
        return pairs
    if when.until.half is not None or when.until.full_day:
        return [min(pairs, key=lambda pair: pair[1] - pair[0])]
    for where in (day, None):
        fitting = [pair for pair in pairs if setting.is_open(pair[0], where) or setting.is_open(pair[1] - 1, where)]
        if len(fitting) > 1:
            whole = [p for p in fitting if setting.is_open(p[0], where) and setting.is_open(p[1] - 1, where)]
            return whole if len(whole) == 1 else fitting
        if fitting:
            return fitting
    return sorted(pairs)
