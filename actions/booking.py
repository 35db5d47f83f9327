"""Booking: what the form takes in and asks, the read-back, and the booking after the caller's yes."""

from __future__ import annotations

from typing import ClassVar

from pydantic import ValidationError
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions import choosing, heard_offers
from actions.desk import Desk, desk
from actions.patient_names import corrected, name_for_certain
from actions.task_form import DeskAction, Outcome, TaskForm
from actions.times import kept
from actions.turn import Slots, Turn
from receptionist.appointments.models import GuestInfo
from receptionist.appointments.wanted import Wanted
from receptionist.clinics import Clinic
from receptionist.speech.numbers_in_words import say_phone, say_spelled
from receptionist.speech.spoken_form import say_code, say_digits, say_doctor, say_when

TO_CHANGE = {
    "time": ("wanted", "offer", "chosen_slot"),
    "doctor": ("doctor", "offer", "chosen_slot"),
    "name": ("patient_name",),
    "phone": ("phone",),
}
MAY_BE_LEFT_OUT = ("email", "purpose", "address")  # for those who have none, or would rather not say
DETAILS = ("date_of_birth", "new_patient", "address", "email", "purpose")
READ_BACKS = ("utter_read_back", "utter_read_back_by_field", "utter_read_back_spelled")
MOST_TAKEN = 3  # times that somebody was faster in one booking, before a person takes over
ALREADY_DONE = "already done"
OF_ONE_BOOKING = (
    "doctor",
    "doctor_choices",
    "wanted",
    "unclear_time",
    "offer",
    "offered",
    "chosen_slot",
    "name_in_doubt",
    "confirmed",
    "nothing_free",
    "purpose",
)


