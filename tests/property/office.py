"""A clinic whose appointments are at the Calendly simulator, all in one process, so that what happens at the same time
happens in an order that a test chooses: in the middle of a request to the calendar, or never, because of a kill."""

from __future__ import annotations

import json
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any, Literal

import httpx
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update
from werkzeug.serving import WSGIRequestHandler, make_server

from receptionist.appointments.models import Booked, GuestInfo, Slot
from receptionist.cache import MemoryState
from receptionist.calendars.calendly import CalendlyCalendar
from receptionist.calendars.calendly_guard import Limits
from receptionist.calendars.calendly_news import CalendlyNews
from receptionist.calendars.calendly_signature import HEADER, OLDEST_S, PATH, signing_key, webhook_url
from receptionist.calendars.port import CalendarEvent, Changed
from receptionist.calendars.reconciliation import Reconciliation, Report
from receptionist.clinics import Clinic, Doctor
from receptionist.clock import utc_now
from receptionist.storage.tables import AppointmentRow, HoldRow, OutboxRow
from simulators.calendly.accounts import Account, Booking
from simulators.calendly.app import create_app as calendly_app
from simulators.calendly.faults import Fault
from simulators.calendly.webhooks import Trouble, signature
from tests.fakes import BLOCK, a_desk, sqlite_in
from web.calendly import calendly_routes

NOW = "2026-11-23T08:55"
STARTS = ["2026-11-24T09:00", "2026-11-24T09:30", "2026-11-24T10:00", "2026-11-24T10:30"]
PATEL, WEBER = "Anita Patel", "Thomas Weber"
CALLER = "+12025550101"
SECRET = "a secret of this installation"
LIMITS = ("requests_per_minute", "bookings_per_minute", "bookings_per_hour", "bookings_per_day")
MANY = dict.fromkeys(LIMITS, 10**6)


class Killed(BaseException):
    """The process ends here, as by kill -9."""


class Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: Any) -> None:
        pass


@cache
def simulator() -> tuple[str, Any]:
    """Its address and its accounts; one for the whole run of the tests."""
    application = calendly_app()
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{server.server_port}", application.app.extensions["accounts"]


class Interrupted:
    """The calendar as others see it who are asking it at the same time: `before` and `after` the next request that
    changes something there, what is in them happens, once."""

    def __init__(self, calendar: CalendlyCalendar) -> None:
        self.calendar = calendar
        self.before: list[Callable[[], object]] = []
        self.after: list[Callable[[], object]] = []

    def free(self, clinic: Clinic, doctor: Doctor, start: Any, end: Any) -> list[Slot]:
        return self.calendar.free(clinic, doctor, start, end)

    def book(self, clinic: Clinic, doctor: Doctor, slot: Slot, guest: GuestInfo, hold_id: str) -> CalendarEvent:
        with self._interrupted():
            return self.calendar.book(clinic, doctor, slot, guest, hold_id)

    def cancel(self, clinic: Clinic, event_uri: str, reason: str) -> None:
        with self._interrupted():
            self.calendar.cancel(clinic, event_uri, reason)

    def find(self, clinic: Clinic, doctor: Doctor, hold_id: str, around: Slot) -> CalendarEvent | None:
        return self.calendar.find(clinic, doctor, hold_id, around)

    def changed_by_staff(self, clinic: Clinic, doctor: Doctor, hold_id: str, around: Slot) -> Changed | None:
        return self.calendar.changed_by_staff(clinic, doctor, hold_id, around)

    def booking_link(self, clinic: Clinic, doctor: Doctor) -> str | None:
        return self.calendar.booking_link(clinic, doctor)

    def end(self) -> None:
        self.before.clear()
        self.after.clear()

    @contextmanager
    def _interrupted(self) -> Iterator[None]:
        before, self.before = self.before, []
        after, self.after = self.after, []
        for happens in before:
            happens()
        yield
        for happens in after:
            happens()


