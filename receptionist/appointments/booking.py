"""Booking, cancelling and moving, so that a crash, a repeat or a second caller at any moment does no harm.

A booking is first written as a request together with its held cells, in one transaction. The cells make it exclusive,
the row survives a crash: whatever happens at the calendar afterwards, the worker finds the row and finishes.
"""

from __future__ import annotations

import logging
import uuid
from datetime import timedelta
from typing import Literal

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from receptionist.appointments.completion import Completion, cancel_at_calendar, guest_of
from receptionist.appointments.models import Appointment, Booked, GuestInfo, Slot
from receptionist.appointments.outcomes import LEASE, Outcomes, locked, outcome
from receptionist.appointments.staff_changes import StaffChanges
from receptionist.appointments.states import State, begin, move, state_of
from receptionist.calendars.calendars import Calendars
from receptionist.calendars.port import CalendarDown, CalendarEvent, CalendarRefused, SlotTaken
from receptionist.clinics import Clinic, Doctor
from receptionist.clock import Clock, utc_now
from receptionist.storage import holds
from receptionist.storage.appointments import appointment as read_appointment
from receptionist.storage.appointments import new_code
from receptionist.storage.clinics import Clinics
from receptionist.storage.database import Database
from receptionist.storage.tables import AppointmentRow, HoldRow

log = logging.getLogger(__name__)

Cancelled = Literal["cancelled", "pending_calendar", "failed"]

HOLD = timedelta(minutes=5)


