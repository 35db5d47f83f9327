"""Every doctor's calendar, and what is really free: the calendar's word minus our own table."""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

from receptionist.appointments.models import Slot
from receptionist.calendars.port import Calendar, CalendarDown, CalendarRefused
from receptionist.calendars.rota import RotaCalendar
from receptionist.clinics import Clinic, Doctor
from receptionist.storage.holds import HeldTimes, cells

log = logging.getLogger(__name__)


class Calendars:
    def __init__(self, calendly: Calendar, rota: Calendar, held: HeldTimes) -> None:
        self.calendly, self.rota, self.held = calendly, rota, held
        self._threads = ThreadPoolExecutor(max_workers=16, thread_name_prefix="calendars")

    def for_doctor(self, doctor: Doctor) -> Calendar:
        return self.calendly if doctor.calendar == "calendly" else self.rota

    def free(
        self, clinic: Clinic, doctors: list[Doctor], start: datetime, end: datetime, call_sid: str | None = None
    ) -> list[Slot]:
        """Merged by time. A calendar that is down or refuses is replaced by the doctor's rota: a booking there becomes
        a request. Raises CalendarDown when nobody can say anything about any of the doctors."""
        held = self.held.cells([doctor.id for doctor in doctors], start, end, call_sid)
        answers = list(self._threads.map(lambda doctor: self._answer(clinic, doctor, start, end), doctors))
        if answers and all(answer is None for answer in answers):
            raise CalendarDown("no calendar and no rota answers")
        slots = [slot for answer in answers for slot in answer or ()]
        if held:
            slots = [s for s in slots if not any((s.doctor_id, cell) in held for cell in cells(s.start, s.minutes))]
        return sorted(slots, key=lambda slot: (slot.start, slot.doctor))

    def _answer(self, clinic: Clinic, doctor: Doctor, start: datetime, end: datetime) -> list[Slot] | None:
        try:
            return self.for_doctor(doctor).free(clinic, doctor, start, end)
        except (CalendarDown, CalendarRefused) as error:
            log.warning("calendar of doctor %s answers with %s; the rota is used", doctor.id, type(error).__name__)
            return RotaCalendar().free(clinic, doctor, start, end) if doctor.availability else None
