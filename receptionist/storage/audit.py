"""The audit: who saw or changed which appointment. Written in the transaction of the change, for every writer.

What is told: requested, booked, moved (booked in place of another), cancel_requested, cancelled, needs_callback,
changed (another time or doctor), dropped (the request of a call that found the time taken), seen (told to a caller who
was verified), erased. No row holds personal data.

Who: what `acting` says; else the staff or the worker, as `session.info["who"]` says; else the call that the row names.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from sqlalchemy import Connection, event, insert, inspect
from sqlalchemy.orm import Session, object_session

from receptionist.storage.tables import AppointmentRow, AuditRow

_actor: ContextVar[str | None] = ContextVar("actor", default=None)


@contextmanager
def acting(who: str) -> Iterator[None]:
    """Within the block: 'command:erase', 'call:<CallSid>'."""
    token = _actor.set(who)
    try:
        yield
    finally:
        _actor.reset(token)


def record(session: Session, clinic_id: str, what: str, appointment_ids: Iterable[int], call_sid: str = "") -> None:
    for appointment_id in appointment_ids:
        _write(session.connection(), clinic_id, what, appointment_id, _who(session, call_sid))


def watch() -> None:
    """Every change of an appointment is told from now on, whoever makes it: through its row, as `states.move` does;
    an UPDATE over many rows passes the rows by."""
    if not event.contains(AppointmentRow, "after_insert", _inserted):
        event.listen(AppointmentRow, "after_insert", _inserted)
        event.listen(AppointmentRow, "after_update", _updated)
        event.listen(AppointmentRow, "after_delete", _deleted)


def _inserted(_mapper: Any, connection: Connection, row: AppointmentRow) -> None:
    _tell(connection, row, _said_of(row))


def _updated(_mapper: Any, connection: Connection, row: AppointmentRow) -> None:
    changes = inspect(row).attrs
    if changes.status.history.has_changes():
        _tell(connection, row, _said_of(row))
    elif changes.appointment_time.history.has_changes() or changes.doctor_id.history.has_changes():
        _tell(connection, row, "changed")


def _deleted(_mapper: Any, connection: Connection, row: AppointmentRow) -> None:
    _tell(connection, row, "dropped")


def _said_of(row: AppointmentRow) -> str:
    if row.status == "booked":
        return "moved" if row.replaces_id else "booked"
    if row.status == "pending_calendar":
        return "cancel_requested" if row.pending == "cancel" else "requested"
    return row.status


def _tell(connection: Connection, row: AppointmentRow, what: str) -> None:
    _write(connection, row.clinic_id, what, row.id, _who(object_session(row), row.changed_by_call or row.call_sid))


def _who(session: Session | None, call_sid: str) -> str:
    known = session.info.get("who") if session else None
    if actor := _actor.get():
        return actor
    return known if known in ("staff", "worker") else f"call:{call_sid}"


def _write(connection: Connection, clinic_id: str, what: str, appointment_id: int, who: str) -> None:
    values = {"clinic_id": clinic_id, "who": who[:100], "what": what, "appointment_id": appointment_id}
    connection.execute(insert(AuditRow).values(values))
