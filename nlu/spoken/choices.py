"""Which of the things just offered is taken: "the second one", "the one at ten", "tuesday then", "the later one"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

_PLACES = {
    "first": 0, "1st": 0, "fist": 0, "second": 1, "2nd": 1, "secant": 1, "sekond": 1, "third": 2, "3rd": 2, "turd": 2,
    "fourth": 3, "fifth": 4,
}  # fmt: skip
_NUMBERS = {
    "one": 0,
    "two": 1,
    "three": 2,
    "four": 3,
    "five": 4,
    "1": 0,
    "2": 1,
    "3": 2,
    "4": 3,
    "5": 4,
    "won": 0,
    "to": 1,
    "too": 1,
}
_MONTH = r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
_ORDINAL = re.compile(
    rf"\b(first|1st|fist|second|2nd|secant|sekond|third|3rd|turd|fourth"
    rf"|fifth)\b(?! of (?!those|them|these))(?! {_MONTH})(?! thing)(?! available)(?! week)"
)
_AFTER_MONTH = re.compile(rf"{_MONTH}(?: the)? $")
_NUMBERED = re.compile(r"\b(?:number|option|choice|slot) (one|two|three|four|five|to|too|won|[1-5])\b")
_ALONE = re.compile(r"^(?:yes |yeah |ok |okay |um |uh )*(one|two|three|[1-3])(?: please)?$")
_LAST = re.compile(
    r"\b(?:the|that|your|my)? ?(?:very )?last (?:one|option|slot|time|please|of)|\bthe last$"
    r"|^last(?: one)?(?: please)?$|\bthe last(?: time)? you"
)
_EARLIEST = re.compile(
    r"\b(?:earliest|soonest|earlier (?:one|slot|time|appointment|option)|sooner (?:one|slot|time)"
    r"|the earlier|the sooner)\b"
)
_LATEST = re.compile(r"\b(?:latest|later (?:one|slot|time|appointment|option)|the later)\b")
_MIDDLE = re.compile(r"\b(?:middle|one in between)\b")
_OTHER = re.compile(r"\bthe other (?:one|slot|time)?\b")
_ONLY = re.compile(
    r"\b(?:that one|this one|that slot|i'll take (?:it|that)|that (?:time )?(?:works|suits|is fine"
    r"|is good)|that's (?:fine|good|great|perfect)|that'll do|take it|book (?:it|that))\b"
)
_NOT = re.compile(
    r"\b(?:not|isn't|except|rather than|instead of|don't want) (?:the |that )?(?:first|second|third|last"
    r"|1st|2nd|3rd|earl\w+|lat\w+|middle|number \w+|option \w+)(?: one)?,?\s*"
)
_TIME_ONE = re.compile(
    r"(\bthe .*\b(?:\d|ten|eleven|twelve|teen|twenty|thirty|forty|fifty|fifteen|one|two|three|four|five"
    r"|six|seven|eight|nine|noon|o'clock|am|pm))\s+one\b",
    re.IGNORECASE,
)
_NONE = re.compile(r"\b(?:none|neither|no other|any other|anything|something)\b")
_ASKS = re.compile(
    r"\b(?:what|anything|any|is there|do you|have you|how about|instead|later|earlier|other|else|repeat"
    r"|again|when)\b"
)


def find_choice(text: str, offered: Sequence[str], times: Sequence[Mapping[str, Any]] | None = None) -> int | None:
    """Index into `offered` (starts "YYYY-MM-DDTHH:MM"), or None when none of them, or no single one, is meant.

    `times` are the datetimes found in `text`; left out, they are looked for with the first offer's day as today.
    "The two thirty one" is the one at half past two.
    """
    if not offered:
        return None
    words = " ".join(re.sub(r"[^\w\s':]", " ", text.lower().replace("’", "'")).split())
    rest = _NOT.sub("", words)
    place = _by_place(rest, offered)
    if place is not None:
        return place
    if _NONE.search(rest):
        return None
    place = _by_time(words, offered, _times(text, offered) if times is None else times)
    if place is None and _TIME_ONE.search(text):
        return _by_time(words, offered, _times(_TIME_ONE.sub(r"\1", text), offered))
    return place


def _by_place(words: str, offered: Sequence[str]) -> int | None:
    count = len(offered)
    starts = [datetime.fromisoformat(start) for start in offered]
    for found in reversed(list(_ORDINAL.finditer(words))):
        if (
            not _AFTER_MONTH.search(words[: found.start()])
            and _PLACES[found[1]] < count
            and not _names_a_day(words, found, starts)
        ):
            return _PLACES[found[1]]
    numbered = _NUMBERED.search(words) or _ALONE.match(words)
    if numbered:
        return _NUMBERS[numbered[1]] if _NUMBERS[numbered[1]] < count else None
    if _LAST.search(words):
        return count - 1
    if _EARLIEST.search(words):
        return starts.index(min(starts))
    if _LATEST.search(words):
        return starts.index(max(starts))
    if _MIDDLE.search(words) and count == 3:
        return 1
    if count == 1 and _ONLY.search(words):
        return 0
    return None


def _names_a_day(words: str, found: re.Match[str], starts: Sequence[datetime]) -> bool:
    """ "Tuesday the third" and "the twenty third" are days of the month, "the third one" is not."""
    before, after = words[: found.start()], words[found.end() :]
    if re.match(r"\s(?:one|option|slot|time|please|works|is|sounds|appointment)", after):
        return False
    if re.search(r"\b(?:twenty|thirty)[ -]$", before):
        return True
    return bool(re.search(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day(?: the)? $", before))


def _by_time(words: str, offered: Sequence[str], times: Sequence[Mapping[str, Any]]) -> int | None:
    asks = bool(_ASKS.search(words))
    for time in reversed([time for time in times if time.get("role", "wanted") == "wanted"]):
        exact = time["kind"] == "instant" and time.get("has_time") and time.get("grain") in ("minute", "hour")
        if asks and not exact:
            continue
        fitting = [i for i, start in enumerate(offered) if _fits(datetime.fromisoformat(start), time, bool(exact))]
        if len(fitting) == 1:
            return fitting[0]
    return None


def _fits(start: datetime, time: Mapping[str, Any], exact: bool) -> bool:
    begins = datetime.fromisoformat(time["from"]) if time.get("from") else None
    ends = datetime.fromisoformat(time["to"]) if time.get("to") else None
    if exact and begins:
        half_day_off = begins.minute == start.minute and begins.hour % 12 == start.hour % 12
        return half_day_off and (not time.get("has_date") or begins.date() == start.date())
    if time["kind"] == "open_interval" or begins is None:
        return False
    if time.get("grain") == "part_of_day" and not time.get("has_date") and ends:
        return begins.time() <= start.time() < (ends - timedelta(minutes=1)).time()
    return begins <= start < (ends or begins + timedelta(days=1))


def _times(text: str, offered: Sequence[str]) -> list[dict[str, Any]]:
    from nlu.spoken.datetimes import find_datetimes

    today = min(datetime.fromisoformat(start) for start in offered).replace(hour=0, minute=0)
    return find_datetimes(text, today, "UTC", expecting="slot_choice", offered=offered)
