"""What the grammar hands on: days, clock times and parts of the day as said, not yet settled to one moment."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from nlu.spoken.tokens import Token

Grain = Literal["minute", "hour", "day", "part_of_day", "week", "month"]
Bound = Literal["after", "from", "before", "by"]
Hours = tuple[tuple[int, int], ...]

# When a clinic's own hours are not known, readings of a bare hour are judged by these (minutes of the day).
USUAL_HOURS: Hours = ((8 * 60, 18 * 60),)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Setting:
    """Where and when something is said. `now` is local and naive; `hours` maps weekday 0-6 to minutes of the day."""

    now: datetime
    zone: ZoneInfo
    expecting: str | None = None
    offered: tuple[datetime, ...] = ()
    hours: dict[int, Hours] = field(default_factory=dict)

    @property
    def today(self) -> date:
        return self.now.date()

    def open_on(self, day: date) -> Hours:
        return self.hours.get(day.weekday(), ()) if self.hours else USUAL_HOURS

    def is_open(self, minute: int, day: date | None) -> bool:
        """Whether the clinic is open at that minute, on that day or (None) on any day of the week."""
        if day is not None:
            spans: Sequence[tuple[int, int]] = self.open_on(day)
        else:
            spans = [span for each in self.hours.values() for span in each] if self.hours else USUAL_HOURS
        return any(opens <= minute < closes for opens, closes in spans)

    def after(self, amount: timedelta) -> datetime:
        """Local time when that much real time has passed; right across a change of the clocks."""
        utc = ZoneInfo("UTC")
        later = self.now.replace(tzinfo=self.zone).astimezone(utc) + amount
        return later.astimezone(self.zone).replace(tzinfo=None)


@dataclass(frozen=True)
class Span:
    """Whole days, `until` exclusive."""

    first: date
    until: date


@dataclass(frozen=True)
class Day:
    """One or more readings of a day or run of days, the likeliest first.

    `by_time`: readings that are over at the time said with it fall away ("Thursday at nine" on a Thursday at ten).
    `backward`: said as gone by ("last week"). `at_end`: the end of a longer run, so that "before" it is before its end.
    """

    choices: tuple[Span, ...]
    grain: Grain = "day"
    by_time: bool = False
    backward: bool = False
    at_end: bool = False

    @property
    def span(self) -> Span:
        return self.choices[0]


def one_day(*days: date, by_time: bool = False, backward: bool = False) -> Day:
    return Day(tuple(Span(day, day + ONE_DAY) for day in days), "day", by_time, backward)


def run_of_days(first: date, until: date, grain: Grain = "day") -> Day:
    return Day((Span(first, until),), grain)


@dataclass(frozen=True)
class Clock:
    """A clock time; without `half` and up to twelve it has two readings. `weak`: only numbers were said."""

    hour: int
    minute: int = 0
    half: Literal["am", "pm"] | None = None
    weak: bool = False
    full_day: bool = False

    @property
    def grain(self) -> Grain:
        return "minute" if self.minute else "hour"

    def readings(self) -> tuple[int, ...]:
        """Minutes of the day, the morning one first; twelve is noon first."""
        if self.full_day or self.hour > 12 or self.hour == 0:
            return (self.hour % 24 * 60 + self.minute,)
        early = self.hour % 12 * 60 + self.minute
        if self.half:
            return (early + (720 if self.half == "pm" else 0),)
        return (early + 720, early) if self.hour == 12 else (early, early + 720)

    def later(self, minutes: int) -> "Clock | None":
        """So many minutes later (or, below nought, earlier) on the same day; None past midnight."""
        readings = self.readings()
        minute = readings[0] + minutes
        if not 0 <= minute < 24 * 60:
            return None
        if len(readings) == 1:
            return Clock(minute // 60, minute % 60, full_day=True)
        return Clock(minute // 60 % 12 or 12, minute % 60)


@dataclass(frozen=True)
class Part:
    """A part of the day in minutes of the day, `until` exclusive."""

    name: str
    start: int
    until: int


@dataclass(frozen=True)
class ClockRange:
    """From one clock time to another on one day. `or_at`: the one time that the same words may name."""

    first: Clock
    until: Clock
    or_at: Clock | None = None


When = Clock | Part | ClockRange


@dataclass
class Found:
    """A stretch of tokens [i, j) that names a time. Exactly what was said decides which fields are set.

    moment: exact; to_moment: end of an exact interval; free: as soon as possible; idle: free as any time will do;
    upto: the other end of a range of days; weekday: a weekday and no more was said; week_of: counted in weeks, so that
    a weekday beside it names the day; either: further readings joined by "or".
    """

    i: int
    j: int
    day: Day | None = None
    when: When | None = None
    bound: Bound | None = None
    moment: datetime | None = None
    to_moment: datetime | None = None
    moment_grain: Grain = "minute"
    free: bool = False
    idle: bool = False
    upto: "Found | None" = None
    role: Literal["wanted", "current", "excluded"] = "wanted"
    any_day: bool = False
    weekday: int | None = None
    week_of: bool = False
    either: "list[Found]" = field(default_factory=list)

    def moved(self, **changes: object) -> "Found":
        return replace(self, **changes)  # type: ignore[arg-type]


def text_at(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].text if 0 <= i < len(tokens) else ""


def words_at(tokens: Sequence[Token], i: int, *words: str) -> bool:
    """Whether exactly these words stand at i."""
    if i < 0 or i + len(words) > len(tokens) or tokens[i].text != words[0]:
        return False
    return all(tokens[i + k].text == word for k, word in enumerate(words))


def skip(tokens: Sequence[Token], i: int, words: frozenset[str]) -> int:
    while i < len(tokens) and tokens[i].text in words:
        i += 1
    return i


def at_minute(day: date, minute: int) -> datetime:
    return datetime.combine(day, time()) + timedelta(minutes=minute)
