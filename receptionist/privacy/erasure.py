"""Erasure of a patient on request, and of what is older than a clinic keeps. The appointments stay, for the calendar
and for counting, without anything that tells whose they were."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import phonenumbers
from sqlalchemy import ColumnElement, or_, select

from receptionist.clinics import Clinic
from receptionist.clock import utc_now
from receptionist.storage.audit import acting, record
from receptionist.storage.database import Database
from receptionist.storage.inbox import forget_heard
from receptionist.storage.tables import AppointmentRow, OutboxRow, RecordingRow

BATCH = 500
NOBODY = "(erased)"
_IN_CALENDAR = ("booked", "pending_calendar")


@dataclass(frozen=True)
class Erased:
    appointments: int
    messages: int

    def __str__(self) -> str:
        return f"{self.appointments} appointments and {self.messages} messages erased"


class StillToCome(RuntimeError):
    """Appointments that would take place with nobody's name: they have to be cancelled first."""

    def __init__(self, appointment_ids: list[int]) -> None:
        super().__init__(f"{len(appointment_ids)} appointments are still to come; nothing was erased")
        self.appointment_ids = appointment_ids


def appointments_to_come(database: Database, phone: str, clinic_id: str | None = None) -> list[tuple[str, int]]:
    """(clinic, appointment) of this number that are in a calendar, or may still get there."""
    query = select(AppointmentRow.clinic_id, AppointmentRow.id).where(
        _of_phone(database, phone, clinic_id),
        or_(
            AppointmentRow.status == "pending_calendar",
            (AppointmentRow.status == "booked") & (AppointmentRow.appointment_time > utc_now()),
        ),
    )
    with database.reading() as session:
        return [(row.clinic_id, row.id) for row in session.execute(query)]


def erase_patient(database: Database, phone: str, clinic_id: str | None = None) -> Erased:
    """What is stored for this number (E.164) at one clinic, or at all: appointments in which it is the patient's or the
    contact's, messages about them, to it, or that name it. Raises StillToCome."""
    if to_come := appointments_to_come(database, phone, clinic_id):
        raise StillToCome([appointment_id for _, appointment_id in to_come])
    with database.reading() as session:
        ids = list(session.scalars(select(AppointmentRow.id).where(_of_phone(database, phone, clinic_id))))
    spoken = str(phonenumbers.parse(phone).national_number)

    def meant(message: OutboxRow) -> bool:
        told = re.sub(r"[^\d\n]", "", message.body)
        return message.appointment_id in known or message.to == phone or spoken in told

    known = set(ids)
    here = [OutboxRow.clinic_id == clinic_id] if clinic_id else []
    with acting("command:erase"):
        messages = _erase_messages(database, here, meant)
        _erase_recordings(database, lambda row: row.caller == phone and clinic_id in (None, row.clinic_id))
        return Erased(_erase_appointments(database, [AppointmentRow.id.in_(ids)]), messages)


def erase_old(database: Database, clinic: Clinic, now: datetime) -> Erased:
    """What the clinic does not keep any longer. Appointments that a calendar still has to hear of stay, and messages
    that are still to be sent. What was not understood goes with the messages."""
    before = now - timedelta(days=clinic.keep_appointments_days)
    sent_before = now - timedelta(days=clinic.keep_messages_days)
    old_messages = [
        OutboxRow.clinic_id == clinic.id,
        OutboxRow.created_at < sent_before,
        OutboxRow.status != "pending",
    ]
    old_appointments = [
        AppointmentRow.clinic_id == clinic.id,
        AppointmentRow.appointment_time < before,
        AppointmentRow.status != "pending_calendar",
    ]
    forget_heard(database, clinic.id, sent_before)
    with acting("command:retention"):
        messages = _erase_messages(database, old_messages, lambda message: True)
        _erase_recordings(database, lambda row: row.clinic_id == clinic.id and row.consented_at < sent_before)
        return Erased(_erase_appointments(database, old_appointments), messages)


def _of_phone(database: Database, phone: str, clinic_id: str | None) -> ColumnElement[bool]:
    hashes = database.keys.look_ups("phone", phone)
    found = or_(AppointmentRow.phone_hash.in_(hashes), AppointmentRow.contact_phone_hash.in_(hashes))
    return found & (AppointmentRow.clinic_id == clinic_id) if clinic_id else found


def _erase_appointments(database: Database, which: Sequence[ColumnElement[bool]]) -> int:
    """In the batch's transaction, one line of the audit for each."""
    query = select(AppointmentRow).where(*which, AppointmentRow.erased_at.is_(None)).order_by(AppointmentRow.id)
    erased = last = 0
    while True:
        with database.session() as session:
            rows = session.scalars(query.where(AppointmentRow.id > last).limit(BATCH).with_for_update()).all()
            for row in rows:
                row.user_name, row.code, row.erased_at = NOBODY, "", utc_now()
                row.phone = row.contact_phone = row.email = row.caller_name = None
                row.purpose = row.address = row.date_of_birth = row.new_patient = row.calendly_link = None
                record(session, row.clinic_id, "erased", [row.id])
        if not rows:
            return erased
        erased, last = erased + len(rows), rows[-1].id


def _erase_messages(
    database: Database, which: Sequence[ColumnElement[bool]], meant: Callable[[OutboxRow], bool]
) -> int:
    """A message that was still to be sent is not sent any more."""
    erased = 0
    for ids in _batches(database, which):
        with database.session() as session:
            rows = session.scalars(select(OutboxRow).where(OutboxRow.id.in_(ids)).with_for_update()).all()
            for row in filter(meant, rows):
                row.status = "failed" if row.status == "pending" else row.status
                row.to, row.body, row.erased_at = "", "", utc_now()
                erased += 1
    return erased


def _erase_recordings(database: Database, meant: Callable[[RecordingRow], bool]) -> None:
    """The link and the number; the recording itself is deleted at Twilio."""
    with database.session() as session:
        for row in session.scalars(select(RecordingRow)):
            if meant(row):
                session.delete(row)


def _batches(database: Database, which: Sequence[ColumnElement[bool]]) -> Iterator[list[int]]:
    last = 0
    while True:
        query = select(OutboxRow.id).where(*which, OutboxRow.erased_at.is_(None), OutboxRow.id > last)
        with database.reading() as session:
            ids = list(session.scalars(query.order_by(OutboxRow.id).limit(BATCH)))
        if not ids:
            return
        yield ids
        last = ids[-1]