class ValidateBookForm(TaskForm):
    form: ClassVar[str] = "book_form"
    also: ClassVar[tuple[str, ...]] = ("check_availability", "reschedule_appointment")  # "can we make it eleven"

    def absorb(self, turn: Turn, slots: Slots, requested: str | None, dispatcher: CollectingDispatcher) -> bool:
        at = desk()
        doctors = at.doctors(turn.clinic_id)
        take_patient(turn, slots, requested)
        change = turn.entity("change") if turn.expecting == "rephrase" else None
        if change:
            slots.clear(*TO_CHANGE[change], "confirmed")
        doctor = choosing.take_doctor(turn, slots, doctors)
        # "the one at ten" names a slot that was offered; any other time is a new wish
        time = choosing.take_choice(turn, slots) or choosing.take_time(turn, slots)
        person = take_person(turn, slots, requested)
        declined = choosing.declines_offers(turn, slots)
        more = bool(turn.entity("more") and slots.get("offer")) and not declined
        if more:
            slots.clear("chosen_slot", "confirmed")
            self._look(turn, slots, at, fresh=True)
        if requested == "confirmed" and not slots.changed():
            said_again = doctor or person or choosing.names_chosen(turn, slots)
            if said_again and turn.intent not in ("affirm", "cancel_appointment"):
                return True  # what was read back is read back once more
            if self._answers_read_back(turn, slots):
                return True
        if change or doctor or time or person or more:
            if slots.get("confirmed") is False:  # said again what was read back: it is read back once more
                slots["confirmed"] = None
            return True
        if requested == "chosen_slot" and turn.intent == "deny":
            if (slots.get("offer") or {}).get("only_asked"):
                slots["given_up"] = "caller"
            slots.clear("wanted", "offer")
            return True
        if turn.intent == "deny" and requested in ("doctor", "wanted"):
            slots["given_up"] = "caller"
            return True
        return False

    def _left_for(self, turn: Turn, slots: Slots) -> list[EventType]:
        """A booking of which no time was said yet was none, when the next thing is about an appointment that exists."""
        if turn.intent in ("cancel_appointment", "reschedule_appointment", "my_appointment") and not slots.get(
            "wanted"
        ):
            return []
        return super()._left_for(turn, slots)

    def not_understood(self, requested: str | None, slots: Slots) -> None:
        asked: dict[str, int] = slots.get("asked") or {}
        if requested in MAY_BE_LEFT_OUT:
            slots["asked"] = {**asked, requested: asked.get(requested, 0) + 1}

    def _stands_aside(self, turn: Turn, requested: str | None) -> bool:
        """ "Cancel that" in answer to the read-back drops this booking and no appointment."""
        names_one = turn.entity("doctor") or turn.entity("datetime")
        if requested == "confirmed" and turn.intent == "cancel_appointment" and not names_one:
            return False
        return super()._stands_aside(turn, requested)

    def _answers_read_back(self, turn: Turn, slots: Slots) -> bool:
        asked_what_to_change = turn.expecting == "rephrase"
        if turn.intent == "affirm" and not asked_what_to_change:
            slots["confirmed"] = True
            return True
        if turn.intent in ("deny", "reschedule_appointment", "cancel_appointment"):
            slots["confirmed"] = False
            drops = asked_what_to_change or turn.intent == "cancel_appointment"
            slots["given_up"] = "caller" if drops else None
            return True
        return False

    def next_slot(self, turn: Turn, slots: Slots, dispatcher: CollectingDispatcher) -> str | None:
        at = desk()
        clinic = at.clinic(turn.clinic_id)
        if not slots.get("chosen_slot") and self._is_done(turn, slots, dispatcher):
            slots["given_up"] = ALREADY_DONE
            return None
        missing = choose_slot(turn, slots, at, clinic, dispatcher)
        if missing:
            return missing
        if not slots.get("patient_name"):
            return "patient_name"
        if slots.get("patient_relation") and not slots.get("caller_name"):
            return "caller_name"
        if not slots.get("phone") and "phone" in clinic.collect:
            return "phone"
        for detail in DETAILS:
            if detail in clinic.collect and slots.get(detail) is None:
                return detail
        return None if slots.get("confirmed") else "confirmed"

    def _is_done(self, turn: Turn, slots: Slots, dispatcher: CollectingDispatcher) -> bool:
        """Whether just this was booked a moment ago: asked for again, it is there already."""
        wanted = Wanted.model_validate(slots.get("wanted") or {})
        if not wanted.exact or turn.entity("for_other") or turn.entity("for_self"):
            return False
        clinic = desk().clinic(turn.clinic_id)
        for entry in slots.get("booked") or []:
            slot = kept(entry["slot"], clinic)
            doctor = (slots.get("doctor") or {}).get("ids")
            named = slot.doctor_id in doctor if doctor else bool(turn.entity("person_name"))
            same = named and slots.get("patient_name") in (None, entry["name"])
            if same and wanted.matches(slot.start.replace(tzinfo=None)):
                when = say_when(slot.start, turn.now(clinic.tz))
                dispatcher.utter_message(response="utter_already_booked", doctor=say_doctor(slot.doctor), when=when)
                return True
        return False

    def _look(self, turn: Turn, slots: Slots, at: Desk, fresh: bool) -> None:
        if slots.get("doctor"):
            choosing.look_for_slots(turn, slots, at, at.clinic(turn.clinic_id), at.doctors(turn.clinic_id), fresh)


def choose_slot(turn: Turn, slots: Slots, at: Desk, clinic: Clinic, dispatcher: CollectingDispatcher) -> str | None:
    """Which of doctor, wanted, chosen_slot is to be asked for next; None when a slot is chosen."""
    if not slots.get("doctor"):
        return "doctor"
    if slots.get("unclear_time") or not slots.get("wanted"):
        return "wanted"
    if not slots.get("chosen_slot"):
        choosing.look_for_slots(turn, slots, at, clinic, at.doctors(clinic.id), fresh=False)
        offer = slots["offer"]
        if slots.get("chosen_slot"):
            slot = kept(slots["chosen_slot"], clinic)
            when = say_when(slot.start, turn.now(clinic.tz))
            dispatcher.utter_message(
                response="utter_slot_is_free", when=when[0].upper() + when[1:], doctor=say_doctor(slot.doctor)
            )
        elif not offer["slots"] and not offer["again"]:
            return _nothing_free(turn, slots, at, dispatcher)
        elif not heard_offers.read_out(turn, slots, at, clinic):
            dispatcher.utter_message(response="utter_nothing_else_to_offer")
            slots["given_up"] = "assistant"
            return None
    return None if slots.get("chosen_slot") else "chosen_slot"


