"""A recorded message comes to the staff once, and only where the caller has agreed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from receptionist.clock import utc_now
from receptionist.messaging.recordings import agree, pass_on
from receptionist.privacy.erasure import erase_old, erase_patient
from receptionist.storage.tables import OutboxRow, RecordingRow
from tests.fakes import Desk, a_desk, sqlite_in

CALLER = "+12025550123"
LINK = "https://api.twilio.com/RE1"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(sqlite_in(tmp_path), recording=True, reception="+12025550199")


def told(desk: Desk) -> list[tuple[str, str]]:
    with desk.database.reading() as session:
        rows = session.scalars(select(OutboxRow).where(OutboxRow.kind == "staff_recording"))
        return [(row.to, row.body) for row in rows]


def test_once_and_with_the_number(desk: Desk) -> None:
    clinic = desk.clinic
    for _ in range(2):
        agree(desk.database, clinic, "CA1", CALLER)
        assert pass_on(desk.database, "CA1", "RE1", LINK, 12)
    assert told(desk) == [("+12025550199", f"Recorded message from {CALLER}, 12 seconds: {LINK}")]


def test_not_without_consent_or_where_the_clinic_does_not_record(desk: Desk) -> None:
    clinic = desk.clinic
    assert not pass_on(desk.database, "CA2", "RE1", LINK, 12)
    off = clinic.model_copy(update={"recording": False})
    agree(desk.database, off, "CA3", CALLER)
    assert not pass_on(desk.database, "CA3", "RE1", LINK, 12)
    agree(desk.database, clinic, "CA4", CALLER)
    desk.clinics.save_clinic(off, desk.clinics.doctors(clinic.id))
    assert not pass_on(desk.database, "CA4", "RE1", LINK, 12)
    assert told(desk) == []


def test_erased_on_request_and_with_time(desk: Desk) -> None:
    clinic = desk.clinic
    agree(desk.database, clinic, "CA5", CALLER)
    agree(desk.database, clinic, "CA6", "+12025550177")
    erase_patient(desk.database, CALLER)
    with desk.database.reading() as session:
        assert list(session.scalars(select(RecordingRow.call_sid))) == ["CA6"]
    erase_old(desk.database, clinic, utc_now() + timedelta(days=clinic.keep_messages_days + 1))
    with desk.database.reading() as session:
        assert not list(session.scalars(select(RecordingRow)))
