"""The emergency answer: at once, before any classifier, form or menu, and without medical advice."""

from __future__ import annotations

import re
from typing import Any, Literal

from channels.session import Part, Reply

Kind = Literal["medical", "suicidal"]
_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

_DENIED = re.compile(
    r"\b(not|no|isn't|wasn't)( \w+)? (an |a |any )?emergency\b|\bi'?m (fine|ok|okay|all right|alright)\b", re.I
)


_PERSON = re.compile(
    r"\b(person|human|somebody|someone|receptionist|reception|operator|agent|representative|staff|nurse|front desk)\b",
    re.I,
)


def asks_for_person(speech: str, digits: str) -> bool:
    return digits == "0" or bool(_PERSON.search(speech))


def is_denied(speech: str, digits: str) -> bool:
    """Whether the caller says that it is no emergency after all, in words or by key 1."""
    return digits == "1" or bool(_DENIED.search(speech))


def reply(kind: Kind, clinic: dict[str, Any], texts: dict[str, Any]) -> Reply:
    """The clinic's local number is said; in the US 988 too for suicidal words. Then as the clinic's setting says."""
    number = clinic.get("emergency_number", "911")
    spoken = " ".join(_DIGITS[int(digit)] for digit in number if digit.isdigit())
    words = [texts[f"emergency_{kind}"].format(spoken_number=spoken)]
    if kind == "suicidal" and clinic.get("country", "US") == "US":
        words.append(texts["emergency_suicidal_us"])
    transfers = clinic.get("emergency") == "transfer" and clinic.get("reception")
    words.append(texts["emergency_transfer" if transfers else "emergency_go_on"])
    parts = tuple(Part(sentence, shareable=True) for sentence in words)
    if transfers:
        return Reply(parts, end="transfer", whisper=f"Emergency: {kind}.")
    return Reply(parts, expecting="anything_else")