class Office:
    """`told` is what callers heard: the outcome of each booking, by appointment."""

    def __init__(self) -> None:
        base_url, accounts = simulator()
        self._http = httpx.Client(base_url=base_url)
        self._folder = tempfile.TemporaryDirectory(prefix="office-")
        token = Path(self._folder.name).name
        kinds = [
            {"slug": name, "name": name, "availability": [{"day": "tuesday", "start": "09:00", "end": "11:00"}]}
            for name in (PATEL, WEBER)
        ]
        self.account = Account(token, {"now": NOW, "event_types": kinds, "limits": MANY})
        accounts.put(token, self.account)
        doctors = [
            BLOCK["doctors"][0]
            | {"name": kind.name, "event_type": f"{base_url}/event_types/{kind.id}", "slot_minutes": 30}
            for kind in self.account.event_types.values()
        ]
        self.database = sqlite_in(Path(self._folder.name))
        self.desk = a_desk(self.database, NOW, doctors=doctors, calendly_token=token)
        limits = Limits(10**6, 10**6, 10**6, failures=10**6)
        self.calendly = CalendlyCalendar(base_url, now=self.desk.clock.now, limits=limits)
        self.calendar = Interrupted(self.calendly)
        self.desk.calendars.calendly = self.calendar
        self.reconciliation = Reconciliation(self.database, self.calendly, self.desk.clock)
        self._web = self._webhooks_of_calendly()
        self.account.webhooks.set_trouble(Trouble(hold=True))
        self.calendly.account(self.clinic).subscribe(
            webhook_url("http://web.invalid", self.clinic.id), signing_key(SECRET, self.clinic.id)
        )
        self._calls = self._signed = 0
        self._first_signed = int(time.time()) - OLDEST_S // 2  # each is signed a second later: none is a repetition
        self.told: dict[int, str] = {}

    @property
    def clinic(self) -> Clinic:
        return self.desk.clinic

    def close(self) -> None:
        self._http.close()
        self.calendly.close()
        self.database.close()
        self._folder.cleanup()

    def new_call(self) -> str:
        self._calls += 1
        return f"CA{self._calls}"

    def call(self, doing: Callable[[], Booked | str | None]) -> Booked | str | None:
        """What a process does for a caller; None when it was killed meanwhile, and the caller heard nothing."""
        try:
            done = doing()
        except Killed:
            return None
        finally:
            self.calendar.end()
        if isinstance(done, Booked) and done.appointment:
            self.told[done.appointment.id] = done.status
        return done

    def book(self, doctor: str, start: str, call_sid: str) -> Booked | str | None:
        slot, guest = self.desk.slot(doctor, start), GuestInfo(name="Maria Lopez")
        return self.call(lambda: self.desk.appointments.book(self.clinic, slot, guest, CALLER, call_sid))

    def move(self, appointment_id: int, doctor: str, start: str, call_sid: str) -> Booked | str | None:
        slot = self.desk.slot(doctor, start)
        return self.call(lambda: self.desk.appointments.reschedule(self.clinic, appointment_id, slot, call_sid))

    def cancel(self, appointment_id: int, call_sid: str) -> Booked | str | None:
        return self.call(lambda: self.desk.appointments.cancel(self.clinic, appointment_id, call_sid))

    def work(self) -> int:
        """The worker, once, when every wait is over. How much was due."""
        with self.database.session() as session:
            waiting = update(AppointmentRow).where(AppointmentRow.pending.is_not(None))
            session.execute(waiting.values(next_try=utc_now() - timedelta(seconds=1)))
        due = self.desk.appointments.due()
        for appointment_id in due:
            self.call(lambda appointment_id=appointment_id: self.desk.appointments.complete(appointment_id))  # type: ignore[misc]
        return len(due)

    def reconcile(self) -> Report:
        return self.reconciliation.run(self.clinic)

    def fault(self, **entry: Any) -> None:
        with self.account.lock:
            self.account.faults.append(Fault.parse(entry))

    def staff_take(self, doctor: str, start: str) -> None:
        self._staff("take", {"event_type": doctor, "start": start})

    def staff_cancel(self, booking: Booking) -> None:
        self._staff("cancel", {"event": booking.id})

    def staff_move(self, booking: Booking, start: str) -> None:
        self._staff("move", {"event": booking.id, "start": start})

    def deliver(self, number: int, keep: bool) -> int | None:
        """One of the webhooks that are on their way, the oldest is 0; `keep`: it comes again later. The answer's
        status; one that is to come again stays on its way."""
        waiting = self.account.webhooks.kept
        if not waiting:
            return None
        entry = waiting[number % len(waiting)]
        subscription, _, told = entry
        self._signed += 1
        body, moment = json.dumps(told).encode(), self._first_signed + self._signed
        status: int = self._web.post(
            f"{PATH}/{self.clinic.id}",
            data=body,
            headers={HEADER: f"t={moment},v1={signature(subscription.key, moment, body)}"},
        ).status_code
        if status != 503 and not keep:
            waiting.remove(entry)
        return status

    def events(self, status: Literal["active", "canceled"] = "active") -> list[Booking]:
        with self.account.lock:
            return [booking for booking in self.account.bookings.values() if booking.status == status]

    def rows(self) -> list[AppointmentRow]:
        with self.database.reading() as session:
            return list(session.scalars(select(AppointmentRow).order_by(AppointmentRow.id)))

    def holds(self) -> list[HoldRow]:
        with self.database.reading() as session:
            return list(session.scalars(select(HoldRow)))

    def messages(self, appointment_id: int) -> list[str]:
        """Kinds of those to the caller, oldest first."""
        query = select(OutboxRow.kind, OutboxRow.to).where(OutboxRow.appointment_id == appointment_id)
        with self.database.reading() as session:
            return [kind for kind, to in session.execute(query.order_by(OutboxRow.id)) if to == CALLER]

    def _staff(self, does: str, body: dict[str, str]) -> None:
        """On Calendly's own pages; nothing where the time is taken."""
        answer = self._http.post(f"/_control/accounts/{self.account.id}/{does}", json=body)
        assert answer.is_success or answer.status_code == 409, answer.text

    def _webhooks_of_calendly(self) -> FlaskClient:
        state, app = MemoryState(), Flask("web of a test")
        news = CalendlyNews(self.database, self.calendly, self.desk.clock, state)
        app.register_blueprint(calendly_routes(self.desk.clinics, news, state, secret=SECRET))
        return app.test_client()
