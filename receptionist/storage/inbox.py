"""What callers said and nobody understood, without personal data, until a trainer has looked at it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from receptionist.storage.database import Database
from receptionist.storage.tables import InboxRow

MOST = 2000
"""Utterances of one clinic; the oldest go first."""


@dataclass(frozen=True)
class Heard:
    """`expecting`: what had just been asked; `at` is aware, in UTC."""

    id: int
    clinic_id: str
    at: datetime
    text: str
    expecting: str | None


class Inbox:
    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, clinic_id: str, text: str, expecting: str | None, most: int = MOST) -> None:
        """`text` must be free of personal data (nlu/anonymising.py)."""
        with self._database.session() as session:
            session.add(InboxRow(clinic_id=clinic_id, text=text, expecting=expecting))
            session.flush()
            newest = select(InboxRow.id).where(InboxRow.clinic_id == clinic_id).order_by(InboxRow.id.desc())
            full = session.scalar(newest.offset(most).limit(1))
            if full is not None:
                session.execute(delete(InboxRow).where(InboxRow.clinic_id == clinic_id, InboxRow.id <= full))

    def heard(self, clinic_id: str | None = None) -> list[Heard]:
        """The oldest first; of all clinics by default."""
        query = select(InboxRow).order_by(InboxRow.id)
        if clinic_id:
            query = query.where(InboxRow.clinic_id == clinic_id)
        with self._database.reading() as session:
            return [
                Heard(row.id, row.clinic_id, row.heard_at, row.text, row.expecting) for row in session.scalars(query)
            ]

    def drop(self, ids: Sequence[int]) -> int:
        """How many of them were there."""
        with self._database.session() as session:
            found = list(session.scalars(select(InboxRow.id).where(InboxRow.id.in_(ids))))
            session.execute(delete(InboxRow).where(InboxRow.id.in_(found)))
            return len(found)


def forget_heard(database: Database, clinic_id: str, before: datetime) -> None:
    with database.session() as session:
        session.execute(delete(InboxRow).where(InboxRow.clinic_id == clinic_id, InboxRow.heard_at < before))
