"""A doctor's time that is taken, in cells of five minutes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import delete, insert, or_, select
from sqlalchemy.orm import Session

from receptionist.appointments.models import Slot
from receptionist.clock import utc_now
from receptionist.storage.database import Database
from receptionist.storage.tables import HoldRow

CELL = timedelta(minutes=5)
EXTERNAL = "calendar"  # stands for the call of what was booked at the calendar without us


def cells(start: datetime, minutes: int) -> Iterator[datetime]:
    """The cells, in UTC and in order, that [start, start + minutes) touches."""
    begin = start.astimezone(UTC)
    end = begin + timedelta(minutes=minutes)
    cell = begin - timedelta(minutes=begin.minute % 5, seconds=begin.second, microseconds=begin.microsecond)
    while cell < end:
        yield cell
        cell += CELL


def take(
    session: Session, clinic_id: str, slot: Slot, hold_id: str, call_sid: str, expires_at: datetime | None
) -> None:
    """Raises IntegrityError when somebody else has any of the cells; what the same call holds there is taken over."""
    wanted = list(cells(slot.start, slot.minutes))
    session.execute(
        delete(HoldRow).where(
            HoldRow.doctor_id == slot.doctor_id,
            HoldRow.cell.in_(wanted),
            or_(HoldRow.expires_at < utc_now(), HoldRow.expires_at.is_not(None) & (HoldRow.call_sid == call_sid)),
        )
    )
    rows = [
        {"doctor_id": slot.doctor_id, "cell": cell, "clinic_id": clinic_id, "hold_id": hold_id, "call_sid": call_sid,
         "expires_at": expires_at}
        for cell in wanted
    ]  # fmt: skip
    session.execute(insert(HoldRow), rows)


def release(session: Session, hold_id: str) -> None:
    session.execute(delete(HoldRow).where(HoldRow.hold_id == hold_id))


class HeldTimes:
    """What our own table says is taken, by appointments and by other calls."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def cells(
        self, doctor_ids: list[int], start: datetime, end: datetime, call_sid: str | None = None
    ) -> set[tuple[int, datetime]]:
        """(doctor id, cell in UTC) within [start, end); without what `call_sid` itself is holding."""
        query = select(HoldRow.doctor_id, HoldRow.cell).where(
            HoldRow.doctor_id.in_(doctor_ids),
            HoldRow.cell >= start.astimezone(UTC) - CELL,
            HoldRow.cell < end.astimezone(UTC) + timedelta(hours=8),
            or_(HoldRow.expires_at.is_(None), HoldRow.expires_at >= utc_now()),
        )
        if call_sid:
            query = query.where(or_(HoldRow.expires_at.is_(None), HoldRow.call_sid != call_sid))
        with self.database.reading() as session:
            return {(doctor_id, cell) for doctor_id, cell in session.execute(query)}
