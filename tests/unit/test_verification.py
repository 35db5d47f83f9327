from __future__ import annotations

from pathlib import Path

import pytest

from receptionist.appointments.models import GuestInfo
from receptionist.appointments.verification import find_appointments, same_name
from receptionist.storage.appointments import save_existing
from tests.fakes import Desk, a_desk, sqlite_in

MARIA, OTHER = "+12025550101", "+12025550109"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    desk = a_desk(sqlite_in(tmp_path))
    for local, name, phone, code in (
        ("2026-12-01T10:00", "Maria López", MARIA, "482193"),
        ("2026-12-08T10:00", "Maria López", MARIA, "118822"),
        ("2026-12-01T11:00", "John Smith", OTHER, "700001"),
        ("2026-11-17T10:00", "Maria López", MARIA, "999999"),
    ):
        slot = desk.slot("Anita Patel", local)
        save_existing(desk.database, desk.clinic, slot, GuestInfo(name=name), phone, code)
    return desk


def codes(desk: Desk, name: str | None, phone: str | None, attested: bool, code: str | None) -> list[str]:
    found = find_appointments(desk.database, desk.clinic, name, phone, attested, code, desk.now)
    return [appointment.code for appointment in found]


@pytest.mark.parametrize(
    "said",
    ["Maria Lopez", "maria lopez", "López, María", "Mrs. Maria Lopez", "Maria Lopes", "lopez maria"],
)
def test_the_attested_number_and_the_name(desk: Desk, said: str) -> None:
    assert codes(desk, said, MARIA, True, None) == ["482193", "118822"]


def test_a_number_that_is_only_a_claim_needs_the_code(desk: Desk) -> None:
    assert codes(desk, "Maria Lopez", MARIA, False, None) == []
    assert codes(desk, "Maria Lopez", MARIA, False, "482193") == ["482193"]


def test_the_code_and_the_name_from_any_telephone(desk: Desk) -> None:
    assert codes(desk, "Maria Lopez", "+12025550177", True, "48 21-93") == ["482193"]
    assert codes(desk, "Maria Lopez", None, False, "118822") == ["118822"]


@pytest.mark.parametrize(
    ("name", "phone", "attested", "code"),
    [
        ("John Smith", MARIA, True, None),  # somebody else's telephone
        ("Maria Lopez", OTHER, True, None),
        ("John Smith", None, False, "482193"),  # somebody else's code
        ("Maria Lopez", None, False, "482194"),
        ("Maria Lopez", None, False, ""),
        ("Maria Lopez", None, False, "999999"),  # over
        ("Maria", MARIA, True, None),  # not a whole name
        ("", MARIA, True, None),
        (None, MARIA, True, "482193"),
        ("Mrs", MARIA, True, None),
        ("%", MARIA, True, "%"),
    ],
)
def test_wrong_and_unknown_are_alike(desk: Desk, name, phone, attested, code) -> None:
    assert codes(desk, name, phone, attested, code) == []


def test_a_wrong_code_does_not_hide_what_the_number_shows(desk: Desk) -> None:
    assert codes(desk, "Maria Lopez", MARIA, True, "000000") == ["482193", "118822"]


def test_the_right_code_picks_one(desk: Desk) -> None:
    assert codes(desk, "Maria Lopez", MARIA, True, "118822") == ["118822"]


def test_another_clinic_knows_nothing(desk: Desk) -> None:
    other = desk.clinic.model_copy(update={"id": "hillside"})
    assert find_appointments(desk.database, other, "Maria Lopez", MARIA, True, "482193", desk.now) == []


def test_a_cancelled_one_is_gone(desk: Desk) -> None:
    [first, _] = find_appointments(desk.database, desk.clinic, "Maria Lopez", MARIA, True, None, desk.now)
    assert desk.appointments.cancel(desk.clinic, first.id, "CA1") == "cancelled"
    assert codes(desk, "Maria Lopez", MARIA, True, None) == ["118822"]


def test_who_called_for_the_patient_may_ask_too(desk: Desk) -> None:
    slot = desk.slot("Anita Patel", "2026-12-03T15:00")
    desk.appointments.book(desk.clinic, slot, GuestInfo(name="Tom Smith"), OTHER, "CA9", caller_name="John Smith")
    assert len(codes(desk, "John Smith", OTHER, True, None)) == 2
    assert len(codes(desk, "Tom Smith", OTHER, True, None)) == 1


@pytest.mark.parametrize(
    ("said", "known", "same"),
    [
        ("Sean O'Brien", "Seán OBrien", True),
        ("Jose Nunez Perez", "José Núñez-Pérez", True),
        ("Dr Anna Weiss", "Anna Weiß", True),
        ("Anna Smith", "Ann Smith", True),
        ("John Smith", "Joan Smythe", False),
        ("Maria Garcia", "Maria Lopez", False),
        ("李 明", "李 明", True),
        ("...", "...", False),
    ],
)
def test_names(said: str, known: str, same: bool) -> None:
    assert same_name(said, known) is same
