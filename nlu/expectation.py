"""From what an utterance sounds like to what it means here: the same "that's fine" is a yes after a read-back, and
"maria lopez" an answer after "what is your name?".

The classifier's probabilities are only changed where the question just asked, or what was extracted, says more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nlu import yes_and_no
from nlu.causes import (
    BYE,
    CAUSES,
    HESITATES,
    MAY_I,
    NOT_WANTED,
    ON_FILE,
    RATHER,
    RULED_OUT,
    SAYS_CANCEL,
    TAKES,
    WRONG_NUMBER,
)
from nlu.lexicon import LIGHT, is_function_word
from nlu.spoken.clauses import clause_spans, is_command
from nlu.spoken.first_names import FIRST_NAMES
from nlu.spoken.wishes import find_topic

FALLBACK = "nlu_fallback"
OUT_OF_SCOPE = "out_of_scope"
REQUESTS = frozenset({
    "book_appointment", "cancel_appointment", "reschedule_appointment", "check_availability", "my_appointment",
    "human_agent", "ask_clinic",
})  # fmt: skip
_OPEN = (None, "request", "anything_else")
_YES_OR_NO = {"confirm", "anything_else", "phone", "appointment_choice", "verification", "new_patient"}
_LIKELY_AFTER: dict[str, dict[str, float]] = {
    "confirm": {"affirm": 3.0, "deny": 3.0, "goodbye": 0.5, "greet": 0.3},
    "new_patient": {"affirm": 3.0, "deny": 3.0, "goodbye": 0.5, "greet": 0.3},
    "anything_else": {"deny": 2.0, "affirm": 1.5, "goodbye": 1.5, "thanks": 1.5, "choose": 0.3},
    "slot_choice": {"choose": 2.5, "deny": 1.5, "greet": 0.3},
    "appointment_choice": {"choose": 2.0, "affirm": 1.5, "deny": 1.5},
    "phone": {"inform": 2.0, "affirm": 2.0, "deny": 1.2, "choose": 0.05},
    **{
        asked: {"inform": 1.5, "choose": 0.05}
        for asked in (
            "doctor",
            "name",
            "caller_name",
            "email",
            "address",
            "purpose",
            "verification",
            "message",
            "rephrase",
        )
    },
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
    "doctor": {"doctor", "unknown_doctor", "any_doctor", "department", "unknown_department"},
    "datetime": {"datetime"},
    "rephrase": {"change", "datetime", "doctor", "person_name", "phone"},
    "date_of_birth": {"date_of_birth"},
    "new_patient": {"new_patient"},
}
_MAY_DECLINE = {"email", "purpose", "address"}
_QUESTION = re.compile(
    r"^(?:(?:hi|hello|hey|so|um|and|but|well|sorry|okay|ok|please|oh) )*"
    r"(?:is|are|does|do|did|has|have|will|would|when|when's|who|who's|where|which|why|can|could)\b"
)
_ASKS_ABOUT = re.compile(
    r"^(?:(?:hi|hello|so|um|and|but|also|well|sorry|okay|please|oh|quickly|first) )*"
    r"(?:is|are|do|does|can|could|what|what's|how|how's|where|where's|when|which|who)\b"
    r"|\b(?:tell me|know|ask|asking|question|wondering|wonder|about)\b"
)
_TELLS = re.compile(
    r"^(?:(?:hi|hello|hey|so|um|and|but|well|yeah|yes|sorry|okay|ok|because|cause|right|look|listen) )*"
    r"(?:i|i've|i'm|i'd|we|we've|we're|you|you've|my|our|his|her|he|he's|she|she's|they|they've|there's)\b"
)
_WANTS_TO_KNOW = re.compile(
    r"\b(?:know|check|checking|confirm|confirming|remember|forget|forgot|forgotten|remind|tell|when|what|which|who"
    r"|sure|certain|find|look|lost|verify|supposed|wonder|wondering)\b"
)
_BESIDE = {
    "more", "topic", "for_other", "for_self", "new_patient", "purpose", "message", "address", "give_up", "own_name",
    "name_in_doubt", "other_doctor", "about_patient", "wants_message", "concern",
}  # fmt: skip
_WORD = re.compile(r"[^\W_][\w']*")
_SAME_AGAIN = re.compile(
    r"\b(?:book|cancel|move|change|do|confirm|schedule|make|take) (?:it|that|this|them|one)\b"
    r"|\bgo (?:ahead|on)\b"
)
_ABOUT_APPOINTMENTS = re.compile(r"\b(?:appointment|book|booking|cancel|schedule|reschedule|move)\b")
_DROPS = {"cancel_appointment", "reschedule_appointment"}
_SEEKS = {"book_appointment", "check_availability"}
WITHOUT_A_CAUSE = 0.15
_SHORT = 4
_NEVER_AN_ANSWER = {"deny", "repeat", "human_agent", "goodbye", "emergency"}
SURE = 0.6
CLEAR = 0.5
COMMANDED = 0.3
NOTHING_INFORMED = 0.75
CERTAIN = 0.9
_TALK = {"out_of_scope", "greet", "thanks", "my_appointment"}
LIKELY_EMERGENCY = 0.93
_PAST = re.compile(
    r"\b(?:ago|last (?:year|month|week|summer|winter)|history of|years? back|used to|had an? |back in"
    r"|in the past|since my|previous)\b"
)
_DENIED = re.compile(r"\b(?:no|not|never|without|isn't|hasn't|haven't|don't|doesn't|wasn't|stopped|gone|better|fine)\b")


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
    """`intents` in the order said, the first is the intent; `ranking` of the whole utterance, best first; `by_clause`:
    the request of each clause, where there are several requests."""

    intents: list[str]
    confidence: float
    ranking: list[tuple[str, float]] = field(default_factory=list)
    by_clause: list[str | None] = field(default_factory=list)


def meaning(heard: Heard, threshold: float) -> Meaning:
    if heard.noise:
        return Meaning([FALLBACK], 0.0)
    ranking = _ranked(heard.scores[0], heard.expecting)
    if heard.emergency:
        return Meaning(["emergency"], 1.0, ranking)
    if _fishes(heard):
        return Meaning([OUT_OF_SCOPE], CERTAIN, ranking)
    ranking = _without_false_alarm(ranking, heard.text)
    ranking = _with_a_cause(ranking, heard)
    name, confidence = ranking[0]
    answer = _answer(heard, name, confidence)
    if answer:
        name, confidence = answer, max(confidence if name == answer else 0.0, 0.9)
    if name in ("affirm", "goodbye") and not answer and HESITATES.search(heard.tidy) and not BYE.search(heard.tidy):
        return Meaning([FALLBACK], confidence, ranking)
    if name == "check_availability" and confidence < CERTAIN and answer is None and _takes(heard.tidy):
        name = "book_appointment"
    by_clause = _requests(heard)
    requests = list(dict.fromkeys(name for name in by_clause if name))
    if len(requests) == 1 and name == "book_appointment" and NOT_WANTED.search(heard.tidy):
        return Meaning(requests, confidence, ranking)
    if len(requests) == 1 and answer is None and confidence < (CERTAIN if name in _TALK else CLEAR):
        return Meaning(requests, max(scores.get(requests[0], 0.0) for scores in heard.scores[1:]), ranking)
    if len(requests) > 1 or (requests and answer in ("affirm", "deny")):
        intents = (
            [answer]
            if answer in ("affirm", "deny")
            and (heard.expecting in _YES_OR_NO or yes_and_no.STRONG_YES.match(heard.tidy))
            and requests
            else []
        ) + requests
        return Meaning(intents, confidence, ranking, by_clause if len(requests) > 1 else [])
    asked_beside = name == "repeat" or (
        heard.expecting not in (None, "request") and (name == "out_of_scope" or confidence < threshold)
    )
    if asked_beside and answer is None and _ASKS_ABOUT.search(heard.tidy) and find_topic(heard.tidy):
        return Meaning(["ask_clinic"], max(confidence, CLEAR), ranking)
    if confidence < (threshold if name != "inform" or heard.expecting or heard.entities else NOTHING_INFORMED):
        return Meaning([FALLBACK], confidence, ranking)
    return Meaning([name], confidence, ranking)


def _fishes(heard: Heard) -> bool:
    """Whether nothing but other patients is asked about; an appointment that is to be cancelled is somebody's own."""
    kinds = {entity["entity"] for entity in heard.entities}
    if "about_patient" not in kinds or heard.expecting == "message":
        return False
    found = {name for name in _requests(heard) if name} - {"check_availability", "my_appointment", "ask_clinic"}
    best = max(heard.scores[0].items(), key=lambda pair: pair[1])
    own = best[0] in {"book_appointment", "human_agent"} | _DROPS and best[1] >= SURE
    return not found and not own


