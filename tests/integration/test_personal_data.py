"""Encryption of what is there already, rotation, erasure and retention, on both databases."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from click.testing import Result
from sqlalchemy import select, text, update
from typer.testing import CliRunner

from cli.app import app
from receptionist.appointments.models import GuestInfo
from receptionist.appointments.verification import find_appointments
from receptionist.messaging.outbox import Outbox, leave_message
from receptionist.privacy.erasure import NOBODY, StillToCome, erase_old, erase_patient
from receptionist.privacy.keys import Key, KeyProblem, KeyRing, MissingKey, own_key_ring, parse_keys
from receptionist.privacy.rotation import rotate
from receptionist.settings import get_settings
from receptionist.storage.database import Database, alembic_config
from receptionist.storage.inbox import Inbox
from receptionist.storage.tables import AppointmentRow, AuditRow, OutboxRow
from tests.fakes import Desk, FakeMessenger, a_desk
from tests.integration.postgres_server import new_postgres_url

FIRST, SECOND = Key("first", b"1" * 32), Key("second", b"2" * 32)
MARIA, OTHER = "+12025550101", "+12025550102"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/clinic.db" if request.param == "sqlite" else new_postgres_url()


@pytest.fixture
def desk(url: str):
    desk = a_desk(Database(url, KeyRing([FIRST])))
    yield desk
    desk.database.close()


def book(desk: Desk, at: str = "2026-11-24T10:00", name: str = "Maria Lopez", phone: str = MARIA, sid: str = "") -> int:
    guest = GuestInfo(name=name, email="maria@mail.test", purpose="a rash", date_of_birth=date(1984, 3, 2))
    booked = desk.appointments.book(desk.clinic, desk.slot("Anita Patel", at), guest, phone, sid or f"CA{at}{phone}")
    assert booked.status == "booked" and booked.appointment
    return booked.appointment.id


def opened(desk: Desk, keys: KeyRing) -> Database:
    return Database(desk.database.url.render_as_string(hide_password=False), keys)


def kept(database: Database) -> str:
    with database.engine.connect() as connection:
        tables = ("clinics", "appointments", "outbox", "inbox")
        return "\n".join(str(row) for table in tables for row in connection.execute(text(f"SELECT * FROM {table}")))


def everything_is_past(desk: Desk) -> None:
    """The tests' clock stands still; erasure goes by the machine's."""
    with desk.database.engine.begin() as connection:
        past = datetime.now(UTC) - timedelta(days=1)
        rows = AppointmentRow.__table__
        for number, [appointment_id] in enumerate(connection.execute(select(rows.c.id)).all()):
            moved = update(rows).where(rows.c.id == appointment_id)
            connection.execute(moved.values(appointment_time=past - timedelta(hours=number)))


def test_rows_from_before_are_encrypted_and_decrypted_again(url: str) -> None:
    database = Database(url, KeyRing([FIRST]))
    with database.migrating() as connection:
        command.upgrade(alembic_config(connection), "0001")
        _rows_from_before(connection)
    database.migrate()
    plain = ("Maria Lopez", "Maria No Number", MARIA, "1984-03-02", "12 Oak St", "tell her", "calendly-secret")
    assert not [value for value in plain if value in kept(database)]
    with database.reading() as session:
        first, second, *_ = session.scalars(select(AppointmentRow).order_by(AppointmentRow.id)).all()
        assert (first.user_name, first.date_of_birth, first.address) == ("Maria Lopez", date(1984, 3, 2), "12 Oak St")
        assert first.contact_phone_hash == database.keys.look_up("phone", MARIA)
        assert (second.phone, second.phone_hash, second.date_of_birth) == (None, None, None)
        message = session.scalars(select(OutboxRow)).one()
        assert (message.to, message.body, message.appointment_id) == (MARIA, "tell her", first.id)
        assert session.query(AppointmentRow).count() == 1502
    with database.migrating() as connection:
        command.downgrade(alembic_config(connection), "0001")
        found = connection.execute(text("SELECT user_name, contact_phone, date_of_birth FROM appointments ORDER BY id"))
        assert [str(value) for value in found.first()] == ["Maria Lopez", MARIA, "1984-03-02"]
        assert connection.scalar(text("SELECT appointment_id FROM outbox")) is not None
        assert connection.scalar(text("SELECT calendly_token FROM clinics")) == "calendly-secret"
    database.migrate()
    database.close()


def _rows_from_before(connection) -> None:
    now = datetime(2026, 11, 1, 12, tzinfo=UTC)
    connection.execute(
        text(
            "INSERT INTO clinics (id, name, zone, hours, closed, collect, facts, emergency, emergency_number, country,"
            " language, calendly_token, email_domain, updated_at) VALUES ('riverside', 'Riverside', 'America/New_York',"
            " '{}', '[]', '[]', '{}', 'advise', '911', 'US', 'en', 'calendly-secret', 'x.test', :now)"
        ),
        {"now": now},
    )
    connection.execute(
        text(
            "INSERT INTO doctors (id, clinic_id, name, availability, calendar, slot_minutes, spoken, active)"
            " VALUES (1, 'riverside', 'Anita Patel', '[]', 'rota', 30, '[]', true)"
        )
    )
    insert = text(
        "INSERT INTO appointments (clinic_id, user_name, doctor_id, appointment_time, minutes, created_at, updated_at,"
        " status, code, phone, contact_phone, address, date_of_birth, sms_consent, call_sid, hold_id, attempts)"
        " VALUES ('riverside', :name, 1, :at, 5, :now, :now, 'booked', '482193', :phone, :phone, :address, :birth,"
        " true, 'CA1', :hold, 0)"
    )
    maria = {"name": "Maria Lopez", "phone": MARIA, "address": "12 Oak St", "birth": date(1984, 3, 2)}
    nobody = {"name": "Maria No Number", "phone": None, "address": None, "birth": None}
    people = [maria, nobody] + [{**maria, "name": f"Maria {number}"} for number in range(1500)]
    connection.execute(
        insert,
        [
            person | {"hold": f"h{number}", "at": now + timedelta(minutes=5 * number), "now": now}
            for number, person in enumerate(people)
        ],
    )
    first = connection.scalar(text("SELECT min(id) FROM appointments"))
    connection.execute(
        text(
            'INSERT INTO outbox (clinic_id, appointment_id, kind, "to", body, status, attempts, next_try)'
            " VALUES ('riverside', :id, 'confirmation', :to, 'tell her', 'sent', 1, :now)"
        ),
        {"id": first, "to": MARIA, "now": now},
    )


def test_a_process_with_other_keys_ends_at_once(desk: Desk) -> None:
    book(desk)
    with pytest.raises(MissingKey, match="'first'"):
        opened(desk, KeyRing([SECOND])).migrate()
    with pytest.raises(KeyProblem, match="not the one of that id"):
        opened(desk, KeyRing([Key("first", b"x" * 32)])).migrate()
    opened(desk, KeyRing([SECOND, FIRST])).migrate()


def test_rotation_moves_everything_to_the_new_key(desk: Desk) -> None:
    for hour in range(9, 12):
        book(desk, f"2026-11-24T{hour:02}:00")
    Inbox(desk.database).keep(desk.clinic.id, "fax my records", None)
    with desk.database.reading() as session:
        before = session.scalars(select(AppointmentRow.updated_at).order_by(AppointmentRow.id)).all()
    database = opened(desk, KeyRing([SECOND, FIRST]))
    assert len(find_appointments(database, desk.clinic, "Maria Lopez", MARIA, True, None, desk.now)) == 3
    nothing = {"clinics": 0, "appointments": 0, "outbox": 0, "fallback_calls": 0, "recordings": 0, "inbox": 0}
    assert rotate(database) == nothing | {"appointments": 3, "outbox": 3, "inbox": 1}
    assert rotate(database) == nothing
    assert "first:" not in kept(database)
    alone = opened(desk, KeyRing([SECOND]))
    alone.migrate()
    assert len(find_appointments(alone, desk.clinic, "Maria Lopez", MARIA, True, None, desk.now)) == 3
    with alone.reading() as session:
        rows = session.scalars(select(AppointmentRow).order_by(AppointmentRow.id)).all()
        assert [row.updated_at for row in rows] == before
        assert {row.email for row in rows} == {"maria@mail.test"}
    with pytest.raises(MissingKey, match="'second'"):
        opened(desk, KeyRing([FIRST])).migrate()


def test_rotation_needs_more_than_one_batch(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for hour in range(9, 12):
        book(desk, f"2026-11-24T{hour:02}:00")
    monkeypatch.setattr("receptionist.privacy.rotation.BATCH", 2)
    assert rotate(opened(desk, KeyRing([SECOND, FIRST])))["appointments"] == 3


def test_erasing_a_patient_leaves_the_others(desk: Desk) -> None:
    mine, other = book(desk), book(desk, "2026-11-24T11:00", "Tom Smith", OTHER)
    leave_message(desk.database, desk.clinic, "call me on 202 555 0101", caller=None, phone=None, call_sid="CA7")
    leave_message(desk.database, desk.clinic, "what are your hours", caller="Tom", phone=OTHER, call_sid="CA8")
    everything_is_past(desk)
    erased = erase_patient(desk.database, MARIA)
    assert (erased.appointments, erased.messages) == (1, 2)
    with desk.database.reading() as session:
        row = session.get_one(AppointmentRow, mine)
        assert (row.user_name, row.code, row.status) == (NOBODY, "", "booked")
        personal = ("phone", "email", "contact_phone", "caller_name", "purpose", "address", "date_of_birth")
        assert [getattr(row, name) for name in (*personal, "phone_hash", "contact_phone_hash")] == [None] * 9
        assert session.get_one(AppointmentRow, other).user_name == "Tom Smith"
        bodies = [row.body for row in session.scalars(select(OutboxRow).order_by(OutboxRow.id))]
        assert [bool(body) for body in bodies] == [False, True, False, True]
        audit = session.scalars(select(AuditRow).where(AuditRow.what == "erased")).all()
        assert [(row.who, row.appointment_id) for row in audit] == [("command:erase", mine)]
    assert erase_patient(desk.database, MARIA).appointments == 0
    messenger = FakeMessenger()
    Outbox(desk.database, messenger).send_due()
    assert MARIA not in [message.to for message in messenger.sent] and len(messenger.sent) == 2


def test_erasing_at_one_clinic_leaves_the_other(desk: Desk) -> None:
    book(desk)
    everything_is_past(desk)
    assert erase_patient(desk.database, MARIA, "elsewhere").appointments == 0
    assert erase_patient(desk.database, MARIA, "riverside").appointments == 1


def test_nothing_is_erased_while_an_appointment_is_to_come(desk: Desk) -> None:
    appointment_id = book(desk)
    with desk.database.engine.begin() as connection:
        rows = AppointmentRow.__table__
        connection.execute(update(rows).values(appointment_time=datetime.now(UTC) + timedelta(days=1)))
    with pytest.raises(StillToCome) as refused:
        erase_patient(desk.database, MARIA)
    assert refused.value.appointment_ids == [appointment_id]
    with desk.database.reading() as session:
        assert session.get_one(AppointmentRow, appointment_id).user_name == "Maria Lopez"


def test_retention_erases_what_is_older_than_the_clinic_keeps_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("receptionist.privacy.erasure.BATCH", 2)
    ids = [book(desk, f"2026-11-24T{hour:02}:00") for hour in range(9, 13)]
    Outbox(desk.database, FakeMessenger()).send_due()
    last = book(desk, "2026-11-27T09:00")
    written = datetime.now(UTC)
    assert str(erase_old(desk.database, desk.clinic, written)) == "0 appointments and 0 messages erased"
    assert str(erase_old(desk.database, desk.clinic, written + timedelta(days=91))).endswith("and 4 messages erased")
    clinic = desk.clinic.model_copy(update={"keep_appointments_days": 30})
    after = datetime(2026, 11, 26, tzinfo=UTC) + timedelta(days=30)
    assert str(erase_old(desk.database, clinic, after)) == "4 appointments and 0 messages erased"
    with desk.database.reading() as session:
        names = [session.get_one(AppointmentRow, one).user_name for one in [*ids, last]]
        assert names == [NOBODY] * 4 + ["Maria Lopez"]
        assert session.scalars(select(OutboxRow.status).where(OutboxRow.erased_at.is_(None))).all() == ["pending"]
        who = session.scalars(select(AuditRow.who).where(AuditRow.what == "erased")).all()
        assert who == ["command:retention"] * 4


def test_a_clinic_says_how_long_it_keeps(desk: Desk) -> None:
    told = {"keep_appointments_days": 400, "keep_messages_days": 7}
    desk.clinics.save_clinic(desk.clinic.model_copy(update=told), desk.doctors)
    clinic = desk.clinics.clinic("riverside")
    assert clinic and (clinic.keep_appointments_days, clinic.keep_messages_days) == (400, 7)


@pytest.fixture
def receptionist(desk: Desk, monkeypatch: pytest.MonkeyPatch):
    """`receptionist …` on the desk's database, with these keys."""
    monkeypatch.setenv("DATABASE_URL", desk.database.url.render_as_string(hide_password=False))
    monkeypatch.setenv("CALENDLY_BASE_URL", "http://127.0.0.1:9")

    def run(keys: str, *arguments: str) -> Result:
        monkeypatch.setenv("PERSONAL_DATA_KEYS", keys)
        get_settings.cache_clear()
        own_key_ring.cache_clear()
        return CliRunner().invoke(app, arguments)

    yield run
    get_settings.cache_clear()
    own_key_ring.cache_clear()


