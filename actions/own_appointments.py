"""What the caller must show before anything about an appointment is said or changed, and which one is meant.

Verified is who calls from the number of the appointment, attested A by the network, and says the name; or who says the
code from the text message and the name; or who writes that code from the number of the appointment. Unknown, wrong and
none get the same sentence.
"""

from __future__ import annotations

import re
from abc import abstractmethod
from datetime import datetime
from typing import Any

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.desk import Desk, desk
from actions.task_form import DeskAction, TaskForm
from actions.times import local
from actions.turn import Slots, Turn
from receptionist.appointments.models import Appointment
from receptionist.appointments.verification import find_appointments
from receptionist.clinics import WEEKDAYS
from receptionist.speech.spoken_form import say_doctor, say_list, say_when

MOST_FAILURES = 3
MOST_CHOICES = 3
_ONLY_A_WEEKDAY = re.compile(rf"^(?:on |the |my )*({'|'.join(WEEKDAYS)})(?:'s)?$", re.IGNORECASE)
OF_OWN_APPOINTMENT = ("code", "appointment", "existing", "confirmed")  # who is verified stays so for the whole call


class OwnAppointmentForm(TaskForm):
    """A form that asks for the name, verifies, and finds the appointment that is meant."""

    def absorb(self, turn: Turn, slots: Slots, requested: str | None, dispatcher: CollectingDispatcher) -> bool:
        took = self._take_description(turn, slots)
        name = turn.entity("person_name")
        if name and requested in (None, "patient_name", "verification"):
            if slots.get("patient_name") not in (None, name):
                slots.clear("verification", "appointment")
            slots["patient_name"] = name
            took = True
        code = turn.entity("code")
        if requested == "verification" and not code and (turn.intent == "deny" or turn.entity("no_code")):
            slots["verification"] = []
            return True
        if code and turn.by_text:
            if slots.get("code") != code:
                slots.clear("verification", "appointment")
            slots["code"] = code
        known = slots.get("patient_name") or turn.by_text
        if name and not code and name == slots.get("name_not_found"):
            took = True  # said the same again: now the code is asked for
        elif (name or code) and known and not slots.get("verification"):
            self._verify(turn, slots, code or slots.get("code"), dispatcher)
            took = True
        if requested == "appointment":
            took = self._take_appointment(turn, slots) or took
        if requested == "confirmed" and turn.intent in ("affirm", "deny") and not slots.changed():
            slots["confirmed"] = turn.intent == "affirm"
            took = True
        return took

    def next_slot(self, turn: Turn, slots: Slots, dispatcher: CollectingDispatcher) -> str | None:
        if slots.get("verification") == []:
            return None
        if turn.by_text and not slots.get("verification") and not slots.get("code"):
            return "verification"
        if not slots.get("verification") and not slots.get("patient_name"):
            return "patient_name"
        if not slots.get("verification"):
            if not (slots.get("asked") or {}) and not turn.entity("person_name"):
                self._verify(turn, slots, None, dispatcher)  # the name is known from an earlier task of this call
            if (slots.get("verification_failures") or 0) >= MOST_FAILURES:
                slots["given_up"] = "assistant"
                return None
            if not slots.get("verification"):
                return "verification" if slots.get("patient_name") or turn.by_text else "patient_name"
        if not slots.get("appointment"):
            found = own_appointments(desk(), turn, slots)
            existing: dict[str, Any] = slots.get("existing") or {}
            meant = [appointment for appointment in found if _fits(appointment, existing)]
            if not meant and (each := _one_for_each_time(found, existing)):
                meant = self.several(each, slots)
            meant = meant or _fit_loosely(found, existing) or found
            if len(meant) > 1 and existing.get("all"):
                meant = self.several(meant, slots) or meant
            if len(meant) != 1:
                slots["existing"] = {"ids": [appointment.id for appointment in meant[:MOST_CHOICES]]}
                return "appointment"
            slots["appointment"] = meant[0].id
        return self.after_appointment(turn, slots, dispatcher)

    def several(self, appointments: list[Appointment], slots: Slots) -> list[Appointment]:
        """Which of several that were named in one breath are gone into now; none: it is asked."""
        return []

    @abstractmethod
    def after_appointment(self, turn: Turn, slots: Slots, dispatcher: CollectingDispatcher) -> str | None:
        """What is still to be asked once it is clear which appointment is meant."""

    def _take_description(self, turn: Turn, slots: Slots) -> bool:
        """Doctor and time of the appointment that exists, to tell several apart."""
        if slots.get("appointment"):
            return False
        existing: dict[str, Any] = dict(slots.get("existing") or {})
        doctor = turn.entity("doctor")
        if doctor and doctor.get("name"):
            existing["doctors"] = doctor.get("candidates") or [doctor["name"]]
        times = [value for value in turn.entities("datetime") if self.describes_existing(value)]
        if times:
            existing["times"] = times
        if turn.entity("all_of_them"):
            existing["all"] = True
        if existing == (slots.get("existing") or {}):
            return False
        existing.pop("ids", None)
        slots["existing"] = existing
        return True

    def describes_existing(self, value: dict[str, Any]) -> bool:
        return value.get("role") != "excluded"

    def _verify(self, turn: Turn, slots: Slots, code: str | None, dispatcher: CollectingDispatcher) -> None:
        at = desk()
        clinic = at.clinic(turn.clinic_id)
        found = find_appointments(
            at.database,
            clinic,
            slots.get("patient_name"),
            turn.caller,
            turn.attested,
            code,
            turn.now(clinic.tz),
            turn.call_sid,
            sender=turn.caller if turn.by_text else None,
        )
        if found:
            slots["verification"] = [appointment.id for appointment in found]
            return
        if turn.by_text and not slots.get("patient_name"):
            return  # another number than the appointment's: the name is asked for
        slots.clear("code")
        slots["verification_failures"] = (slots.get("verification_failures") or 0) + 1
        if turn.attested and not (code or turn.by_text or slots.get("name_not_found")):
            slots["name_not_found"] = slots.get("patient_name")
            slots.clear("patient_name")
            dispatcher.utter_message(response="utter_not_found_by_name")
            return
        dispatcher.utter_message(response="utter_not_found")

    def _take_appointment(self, turn: Turn, slots: Slots) -> bool:
        ids: list[int] = (slots.get("existing") or {}).get("ids") or []
        picked = turn.entity("choice")
        if isinstance(picked, dict) and 0 <= picked.get("index", -1) < len(ids):
            slots["appointment"] = ids[picked["index"]]
            return True
        return False