def _nothing_free(turn: Turn, slots: Slots, at: Desk, dispatcher: CollectingDispatcher) -> str | None:
    """Honest, and a way on: another doctor, where there is one and it was not said before; otherwise our staff."""
    dispatcher.utter_message(response="utter_nothing_free", doctor=slots["doctor"]["said"])
    others = [doctor for doctor in at.doctors(turn.clinic_id) if doctor.id not in slots["doctor"]["ids"]]
    if not others or slots.get("nothing_free"):
        slots["given_up"] = "assistant"
        return None
    slots["nothing_free"] = True
    slots.clear("doctor", "offer")
    return "doctor"


def take_patient(turn: Turn, slots: Slots, requested: str | None) -> None:
    """For whom, where that is said. The name known from an earlier task of the call is then the caller's, unless the
    earlier one was for the same person ("and he needs doctor kim too")."""
    relation, known = turn.entity("for_other"), slots.get("patient_name")
    if relation:
        slots["patient_relation"] = relation
        same = relation == "other" and slots.get("caller_name")
        if requested is None and known and not turn.entity("person_name") and not same:
            slots["caller_name"] = slots.get("caller_name") or known
            slots.clear("patient_name")
    elif turn.entity("for_self") and slots.get("caller_name"):
        slots["patient_name"] = slots["caller_name"]
        slots.clear("patient_relation")


def take_person(turn: Turn, slots: Slots, requested: str | None) -> bool:
    """Who the appointment is for and how they are reached."""
    took = False
    name = name_for_certain(turn, slots, requested)
    if slots.get("name_in_doubt") and not name:
        took = bool(turn.entity("person_name"))
    elif name:
        name = corrected(name, slots.get("patient_name")) if requested == "confirmed" else name
        own = requested == "caller_name" or (slots.get("patient_relation") and turn.entity("own_name") == name)
        slots["caller_name" if own else "patient_name"] = name
        slots.clear("confirmed")
        took = True
    phone = turn.entity("phone")
    if phone == "caller" or (requested == "phone" and turn.intent == "affirm" and not phone):
        phone = turn.caller
    if phone:
        slots["phone"] = phone
        slots.clear("confirmed")
        took = True
    elif requested == "phone" and turn.intent == "deny":
        took = (slots.get("asked") or {}).get("phone", 0) < 2  # after that it is an answer that was not understood
    for detail in ("address", "email", "purpose", "date_of_birth"):
        value = turn.entity(detail)
        if value:
            slots[detail] = value
            took = True
    refuses = turn.intent == "deny" or (slots.get("asked") or {}).get(requested or "", 0) > 1
    if requested in MAY_BE_LEFT_OUT and refuses and not slots.get(requested):
        slots[requested] = ""
        took = True
    if turn.entity("new_patient") is not None:
        slots["new_patient"] = turn.entity("new_patient")
        took = True
    elif requested == "new_patient" and turn.intent in ("affirm", "deny"):
        slots["new_patient"] = turn.intent == "deny"  # "have you been to us before?"
        took = True
    return took


class AskDoctor(DeskAction):
    def name(self) -> str:
        return "action_ask_doctor"

    def act(self, dispatcher: CollectingDispatcher, turn: Turn, slots: Slots, at: Desk) -> list[EventType]:
        choosing.ask_doctor(dispatcher, turn, slots, at.doctors(turn.clinic_id))
        return []


class AskWanted(DeskAction):
    def name(self) -> str:
        return "action_ask_wanted"

    def act(self, dispatcher: CollectingDispatcher, turn: Turn, slots: Slots, at: Desk) -> list[EventType]:
        choosing.ask_time(dispatcher, turn, slots, at.clinic(turn.clinic_id))
        return []


class AskChosenSlot(DeskAction):
    def name(self) -> str:
        return "action_ask_chosen_slot"

    def act(self, dispatcher: CollectingDispatcher, turn: Turn, slots: Slots, at: Desk) -> list[EventType]:
        choosing.offer_slots(dispatcher, turn, slots, at.clinic(turn.clinic_id))
        return []


class AskPatientName(DeskAction):
    def name(self) -> str:
        return "action_ask_book_form_patient_name"

    def act(self, dispatcher: CollectingDispatcher, turn: Turn, slots: Slots, at: Desk) -> list[EventType]:
        relation = slots.get("patient_relation")
        doubted = slots.get("name_in_doubt")
        if doubted and " " not in doubted and not turn.entity("name_in_doubt"):
            dispatcher.utter_message(response="utter_ask_last_name", name=doubted)
        elif doubted:
            dispatcher.utter_message(response="utter_ask_patient_name_again", name=slots["name_in_doubt"])
        elif relation and relation != "other":
            dispatcher.utter_message(response="utter_ask_patient_name_of_other", relation=relation)
        else:
            dispatcher.utter_message(response="utter_ask_patient_name")
        return []


