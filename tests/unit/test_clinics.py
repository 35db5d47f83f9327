from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from pydantic import ValidationError

from receptionist.clinics import days_named, load_clinic_file, opening_hours, read_clinic
from receptionist.storage.clinics import Clinics
from receptionist.storage.first_clinic import write_first_clinic
from tests.fakes import BLOCK, sqlite_in


@pytest.fixture
def clinics(tmp_path: Path) -> Clinics:
    return Clinics(sqlite_in(tmp_path))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("mon-fri", ["monday", "tuesday", "wednesday", "thursday", "friday"]),
        ("sat", ["saturday"]),
        ("Tues – Thu", ["tuesday", "wednesday", "thursday"]),
        ("fri-mon", ["friday", "saturday", "sunday", "monday"]),
        ("mon, wed", ["monday", "wednesday"]),
        ("Monday,Friday-Saturday", ["monday", "friday", "saturday"]),
    ],
)
def test_ranges_of_days(text: str, days: list[str]) -> None:
    assert days_named(text) == days


def test_hours_with_a_break_and_a_closed_day() -> None:
    hours = opening_hours({"mon-tue": "8:00-12:00, 13:00-17:30", "sat": [["09:00", "13:00"]], "sun": "closed"})
    assert hours == {
        "monday": [("08:00", "12:00"), ("13:00", "17:30")],
        "tuesday": [("08:00", "12:00"), ("13:00", "17:30")],
        "saturday": [("09:00", "13:00")],
    }


@pytest.mark.parametrize(
    "hours", [{"mon": "18:00-08:00"}, {"mon": "8-12"}, {"noday": "08:00-12:00"}, {"mon": "25:00-26:00"}]
)
def test_hours_that_cannot_be_are_refused(hours: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        read_clinic({"name": "A", "hours": hours})


@pytest.mark.parametrize("field", [{"timezone": "Mars/Olympus"}, {"number": "555"}, {"collect": ["blood_type"]}])
def test_a_clinic_that_cannot_work_is_refused(field: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        read_clinic({"name": "A"} | field)


@pytest.mark.parametrize(
    ("at", "is_open"),
    [
        ("2026-11-23T13:00", True),  # 08:00 in New York
        ("2026-11-23T12:59", False),
        ("2026-11-23T23:00", False),  # 18:00: the end is not part of the hours
        ("2026-11-28T14:00", True),  # Saturday, 09:00
        ("2026-11-29T15:00", False),  # Sunday
        ("2026-11-26T15:00", False),  # the closed Thursday
        ("2026-10-30T12:00", True),  # summer time: 08:00
    ],
)
def test_open_in_the_clinics_own_zone(at: str, is_open: bool) -> None:
    assert read_clinic(BLOCK).clinic.is_open(datetime.fromisoformat(at).replace(tzinfo=UTC)) is is_open


def test_a_call_files_block_is_read_whatever_surrounds_it() -> None:
    block = {key: value for key, value in BLOCK.items() if key != "number"} | {
        "numbers": ["+1 (202) 555-0101", "+12025550102"],
        "appointments": [{"doctor": "Anita Patel"}],
        "doctors": [{"name": "Anita Patel", "calendar": "rota", "busy": ["2026-11-24T09:30"]}],
        "facts": {"parking": "behind the house\n"},
    }
    file = read_clinic(block, "clinic-7")
    assert (file.clinic.id, file.doctors[0].clinic_id) == ("clinic-7", "clinic-7")
    assert file.clinic.numbers == ["+12025550101", "+12025550102"]
    assert file.clinic.facts == {"parking": "behind the house"}


def test_the_clinic_that_comes_with_the_repository() -> None:
    file = load_clinic_file("knowledge/clinic.yml")
    assert file.clinic.numbers == ["+12025550100"]
    assert len({doctor.department for doctor in file.doctors}) == 4
    assert {"rota", "calendly"} == {doctor.calendar for doctor in file.doctors}
    assert {"address", "parking", "insurance", "prices", "preparation"} <= set(file.clinic.facts)
    for doctor in file.doctors:
        for shift in doctor.availability:
            opens, closes = file.clinic.hours[shift.day or ""][0]
            assert opens <= shift.start < shift.end <= closes, doctor.name


def test_a_clinic_comes_back_as_it_was_saved(clinics: Clinics) -> None:
    file = read_clinic(BLOCK | {"facts": {"parking": "behind the house"}, "collect": ["name", "email"]})
    saved = clinics.save_clinic(file.clinic, file.doctors)
    assert clinics.clinic("riverside") == file.clinic
    assert clinics.clinic_by_number("+12025550100") == file.clinic
    assert clinics.clinic_by_number("+12025550188") is None
    assert [doctor.model_copy(update={"id": 0}) for doctor in saved] == file.doctors
    assert clinics.doctors("riverside") == saved


def test_saving_again_keeps_ids_and_retires_those_who_left(clinics: Clinics) -> None:
    file = read_clinic(BLOCK)
    before = {doctor.name: doctor.id for doctor in clinics.save_clinic(file.clinic, file.doctors)}
    patel = file.doctors[0].model_copy(update={"department": "Heart"})
    after = clinics.save_clinic(file.clinic.model_copy(update={"numbers": ["+12025550111"]}), [patel])
    assert [(doctor.id, doctor.department) for doctor in after] == [(before["Anita Patel"], "Heart")]
    left = clinics.doctor(before["Thomas Weber"])
    assert left and not left.active
    assert clinics.clinic_by_number("+12025550100") is None
    back = clinics.save_clinic(file.clinic, file.doctors)
    assert {doctor.name: doctor.id for doctor in back} == before


def test_doctors_of_one_clinic_are_not_those_of_another(clinics: Clinics) -> None:
    first, second = read_clinic(BLOCK), read_clinic(BLOCK | {"number": "+12025550111"}, "hillside")
    clinics.save_clinic(first.clinic, first.doctors)
    clinics.save_clinic(second.clinic, second.doctors[:1])
    assert len(clinics.doctors("riverside")) == 2
    assert len(clinics.doctors("hillside")) == 1
    assert {doctor.id for doctor in clinics.doctors("riverside")}.isdisjoint(
        doctor.id for doctor in clinics.doctors("hillside")
    )


def test_an_empty_database_gets_the_clinic_of_the_file_once(clinics: Clinics) -> None:
    assert write_first_clinic(clinics, Path("knowledge/clinic.yml"), "http://127.0.0.1:9/")
    doctors = {doctor.name: doctor for doctor in clinics.doctors("riverside")}
    assert doctors["Sarah O'Brien"].event_type == "http://127.0.0.1:9/event_types/sarah-obrien"
    assert doctors["Thomas Weber"].event_type is None
    clinics.save_doctors("riverside", [doctors["Anita Patel"]])
    assert not write_first_clinic(clinics, Path("knowledge/clinic.yml"), "http://127.0.0.1:9/")
    assert [doctor.name for doctor in clinics.doctors("riverside")] == ["Anita Patel"]


def test_dated_shifts_keep_their_date(clinics: Clinics) -> None:
    file = read_clinic(
        {
            "name": "A",
            "doctors": [{"name": "B", "availability": [{"date": date(2026, 12, 1), "start": "9:00", "end": "10:00"}]}],
        }
    )
    [saved] = clinics.save_clinic(file.clinic, file.doctors)
    assert saved.availability == file.doctors[0].availability
    assert saved.availability[0].date == date(2026, 12, 1)


def test_tokens_are_not_shown() -> None:
    clinic = read_clinic({"name": "A", "calendly_token": "secret"}).clinic
    assert "secret" not in repr(clinic)
