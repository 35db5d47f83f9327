"""Stores a rota that was read: all or nothing, with what it changes and the appointments that no longer fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from knowledge.rota.differences import Plan, plan
from knowledge.rota.hours import LONGEST, Opening
from knowledge.rota.model import UnreadableRota
from receptionist.clinics import Clinic, Doctor
from receptionist.storage.rotas import BucketFile, Change, Misfit, Rotas


@dataclass
class Stored:
    plan: Plan
    misfits: list[Misfit]

    def as_json(self) -> dict[str, Any]:
        return self.plan.as_json() | {"appointments": misfits_json(self.misfits)}

    def lines(self) -> list[str]:
        return [*self.plan.lines(), *misfit_lines(self.misfits)]


def opening_of(clinic: Clinic) -> Opening | None:
    """From the earliest opening to the latest closing of its week, which settles bare hours of a rota ("9-1"); None
    when it is open for so long that nothing is settled."""
    spans = [span for spans in clinic.hours.values() for span in spans]
    if not spans:
        return None
    opens, closes = (
        int(at[:2]) * 60 + int(at[3:]) for at in (min(span[0] for span in spans), max(span[1] for span in spans))
    )
    return (opens, closes) if closes - opens <= LONGEST else None


def misfits_json(misfits: Sequence[Misfit]) -> list[dict[str, Any]]:
    return [
        {"id": m.appointment_id, "doctor": m.doctor, "start": m.start.strftime("%Y-%m-%dT%H:%M"), "minutes": m.minutes}
        for m in misfits
    ]


def misfit_lines(misfits: Sequence[Misfit]) -> list[str]:
    return [
        f"no longer fits: appointment {m.appointment_id}, {m.doctor}, {m.start:%a %d %b %Y %H:%M}, {m.minutes} minutes"
        for m in misfits
    ]


def store_rota(
    rota: dict[str, Any], rotas: Rotas, clinic_id: str, source: str, now: datetime, file: BucketFile | None = None
) -> Stored:
    """`rota` as `Rota.as_json`. Raises UnreadableRota when there is nothing to store, no such clinic, or a name fits
    several doctors; then nothing is stored."""
    if not any(doctor["availability"] for doctor in rota["doctors"]):
        raise UnreadableRota("no doctor's hours were found in it; nothing was stored")
    planned: list[Plan] = []

    def change(doctors: list[Doctor]) -> Change:
        planned.append(plan(rota, doctors, clinic_id))
        if planned[-1].unclear:
            raise UnreadableRota(f"{'; '.join(planned[-1].unclear)}: write the full name; nothing was stored")
        return Change(planned[-1].doctors, planned[-1].added)

    try:
        misfits = rotas.change(clinic_id, change, source, now, file)
    except LookupError as error:
        raise UnreadableRota(f"{error.args[0]}; nothing was stored") from error
    return Stored(planned[-1], misfits)
