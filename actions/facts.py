"""What the clinic's facts (knowledge/clinic.yml) and opening hours say about what a caller asks."""

from __future__ import annotations

import re

from rasa_sdk.executor import CollectingDispatcher

from actions.desk import Desk
from actions.turn import Turn
from receptionist.clinics import Clinic
from receptionist.speech.spoken_form import normalise, say_hours

_SENTENCE = re.compile(r"\b(?:is|are|we|you|our|the clinic|it's|there)\b", re.IGNORECASE)


def answers(clinic: Clinic, turn: Turn) -> list[str]:
    """One or a few sentences in spoken form for each topic that is known."""
    said = [fact(clinic, topic) for topic in dict.fromkeys(turn.entities("topic"))]
    return [answer for answer in said if answer]


def fact(clinic: Clinic, topic: str) -> str | None:
    """None when the clinic's facts do not tell."""
    if topic == "hours" and "hours" not in clinic.facts:
        hours = say_hours(clinic.hours)
        return f"We are open {hours}." if hours else None
    text = clinic.facts.get(topic)
    if not text:
        return None
    said = normalise(text, clinic.country)
    if topic == "address" and not _SENTENCE.search(said):
        said = f"We are at {said}"
    return said if said[-1] in ".?!" else f"{said}."


def answer_beside(dispatcher: CollectingDispatcher, turn: Turn, at: Desk) -> None:
    """A question that was asked beside a request is answered before the request is gone into."""
    if turn.intent != "ask_clinic" and "ask_clinic" in turn.intents:
        known = answers(at.clinic(turn.clinic_id), turn)
        if known:
            dispatcher.utter_message(response="utter_fact", answer=" ".join(known))
