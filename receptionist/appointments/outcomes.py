"""What is written once the calendar has answered.

Each is one transaction, with its messages, and applies only while the appointment is in the state in which the calendar
was asked: whoever was slower finds the other's outcome and leaves it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from receptionist.appointments.models import Booked
from receptionist.appointments.states import CLEARING, State, Who, move, state_of
from receptionist.calendars.port import CalendarEvent
from receptionist.clinics import Clinic
from receptionist.clock import utc_now
from receptionist.messaging.outbox import enqueue, enqueue_for_staff
from receptionist.messaging.texts import Kind
from receptionist.storage.appointments import appointment as read_appointment
from receptionist.storage.database import Database
from receptionist.storage.tables import AppointmentRow

LEASE = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=10)


def pause_after(attempts: int) -> timedelta:
    """10 s, doubled with every attempt, up to LONGEST_WAIT."""
    return min(timedelta(seconds=10 * 2 ** min(attempts, 10)), LONGEST_WAIT)


class Outcomes:
    def __init__(self, database: Database) -> None:
        self.database = database

    def booked(self, clinic: Clinic, appointment_id: int, event: CalendarEvent, who: Who) -> tuple[Booked, list[int]]:
        """The appointment, and the ids of those that it replaces: from now on they are being cancelled, by the call
        that booked it or by the worker. An event of something that is over by now is to be cleared away."""
        replaced: list[int] = []
        with self.database.session() as session:
            row = locked(session, appointment_id)
            state = state_of(row)
            if row is None:
                return Booked(status="failed"), []
            if state is not State.BOOKED:
                row.event_uri, row.calendly_link = event.uri, event.reschedule_url or event.cancel_url
            if state is State.REQUESTED:
                move(session, row, State.BOOKED, who)
                first_try = utc_now() + (LEASE if who == "caller" else timedelta(0))
                replaced = start_cancelling_replaced(session, row, who, first_try)
                tell(session, clinic, row, "rescheduled" if row.replaces_id else "confirmation")
            elif state is State.CANCELLED:
                move(session, row, State.CANCELLED_CLEARING, who)
            elif state is State.NEEDS_CALLBACK:
                move(session, row, State.CALLBACK_CLEARING, who)
            elif state in CLEARING:
                row.next_try = utc_now()
            return outcome(session, clinic, row), replaced

    def waits(self, clinic: Clinic, appointment_id: int, lease: datetime | None) -> Booked:
        """The calendar could not say. `lease` is the `next_try` with which the attempt began."""
        with self.database.session() as session:
            row = locked(session, appointment_id)
            if row is not None and state_of(row) is State.REQUESTED and row.next_try == lease:
                row.next_try = utc_now() + pause_after(row.attempts)
                tell(session, clinic, row, "request_pending")
            return outcome(session, clinic, row)

    def dropped(
        self, clinic: Clinic, appointment_id: int, lease: datetime | None, status: Literal["taken", "failed"]
    ) -> Booked:
        """During the call, and certainly not in the calendar; where the worker has taken over, its outcome counts."""
        with self.database.session() as session:
            row = locked(session, appointment_id)
            state = state_of(row)
            if row is not None and state is State.REQUESTED and row.next_try == lease:
                move(session, row, State.NONE, "caller")
            elif state in (State.REQUESTED, State.BOOKED):
                return outcome(session, clinic, row)
        return Booked(status=status)

    def refused(self, clinic: Clinic, appointment_id: int, lease: datetime | None, link: str) -> Booked:
        """During the call, by the calendar: the caller gets a link to book it, and somebody calls back."""
        with self.database.session() as session:
            row = locked(session, appointment_id)
            if row is not None and state_of(row) is State.REQUESTED and row.next_try == lease:
                row.calendly_link = link
                move(session, row, State.NEEDS_CALLBACK, "caller")
                tell(session, clinic, row, "booking_link")
                tell_staff(session, clinic, row, "staff_callback")
            return outcome(session, clinic, row)

    def needs_callback(self, clinic: Clinic, appointment_id: int, certain: bool, link: str | None = None) -> None:
        """`certain`: there is no event of it at the calendar, and none on its way. `link`: to book it oneself."""
        with self.database.session() as session:
            row = locked(session, appointment_id)
            if row is None or state_of(row) is not State.REQUESTED:
                return
            after = State.NEEDS_CALLBACK if certain else State.CALLBACK_CLEARING
            move(session, row, after, "worker", utc_now() + LEASE)
            row.calendly_link = link
            tell(session, clinic, row, "booking_link" if link else "needs_callback")
            tell_staff(session, clinic, row, "staff_callback")

    def cancelled(self, clinic: Clinic, appointment_id: int, uri: str | None, who: Who) -> None:
        """`uri` is the event that was cancelled, None when none was found: then one may still be on its way, and the
        worker looks once more after LEASE."""
        with self.database.session() as session:
            row = locked(session, appointment_id)
            if row is None or state_of(row) is not State.CANCELLING:
                return
            if uri and row.event_uri in (None, uri):
                move(session, row, State.CANCELLED, who)
            else:
                left = row.event_uri is not None
                move(session, row, State.CANCELLED_CLEARING, who, utc_now() + (timedelta(0) if left else LEASE))
            if not is_replaced(session, row.id):
                tell(session, clinic, row, "cancellation")

    def not_cancelled(self, appointment_id: int, lease: datetime | None, before: State) -> bool:
        """Refused during the call: as it was before. False when somebody else goes on cancelling it."""
        with self.database.session() as session:
            row = locked(session, appointment_id)
            if row is None or state_of(row) is not State.CANCELLING or row.next_try != lease:
                return False
            move(session, row, before, "caller", utc_now() + LEASE)
            return True

    def cannot_be_cancelled(self, clinic: Clinic, appointment_id: int) -> None:
        """The calendar refuses for good: what stands there is what counts, and people have to see to it. A request
        without an event is over for the caller."""
        with self.database.session() as session:
            row = locked(session, appointment_id)
            if row is None or state_of(row) is not State.CANCELLING:
                return
            if row.event_uri is None:
                move(session, row, State.CANCELLED_CLEARING, "worker", utc_now() + LEASE)
                tell(session, clinic, row, "cancellation")
                return
            move(session, row, State.BOOKED, "worker")
            tell(session, clinic, row, "cancellation_failed")
            tell_staff(session, clinic, row, "staff_cancel")

    def cleared(self, appointment_id: int, uri: str | None) -> None:
        """Nothing is left at the calendar. `uri` is the event as it was known when that was found out."""
        with self.database.session() as session:
            row = locked(session, appointment_id)
            state = state_of(row)
            if row is not None and state in CLEARING and row.event_uri == uri:
                move(session, row, CLEARING[state], "worker")

    def later(self, appointment_id: int, lease: datetime | None) -> None:
        with self.database.session() as session:
            row = locked(session, appointment_id)
            if row is not None and row.pending == "cancel" and row.next_try == lease:
                row.next_try = utc_now() + pause_after(row.attempts)


def locked(session: Session, appointment_id: int) -> AppointmentRow | None:
    return session.get(AppointmentRow, appointment_id, with_for_update=True, populate_existing=True)


def outcome(session: Session, clinic: Clinic, row: AppointmentRow | None) -> Booked:
    """What a caller may be told who has asked for `row`."""
    if row is None:
        return Booked(status="failed")
    session.flush()
    status: Literal["booked", "pending_calendar", "taken", "failed"]
    match state_of(row):
        case State.BOOKED:
            status = "booked"
        case State.REQUESTED:
            status = "pending_calendar"
        case State.CANCELLING:
            status = "taken"
        case _:
            status = "failed"
    return Booked(status=status, appointment=read_appointment(session, clinic, row.id))


def tell(session: Session, clinic: Clinic, row: AppointmentRow, kind: Kind, again: bool = False) -> None:
    """To the caller, where there is a number and a consent. `again`: also when a message of that kind was written."""
    session.flush()
    if appointment := read_appointment(session, clinic, row.id):
        call_sid = row.changed_by_call or row.call_sid
        enqueue(session, kind, clinic, appointment, row.sms_consent, call_sid, again)


def tell_staff(session: Session, clinic: Clinic, row: AppointmentRow, kind: Kind) -> None:
    session.flush()
    if appointment := read_appointment(session, clinic, row.id):
        enqueue_for_staff(session, kind, clinic, appointment, row.call_sid)


def start_cancelling_replaced(session: Session, row: AppointmentRow, who: Who, next_try: datetime) -> list[int]:
    """The one that was moved, and, where it was moved several times, every other that is still to be had."""
    ids: list[int] = []
    above = row.replaces_id
    while above is not None and above not in ids:
        ids.append(above)
        old = locked(session, above)
        if old is None:
            break
        if state_of(old) in (State.REQUESTED, State.BOOKED):
            old.changed_by_call = row.call_sid
            move(session, old, State.CANCELLING, who, next_try)
        above = old.replaces_id
    return ids


def is_replaced(session: Session, appointment_id: int) -> bool:
    """Whether a later appointment that was moved from it, directly or not, is booked: its message tells."""
    seen: set[int] = set()
    waiting = {appointment_id}
    while waiting:
        seen |= waiting
        query = select(AppointmentRow.id, AppointmentRow.status).where(AppointmentRow.replaces_id.in_(waiting))
        later = session.execute(query).all()
        if any(status == "booked" for _, status in later):
            return True
        waiting = {found for found, _ in later} - seen
    return False
