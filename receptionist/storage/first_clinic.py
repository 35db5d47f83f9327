"""Fills an empty database from the clinic file."""

from __future__ import annotations

import logging
import re
from pathlib import Path

from sqlalchemy.exc import IntegrityError

from receptionist.clinics import Doctor, load_clinic_file
from receptionist.storage.clinics import Clinics

log = logging.getLogger(__name__)


def write_first_clinic(clinics: Clinics, clinic_file: Path, calendly_base_url: str) -> bool:
    """Whether it was written: a database that has any clinic is left as it is. Raises as `load_clinic_file` does."""
    if not clinic_file.exists() or not clinics.is_empty():
        return False
    file = load_clinic_file(clinic_file)
    doctors = [with_event_type(doctor, calendly_base_url) for doctor in file.doctors]
    try:
        clinics.save_clinic(file.clinic, doctors)
    except IntegrityError:
        log.info("another process has just written the first clinic")
        return False
    log.info("clinic %s with %s doctors taken from %s", file.clinic.id, len(doctors), clinic_file)
    return True


def with_event_type(doctor: Doctor, calendly_base_url: str) -> Doctor:
    """A doctor at Calendly without an event type gets the one that is named after the doctor."""
    if doctor.calendar != "calendly" or doctor.event_type:
        return doctor
    slug = re.sub(r"[^a-z0-9]+", "-", doctor.name.lower().replace("'", "")).strip("-")
    return doctor.model_copy(update={"event_type": f"{calendly_base_url.rstrip('/')}/event_types/{slug}"})
