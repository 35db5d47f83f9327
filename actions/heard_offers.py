"""What a caller has been offered in one booking: what somebody else has taken since is not offered again, and no list
of times is read a third time.

Kept in the slot `offered`: `gone`, ids of slots; `read`, how often each list was; `besides`, whether something else was
offered already to a caller who keeps asking for what is not to be had.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from actions.desk import Desk
from actions.times import keep, kept
from actions.turn import Slots, Turn
from receptionist.appointments.models import Slot
from receptionist.appointments.search import find_slots
from receptionist.appointments.wanted import Wanted
from receptionist.clinics import Clinic

MOST_READINGS = 2
ASKED_WHEN = ("slot_choice", "datetime")
BESIDE_THE_POINT = ("ask_clinic", "thanks", "greet")


def gone(slots: Slots) -> list[str]:
    """Ids of slots that were taken before they could be booked."""
    return list((slots.get("offered") or {}).get("gone") or [])


def note_gone(slots: Slots, slot_id: str) -> list[str]:
    """Notes that this one is taken; all that are."""
    taken = [*gone(slots), slot_id]
    slots["offered"] = {**(slots.get("offered") or {}), "gone": taken}
    return taken


def heard(slots: Slots) -> list[str]:
    """Ids of slots that were read out."""
    return [slot_id for name in (slots.get("offered") or {}).get("read") or {} for slot_id in name.split(",")]


def read_out(turn: Turn, slots: Slots, at: Desk, clinic: Clinic) -> bool:
    """Notes that the offer is about to be read. One that would be read too often is replaced by something else; False
    when there is nothing else, or that was offered before."""
    if not slots["offer"]["slots"]:
        return True
    offered: dict[str, Any] = slots.get("offered") or {}
    read: dict[str, int] = offered.get("read") or {}
    times = read.get(_name_of(slots["offer"]["slots"], clinic), 0)
    answered = turn.expecting in ASKED_WHEN and turn.intent not in BESIDE_THE_POINT
    if times and not answered:
        return True  # after a question about something else
    if times >= MOST_READINGS:
        besides = [] if offered.get("besides") else _something_else(turn, slots, at, clinic)
        if not besides:
            return False
        slots["offer"] = {**slots["offer"], "slots": keep(besides), "fit": "besides"}
        offered, times = {**offered, "besides": True}, 0
    slots["offer"] = {**slots["offer"], "reading": times + 1}
    slots["offered"] = {**offered, "read": {**read, _name_of(slots["offer"]["slots"], clinic): times + 1}}
    return True


def _something_else(turn: Turn, slots: Slots, at: Desk, clinic: Clinic) -> list[Slot]:
    """What is wanted with another doctor of the department, or else times that were not read yet."""
    now, wanted = turn.now(clinic.tz), Wanted.model_validate(slots.get("wanted") or {})
    doctors = at.doctors(clinic.id)
    chosen = [doctor for doctor in doctors if doctor.id in slots["doctor"]["ids"]]
    areas = {doctor.department for doctor in chosen if doctor.department}
    colleagues = [doctor for doctor in doctors if doctor.department in areas and doctor not in chosen]
    if colleagues and slots["offer"]["fit"] == "nearest":
        found = find_slots(clinic, colleagues, wanted, now, at.calendars, without=gone(slots))
        if found.fit in ("exact", "fits"):
            return [slot for slot in found.slots if slot.doctor_id == found.slots[0].doctor_id]
    return find_slots(clinic, chosen, wanted, now, at.calendars, without=[*gone(slots), *heard(slots)]).slots


def _name_of(entries: Sequence[dict[str, Any]], clinic: Clinic) -> str:
    return ",".join(sorted(kept(entry, clinic).id for entry in entries))
