"""The key ring, the key file and the encrypted columns."""

from __future__ import annotations

import base64
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import IntegrityError

from receptionist.privacy.keys import Key, KeyFile, KeyProblem, KeyRing, MissingKey, WrongKey, key_ring, parse_keys
from receptionist.settings import Settings
from receptionist.storage.database import Database
from receptionist.storage.tables import AppointmentRow, ClinicRow
from tests.fakes import Desk, a_desk, sqlite_in

OLD, NEW = Key("old", b"o" * 32), Key("new", b"n" * 32)
WHERE = "appointments.phone"
NUMBER = "+12025550101"


@pytest.fixture
def desk(tmp_path: Path):
    desk = a_desk(sqlite_in(tmp_path))
    yield desk
    desk.database.close()


def test_what_is_stored_opens_again_and_differs_each_time() -> None:
    ring = KeyRing([NEW])
    first, second = ring.encrypt(NUMBER, WHERE), ring.encrypt(NUMBER, WHERE)
    assert first != second and NUMBER not in first
    assert ring.decrypt(first, WHERE) == ring.decrypt(second, WHERE) == NUMBER


@pytest.mark.parametrize("value", ["", "José Núñez-O'Brien", "李明", "x" * 2000])
def test_any_text(value: str) -> None:
    ring = KeyRing([NEW])
    assert ring.decrypt(ring.encrypt(value, WHERE), WHERE) == value


def test_older_keys_still_open() -> None:
    stored = KeyRing([OLD]).encrypt(NUMBER, WHERE)
    ring = KeyRing([NEW, OLD])
    assert ring.decrypt(stored, WHERE) == NUMBER
    assert ring.encrypt(NUMBER, WHERE).startswith("v1:new:")
    with pytest.raises(MissingKey, match="'old'"):
        KeyRing([NEW]).decrypt(stored, WHERE)


def test_wrong_key_wrong_column_and_changed_data_are_told() -> None:
    ring = KeyRing([NEW])
    stored = ring.encrypt(NUMBER, WHERE)
    with pytest.raises(WrongKey, match="another key of that name"):
        KeyRing([Key("new", b"x" * 32)]).decrypt(stored, WHERE)
    with pytest.raises(WrongKey):
        ring.decrypt(stored, "appointments.contact_phone")
    with pytest.raises(WrongKey):
        ring.decrypt(stored[:-4] + ("AAAA" if stored[-4:] != "AAAA" else "BBBB"), WHERE)
    with pytest.raises(KeyProblem, match="not encrypted"):
        ring.decrypt(NUMBER, WHERE)


def test_look_ups_are_keyed_and_found_under_every_key() -> None:
    old = KeyRing([OLD]).look_up("phone", NUMBER)
    both = KeyRing([NEW, OLD])
    assert old in both.look_ups("phone", NUMBER)
    assert both.look_up("phone", NUMBER) == KeyRing([NEW]).look_up("phone", NUMBER) != old
    assert both.look_up("phone", "+12025550102") not in both.look_ups("phone", NUMBER)


@pytest.mark.parametrize(
    ("setting", "problem"),
    [
        ("one", "not id:base64|bytes"),
        ("one:???", "not id:base64"),
        (f"one:{base64.b64encode(b'short').decode()}", "5 bytes instead of 32"),
        (f"{OLD},{OLD}", "same id"),
        (f"a b:{base64.b64encode(b'k' * 32).decode()}", "bytes|not id"),
        (" , ", "no key"),
    ],
)
def test_a_wrong_setting_says_what_is_wrong_but_not_the_key(setting: str, problem: str) -> None:
    with pytest.raises(KeyProblem, match=problem) as told:
        KeyRing(parse_keys(setting))
    assert setting.strip(" ,").partition(":")[2] not in str(told.value) or ":" not in setting


def test_the_setting_wins_over_the_file(tmp_path: Path) -> None:
    file = tmp_path / "keys" / "personal.key"
    settings = Settings(_env_file=None, personal_data_keys=f"{NEW},{OLD}", personal_key_file=file)
    assert list(key_ring(settings).keys) == ["new", "old"]
    assert not file.exists()
    assert str(NEW) not in repr(settings) and str(NEW) not in repr(NEW)


