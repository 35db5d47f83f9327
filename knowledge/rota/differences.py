"""What a new rota changes for a clinic: whose times are new, changed or gone. Pure; storing is the caller's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz, process

from knowledge.rota.gathering import folded, same_person
from receptionist.clinics import Doctor, Shift

SURE = 92
"""How alike two full names must be (0-100) to be one person written differently ("Anita Pattel")."""


@dataclass(frozen=True)
class Difference:
    """`when` is a weekday, or a date of one; times are "HH:MM-HH:MM"."""

    doctor: str
    when: str
    before: tuple[str, ...]
    now: tuple[str, ...]

    @property
    def kind(self) -> str:
        return "changed" if self.before and self.now else "new" if self.now else "gone"


@dataclass
class Plan:
    """`doctors`: all of the clinic's, as they are to be stored."""

    doctors: list[Doctor]
    differences: list[Difference] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        by_kind: dict[str, list[dict[str, Any]]] = {"new": [], "changed": [], "gone": []}
        for d in self.differences:
            by_kind[d.kind].append({"doctor": d.doctor, "day": d.when, "before": list(d.before), "now": list(d.now)})
        return {"added_doctors": self.added, **by_kind}

    def lines(self) -> list[str]:
        said = [f"new doctor  {name}" for name in self.added]
        for d in self.differences:
            times = " -> ".join(", ".join(spans) for spans in (d.before, d.now) if spans)
            said.append(f"{d.kind:<11} {d.doctor}, {d.when}: {times}")
        return said or ["no difference from before"]


def find_doctor(name: str, doctors: Sequence[Doctor]) -> Doctor | list[Doctor] | None:
    """The clinic's doctor of that name; several when the name fits more than one; None when nobody has it."""
    exact = [doctor for doctor in doctors if folded(doctor.name) == folded(name)]
    if exact:
        return exact[0]
    short = [doctor for doctor in doctors if same_person(name, doctor.name) or same_person(doctor.name, name)]
    if short:
        return short[0] if len(short) == 1 else short
    names = [folded(doctor.name) for doctor in doctors]
    close = process.extract(folded(name), names, scorer=fuzz.ratio, score_cutoff=SURE)
    found = [doctors[index] for _, _, index in close]
    return found[0] if len(found) == 1 else found or None


def _times(shifts: Sequence[Shift]) -> dict[str, tuple[str, ...]]:
    times: dict[str, list[str]] = {}
    for shift in shifts:
        times.setdefault(shift.date.isoformat() if shift.date else str(shift.day), []).append(
            f"{shift.start}-{shift.end}"
        )
    return {when: tuple(sorted(set(spans))) for when, spans in times.items()}


def _kept(before: Sequence[Shift], now: Sequence[Shift]) -> list[Shift]:
    """What a new rota leaves alone: weekly times when it has dates only, and dates outside the ones that it covers."""
    dates = [shift.date for shift in now if shift.date]
    weekly = any(not shift.date for shift in now) or not now
    kept = []
    for shift in before:
        if shift.date is None:
            if not weekly:
                kept.append(shift)
        elif not dates or not min(dates) <= shift.date <= max(dates):
            kept.append(shift)
    return kept


def plan(rota: dict[str, Any], doctors: Sequence[Doctor], clinic_id: str) -> Plan:
    """Puts the rota's times in the place of the stored ones for the doctors that it names; the others stay as they are.

    A doctor whose hours all stayed in doubt keeps the stored ones.
    """
    changed = {doctor.name: doctor for doctor in doctors}
    result = Plan([])
    warned = " ".join(rota["warnings"])
    for read in rota["doctors"]:
        shifts = [Shift.model_validate(entry) for entry in read["availability"]]
        found = find_doctor(read["name"], list(doctors))
        if isinstance(found, list):
            result.unclear.append(f"{read['name']} could be {' or '.join(doctor.name for doctor in found)}")
            continue
        if not shifts and (found is None or f": {read['name']}: " in warned):
            continue
        if found is None:
            found = Doctor(clinic_id=clinic_id, name=read["name"], department=read["department"], calendar="rota")
            result.added.append(found.name)
        before = changed.get(found.name, found).availability if found.name not in result.added else []
        after = sorted([*_kept(before, shifts), *shifts], key=lambda s: (str(s.date or ""), str(s.day), s.start))
        changed[found.name] = found.model_copy(update={"availability": after})
        old, new = _times(before), _times(after)
        result.differences += [
            Difference(found.name, when, old.get(when, ()), new.get(when, ()))
            for when in dict.fromkeys([*new, *old])
            if old.get(when) != new.get(when)
        ]
    result.doctors = list(changed.values())
    return result
