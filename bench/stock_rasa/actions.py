"""The stock assistant's own actions (rasa-sdk): they check the form's answers and write the appointment down."""

from __future__ import annotations

import os
import re
import sqlite3
from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import AllSlotsReset
from rasa_sdk.executor import CollectingDispatcher

DOCTORS = ("Anita Patel", "James Nguyen", "Thomas Weber")
FREE = ("Tuesday at nine", "Tuesday at ten", "Tuesday at eleven")
ORDINALS = ("first", "second", "third")
BOOKINGS = "STOCK_BOOKINGS"
TABLE = (
    "create table if not exists appointments"
    " (id integer primary key, doctor text, wanted text, slot text, name text, phone text)"
)


class ValidateBookingForm(FormValidationAction):
    def name(self) -> str:
        return "validate_booking_form"

    def validate_doctor(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        words = set(str(value).lower().split())
        return {"doctor": next((name for name in DOCTORS if words & set(name.lower().split())), None)}

    def validate_time(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        return {"time": str(value).strip() or None}

    def validate_slot_choice(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        said = str(value).lower()
        return {"slot_choice": next((time for word, time in zip(ORDINALS, FREE, strict=True) if word in said), None)}

    def validate_name(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        return {"name": str(value).title() if len(str(value).split()) >= 2 else None}

    def validate_phone(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        if "this number" in str(value).lower():
            return {"phone": tracker.sender_id}
        digits = re.sub(r"\D", "", str(value))
        return {"phone": digits if len(digits) >= 10 else None}

    def validate_confirmed(
        self, value: Any, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> dict[str, Any]:
        return {"confirmed": True if value else None}


class AskSlotChoice(Action):
    def name(self) -> str:
        return "action_ask_slot_choice"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        dispatcher.utter_message(text=f"Doctor {tracker.get_slot('doctor')} has {', '.join(FREE)}. Which one?")
        return []


class Book(Action):
    def name(self) -> str:
        return "action_book"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]) -> list[dict[str, Any]]:
        slots = ("doctor", "time", "slot_choice", "name", "phone")
        with sqlite3.connect(os.environ[BOOKINGS]) as database:
            database.execute(TABLE)
            database.execute(
                "insert into appointments (doctor, wanted, slot, name, phone) values (?, ?, ?, ?, ?)",
                [tracker.get_slot(slot) for slot in slots],
            )
        dispatcher.utter_message(text="Your appointment is booked.")
        return [AllSlotsReset()]