def confirmation(slots: Slots) -> str | None:
    return None if slots.get("confirmed") is not None else "confirmed"


def own_appointments(at: Desk, turn: Turn, slots: Slots) -> list[Appointment]:
    """Those that the caller was verified for, in order of time."""
    clinic = at.clinic(turn.clinic_id)
    found = [at.appointments.get(clinic, appointment_id) for appointment_id in slots.get("verification") or []]
    return sorted((one for one in found if one and one.status != "cancelled"), key=lambda one: one.start)


def the_appointment(at: Desk, turn: Turn, slots: Slots) -> Appointment | None:
    verified = slots.get("verification") or []
    if slots.get("appointment") not in verified:
        return None
    return at.appointments.get(at.clinic(turn.clinic_id), slots["appointment"])


def said_of(appointment: Appointment, now: datetime) -> dict[str, str]:
    return {"doctor": say_doctor(appointment.doctor), "when": say_when(appointment.start, now)}


def _fits(appointment: Appointment, existing: dict[str, Any]) -> bool:
    if existing.get("ids") and appointment.id not in existing["ids"]:
        return False
    if existing.get("doctors") and appointment.doctor not in existing["doctors"]:
        return False
    return all(_at(appointment, value) for value in existing.get("times") or [])


def _fit_loosely(found: list[Appointment], existing: dict[str, Any]) -> list[Appointment]:
    """ "The friday one" may be any friday's. Where no appointment is at the time said, the doctor alone counts."""
    times = existing.get("times") or []
    timeless = {key: value for key, value in existing.items() if key != "times"}
    day = _ONLY_A_WEEKDAY.search(times[0].get("text") or "") if len(times) == 1 else None
    on_day = [one for one in found if day and WEEKDAYS[one.start.weekday()] == day[1].lower() and _fits(one, timeless)]
    if on_day:
        return on_day
    if not existing.get("doctors") or any(_at(one, value) for one in found for value in times):
        return []
    return [one for one in found if _fits(one, timeless)]


def _one_for_each_time(found: list[Appointment], existing: dict[str, Any]) -> list[Appointment]:
    """In the order said, where every time that was said names one appointment and no two name the same."""
    named = [[one for one in found if _at(one, value)] for value in existing.get("times") or []]
    if not all(len(fitting) == 1 for fitting in named):
        return []
    each = [fitting[0] for fitting in named]
    return each if len({one.id for one in each}) == len(each) else []


def _at(appointment: Appointment, value: dict[str, Any]) -> bool:
    """Whether a time that was said can mean this appointment; a bare day or a bare clock time may be any such."""
    start = local(appointment.start)
    for reading in [value, *(value.get("alternatives") or [])]:
        begin, end = reading["from"] or "", reading.get("to") or ""
        if reading.get("has_date") and not reading.get("has_time"):
            if begin[:10] == start[:10] or (end and begin <= start < end):
                return True
        elif reading.get("has_date"):
            if begin == start or (end and begin <= start < end):
                return True
        elif begin[11:] == start[11:] or (end and begin[11:] <= start[11:] < end[11:]):
            return True
    return False


class AskAppointment(DeskAction):
    def name(self) -> str:
        return "action_ask_appointment"

    def act(self, dispatcher: CollectingDispatcher, turn: Turn, slots: Slots, at: Desk) -> list[EventType]:
        now = turn.now(at.clinic(turn.clinic_id).tz)
        ids = (slots.get("existing") or {}).get("ids") or []
        found = own_appointments(at, turn, slots)
        listed = [one for one in found if one.id in ids]
        many = len(found) > len(listed) == MOST_CHOICES
        dispatcher.utter_message(
            response="utter_ask_which_appointment_of_many" if many else "utter_ask_which_appointment",
            appointments=list_appointments(listed, now),
            offered=[local(one.start) for one in listed],
        )
        return []


def list_appointments(appointments: list[Appointment], now: datetime) -> str:
    return say_list([f"{say_doctor(one.doctor)}, {say_when(one.start, now)}" for one in appointments], "and")
