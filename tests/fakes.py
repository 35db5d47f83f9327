"""One fake per port, and a small clinic to use them with."""

from __future__ import annotations

import atexit
import shutil
import tempfile
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import inspect

from receptionist.appointments.booking import Appointments
from receptionist.appointments.models import GuestInfo, Slot
from receptionist.calendars.calendars import Calendars
from receptionist.calendars.port import CalendarDown, CalendarEvent, Changed, SlotTaken
from receptionist.calendars.rota import RotaCalendar, rota_starts
from receptionist.clinics import Clinic, ClinicFile, Doctor, read_clinic
from receptionist.messaging.port import Message, NotDelivered
from receptionist.storage.clinics import Clinics
from receptionist.storage.database import Database
from receptionist.storage.holds import HeldTimes

BLOCK: dict[str, Any] = {
    "id": "riverside",
    "name": "Riverside Clinic",
    "number": "+12025550100",
    "timezone": "America/New_York",
    "reception": "+12025550199",
    "hours": {"mon-fri": "08:00-18:00", "sat": "09:00-13:00"},
    "closed": ["2026-11-26"],
    "doctors": [
        {
            "name": "Anita Patel",
            "department": "Cardiology",
            "calendar": "calendly",
            "event_type": "https://calendly.test/event_types/anita-patel",
            "availability": [
                {"day": "tuesday", "start": "09:00", "end": "12:00"},
                {"day": "thursday", "start": "14:00", "end": "16:00"},
                {"day": "saturday", "start": "09:00", "end": "12:00"},
            ],
        },
        {
            "name": "Thomas Weber",
            "department": "Orthopedics",
            "calendar": "rota",
            "slot_minutes": 20,
            "availability": [{"day": "tuesday", "start": "10:00", "end": "11:00"}],
        },
    ],
}


class FixedClock:
    """Stands still at a local time, the same one at every clinic."""

    def __init__(self, local: str) -> None:
        self.local = datetime.fromisoformat(local)

    def now(self, clinic: Clinic) -> datetime:
        return self.local.replace(tzinfo=clinic.tz)


@dataclass
class FakeCalendar:
    """A calendar in memory: what the doctor's availability gives, minus `busy` (UTC) and its own events.

    `troubles` are raised by the next calls of a step ("free", "book", "cancel", "find"), one each. Before a
    CalendarDown with an unknown outcome a booking or a cancellation is carried out. It knows of starts only: events of
    different lengths do not overlap here.
    """

    busy: set[datetime] = field(default_factory=set)
    troubles: dict[str, list[Exception]] = field(default_factory=dict)
    events: dict[str, tuple[int, datetime, GuestInfo, str]] = field(default_factory=dict)
    cancelled: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    link: str | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def free(self, clinic: Clinic, doctor: Doctor, start: datetime, end: datetime) -> list[Slot]:
        self._trouble("free")
        taken = self.busy | {at for doctor_id, at, *_ in self.events.values() if doctor_id == doctor.id}
        return [
            Slot(doctor_id=doctor.id, doctor=doctor.name, start=at, minutes=doctor.slot_minutes)
            for at in rota_starts(clinic, doctor, start, end)
            if at.astimezone(UTC) not in taken
        ]

    def book(self, clinic: Clinic, doctor: Doctor, slot: Slot, guest: GuestInfo, hold_id: str) -> CalendarEvent:
        with self._lock:
            trouble = self._next_trouble("book")
            if trouble and not _unknown_outcome(trouble):
                raise trouble
            at = slot.start.astimezone(UTC)
            if at in self.busy or any((doctor.id, at) == event[:2] for event in self.events.values()):
                raise SlotTaken
            uri = f"fake:{len(self.events) + len(self.cancelled) + 1}"
            self.events[uri] = (doctor.id, at, guest, hold_id)
            if trouble:
                raise trouble
            return CalendarEvent(uri, cancel_url=f"https://fake.test/cancel/{uri}")

    def cancel(self, clinic: Clinic, event_uri: str, reason: str) -> None:
        with self._lock:
            trouble = self._next_trouble("cancel")
            if trouble and not _unknown_outcome(trouble):
                raise trouble
            if self.events.pop(event_uri, None):
                self.cancelled.append(event_uri)
            if trouble:
                raise trouble

    def booking_link(self, clinic: Clinic, doctor: Doctor) -> str | None:
        return self.link

    def find(self, clinic: Clinic, doctor: Doctor, hold_id: str, around: Slot) -> CalendarEvent | None:
        self._trouble("find")
        return next((CalendarEvent(uri) for uri, event in self.events.items() if event[3] == hold_id), None)

    def changed_by_staff(self, clinic: Clinic, doctor: Doctor, hold_id: str, around: Slot) -> Changed | None:
        return None

    def _trouble(self, step: str) -> None:
        if trouble := self._next_trouble(step):
            raise trouble

    def _next_trouble(self, step: str) -> Exception | None:
        self.asked.append(step)
        waiting = self.troubles.get(step)
        return waiting.pop(0) if waiting else None


