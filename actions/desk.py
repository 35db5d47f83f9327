"""The core as the actions use it, wired once per process. The only place of this process that reads the settings."""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

from receptionist.appointments.booking import Appointments
from receptionist.calendars.calendars import Calendars
from receptionist.clinics import Clinic, Doctor
from receptionist.services import Services, build_services
from receptionist.settings import get_settings
from receptionist.storage.database import Database

logger = logging.getLogger(__name__)


class Desk:
    def __init__(self, services: Services) -> None:
        self.database: Database = services.database
        self.calendars: Calendars = services.calendars
        self.appointments: Appointments = services.appointments
        self._clinics = services.clinics

    def clinic(self, clinic_id: str) -> Clinic:
        clinic = self._clinics.clinic(clinic_id)
        if clinic is None:
            raise LookupError(f"no clinic {clinic_id!r} in the database")
        return clinic

    def doctors(self, clinic_id: str) -> list[Doctor]:
        return self._clinics.doctors(clinic_id)


@cache
def desk() -> Desk:
    settings = get_settings()
    logging.getLogger().setLevel(settings.log_level)
    return Desk(build_services(settings))


def departments(doctors: list[Doctor]) -> list[str]:
    return sorted({doctor.department for doctor in doctors if doctor.department})


def named(doctors: list[Doctor], names: list[Any]) -> list[Doctor]:
    return [doctor for doctor in doctors if doctor.name in names]
