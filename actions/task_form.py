"""What every task's form does with a turn: stand aside for another request, take in what was said, know what to ask.

Rasa runs the form; this decides what its slots become and which is asked for next. A subclass is one task.
"""

from __future__ import annotations

import asyncio
import logging
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActionExecutionRejected, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.desk import Desk, desk
from actions.facts import answer_beside
from actions.turn import Slots, Turn
from receptionist.calendars.port import CalendarDown

logger = logging.getLogger(__name__)

TASK_OF_INTENT = {
    "book_appointment": "book_form",
    "cancel_appointment": "cancel_form",
    "reschedule_appointment": "reschedule_form",
    "check_availability": "availability_form",
    "my_appointment": "my_appointment_form",
}
ASIDES = ("ask_clinic",)
WAYS_OUT = ("human_agent", "goodbye", "emergency", "leave_message")
POLITE = ("thanks", "greet")
MOST_TIMES_ASKED = 6  # for one thing in one task
MOST_TIMES_TOLD_NOTHING = 2


class TaskForm(Action, ABC):
    """`form` is the form's name in domain.yml. `also` are requests that mean this task too while it is going on;
    `replaced_by` are those after which it is not taken up again."""

    form: ClassVar[str] = ""
    also: ClassVar[tuple[str, ...]] = ()
    replaced_by: ClassVar[tuple[str, ...]] = ()

    def name(self) -> str:
        return f"validate_{self.form}"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        return await in_thread(self.name(), dispatcher, lambda: self._run(dispatcher, tracker))

    def _run(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        turn, slots = Turn(tracker), Slots(tracker.slots)
        requested: str | None = slots.pop("requested_slot", None)
        begins = turn.activates(self.form)
        if begins:
            requested = None
        if begins:
            self._take_what_waited(turn, slots, dispatcher)
        if not turn.is_used_up(self.form):
            if not begins and self._stands_aside(turn, requested):
                return [*self._left_for(turn, slots), ActionExecutionRejected(self.form)]
            if begins:
                self._put_off_the_rest(turn, slots)
            heard, turn = turn, turn.about(self._own_requests())
            self._wait(turn.further_parts(), slots)
            turn = turn.first_part()
            if turn.entity("give_up") and not begins:
                return self._given_up("caller", slots)
            if turn.entity("about_patient") and turn.intent == "out_of_scope":
                tell_nothing(dispatcher, slots)
                return [*slots.events(), *_asked_again(requested, slots)]
            if turn.intent == "repeat" and not begins:
                dispatcher.utter_message(response="utter_repeat")
                return _asked_again(requested, slots)
            answer_beside(dispatcher, heard, desk())
            progress = self.absorb(turn, slots, requested, dispatcher)
            if not (progress or begins or slots.changed() or turn.intent in POLITE):
                dispatcher.utter_message(response="utter_not_understood")
                self.not_understood(requested, slots)
                return [*slots.events(), *_asked_again(requested, slots)]
        try:
            following = self.next_slot(turn, slots, dispatcher)
        except CalendarDown:
            dispatcher.utter_message(response="utter_calendar_unreachable")
            return self._given_up("assistant", slots)
        if slots.get("given_up"):
            return self._given_up(slots["given_up"], slots)
        if following:
            asked: dict[str, int] = slots.get("asked") or {}
            slots["asked"] = {**asked, following: asked.get(following, 0) + 1}
            if slots["asked"][following] > MOST_TIMES_ASKED:
                return self._given_up("assistant", slots)
        return [*(slots.events() or _asked_again(following, slots)), SlotSet("requested_slot", following)]

    def _given_up(self, by: str, slots: Slots) -> list[EventType]:
        """Ends the form; its outcome says what that means."""
        slots["given_up"] = by
        return [*slots.events(), SlotSet("requested_slot", None)]

    @abstractmethod
    def absorb(self, turn: Turn, slots: Slots, requested: str | None, dispatcher: CollectingDispatcher) -> bool:
        """Takes in what was said; `requested` is the slot that was asked for. Whether it answered anything."""

    def not_understood(self, requested: str | None, slots: Slots) -> None:
        """The answer to what was asked for was not understood, and is asked for again."""

    @abstractmethod
    def next_slot(self, turn: Turn, slots: Slots, dispatcher: CollectingDispatcher) -> str | None:
        """Which slot to ask for; None when the task has all that it needs."""

    def _stands_aside(self, turn: Turn, requested: str | None) -> bool:
        if turn.intent in WAYS_OUT or turn.intent in ASIDES:
            return True
        task = TASK_OF_INTENT.get(turn.intent)
        return task is not None and task != self.form and turn.intent not in self.also

    def _left_for(self, turn: Turn, slots: Slots) -> list[EventType]:
        """The interrupted task waits on the stack, unless the new request takes its place."""
        if turn.intent not in TASK_OF_INTENT or turn.intent in self.replaced_by:
            return []
        return [SlotSet("tasks", [*(slots.get("tasks") or []), self.form])]

    def _own_requests(self) -> set[str]:
        return {*self.also, *(intent for intent, task in TASK_OF_INTENT.items() if task == self.form)}

    def _put_off_the_rest(self, turn: Turn, slots: Slots) -> None:
        """Other requests of the same sentence wait on the stack, with what was said for them."""
        waiting: dict[str, Any] = dict(slots.get("said_for") or {})
        later: list[str] = []
        for intent in dict.fromkeys(reversed(turn.intents)):
            task = TASK_OF_INTENT.get(intent)
            if task and task != self.form and task not in later:
                later.append(task)
                waiting[task] = turn.said_for({intent})
        slots["tasks"] = [*(slots.get("tasks") or []), *later] or None
        slots["said_for"] = {task: said for task, said in waiting.items() if said} or None

    def _take_what_waited(self, turn: Turn, slots: Slots, dispatcher: CollectingDispatcher) -> None:
        if self.form in (slots.get("tasks") or []):
            return  # another of the kind is still to come: what waits is said for that one
        waiting: dict[str, Any] = dict(slots.get("said_for") or {})
        said = waiting.pop(self.form, None)
        slots["said_for"] = waiting or None
        if said:
            first = min(entity.get("part") or 0 for entity in said)
            self._wait([entity for entity in said if (entity.get("part") or 0) != first], slots)
            now = [entity for entity in said if (entity.get("part") or 0) == first]
            self.absorb(turn.carrying(now), slots, None, dispatcher)

    def _wait(self, said: list[dict[str, Any]], slots: Slots) -> None:
        """What was said for another one of the same kind: it comes next, after this one."""
        if said:
            slots["said_for"] = {**(slots.get("said_for") or {}), self.form: said}
            slots["tasks"] = [*(slots.get("tasks") or []), self.form]


def tell_nothing(dispatcher: CollectingDispatcher, slots: Slots) -> None:
    """To questions about other patients; asked on and on, they are not understood."""
    slots["told_nothing"] = (slots.get("told_nothing") or 0) + 1
    fishing = slots["told_nothing"] > MOST_TIMES_TOLD_NOTHING
    dispatcher.utter_message(response="utter_not_understood" if fishing else "utter_nothing_about_patients")


def _asked_again(requested: str | None, slots: Slots) -> list[EventType]:
    """Rasa rejects a form whose validation sets no slot, so the one that is asked for gets the value that it has."""
    if requested is None:
        return []
    return [SlotSet(requested, slots.get(requested)), SlotSet("requested_slot", requested)]


async def in_thread(
    name: str, dispatcher: CollectingDispatcher, work: Callable[[], list[EventType]]
) -> list[EventType]:
    """`work`, because the core is synchronous. When it fails, the channel says that there is trouble, whatever other
    actions of the turn say: Rasa would go on as if it had been done."""
    try:
        return await asyncio.to_thread(work)
    except Exception:
        logger.exception("%s failed", name)
        dispatcher.messages.clear()
        dispatcher.utter_message(json_message={"speech": "", "trouble": True})
        return []


class DeskAction(Action, ABC):
    """An action that does its work at the desk."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[EventType]:
        return await in_thread(
            self.name(), dispatcher, lambda: self.act(dispatcher, Turn(tracker), Slots(tracker.slots), desk())
        )

    @abstractmethod
    def act(self, dispatcher: CollectingDispatcher, turn: Turn, slots: Slots, at: Desk) -> list[EventType]:
        """Says the outcome; returns the events."""


class Outcome(DeskAction, ABC):
    """What a form that has ended comes to. `own_slots` are emptied then; `goes_on`: no rule says what comes next."""

    own_slots: ClassVar[tuple[str, ...]] = ()
    goes_on: ClassVar[bool] = False

    def act(self, dispatcher: CollectingDispatcher, turn: Turn, slots: Slots, at: Desk) -> list[EventType]:
        given_up = slots.get("given_up")
        further = self.carry_out(dispatcher, turn, slots, at) if not given_up else []
        if given_up == "assistant":
            further = [FollowupAction("action_hand_over")]
        elif given_up == "caller":
            dispatcher.utter_message(response="utter_nothing_done")
        if given_up == "assistant":
            slots["left_unfinished"] = (slots.get("doctor") or {}).get("said") or "an appointment"
        if not any(event["event"] == "followup" and event["name"].endswith("_form") for event in further):
            slots.clear(*self.own_slots)
        if slots.get("verification") == []:  # not verified: the next task may try again
            slots.clear("verification")
        slots.clear("given_up", "asked")
        if self.goes_on and not any(event["event"] == "followup" for event in further):
            further = [*further, FollowupAction("action_next_task")]
        return [*slots.events(), *further]

    @abstractmethod
    def carry_out(self, dispatcher: CollectingDispatcher, turn: Turn, slots: Slots, at: Desk) -> list[EventType]:
        """Does what the caller has said yes to and says the outcome; returns the events beside those of the slots. A
        follow-up on a form keeps the slots."""
