"""Several appointments wanted in one breath: "one with doctor patel and one with doctor kim", "for me and my son".

Each entity that belongs to a further one gets `part`: 1 for the second, 2 for the third; the first has none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from nlu.spoken.for_whom import RELATIVE, find_for_other

_FURTHER = (
    r"(?:one|another(?: one| appointment)?|a (?:second|third)(?: one| appointment)?|the (?:other|second)(?: one)?)"
)
_ONE_MORE = re.compile(
    rf"\b(?:and|plus|then|also|as well as)\s+(?:(?:then|also|maybe|i need|i want|i'd like)\s+)*{_FURTHER}\s+"
    r"(?:for|with|on|at|in|to see)\b",
    re.IGNORECASE,
)
_ONE = re.compile(r"\b(?:one|appointments?|booking|slot|book|visit)\b", re.IGNORECASE)
_AND_SOMEBODY = re.compile(
    rf"\b(?:for|book|see) (?:both )?(?:me|myself|(?:my|our) (?:{RELATIVE}))\s+(and (?:also )?)(?:for )?"
    rf"(?:me|myself|(?:my|our) (?:\w+ )?(?:{RELATIVE}))\b",
    re.IGNORECASE,
)
_WANTED_BEFORE = re.compile(
    r"\b(?:with|see|for|to|book|need|want|get|have|appointments?)(?: (?:both|doctor|dr|doctors|drs))?\W*$",
    re.IGNORECASE,
)
_TOLD = re.compile(
    r"\b(?:saw|seen|seeing|usually|normally|always|used to|last|was|were|had|have been|been|referred|recommended|said"
    r"|says|told|sent)\b",
    re.IGNORECASE,
)
_JOINS = re.compile(r"\b(?:and|plus|also|then|as well as)\b", re.IGNORECASE)
_NOT_BOTH = re.compile(
    r"\b(?:or|no|not|sorry|actually|rather|instead|if|mean|meant|maybe|now|from|to be|but|either|wait|change|same)\b",
    re.IGNORECASE,
)
_SHARED = ("doctor", "department", "any_doctor")
_SOMEBODY = re.compile(rf"\W*(?:(?:and|also|then|for|plus)\s+)*(?:my|our) (?:\w+ )?({RELATIVE})\b", re.IGNORECASE)
_FOR_SELF = re.compile(r"\b(?:for|and) (?:me|myself)\b", re.IGNORECASE)


def in_parts(text: str, entities: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The entities, those of a further booking with their `part`; what is said of all of them is in each part."""
    others = [dict(entity) for entity in entities if entity.get("request") not in (None, "book_appointment")]
    found = [dict(entity) for entity in entities if entity.get("request") in (None, "book_appointment")]
    starts = borders(text, found)
    if not starts or (others and not any(entity["entity"] == "doctor" for entity in found)):
        return [dict(entity) for entity in entities]
    for entity in found:
        number = sum(start <= entity["start"] for start in starts)
        if number:
            entity["part"] = number
    _first_at_the_time(found)
    bounds = [0, *starts, len(text)]
    for number, (start, end) in enumerate(pairwise(bounds)):
        own = [entity for entity in found if entity.get("part", 0) == number]
        found += [{**other, "part": number} for other in _missing(found, own, number)]
        if not any(entity["entity"] == "for_other" for entity in own):
            found += _patient(text[start:end], start, number) or _same_patient(found, number)
    return [*others, *found]


def borders(text: str, entities: Sequence[Mapping[str, Any]]) -> list[int]:
    """Where each further booking begins in `text`; empty where there is but one."""
    starts = {found.start() for found in _ONE_MORE.finditer(text) if _ONE.search(text[: found.start()])}
    if not starts:
        starts = {found.start(1) for found in _AND_SOMEBODY.finditer(text)}
    doctors = sorted((e for e in entities if e["entity"] == "doctor"), key=lambda e: int(e["start"]))
    for first, second in pairwise(doctors):
        between = text[first["end"] : second["start"]]
        joins = list(_JOINS.finditer(between))
        if not joins or _NOT_BOTH.search(between) or first["value"].get("role") == "current":
            continue
        if first["value"]["name"] == second["value"]["name"] or _TOLD.search(text[: second["start"]]):
            continue
        if any(first["end"] <= start <= second["start"] for start in starts):
            continue
        if _WANTED_BEFORE.search(text[: first["start"]]):
            starts.add(first["end"] + joins[-1].start())
    return sorted(starts)


def _first_at_the_time(found: list[dict[str, Any]]) -> None:
    """ "For me and my son on monday at ten": the first of them at ten, the other one on that day."""
    times = [entity for entity in found if entity["entity"] == "datetime"]
    if len(times) != 1 or not times[0].get("part") or _is_day(times[0]) or not times[0]["value"].get("has_date"):
        return
    (said,) = times
    day = {**said["value"], "from": f"{said['value']['from'][:10]}T00:00", "to": None, "kind": "instant"}
    if not said["value"].get("ambiguous"):
        found.append(
            {**said, "value": {**day, "grain": "day", "has_time": False, "ambiguous": False, "alternatives": []}}
        )
    del said["part"]


def _missing(found: Sequence[Mapping[str, Any]], own: Sequence[Mapping[str, Any]], number: int) -> list[dict[str, Any]]:
    """The doctor, and the day, that were said with another part and hold for this one too."""
    shared: list[dict[str, Any]] = []
    others = [entity for entity in found if entity.get("part", 0) != number]
    if not any(entity["entity"] in _SHARED for entity in own):
        shared += [dict(entity) for entity in others if entity["entity"] in _SHARED][:1]
    if not any(entity["entity"] == "datetime" for entity in own):
        shared += [dict(entity) for entity in others if entity["entity"] == "datetime" and _is_day(entity)][:1]
    return shared


def _is_day(entity: Mapping[str, Any]) -> bool:
    value = entity["value"]
    return value.get("role") == "wanted" and value.get("grain") not in ("minute", "hour")


def _same_patient(found: Sequence[Mapping[str, Any]], number: int) -> list[dict[str, Any]]:
    """ "My daughter needs to see doctor kim and doctor obi": both are for her."""
    before = [entity for entity in found if entity["entity"] == "for_other" and entity.get("part", 0) < number]
    return [{**before[-1], "value": "other", "part": number}] if before else []


def _patient(part: str, start: int, number: int) -> list[dict[str, Any]]:
    somebody = _SOMEBODY.match(part) if number else None
    other = find_for_other(part)
    if somebody or other:
        value, begin, end = (somebody[1].lower(), *somebody.span(1)) if somebody else other  # type: ignore[misc]
        kind = "for_other"
    else:
        me = _FOR_SELF.search(part)
        if not me:
            return []
        kind, value, (begin, end) = "for_self", True, me.span()
    return [{"entity": kind, "value": value, "start": start + begin, "end": start + end, "part": number}]
