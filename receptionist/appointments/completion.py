"""The worker's part: one attempt at whatever is still to be done at a calendar, after a crash as after an outage.

Workers may run side by side: an appointment is claimed by moving its `next_try`, which is also what its attempt is
recognised by afterwards.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from sqlalchemy import select, update

from receptionist.appointments.models import GuestInfo, Slot
from receptionist.appointments.outcomes import LEASE, Outcomes, pause_after
from receptionist.appointments.staff_changes import StaffChanges, TimeKept
from receptionist.appointments.states import State, state_of
from receptionist.calendars.calendars import Calendars
from receptionist.calendars.port import Calendar, CalendarDown, CalendarRefused, Changed, SlotTaken
from receptionist.clinics import Clinic, Doctor
from receptionist.clock import Clock, utc_now
from receptionist.storage.clinics import Clinics
from receptionist.storage.database import Database
from receptionist.storage.tables import AppointmentRow

log = logging.getLogger(__name__)

MOST_REFUSALS = 5
HOPELESS_AFTER = timedelta(days=1)
AT_ONCE = 100
REASON = "Cancelled by telephone"


class Completion:
    def __init__(self, database: Database, calendars: Calendars, clock: Clock) -> None:
        self.database, self.calendars, self.clock = database, calendars, clock
        self.clinics, self.outcomes, self.staff = Clinics(database), Outcomes(database), StaffChanges(database)

    def due(self) -> list[int]:
        """Ids of the appointments whose calendar has to be asked (again) now, those first that wait longest."""
        query = select(AppointmentRow.id).where(
            AppointmentRow.status.in_(("pending_calendar", "cancelled", "needs_callback")),
            AppointmentRow.pending.is_not(None),
            AppointmentRow.next_try <= utc_now(),
        )
        with self.database.reading() as session:
            return list(session.scalars(query.order_by(AppointmentRow.next_try).limit(AT_ONCE)))

    def complete(self, appointment_id: int) -> None:
        """One attempt at what is due; nothing when it is not, or not any more."""
        if not self._claim(appointment_id):
            return
        with self.database.reading() as session:
            row = session.get_one(AppointmentRow, appointment_id)
        clinic, doctor = self.clinics.clinic(row.clinic_id), self.clinics.doctor(row.doctor_id)
        assert clinic and doctor
        match state_of(row):
            case State.REQUESTED:
                self._book(clinic, doctor, row)
            case State.CANCELLING:
                self._cancel(clinic, doctor, row)
            case State.CANCELLED_CLEARING | State.CALLBACK_CLEARING:
                self._clear(clinic, doctor, row)

    def _claim(self, appointment_id: int) -> bool:
        """A transaction of its own, so that an appointment that cannot even be read does not come first for ever."""
        with self.database.session() as session:
            now = utc_now()
            due = (
                AppointmentRow.id == appointment_id,
                AppointmentRow.pending.is_not(None),
                AppointmentRow.next_try <= now,
            )
            attempts = session.scalar(select(AppointmentRow.attempts).where(*due))
            if attempts is None:
                return False
            claim = update(AppointmentRow).where(*due, AppointmentRow.attempts == attempts)
            lease = now + max(LEASE, pause_after(attempts))
            claimed = session.execute(claim.values(next_try=lease, attempts=attempts + 1))
            return bool(claimed.rowcount)  # type: ignore[attr-defined]

    def _book(self, clinic: Clinic, doctor: Doctor, row: AppointmentRow) -> None:
        """Never without looking for the hold's id first: the booking may have been carried out, and staff may have
        moved or cancelled it since. What is over is looked for only, and told as soon as it is known."""
        calendar, slot = self.calendars.for_doctor(doctor), slot_of(row, doctor, clinic)
        late = self.clock.now(clinic) - slot.start
        try:
            event = calendar.find(clinic, doctor, row.hold_id, slot)
            if event is None and (changed := calendar.changed_by_staff(clinic, doctor, row.hold_id, slot)):
                return self._follow(clinic, row, changed)
        except (CalendarDown, CalendarRefused) as error:
            hopeless = isinstance(error, CalendarRefused) and row.attempts >= MOST_REFUSALS
            if hopeless or late >= HOPELESS_AFTER:
                return self.outcomes.needs_callback(clinic, row.id, certain=False)
            self.outcomes.waits(clinic, row.id, row.next_try)
            return None
        try:
            if event is None and late >= timedelta(0):
                return self.outcomes.needs_callback(clinic, row.id, certain=True)
            event = event or calendar.book(clinic, doctor, slot, guest_of(row), row.hold_id)
        except SlotTaken:
            return self.outcomes.needs_callback(clinic, row.id, certain=True)
        except CalendarRefused as error:
            log.error("the calendar of doctor %s refuses a booking: %s", doctor.id, error)
            link = calendar.booking_link(clinic, doctor)
            return self.outcomes.needs_callback(clinic, row.id, certain=False, link=link)
        except CalendarDown:
            self.outcomes.waits(clinic, row.id, row.next_try)
            return None
        _, replaced = self.outcomes.booked(clinic, row.id, event, "worker")
        for appointment_id in replaced:
            self.complete(appointment_id)
        return None

    def _follow(self, clinic: Clinic, row: AppointmentRow, changed: Changed) -> None:
        if changed.start is None:
            self.staff.cancelled(clinic, row.hold_id, changed.event.uri)
            return
        try:
            self.staff.moved(clinic, row.hold_id, changed.start, changed.event)
        except TimeKept:
            self.outcomes.waits(clinic, row.id, row.next_try)

    def _cancel(self, clinic: Clinic, doctor: Doctor, row: AppointmentRow) -> None:
        try:
            uri = cancel_at_calendar(self.calendars.for_doctor(doctor), clinic, doctor, row)
        except CalendarDown:
            self.outcomes.later(row.id, row.next_try)
        except CalendarRefused as error:
            log.error("appointment %s cannot be cancelled at the calendar: %s", row.id, error)
            if row.attempts >= MOST_REFUSALS or row.appointment_time <= self.clock.now(clinic):
                self.outcomes.cannot_be_cancelled(clinic, row.id)
            else:
                self.outcomes.later(row.id, row.next_try)
        else:
            self.outcomes.cancelled(clinic, row.id, uri, "worker")

    def _clear(self, clinic: Clinic, doctor: Doctor, row: AppointmentRow) -> None:
        """Both the event that is known and one that turns up under the hold's id. What is over takes nobody's time."""
        calendar, slot = self.calendars.for_doctor(doctor), slot_of(row, doctor, clinic)
        if slot.start > self.clock.now(clinic):
            try:
                found = calendar.find(clinic, doctor, row.hold_id, slot)
                for uri in {row.event_uri, found.uri if found else None} - {None}:
                    calendar.cancel(clinic, uri, REASON)  # type: ignore[arg-type]
            except (CalendarDown, CalendarRefused) as error:
                log.warning("appointment %s may have left an event: %s", row.id, type(error).__name__)
                return self.outcomes.later(row.id, row.next_try)
        return self.outcomes.cleared(row.id, row.event_uri)


def cancel_at_calendar(calendar: Calendar, clinic: Clinic, doctor: Doctor, row: AppointmentRow) -> str | None:
    """The URI of the event that is cancelled now; None when there is none. Raises CalendarDown, CalendarRefused."""
    uri = row.event_uri
    if uri is None:
        event = calendar.find(clinic, doctor, row.hold_id, slot_of(row, doctor, clinic))
        uri = event.uri if event else None
    if uri:
        calendar.cancel(clinic, uri, REASON)
    return uri


def slot_of(row: AppointmentRow, doctor: Doctor, clinic: Clinic) -> Slot:
    start = row.appointment_time.astimezone(clinic.tz)
    return Slot(doctor_id=doctor.id, doctor=doctor.name, start=start, minutes=row.minutes)


def guest_of(row: AppointmentRow) -> GuestInfo:
    return GuestInfo(
        name=row.user_name,
        phone=row.phone,
        email=row.email,
        purpose=row.purpose,
        address=row.address,
        date_of_birth=row.date_of_birth,
        new_patient=row.new_patient,
    )