def test_every_process_finds_the_same_key_file(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "personal.key"
    script = "import sys; from receptionist.privacy.keys import KeyFile; from pathlib import Path\n"
    script += "print(KeyFile(Path(sys.argv[1])).current)"

    def process(_: int) -> str:
        return subprocess.check_output([sys.executable, "-c", script, str(path)], text=True)

    with ThreadPoolExecutor(6) as threads:
        assert len(set(threads.map(process, range(6)))) == 1
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [found.name for found in path.parent.iterdir()] == ["personal.key"]


def test_a_new_key_reaches_the_rings_that_are_open(tmp_path: Path) -> None:
    mine, other = KeyFile(tmp_path / "personal.key"), KeyFile(tmp_path / "personal.key")
    before = other.encrypt(NUMBER, WHERE)
    mine.add(NEW)
    assert other.current.id == "new"
    assert other.decrypt(mine.encrypt(NUMBER, WHERE), WHERE) == NUMBER
    assert mine.decrypt(before, WHERE) == NUMBER


def stored(database: Database) -> str:
    """Everything in the tables, as it is there."""
    with database.engine.connect() as connection:
        tables = ("clinics", "appointments", "outbox")
        return "\n".join(str(row) for table in tables for row in connection.execute(text(f"SELECT * FROM {table}")))


PERSONAL = {
    "user_name": "Maria Lopez",
    "phone": "+12025550177",
    "email": "maria@mail.test",
    "contact_phone": "+12025550178",
    "caller_name": "John Lopez",
    "purpose": "a rash on the arm",
    "address": "12 Oak Street",
    "date_of_birth": date(1984, 3, 2),
}


def write(desk: Desk, **changes) -> int:
    slot = desk.slot("Anita Patel", "2026-11-24T10:00")
    with desk.database.session() as session:
        row = AppointmentRow(
            **(PERSONAL | changes), clinic_id=desk.clinic.id, doctor_id=slot.doctor_id, appointment_time=slot.start,
            minutes=30, status="booked", code="482193", call_sid="CA1", hold_id="h1",
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id


def test_personal_columns_are_plain_to_the_code_and_sealed_on_disk(desk: Desk) -> None:
    desk.clinics.save_clinic(desk.clinic.model_copy(update={"calendly_token": "secret-token"}), desk.doctors)
    appointment_id = write(desk)
    with desk.database.reading() as session:
        row = session.get_one(AppointmentRow, appointment_id)
        assert {name: getattr(row, name) for name in PERSONAL} == PERSONAL
        assert session.get_one(ClinicRow, desk.clinic.id).calendly_token == "secret-token"
    everything = stored(desk.database)
    for value in [*map(str, PERSONAL.values()), "secret-token"]:
        assert value not in everything


def test_hashes_follow_their_numbers(desk: Desk) -> None:
    appointment_id = write(desk)
    ring = desk.database.keys
    with desk.database.session() as session:
        row = session.get_one(AppointmentRow, appointment_id)
        assert row.phone_hash == ring.look_up("phone", PERSONAL["phone"])
        row.phone, row.contact_phone = "+12025550199", None
    with desk.database.reading() as session:
        row = session.get_one(AppointmentRow, appointment_id)
        assert (row.phone_hash, row.contact_phone_hash) == (ring.look_up("phone", "+12025550199"), None)


def test_comparing_an_encrypted_column_is_refused_and_a_null_test_is_not(desk: Desk) -> None:
    with pytest.raises(TypeError, match="compare its hash"):
        select(AppointmentRow.id).where(AppointmentRow.phone == NUMBER)
    with desk.database.reading() as session:
        assert session.scalars(select(AppointmentRow.id).where(AppointmentRow.phone.is_(None))).all() == []


def test_errors_of_the_database_show_no_values(desk: Desk) -> None:
    write(desk)
    with pytest.raises(IntegrityError) as refused:
        write(desk, user_name="Petra Unlucky")
    assert "Petra" not in str(refused.value) and "v1:" not in str(refused.value)


def test_a_connection_without_keys_says_so(desk: Desk) -> None:
    write(desk)
    with pytest.raises(KeyProblem, match="no keys"), create_engine(desk.database.url).connect() as connection:
        connection.execute(select(AppointmentRow.user_name)).all()
