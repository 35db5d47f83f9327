"""What a listener takes from the agent's words, without looking at the agent's own code or data."""

from __future__ import annotations

from datetime import datetime

from simulators.calls.wording import is_said


def names_start(text: str, start: datetime) -> bool:
    """Whether weekday, day of the month and clock time of `start` are all said."""
    return is_said(f"{start:%A}", text) and is_said(str(start.day), text) and names_clock(text, start)


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
