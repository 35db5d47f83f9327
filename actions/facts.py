"""What the clinic's facts (knowledge/clinic.yml) and opening hours say about what a caller asks."""

from __future__ import annotations

import re
from datetime import date

from rasa_sdk.executor import CollectingDispatcher

from actions.desk import Desk
from actions.turn import Turn
from receptionist.clinics import WEEKDAYS, Clinic
from receptionist.speech.spoken_form import normalise, say_date, say_hours, say_spans

_SENTENCE = re.compile(r"\b(?:is|are|we|you|our|the clinic|it's|there)\b", re.IGNORECASE)


def answers(clinic: Clinic, turn: Turn) -> list[str]:
    """One or a few sentences in spoken form for each topic that is known."""
    topics = dict.fromkeys(turn.entities("topic"))
    said = [fact(clinic, topic) for topic in topics]
    days = hours_of_days(clinic, turn) if "hours" in topics else []
    return [*days, *(answer for answer in said if answer)]


def hours_of_days(clinic: Clinic, turn: Turn) -> list[str]:
    """Of each single day that is asked about ("are you open on christmas day?") whether, and when."""
    today = turn.now(clinic.tz).date()
    asked = [value for value in turn.about({"ask_clinic"}).entities("datetime") if value.get("has_date")]
    days = dict.fromkeys(date.fromisoformat(value["from"][:10]) for value in asked if value["kind"] == "instant")
    if not clinic.hours:
        return []
    return [_hours_of(clinic, day, today) for day in days if day >= today]


def _hours_of(clinic: Clinic, day: date, today: date) -> str:
    said = say_date(day, today)
    if not clinic.is_open_on(day):
        return f"We are closed {said}."
    comma = "," if "," in said else ""
    return f"We are open {said}{comma} {say_spans(clinic.hours[WEEKDAYS[day.weekday()]])}."


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
