"""Questions about the clinic, answered from its facts (knowledge/clinic.yml) and its opening hours."""

from __future__ import annotations

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.desk import Desk
from actions.task_form import DeskAction
from actions.turn import Slots, Turn
from receptionist.clinics import Clinic
from receptionist.speech.spoken_form import normalise, say_hours


class AnswerClinic(DeskAction):
    def name(self) -> str:
        return "action_answer_clinic"

    def act(self, dispatcher: CollectingDispatcher, turn: Turn, slots: Slots, at: Desk) -> list[EventType]:
        clinic = at.clinic(turn.clinic_id)
        answers = [fact(clinic, topic) for topic in dict.fromkeys(turn.entities("topic"))]
        known = [answer for answer in answers if answer]
        if known:
            dispatcher.utter_message(response="utter_fact", answer=" ".join(known))
        else:
            dispatcher.utter_message(response="utter_fact_unknown")
        return []


def fact(clinic: Clinic, topic: str) -> str | None:
    """One or a few sentences in spoken form; None when the clinic's facts do not tell."""
    if topic == "hours" and "hours" not in clinic.facts:
        hours = say_hours(clinic.hours)
        return f"We are open {hours}." if hours else None
    text = clinic.facts.get(topic)
    if not text:
        return None
    said = normalise(text, clinic.country)
    said = said if topic != "address" or len(said.split()) > 12 else f"We are at {said}"
    return said if said[-1] in ".?!" else f"{said}."
