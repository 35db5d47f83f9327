"""A clinic with an account at the running simulator and an adapter: what the tests of the adapter share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from receptionist.appointments.models import GuestInfo, Slot
from receptionist.calendars.calendly import CalendlyCalendar
from receptionist.calendars.calendly_guard import Limits
from receptionist.calendars.port import CalendarEvent
from receptionist.clinics import Clinic, Doctor
from tests.integration.calendly_service import Account, Service, running

NEW_YORK = ZoneInfo("America/New_York")
MARIA = GuestInfo(name="Maria Lopez", phone="+12025550101", purpose="a stiff knee")
PATEL: dict[str, Any] = {
    "slug": "patel",
    "name": "Anita Patel",
    "availability": [{"day": "tuesday", "start": "09:00", "end": "12:00"}],
    "busy": ["2026-11-24T09:30"],
}
BATTLE: dict[str, Any] = {"slug": "battle", "availability": [{"day": "tuesday", "start": "09:00", "end": "12:00"}]}
UNKNOWN = [
    pytest.param({"status": 500}, id="500"),
    pytest.param({"status": 503}, id="503"),
    pytest.param({}, id="connection ends"),
    pytest.param({"garbage": True}, id="garbage"),
    pytest.param({"body_cut": True}, id="half a body"),
    pytest.param({"delay_s": 4}, id="too late"),
]


@dataclass
class Case:
    """A clinic with its account at the simulator and an adapter; nine o'clock on the next day is free."""

    calendar: CalendlyCalendar
    account: Account
    now: str = "2026-11-23T08:55"
    doctor_ids: dict[str, int] = field(default_factory=lambda: {"patel": 1, "battle": 2})

    @property
    def clinic(self) -> Clinic:
        return Clinic(
            id="riverside", name="Riverside Clinic", numbers=["+12025550150"], calendly_token=self.account.token
        )

    def doctor(self, slug: str = "patel") -> Doctor:
        uri = self.account.event_types[slug]
        return Doctor(id=self.doctor_ids[slug], name=slug.title(), calendar="calendly", event_type=uri)

    def slot(self, start: str = "2026-11-24T09:00", slug: str = "patel") -> Slot:
        doctor = self.doctor(slug)
        return Slot(doctor_id=doctor.id, doctor=doctor.name, start=at(start))

    def free(self, start: str, end: str, slug: str = "patel") -> list[str]:
        slots = self.calendar.free(self.clinic, self.doctor(slug), at(start), at(end))
        assert all(slot.start.tzinfo == NEW_YORK for slot in slots)
        return [f"{slot.start:%Y-%m-%dT%H:%M}" for slot in slots]

    def book(self, hold_id: str = "hold1", start: str = "2026-11-24T09:00", guest: GuestInfo = MARIA) -> CalendarEvent:
        return self.calendar.book(self.clinic, self.doctor(), self.slot(start), guest, hold_id)

    def find(
        self, hold_id: str = "hold1", start: str = "2026-11-24T09:00", slug: str = "patel"
    ) -> CalendarEvent | None:
        return self.calendar.find(self.clinic, self.doctor(slug), hold_id, self.slot(start, slug))

    def statuses(self) -> list[str]:
        return [event["status"] for event in self.account.events()]


Make = Callable[..., Case]


def at(local: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=NEW_YORK)


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with running() as service:
        yield service


@pytest.fixture
def make(service: Service) -> Iterator[Make]:
    made: list[CalendlyCalendar] = []

    def make(*event_types: dict[str, Any], now: str = "2026-11-23T08:55", **settings: Any) -> Case:
        spec = {key: settings.pop(key) for key in ("role", "limits") if key in settings}
        account = service.account(now=now, event_types=list(event_types) or [PATEL, BATTLE], **spec)
        settings.setdefault("limits", Limits(bookings_per_minute=100, bookings_per_hour=100))
        made.append(CalendlyCalendar(service.base_url, now=lambda clinic: at(now), **settings))
        return Case(made[-1], account)

    yield make
    for calendar in made:
        calendar.close()


@pytest.fixture
def case(make: Make) -> Case:
    return make()
