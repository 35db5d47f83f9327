"""What a reader of dates and times is asked and answers: JSON lines on stdin and stdout.

In: {"text", "now": local "YYYY-MM-DDTHH:MM", "tz"}. Out: {"values": […], "ms"}, where a value is {"kind", "from", "to"}
as `receptionist parse` has it; one that can be read in several ways has {"ambiguous": true, "alternatives": […]} too.
"""

import json
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

Value = dict[str, Any]
Read = Callable[[str, datetime, str], list[Value]]
"""Of a text, the local time and the zone."""


def answer(read: Read) -> None:
    """The first line is read twice, so that what is loaded late costs no line its time."""
    answers, sys.stdout = sys.stdout, sys.stderr
    warm = False
    for line in sys.stdin:
        asked = json.loads(line)
        given = asked["text"], datetime.fromisoformat(asked["now"]), asked["tz"]
        if not warm:
            read(*given)
            warm = True
        started = time.perf_counter()
        try:
            values = read(*given)
        except Exception as error:
            print(f"{given[0]!r}: {type(error).__name__}", file=sys.stderr)
            values = []
        ms = 1000 * (time.perf_counter() - started)
        answers.write(json.dumps({"values": values, "ms": ms}) + "\n")
    answers.flush()


def instant(at: datetime) -> Value:
    return {"kind": "instant", "from": at.strftime("%Y-%m-%dT%H:%M"), "to": None}


def interval(start: datetime | None, end: datetime | None) -> Value:
    """`end` is exclusive; one of the two may be missing."""
    return {
        "kind": "interval" if start and end else "open_interval",
        "from": start.strftime("%Y-%m-%dT%H:%M") if start else None,
        "to": end.strftime("%Y-%m-%dT%H:%M") if end else None,
    }


def one_of(readings: Sequence[Value]) -> Value:
    """The first is the likeliest."""
    if len(readings) == 1:
        return readings[0]
    return {**readings[0], "ambiguous": True, "alternatives": list(readings)}
