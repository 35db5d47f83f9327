"""What an action may look at: what understanding made of the turn, and where the call stands. Never raw text."""

from __future__ import annotations

from collections.abc import Collection
from copy import copy
from datetime import datetime
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet

FORMS = ("book_form", "cancel_form", "reschedule_form", "availability_form", "my_appointment_form", "message_form")


class Turn:
    """`events` are those since the caller spoke last."""

    def __init__(self, tracker: Tracker) -> None:
        message = tracker.latest_message or {}
        self.call_sid: str = tracker.sender_id
        self.intent: str = (message.get("intent") or {}).get("name") or ""
        self.intents: list[str] = message.get("intents") or [self.intent]
        self._entities: list[dict[str, Any]] = message.get("entities") or []
        metadata = message.get("metadata") or {}
        self.clinic_id: str = metadata.get("clinic") or ""
        self.caller: str | None = metadata.get("caller")
        self.attested: bool = metadata.get("attestation") == "A"
        self.by_text: bool = metadata.get("channel") == "twilio_sms"
        self.nobody_answered: bool = bool(metadata.get("transfer_failed"))
        self.expecting: str | None = metadata.get("expecting")
        self._now: str = metadata.get("now") or ""
        self.events: list[dict[str, Any]] = _since_the_caller_spoke(tracker.events)

    def about(self, requests: Collection[str]) -> Turn:
        """The turn without what was said for another request of the same sentence."""
        return self._with([entity for entity in self._entities if entity.get("request") in (None, *requests)])

    def first_part(self) -> Turn:
        """The turn without what was said for a second or third one of the same kind."""
        return self._with([entity for entity in self._entities if not entity.get("part")])

    def further_parts(self) -> list[dict[str, Any]]:
        return [entity for entity in self._entities if entity.get("part")]

    def carrying(self, entities: list[dict[str, Any]]) -> Turn:
        """The turn as if just these had been said."""
        return self._with(entities)

    def said_for(self, requests: Collection[str]) -> list[dict[str, Any]]:
        return [entity for entity in self._entities if entity.get("request") in requests]

    def _with(self, entities: list[dict[str, Any]]) -> Turn:
        turn = copy(self)
        turn._entities = entities
        return turn

    def now(self, zone: Any) -> datetime:
        """Aware; the clinic's clock when the caller had spoken."""
        return datetime.fromisoformat(self._now).replace(tzinfo=zone)

    def entity(self, name: str) -> Any:
        """The last one said wins."""
        return next((e["value"] for e in reversed(self._entities) if e["entity"] == name), None)

    def entities(self, name: str) -> list[Any]:
        return [e["value"] for e in self._entities if e["entity"] == name]

    def activates(self, form: str) -> bool:
        return any(e["event"] == "active_loop" and e.get("name") == form for e in self.events)

    def is_used_up(self, form: str) -> bool:
        """Whether the caller's words went to a form already: another one, or this one before a digression."""
        ran = [e for e in self.events if e["event"] == "action" and e.get("name") in FORMS]
        own_rejection = any(e["event"] == "action_execution_rejected" and e.get("name") == form for e in self.events)
        return bool(ran[:-1] if ran and ran[-1].get("name") == form else ran) or own_rejection


def _since_the_caller_spoke(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    for index in range(len(events) - 1, -1, -1):
        if events[index]["event"] == "user":
            return events[index + 1 :]
    return list(events)


class Slots(dict[str, Any]):
    """The conversation's slots; what an action changes becomes events."""

    def __init__(self, values: dict[str, Any]) -> None:
        super().__init__(values)
        self._before = dict(values)

    def clear(self, *names: str) -> None:
        for name in names:
            self[name] = None

    def changed(self) -> bool:
        return any(self.get(name) != self._before.get(name) for name in self)

    def is_new(self, name: str) -> bool:
        return self.get(name) != self._before.get(name)

    def events(self) -> list[EventType]:
        return [SlotSet(name, value) for name, value in self.items() if value != self._before.get(name)]
