"""What time the caller wants, put together from everything said so far.

Built from the datetime values that the understanding finds (local naive 'YYYY-MM-DDTHH:MM', `to` exclusive); lives in a
conversation slot as JSON. What was said last wins; a time refines a day said earlier and the other way round.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from pydantic import BaseModel

from receptionist.clinics import WEEKDAYS

_WEEKDAY = re.compile(r"\b(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:days?)?\b", re.IGNORECASE)


class Excluded(BaseModel):
    """Local time that the caller rules out: days [first_day, last_day] or every `weekday`, and within them the times
    [time_from, time_to), or the one start `time_from` when `exact`. What is None does not limit."""

    first_day: date | None = None
    last_day: date | None = None
    weekday: str | None = None
    time_from: time | None = None
    time_to: time | None = None
    exact: bool = False

    @property
    def about_days(self) -> bool:
        return self.first_day is not None or self.last_day is not None or self.weekday is not None

    @property
    def whole_days(self) -> bool:
        return self.about_days and self.time_from is None and self.time_to is None

    def covers_day(self, day: date) -> bool:
        if self.weekday:
            return WEEKDAYS[day.weekday()] == self.weekday
        return _within(day, self.first_day, self.last_day)

    def covers(self, at: datetime) -> bool:
        """`at` in local time."""
        return self.covers_day(at.date()) and _time_fits(at.time(), self.time_from, self.time_to, self.exact)


class Wish(BaseModel):
    """Days [first_day, last_day] and times of day [time_from, time_to), or the one start `time_from` when `exact`.

    `not_before` and `not_after` bound a stretch over several days that begins or ends within a day. `soonest`: as early
    as possible. What is None does not limit.
    """

    first_day: date | None = None
    last_day: date | None = None
    time_from: time | None = None
    time_to: time | None = None
    exact: bool = False
    not_before: datetime | None = None
    not_after: datetime | None = None
    soonest: bool = False

    @property
    def has_day(self) -> bool:
        return self.first_day is not None or self.last_day is not None

    @property
    def has_time(self) -> bool:
        return self.time_from is not None or self.time_to is not None

    @property
    def one_day(self) -> date | None:
        return self.first_day if self.first_day == self.last_day else None

    def matches(self, at: datetime) -> bool:
        """`at` in local time, naive."""
        return (
            _within(at.date(), self.first_day, self.last_day)
            and _time_fits(at.time(), self.time_from, self.time_to, self.exact)
            and (self.not_before is None or at >= self.not_before)
            and (self.not_after is None or at < self.not_after)
        )

    def want(self, value: dict[str, Any]) -> None:
        """One more value. A time without a day leaves the day, a day without a time leaves the time; a bound such as
        "not before ten" narrows a part of the day that it cuts."""
        if not value.get("has_date") and not value.get("has_time"):
            self.time_from = self.time_to = None
            self.exact, self.soonest = False, True
            return
        self.soonest = False
        if value.get("has_date"):
            self.first_day, self.last_day = _days(value)
            self.not_before = self.not_after = None
        if not value.get("has_time"):
            return
        if value.get("has_date") and self.one_day is None and value["kind"] == "interval":
            self.time_from = self.time_to = None
            self.exact = False
            self.not_before, self.not_after = _moment(value.get("from")), _moment(value.get("to"))
            return
        begins, ends, exact = _times(value)
        if value["kind"] == "open_interval" and not value.get("has_date") and self._is_cut_by(begins or ends):
            begins, ends = begins or self.time_from, ends or self.time_to
        self.time_from, self.time_to, self.exact = begins, ends, exact

    def is_ruled_out(self, excluded: Excluded) -> bool:
        """Nothing would be left of the day, or of the time of day, that is wanted."""
        if excluded.whole_days:
            return self.one_day is not None and excluded.covers_day(self.one_day)
        return not excluded.about_days and self._time_is_ruled_out(excluded)

    def drop(self, excluded: Excluded) -> None:
        if excluded.whole_days:
            self.first_day = self.last_day = None
        else:
            self.time_from = self.time_to = None
            self.exact = False

    def _is_cut_by(self, bound: time | None) -> bool:
        if bound is None or self.exact or not self.has_time:
            return False
        return (self.time_from or time.min) < bound < (self.time_to or time.max)

    def _time_is_ruled_out(self, excluded: Excluded) -> bool:
        if not self.has_time:
            return False
        if self.exact:
            return self.time_from is not None and _time_fits(
                self.time_from, excluded.time_from, excluded.time_to, excluded.exact
            )
        return not excluded.exact and (
            (excluded.time_from or time.min) <= (self.time_from or time.min)
            and (excluded.time_to or time.max) >= (self.time_to or time.max)
        )


class Wanted(Wish):
    """A wish, its `alternatives` ("Tuesday or Thursday"), and what is excluded from all of them."""

    alternatives: list[Wish] = []
    excluded: list[Excluded] = []

    @property
    def wishes(self) -> list[Wish]:
        own = Wish.model_validate(self.model_dump(include=set(Wish.model_fields)))
        return [own, *self.alternatives]

    @property
    def start(self) -> datetime | None:
        """The exact start, local and naive, when it is the only one wanted and day and clock time are known."""
        if self.alternatives or not (self.exact and self.one_day and self.time_from):
            return None
        return datetime.combine(self.one_day, self.time_from)

    @property
    def says_something(self) -> bool:
        return self.has_day or self.has_time or self.soonest or bool(self.excluded)

    def merge(self, datetimes: Sequence[dict[str, Any]]) -> Wanted:
        """With the values of one more utterance, in the order said; the role `current` is about something else.

        Several days, or several clock times, in one utterance are alternatives: corrections do not arrive here.
        """
        merged = self.model_copy(deep=True)
        for value in datetimes:
            if (value.get("role") or "wanted") == "excluded":
                merged = merged._without(value)
        said = [value for value in datetimes if (value.get("role") or "wanted") == "wanted"]
        return merged._with(said) if said else merged

    def without_time(self) -> Wanted:
        loose = {"time_from": None, "time_to": None, "exact": False, "soonest": False}
        others = [wish.model_copy(update=loose) for wish in self.alternatives]
        return self.model_copy(update=loose | {"alternatives": others})

    def allows(self, at: datetime) -> bool:
        """Nothing that was ruled out; `at` in local time."""
        return not self.excluded or not any(excluded.covers(at.replace(tzinfo=None)) for excluded in self.excluded)

    def fits(self, at: datetime) -> bool:
        """`at` in local time."""
        at = at.replace(tzinfo=None)
        return (self.matches(at) or any(wish.matches(at) for wish in self.alternatives)) and self.allows(at)

    def _with(self, said: list[dict[str, Any]]) -> Wanted:
        before, wishes = self.wishes, self.wishes
        dated: list[dict[str, Any]] = []
        clocked: list[dict[str, Any]] = []
        for value in _days_first(said):
            if value.get("has_date"):
                wish = before[0].model_copy()
                if not dated:
                    wishes = [wish]
                elif all(_apart(value, other) for other in dated):
                    wishes.append(wish)
                wishes[-1].want(value)
                dated.append(value)
            elif clocked and _is_clock_time(value):
                more = [wish.model_copy() for wish in wishes]
                for wish in more:
                    wish.want(value)
                wishes += [wish for wish in more if wish not in wishes]
            else:
                for wish in wishes:
                    wish.want(value)
                if _is_clock_time(value):
                    clocked.append(value)
        kept = [x for x in self.excluded if not any(_takes_back(value, wish, x) for value in said for wish in wishes)]
        return _wanted(wishes, kept)

    def _without(self, value: dict[str, Any]) -> Wanted:
        excluded = _excluded(value)
        if excluded == Excluded() or excluded in self.excluded:
            return self
        left = [wish for wish in self.wishes if not wish.is_ruled_out(excluded)]
        if not left:
            left = self.wishes[:1]
            left[0].drop(excluded)
        return _wanted(left, [*self.excluded, excluded])


def _wanted(wishes: Sequence[Wish], excluded: list[Excluded]) -> Wanted:
    return Wanted(**wishes[0].model_dump(), alternatives=list(wishes[1:]), excluded=excluded)


def _days_first(said: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """ "After four, some day this week": a time said before days that have none of their own is a time of those."""
    if any(value.get("has_date") and value.get("has_time") for value in said):
        return said
    return sorted(said, key=lambda value: not value.get("has_date"))


def _excluded(value: dict[str, Any]) -> Excluded:
    excluded = Excluded()
    if value.get("has_date"):
        excluded.first_day, excluded.last_day = _days(value)
        named = _WEEKDAY.search(value.get("text") or "")
        if named and excluded.first_day and excluded.first_day == excluded.last_day:
            excluded.weekday = WEEKDAYS[excluded.first_day.weekday()]
    if value.get("has_time"):
        excluded.time_from, excluded.time_to, excluded.exact = _times(value)
    return excluded


def _takes_back(value: dict[str, Any], wish: Wish, excluded: Excluded) -> bool:
    """Whether what was ruled out before is wanted after all."""
    if excluded.whole_days:
        return bool(value.get("has_date")) and wish.is_ruled_out(excluded)
    return bool(value.get("has_time")) and wish.is_ruled_out(excluded)


def _apart(value: dict[str, Any], other: dict[str, Any]) -> bool:
    """Two days, or stretches of days, that have no day in common; or two starts on one day."""
    if value["kind"] == other["kind"] == "instant" and value["from"][:10] == other["from"][:10]:
        return bool(value.get("has_time") and other.get("has_time")) and value["from"] != other["from"]
    (first, last), (other_first, other_last) = _days(value), _days(other)
    if None in (first, last, other_first, other_last):
        return False
    return last < other_first or other_last < first  # type: ignore[operator]


def _is_clock_time(value: dict[str, Any]) -> bool:
    return value["kind"] == "instant" and bool(value.get("has_time")) and not value.get("has_date")


def _within(day: date, first: date | None, last: date | None) -> bool:
    return (first is None or day >= first) and (last is None or day <= last)


def _time_fits(at: time, begins: time | None, ends: time | None, exact: bool) -> bool:
    if exact:
        return at == begins
    return (begins is None or at >= begins) and (ends is None or at < ends)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _days(value: dict[str, Any]) -> tuple[date | None, date | None]:
    """First and last day that are meant. An open interval that begins or ends within a day means that day."""
    start, end = _moment(value.get("from")), _moment(value.get("to"))
    if value["kind"] == "instant":
        return (start.date(), start.date()) if start else (None, None)
    if value["kind"] == "open_interval" and value.get("has_time"):
        edge = start or end
        return (edge.date(), edge.date()) if edge else (None, None)
    last = (end - timedelta(minutes=1)).date() if end else None
    return (start.date() if start else None), last


def _times(value: dict[str, Any]) -> tuple[time | None, time | None, bool]:
    start, end = _moment(value.get("from")), _moment(value.get("to"))
    if value["kind"] == "instant":
        return (start.time() if start else None), None, True
    time_to = end.time() if end and end.time() != time.min else None
    return (start.time() if start else None), time_to, False
