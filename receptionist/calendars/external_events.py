"""Times that were booked at the calendar without us: kept in `holds`, so that the rota knows of them when the calendar
does not answer. Only the time is kept, nothing about the patient."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import delete, insert, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from receptionist.clinics import Clinic
from receptionist.storage.database import Database
from receptionist.storage.holds import CELL, EXTERNAL, cells
from receptionist.storage.tables import HoldRow

ATTEMPTS = 3


class ExternalEvents:
    def __init__(self, database: Database) -> None:
        self.database = database

    def keep(self, clinic: Clinic, doctor_id: int, uri: str, start: datetime, minutes: int) -> tuple[bool, bool]:
        """(whether that was news, whether it overlaps an appointment of ours). A call that holds the time loses it."""
        for attempt in range(ATTEMPTS):
            try:
                with self.database.session() as session:
                    return _keep(session, clinic.id, doctor_id, hold_of(uri), list(cells(start, minutes)))
            except IntegrityError:
                if attempt == ATTEMPTS - 1:
                    raise
        raise AssertionError

    def release(self, uri: str) -> bool:
        """Whether there was something to free."""
        return bool(self.release_holds([hold_of(uri)]))

    def release_holds(self, hold_ids: Iterable[str]) -> int:
        query = delete(HoldRow).where(HoldRow.hold_id.in_(list(hold_ids)), HoldRow.call_sid == EXTERNAL)
        with self.database.session() as session:
            return session.execute(query).rowcount  # type: ignore[attr-defined]

    def kept(self, doctor_ids: Iterable[int], now: datetime) -> dict[str, set[tuple[int, datetime]]]:
        """(doctor id, cell in UTC) from `now` on, by hold."""
        query = select(HoldRow.hold_id, HoldRow.doctor_id, HoldRow.cell).where(
            HoldRow.call_sid == EXTERNAL,
            HoldRow.doctor_id.in_(list(doctor_ids)),
            HoldRow.cell > now.astimezone(UTC) - CELL,
        )
        found: dict[str, set[tuple[int, datetime]]] = {}
        with self.database.reading() as session:
            for hold_id, doctor_id, cell in session.execute(query):
                found.setdefault(hold_id, set()).add((doctor_id, cell))
        return found


def hold_of(uri: str) -> str:
    return "x" + sha256(uri.encode()).hexdigest()[:31]


def _keep(session: Session, clinic_id: str, doctor_id: int, hold_id: str, wanted: list[datetime]) -> tuple[bool, bool]:
    here = (HoldRow.doctor_id == doctor_id, HoldRow.cell.in_(wanted))
    before = set(
        session.execute(select(HoldRow.doctor_id, HoldRow.cell).where(HoldRow.hold_id == hold_id)).tuples().all()
    )
    passing = HoldRow.expires_at.is_not(None)
    session.execute(delete(HoldRow).where(or_(HoldRow.hold_id == hold_id, passing & here[0] & here[1])))
    taken = set(session.scalars(select(HoldRow.cell).where(*here)))
    rows = [
        {"doctor_id": doctor_id, "cell": cell, "clinic_id": clinic_id, "hold_id": hold_id, "call_sid": EXTERNAL,
         "expires_at": None}
        for cell in wanted
        if cell not in taken
    ]  # fmt: skip
    if rows:
        session.execute(insert(HoldRow), rows)
    ours = session.scalar(select(HoldRow.cell).where(*here, HoldRow.call_sid != EXTERNAL).limit(1))
    return before != {(doctor_id, row["cell"]) for row in rows}, ours is not None
