"""What the clinic's staff did to our appointments in the calendar itself, as its webhooks or a reconciliation tell.

The calendar is the record: what it says is written, and the caller gets an SMS. Reports may come twice, late, and about
what we did ourselves; those change nothing.
"""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError

from receptionist.appointments.models import Slot
from receptionist.appointments.outcomes import is_replaced, start_cancelling_replaced, tell
from receptionist.appointments.states import KEEPS_TIME, State, move, state_of
from receptionist.calendars.port import CalendarEvent
from receptionist.clinics import Clinic
from receptionist.clock import utc_now
from receptionist.storage import holds
from receptionist.storage.database import Database
from receptionist.storage.tables import AppointmentRow, HoldRow

log = logging.getLogger(__name__)


class TimeKept(Exception):
    """Another appointment of ours still keeps the time that staff moved one to. The calendar says otherwise, so that is
    a matter of time: apply the report again later."""


class StaffChanges:
    def __init__(self, database: Database) -> None:
        self.database = database

    def cancelled(self, clinic: Clinic, hold_id: str, uri: str) -> bool:
        """The event `uri`, booked with `hold_id`, is cancelled at the calendar. Whether that was news."""
        with self.database.session() as session:
            row = session.scalar(_of_hold(clinic, hold_id))
            if row is None or row.event_uri not in (None, uri):
                return False
            if state_of(row) not in (State.REQUESTED, State.BOOKED, State.CANCELLING):
                return False
            row.event_uri = uri
            move(session, row, State.CANCELLED, "staff")
            if not is_replaced(session, row.id):
                tell(session, clinic, row, "cancellation")
            return True

    def moved(self, clinic: Clinic, hold_id: str, start: datetime, event: CalendarEvent) -> bool:
        """The appointment booked with `hold_id` is now `event`, at `start` (aware), as long as before. Whether that was
        news. One that is cancelled, or being cancelled, stays so, and its new event goes. Raises TimeKept."""
        try:
            with self.database.session() as session:
                row = session.scalar(_of_hold(clinic, hold_id))
                before = state_of(row)
                if row is None or before is State.NEEDS_CALLBACK or row.event_uri == event.uri:
                    return False
                had_time = row.appointment_time
                if before not in KEEPS_TIME:
                    row.appointment_time, row.event_uri, row.next_try = start, event.uri, utc_now()
                    if before is State.CANCELLED:
                        move(session, row, State.CANCELLED_CLEARING, "staff")
                    return True
                slot = Slot(doctor_id=row.doctor_id, doctor="", start=start, minutes=row.minutes)
                holds.release(session, hold_id)
                session.execute(
                    delete(HoldRow).where(
                        HoldRow.doctor_id == row.doctor_id,
                        HoldRow.cell.in_(list(holds.cells(start, row.minutes))),
                        or_(HoldRow.expires_at.is_not(None), HoldRow.call_sid == holds.EXTERNAL),
                    )
                )
                holds.take(session, clinic.id, slot, hold_id, row.call_sid, None)
                row.appointment_time, row.event_uri = start, event.uri
                row.calendly_link = event.reschedule_url or event.cancel_url
                if before is State.CANCELLING:
                    row.next_try = utc_now()
                    return True
                move(session, row, State.BOOKED, "staff")
                if before is State.REQUESTED:
                    start_cancelling_replaced(session, row, "staff", utc_now())
                if before is State.BOOKED or had_time != start:
                    tell(session, clinic, row, "rescheduled", again=True)
                else:
                    tell(session, clinic, row, "rescheduled" if row.replaces_id else "confirmation")
                return True
        except IntegrityError:
            log.warning("staff of clinic %s moved an appointment to a time that another one keeps", clinic.id)
            raise TimeKept from None


def _of_hold(clinic: Clinic, hold_id: str):
    query = select(AppointmentRow).where(AppointmentRow.hold_id == hold_id, AppointmentRow.clinic_id == clinic.id)
    return query.with_for_update()
