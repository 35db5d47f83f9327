"""Whether somebody wants our text messages."""

from __future__ import annotations

from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.desk import Desk
from actions.task_form import DeskAction
from actions.turn import Slots, Turn
from receptionist.messaging.consent import keep_consent


class KeepConsent(DeskAction):
    def name(self) -> str:
        return "action_keep_consent"

    def act(self, dispatcher: CollectingDispatcher, turn: Turn, slots: Slots, at: Desk) -> list[EventType]:
        if turn.caller:
            keep_consent(at.database, at.clinic(turn.clinic_id), turn.caller, turn.intent == "messages_wanted")
        dispatcher.utter_message(response="utter_nothing")
        return []
