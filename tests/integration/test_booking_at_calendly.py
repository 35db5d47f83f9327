"""Booking, cancelling and moving with the real adapter at the simulator: one record, whatever goes wrong."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from receptionist.appointments.models import Booked, GuestInfo
from receptionist.appointments.search import Offer, find_slots
from receptionist.appointments.wanted import Wanted
from receptionist.calendars.calendly import CalendlyCalendar
from receptionist.storage.tables import AppointmentRow, OutboxRow
from tests.fakes import BLOCK, Desk, a_desk, sqlite_in, starts
from tests.integration.calendly_service import Account, Service, running

NOW = "2026-11-23T08:55"
AVAILABILITY = BLOCK["doctors"][0]["availability"]


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with running() as service:
        yield service


@dataclass
class AtCalendly:
    desk: Desk
    account: Account

    def search(self) -> Offer:
        desk = self.desk
        return find_slots(desk.clinic, [desk.doctor("Anita Patel")], Wanted(), desk.now, desk.calendars)

    def book(self, local: str = "2026-11-24T10:00", call: str = "CA1") -> Booked:
        slot = self.desk.slot("Anita Patel", local)
        return self.desk.appointments.book(self.desk.clinic, slot, GuestInfo(name="Maria Lopez"), "+12025550101", call)

    def work(self) -> None:
        with self.desk.database.session() as session:
            session.execute(update(AppointmentRow).values(next_try=datetime.now(UTC) - timedelta(seconds=1)))
        for appointment_id in self.desk.appointments.due():
            self.desk.appointments.complete(appointment_id)

    def ours(self) -> list[str]:
        with self.desk.database.reading() as session:
            return [row.status for row in session.query(AppointmentRow).order_by(AppointmentRow.id)]

    def messages(self) -> list[tuple[str, str]]:
        with self.desk.database.reading() as session:
            return [(row.kind, row.body) for row in session.query(OutboxRow).order_by(OutboxRow.id)]

    def theirs(self) -> list[tuple[str, str]]:
        return sorted((event["start"], event["status"]) for event in self.account.events())


@pytest.fixture
def at(service: Service, tmp_path: Path) -> Iterator[AtCalendly]:
    account = service.account(
        now=NOW,
        event_types=[{"slug": "anita-patel", "name": "Anita Patel", "availability": AVAILABILITY}],
    )
    doctors = [BLOCK["doctors"][0] | {"event_type": account.event_types["anita-patel"]}]
    desk = a_desk(sqlite_in(tmp_path), NOW, doctors=doctors, calendly_token=account.token)
    calendly = CalendlyCalendar(service.base_url, now=desk.clock.now)
    desk.calendars.calendly = calendly
    yield AtCalendly(desk, account)
    calendly.close()


def test_found_booked_moved_and_cancelled(at: AtCalendly) -> None:
    assert starts(at.search().slots) == ["2026-11-24T09:00", "2026-11-24T09:30", "2026-11-24T10:00"]
    booked = at.book("2026-11-24T09:00").appointment
    assert booked and booked.calendly_link
    assert starts(at.search().slots)[0] == "2026-11-24T09:30"
    moved = at.desk.appointments.reschedule(
        at.desk.clinic, booked.id, at.desk.slot("Anita Patel", "2026-11-24T11:00"), "CA2"
    )
    assert moved.status == "booked" and moved.appointment
    assert at.theirs() == [("2026-11-24T09:00", "canceled"), ("2026-11-24T11:00", "active")]
    assert at.desk.appointments.cancel(at.desk.clinic, moved.appointment.id, "CA3") == "cancelled"
    assert [status for _, status in at.theirs()] == ["canceled", "canceled"]
    assert at.ours() == ["cancelled", "cancelled"]


@pytest.mark.parametrize(
    "fault",
    [{"status": 500}, {"status": 429}, {}, {"delay_s": 4}],
    ids=["500", "429", "connection ends", "too late"],
)
def test_a_booking_that_goes_wrong_ends_as_one_event(at: AtCalendly, fault: dict[str, Any]) -> None:
    at.account.faults({"at": "book", "times": 1} | fault)
    assert at.book().status in ("booked", "pending_calendar")
    at.work()
    assert at.ours() == ["booked"]
    assert at.theirs() == [("2026-11-24T10:00", "active")]


def test_the_slot_disappears(at: AtCalendly) -> None:
    at.account.faults({"at": "book", "status": 400, "code": "already_filled", "times": 1})
    assert at.book() == Booked(status="taken")
    assert (at.ours(), at.theirs()) == ([], [])


def test_calendly_is_down_during_the_call(at: AtCalendly) -> None:
    at.account.faults({"at": "availability"}, {"at": "book"})
    assert starts(at.search().slots)[0] == "2026-11-24T09:00"
    assert at.book().status == "pending_calendar"
    at.work()
    assert (at.ours(), at.theirs()) == (["pending_calendar"], [])
    at.account.faults()
    at.work()
    assert (at.ours(), at.theirs()) == (["booked"], [("2026-11-24T10:00", "active")])


def test_a_cancellation_that_goes_wrong_is_made_up_for(at: AtCalendly) -> None:
    booked = at.book().appointment
    assert booked
    at.account.faults({"at": "cancel", "status": 503, "times": 1})
    assert at.desk.appointments.cancel(at.desk.clinic, booked.id, "CA2") == "pending_calendar"
    at.work()
    assert (at.ours(), at.theirs()) == (["cancelled"], [("2026-11-24T10:00", "canceled")])


class TestRefused:
    """Calendly says no to the booking itself: the patient gets a link, and somebody calls back."""

    @pytest.mark.parametrize("fault", [{"status": 403}, {"status": 400, "code": "invalid"}])
    def test_in_the_call(self, at: AtCalendly, fault: dict[str, Any]) -> None:
        at.account.faults({"at": "book", **fault})
        booked = at.book()
        assert booked.status == "failed" and booked.appointment
        assert booked.appointment.status == "needs_callback"
        assert [kind for kind, _ in at.messages()] == ["booking_link", "staff_callback"]
        assert str(booked.appointment.calendly_link) in at.messages()[0][1]
        assert "https://calendly.invalid/d/" in at.messages()[0][1]
        assert len(at.account.control("GET", "links")["links"]) == 1
        at.account.faults()
        assert "2026-11-24T10:00" in starts(at.search().slots)

    def test_after_the_call(self, at: AtCalendly) -> None:
        at.account.faults({"at": "book", "status": 500, "times": 1}, {"at": "book", "status": 403})
        assert at.book().status == "pending_calendar"
        at.work()
        assert at.ours() == ["needs_callback"]
        assert [kind for kind, _ in at.messages()] == ["request_pending", "booking_link", "staff_callback"]

    def test_without_a_link_nothing_is_left(self, at: AtCalendly) -> None:
        at.account.faults({"at": "book", "status": 403}, {"at": "link", "status": 500})
        assert at.book() == Booked(status="failed")
        assert (at.ours(), at.messages()) == ([], [])

    def test_nobody_to_send_it_to(self, at: AtCalendly) -> None:
        at.account.faults({"at": "book", "status": 403})
        slot = at.desk.slot("Anita Patel", "2026-11-24T10:00")
        booked = at.desk.appointments.book(at.desk.clinic, slot, GuestInfo(name="Maria Lopez"), None, "CA1")
        assert booked == Booked(status="failed")
        assert at.account.control("GET", "links")["links"] == []

    def test_the_time_that_was_to_be_moved_stays(self, at: AtCalendly) -> None:
        old = at.book("2026-11-24T09:00").appointment
        assert old
        at.account.faults({"at": "book", "status": 403})
        slot = at.desk.slot("Anita Patel", "2026-11-24T11:00")
        assert at.desk.appointments.reschedule(at.desk.clinic, old.id, slot, "CA2").status == "failed"
        assert at.ours() == ["booked"]
        assert at.account.control("GET", "links")["links"] == []
