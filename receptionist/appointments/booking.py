"""Booking, cancelling and moving, so that a crash, a repeat or a second caller at any moment does no harm.

A booking is first written as `pending_calendar` together with its held cells, in one transaction. The cells make it
exclusive, the row survives a crash: whatever happens at the calendar afterwards, the worker finds the row and finishes.
"""

from __future__ import annotations

import logging
import uuid
from datetime import timedelta
from typing import Literal

from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from receptionist.appointments.models import Appointment, Booked, GuestInfo, Slot
from receptionist.calendars.calendars import Calendars
from receptionist.calendars.port import CalendarDown, CalendarEvent, CalendarRefused, SlotTaken
from receptionist.clinics import Clinic, Doctor
from receptionist.clock import Clock, utc_now
from receptionist.messaging.outbox import enqueue, enqueue_for_staff
from receptionist.messaging.texts import Kind
from receptionist.storage import holds
from receptionist.storage.appointments import appointment as read_appointment
from receptionist.storage.appointments import new_code, to_appointment
from receptionist.storage.clinics import Clinics
from receptionist.storage.database import Database
from receptionist.storage.tables import AppointmentRow, DoctorRow, HoldRow

log = logging.getLogger(__name__)

Cancelled = Literal["cancelled", "pending_calendar", "failed"]

HOLD = timedelta(minutes=5)
LEASE = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=10)


