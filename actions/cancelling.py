"""Cancelling one of the caller's own appointments."""

from __future__ import annotations

from typing import Any, ClassVar

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.desk import Desk
from actions.own_appointments import (
    OF_OWN_APPOINTMENT,
    OwnAppointmentForm,
    confirmation,
    said_of,
    the_appointment,
)
from actions.task_form import DeskAction, Outcome
from actions.times import entity_of
from actions.turn import Slots, Turn
from receptionist.appointments.models import Appointment


class ValidateCancelForm(OwnAppointmentForm):
    form: ClassVar[str] = "cancel_form"
    also: ClassVar[tuple[str, ...]] = ("my_appointment",)
    replaced_by: ClassVar[tuple[str, ...]] = ("reschedule_appointment",)

    def several(self, appointments: list[Appointment], slots: Slots) -> list[Appointment]:
        """One after the other."""
        first, *others = appointments
        waiting: dict[str, Any] = slots.get("said_for") or {}
        times = [entity_of(one.start) for one in others]
        slots["said_for"] = {**waiting, self.form: times}
        slots["tasks"] = [*(slots.get("tasks") or []), self.form]
        return [first]

    def after_appointment(self, turn: Turn, slots: Slots, dispatcher: CollectingDispatcher) -> str | None:
        return confirmation(slots)


class ReadBackCancel(DeskAction):
    def name(self) -> str:
        return "action_ask_cancel_form_confirmed"

    def act(self, dispatcher: CollectingDispatcher, turn: Turn, slots: Slots, at: Desk) -> list[EventType]:
        appointment = the_appointment(at, turn, slots)
        if appointment:
            said = said_of(appointment, turn.now(at.clinic(turn.clinic_id).tz))
            dispatcher.utter_message(response="utter_ask_cancel", **said)
        return []


class Cancel(Outcome):
    own_slots: ClassVar[tuple[str, ...]] = OF_OWN_APPOINTMENT

    def name(self) -> str:
        return "action_cancel"

    def carry_out(self, dispatcher: CollectingDispatcher, turn: Turn, slots: Slots, at: Desk) -> list[EventType]:
        clinic = at.clinic(turn.clinic_id)
        appointment = the_appointment(at, turn, slots)
        if appointment is None:
            dispatcher.utter_message(response="utter_no_appointment")
        elif not slots.get("confirmed"):
            dispatcher.utter_message(response="utter_not_cancelled")
        else:
            outcome = at.appointments.cancel(clinic, appointment.id, turn.call_sid)
            response = {"cancelled": "utter_cancelled", "pending_calendar": "utter_cancel_requested"}.get(outcome)
            said = said_of(appointment, turn.now(clinic.tz))
            dispatcher.utter_message(response=response or "utter_cancel_failed", **said)
        return []
