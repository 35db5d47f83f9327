"""Versions of the doctors' times on both databases: all or nothing, back again, and appointments that no longer fit."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cli.rota import list_versions, roll_back
from knowledge.rota.model import UnreadableRota
from knowledge.rota.storing import store_rota
from receptionist.appointments.models import GuestInfo
from receptionist.settings import get_settings
from receptionist.storage.database import Database
from receptionist.storage.rotas import Rotas
from tests.fakes import Desk, a_desk
from tests.integration.postgres_server import new_postgres_url

PATIENT = "Maria Lopez"


@pytest.fixture
def desk(request: pytest.FixtureRequest, tmp_path: Path):
    postgresql = getattr(request, "param", "sqlite") == "postgresql"
    desk = a_desk(Database(new_postgres_url() if postgresql else f"sqlite:///{tmp_path}/clinic.db"))
    yield desk
    desk.database.close()


both_databases = pytest.mark.parametrize("desk", ["sqlite", "postgresql"], indirect=True)


def rota(*doctors: tuple[str, str, str, str]) -> dict:
    named = [
        {"name": name, "department": None, "availability": [{"day": day, "start": start, "end": end}]}
        for name, day, start, end in doctors
    ]
    return {"doctors": named, "warnings": []}


def store(desk: Desk, read: dict, source: str = "rota.pdf"):
    return store_rota(read, Rotas(desk.database), desk.clinic.id, source, desk.now)


def times(desk: Desk) -> dict[str, list[str]]:
    return {
        doctor.name: [f"{shift.day} {shift.start}-{shift.end}" for shift in doctor.availability]
        for doctor in desk.clinics.doctors(desk.clinic.id)
    }


@both_databases
def test_back_to_any_version(desk: Desk) -> None:
    before = times(desk)
    store(desk, rota(("Thomas Weber", "friday", "08:00", "11:00"), ("Mei Lin", "monday", "10:00", "12:00")), "one.pdf")
    first = times(desk)
    store(
        desk, rota(("Thomas Weber", "tuesday", "09:00", "10:00"), ("Ada Frey", "monday", "08:00", "09:00")), "two.pdf"
    )
    rotas = Rotas(desk.database)
    rotas.roll_back(desk.clinic.id, 2, desk.now)
    assert times(desk) == first and "Ada Frey" not in first
    rotas.roll_back(desk.clinic.id, 1, desk.now)
    assert times(desk) == before
    rotas.roll_back(desk.clinic.id, 3, desk.now)
    assert times(desk)["Ada Frey"] == ["monday 08:00-09:00"] and times(desk)["Mei Lin"] == first["Mei Lin"]
    said = [version.source for version in rotas.versions(desk.clinic.id)]
    assert said == [
        "before the first rota", "one.pdf", "two.pdf", "back to version 2", "back to version 1", "back to version 3"
    ]  # fmt: skip


def test_the_same_rota_again_is_no_version(desk: Desk) -> None:
    for _ in range(2):
        store(desk, rota(("Thomas Weber", "friday", "08:00", "11:00")))
    assert [version.number for version in Rotas(desk.database).versions(desk.clinic.id)] == [1, 2]


def test_what_cannot_be_stored_leaves_everything(desk: Desk) -> None:
    before = times(desk)
    with pytest.raises(UnreadableRota, match="nothing was stored"):
        store(desk, {"doctors": [], "warnings": []})
    with pytest.raises(LookupError):
        Rotas(desk.database).roll_back(desk.clinic.id, 7, desk.now)
    assert times(desk) == before and Rotas(desk.database).versions(desk.clinic.id) == []


@both_databases
def test_appointments_that_no_longer_fit_are_listed_without_the_patient(desk: Desk) -> None:
    store(desk, rota(("Thomas Weber", "tuesday", "08:30", "12:30")))
    slot = desk.slot("Thomas Weber", "2026-12-01T09:30")
    booked = desk.appointments.book(desk.clinic, slot, GuestInfo(name=PATIENT), "+12025550101", "CA1")
    stored = store(desk, rota(("Thomas Weber", "tuesday", "10:00", "12:30")))
    assert [(m.appointment_id, m.doctor, f"{m.start:%Y-%m-%dT%H:%M}") for m in stored.misfits] == [
        (booked.appointment.id, "Thomas Weber", "2026-12-01T09:30")
    ]
    assert PATIENT not in json.dumps(stored.as_json()) + " ".join(stored.lines())
    assert Rotas(desk.database).roll_back(desk.clinic.id, 2, desk.now) == []
    assert store(desk, rota(("Thomas Weber", "tuesday", "09:00", "12:30"))).misfits == []


@both_databases
def test_two_rotas_at_once_are_stored_one_after_the_other(desk: Desk) -> None:
    names = ["Ada Frey", "Bruno Keller", "Carla Santos", "Dimitri Volkov"]
    rotas = [rota((name, "monday", "08:00", "09:00")) for name in names]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda read: store(desk, read), rotas))
    assert set(names) <= set(times(desk))
    assert [version.number for version in Rotas(desk.database).versions(desk.clinic.id)] == [1, 2, 3, 4, 5]


def test_the_commands(desk: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("DATABASE_URL", str(desk.database.engine.url.render_as_string(hide_password=False)))
    get_settings.cache_clear()
    before = times(desk)
    store(desk, rota(("Thomas Weber", "friday", "08:00", "11:00")), "december.pdf")
    assert list_versions(None) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 2 and lines[1].endswith("december.pdf")
    assert roll_back(1, None) == 0
    assert json.loads(capsys.readouterr().out) == {"version": 1, "appointments": []}
    assert times(desk) == before
    assert roll_back(9, None) == 1
    assert "there is no version 9" in capsys.readouterr().err
    get_settings.cache_clear()
