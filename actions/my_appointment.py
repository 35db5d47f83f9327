"""Telling a verified caller when their appointment is."""

from __future__ import annotations

from typing import ClassVar

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.desk import Desk
from actions.own_appointments import (
    MOST_CHOICES,
    OF_OWN_APPOINTMENT,
    OwnAppointmentForm,
    list_appointments,
    own_appointments,
    said_of,
)
from actions.task_form import Outcome
from actions.turn import Slots, Turn


class ValidateMyAppointmentForm(OwnAppointmentForm):
    form: ClassVar[str] = "my_appointment_form"
    replaced_by: ClassVar[tuple[str, ...]] = ("cancel_appointment", "reschedule_appointment")

    def next_slot(self, turn: Turn, slots: Slots, dispatcher: CollectingDispatcher) -> str | None:
        following = super().next_slot(turn, slots, dispatcher)
        return following if following in ("patient_name", "verification") else None

    def after_appointment(self, turn: Turn, slots: Slots, dispatcher: CollectingDispatcher) -> str | None:
        return None


class SayMyAppointment(Outcome):
    own_slots: ClassVar[tuple[str, ...]] = OF_OWN_APPOINTMENT

    def name(self) -> str:
        return "action_say_my_appointment"

    def carry_out(self, dispatcher: CollectingDispatcher, turn: Turn, slots: Slots, at: Desk) -> list[EventType]:
        now = turn.now(at.clinic(turn.clinic_id).tz)
        found = own_appointments(at, turn, slots)
        if not found:
            dispatcher.utter_message(response="utter_no_appointment")
        elif len(found) == 1:
            dispatcher.utter_message(response="utter_your_appointment", **said_of(found[0], now))
        else:
            said = list_appointments(found[:MOST_CHOICES], now)
            response = "utter_your_next_appointments" if len(found) > MOST_CHOICES else "utter_your_appointments"
            dispatcher.utter_message(response=response, appointments=said)
        return []
