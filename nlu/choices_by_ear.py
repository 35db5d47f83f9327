"""Which of the offered times a misheard answer sounds like: "back in one please" among three is the second one.

Only for an answer that nothing else was found in; it is read back before anything is booked. The distance is that of
`nlu.sounds`; bounds were set on recognised speech at 15 dB of noise, with a telephone's band.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from nlu.pronunciation import pronunciations
from nlu.sounds import SoundTable, plain
from nlu.spoken.numbers import TENS, UNITS

FARTHEST = 0.25
CLEARER_BY = 0.08
FEWEST_PHONES = 6
MOST_WORDS = 6
_PLACES = ("first", "second", "third")
_TAILS = ("", " please", " then", " thanks")
_NOT_TAKEN = (
    "none of those", "no thank you", "something else", "another day", "what else", "anything later", "anything earlier",
    "say that again", "i don't know", "let me think", "put me through",
)  # fmt: skip
_MEANS_ELSE = re.compile(
    r"\b(?:no|nope|not|none|neither|nothing|don't|can't|else|other|another|different|later|earlier|what|when|why|how|who"
    r"|repeat|again|sorry|wait|doctor|dr|cancel|help|person|speak)\b"
)


def choice_by_ear(text: str, offered: Sequence[str]) -> int | None:
    """Index into `offered` (starts "YYYY-MM-DDTHH:MM"), or None when it sounds like none of them, or like two."""
    if _MEANS_ELSE.search(text.lower().replace("’", "'")):
        return None
    words = plain(text)
    if not words or len(words.split()) > MOST_WORDS or len(pronunciations(words)[0]) < FEWEST_PHONES:
        return None
    ways = [(index, way + tail) for index, way in _ways(offered) for tail in _TAILS]
    none = len(offered)
    table = SoundTable([*ways, *((none, phrase) for phrase in _NOT_TAKEN)])
    distances = table.distances(pronunciations(words))
    nearest, *others = distances.argsort(kind="stable")
    if distances[nearest] > FARTHEST or nearest == none:
        return None
    return int(nearest) if distances[others[0]] - distances[nearest] >= CLEARER_BY else None


def _ways(offered: Sequence[str]) -> Iterator[tuple[int, str]]:
    """How each offer may be named; what names two of them is left out."""
    starts = [datetime.fromisoformat(start) for start in offered]
    said = [[*_clock(start), *_day(start)] for start in starts]
    for index, own in enumerate(said):
        yield index, "that one" if len(starts) == 1 else f"the {_PLACES[min(index, 2)]} one"
        yield from ((index, f"{_PLACES[index]} one") for _ in range(index < len(_PLACES)))
        others = {way for other, ways in enumerate(said) if other != index for way in ways}
        yield from ((index, plain(way)) for way in own if way not in others)
    yield len(starts) - 1, "the last one"


def _clock(start: datetime) -> Iterator[str]:
    clock = _in_words(start)
    yield clock
    yield f"at {clock}"
    if start.minute == 0:
        yield f"{clock} oclock"
    elif start.minute > 30:
        yield f"{_number(60 - start.minute)} to {_hour(start + timedelta(hours=1))}"


def _day(start: datetime) -> Iterator[str]:
    day = f"{start:%A}".lower()
    yield from (day, f"on {day}", f"{day} at {_in_words(start)}")


def _in_words(start: datetime) -> str:
    if start.minute == 0:
        return _hour(start)
    return f"{_hour(start)} {'oh ' * (start.minute < 10)}{_number(start.minute)}"


def _hour(at: datetime) -> str:
    return _number(at.hour % 12 or 12)


def _number(value: int) -> str:
    """1..59 in words."""
    word = next((word for word, worth in {**UNITS, **TENS}.items() if worth == value), None)
    return word or f"{_number(value - value % 10)} {_number(value % 10)}"
