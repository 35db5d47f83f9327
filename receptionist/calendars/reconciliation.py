"""Our appointments to come beside Calendly's events: what is safe is repaired, the rest is for people to look at.

Safe is what webhooks would have told: the calendar is the record. Reports hold numbers, ids of appointments and
identifiers of events, nothing about a person.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select

from receptionist.appointments.outcomes import Outcomes, locked
from receptionist.appointments.staff_changes import StaffChanges, TimeKept
from receptionist.appointments.states import State, state_of
from receptionist.calendars.calendly import CalendlyCalendar
from receptionist.calendars.calendly_account import CalendlyAccount, Event
from receptionist.calendars.calendly_news import doctors_at_calendly
from receptionist.calendars.calendly_reading import identifier
from receptionist.calendars.calendly_signature import webhook_url
from receptionist.calendars.external_events import ExternalEvents, hold_of
from receptionist.calendars.port import CalendarEvent
from receptionist.clinics import Clinic, Doctor
from receptionist.clock import Clock, utc_now
from receptionist.storage.clinics import Clinics
from receptionist.storage.database import Database
from receptionist.storage.tables import AppointmentRow

log = logging.getLogger(__name__)


@dataclass
class Report:
    """`repaired` and `left`: what, and of which appointments ("appointment 12") or events ("event AbC")."""

    clinic: str
    at: datetime
    appointments: int = 0
    events: int = 0
    repaired: dict[str, list[str]] = field(default_factory=dict)
    left: dict[str, list[str]] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "clinic": self.clinic,
            "at": self.at.isoformat(timespec="seconds"),
            "appointments": self.appointments,
            "events": self.events,
            "repaired": self.repaired,
            "left": self.left,
        }

    def write(self, folder: Path) -> Path:
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"calendly-{self.clinic}-{self.at:%Y%m%d-%H%M%S}.json"
        path.write_text(json.dumps(self.as_json(), indent=2), encoding="utf-8")
        return path


class Reconciliation:
    def __init__(
        self, database: Database, calendly: CalendlyCalendar, clock: Clock, web_address: str | None = None
    ) -> None:
        """`web_address`: where webhooks are expected to be sent; None: none are expected."""
        self._database, self._calendly, self._clock, self._web_address = database, calendly, clock, web_address
        self._clinics = Clinics(database)

    def run(self, clinic: Clinic) -> Report:
        """Raises CalendarDown, CalendarRefused: then nothing more than what was repaired so far has been changed.

        Our rows are read before Calendly's list, so that what is booked meanwhile is not missed there."""
        doctors = doctors_at_calendly(self._clinics, clinic)
        account, now = self._calendly.account(clinic), self._clock.now(clinic)
        report = Report(clinic.id, utc_now())
        if doctors:
            rows = self._rows(clinic, doctors.values(), now)
            found = [event for event in account.active_events(now) if event.event_type in doctors]
            report.appointments, report.events = len(rows), len(found)
            events = {event.uri: event for event in found}
            one = _OneClinic(self._database, clinic, account, report)
            for row in rows:
                one.look_at(row, events.get(row.event_uri or ""))
            one.move_the_others()
            one.look_at_events(found, doctors, now)
            self._calendly.changed(clinic)
        if self._web_address:
            self._subscriptions(webhook_url(self._web_address, clinic.id), account, report)
        log.log(
            logging.WARNING if report.left else logging.INFO,
            "clinic %s beside Calendly: %d appointments, %d events, %d repaired, %d left",
            clinic.id, report.appointments, report.events, _number(report.repaired), _number(report.left),
        )  # fmt: skip
        return report

    def _rows(self, clinic: Clinic, doctors: Iterable[Doctor], now: datetime) -> list[AppointmentRow]:
        query = select(AppointmentRow).where(
            AppointmentRow.clinic_id == clinic.id,
            AppointmentRow.doctor_id.in_([doctor.id for doctor in doctors]),
            AppointmentRow.appointment_time > now.astimezone(UTC),
        )
        with self._database.reading() as session:
            return list(session.scalars(query.order_by(AppointmentRow.id)))

    @staticmethod
    def _subscriptions(url: str, account: CalendlyAccount, report: Report) -> None:
        ours = [one for one in account.subscriptions() if one.url == url]
        if not ours:
            report.left["no webhook subscription"] = []
        elif not all(one.active for one in ours):
            report.left["webhook subscription disabled"] = [f"subscription {identifier(one.uri)}" for one in ours]


