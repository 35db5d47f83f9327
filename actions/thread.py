"""The thread of a call: its greeting, what comes after a task, and answers that come before any request."""

from __future__ import annotations

from typing import Any

from rasa_sdk.events import EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.desk import Desk
from actions.task_form import DeskAction, tell_nothing
from actions.turn import Slots, Turn

ABOUT_A_BOOKING = ("doctor", "unknown_doctor", "any_doctor", "department", "unknown_department", "datetime")
CERTAINLY_A_BOOKING = ("doctor", "department")
NOT_UNDERSTOOD = ("nlu_fallback", "out_of_scope")


class Greet(DeskAction):
    def name(self) -> str:
        return "action_greet"

    def act(self, dispatcher: CollectingDispatcher, turn: Turn, slots: Slots, at: Desk) -> list[EventType]:
        clinic = at.clinic(turn.clinic_id)
        recording = "_recording" if clinic.recording else ""
        closed = "" if clinic.is_open(turn.now(clinic.tz)) else "_closed"
        response = f"utter_greeting{recording}{closed}"
        dispatcher.utter_message(response=response, clinic=clinic.name)
        return []


class NextTask(DeskAction):
    """Takes up what was interrupted or is still to do; when nothing is left, asks whether there is anything else."""

    def name(self) -> str:
        return "action_next_task"

    def act(self, dispatcher: CollectingDispatcher, turn: Turn, slots: Slots, at: Desk) -> list[EventType]:
        tasks: list[Any] = slots.get("tasks") or []
        if tasks:
            return [SlotSet("tasks", tasks[:-1] or None), FollowupAction(tasks[-1])]
        dispatcher.utter_message(response="utter_anything_else")
        return []


class Route(DeskAction):
    """A doctor, a department or a time, said before any request, is the beginning of a booking; where the rest was not
    understood, only a doctor or a department is ("orthopedics please, my knee keeps giving out")."""

    def name(self) -> str:
        return "action_route"

    def act(self, dispatcher: CollectingDispatcher, turn: Turn, slots: Slots, at: Desk) -> list[EventType]:
        if turn.entity("about_patient") and turn.intent == "out_of_scope":
            tell_nothing(dispatcher, slots)
            dispatcher.utter_message(response="utter_ask_request")
            return slots.events()
        enough = CERTAINLY_A_BOOKING if turn.intent in NOT_UNDERSTOOD else ABOUT_A_BOOKING
        if any(turn.entity(entity) for entity in enough):
            return [FollowupAction("book_form")]
        dispatcher.utter_message(response="utter_not_understood")
        return []
