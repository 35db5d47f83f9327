"""Messages are written in the transaction of what they tell, and sent afterwards, at least once, by the worker."""

from __future__ import annotations

import logging
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from receptionist.appointments.models import Appointment
from receptionist.clinics import Clinic
from receptionist.clock import utc_now
from receptionist.messaging.port import Message, Messenger, NotDelivered
from receptionist.messaging.texts import Kind, about_appointment, texts
from receptionist.storage.database import Database
from receptionist.storage.tables import OutboxRow

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 100  # two days
LEASE = timedelta(seconds=60)
LONGEST_WAIT = timedelta(minutes=30)


def enqueue(
    session: Session,
    kind: Kind,
    clinic: Clinic,
    appointment: Appointment,
    consent: bool,
    call_sid: str,
    again: bool = False,
) -> None:
    """Nothing is written without a consent or without a number, and each kind once for an appointment, unless it has
    happened `again`."""
    if consent and appointment.contact_phone:
        _write(session, kind, clinic, appointment, appointment.contact_phone, call_sid, again)


def enqueue_for_staff(session: Session, kind: Kind, clinic: Clinic, appointment: Appointment, call_sid: str) -> None:
    """To reception's number, where the clinic has one."""
    if clinic.reception:
        _write(session, kind, clinic, appointment, clinic.reception, call_sid, again=False)


def _write(
    session: Session, kind: Kind, clinic: Clinic, appointment: Appointment, to: str, call_sid: str, again: bool
) -> None:
    before = select(OutboxRow.id).where(OutboxRow.appointment_id == appointment.id, OutboxRow.kind == kind)
    if not again and session.scalar(before.limit(1)) is not None:
        return
    session.add(
        OutboxRow(
            clinic_id=clinic.id,
            appointment_id=appointment.id,
            call_sid=call_sid,
            kind=kind,
            to=to,
            body=about_appointment(kind, clinic, appointment),
        )
    )


def leave_message(
    database: Database, clinic: Clinic, message: str, *, caller: str | None, phone: str | None, call_sid: str
) -> bool:
    """A caller's words for the staff, sent to reception's number. False when the clinic has none: tell the caller."""
    if not clinic.reception:
        return False
    body = texts(clinic.language)["staff_message"].format(
        caller=caller or "a caller", phone=phone or "number withheld", message=message
    )
    with database.session() as session:
        session.add(
            OutboxRow(clinic_id=clinic.id, call_sid=call_sid, kind="staff_message", to=clinic.reception, body=body)
        )
    return True


class Outbox:
    def __init__(self, database: Database, messenger: Messenger) -> None:
        self.database, self.messenger = database, messenger

    def send_due(self, limit: int = 100) -> int:
        """Sends what is due, oldest first; returns how many were sent. Workers may run side by side: a row is claimed
        for LEASE, after which another one tries again. One that fails in an unforeseen way does not stop the others."""
        return sum(self._send_safely(message_id) for message_id in self._due(limit))

    def _due(self, limit: int) -> list[int]:
        with self.database.reading() as session:
            return list(
                session.scalars(
                    select(OutboxRow.id)
                    .where(OutboxRow.status == "pending", OutboxRow.next_try <= utc_now())
                    .order_by(OutboxRow.id)
                    .limit(limit)
                )
            )

    def _send_safely(self, message_id: int) -> bool:
        try:
            return self._send(message_id)
        except Exception as error:
            log.error("message %s failed: %s", message_id, type(error).__name__)
            return False

    def _send(self, message_id: int) -> bool:
        with self.database.session() as session:
            now = utc_now()
            claimed = session.execute(
                update(OutboxRow)
                .where(OutboxRow.id == message_id, OutboxRow.status == "pending", OutboxRow.next_try <= now)
                .values(next_try=now + LEASE, attempts=OutboxRow.attempts + 1)
            )
            if not claimed.rowcount:  # type: ignore[attr-defined]
                return False
        with self.database.reading() as session:
            row = session.get_one(OutboxRow, message_id)
        try:
            reference = self.messenger.send(Message(row.id, row.clinic_id, row.kind, row.to, row.body))
        except NotDelivered as problem:
            self._failed(row, problem)
            return False
        with self.database.session() as session:
            sent = session.get_one(OutboxRow, message_id)
            sent.status, sent.sent_at, sent.reference, sent.error = "sent", utc_now(), reference, None
        return True

    def _failed(self, row: OutboxRow, problem: NotDelivered) -> None:
        give_up = problem.for_good or row.attempts >= MOST_ATTEMPTS
        log.warning(
            "message %s (%s) not delivered: %s%s", row.id, row.kind, problem.reason, ", given up" if give_up else ""
        )
        with self.database.session() as session:
            failed = session.get_one(OutboxRow, row.id)
            failed.status = "failed" if give_up else "pending"
            failed.error = problem.reason
            failed.next_try = utc_now() + min(timedelta(seconds=5 * 2 ** min(row.attempts, 12)), LONGEST_WAIT)
