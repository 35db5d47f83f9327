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


class Wanted(BaseModel):
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
    excluded: list[Excluded] = []

    @property
    def has_day(self) -> bool:
        return self.first_day is not None or self.last_day is not None

    @property
    def has_time(self) -> bool:
        return self.time_from is not None or self.time_to is not None

    @property
    def one_day(self) -> date | None:
        return self.first_day if self.first_day == self.last_day else None

    @property
    def start(self) -> datetime | None:
        """The exact start, local and naive, when day and clock time are both known."""
        return (
            datetime.combine(self.one_day, self.time_from) if self.exact and self.one_day and self.time_from else None
        )

    @property
    def says_something(self) -> bool:
        return self.has_day or self.has_time or self.soonest or bool(self.excluded)

    def merge(self, datetimes: Sequence[dict[str, Any]]) -> Wanted:
        """With the values of one more utterance, in the order said; the role `current` is about something else."""
        merged = self.model_copy(deep=True)
        for value in datetimes:
            role = value.get("role") or "wanted"
            if role == "excluded":
                merged._exclude(value)
            elif role == "wanted":
                merged._want(value)
        return merged

    def without_time(self) -> Wanted:
        return self.model_copy(update={"time_from": None, "time_to": None, "exact": False, "soonest": False})

    def allows(self, at: datetime) -> bool:
        """Nothing that was ruled out; `at` in local time."""
        at = at.replace(tzinfo=None)
        return not any(excluded.covers(at) for excluded in self.excluded)

    def fits(self, at: datetime) -> bool:
        at = at.replace(tzinfo=None)
        return (
            _within(at.date(), self.first_day, self.last_day)
            and _time_fits(at.time(), self.time_from, self.time_to, self.exact)
            and (self.not_before is None or at >= self.not_before)
            and (self.not_after is None or at < self.not_after)
            and self.allows(at)
        )

    def _want(self, value: dict[str, Any]) -> None:
        days, times = _days(value), _times(value)
        if not value.get("has_date") and not value.get("has_time"):
            self.time_from = self.time_to = None
            self.exact, self.soonest = False, True
            return
        self.soonest = False
        if value.get("has_date"):
            self.first_day, self.last_day = days
            self.not_before = self.not_after = None
            if day := self.one_day:
                self.excluded = [x for x in self.excluded if not (x.whole_days and x.covers_day(day))]
        if value.get("has_time"):
            if value.get("has_date") and self.one_day is None and value["kind"] == "interval":
                self.time_from = self.time_to = None
                self.exact = False
                self.not_before, self.not_after = _moment(value.get("from")), _moment(value.get("to"))
                return
            self.time_from, self.time_to, self.exact = times
            self.excluded = [x for x in self.excluded if x.about_days or not self._clashes(x)]

    def _exclude(self, value: dict[str, Any]) -> None:
        excluded = Excluded()
        if value.get("has_date"):
            excluded.first_day, excluded.last_day = _days(value)
            named = _WEEKDAY.search(value.get("text") or "")
            if named and excluded.first_day and excluded.first_day == excluded.last_day:
                excluded.weekday = WEEKDAYS[excluded.first_day.weekday()]
        if value.get("has_time"):
            excluded.time_from, excluded.time_to, excluded.exact = _times(value)
        if excluded == Excluded() or excluded in self.excluded:
            return
        self.excluded.append(excluded)
        if excluded.whole_days and self.one_day and excluded.covers_day(self.one_day):
            self.first_day = self.last_day = None
        if not excluded.about_days and self._clashes(excluded):
            self.time_from = self.time_to = None
            self.exact = False

    def _clashes(self, excluded: Excluded) -> bool:
        """Everything that is wanted within a day is ruled out."""
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
