"""From what an utterance sounds like to what it means here: the same "that's fine" is a yes after a read-back, and
"maria lopez" an answer after "what is your name?".

The classifier's probabilities are only changed where the question just asked, or what was extracted, says more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nlu.spoken.wishes import find_topic

FALLBACK = "nlu_fallback"
REQUESTS = frozenset({
    "book_appointment", "cancel_appointment", "reschedule_appointment", "check_availability", "my_appointment",
    "human_agent", "ask_clinic",
})  # fmt: skip
_YES_OR_NO = {"confirm", "anything_else", "phone", "appointment_choice", "verification", "new_patient"}
_LIKELY_AFTER: dict[str, dict[str, float]] = {
    "confirm": {"affirm": 3.0, "deny": 3.0, "goodbye": 0.5, "greet": 0.3},
    "new_patient": {"affirm": 3.0, "deny": 3.0, "goodbye": 0.5, "greet": 0.3},
    "anything_else": {"deny": 2.0, "affirm": 1.5, "goodbye": 1.5, "thanks": 1.5, "choose": 0.3},
    "slot_choice": {"choose": 2.5, "deny": 1.5, "greet": 0.3},
    "appointment_choice": {"choose": 2.0, "affirm": 1.5, "deny": 1.5},
    "phone": {"inform": 2.0, "affirm": 2.0, "deny": 1.2},
}
_ANSWERED_BY: dict[str, set[str]] = {
    "name": {"person_name"},
    "caller_name": {"person_name"},
    "phone": {"phone"},
    "email": {"email"},
    "address": {"address"},
    "purpose": {"purpose"},
    "message": {"message"},
    "verification": {"code", "person_name", "date_of_birth"},
    "doctor": {"doctor", "unknown_doctor", "any_doctor", "department"},
    "datetime": {"datetime"},
    "date_of_birth": {"date_of_birth"},
    "new_patient": {"new_patient"},
}
_YES = re.compile(
    r"^(?:(?:oh|well|okay|ok|um|and) )*(?:yes|yeah|yep|yup|ya|yah|sure|correct|exactly|absolutely"
    r"|definitely|of course|that's (?:right|correct|it|fine|good"
    r"|perfect|great)|that is (?:right|correct|fine)|right|okay|ok|perfect|great|go ahead|please do"
    r"|sounds good|that works|fine|all right|alright|confirm"
    r"|book it|do it|it is|i do|mm hmm|uh huh|mhm)\b(?! (?:long|thing else|one|away))"
)
_NO = re.compile(
    r"^(?:(?:oh|well|okay|ok|um) )*(?:no|nope|nah|not (?:really|quite|right|now|that)|that's (?:wrong|not"
    r"|all|it$|everything)|nothing|neither|none|wrong|never mind)\b"
)
_MORE_THAN_YES = re.compile(r"\b(?:no|but|not|instead|wait|actually|change|wrong)\b")
_HESITATES = re.compile(
    r"\b(?:let me (?:think|see|check|look)|not (?:so |quite |too )?sure|unsure|don't know|hold on|hang on|wait"
    r"|(?:a|one|just a) (?:moment|second|sec|minute)|maybe|perhaps|i'd have to)\b"
)
_BYE = re.compile(r"\b(?:bye|goodbye|good night|see you|take care|have a (?:good|nice|great))\b")
_LIGHT = frozenset({
    "a", "an", "the", "at", "on", "in", "for", "to", "of", "with", "by", "and", "or", "please", "thanks", "thank",
    "you", "it", "it's", "its", "is", "that", "that's", "would", "i", "i'd", "i'll", "i'm", "my", "me", "be",
    "like", "want", "need", "prefer", "maybe", "perhaps", "around", "about", "how", "um", "uh", "well", "so",
    "okay", "ok", "then", "just", "let's", "say", "any", "some", "good", "fine", "works", "work", "best", "great",
    "if", "possible", "ideally", "preferably", "either", "name", "name's", "number", "day", "time", "today's", "dr",
    "doctor", "hmm", "oh", "sometime", "something", "number's", "surname", "first", "last", "spelled", "actually",
})  # fmt: skip
_BESIDE = {"more", "topic", "for_other", "new_patient", "purpose", "message", "address", "give_up", "own_name"}
_WORD = re.compile(r"[^\W_][\w']*")
_SAME_AGAIN = re.compile(
    r"\b(?:book|cancel|move|change|do|confirm|schedule|make|take) (?:it|that|this|them|one)\b"
    r"|\bgo (?:ahead|on)\b"
)
_ABOUT_APPOINTMENTS = re.compile(r"\b(?:appointment|book|booking|cancel|schedule|reschedule|move)\b")
_SHORT = 4
_NEVER_AN_ANSWER = {"deny", "repeat", "human_agent", "goodbye", "emergency"}
SURE = 0.6
CLEAR = 0.5
NOTHING_INFORMED = 0.75
LIKELY_EMERGENCY = 0.97
_PAST = re.compile(
    r"\b(?:ago|last (?:year|month|week|summer|winter)|history of|years? back|used to|had an? |back in"
    r"|in the past|since my|previous)\b"
)


@dataclass(frozen=True)
class Heard:
    """One utterance: `tidy` without fillers, `clauses` of it, `scores` per intent: of the whole, then of each."""

    text: str
    tidy: str
    clauses: Sequence[str]
    scores: Sequence[Mapping[str, float]]
    entities: Sequence[Mapping[str, Any]] = ()
    expecting: str | None = None
    offered: Sequence[str] = ()
    noise: bool = False
    emergency: str | None = None


@dataclass(frozen=True)
class Meaning:
    """`intents` in the order said, the first is the intent; `ranking` of the whole utterance, best first."""

    intents: list[str]
    confidence: float
    ranking: list[tuple[str, float]] = field(default_factory=list)


def meaning(heard: Heard, threshold: float) -> Meaning:
    if heard.noise:
        return Meaning([FALLBACK], 0.0)
    ranking = _ranked(heard.scores[0], heard.expecting)
    if heard.emergency:
        return Meaning(["emergency"], 1.0, ranking)
    ranking = _without_false_alarm(ranking, heard.text)
    name, confidence = ranking[0]
    answer = _answer(heard, name, confidence)
    if answer:
        name, confidence = answer, max(confidence if name == answer else 0.0, 0.9)
    if name in ("affirm", "goodbye") and not answer and _HESITATES.search(heard.tidy) and not _BYE.search(heard.tidy):
        return Meaning([FALLBACK], confidence, ranking)
    requests = _requests(heard)
    if len(requests) > 1 or (requests and answer in ("affirm", "deny")):
        intents = (
            [answer] if answer in ("affirm", "deny") and heard.expecting in _YES_OR_NO and requests else []
        ) + requests
        return Meaning(intents, confidence, ranking)
    if confidence < (threshold if name != "inform" or heard.expecting or heard.entities else NOTHING_INFORMED):
        return Meaning([FALLBACK], confidence, ranking)
    return Meaning([name], confidence, ranking)


def _ranked(scores: Mapping[str, float], expecting: str | None) -> list[tuple[str, float]]:
    likely = _LIKELY_AFTER.get(expecting or "", {})
    weighted = {name: score * likely.get(name, 1.0) for name, score in scores.items()}
    total = sum(weighted.values()) or 1.0
    return sorted(((name, score / total) for name, score in weighted.items()), key=lambda pair: -pair[1])


def _without_false_alarm(ranking: list[tuple[str, float]], text: str) -> list[tuple[str, float]]:
    """The classifier alone calls an emergency only when it is very sure and nothing says that it is long past."""
    name, confidence = ranking[0]
    if name != "emergency" or (confidence >= LIKELY_EMERGENCY and not _PAST.search(text.lower())):
        return ranking
    rest = [(other, score) for other, score in ranking if other != "emergency"]
    total = sum(score for _, score in rest) or 1.0
    return [(other, score / total) for other, score in rest]


def _answer(heard: Heard, name: str, confidence: float) -> str | None:
    """The intent of an utterance that answers what was asked; None when the classifier's word stands."""
    kinds = {entity["entity"] for entity in heard.entities}
    sure_request = name in REQUESTS | {"repeat"} and confidence >= SURE
    if heard.offered and "choice" in kinds and not sure_request:
        return "choose"
    if heard.expecting in _YES_OR_NO or heard.expecting == "slot_choice":
        said = _yes_or_no(heard, sure_request)
        if said:
            return said
    if name == "choose" and "datetime" in kinds and (heard.offered or heard.expecting in _ANSWERED_BY):
        return "inform"
    if kinds - _BESIDE and _is_bare(heard):
        return None if name in ("choose", "affirm", "deny") and confidence >= SURE else "inform"
    if not _ANSWERED_BY.get(heard.expecting or "", set()) & kinds:
        return None
    words = len(heard.tidy.split())
    if (heard.expecting == "message" and words > _SHORT) or (
        heard.expecting in ("purpose", "address") and name == "book_appointment"
    ):
        return "inform"
    if (
        heard.expecting in ("doctor", "datetime")
        and name == "book_appointment"
        and not _ABOUT_APPOINTMENTS.search(heard.tidy)
    ):
        return "inform"
    unlike = name in _NEVER_AN_ANSWER and not (name == "goodbye" and not _BYE.search(heard.tidy))
    return None if sure_request or (unlike and (confidence >= SURE or words <= _SHORT)) else "inform"


