"""What was understood of one utterance, for people: pairs of a heading and a few words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

_SHOWN_OTHERWISE = {"doctor", "department", "datetime"}
_ROLES = {"wanted": "when", "current": "the one there is", "excluded": "not"}
LEAST_WORTH_TELLING = 0.02


def in_words(answer: Mapping[str, Any], ranking: Sequence[Mapping[str, Any]] = ()) -> Iterator[tuple[str, str]]:
    """`answer` as `nlu.understanding` gives it; `ranking` is Rasa's intent_ranking."""
    intent = answer["intent"]
    if intent == "nlu_fallback":
        yield "intent", "not understood: the caller is asked again"
    else:
        yield "intent", f"{intent} ({answer['confidence']:.2f})"
    others = [
        f"{each['name']} ({each['confidence']:.2f})"
        for each in ranking
        if each["name"] not in ("nlu_fallback", intent) and each["confidence"] >= LEAST_WORTH_TELLING
    ]
    if others:
        yield "or else", ", ".join(others[:3])
    if len(answer["intents"]) > 1:
        yield "requests", ", then ".join(answer["intents"])
    if answer["doctor"]:
        yield "doctor", f"{' or '.join(answer['doctor']['candidates'])} ({answer['doctor']['score']:.2f})"
    if answer["department"]:
        yield "department", answer["department"]
    for time in answer["datetimes"]:
        yield _ROLES.get(time["role"], time["role"]), f"{_when(time)}  “{time['text']}”"
    for entity in answer["entities"]:
        if entity["entity"] not in _SHOWN_OTHERWISE:
            value = entity["value"]
            yield entity["entity"].replace("_", " "), value if isinstance(value, str) else json.dumps(value)


def _when(time: Mapping[str, Any]) -> str:
    said = _span(time)
    if time.get("ambiguous"):
        said = "either " + " or ".join(_span(other) for other in time["alternatives"]) + ": the caller is asked"
    return said + (", which is over" if time.get("past") else "")


def _span(time: Mapping[str, Any]) -> str:
    whole_days = time.get("has_time") is False
    start, end = _moment(time.get("from"), whole_days), _moment(time.get("to"), whole_days)
    if start and end:
        last = (datetime.fromisoformat(time["to"]) - timedelta(days=1)).isoformat()
        return f"{start} to {_moment(last, True) if whole_days else end}"
    if time["kind"] == "instant":
        return start
    return f"from {start} on" if start else f"before {end}"


def _moment(written: str | None, whole_day: bool) -> str:
    if not written:
        return ""
    at = datetime.fromisoformat(written)
    day = f"{at:%a} {at.day} {at:%b %Y}"
    return day if whole_day else f"{day} {at:%H:%M}"
