"""A clinic whose staff work in Calendly: our database and web process, the simulator, and webhooks between them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from werkzeug.serving import make_server

from receptionist.appointments.models import GuestInfo
from receptionist.cache import MemoryState
from receptionist.calendars.calendly import CalendlyCalendar
from receptionist.calendars.calendly_signature import signing_key, webhook_url
from receptionist.storage.holds import EXTERNAL
from receptionist.storage.tables import AppointmentRow, HoldRow, OutboxRow
from tests.fakes import BLOCK, Desk, FixedClock, a_desk, sqlite_in
from tests.integration.calendly_service import Account, Service, running
from web.app import create_app
from web.settings import WebSettings

NOW = "2026-11-23T08:55"
TEN, ELEVEN = "2026-11-24T10:00", "2026-11-24T11:00"
SECRET = "a secret of this installation"
MARIA = GuestInfo(name="Maria Lopez", phone="+12025550101")


class PinnedClock(FixedClock):
    def __init__(self) -> None:
        super().__init__(NOW)


@dataclass
class Office:
    desk: Desk
    account: Account
    calendly: CalendlyCalendar
    settings: WebSettings
    web: str

    def book(self, local: str = TEN, call: str = "CA1") -> int:
        slot = self.desk.slot("Anita Patel", local)
        booked = self.desk.appointments.book(self.desk.clinic, slot, MARIA, "+12025550101", call)
        assert booked.status == "booked" and booked.appointment, booked
        return booked.appointment.id

    def row(self, appointment_id: int) -> AppointmentRow:
        with self.desk.database.reading() as session:
            return session.get_one(AppointmentRow, appointment_id)

    def state(self, appointment_id: int) -> tuple[str, str]:
        row = self.row(appointment_id)
        return row.status, f"{row.appointment_time.astimezone(self.desk.clinic.tz):%Y-%m-%dT%H:%M}"

    def told(self) -> list[str]:
        with self.desk.database.reading() as session:
            return list(session.scalars(select(OutboxRow.kind).order_by(OutboxRow.id)))

    def kept(self) -> list[str]:
        """Starts of the cells that were booked without us."""
        query = select(HoldRow.cell).where(HoldRow.call_sid == EXTERNAL).order_by(HoldRow.cell)
        with self.desk.database.reading() as session:
            cells = session.scalars(query).all()
        return [f"{cell.astimezone(self.desk.clinic.tz):%Y-%m-%dT%H:%M}" for cell in cells]

    def kept_by(self, appointment_id: int) -> list[str]:
        query = select(HoldRow.cell).where(HoldRow.hold_id == self.row(appointment_id).hold_id).order_by(HoldRow.cell)
        with self.desk.database.reading() as session:
            cells = session.scalars(query).all()
        return [f"{cell.astimezone(self.desk.clinic.tz):%Y-%m-%dT%H:%M}" for cell in cells]

    def take(self, start: str = ELEVEN, **more: Any) -> str:
        uri: str = self.account.control("POST", "take", {"event_type": "anita-patel", "start": start} | more)["uri"]
        return uri

    def staff_cancel(self, uri: str | None, by: str = "host") -> None:
        self.account.control("POST", "cancel", {"event": uri, "by": by})

    def staff_move(self, uri: str | None, start: str) -> str:
        moved: str = self.account.control("POST", "move", {"event": uri, "start": start})["uri"]
        return moved

    def webhooks(self, **trouble: Any) -> None:
        self.account.control("PUT", "webhooks", trouble)

    def deliveries(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.account.control("GET", "webhooks")["deliveries"]
        return found

    def delivered(self, number: int) -> list[int | None]:
        """The statuses, in order, when `number` webhooks have been sent."""
        wait_for(lambda: len(self.deliveries()) >= number)
        time.sleep(0.1)
        return [one["status"] for one in self.deliveries()]

    def subscribe(self) -> None:
        url = webhook_url(self.web, self.desk.clinic.id)
        self.calendly.account(self.desk.clinic).subscribe(url, signing_key(SECRET, self.desk.clinic.id))

    def free(self) -> list[str]:
        start = datetime.fromisoformat(NOW).replace(tzinfo=self.desk.clinic.tz)
        end = datetime(2026, 11, 25, tzinfo=UTC)
        slots = self.calendly.free(self.desk.clinic, self.desk.doctor("Anita Patel"), start, end)
        return [f"{slot.start:%Y-%m-%dT%H:%M}" for slot in slots]


def wait_for(condition: Callable[[], Any], seconds: float = 8.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen"
        time.sleep(0.02)


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with running() as service:
        yield service


@pytest.fixture
def office(service: Service, tmp_path: Path) -> Iterator[Office]:
    """Without a subscription yet."""
    account = service.account(
        now=NOW,
        event_types=[
            {"slug": "anita-patel", "name": "Anita Patel", "availability": BLOCK["doctors"][0]["availability"]}
        ],
    )
    doctors = [BLOCK["doctors"][0] | {"event_type": account.event_types["anita-patel"]}]
    desk = a_desk(sqlite_in(tmp_path), NOW, doctors=doctors, calendly_token=account.token)
    calendly = CalendlyCalendar(service.base_url, now=desk.clock.now, state=MemoryState())
    desk.calendars.calendly = calendly
    settings = WebSettings(
        _env_file=None,
        database_url=f"sqlite:///{tmp_path}/clinic.db",
        audio_dir=tmp_path / "audio",
        report_dir=tmp_path / "reports",
        calendly_base_url=service.base_url,
        calendly_signing_key=SECRET,
        clock="tests.integration.calendly_office:PinnedClock",
        voice="simulators.sound.voice:SilentVoice",
    )
    server = make_server("127.0.0.1", 0, create_app(settings), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Office(desk, account, calendly, settings, f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    thread.join()
    server.server_close()
    calendly.close()
