"""What `receptionist parse` answers for one utterance, from Rasa's parse result.

{"id", "intent", "confidence", "intents": […], "doctor": {"name","score","candidates"}|null, "department": str|null,
 "datetime": {…}|null, "datetimes": […], "entities": […]}; `datetime` is the one wanted for the appointment.
"Whenever" names no time, but stays among the entities for the dialogue. `intent` is null and `intents` empty where
nothing was said; what was said and not understood is `out_of_scope`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nlu.expectation import FALLBACK
from nlu.spoken.datetimes import wanted

_OR = " or "


def understanding(parsed: Mapping[str, Any], identifier: Any = None) -> dict[str, Any]:
    entities: list[dict[str, Any]] = list(parsed.get("entities") or [])
    intent = parsed.get("intent") or {}
    intents = list(parsed.get("intents") or ([intent["name"]] if intent.get("name") not in (None, FALLBACK) else []))
    times = [entity["value"] for entity in _of("datetime", entities) if not entity["value"].get("indifferent")]
    departments = _of("department", entities)
    return {
        "id": identifier,
        "intent": intents[0] if intents else None,
        "confidence": round(float(intent.get("confidence") or 0.0), 4),
        "intents": intents,
        "doctor": _doctor(str(parsed.get("text") or ""), entities),
        "department": departments[0]["value"] if departments else None,
        "datetime": wanted(times),
        "datetimes": times,
        "entities": entities,
    }


def _of(kind: str, entities: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [entity for entity in entities if entity.get("entity") == kind]


def _doctor(text: str, entities: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """The doctor wanted: the last one named, of "patel or chen" the first; not the one that is moved away from."""
    named = _of("doctor", entities)
    staying = [entity for entity in named if entity["value"].get("role") != "current"] or named
    if not staying:
        return None
    chosen = staying[-1]
    for earlier in reversed(staying[:-1]):
        if text[earlier["end"] : chosen["start"]].lower().strip(" ,") == _OR.strip():
            chosen = earlier
    return {key: chosen["value"][key] for key in ("name", "score", "candidates")}
