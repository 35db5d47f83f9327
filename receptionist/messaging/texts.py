"""The wording of messages, from `texts.<language>.yml` beside this file."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal

import yaml

from receptionist.appointments.models import Appointment
from receptionist.clinics import Clinic

Kind = Literal[
    "confirmation",
    "rescheduled",
    "request_pending",
    "needs_callback",
    "booking_link",
    "cancellation",
    "cancellation_failed",
    "staff_callback",
    "staff_cancel",
    "staff_message",
    "staff_recording",
]
_TWELVE_HOURS = ("US", "CA", "AU", "NZ", "PH", "IN")


@cache
def texts(language: str) -> dict[str, str]:
    """English where the language has no file."""
    path = Path(__file__).parent / f"texts.{language}.yml"
    if not path.exists():
        path = Path(__file__).parent / "texts.en.yml"
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def about_appointment(kind: Kind, clinic: Clinic, appointment: Appointment) -> str:
    start, written = appointment.start.astimezone(clinic.tz), texts(clinic.language)
    change = written["change_by_text" if clinic.texting else "change_by_call"].format(code=appointment.code)
    return written[kind].format(
        clinic=clinic.name,
        doctor=appointment.doctor,
        patient=appointment.name,
        date=written_date(start, clinic.country),
        time=written_time(start, clinic.country),
        code=appointment.code,
        phone=appointment.contact_phone or appointment.phone or "number unknown",
        reception=clinic.reception or "",
        link=appointment.calendly_link or "",
        change=change,
    )


def written_date(at: datetime, country: str) -> str:
    """'Tuesday, November 24', with the day first outside North America."""
    if country in ("US", "CA"):
        return f"{at:%A}, {at:%B} {at.day}"
    return f"{at:%A} {at.day} {at:%B}"


def written_time(at: datetime, country: str) -> str:
    """'9:00 AM', or '09:00' where that is usual."""
    return f"{at.hour % 12 or 12}:{at:%M} {at:%p}" if country in _TWELVE_HOURS else f"{at:%H:%M}"
