"""Words that the recogniser should expect, by what was asked."""

from __future__ import annotations

from typing import Any

_YES_NO = ["yes", "no", "that's right", "correct", "yes please", "no thanks"]
_DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "tomorrow", "next week"]
_TIMES = [
    "in the morning",
    "in the afternoon",
    "half past",
    "quarter past",
    "quarter to",
    "o'clock",
    "as soon as possible",
]
_REQUESTS = [
    "book an appointment",
    "cancel my appointment",
    "reschedule my appointment",
    "speak to someone",
    "opening hours",
]
_CHOICES = ["the first one", "the second one", "the third one", "none of those", "later", "earlier"]


def hints(doctors: list[dict[str, Any]], expecting: str | None) -> list[str]:
    """The most telling first, since Twilio takes 500 at most."""
    names = [f"Doctor {doctor['name'].split()[-1]}" for doctor in doctors] + [doctor["name"] for doctor in doctors]
    departments = sorted({doctor["department"] for doctor in doctors if doctor.get("department")})
    by_question = {
        "request": _REQUESTS + names + departments + _DAYS,
        "doctor": names + departments,
        "datetime": _DAYS + _TIMES,
        "slot_choice": _CHOICES + _YES_NO + _DAYS + _TIMES,
        "appointment_choice": _CHOICES + names,
        "confirm": _YES_NO,
        "new_patient": _YES_NO,
        "anything_else": _YES_NO + _REQUESTS,
        "phone": ["this number", "the number I'm calling from", "double", "oh", "yes", "no"],
        "rephrase": ["the doctor", "the time", "the name", *_DAYS, *names],
    }
    return list(dict.fromkeys(by_question.get(expecting or "", [])))