def test_the_commands_print_counts_only(desk: Desk, receptionist) -> None:
    book(desk)
    keys = f"{SECOND},{FIRST}"
    rotated = receptionist(keys, "keys", "rotate")
    assert rotated.exit_code == 0 and "appointments: 1 rows" in rotated.stdout
    printed = receptionist(keys, "keys", "new")
    assert printed.exit_code == 0 and len(parse_keys(printed.stdout)) == 1
    assert receptionist(keys, "retention").stdout == "riverside: 0 appointments and 0 messages erased\n"
    assert receptionist(keys, "retention", "--clinic", "nowhere").exit_code == 1
    everything_is_past(desk)
    erased = receptionist(keys, "erase", "--phone", "+1 (202) 555-0101")
    assert (erased.exit_code, erased.stdout) == (0, "1 appointments and 1 messages erased\n")
    refused = receptionist(str(FIRST), "retention")
    assert refused.exit_code == 1 and "'second'" in refused.stderr
    for output in (rotated, erased, refused):
        assert not [told for told in ("Maria", MARIA, "rash", "Traceback") if told in output.output]


def test_erase_cancels_first_only_when_told_to(desk: Desk, receptionist) -> None:
    slot = desk.slot("Thomas Weber", "2026-11-24T10:00")
    booked = desk.appointments.book(desk.clinic, slot, GuestInfo(name="Maria Lopez"), MARIA, "CA1").appointment
    assert booked
    with desk.database.engine.begin() as connection:
        rows = AppointmentRow.__table__
        connection.execute(update(rows).values(appointment_time=datetime.now(UTC) + timedelta(days=1)))
    refused = receptionist(str(FIRST), "erase", "--phone", MARIA)
    assert refused.exit_code == 1 and "1 appointments are still to come" in refused.stderr
    done = receptionist(str(FIRST), "erase", "--phone", MARIA, "--cancel")
    assert (done.exit_code, done.stdout) == (0, "1 appointments and 2 messages erased\n")
    with desk.database.reading() as session:
        row = session.get_one(AppointmentRow, booked.id)
        assert (row.status, row.user_name) == ("cancelled", NOBODY)
        told = session.execute(select(AuditRow.who, AuditRow.what).order_by(AuditRow.id)).all()
        assert [tuple(one) for one in told][-2:] == [("command:erase", "cancelled"), ("command:erase", "erased")]


def test_the_command_runs_as_a_process(desk: Desk) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": desk.database.url.render_as_string(hide_password=False),
        "PERSONAL_DATA_KEYS": str(SECOND),
    }
    command = [sys.executable, "-m", "cli", "keys", "rotate"]
    refused = subprocess.run(command, env=environment, text=True, capture_output=True)
    assert refused.returncode == 1
    assert refused.stderr.endswith("which PERSONAL_DATA_KEYS does not have\n") and "Traceback" not in refused.stderr