def _ranked(scores: Mapping[str, float], expecting: str | None) -> list[tuple[str, float]]:
    likely = _LIKELY_AFTER.get(expecting or "", {})
    weighted = {name: score * likely.get(name, 1.0) for name, score in scores.items()}
    total = sum(weighted.values()) or 1.0
    return sorted(((name, score / total) for name, score in weighted.items()), key=lambda pair: -pair[1])


def _without_false_alarm(ranking: list[tuple[str, float]], text: str) -> list[tuple[str, float]]:
    """The classifier alone calls an emergency only when very sure and nothing denies it or says that it is past."""
    name, confidence = ranking[0]
    told = text.lower().replace("\u2019", "'")
    if name != "emergency" or (confidence >= LIKELY_EMERGENCY and not _PAST.search(told) and not _DENIED.search(told)):
        return ranking
    rest = [(other, score) for other, score in ranking if other != "emergency"]
    total = sum(score for _, score in rest) or 1.0
    return [(other, score / total) for other, score in rest]


def _with_a_cause(ranking: list[tuple[str, float]], heard: Heard) -> list[tuple[str, float]]:
    """Moving an appointment, or asking for one's own, speaks of one that exists or of a change; being told again speaks
    of hearing. Without such a word a guess at them counts little."""
    name, confidence = ranking[0]
    cause = CAUSES.get(name)
    said = RULED_OUT.sub(" ", heard.tidy) if _narrows(heard) else heard.tidy
    if cause is None or confidence >= CERTAIN or cause.search(said):
        return ranking
    weighted = [(other, score * (WITHOUT_A_CAUSE if other == name else 1.0)) for other, score in ranking]
    total = sum(score for _, score in weighted) or 1.0
    return sorted(((other, score / total) for other, score in weighted), key=lambda pair: -pair[1])


