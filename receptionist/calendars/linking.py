"""Which of an account's event types belongs to which doctor, by name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from rapidfuzz import fuzz

from receptionist.calendars.calendly_account import EventType
from receptionist.calendars.calendly_reading import identifier
from receptionist.clinics import Doctor

GOOD = 88.0
CLEARLY_BETTER = 6.0
Verdict = Literal["linked", "proposed", "unclear", "none", "rota"]

_NOT_NAMES = re.compile(
    r"\b(dr|doctor|prof|professor|md|do|phd|with|at|in|the|and|for|appointment|visit|consultation|consult|meeting|check"
    r"|checkup|up|new|patient|follow|min|mins|minutes?|office|clinic|\d+)\b"
)


@dataclass(frozen=True)
class Match:
    """`score` is 0 to 100. linked: already so. unclear: several event types fit, or another doctor fits as well."""

    doctor: Doctor
    verdict: Verdict
    event_type: EventType | None = None
    score: float = 0.0
    others: tuple[EventType, ...] = ()


def match(doctors: Sequence[Doctor], event_types: Sequence[EventType]) -> list[Match]:
    """One for each doctor, in their order. Of several event types that fit, the one of the doctor's length is taken."""
    active = [kind for kind in event_types if kind.active]
    by_id = {identifier(kind.uri): kind for kind in active}
    scores = {doctor.id: [(_score(doctor.name, kind), kind) for kind in active] for doctor in doctors}
    best_of = {kind.uri: sorted((_score(doctor.name, kind) for doctor in doctors), reverse=True)[:2] for kind in active}
    found = []
    for doctor in doctors:
        now = by_id.get(identifier(doctor.event_type)) if doctor.event_type else None
        if now is not None and doctor.calendar == "calendly":
            found.append(Match(doctor, "linked", now, _score(doctor.name, now)))
            continue
        found.append(_best(doctor, scores[doctor.id], best_of))
    return found


def _best(doctor: Doctor, scored: list[tuple[float, EventType]], best_of: dict[str, list[float]]) -> Match:
    good = [(score, kind) for score, kind in scored if score >= GOOD and score == best_of[kind.uri][0]]
    good.sort(key=lambda entry: (-entry[0], entry[1].minutes != doctor.slot_minutes, entry[1].name))
    if not good:
        return Match(doctor, "none")
    score, kind = good[0]
    rivals = best_of[kind.uri][1:]
    near = [other for other_score, other in good[1:] if score - other_score < CLEARLY_BETTER]
    fitting = [other for other in near if other.minutes == kind.minutes]
    unclear = bool(rivals and score - rivals[0] < CLEARLY_BETTER) or bool(
        near and (fitting or kind.minutes != doctor.slot_minutes)
    )
    verdict: Verdict = "unclear" if unclear else "proposed" if doctor.calendar == "calendly" else "rota"
    return Match(doctor, verdict, kind, score, tuple(near))


def _score(name: str, kind: EventType) -> float:
    wanted = _bare(name)
    return max(_alike(wanted, _bare(label)) for label in (kind.name, kind.owner, f"{kind.name} {kind.owner}"))


def _alike(wanted: str, label: str) -> float:
    """Every word of the doctor's name has to be there; a family name alone is less than the whole name."""
    if not wanted or not label:
        return 0.0
    words = label.split()
    found = [max(fuzz.ratio(word, other) for other in words) for word in wanted.split()]
    if min(found) >= 80:
        return sum(found) / len(found)
    family = fuzz.ratio(wanted.split()[-1], words[-1])
    return family * 0.9 if len(words) == 1 else fuzz.token_sort_ratio(wanted, label)


def _bare(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return " ".join(_NOT_NAMES.sub(" ", re.sub(r"[^a-z0-9]+", " ", plain)).split())
