"""Where the fallback menu keeps the calls that it has, for every process that may get the next webhook of one.

In the database and nowhere else: without it the menu could not book either, and a process may end between two turns.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError

from receptionist.clock import utc_now
from receptionist.storage.database import Database
from receptionist.storage.tables import FallbackCallRow

KEPT = timedelta(hours=24)
GIVEN_UP_AFTER = timedelta(seconds=12)
"""A turn that is being answered for longer belongs to a process that has ended."""


@dataclass(frozen=True)
class KeptCall:
    state: str
    version: int
    answering_since: datetime | None

    @property
    def is_being_answered(self) -> bool:
        return self.answering_since is not None and utc_now() - self.answering_since < GIVEN_UP_AFTER


class FallbackCalls:
    """Every method raises SQLAlchemyError when the database does not answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def read(self, call_sid: str) -> KeptCall | None:
        with self._database.reading() as session:
            row = session.get(FallbackCallRow, call_sid)
            return KeptCall(row.state, row.version, row.answering_since) if row else None

    def begin(self, call_sid: str, state: str) -> int | None:
        """The version of a new call whose first turn is ours to answer; None when another process was faster."""
        try:
            with self._database.session() as session:
                session.add(FallbackCallRow(call_sid=call_sid, state=state, version=1, answering_since=utc_now()))
        except IntegrityError:
            return None
        return 1

    def claim(self, call_sid: str, version: int) -> int | None:
        """The new version when the turn is ours to answer."""
        return self._change(call_sid, version, answering_since=utc_now())

    def keep(self, call_sid: str, version: int, state: str) -> int | None:
        """Ends a turn; None when another process has taken it over meanwhile, whose outcome counts then."""
        return self._change(call_sid, version, state=state, answering_since=None)

    def expire(self) -> int:
        with self._database.session() as session:
            old = delete(FallbackCallRow).where(FallbackCallRow.updated_at < utc_now() - KEPT)
            return session.execute(old).rowcount  # type: ignore[attr-defined]

    def _change(self, call_sid: str, version: int, **values: object) -> int | None:
        mine = (FallbackCallRow.call_sid == call_sid) & (FallbackCallRow.version == version)
        change = update(FallbackCallRow).where(mine).values(version=version + 1, updated_at=utc_now(), **values)
        with self._database.session() as session:
            changed = session.execute(change.execution_options(synchronize_session=False))
            return version + 1 if changed.rowcount else None  # type: ignore[attr-defined]
