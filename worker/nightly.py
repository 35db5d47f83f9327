"""Once a night, at three o'clock of each clinic: our appointments beside Calendly's events."""

from __future__ import annotations

import logging
from pathlib import Path
from threading import Event

from receptionist.cache import SharedState
from receptionist.calendars.port import CalendarError
from receptionist.calendars.reconciliation import Reconciliation
from receptionist.clinics import Clinic
from receptionist.clock import Clock
from receptionist.storage.clinics import Clinics

log = logging.getLogger(__name__)

HOURS = range(3, 6)
EVERY_S = 300.0
REMEMBERED_S = 20 * 3600.0


class Nightly:
    """Of several workers one does it; what fails is tried again until six o'clock."""

    def __init__(
        self, clinics: Clinics, reconciliation: Reconciliation, clock: Clock, state: SharedState, reports: Path
    ) -> None:
        self._clinics, self._reconciliation, self._clock = clinics, reconciliation, clock
        self._state, self._reports = state, reports

    def run(self, stop: Event) -> None:
        while not stop.wait(EVERY_S):
            self.do(stop)

    def do(self, stop: Event) -> None:
        try:
            for clinic_id in self._clinics.clinic_ids():
                clinic = self._clinics.clinic(clinic_id)
                if clinic is not None and not stop.is_set():
                    self._one(clinic)
        except Exception as error:
            log.error("the nightly comparison failed: %s", type(error).__name__)

    def _one(self, clinic: Clinic) -> None:
        now = self._clock.now(clinic)
        at_calendly = any(doctor.calendar == "calendly" for doctor in self._clinics.doctors(clinic.id))
        key = f"nightly:{clinic.id}:{now:%Y-%m-%d}"
        if now.hour not in HOURS or not at_calendly or not self._state.add(key, REMEMBERED_S):
            return
        try:
            self._reconciliation.run(clinic).write(self._reports)
        except CalendarError as error:
            log.error("clinic %s cannot be compared with Calendly: %s", clinic.id, type(error).__name__)
            self._state.delete(key)
        except Exception:
            self._state.delete(key)
            raise
