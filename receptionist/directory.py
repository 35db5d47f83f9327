"""What the understanding has to know of a clinic: who works there, when it is open, which facts it tells."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from receptionist.clinics import WEEKDAYS, Clinic, Doctor


def snapshot(clinic: Clinic, doctors: list[Doctor]) -> dict[str, Any]:
    """{"version","clinic","doctors"}; `version` is the SHA-256 of the rest. No tokens, nothing about patients."""
    content: dict[str, Any] = {
        "clinic": {
            "id": clinic.id,
            "name": clinic.name,
            "zone": clinic.zone,
            "numbers": clinic.numbers,
            "reception": clinic.reception,
            "hours": {day: [list(span) for span in clinic.hours[day]] for day in WEEKDAYS if clinic.hours.get(day)},
            "closed": [day.isoformat() for day in clinic.closed],
            "emergency": clinic.emergency,
            "emergency_number": clinic.emergency_number,
            "language": clinic.language,
            "country": clinic.country,
            "collect": list(clinic.collect),
            "facts": clinic.facts,
            "recording": clinic.recording,
        },
        "doctors": [
            {"id": doctor.id, "name": doctor.name, "department": doctor.department, "spoken": doctor.spoken}
            for doctor in sorted(doctors, key=lambda doctor: (doctor.name, doctor.id))
            if doctor.active
        ],
    }
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return {"version": hashlib.sha256(canonical.encode()).hexdigest(), **content}
