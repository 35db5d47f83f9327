"""An appointment's whole life on both databases, and the worker as a process."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import update
from tenacity import retry, stop_after_delay, wait_fixed

from receptionist.appointments.models import GuestInfo
from receptionist.appointments.search import find_slots
from receptionist.appointments.verification import find_appointments
from receptionist.appointments.wanted import Wanted
from receptionist.calendars.port import CalendarDown, SlotTaken
from receptionist.messaging.outbox import Outbox
from receptionist.storage.clinics import Clinics
from receptionist.storage.database import Database
from receptionist.storage.tables import AppointmentRow, OutboxRow
from tests.fakes import Desk, FakeMessenger, a_desk, starts
from tests.integration.postgres_server import new_postgres_url
from worker.due import DueWork

PHONE = "+12025550101"


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path):
    url = f"sqlite:///{tmp_path}/clinic.db" if request.param == "sqlite" else new_postgres_url()
    desk = a_desk(Database(url))
    yield desk
    desk.database.close()


def work(desk: Desk, messenger: FakeMessenger) -> None:
    with desk.database.session() as session:
        session.execute(update(AppointmentRow).values(next_try=datetime.now(UTC) - timedelta(seconds=1)))
    DueWork(desk.appointments, Outbox(desk.database, messenger)).do(Event())


def test_found_requested_booked_moved_and_cancelled(desk: Desk) -> None:
    messenger, clinic, patel = FakeMessenger(), desk.clinic, [desk.doctor("Anita Patel")]
    offer = find_slots(clinic, patel, Wanted(), desk.now, desk.calendars)
    assert starts(offer.slots) == ["2026-11-24T09:00", "2026-11-24T09:30", "2026-11-24T10:00"]

    desk.calendar.troubles["book"] = [CalendarDown("down")]
    assert desk.appointments.hold(clinic, offer.slots[0], "CA1")
    guest = GuestInfo(name="Maria Lopez", date_of_birth=datetime(1984, 3, 2).date())
    assert desk.appointments.book(clinic, offer.slots[0], guest, PHONE, "CA1").status == "pending_calendar"
    work(desk, messenger)
    [booked] = find_appointments(desk.database, clinic, "Maria Lopez", PHONE, True, None, desk.now)
    assert (booked.status, starts([booked.slot])) == ("booked", ["2026-11-24T09:00"])

    moved = desk.appointments.reschedule(clinic, booked.id, offer.slots[2], "CA2").appointment
    assert moved and moved.start == offer.slots[2].start
    assert starts(find_slots(clinic, patel, Wanted(), desk.now, desk.calendars).slots)[0] == "2026-11-24T09:00"

    desk.calendar.troubles["cancel"] = [CalendarDown("timed out", unknown_outcome=True)]
    assert desk.appointments.cancel(clinic, moved.id, "CA3") == "pending_calendar"
    work(desk, messenger)
    assert desk.calendar.events == {}
    assert find_appointments(desk.database, clinic, "Maria Lopez", PHONE, True, None, desk.now) == []
    assert [message.kind for message in messenger.sent] == [
        "request_pending",
        "confirmation",
        "rescheduled",
        "cancellation",
    ]


def test_a_request_that_comes_to_nothing(desk: Desk) -> None:
    messenger = FakeMessenger()
    desk.calendar.troubles["book"] = [CalendarDown("down"), SlotTaken()]
    slot = desk.slot("Anita Patel", "2026-11-24T09:00")
    desk.appointments.book(desk.clinic, slot, GuestInfo(name="Maria Lopez"), PHONE, "CA1")
    work(desk, messenger)
    with desk.database.reading() as session:
        assert session.query(AppointmentRow).one().status == "needs_callback"
    assert [message.kind for message in messenger.sent] == [
        "request_pending",
        "needs_callback",
        "staff_callback",
    ]


def test_one_piece_of_work_that_fails_does_not_keep_the_others_back(desk: Desk) -> None:
    messenger = FakeMessenger()
    desk.calendar.troubles["book"] = [CalendarDown("down"), CalendarDown("down"), RuntimeError("a bug")]
    for number, at in enumerate(("09:00", "10:00")):
        slot = desk.slot("Anita Patel", f"2026-11-24T{at}")
        desk.appointments.book(desk.clinic, slot, GuestInfo(name="Maria Lopez"), PHONE, f"CA{number}")
    work(desk, messenger)
    with desk.database.reading() as session:
        states = sorted(row.status for row in session.query(AppointmentRow))
    assert states == ["booked", "pending_calendar"]
    assert len(messenger.sent) == 3


def worker(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "DATABASE_URL": f"sqlite:///{folder}/clinic.db",
        "SPOOL_DIR": str(folder / "spool"),
        "MESSENGER": "spool",
        "CLOCK": "system",
        "CALENDLY_BASE_URL": "http://127.0.0.1:9",
    }
    return subprocess.Popen([sys.executable, "-m", "worker", *arguments], env=environment)


def test_once_sends_what_is_due_and_ends(tmp_path: Path) -> None:
    desk = a_desk(Database(f"sqlite:///{tmp_path}/clinic.db"))
    slot = desk.slot("Thomas Weber", "2026-11-24T10:00")
    desk.appointments.book(desk.clinic, slot, GuestInfo(name="Maria Lopez"), PHONE, "CA1")
    assert worker(tmp_path, "--once").wait(60) == 0
    [line] = (tmp_path / "spool" / "messages.jsonl").read_text().splitlines()
    assert json.loads(line)["to"] == PHONE and "Thomas Weber" in json.loads(line)["body"]
    with desk.database.reading() as session:
        assert session.query(OutboxRow).one().status == "sent"


def test_an_empty_database_gets_its_clinic_and_sigterm_ends_the_worker(tmp_path: Path) -> None:
    process = worker(tmp_path)

    @retry(stop=stop_after_delay(60), wait=wait_fixed(0.2))
    def ready() -> None:
        assert a_clinic_is_in(tmp_path / "clinic.db")

    ready()
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0


def a_clinic_is_in(path: Path) -> bool:
    if not path.exists():
        return False
    database = Database(f"sqlite:///{path}")
    try:
        return Clinics(database).clinic_by_number("+12025550100") is not None
    finally:
        database.close()
