"""What Calendly's booking form is filled in with: invitee, place, and the clinic's own questions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from typing import Any

from receptionist.appointments.models import GuestInfo, Slot
from receptionist.calendars.port import CalendarRefused
from receptionist.clinics import Clinic, Doctor

TRACKING = ("utm_campaign", "utm_source", "utm_medium", "utm_content", "utm_term", "salesforce_uuid")
NEUTRAL = "Booked by phone"

# The places that the clinic itself names come first, those that the patient names last, conferences between them.
_RANK = {"physical": 0, "custom": 1, "inbound_call": 2, "ask_invitee": 4, "outbound_call": 5}
_WITH_TEXT = ("physical", "custom", "ask_invitee", "outbound_call")

_NEUTRAL_CHOICE = re.compile(r"\b(other|not sure|unsure|don'?t know|unknown|prefer not|not applicable|n/?a)\b", re.I)
_ASKED = (
    ("phone", re.compile(r"phone|mobile|\bcell\b|call you", re.I)),
    ("date_of_birth", re.compile(r"\bbirth|\bdob\b", re.I)),
    ("new_patient", re.compile(r"\bnew (patient|here|to)|\bfirst (visit|time|appointment)", re.I)),
    ("address", re.compile(r"(?<!e-mail )(?<!email )\baddress\b", re.I)),
    ("purpose", re.compile(r"reason|purpose|symptom|concern|complaint|discuss|brings you|help you", re.I)),
)


@dataclass(frozen=True)
class Form:
    """One booking's details. Without `share_names` the patient is a pseudonym made of the hold, and nothing that the
    caller said about them is passed on."""

    clinic: Clinic
    doctor: Doctor
    slot: Slot
    guest: GuestInfo
    hold_id: str
    share_names: bool
    text_reminders: bool

    def body(self, event_type: Mapping[str, Any]) -> dict[str, Any]:
        """The body of `POST /invitees`. CalendarRefused when a required question has no honest answer."""
        body: dict[str, Any] = {
            "event_type": self.doctor.event_type,
            "start_time": self.slot.start.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            "invitee": self._invitee(),
            "tracking": {key: self.hold_id if key == "utm_content" else None for key in TRACKING},
        }
        location = self._location(event_type.get("locations") or [])
        if location:
            body["location"] = location
        answers = [
            {"question": question["name"], "answer": answer, "position": int(question.get("position") or 0)}
            for question in event_type.get("custom_questions") or []
            if question.get("enabled", True) and (answer := self._answer(question)) is not None
        ]
        if answers:
            body["questions_and_answers"] = answers
        return body

    def _invitee(self) -> dict[str, Any]:
        shared_email = self.guest.email if self.share_names else None
        invitee = {
            "name": self.guest.name if self.share_names else f"Patient {self.hold_id[:8]}",
            "email": shared_email or self.clinic.placeholder_email(self.hold_id),
            "timezone": self.clinic.zone,
        }
        if self.text_reminders and self.share_names and self.guest.phone:
            invitee["text_reminder_number"] = self.guest.phone
        return invitee

    def _location(self, offered: list[Mapping[str, Any]]) -> dict[str, Any] | None:
        kinds = [place for place in offered if isinstance(place, Mapping) and place.get("kind")]
        if not kinds:
            return None
        place = min(kinds, key=lambda entry: _RANK.get(entry["kind"], 3))
        kind = str(place["kind"])
        if kind not in _WITH_TEXT:
            return {"kind": kind}
        at_clinic = place.get("location") or self.clinic.facts.get("address") or self.clinic.name
        return {"kind": kind, "location": self._phone() or at_clinic if kind == "outbound_call" else at_clinic}

    def _phone(self) -> str | None:
        """The patient's number, or the clinic's where the patient's is unknown or not to be shared."""
        own = self.guest.phone if self.share_names else None
        return own or self.clinic.reception or next(iter(self.clinic.numbers), None)

    def _answer(self, question: Mapping[str, Any]) -> str | None:
        """None: the question is left out. Several choices are one answer a line, as Calendly writes them."""
        choices = [str(choice) for choice in question.get("answer_choices") or []]
        known = self._known(question)
        if known and (not choices or question.get("include_other")):
            return known
        if known and choices:
            fitting = [choice for choice in choices if choice.strip().lower().startswith(known.lower())]
            if fitting:
                return fitting[0]
        if not question.get("required"):
            return None
        if question.get("type") == "phone_number":
            answer = self._phone()
        elif choices and not question.get("include_other"):
            answer = next((choice for choice in choices if _NEUTRAL_CHOICE.search(choice)), None)
        else:
            answer = NEUTRAL
        if answer is None:
            raise CalendarRefused("the event type requires an answer that a caller was not asked for")
        return answer

    def _known(self, question: Mapping[str, Any]) -> str | None:
        if not self.share_names:
            return None
        text = str(question.get("name") or "")
        if question.get("type") == "phone_number":
            return self.guest.phone
        asked = next((field for field, pattern in _ASKED if pattern.search(text)), None)
        value = getattr(self.guest, asked) if asked else None
        if isinstance(value, bool):
            return "Yes" if value else "No"
        return str(value) if value is not None else None
