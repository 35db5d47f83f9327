"""Questions about the clinic, answered from its facts and its opening hours."""

from __future__ import annotations

from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.desk import Desk
from actions.facts import answers
from actions.task_form import TASK_OF_INTENT, DeskAction
from actions.turn import Slots, Turn


class AnswerClinic(DeskAction):
    """A request that was made in the same sentence is still to be done."""

    def name(self) -> str:
        return "action_answer_clinic"

    def act(self, dispatcher: CollectingDispatcher, turn: Turn, slots: Slots, at: Desk) -> list[EventType]:
        known = answers(at.clinic(turn.clinic_id), turn)
        if known:
            dispatcher.utter_message(response="utter_fact", answer=" ".join(known))
        else:
            dispatcher.utter_message(response="utter_fact_unknown")
        asked_too = [TASK_OF_INTENT[intent] for intent in turn.intents if intent in TASK_OF_INTENT]
        if not asked_too:
            return []
        return [SlotSet("tasks", [*(slots.get("tasks") or []), *reversed(asked_too)])]
