"""Recorded messages for the staff: only of callers who have agreed, at clinics that record."""

from __future__ import annotations

import logging

from receptionist.clinics import Clinic
from receptionist.messaging.texts import texts
from receptionist.storage.clinics import Clinics
from receptionist.storage.database import Database
from receptionist.storage.tables import OutboxRow, RecordingRow

log = logging.getLogger(__name__)


def agree(database: Database, clinic: Clinic, call_sid: str, caller: str | None) -> None:
    """Stamps the consent on the call, the first time that it is given."""
    with database.session() as session:
        if clinic.recording and session.get(RecordingRow, call_sid) is None:
            session.add(RecordingRow(call_sid=call_sid, clinic_id=clinic.id, caller=caller))


def pass_on(database: Database, call_sid: str, recording_sid: str, link: str, seconds: int) -> bool:
    """Tells the staff where to listen to it, once. False where nobody has agreed: it is not to be listened to."""
    with database.reading() as session:
        known = session.get(RecordingRow, call_sid)
    clinic = Clinics(database).clinic(known.clinic_id) if known else None
    if clinic is None or not clinic.recording or not clinic.reception:
        log.error("a recording without a consent was refused")
        return False
    with database.session() as session:
        row = session.get_one(RecordingRow, call_sid, with_for_update=True)
        if row.recording_sid is not None:
            return True
        row.recording_sid, row.link, row.seconds = recording_sid, link, seconds
        body = texts(clinic.language)["staff_recording"].format(
            phone=row.caller or "number withheld", seconds=seconds, link=link
        )
        session.add(
            OutboxRow(clinic_id=clinic.id, call_sid=call_sid, kind="staff_recording", to=clinic.reception, body=body)
        )
    return True