class AskPhone(DeskAction):
    """Offers the number that the caller is calling from, unless that was just declined."""

    def name(self) -> str:
        return "action_ask_phone"

    def act(self, dispatcher: CollectingDispatcher, turn: Turn, slots: Slots, at: Desk) -> list[EventType]:
        if turn.caller and not (turn.intent == "deny" and turn.expecting == "phone"):
            dispatcher.utter_message(response="utter_ask_phone_or_callers", ending=say_digits(turn.caller[-4:]))
        else:
            dispatcher.utter_message(response="utter_ask_phone")
        return []


class ReadBack(DeskAction):
    """Doctor, weekday, date, time and name; only a yes to this books. Said again it goes field by field, and after
    that in letters and digits."""

    def name(self) -> str:
        return "action_ask_book_form_confirmed"

    def act(self, dispatcher: CollectingDispatcher, turn: Turn, slots: Slots, at: Desk) -> list[EventType]:
        if slots.get("confirmed") is False:
            dispatcher.utter_message(response="utter_ask_what_to_change")
            return []
        clinic = at.clinic(turn.clinic_id)
        slot = kept(slots["chosen_slot"], clinic)
        times_read = (slots.get("asked") or {}).get("confirmed", 0)
        name, phone = slots["patient_name"], slots.get("phone") or turn.caller
        dispatcher.utter_message(
            response=READ_BACKS[min(max(times_read, 1), len(READ_BACKS)) - 1],
            name=name,
            spelled=". ".join(say_spelled(word) for word in name.split()),
            doctor=say_doctor(slot.doctor),
            when=say_when(slot.start, turn.now(clinic.tz)),
            phone=say_phone(phone, clinic.country) if phone else "none",
        )
        return []


class Book(Outcome):
    """The name and the number stay for a further request in the same call."""

    own_slots: ClassVar[tuple[str, ...]] = (*OF_ONE_BOOKING, "patient_relation")

    def name(self) -> str:
        return "action_book"

    def carry_out(self, dispatcher: CollectingDispatcher, turn: Turn, slots: Slots, at: Desk) -> list[EventType]:
        if not slots.get("confirmed"):
            return []
        clinic = at.clinic(turn.clinic_id)
        slot = kept(slots["chosen_slot"], clinic)
        try:
            guest = _guest(slots)
        except ValidationError:
            dispatcher.utter_message(response="utter_booking_failed")
            return []
        contact = slots.get("phone") or turn.caller
        booked = at.appointments.book(clinic, slot, guest, contact, turn.call_sid, slots.get("caller_name"))
        if booked.status == "taken":
            return offer_again(dispatcher, slots, slot.id, "book_form")
        response = {"booked": "utter_booked", "pending_calendar": "utter_booking_requested"}.get(booked.status)
        said = {"doctor": say_doctor(slot.doctor), "when": say_when(slot.start, turn.now(clinic.tz))}
        if booked.status == "booked" and booked.appointment and not contact:
            response, said["code"] = "utter_booked_without_text", say_code(booked.appointment.code)
        if response:
            done = {"slot": slots["chosen_slot"], "name": slots["patient_name"]}
            slots["booked"] = [*(slots.get("booked") or []), done]
        dispatcher.utter_message(response=response or "utter_booking_failed", **said)
        return []


def offer_again(dispatcher: CollectingDispatcher, slots: Slots, taken: str, form: str) -> list[EventType]:
    """Somebody was faster: back to the form, which offers others, also of those that were offered before."""
    dispatcher.utter_message(response="utter_slot_taken_meanwhile")
    if len(heard_offers.note_gone(slots, taken)) == MOST_TAKEN:
        return [FollowupAction("action_hand_over")]
    slots.clear("offer", "chosen_slot", "confirmed")
    return [FollowupAction(form)]


def _guest(slots: Slots) -> GuestInfo:
    fields = {
        field: slots.get(field) for field in ("phone", "email", "purpose", "address", "date_of_birth", "new_patient")
    }
    left_out = [field for field in MAY_BE_LEFT_OUT if fields[field] == ""]
    return GuestInfo(name=slots["patient_name"], **fields | dict.fromkeys(left_out))
