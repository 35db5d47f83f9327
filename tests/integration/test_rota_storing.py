"""`receptionist rota FILE.pdf --store`: the clinic's doctors get the rota's times, all or nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from cli.rota import show_rota
from knowledge.rotas.make_sample import make
from receptionist.settings import get_settings
from receptionist.storage.clinics import Clinics
from receptionist.storage.database import Database

CLINIC = """
id: riverside
name: Riverside Clinic
number: "+12025550100"
timezone: America/New_York
doctors:
  - name: Thomas Weber
    department: Orthopedics
    spoken: [webber]
    availability: [{day: tuesday, start: "08:30", end: "12:30"}, {day: friday, start: "08:00", end: "10:00"}]
  - {name: Anita Patel, calendar: calendly, availability: [{day: monday, start: "09:00", end: "12:00"}]}
"""


@pytest.fixture
def clinics(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Clinics]:
    (tmp_path / "clinic.yml").write_text(CLINIC)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/receptionist.db")
    monkeypatch.setenv("CLINIC_FILE", str(tmp_path / "clinic.yml"))
    get_settings.cache_clear()
    database = Database(f"sqlite:///{tmp_path}/receptionist.db")
    yield Clinics(database)
    database.close()
    get_settings.cache_clear()


def lines(path: Path, *said: str) -> Path:
    canvas = Canvas(str(path))
    for index, line in enumerate(said):
        canvas.drawString(72, 780 - 16 * index, line)
    canvas.save()
    return path


def times(clinics: Clinics, name: str) -> list[str]:
    doctor = next(doctor for doctor in clinics.doctors("riverside") if doctor.name == name)
    return sorted(f"{shift.date or shift.day} {shift.start}-{shift.end}" for shift in doctor.availability)


def test_stores_and_says_what_is_new_changed_and_gone(
    clinics: Clinics, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = lines(tmp_path / "r.pdf", "Dr Weber: Tuesday 9-12, Wednesday 13:00-17:00", "Dr Mei Lin (ENT): Monday 10-12")
    assert show_rota(path, store=True) == 0
    difference = json.loads(capsys.readouterr().out)["difference"]
    assert difference == {
        "added_doctors": ["Mei Lin"],
        "new": [
            {"doctor": "Thomas Weber", "day": "wednesday", "before": [], "now": ["13:00-17:00"]},
            {"doctor": "Mei Lin", "day": "monday", "before": [], "now": ["10:00-12:00"]},
        ],
        "changed": [{"doctor": "Thomas Weber", "day": "tuesday", "before": ["08:30-12:30"], "now": ["09:00-12:00"]}],
        "gone": [{"doctor": "Thomas Weber", "day": "friday", "before": ["08:00-10:00"], "now": []}],
        "appointments": [],
    }
    assert times(clinics, "Thomas Weber") == ["tuesday 09:00-12:00", "wednesday 13:00-17:00"]
    assert times(clinics, "Anita Patel") == ["monday 09:00-12:00"]
    added = next(doctor for doctor in clinics.doctors("riverside") if doctor.name == "Mei Lin")
    assert (added.calendar, added.department) == ("rota", "ENT")
    weber = next(doctor for doctor in clinics.doctors("riverside") if doctor.name == "Thomas Weber")
    assert (weber.spoken, weber.department) == (["webber"], "Orthopedics")


def test_storing_twice_changes_nothing(clinics: Clinics, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    make(tmp_path / "sample.pdf")
    assert show_rota(tmp_path / "sample.pdf", store=True) == 0
    stored = clinics.doctors("riverside")
    capsys.readouterr()
    assert show_rota(tmp_path / "sample.pdf", store=True) == 0
    assert json.loads(capsys.readouterr().out)["difference"] == {
        "added_doctors": [],
        "new": [],
        "changed": [],
        "gone": [],
        "appointments": [],
    }
    assert clinics.doctors("riverside") == stored
    assert times(clinics, "Thomas Weber") == ["thursday 08:30-12:30", "tuesday 08:30-12:30", "wednesday 13:00-17:00"]


def test_a_dated_week_leaves_the_weekly_times_alone(clinics: Clinics, tmp_path: Path) -> None:
    path = lines(tmp_path / "r.pdf", "Week commencing 23 November 2026", "Dr Weber: Monday 9-12")
    assert show_rota(path, store=True) == 0
    assert times(clinics, "Thomas Weber") == ["2026-11-23 09:00-12:00", "friday 08:00-10:00", "tuesday 08:30-12:30"]


@pytest.mark.parametrize(
    "said",
    [
        ["Dear all, the summer party is on Friday."],
        ["Dr Patel: Monday 9-12", "Dr Raj Patel: x", "Dr Pat: Tuesday 9-12"],
    ],
)
def test_stores_nothing_when_it_is_not_clear_what(
    said: list[str], clinics: Clinics, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert show_rota(lines(tmp_path / "r.pdf", "Dr Weber: Monday 9-12, Tuesday 9-12"), store=True) == 0
    doctors = clinics.doctors("riverside")
    if len(said) > 1:
        clinics.save_doctors("riverside", [*doctors, doctors[0].model_copy(update={"name": "Raj Patel"})])
    before = clinics.doctors("riverside")
    capsys.readouterr()
    assert show_rota(lines(tmp_path / "r.pdf", *said[:1]), store=True) == 1
    out, err = capsys.readouterr()
    assert out == "" and "nothing was stored" in err and err.count("\n") == 1
    assert clinics.doctors("riverside") == before


def test_a_doctor_whose_times_stay_in_doubt_keeps_the_stored_ones(clinics: Clinics, tmp_path: Path) -> None:
    path = lines(tmp_path / "r.pdf", "Dr Weber: Tuesday 6-9", "Dr Anita Patel: Friday 9-12")
    assert show_rota(path, store=True) == 0
    assert times(clinics, "Thomas Weber") == ["friday 08:00-10:00", "tuesday 08:30-12:30"]
    assert times(clinics, "Anita Patel") == ["friday 09:00-12:00"]


def test_a_database_that_does_not_answer_stores_nothing(
    clinics: Clinics, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    get_settings.cache_clear()
    assert show_rota(lines(tmp_path / "r.pdf", "Dr Weber: Monday 9-12"), store=True) == 1
    out, err = capsys.readouterr()
    assert out == "" and "nothing was stored" in err


def test_bare_hours_are_read_by_the_clinics_opening_hours(clinics: Clinics, tmp_path: Path) -> None:
    (tmp_path / "clinic.yml").write_text(CLINIC + "hours: {mon-fri: '14:00-22:00'}\n")
    assert show_rota(lines(tmp_path / "r.pdf", "Dr Thomas Weber: Monday 7-9, Tuesday 3-6, Friday 9-1"), store=True) == 0
    assert times(clinics, "Thomas Weber") == ["friday 09:00-13:00", "monday 19:00-21:00", "tuesday 15:00-18:00"]
