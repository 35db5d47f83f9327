"""Hours as rotas write them: "09:00-12:30", "9-1", "2pm to 5pm", "08.00–12.30", "8 bis 12 Uhr", "0900-1230"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Literal

from knowledge.rota.model import Hours

Half = Literal["am", "pm"]

EARLIEST, LATEST = 7 * 60, 20 * 60
"""A bare hour ("9-1") is read so that it falls between these; written-out times may lie between 05:00 and 23:59."""
LONGEST = 14 * 60
Opening = tuple[int, int]
OPENING: ContextVar[tuple[Opening, ...]] = ContextVar("opening", default=())
"""When the clinic opens and closes, as it is stored and as the document says: bare hours are read to fall between, if
they can; the first holds before the second."""

_TIME = r"""(?:(?P<word{n}>noon|12\s?n(?:n|oon)?\b|midday|mittags?|mediod[ií]a|midnight)
   |(?P<four{n}>(?:[01]\d|2[0-3])[0-5][05])(?![\d:]|\.\d)
   |(?P<hour{n}>[01]?\d|2[0-4])(?:\s?[:.h]\s?(?P<minute{n}>[0-5]\d))?)
   (?:\s?(?P<half{n}>a|p)(?:\.\s?m\.?|m\b\.?|(?=[\s\-,;)]|$))|\s?(?P<unit{n}>uhr|hrs?|h|o'clock)\b)?"""
RANGE = re.compile(
    r"(?<![\d:.,/+\#\w])(?<!\d-)(?:(?:from|(?P<between>between|zwischen|entre)|von|de|desde)\s+)?(?:las\s+)?"
    + _TIME.format(n=1)
    + r"\s*(?(between)(?:\band\b|\bund\b|\by\b|-+)"
    + r"|(?:-+|\bto\b|\buntil\b|\btill?\b|\bbis\b|\ba\b|\bhasta\b))\s*(?:las\s+)?"
    + _TIME.format(n=2)
    + r"(?![\d/])(?![.:]\d)(?!-\d)",
    re.IGNORECASE | re.VERBOSE,
)
SINGLE = re.compile(r"(?<![\d:.,/+\#\w-])" + _TIME.format(n=1) + r"(?![\d:/\w])(?!\.\d)", re.IGNORECASE | re.VERBOSE)


_OPENING = re.compile(
    r"\b(?:(?:is|are)\s+open|open(?:ing)?(?:\s+(?:hours|times))?|clinic\s+hours|geöffnet|öffnungszeiten"
    r"|horario\s+de\s+apertura|abierto)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ClockTime:
    """A time as written; `sure` when it can only mean one moment of the day."""

    hour: int
    minute: int
    half: Half | None
    sure: bool


def _clock_time(match: re.Match[str], n: int) -> ClockTime:
    word = match[f"word{n}"]
    if word:
        return ClockTime(24 if word.lower() == "midnight" else 12, 0, None, True)
    if match[f"four{n}"]:
        return ClockTime(int(match[f"four{n}"][:2]), int(match[f"four{n}"][2:]), None, True)
    hour, written_half = int(match[f"hour{n}"]), match[f"half{n}"]
    half: Half | None = None
    if written_half and hour <= 12:
        half = "am" if written_half.lower() == "a" else "pm"
    sure = bool(half) or hour >= 13 or match[f"hour{n}"].startswith("0") or bool(match[f"unit{n}"])
    return ClockTime(hour, int(match[f"minute{n}"] or 0), half, sure)


def _moments(time: ClockTime) -> list[int]:
    minutes = time.hour * 60 + time.minute
    if time.half:
        return [minutes % 720 + (720 if time.half == "pm" else 0)]
    if time.sure or time.hour >= 12:
        return [minutes]
    return [minutes, minutes + 720]


def _on_24_hours(time: ClockTime) -> bool:
    return time.half is None and time.hour >= 13


def _preference(start: int, end: int, first: ClockTime, last: ClockTime) -> tuple[int, int]:
    both_as_written = start < 720 and (end < 720 or last.hour == 12 or _on_24_hours(last))
    if last.half and not first.half:
        return (0 if (start >= 720) == (end >= 720) else 1, end - start)
    return (0 if both_as_written else 1, end - start)


def resolve(first: ClockTime, last: ClockTime, half: Half | None = None) -> Hours | None:
    """The one reading that makes sense for a clinic, or None when there is none or it would be a guess."""
    for opening in OPENING.get():
        if found := _resolve(first, last, half, *opening):
            return found
    return _resolve(first, last, half, EARLIEST, 22 * 60 if half == "pm" else LATEST)


def _resolve(first: ClockTime, last: ClockTime, half: Half | None, earliest: int, latest: int) -> Hours | None:
    readings = []
    for start in _moments(first):
        for end in _moments(last):
            if not start < end <= start + LONGEST or start < 5 * 60 or end > 24 * 60 - 1:
                continue
            within = earliest <= start and (end <= latest or _on_24_hours(last))
            if not (first.sure and last.sure) and not within:
                continue
            if (half == "pm" and end <= 12 * 60) or (half == "am" and start >= 13 * 60):
                continue
            if half == "pm" and not first.sure and start < 11 * 60 and start + 720 < end:
                continue
            readings.append((_preference(start, end, first, last), Hours(start, end)))
    return min(readings, key=lambda reading: reading[0])[1] if readings else None


def _is_years(match: re.Match[str]) -> bool:
    return bool(
        match["four1"] and match["four2"] and match["four1"].startswith("20") and match["four2"].startswith("20")
    )


def find_hours(text: str, half: Half | None = None) -> list[tuple[int, int, Hours | None]]:
    """(start, end, hours) for each range of times in the text; hours is None when the range is unclear.
    Dashes must be ASCII already.

    >>> [h for _, _, h in find_hours("9-1, 2pm to 5")]
    [Hours(start=540, end=780), Hours(start=840, end=1020)]
    """
    found = []
    for match in RANGE.finditer(text):
        if _is_years(match):
            continue
        found.append((match.start(), match.end(), resolve(_clock_time(match, 1), _clock_time(match, 2), half)))
    return found


def opening_hours(texts: Iterable[str]) -> Opening | None:
    """From the earliest opening to the latest closing that the (tidied) lines state: "Opening hours 14:00-22:00"."""
    found = [
        hours
        for text in texts
        if _OPENING.search(text)
        for _, _, hours in find_hours(text)
        if hours and hours.end - hours.start >= 3 * 60
    ]
    return (min(h.start for h in found), max(h.end for h in found)) if found else None


def find_time(text: str) -> ClockTime | None:
    """A cell that holds one time and nothing else, as in columns "From" and "To"."""
    match = SINGLE.fullmatch(text.strip())
    return _clock_time(match, 1) if match else None