def _narrows(heard: Heard) -> bool:
    """Whether days are ruled out beside others that are wanted: "this week but i can't do tuesdays"."""
    roles = [entity["value"].get("role") for entity in heard.entities if entity["entity"] == "datetime"]
    return "wanted" in roles and "excluded" in roles and "current" not in roles


def _answer(heard: Heard, name: str, confidence: float) -> str | None:
    """The intent of an utterance that answers what was asked; None when the classifier's word stands."""
    kinds = {entity["entity"] for entity in heard.entities}
    sure_request = name in REQUESTS | {"repeat"} and (confidence >= SURE or _requests_something(heard))
    asks = name in REQUESTS and bool(_QUESTION.match(heard.tidy))
    if heard.offered and "choice" in kinds and not sure_request:
        return "choose"
    if name not in REQUESTS and heard.expecting in _OPEN and WRONG_NUMBER.search(heard.tidy):
        return name if ON_FILE.search(heard.tidy) else "goodbye"
    if heard.expecting == "confirm" and yes_and_no.IS_IT.match(heard.tidy):
        return "affirm"
    if heard.expecting == "slot_choice" and "more" in kinds and name in _TALK | {"goodbye"}:
        return "inform"
    if yes_and_no.STRONG_YES.match(heard.tidy) and not yes_and_no.MORE_THAN_YES.search(heard.tidy):
        return None if sure_request and heard.expecting in (None, "request") else "affirm"
    if heard.expecting in _MAY_DECLINE and not _is_given(heard) and yes_and_no.DECLINES.search(heard.tidy):
        return "deny"
    if (heard.expecting in _YES_OR_NO and not _is_given(heard)) or heard.expecting == "slot_choice":
        said = _yes_or_no(heard, sure_request)
        if said:
            return said
    if name == "thanks" and yes_and_no.POLITE_NO.match(heard.tidy):
        return "deny"
    if name == "thanks" and yes_and_no.PLAIN_YES.match(heard.tidy):
        return "affirm"
    if name not in _NEVER_AN_ANSWER and (confidence < SURE or name == OUT_OF_SCOPE) and _is_name(heard.tidy):
        return "inform"
    if name == "choose" and "datetime" in kinds and (heard.offered or heard.expecting in _ANSWERED_BY):
        return "inform"
    if kinds - _BESIDE and not asks and _is_bare(heard):
        kept = name in ("choose", "affirm", "deny") or (name == "greet" and heard.expecting in (None, "request"))
        return None if kept and confidence >= SURE else "inform"
    if heard.expecting not in (None, "request") and not sure_request and _changes_doctor(heard, kinds):
        return "inform"
    if not _ANSWERED_BY.get(heard.expecting or "", set()) & kinds:
        return None
    words = len(heard.tidy.split())
    if (heard.expecting == "message" and (words > _SHORT or confidence < SURE)) or (
        heard.expecting in ("purpose", "address") and name == "book_appointment"
    ):
        return "inform"
    if (
        heard.expecting in ("doctor", "datetime", "rephrase")
        and name == "book_appointment"
        and not _ABOUT_APPOINTMENTS.search(heard.tidy)
    ):
        return "inform"
    if name == "check_availability" and asks:
        return None
    unlike = name in _NEVER_AN_ANSWER and not (name == "goodbye" and not BYE.search(heard.tidy))
    return None if sure_request or (unlike and (confidence >= SURE or words <= _SHORT)) else "inform"


def _requests_something(heard: Heard) -> bool:
    """Whether only the request is in doubt ("i'd rather you book me": booked or moved), not that it is one."""
    return sum(heard.scores[0].get(name, 0.0) for name in REQUESTS) >= CERTAIN


