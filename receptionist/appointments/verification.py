"""Which appointments a caller may hear of, move or cancel."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

from rapidfuzz import fuzz

from receptionist.appointments.models import Appointment
from receptionist.clinics import Clinic
from receptionist.storage.appointments import future_appointments
from receptionist.storage.audit import record
from receptionist.storage.database import Database

SAME_NAME = 85  # of 100
NAME_BESIDE_CODE = 70  # recognisers mishear names, and the code is a secret of its own
_TITLES = {"mr", "mrs", "ms", "miss", "mx", "dr", "doctor", "prof", "professor", "sir", "madam", "mister"}


def find_appointments(
    database: Database,
    clinic: Clinic,
    name: str | None,
    phone: str | None,
    attested: bool,
    code: str | None,
    now: datetime,
    call_sid: str = "",
    sender: str | None = None,
) -> list[Appointment]:
    """Those of the caller who is verified by name and code, or by name and the calling number when the network attests
    it (STIR/SHAKEN A), or by the code alone when a text message with it comes from the appointment's own number
    (`sender`, to which the answer goes). Where a right code is said, only the one with that code. The audit tells that
    the call has seen them.

    Empty for a wrong name, a wrong code, an unknown number and a caller without appointments alike.
    """
    code = re.sub(r"\D", "", code or "") or None
    number = phone if attested else None
    if not (name or sender) or not (code or number):
        return []
    found = [
        appointment
        for appointment in future_appointments(database, clinic, now, number, code)
        if (sender and appointment.code == code and sender in (appointment.phone, appointment.contact_phone))
        or any(
            name and known and same_name(name, known, NAME_BESIDE_CODE if appointment.code == code else SAME_NAME)
            for known in (appointment.name, appointment.caller_name)
        )
    ]
    told = [appointment for appointment in found if appointment.code == code] or found
    if told:
        with database.session() as session:
            record(session, clinic.id, "seen", [appointment.id for appointment in told], call_sid)
    return told


def same_name(said: str, known: str, at_least: float = SAME_NAME) -> bool:
    """Tolerates case, accents, titles, order of the parts, and small mishearings."""
    first, second = plain_name(said), plain_name(known)
    return bool(first and second) and fuzz.token_sort_ratio(first, second) >= at_least


def plain_name(name: str) -> str:
    """'Dr. José  O'Brien-Núñez' -> 'jose obrien nunez'."""
    decomposed = unicodedata.normalize("NFKD", name.casefold().replace("ß", "ss"))
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    words = re.sub(r"[^\w]+", " ", re.sub(r"['’.]", "", letters)).split()
    return " ".join(word for word in words if word not in _TITLES) or " ".join(words)
