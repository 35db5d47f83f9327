"""Moving one of the caller's own appointments: the new one is booked before the old one is cancelled."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions import choosing
from actions.booking import OF_ONE_BOOKING, choose_slot, offer_again
from actions.desk import Desk, desk, named
from actions.own_appointments import (
    OF_OWN_APPOINTMENT,
    OwnAppointmentForm,
    confirmation,
    said_of,
    the_appointment,
)
from actions.task_form import DeskAction, Outcome
from actions.times import kept
from actions.turn import Slots, Turn
from receptionist.appointments.wanted import Wanted
from receptionist.speech.spoken_form import say_doctor, say_when


class ValidateRescheduleForm(OwnAppointmentForm):
    form: ClassVar[str] = "reschedule_form"
    also: ClassVar[tuple[str, ...]] = ("book_appointment", "my_appointment", "check_availability")
    replaced_by: ClassVar[tuple[str, ...]] = ("cancel_appointment",)

    def absorb(self, turn: Turn, slots: Slots, requested: str | None, dispatcher: CollectingDispatcher) -> bool:
        at = desk()
        again = requested == "confirmed" and choosing.names_chosen(turn, slots)
        if again and turn.intent != "affirm":
            return True  # what was read back is read back once more
        took = super().absorb(turn, slots, requested, dispatcher)
        time = choosing.take_choice(turn, slots) or choosing.take_time(turn, slots)
        doctor = bool(slots.get("appointment")) and choosing.take_doctor(turn, slots, at.doctors(turn.clinic_id))
        declined = choosing.declines_offers(turn, slots)
        more = bool(turn.entity("more") and slots.get("offer") and slots.get("doctor")) and not declined
        if more:
            slots.clear("chosen_slot", "confirmed")
            clinic = at.clinic(turn.clinic_id)
            choosing.look_for_slots(turn, slots, at, clinic, at.doctors(turn.clinic_id), fresh=True)
        if requested == "chosen_slot" and turn.intent == "deny" and not slots.changed():
            slots.clear("wanted", "offer")
            return True
        if requested == "wanted" and turn.intent == "deny" and not slots.changed():
            slots["given_up"] = "caller"
            return True
        return bool(took or time or doctor or more)

    def describes_existing(self, value: dict[str, Any]) -> bool:
        return value.get("role") == "current"

    def after_appointment(self, turn: Turn, slots: Slots, dispatcher: CollectingDispatcher) -> str | None:
        at = desk()
        clinic = at.clinic(turn.clinic_id)
        appointment = the_appointment(at, turn, slots)
        if appointment and not slots.get("doctor"):
            known = at.doctors(clinic.id)
            other = named(known, [name for name in _doctors_said(slots) if name != appointment.doctor])
            doctor = other[0] if len(other) == 1 else None
            slots["doctor"] = {
                "ids": [doctor.id if doctor else appointment.doctor_id],
                "said": say_doctor(doctor.name if doctor else appointment.doctor),
            }
        if appointment and slots.is_new("appointment"):
            _on_the_day_it_is(slots, appointment.start.date())
        missing = choose_slot(turn, slots, at, clinic, dispatcher)
        return missing or confirmation(slots)


def _on_the_day_it_is(slots: Slots, day: date) -> None:
    """ "Move the friday one to two": on that friday, which may be another than the next one."""
    wanted = Wanted.model_validate(slots.get("wanted") or {})
    said = [value["from"][:10] for value in (slots.get("existing") or {}).get("times") or [] if value.get("has_date")]
    if wanted.one_day and wanted.one_day != day and wanted.one_day.isoformat() in said:
        slots["wanted"] = wanted.model_copy(update={"first_day": day, "last_day": day}).model_dump(mode="json")


def _doctors_said(slots: Slots) -> list[str]:
    """Beside the appointment: one with whom the caller has none is who is wanted now."""
    return (slots.get("existing") or {}).get("doctors") or []


class ReadBackMove(DeskAction):
    def name(self) -> str:
        return "action_ask_reschedule_form_confirmed"

    def act(self, dispatcher: CollectingDispatcher, turn: Turn, slots: Slots, at: Desk) -> list[EventType]:
        clinic = at.clinic(turn.clinic_id)
        now = turn.now(clinic.tz)
        appointment = the_appointment(at, turn, slots)
        if appointment:
            old = said_of(appointment, now)
            slot = kept(slots["chosen_slot"], clinic)
            dispatcher.utter_message(
                response="utter_read_back_move",
                old_doctor=old["doctor"],
                old_when=old["when"],
                doctor=say_doctor(slot.doctor),
                when=say_when(slot.start, now),
            )
        return []


class Reschedule(Outcome):
    own_slots: ClassVar[tuple[str, ...]] = (*OF_OWN_APPOINTMENT, *OF_ONE_BOOKING)

    def name(self) -> str:
        return "action_reschedule"

    def carry_out(self, dispatcher: CollectingDispatcher, turn: Turn, slots: Slots, at: Desk) -> list[EventType]:
        clinic = at.clinic(turn.clinic_id)
        appointment = the_appointment(at, turn, slots)
        if appointment is None:
            dispatcher.utter_message(response="utter_no_appointment")
        elif not slots.get("confirmed"):
            dispatcher.utter_message(response="utter_not_cancelled")
        else:
            slot = kept(slots["chosen_slot"], clinic)
            moved = at.appointments.reschedule(clinic, appointment.id, slot, turn.call_sid)
            if moved.status == "taken":
                return offer_again(dispatcher, slots, slot.id, "reschedule_form")
            if moved.appointment:
                slots["verification"] = [*(slots.get("verification") or []), moved.appointment.id]
            response = {"booked": "utter_rescheduled", "pending_calendar": "utter_reschedule_requested"}
            dispatcher.utter_message(
                response=response.get(moved.status, "utter_reschedule_failed"),
                doctor=say_doctor(slot.doctor),
                when=say_when(slot.start, turn.now(clinic.tz)),
            )
        return []
