"""When an event type can be booked: its weekly hours in the account's zone, turned into instants (UTC)."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

Interval = tuple[datetime, datetime]


@dataclass(frozen=True)
class Shift:
    """Local times, minutes after midnight, on a weekday (0 is Monday) or on one date."""

    start: int
    end: int
    weekday: int | None = None
    on: date | None = None

    @classmethod
    def parse(cls, entry: Mapping[str, Any]) -> Shift:
        """{"day": "tuesday", "start": "09:00", "end": "12:00"}; `date` instead of `day` for one day only."""
        start, end = minutes(entry["start"]), minutes(entry["end"])
        if start >= end:
            raise ValueError("availability ends before it starts")
        if entry.get("date"):
            return cls(start, end, on=date.fromisoformat(str(entry["date"])))
        return cls(start, end, weekday=weekday(str(entry["day"])))

    def is_on(self, day: date) -> bool:
        return day == self.on if self.on else day.weekday() == self.weekday


def minutes(clock: str) -> int:
    hour, minute = clock.split(":")[:2]
    value = int(hour) * 60 + int(minute)
    if not 0 <= value <= 24 * 60:
        raise ValueError(f"not a time of day: {clock}")
    return value


def weekday(name: str) -> int:
    found = [index for index, day in enumerate(DAYS) if len(name) >= 3 and day.startswith(name.lower())]
    if len(found) != 1:
        raise ValueError(f"not a weekday: {name}")
    return found[0]


def opening_hours(hours: Mapping[str, Sequence[Sequence[str]]] | None) -> list[Shift] | None:
    """{"monday": [["08:00", "18:00"]]}; None when nothing limits the shifts."""
    if hours is None:
        return None
    return [
        Shift(minutes(opens), minutes(closes), weekday=weekday(day))
        for day, spans in hours.items()
        for opens, closes in spans
    ]


@dataclass
class Busy:
    """Intervals that are taken; they may overlap."""

    intervals: list[Interval] = field(default_factory=list)
    longest: timedelta = timedelta(0)

    def add(self, start: datetime, end: datetime) -> None:
        insort(self.intervals, (start, end))
        self.longest = max(self.longest, end - start)

    def remove(self, start: datetime, end: datetime) -> None:
        self.intervals.remove((start, end))

    def overlaps(self, start: datetime, end: datetime) -> bool:
        index = bisect_left(self.intervals, (start - self.longest, start - self.longest))
        while index < len(self.intervals) and self.intervals[index][0] < end:
            if self.intervals[index][1] > start:
                return True
            index += 1
        return False


@dataclass(frozen=True)
class Schedule:
    """Slots of `minutes` from the start of every shift, as long as they end within it and within the opening hours."""

    zone: ZoneInfo
    minutes: int
    shifts: Sequence[Shift]
    hours: Sequence[Shift] | None = None
    closed: frozenset[date] = frozenset()

    def starts(self, after: datetime, before: datetime) -> Iterator[datetime]:
        """All starts in [after, before) in time order, UTC, whether taken or not."""
        length = timedelta(minutes=self.minutes)
        day, last = after.astimezone(self.zone).date(), before.astimezone(self.zone).date()
        while day <= last:
            found: set[datetime] = set()
            for opens, closes in self._open(day):
                start, end = self._instant(day, opens), self._instant(day, closes)
                while start + length <= end:
                    if after <= start < before:
                        found.add(start)
                    start += length
            yield from sorted(found)
            day += timedelta(days=1)

    def offers(self, start: datetime) -> bool:
        return start in self.starts(start, start + timedelta(microseconds=1))

    def _open(self, day: date) -> Iterator[tuple[int, int]]:
        if day in self.closed:
            return
        limits = [(0, 24 * 60)] if self.hours is None else [(h.start, h.end) for h in self.hours if h.is_on(day)]
        for shift in self.shifts:
            if shift.is_on(day):
                for opens, closes in limits:
                    yield max(shift.start, opens), min(shift.end, closes)

    def _instant(self, day: date, minute: int) -> datetime:
        local = datetime.combine(day, time()) + timedelta(minutes=minute)
        return local.replace(tzinfo=self.zone).astimezone(UTC)