class _OneClinic:
    def __init__(self, database: Database, clinic: Clinic, account: CalendlyAccount, report: Report) -> None:
        self._database, self._clinic, self._account, self._report = database, clinic, account, report
        self._staff, self._outcomes = StaffChanges(database), Outcomes(database)
        self._external = ExternalEvents(database)
        self._ours: set[str] = set()
        self._waiting: list[tuple[AppointmentRow, Event, str | None, str]] = []

    def look_at(self, row: AppointmentRow, event: Event | None) -> None:
        """`event` is the row's own, where it is active and to come."""
        if row.event_uri:
            self._ours.add(row.event_uri)
        state, name = state_of(row), f"appointment {row.id}"
        if state is State.BOOKED:
            if row.event_uri is None or row.event_uri.startswith("rota:"):
                self._left("booked without an event", name)
            elif event is None:
                self._missing(row, row.event_uri, name)
            elif event.start != row.appointment_time:
                self._move(row, event, None, name)
        elif event is not None and state in (State.CANCELLED, State.NEEDS_CALLBACK):
            self._clear(row.id, event, name)

    def move_the_others(self) -> None:
        """Those whose new time one of the others had; two that have each other's are left to people."""
        while self._waiting:
            waiting, self._waiting = self._waiting, []
            for entry in waiting:
                self._move(*entry)
            if len(self._waiting) == len(waiting):
                break
        for *_, name in self._waiting:
            self._left("moved to a time that is taken here", name)

    def look_at_events(self, events: list[Event], doctors: dict[str, Doctor], now: datetime) -> None:
        """Those that are not ours keep their time; what was kept for others is freed."""
        kept = self._external.kept([doctor.id for doctor in doctors.values()], now)
        external = set()
        for event in events:
            if event.uri in self._ours or self._is_known(event.uri):
                continue
            name = f"event {identifier(event.uri)}"
            if hold_of(event.uri) not in kept and self._belongs_to_us(event, name):
                continue
            external.add(hold_of(event.uri))
            new, overlaps = self._external.keep(
                self._clinic, doctors[event.event_type].id, event.uri, event.start, event.minutes
            )
            if new:
                self._repaired("time kept", name)
            if overlaps:
                self._left("overlaps an appointment", name)
        if gone := set(kept) - external:
            self._external.release_holds(gone)
            self._report.repaired["times freed"] = [str(len(gone))]

    def _missing(self, row: AppointmentRow, uri: str, name: str) -> None:
        found = self._account.where_now(uri)
        if found is None:
            self._left("unknown at Calendly", name)
        elif not found.active:
            if self._staff.cancelled(self._clinic, row.hold_id, uri):
                self._repaired("cancelled", name)
        elif found.uri != uri or found.start != row.appointment_time:
            link = self._account.invitee(found.uri)
            self._move(row, found, link.link if link else None, name)
        else:
            self._left("at another event type", name)

    def _move(self, row: AppointmentRow, event: Event, link: str | None, name: str) -> None:
        self._ours.add(event.uri)
        self._external.release(event.uri)
        moved = CalendarEvent(event.uri, reschedule_url=link or row.calendly_link)
        try:
            done = self._staff.moved(self._clinic, row.hold_id, event.start, moved)
        except TimeKept:
            self._waiting.append((row, event, link, name))
            return
        if done:
            self._repaired("moved", name)
        else:
            self._left("at another time in Calendly", name)

    def _clear(self, appointment_id: int, event: Event, name: str) -> None:
        """An event of something that is over: the worker cancels it."""
        self._outcomes.booked(self._clinic, appointment_id, CalendarEvent(event.uri), "worker")
        self._repaired("event to be cancelled", name)

    def _is_known(self, uri: str) -> bool:
        query = select(AppointmentRow.id).where(
            AppointmentRow.clinic_id == self._clinic.id, AppointmentRow.event_uri == uri
        )
        with self._database.reading() as session:
            return session.scalar(query.limit(1)) is not None

    def _belongs_to_us(self, event: Event, name: str) -> bool:
        """By the hold's id in its tracking. A mark of ours without an appointment is left to people."""
        invitee = self._account.invitee(event.uri)
        hold_id = invitee.hold_id if invitee else None
        if not hold_id:
            return False
        query = select(AppointmentRow.id).where(
            AppointmentRow.clinic_id == self._clinic.id, AppointmentRow.hold_id == hold_id
        )
        with self._database.session() as session:
            row = locked(session, session.scalar(query) or 0)
            state = state_of(row)
            if row is not None and state is State.REQUESTED:
                row.next_try = utc_now()
        if row is None:
            self._left("booked by us, but unknown here", name)
            return False
        if state is State.REQUESTED:
            self._repaired("booking to be completed", f"appointment {row.id}")
        elif state in (State.CANCELLED, State.NEEDS_CALLBACK):
            self._clear(row.id, event, f"appointment {row.id}")
        elif state is State.BOOKED:
            self._left("a second event", f"appointment {row.id}")
            return False
        return True

    def _repaired(self, what: str, name: str) -> None:
        self._report.repaired.setdefault(what, []).append(name)

    def _left(self, what: str, name: str) -> None:
        self._report.left.setdefault(what, []).append(name)


def _number(listed: dict[str, list[str]]) -> int:
    return sum(max(1, len(names)) for names in listed.values())
