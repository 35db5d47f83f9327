"""Callers who want the same time at the same moment, on both databases, with real threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from receptionist.appointments.booking import Appointments
from receptionist.appointments.models import GuestInfo, Slot
from receptionist.messaging.outbox import Outbox
from receptionist.storage.database import Database
from receptionist.storage.tables import AppointmentRow, HoldRow, OutboxRow
from tests.fakes import Desk, FakeMessenger, a_desk
from tests.integration.postgres_server import new_postgres_url

CALLERS = 8


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path):
    url = f"sqlite:///{tmp_path}/clinic.db" if request.param == "sqlite" else new_postgres_url()
    desk = a_desk(Database(url))
    yield desk
    desk.database.close()


def all_at_once(desk: Desk, slots: list[Slot], calls: list[str]) -> list[str]:
    together = Barrier(len(calls))

    def call(slot: Slot, sid: str) -> str:
        together.wait()
        guest = GuestInfo(name=f"Caller {sid}")
        return desk.appointments.book(desk.clinic, slot, guest, "+12025550101", sid).status

    with ThreadPoolExecutor(len(calls)) as threads:
        return list(threads.map(call, slots, calls))


@pytest.mark.parametrize("doctor", ["Anita Patel", "Thomas Weber"])
def test_exactly_one_gets_the_slot(desk: Desk, doctor: str) -> None:
    slot = desk.slot(doctor, "2026-11-24T10:00")
    outcomes = all_at_once(desk, [slot] * CALLERS, [f"CA{number}" for number in range(CALLERS)])
    assert sorted(outcomes) == ["booked"] + ["taken"] * (CALLERS - 1)
    with desk.database.reading() as session:
        assert session.query(AppointmentRow).count() == 1
        assert session.query(OutboxRow).count() == 1
        assert session.query(HoldRow).count() == slot.minutes / 5
    assert len(desk.calendar.events) == (1 if doctor == "Anita Patel" else 0)


def test_slots_of_different_lengths_that_overlap(desk: Desk) -> None:
    long = desk.slot("Thomas Weber", "2026-11-24T10:00").model_copy(update={"minutes": 60})
    short = desk.slot("Thomas Weber", "2026-11-24T10:40")
    outcomes = all_at_once(desk, [long, short] * 4, [f"CA{number}" for number in range(CALLERS)])
    assert sorted(outcomes) == ["booked"] + ["taken"] * (CALLERS - 1)


def test_a_repeated_webhook_books_once(desk: Desk) -> None:
    slot = desk.slot("Anita Patel", "2026-11-24T10:00")
    outcomes = all_at_once(desk, [slot] * CALLERS, ["CA1"] * CALLERS)
    assert set(outcomes) <= {"booked", "pending_calendar"} and "booked" in outcomes
    with desk.database.reading() as session:
        assert session.query(AppointmentRow).one().status == "booked"
        assert session.query(OutboxRow).one().kind == "confirmation"
    assert len(desk.calendar.events) == 1


def test_different_slots_do_not_hinder_each_other(desk: Desk) -> None:
    times = ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30"]
    slots = [desk.slot("Anita Patel", f"2026-11-24T{at}") for at in times]
    assert all_at_once(desk, slots, [f"CA{at}" for at in times]) == ["booked"] * len(times)
    with desk.database.reading() as session:
        assert len({row.code for row in session.query(AppointmentRow)}) == len(times)


def test_workers_side_by_side_send_a_message_once(desk: Desk) -> None:
    desk.appointments.book(
        desk.clinic, desk.slot("Anita Patel", "2026-11-24T10:00"), GuestInfo(name="Maria"), "+12025550101", "CA1"
    )
    messenger, together = FakeMessenger(), Barrier(4)

    def work(_: int) -> int:
        together.wait()
        return Outbox(desk.database, messenger).send_due()

    with ThreadPoolExecutor(4) as threads:
        assert sum(threads.map(work, range(4))) == 1
    assert len(messenger.sent) == 1


@pytest.mark.parametrize("minutes", [[30], [30, 60, 15]])
def test_fifty_at_once_on_postgresql(minutes: list[int]) -> None:
    """Three processes' worth of connections, slots of one length and of several that overlap."""
    desk = a_desk(Database(new_postgres_url()))
    others = [Database(desk.database.url.render_as_string(hide_password=False)) for _ in range(2)]
    desks = [desk.appointments, *(Appointments(other, desk.calendars, desk.clock) for other in others)]
    slot, together = desk.slot("Thomas Weber", "2026-11-24T10:00"), Barrier(50)

    def call(number: int) -> str:
        wanted = slot.model_copy(update={"minutes": minutes[number % len(minutes)]})
        together.wait()
        guest = GuestInfo(name=f"Caller {number}")
        return desks[number % 3].book(desk.clinic, wanted, guest, f"+120255501{number:02}", f"CA{number}").status

    with ThreadPoolExecutor(50) as threads:
        outcomes = list(threads.map(call, range(50)))
    assert sorted(outcomes) == ["booked"] + ["taken"] * 49
    with desk.database.reading() as session:
        row = session.query(AppointmentRow).one()
        assert session.query(OutboxRow).one().appointment_id == row.id
        assert session.query(HoldRow).count() == row.minutes / 5
    for database in (desk.database, *others):
        database.close()