class Appointments:
    """`clock` tells what is past for callers; leases and retries run on the machine's time."""

    def __init__(self, database: Database, calendars: Calendars, clock: Clock) -> None:
        self.database, self.calendars, self.clock = database, calendars, clock
        self.clinics = Clinics(database)
        self.outcomes = Outcomes(database)
        self.staff = StaffChanges(database)
        self.completion = Completion(database, calendars, clock)
        self.due, self.complete = self.completion.due, self.completion.complete

    def get(self, clinic: Clinic, appointment_id: int) -> Appointment | None:
        with self.database.reading() as session:
            return read_appointment(session, clinic, appointment_id)

    def hold(self, clinic: Clinic, slot: Slot, call_sid: str) -> bool:
        """Keeps others off the slot for HOLD while the caller goes on talking. False: somebody has it.

        A call holds one slot at a time. `book` does not need it."""
        try:
            with self.database.session() as session:
                _release_call(session, call_sid)
                holds.take(session, clinic.id, slot, uuid.uuid4().hex, call_sid, utc_now() + HOLD)
        except IntegrityError:
            return False
        return True

    def release(self, call_sid: str) -> None:
        """Frees what the call holds; its appointments stay."""
        with self.database.session() as session:
            _release_call(session, call_sid)

    def expire_holds(self) -> int:
        with self.database.session() as session:
            return session.execute(delete(HoldRow).where(HoldRow.expires_at < utc_now())).rowcount  # type: ignore[attr-defined]

    def book(
        self,
        clinic: Clinic,
        slot: Slot,
        guest: GuestInfo,
        contact_phone: str | None,
        call_sid: str,
        caller_name: str | None = None,
        sms_consent: bool = True,
        replaces: int | None = None,
    ) -> Booked:
        """Books for a caller who has said yes. A repeat from the same call gets the same appointment.

        `contact_phone` gets the messages; `caller_name` where the caller is not the patient; `replaces` is the
        appointment that is to be cancelled once this one is in the calendar.
        """
        key = f"{call_sid}:{slot.id}"
        if existing := self._by_key(clinic, key):
            return existing
        doctor = self.clinics.doctor(slot.doctor_id)
        if doctor is None or doctor.clinic_id != clinic.id or not doctor.active or slot.start <= self.clock.now(clinic):
            return Booked(status="failed")
        try:
            with self.database.session() as session:
                row = AppointmentRow(
                    clinic_id=clinic.id,
                    user_name=guest.name,
                    phone=guest.phone or contact_phone,
                    email=guest.email,
                    doctor_id=doctor.id,
                    appointment_time=slot.start,
                    minutes=slot.minutes,
                    code=new_code(session, clinic, self.clock.now(clinic)),
                    contact_phone=contact_phone or guest.phone,
                    caller_name=caller_name[:100] if caller_name else None,
                    purpose=guest.purpose,
                    address=guest.address,
                    date_of_birth=guest.date_of_birth,
                    new_patient=guest.new_patient,
                    sms_consent=sms_consent,
                    call_sid=call_sid,
                    idempotency_key=key,
                    hold_id=uuid.uuid4().hex,
                    replaces_id=replaces,
                )
                _release_call(session, call_sid)
                holds.take(session, clinic.id, slot, row.hold_id, call_sid, None)
                begin(session, row, "caller", utc_now() + LEASE)
        except IntegrityError:
            return self._by_key(clinic, key) or Booked(status="taken")
        return self._carry_out(clinic, doctor, row, slot, guest)

    def cancel(self, clinic: Clinic, appointment_id: int, call_sid: str) -> Cancelled:
        """The calendar first, then our row. A repeat is `cancelled` again. `pending_calendar`: the worker goes on, and
        the SMS tells when it is done."""
        with self.database.session() as session:
            row = locked(session, appointment_id)
            if row is None or row.clinic_id != clinic.id or row.status == "needs_callback":
                return "failed"
            if row.status == "cancelled":
                return "cancelled"
            before = state_of(row)
            row.changed_by_call = call_sid
            if before is not State.CANCELLING:
                move(session, row, State.CANCELLING, "caller", utc_now() + LEASE)
        return self._cancel_now(clinic, row, before)

    def reschedule(self, clinic: Clinic, appointment_id: int, slot: Slot, call_sid: str) -> Booked:
        """Books the new one, then cancels the old one; the old one stays for as long as the new one is not booked.

        Where it has been moved meanwhile, or is about to be, the later one is what is moved."""
        with self.database.reading() as session:
            row = session.get(AppointmentRow, appointment_id)
            replaces = _latest_of(session, appointment_id)
        if row is None or row.clinic_id != clinic.id:
            return Booked(status="failed")
        if row.status == "cancelled":
            return self._by_key(clinic, f"{call_sid}:{slot.id}") or Booked(status="failed")
        return self.book(
            clinic, slot, guest_of(row), row.contact_phone, call_sid, row.caller_name, row.sms_consent, replaces
        )

    def _by_key(self, clinic: Clinic, key: str) -> Booked | None:
        with self.database.reading() as session:
            row = session.scalar(select(AppointmentRow).where(AppointmentRow.idempotency_key == key))
            return outcome(session, clinic, row) if row else None

    def _carry_out(self, clinic: Clinic, doctor: Doctor, row: AppointmentRow, slot: Slot, guest: GuestInfo) -> Booked:
        """Asks the calendar once. Time for cancelling what is replaced is left in the turn only when it answered."""
        event, answered = None, True
        try:
            event = self.calendars.for_doctor(doctor).book(clinic, doctor, slot, guest, row.hold_id)
        except SlotTaken:
            return self.outcomes.dropped(clinic, row.id, row.next_try, "taken")
        except CalendarRefused as error:
            log.error("the calendar of doctor %s refuses a booking: %s", doctor.id, error)
            if link := self._link(clinic, doctor, row):
                return self.outcomes.refused(clinic, row.id, row.next_try, link)
            return self.outcomes.dropped(clinic, row.id, row.next_try, "failed")
        except CalendarDown as error:
            answered = False
            if error.unknown_outcome:
                event = self._look_up(clinic, doctor, row, slot)
        if event is None:
            return self.outcomes.waits(clinic, row.id, row.next_try)
        booked, replaced = self.outcomes.booked(clinic, row.id, event, "caller")
        if answered:
            self._cancel_replaced(clinic, replaced)
        return booked

    def _link(self, clinic: Clinic, doctor: Doctor, row: AppointmentRow) -> str | None:
        """Of no use to somebody who gets no messages, or who has an appointment and wants to move it."""
        if not row.sms_consent or not row.contact_phone or row.replaces_id is not None:
            return None
        return self.calendars.for_doctor(doctor).booking_link(clinic, doctor)

    def _look_up(self, clinic: Clinic, doctor: Doctor, row: AppointmentRow, slot: Slot) -> CalendarEvent | None:
        try:
            return self.calendars.for_doctor(doctor).find(clinic, doctor, row.hold_id, slot)
        except (CalendarDown, CalendarRefused):
            return None

    def _cancel_replaced(self, clinic: Clinic, replaced: list[int]) -> None:
        """The first attempt, within the call; the worker makes the others."""
        for appointment_id in replaced[:1]:
            with self.database.reading() as session:
                row = session.get_one(AppointmentRow, appointment_id)
            if state_of(row) is State.CANCELLING:
                self._cancel_now(clinic, row, State.CANCELLING)

    def _cancel_now(self, clinic: Clinic, row: AppointmentRow, before: State) -> Cancelled:
        doctor = self.clinics.doctor(row.doctor_id)
        assert doctor
        try:
            uri = cancel_at_calendar(self.calendars.for_doctor(doctor), clinic, doctor, row)
        except CalendarDown:
            return "pending_calendar"
        except CalendarRefused as error:
            log.error("appointment %s cannot be cancelled at the calendar: %s", row.id, error)
            undone = before is not State.CANCELLING and self.outcomes.not_cancelled(row.id, row.next_try, before)
            return "failed" if undone else "pending_calendar"
        self.outcomes.cancelled(clinic, row.id, uri, "caller")
        return "cancelled"


def _latest_of(session: Session, appointment_id: int) -> int:
    """Of the moves that began at the appointment the last one that is booked or asked for: what the caller has now."""
    latest, waiting = appointment_id, {appointment_id}
    while waiting:
        later = session.scalars(select(AppointmentRow).where(AppointmentRow.replaces_id.in_(waiting))).all()
        living = [row.id for row in later if state_of(row) in (State.REQUESTED, State.BOOKED)]
        latest, waiting = max([latest, *living]), {row.id for row in later}
    return latest


def _release_call(session: Session, call_sid: str) -> None:
    session.execute(delete(HoldRow).where(HoldRow.call_sid == call_sid, HoldRow.expires_at.is_not(None)))
