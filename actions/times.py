"""Times and offers of a conversation: how they are kept in slots, and how they are said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from receptionist.appointments.models import Slot
from receptionist.clinics import Clinic
from receptionist.speech.spoken_form import say_date, say_doctor, say_list, say_offers, say_time, say_when


def local(start: datetime) -> str:
    """Naive local time "2026-11-24T09:00", as understanding and the call files write it."""
    return start.strftime("%Y-%m-%dT%H:%M")


def keep(slots: Sequence[Slot]) -> list[dict[str, Any]]:
    return [slot.model_dump(mode="json", exclude={"id"}) for slot in slots]


def kept(entry: dict[str, Any], clinic: Clinic) -> Slot:
    slot = Slot.model_validate({key: value for key, value in entry.items() if key != "id"})
    return slot.model_copy(update={"start": slot.start.astimezone(clinic.tz)})


def say_slots(slots: Sequence[Slot], now: datetime) -> str:
    """Times of one doctor by day; of several doctors each with the name."""
    if len({slot.doctor for slot in slots}) == 1:
        return say_offers([slot.start for slot in slots], now)
    said = [
        f"{say_doctor(doctor)} {say_offers([slot.start for slot in same], now)}"
        for doctor, same in groupby(slots, key=lambda slot: slot.doctor)
    ]
    return say_list(said, "or")


def say_readings(readings: Sequence[dict[str, Any]], now: datetime) -> str:
    """The readings of an ambiguous time as one question: days, hours, or both, whichever differ. "Wednesday morning"
    is no hour."""
    starts = [datetime.fromisoformat(reading["from"]).replace(tzinfo=now.tzinfo) for reading in readings]
    timed = all(reading.get("has_time") and reading.get("grain") != "part_of_day" for reading in readings)
    if timed and len({start.date() for start in starts}) == 1:
        return say_list([say_time(start) for start in starts], "or")
    if timed:
        return say_list([say_when(start, now) for start in starts], "or")
    return say_list([say_date(start.date(), now.date()) for start in starts], "or")
