"""The doctors and departments of each clinic as the assistant knows them: one indexed snapshot per clinic.

The channel's background task calls `register` with what the web service serves at GET /directory/<number>:
{"version", "clinic": {"id","name","zone","hours","closed","country","language","facts",…},
 "doctors": [{"id","name","department","spoken":[…]}]}.
`default_directory` reads knowledge/clinic.yml for the bare `rasa shell` and `receptionist parse`.
"""

from __future__ import annotations

import functools
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from nlu.doctor_names import DoctorNames

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True)
class Directory:
    """`departments` and names in the clinic's own spelling; `hours` {"monday": [["08:00", "18:00"]], …}."""

    names: DoctorNames
    departments: dict[str, tuple[str, ...]] = field(default_factory=dict)
    zone: str = "America/New_York"
    country: str = "US"
    hours: dict[str, list[list[str]]] = field(default_factory=dict)
    version: str = ""


_clinics: dict[str, Directory] = {}


def register(snapshot: Mapping[str, Any]) -> None:
    """Replaces the clinic's directory by this snapshot; one assignment, safe beside running messages."""
    clinic = snapshot["clinic"]
    known = _clinics.get(str(clinic["id"]))
    if known is not None and known.version and known.version == snapshot.get("version"):
        return
    _clinics[str(clinic["id"])] = _directory(snapshot["doctors"], clinic, str(snapshot.get("version") or ""))


def for_clinic(clinic_id: str | None) -> Directory | None:
    return _clinics.get(str(clinic_id)) if clinic_id is not None else None


def from_names(names: Iterable[str]) -> Directory:
    """A directory of just these doctors, everything else as in the default one."""
    return _from_names(tuple(names))


@functools.lru_cache(maxsize=64)
def _from_names(names: tuple[str, ...]) -> Directory:
    default = default_directory()
    return Directory(
        names=DoctorNames((name, ()) for name in names),
        departments=default.departments,
        zone=default.zone,
        country=default.country,
        hours=default.hours,
    )


def default_directory() -> Directory:
    """The clinic of knowledge/clinic.yml; empty when there is no such file."""
    path = Path(os.environ.get("CLINIC_FILE") or Path(__file__).parent.parent / "knowledge" / "clinic.yml")
    return _read(path, path.stat().st_mtime_ns) if path.is_file() else _directory([], {}, "")


@functools.lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> Directory:
    from ruamel.yaml import YAML

    clinic = YAML(typ="safe").load(path.read_text(encoding="utf-8")) or {}
    clinic = clinic.get("clinic", clinic)
    given = {
        **clinic,
        "zone": clinic.get("timezone") or clinic.get("zone"),
        "hours": _weekly(clinic.get("hours") or {}),
    }
    return _directory(clinic.get("doctors") or [], given, "")


def _directory(doctors: Iterable[Mapping[str, Any]], clinic: Mapping[str, Any], version: str) -> Directory:
    departments: dict[str, list[str]] = {}
    for doctor in doctors:
        if doctor.get("department"):
            departments.setdefault(doctor["department"], []).append(doctor["name"])
    return Directory(
        names=DoctorNames((doctor["name"], tuple(doctor.get("spoken") or ())) for doctor in doctors),
        departments={name: tuple(members) for name, members in departments.items()},
        zone=clinic.get("zone") or "America/New_York",
        country=clinic.get("country") or "US",
        hours=dict(clinic.get("hours") or {}),
        version=version,
    )


def _weekly(hours: Mapping[str, Any]) -> dict[str, list[list[str]]]:
    """{"mon-fri": "08:00-12:00, 13:00-18:00"} as {"monday": [["08:00", "12:00"], …], …}."""
    weekly: dict[str, list[list[str]]] = {}
    for days, times in hours.items():
        spans = times.split(",") if isinstance(times, str) else times or []
        pairs = [[part.strip() for part in span.split("-")] if isinstance(span, str) else list(span) for span in spans]
        for day in _days(str(days)):
            weekly.setdefault(day, []).extend(pairs)
    return weekly


def _days(text: str) -> list[str]:
    found: list[str] = []
    for part in text.lower().split(","):
        ends = [next(i for i, day in enumerate(WEEKDAYS) if day.startswith(end.strip()[:3])) for end in part.split("-")]
        found += [WEEKDAYS[i % 7] for i in range(ends[0], (ends[-1] if ends[-1] >= ends[0] else ends[-1] + 7) + 1)]
    return found
