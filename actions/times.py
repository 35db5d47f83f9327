"""Times and offers of a conversation: how they are kept in slots, and how they are said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
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


def from_now(now: datetime) -> dict[str, Any]:
    """As soon as possible, as understanding would write it."""
    return _span(now, None, "minute") | {"kind": "open_interval", "has_date": False}


def entity_of(start: datetime) -> dict[str, Any]:
    """The beginning of an appointment, as if a caller had said it."""
    value = _span(start, None, "minute") | {"kind": "instant", "has_time": True}
    return {"entity": "datetime", "value": value}


def keys_of_times(now: datetime) -> list[dict[str, Any]]:
    """Keys for those who cannot, or do not want to, say when."""
    monday = (now - timedelta(days=now.weekday())).replace(hour=0, minute=0)
    weeks = [monday + timedelta(weeks=number) for number in range(4)]
    meant = [
        ("the earliest time that we have", from_now(now)),
        ("next week", _span(weeks[1], weeks[2], "week")),
        ("the week after next", _span(weeks[2], weeks[3], "week")),
    ]
    return [{"label": label, "entities": {"datetime": value}} for label, value in meant]


def _span(begin: datetime, end: datetime | None, grain: str) -> dict[str, Any]:
    return {
        "kind": "interval",
        "from": local(begin),
        "to": local(end) if end else None,
        "grain": grain,
        "has_date": True,
        "has_time": False,
        "past": False,
        "ambiguous": False,
        "alternatives": [],
        "role": "wanted",
    }