class FakeMessenger:
    """`sent` in order; `troubles` are raised by the next messages, one each."""

    def __init__(self, *troubles: NotDelivered) -> None:
        self.troubles, self.sent = list(troubles), list[Message]()

    def send(self, message: Message) -> str:
        if self.troubles:
            raise self.troubles.pop(0)
        self.sent.append(message)
        return f"fake:{message.id}"


@dataclass
class Desk:
    """A clinic with its database, calendars and appointments."""

    database: Database
    clock: FixedClock
    calendar: FakeCalendar
    calendars: Calendars
    appointments: Appointments
    clinics: Clinics
    clinic: Clinic
    doctors: list[Doctor]

    @property
    def now(self) -> datetime:
        return self.clock.now(self.clinic)

    def doctor(self, name: str) -> Doctor:
        return next(doctor for doctor in self.doctors if doctor.name == name)

    def slot(self, doctor: str, local: str) -> Slot:
        found = self.doctor(doctor)
        start = datetime.fromisoformat(local).replace(tzinfo=self.clinic.tz)
        return Slot(doctor_id=found.id, doctor=found.name, start=start, minutes=found.slot_minutes)


def sqlite_in(folder: Path) -> Database:
    """A migrated database: a copy, which takes less time than the migrations."""
    shutil.copy(_template(), folder / "clinic.db")
    return Database(f"sqlite:///{folder}/clinic.db")


@cache
def _template() -> Path:
    path = Path(tempfile.mkdtemp(prefix="clinic-")) / "clinic.db"
    atexit.register(shutil.rmtree, path.parent, ignore_errors=True)
    database = Database(f"sqlite:///{path}")
    database.migrate()
    database.close()
    return path


def a_desk(database: Database, now: str = "2026-11-23T08:55", **changes: Any) -> Desk:
    """Riverside Clinic on the Monday before Thanksgiving; `changes` are keys of BLOCK."""
    if not inspect(database.engine).has_table("clinics"):
        database.migrate()
    file: ClinicFile = read_clinic(BLOCK | changes)
    clinics, clock, calendar = Clinics(database), FixedClock(now), FakeCalendar()
    doctors = clinics.save_clinic(file.clinic, file.doctors)
    calendars = Calendars(calendar, RotaCalendar(), HeldTimes(database))
    appointments = Appointments(database, calendars, clock)
    return Desk(database, clock, calendar, calendars, appointments, clinics, file.clinic, doctors)


def starts(slots: Iterable[Slot]) -> list[str]:
    return [slot.start.strftime("%Y-%m-%dT%H:%M") for slot in slots]


def _unknown_outcome(trouble: Exception) -> bool:
    return isinstance(trouble, CalendarDown) and trouble.unknown_outcome