def _changes_doctor(heard: Heard, kinds: set[str]) -> bool:
    asked = heard.expecting in ("doctor", "datetime", "slot_choice", "rephrase")
    return ("doctor" in kinds and bool(RATHER.search(heard.tidy))) or ("other_doctor" in kinds and asked)


def _is_name(tidy: str) -> bool:
    """Whether it is a first name and one or two more words that may be names: "henry wood"."""
    first, *rest = tidy.split() or [""]
    return first in FIRST_NAMES and 1 <= len(rest) <= 2 and not any(map(is_function_word, rest))


def _is_given(heard: Heard) -> bool:
    """Whether what was asked for is in it: "yes it's six oh one two two eight"."""
    asked = _ANSWERED_BY.get(heard.expecting or "", set())
    return any(entity["entity"] in asked and entity["value"] != "caller" for entity in heard.entities)


def _yes_or_no(heard: Heard, sure_request: bool) -> str | None:
    if heard.expecting == "anything_else":
        if BYE.search(heard.tidy):
            return "goodbye"
        if yes_and_no.NO_MORE.match(heard.tidy) and not sure_request:
            return "deny"
    if yes_and_no.NO.match(heard.tidy) and not (sure_request and len(heard.tidy.split()) > 3):
        return "deny"
    if (
        yes_and_no.YES.match(heard.tidy)
        and not yes_and_no.MORE_THAN_YES.search(heard.tidy)
        and not (sure_request and heard.expecting != "confirm")
    ):
        return "affirm"
    return None


def _is_bare(heard: Heard) -> bool:
    """Whether nothing but light words is left beside what was extracted."""
    left = list(heard.text)
    for entity in heard.entities:
        if entity["entity"] in _BESIDE - {"for_other", "for_self", "address"}:
            continue
        left[entity["start"] : entity["end"]] = " " * (entity["end"] - entity["start"])
    return all(word in LIGHT for word in _WORD.findall("".join(left).lower().replace("’", "'")))


def relevant(entities: Sequence[Mapping[str, Any]], intents: Sequence[str]) -> list[Mapping[str, Any]]:
    """The entities that go with the intents: what was taken for an answer is none when it was a request."""
    dropped: set[str] = set()
    if "ask_clinic" not in intents:
        dropped.add("topic")
    if intents[0] in REQUESTS | _NEVER_AN_ANSWER | {"thanks", "affirm"}:
        dropped |= {"address", "purpose", "message"}
    return [entity for entity in entities if entity["entity"] not in dropped]


def _takes(tidy: str) -> bool:
    """Whether an appointment is asked for, not when there is one: "i'll have doctor rees wednesday at nine"."""
    return bool(TAKES.search(tidy)) and (not _QUESTION.match(tidy) or bool(MAY_I.match(tidy)))


def _requests(heard: Heard) -> list[str | None]:
    """The request of each clause, where there are several clauses; "and book that" after a yes is none, nor is an
    appointment that is only told of ("i've got one on friday but …")."""
    found: list[str | None] = []
    if len(heard.clauses) < 2:
        return found
    answering = heard.expecting in _YES_OR_NO or heard.expecting == "slot_choice"
    for clause, scores in zip(heard.clauses, heard.scores[1:], strict=False):
        found.append(None)
        if answering and len(clause.split()) <= _SHORT + 2 and _SAME_AGAIN.search(clause):
            continue
        name, score = max(scores.items(), key=lambda pair: pair[1])
        if name == "my_appointment" and _TELLS.match(clause) and not _WANTS_TO_KNOW.search(clause):
            continue
        told = name not in REQUESTS or score < CLEAR
        if name in _DROPS and set(found) & _SEEKS and not SAYS_CANCEL.search(clause):
            continue  # "but not wednesday, i can't do wednesdays" is a wish
        if name == "book_appointment" and NOT_WANTED.search(clause):
            continue
        if told and _ASKS_ABOUT.search(clause) and find_topic(clause):
            name, score = "ask_clinic", scores.get("ask_clinic", 0.0) + CLEAR
        if name in REQUESTS and score >= (COMMANDED if is_command(clause) else CLEAR):
            found[-1] = name
    return found


def shared_out(
    text: str, entities: Sequence[Mapping[str, Any]], by_clause: Sequence[str | None]
) -> list[dict[str, Any]]:
    """The entities, each with the `request` of the clause it was said in: "cancel the tuesday one and move the
    wednesday one" are two times of two requests. A clause without a request goes with the one before."""
    spans = clause_spans(text)
    if len(spans) != len(by_clause):
        return [dict(entity) for entity in entities]
    shared, request = [dict(entity) for entity in entities], None
    for (start, end), own in zip(spans, by_clause, strict=True):
        request = own or request
        for entity in shared:
            if request and start <= entity["start"] < end:
                entity["request"] = request
    return shared