class Appointments:
    """`clock` tells what is past for callers; leases and retries run on the machine's time."""

    def __init__(self, database: Database, calendars: Calendars, clock: Clock) -> None:
        self.database, self.calendars, self.clock = database, calendars, clock
        self.clinics = Clinics(database)

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
                    status="pending_calendar",
                    pending="book",
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
                    next_try=utc_now() + LEASE,
                )
                holds.take(session, clinic.id, slot, row.hold_id, call_sid, None)
                session.add(row)
        except IntegrityError:
            return self._by_key(clinic, key) or Booked(status="taken")
        self.release(call_sid)
        return self._carry_out(clinic, doctor, row, may_have_happened=False)

    def cancel(self, clinic: Clinic, appointment_id: int, call_sid: str) -> Cancelled:
        """The calendar first, then our row. A repeat is `cancelled` again. `pending_calendar`: the worker goes on, and
        the SMS tells when it is done."""
        with self.database.session() as session:
            row = session.get(AppointmentRow, appointment_id)
            if row is None or row.clinic_id != clinic.id or row.status == "needs_callback":
                return "failed"
            if row.status == "cancelled":
                return "cancelled"
            before = (row.status, row.pending)
            row.status, row.pending, row.changed_by_call = "pending_calendar", "cancel", call_sid
            row.attempts, row.next_try = 0, utc_now() + LEASE
        try:
            self._cancel_at_calendar(clinic, row)
        except CalendarDown:
            return "pending_calendar"
        except CalendarRefused as error:
            log.error("appointment %s cannot be cancelled at the calendar: %s", row.id, error)
            with self.database.session() as session:
                again = session.get_one(AppointmentRow, row.id)
                again.status, again.pending = before
            return "failed"
        self._cancelled(clinic, row.id)
        return "cancelled"

    def reschedule(self, clinic: Clinic, appointment_id: int, slot: Slot, call_sid: str) -> Booked:
        """Books the new one, then cancels the old one; the old one stays for as long as the new one is not booked."""
        with self.database.reading() as session:
            row = session.get(AppointmentRow, appointment_id)
        if row is None or row.clinic_id != clinic.id:
            return Booked(status="failed")
        if row.status == "cancelled":
            return self._by_key(clinic, f"{call_sid}:{slot.id}") or Booked(status="failed")
        return self.book(
            clinic, slot, _guest(row), row.contact_phone, call_sid, row.caller_name, row.sms_consent, replaces=row.id
        )

    def due(self) -> list[int]:
        """Ids of the appointments whose calendar has to be asked (again) now."""
        query = select(AppointmentRow.id).where(
            AppointmentRow.status == "pending_calendar", AppointmentRow.next_try <= utc_now()
        )
        with self.database.reading() as session:
            return list(session.scalars(query.order_by(AppointmentRow.next_try).limit(100)))

    def complete(self, appointment_id: int) -> None:
        """One attempt at what is due. Workers may run side by side: a row is claimed for LEASE."""
        with self.database.session() as session:
            now = utc_now()
            claimed = session.execute(
                update(AppointmentRow)
                .where(
                    AppointmentRow.id == appointment_id,
                    AppointmentRow.status == "pending_calendar",
                    AppointmentRow.next_try <= now,
                )
                .values(next_try=now + LEASE, attempts=AppointmentRow.attempts + 1)
            )
            if not claimed.rowcount:  # type: ignore[attr-defined]
                return
            row = session.get_one(AppointmentRow, appointment_id, populate_existing=True)
        clinic, doctor = self.clinics.clinic(row.clinic_id), self.clinics.doctor(row.doctor_id)
        assert clinic and doctor
        if row.pending == "cancel":
            self._complete_cancel(clinic, row)
        elif row.appointment_time <= self.clock.now(clinic):
            self._needs_callback(clinic, row)
        else:
            self._carry_out(clinic, doctor, row, may_have_happened=True)

    def expire_holds(self) -> int:
        with self.database.session() as session:
            return session.execute(delete(HoldRow).where(HoldRow.expires_at < utc_now())).rowcount  # type: ignore[attr-defined]

    def _by_key(self, clinic: Clinic, key: str) -> Booked | None:
        with self.database.reading() as session:
            row = session.scalar(select(AppointmentRow).where(AppointmentRow.idempotency_key == key))
            if row is None:
                return None
            doctor = session.get_one(DoctorRow, row.doctor_id).name
        return _outcome(row, to_appointment(row, clinic, doctor))

    def _carry_out(self, clinic: Clinic, doctor: Doctor, row: AppointmentRow, may_have_happened: bool) -> Booked:
        calendar, in_call = self.calendars.for_doctor(doctor), not may_have_happened
        guest = _guest(row)
        slot = Slot(
            doctor_id=doctor.id,
            doctor=doctor.name,
            start=row.appointment_time.astimezone(clinic.tz),
            minutes=row.minutes,
        )
        try:
            event = calendar.find(clinic, doctor, row.hold_id, slot) if may_have_happened else None
            event = event or calendar.book(clinic, doctor, slot, guest, row.hold_id)
        except SlotTaken:
            return self._drop(row, "taken") if in_call else self._needs_callback(clinic, row)
        except CalendarRefused as error:
            log.error("the calendar of doctor %s refuses a booking: %s", doctor.id, error)
            return self._drop(row, "failed") if in_call else self._needs_callback(clinic, row)
        except CalendarDown as error:
            found = self._look_up(clinic, doctor, row, slot) if in_call and error.unknown_outcome else None
            if found is None:
                return self._wait(clinic, row, tell=in_call)
            event = found
        return self._booked(clinic, row, event)

    def _look_up(self, clinic: Clinic, doctor: Doctor, row: AppointmentRow, slot: Slot) -> CalendarEvent | None:
        try:
            return self.calendars.for_doctor(doctor).find(clinic, doctor, row.hold_id, slot)
        except (CalendarDown, CalendarRefused):
            return None

    def _booked(self, clinic: Clinic, row: AppointmentRow, event: CalendarEvent) -> Booked:
        replaced = None
        with self.database.session() as session:
            mine = session.get_one(AppointmentRow, row.id, with_for_update=True)
            if mine.event_uri is None:
                mine.event_uri, mine.calendly_link = event.uri, event.reschedule_url or event.cancel_url
            if (mine.status, mine.pending) == ("pending_calendar", "book"):
                mine.status, mine.pending, mine.next_try = "booked", None, None
                replaced = mine.replaces_id
                self._tell(session, clinic, mine, "rescheduled" if replaced else "confirmation")
            elif mine.status in ("cancelled", "needs_callback"):
                mine.status, mine.pending, mine.next_try = "pending_calendar", "cancel", utc_now()
            booked = _outcome(mine, read_appointment(session, clinic, mine.id))
        if replaced:
            self._cancel_replaced(clinic, replaced, row.call_sid)
        return booked

    def _wait(self, clinic: Clinic, row: AppointmentRow, tell: bool) -> Booked:
        with self.database.session() as session:
            mine = session.get_one(AppointmentRow, row.id, with_for_update=True)
            if (mine.status, mine.pending) == ("pending_calendar", "book"):
                mine.next_try = utc_now() + min(timedelta(seconds=10 * 2 ** min(mine.attempts, 12)), LONGEST_WAIT)
                if tell:
                    self._tell(session, clinic, mine, "request_pending")
            return Booked(status="pending_calendar", appointment=read_appointment(session, clinic, mine.id))

    def _drop(self, row: AppointmentRow, status: Literal["taken", "failed"]) -> Booked:
        with self.database.session() as session:
            holds.release(session, row.hold_id)
            session.execute(delete(AppointmentRow).where(AppointmentRow.id == row.id))
        return Booked(status=status)

    def _needs_callback(self, clinic: Clinic, row: AppointmentRow) -> Booked:
        with self.database.session() as session:
            mine = session.get_one(AppointmentRow, row.id, with_for_update=True)
            holds.release(session, mine.hold_id)
            mine.status, mine.pending, mine.next_try, mine.idempotency_key = "needs_callback", None, None, None
            self._tell(session, clinic, mine, "needs_callback")
            if promised := read_appointment(session, clinic, mine.id):
                enqueue_for_staff(session, "staff_callback", clinic, promised, mine.call_sid)
        return Booked(status="failed")

    def _cancel_at_calendar(self, clinic: Clinic, row: AppointmentRow) -> None:
        doctor = self.clinics.doctor(row.doctor_id)
        assert doctor
        calendar, uri = self.calendars.for_doctor(doctor), row.event_uri
        if uri is None:
            start = row.appointment_time.astimezone(clinic.tz)
            slot = Slot(doctor_id=doctor.id, doctor=doctor.name, start=start, minutes=row.minutes)
            event = calendar.find(clinic, doctor, row.hold_id, slot)
            uri = event.uri if event else None
        if uri:
            calendar.cancel(clinic, uri, "Cancelled by telephone")

    def _cancelled(self, clinic: Clinic, appointment_id: int) -> None:
        with self.database.session() as session:
            mine = session.get_one(AppointmentRow, appointment_id, with_for_update=True)
            holds.release(session, mine.hold_id)
            mine.status, mine.pending, mine.next_try, mine.idempotency_key = "cancelled", None, None, None
            if not self._is_replaced(session, mine.id):
                self._tell(session, clinic, mine, "cancellation")

    def _is_replaced(self, session: Session, appointment_id: int) -> bool:
        query = select(func.count()).where(
            AppointmentRow.replaces_id == appointment_id, AppointmentRow.status == "booked"
        )
        return bool(session.scalar(query))

    def _cancel_replaced(self, clinic: Clinic, appointment_id: int, call_sid: str) -> None:
        if self.cancel(clinic, appointment_id, call_sid) == "failed":
            with self.database.session() as session:
                row = session.get_one(AppointmentRow, appointment_id)
                row.status, row.pending, row.next_try = "pending_calendar", "cancel", utc_now() + LONGEST_WAIT

    def _complete_cancel(self, clinic: Clinic, row: AppointmentRow) -> None:
        try:
            self._cancel_at_calendar(clinic, row)
        except (CalendarDown, CalendarRefused) as error:
            log.warning("appointment %s is still to be cancelled: %s", row.id, type(error).__name__)
            with self.database.session() as session:
                mine = session.get_one(AppointmentRow, row.id)
                mine.next_try = utc_now() + min(timedelta(seconds=10 * 2 ** min(mine.attempts, 12)), LONGEST_WAIT)
            return
        self._cancelled(clinic, row.id)

    def _tell(self, session: Session, clinic: Clinic, row: AppointmentRow, kind: Kind) -> None:
        session.flush()
        appointment = read_appointment(session, clinic, row.id)
        assert appointment
        enqueue(session, kind, clinic, appointment, row.sms_consent, row.changed_by_call or row.call_sid)


def _outcome(row: AppointmentRow, appointment: Appointment | None) -> Booked:
    return Booked(status="booked" if row.status == "booked" else "pending_calendar", appointment=appointment)


def _guest(row: AppointmentRow) -> GuestInfo:
    return GuestInfo(
        name=row.user_name,
        phone=row.phone,
        email=row.email,
        purpose=row.purpose,
        address=row.address,
        date_of_birth=row.date_of_birth,
        new_patient=row.new_patient,
    )


def _release_call(session: Session, call_sid: str) -> None:
    session.execute(delete(HoldRow).where(HoldRow.call_sid == call_sid, HoldRow.expires_at.is_not(None)))
