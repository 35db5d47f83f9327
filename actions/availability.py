"""When a doctor is in, or who is in on a day: answered from the calendar; what is said can then be booked."""

from __future__ import annotations

from typing import ClassVar

from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import choosing
from actions.desk import Desk, desk
from actions.task_form import Outcome, TaskForm
from actions.times import from_now, kept, local, say_slots
from actions.turn import Slots, Turn
from receptionist.appointments.wanted import Wanted
from receptionist.speech.spoken_form import say_doctor


class ValidateAvailabilityForm(TaskForm):
    form: ClassVar[str] = "availability_form"
    replaced_by: ClassVar[tuple[str, ...]] = ("book_appointment",)

    def absorb(self, turn: Turn, slots: Slots, requested: str | None, dispatcher: CollectingDispatcher) -> bool:
        doctor = choosing.take_doctor(turn, slots, desk().doctors(turn.clinic_id))
        return choosing.take_time(turn, slots) or doctor

    def next_slot(self, turn: Turn, slots: Slots, dispatcher: CollectingDispatcher) -> str | None:
        if slots.get("doctor_choices") or (_nobody_here(turn) and not slots.get("doctor")):
            return "doctor"
        if not slots.get("doctor"):
            if not slots.get("wanted") and not slots.get("unclear_time"):
                return "doctor"
            doctors = desk().doctors(turn.clinic_id)
            slots["doctor"] = {"ids": [doctor.id for doctor in doctors], "said": "one of our doctors"}
        return "wanted" if slots.get("unclear_time") else None


def _nobody_here(turn: Turn) -> bool:
    return bool(turn.entity("unknown_doctor") or turn.entity("unknown_department"))


def _take_booking_along(turn: Turn, slots: Slots, at: Desk) -> None:
    """ "… and if so, can I have the nine o'clock?": the booking that was asked for in the same sentence is this one."""
    waiting: list[str] = list(slots.get("tasks") or [])
    if "book_form" not in waiting:
        return
    waiting.reverse()
    waiting.remove("book_form")
    slots["tasks"] = waiting[::-1] or None
    said_for = dict(slots.get("said_for") or {})
    said = turn.carrying(said_for.pop("book_form", []))
    slots["said_for"] = said_for or None
    choosing.take_doctor(said, slots, at.doctors(turn.clinic_id))
    choosing.take_time(said, slots)


class SayAvailability(Outcome):
    """Says what is free and goes on with the booking form, which has the offer already."""

    goes_on: ClassVar[bool] = True

    def name(self) -> str:
        return "action_say_availability"

    def carry_out(self, dispatcher: CollectingDispatcher, turn: Turn, slots: Slots, at: Desk) -> list[EventType]:
        if not slots.get("doctor"):
            return []
        clinic = at.clinic(turn.clinic_id)
        now = turn.now(clinic.tz)
        _take_booking_along(turn, slots, at)
        if not slots.get("wanted"):
            slots["wanted"] = Wanted().merge([from_now(now)]).model_dump(mode="json")
        choosing.look_for_slots(turn, slots, at, clinic, at.doctors(clinic.id), fresh=False)
        slots.clear("chosen_slot")
        offer = slots["offer"] = {**slots["offer"], "only_asked": True}
        found = [kept(entry, clinic) for entry in offer["slots"]]
        said = {
            "doctor": say_doctor(found[0].doctor) if found else slots["doctor"]["said"],
            "slots": say_slots(found, now) if found else "",
        }
        if not found:
            dispatcher.utter_message(response="utter_nothing_free", **said)
            slots.clear("doctor", "wanted", "offer")
            return []
        if offer["fit"] == "nearest":
            why = choosing.reason(offer, slots, clinic, now)
            dispatcher.utter_message(response="utter_no_availability", reason=why, **said)
        elif len({slot.doctor for slot in found}) > 1:
            dispatcher.utter_message(response="utter_availability_several", **said)
        else:
            dispatcher.utter_message(response="utter_availability", **said)
        question = "utter_ask_book_this_one" if len(found) == 1 else "utter_ask_book_one_of_these"
        dispatcher.utter_message(response=question, offered=[local(slot.start) for slot in found])
        return [ActiveLoop("book_form"), SlotSet("requested_slot", "chosen_slot"), FollowupAction("action_listen")]
