"""The core as the actions use it, wired once per process. The only place of this process that reads the settings."""

from __future__ import annotations

import logging
import time
from functools import cache
from typing import Any

from receptionist.appointments.booking import Appointments
from receptionist.calendars.calendars import Calendars
from receptionist.clinics import Clinic, Doctor
from receptionist.services import Services, build_services
from receptionist.settings import get_settings
from receptionist.storage.database import Database

logger = logging.getLogger(__name__)


REMEMBERED_S = 5.0  # what a clinic is and who works there; several actions of a turn ask for it


class Desk:
    def __init__(self, services: Services) -> None:
        self.database: Database = services.database
        self.calendars: Calendars = services.calendars
        self.appointments: Appointments = services.appointments
        self._clinics = services.clinics
        self._remembered: dict[str, tuple[float, Clinic, list[Doctor]]] = {}

    def clinic(self, clinic_id: str) -> Clinic:
        return self._known(clinic_id)[1]

    def doctors(self, clinic_id: str) -> list[Doctor]:
        return list(self._known(clinic_id)[2])

    def _known(self, clinic_id: str) -> tuple[float, Clinic, list[Doctor]]:
        known = self._remembered.get(clinic_id)
        if known is None or time.monotonic() - known[0] > REMEMBERED_S:
            clinic = self._clinics.clinic(clinic_id)
            if clinic is None:
                raise LookupError(f"no clinic {clinic_id!r} in the database")
            known = (time.monotonic(), clinic, self._clinics.doctors(clinic_id))
            self._remembered[clinic_id] = known
        return known


@cache
def desk() -> Desk:
    settings = get_settings()
    logging.getLogger().setLevel(settings.log_level)
    return Desk(build_services(settings))


def departments(doctors: list[Doctor]) -> list[str]:
    return sorted({doctor.department for doctor in doctors if doctor.department})


def named(doctors: list[Doctor], names: list[Any]) -> list[Doctor]:
    return [doctor for doctor in doctors if doctor.name in names]
