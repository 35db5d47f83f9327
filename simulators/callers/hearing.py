"""What a listener takes from the agent's words, without looking at the agent's own code or data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from simulators.calls.wording import is_said

_BEFORE_A_WEEKDAY = re.compile(r"(?=\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b)")
_ORDINAL = re.compile(r"\bthe (?:[a-z]+-)?(?:first|second|third|[a-z]+th)\b")


def names_start(text: str, start: datetime) -> bool:
    """Whether weekday, day of the month and clock time of `start` are said, all of one moment."""
    return any(is_said(str(start.day), moment) for moment in _moments(text, start))


def may_name_start(text: str, start: datetime) -> bool:
    """The same, but the day of the month may be left out."""
    return any(is_said(str(start.day), moment) or not _ORDINAL.search(moment) for moment in _moments(text, start))


def _moments(text: str, start: datetime) -> Iterator[str]:
    """What is said from a weekday to the next one, where weekday and clock time fit."""
    for moment in _BEFORE_A_WEEKDAY.split(text):
        if is_said(f"{start:%A}", moment) and names_clock(moment, start):
            yield moment


def names_clock(text: str, start: datetime) -> bool:
    hour = start.hour % 12 or 12
    part = "in the morning" if start.hour < 12 else "in the afternoon" if start.hour < 18 else "in the evening"
    clock = f"{hour}:{start:%M}" if start.minute else str(hour)
    ways = [
        f"{clock} {part}",
        f"{clock} {start:%p}".lower(),
        *(["noon"] if (start.hour, start.minute) == (12, 0) else []),
    ]
    return any(is_said(way, text) for way in ways)
