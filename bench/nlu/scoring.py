"""When a reading of a date or time counts as right, for any reader that answers in the shape of "parse".

A row of a corpus: {"text", "reference": local "YYYY-MM-DDTHH:MM", "timezone": IANA or null, "expect", "tags"?}.
`expect` has `kind` (instant, interval, open_interval), `from` and `to` (local, or "THH:MM" where no day is said, to
"T24:00"), `to` exclusive, and `alternatives` (each like `from`, or [from, to]), of which any will do.
Tags that loosen the comparison:
pod              sources differ on the bounds of a part of the day: the same day and an overlap will do
next_weekday     sources differ on "next friday": any reading that a receptionist would ask about will do
end_stated_day   the end may be the day said or the day after it
end_convention   the end may be the start or the end of the last day or month said
written          not how speech is transcribed; counted apart
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

Value = Mapping[str, Any]

_MARGIN = {"end_stated_day": timedelta(days=1), "end_convention": timedelta(days=31)}


@dataclass
class Score:
    """Right and wrong rows, and those of them that count apart; `milliseconds` one figure an utterance."""

    right: int = 0
    rows: int = 0
    misses: list[tuple[Mapping[str, Any], list[Value]]] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)

    def add(self, row: Mapping[str, Any], found: list[Value], right: bool) -> None:
        self.rows += 1
        self.right += right
        if not right:
            self.misses.append((row, found))

    @property
    def share(self) -> float:
        return self.right / self.rows if self.rows else 0.0


def is_right(row: Mapping[str, Any], found: Sequence[Value], strict: bool = False) -> bool:
    """Whether one of the values found in `row["text"]` is what the row expects.

    Of an ambiguous value any of its alternatives counts; `strict`: only its likeliest reading does.
    """
    tags = frozenset(row.get("tags") or ())
    return any(_agrees(row["expect"], reading, tags) for reading in _readings(found, strict))


def _readings(found: Sequence[Value], strict: bool) -> Iterable[Value]:
    for value in found:
        yield value
        if not strict and value.get("ambiguous"):
            yield from value["alternatives"]


def _agrees(expect: Mapping[str, Any], value: Value, tags: frozenset[str]) -> bool:
    spans = [(expect["from"], expect["to"])]
    for other in expect.get("alternatives") or ():
        spans.append((other[0], other[1]) if isinstance(other, list) else (other, expect["to"]))
    return any(_same({**expect, "from": start, "to": end}, value, tags) for start, end in spans)


def _same(expect: Mapping[str, Any], value: Value, tags: frozenset[str]) -> bool:
    if expect["kind"] != value["kind"]:
        return False
    if "pod" in tags and expect["kind"] == "interval":
        return _overlaps(expect, value)
    if not _equal(expect["from"], value["from"]):
        return False
    if expect["kind"] == "instant" or _equal(expect["to"], value["to"]):
        return True
    margin = max((_MARGIN[tag] for tag in tags if tag in _MARGIN), default=timedelta())
    return margin > timedelta() and _apart(expect["to"], value["to"]) <= margin


def _equal(wanted: str | None, given: str | None) -> bool:
    if wanted is None or given is None:
        return wanted is given
    return given[10:16] == wanted.replace("24:", "00:") if wanted.startswith("T") else given[:16] == wanted[:16]


def _apart(wanted: str | None, given: str | None) -> timedelta:
    if wanted is None or given is None or wanted.startswith("T"):
        return timedelta.max
    return abs(datetime.fromisoformat(wanted) - datetime.fromisoformat(given))


def _overlaps(expect: Mapping[str, Any], value: Value) -> bool:
    starts, ends = str(expect["from"]), str(expect["to"])
    if starts.startswith("T"):
        day = value["from"][:10]
        starts, ends = day + starts, day + ends
    first, until = datetime.fromisoformat(starts), datetime.fromisoformat(ends.replace("T24:", "T00:"))
    if until <= first:
        until += timedelta(days=1)
    return datetime.fromisoformat(value["from"]) < until and first < datetime.fromisoformat(value["to"])
