"""ctparse."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from ctparse import ctparse

from bench.nlu.peers.lines import Value, answer, instant, interval

LONGEST_S = 1.0


def read(text: str, now: datetime, zone: str) -> list[Value]:
    found = ctparse(text, ts=now, timeout=LONGEST_S)
    value = _value(found.resolution, now) if found else None
    return [value] if value else []


def _value(found: Any, now: datetime) -> Value | None:
    if type(found).__name__ == "Interval":
        start, end = (_moment(each, now) if each else None for each in (found.t_from, found.t_to))
        if end and found.t_to.hour is None:
            end += timedelta(days=1)
        return interval(start, end) if start or end else None
    if type(found).__name__ != "Time":
        return None
    if found.POD and found.hour is None:
        return interval(_moment(found.start, now), (_moment(found.end, now) or now) + timedelta(minutes=1))
    at = _moment(found, now)
    return instant(at) if at else None


def _moment(found: Any, now: datetime) -> datetime | None:
    """A time without a day is its next occurrence."""
    hour, minute = found.hour or 0, found.minute or 0
    if found.year and found.month and found.day:
        return datetime(found.year, found.month, found.day, hour, minute)
    if found.hour is None:
        return None
    at = now.replace(hour=hour, minute=minute)
    return at if at >= now else at + timedelta(days=1)


if __name__ == "__main__":
    logging.disable(logging.WARNING)
    answer(read)