def _yes_or_no(heard: Heard, sure_request: bool) -> str | None:
    if heard.expecting == "anything_else" and _BYE.search(heard.tidy):
        return "goodbye"
    if _NO.match(heard.tidy) and not (sure_request and len(heard.tidy.split()) > 3):
        return "deny"
    if (
        _YES.match(heard.tidy)
        and not _MORE_THAN_YES.search(heard.tidy)
        and not (sure_request and heard.expecting != "confirm")
    ):
        return "affirm"
    return None


def _is_bare(heard: Heard) -> bool:
    """Whether nothing but light words is left beside what was extracted."""
    left = list(heard.text)
    for entity in heard.entities:
        if entity["entity"] in _BESIDE - {"for_other", "address"}:
            continue
        left[entity["start"] : entity["end"]] = " " * (entity["end"] - entity["start"])
    return all(word in _LIGHT for word in _WORD.findall("".join(left).lower().replace("’", "'")))


def relevant(entities: Sequence[Mapping[str, Any]], intents: Sequence[str]) -> list[Mapping[str, Any]]:
    """The entities that go with the intents: what was taken for an answer is none when it was a request."""
    dropped: set[str] = set()
    if "ask_clinic" not in intents:
        dropped.add("topic")
    if intents[0] in REQUESTS | _NEVER_AN_ANSWER | {"thanks", "affirm"}:
        dropped |= {"address", "purpose", "message"}
    return [entity for entity in entities if entity["entity"] not in dropped]


def _requests(heard: Heard) -> list[str]:
    """The requests of the clauses, in order, each once; "and book that" after a yes is none."""
    found: list[str] = []
    if len(heard.clauses) < 2:
        return found
    answering = heard.expecting in _YES_OR_NO or heard.expecting == "slot_choice"
    for clause, scores in zip(heard.clauses, heard.scores[1:], strict=False):
        if answering and len(clause.split()) <= _SHORT + 2 and _SAME_AGAIN.search(clause):
            continue
        name, score = max(scores.items(), key=lambda pair: pair[1])
        if name in ("out_of_scope", "greet") and find_topic(clause):
            name, score = "ask_clinic", scores.get("ask_clinic", 0.0) + CLEAR
        if name in REQUESTS and score >= CLEAR and name not in found:
            found.append(name)
    return found
