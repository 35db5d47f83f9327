"""Handing over to a human, and taking a message when nobody is there."""

from __future__ import annotations

from typing import ClassVar

from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions.desk import Desk
from actions.task_form import TASK_OF_INTENT, DeskAction, TaskForm
from actions.times import kept
from actions.turn import Slots, Turn
from receptionist.clinics import Clinic
from receptionist.messaging.outbox import leave_message
from receptionist.messaging.recordings import agree
from receptionist.speech.spoken_form import say_doctor, say_when

TASKS_IN_WORDS = {
    "book_form": "wants to book an appointment",
    "cancel_form": "wants to cancel an appointment",
    "reschedule_form": "wants to move an appointment",
    "availability_form": "asks when a doctor is in",
    "my_appointment_form": "asks about an appointment",
    "message_form": "wants to leave a message",
}


class HandOver(DeskAction):
    """Puts the caller through while somebody is at the desk; takes a message otherwise."""

    def name(self) -> str:
        return "action_hand_over"

    def act(self, dispatcher: CollectingDispatcher, turn: Turn, slots: Slots, at: Desk) -> list[EventType]:
        clinic = at.clinic(turn.clinic_id)
        if clinic.reception and turn.entity("wants_message"):
            return [FollowupAction("message_form")]
        if clinic.reception and clinic.is_open(turn.now(clinic.tz)) and not turn.nobody_answered:
            dispatcher.utter_message(response="utter_transfer", whisper=whisper(turn, slots, clinic))
            slots.clear("left_unfinished")
            return slots.events()
        dispatcher.utter_message(response="utter_nobody_there")
        return [FollowupAction("message_form" if clinic.reception else "action_next_task")]


def whisper(turn: Turn, slots: Slots, clinic: Clinic) -> str:
    """Who, why, and what is done so far; said to the human before the caller is put through."""
    name = slots.get("caller_name") or slots.get("patient_name") or "A caller"
    unfinished = slots.get("left_unfinished")
    ran = ("action_execution_rejected", "action") if unfinished else ("action_execution_rejected",)
    tasks = [e["name"] for e in turn.events if e["event"] in ran and e.get("name") in TASKS_IN_WORDS]
    said = [f"{name} {TASKS_IN_WORDS[tasks[-1]] if tasks else 'asked for a person'}."]
    if turn.entity("concern"):
        said.append(f"In the caller's words: {turn.entity('concern')}.")
    if slots.get("chosen_slot"):
        slot = kept(slots["chosen_slot"], clinic)
        said.append(f"Chosen, not booked yet: {say_doctor(slot.doctor)}, {say_when(slot.start, turn.now(clinic.tz))}.")
    elif unfinished:
        said.append(f"It is about {unfinished}, and the assistant could not go on.")
    elif slots.get("doctor"):
        said.append(f"It is about {slots['doctor']['said']}.")
    return " ".join(said)


class KeepRecordingConsent(DeskAction):
    """Stamped on the call; without it no recording of the call is passed on."""

    def name(self) -> str:
        return "action_keep_recording_consent"

    def act(self, dispatcher: CollectingDispatcher, turn: Turn, slots: Slots, at: Desk) -> list[EventType]:
        agree(at.database, at.clinic(turn.clinic_id), turn.call_sid, turn.caller)
        return []


class ValidateMessageForm(TaskForm):
    form: ClassVar[str] = "message_form"

    def absorb(self, turn: Turn, slots: Slots, requested: str | None, dispatcher: CollectingDispatcher) -> bool:
        if requested == "message" and turn.entity("message"):
            slots["message"] = turn.entity("message")
            return True
        if requested == "message" and turn.intent == "deny":
            slots["message"] = ""
            return True
        return False

    def next_slot(self, turn: Turn, slots: Slots, dispatcher: CollectingDispatcher) -> str | None:
        return "message" if slots.get("message") is None else None

    def _stands_aside(self, turn: Turn, requested: str | None) -> bool:
        """ "Forget the message, just book me" leaves none; whatever else is said is the message."""
        called_off = turn.intent in TASK_OF_INTENT and not turn.entity("message")
        return called_off or turn.intent in ("goodbye", "emergency")

    def _left_for(self, turn: Turn, slots: Slots) -> list[EventType]:
        return []


class TakeMessage(DeskAction):
    def name(self) -> str:
        return "action_take_message"

    def act(self, dispatcher: CollectingDispatcher, turn: Turn, slots: Slots, at: Desk) -> list[EventType]:
        clinic = at.clinic(turn.clinic_id)
        message = slots.get("message")
        if message and leave_message(
            at.database,
            clinic,
            message,
            caller=slots.get("caller_name") or slots.get("patient_name"),
            phone=slots.get("phone") or turn.caller,
            call_sid=turn.call_sid,
        ):
            dispatcher.utter_message(response="utter_message_taken")
        slots.clear("message", "tasks", "asked", "given_up")
        return slots.events()
