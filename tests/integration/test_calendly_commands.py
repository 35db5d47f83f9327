"""`receptionist calendly …` as somebody types it, and the worker's night."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import datetime
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from cli.calendly import app
from receptionist.cache import MemoryState
from receptionist.calendars.reconciliation import Reconciliation
from receptionist.storage.clinics import Clinics
from receptionist.storage.database import Database
from tests.fakes import BLOCK, a_desk, sqlite_in
from tests.integration.calendly_office import NOW, SECRET, TEN, Office, office, service
from tests.integration.calendly_service import Account, Service
from worker.nightly import Nightly

__all__ = ["office", "service"]

ROOT = Path(__file__).resolve().parents[2]
KINDS: list[dict[str, Any]] = [
    {"slug": "patel-1", "name": "Dr. Anita Patel - Cardiology consultation", "duration": 30},
    {"slug": "weber-20", "name": "Thomas Weber (follow-up)", "duration": 20},
    {"slug": "weber-45", "name": "Thomas Weber (new patient)", "duration": 45},
    {"slug": "old", "name": "Anita Patel", "duration": 15, "active": False},
]


def environment(folder: Path, service: Service, **settings: str) -> dict[str, str]:
    return {
        "DATABASE_URL": f"sqlite:///{folder}/clinic.db",
        "CALENDLY_BASE_URL": service.base_url,
        "CALENDLY_SIGNING_KEY": SECRET,
        "REPORT_DIR": str(folder / "reports"),
        "CLOCK": "tests.integration.calendly_office:PinnedClock",
        "COLUMNS": "200",
        **settings,
    }


def run(folder: Path, service: Service, *arguments: str, **settings: str) -> Result:
    return CliRunner().invoke(app, arguments, env=environment(folder, service, **settings))


@pytest.fixture
def account(service: Service, tmp_path: Path) -> Account:
    """Of a clinic whose doctors are not linked yet; the list of event types takes two pages of 100."""
    fillers = [{"slug": f"filler-{number:03}", "name": f"Aardvark class {number}"} for number in range(110)]
    account = service.account(now=NOW, event_types=[*fillers, *KINDS])
    doctors = [{**doctor, "calendar": "calendly", "event_type": None} for doctor in BLOCK["doctors"]]
    doctors.append({"name": "Ines Moreau", "calendar": "calendly"})
    desk = a_desk(sqlite_in(tmp_path), NOW, doctors=doctors, calendly_token=account.token)
    desk.database.close()
    return account


def linked(folder: Path) -> dict[str, tuple[str | None, int]]:
    database = Database(f"sqlite:///{folder}/clinic.db")
    found = {doctor.name: (doctor.event_type, doctor.slot_minutes) for doctor in Clinics(database).doctors("riverside")}
    database.close()
    return found


def test_link(account: Account, service: Service, tmp_path: Path) -> None:
    shown = run(tmp_path, service, "link")
    assert shown.exit_code == 1
    lines = {line.split("│")[1].strip(): line for line in shown.stdout.splitlines() if "│" in line}
    assert "Dr. Anita Patel - Cardiology" in lines["Anita Patel"] and "proposed" in lines["Anita Patel"]
    assert "(follow-up)" in lines["Thomas Weber"] and "also: Thomas Weber (new patient)" in lines["Thomas Weber"]
    assert "no event type fits" in lines["Ines Moreau"]
    assert "114 event types, 113 of them active" in shown.stdout
    assert all(uri is None for uri, _ in linked(tmp_path).values())

    assert "2 doctors linked" in run(tmp_path, service, "link", "--apply").stdout
    assert linked(tmp_path) == {
        "Anita Patel": (account.event_types["patel-1"], 30),
        "Thomas Weber": (account.event_types["weber-20"], 20),
        "Ines Moreau": (None, 30),
    }
    again = run(tmp_path, service, "link", "--clinic", "riverside", "--apply").stdout
    assert again.count("linked") == 2 and "proposed" not in again


def test_subscribe_replaces_a_disabled_subscription(account: Account, service: Service, tmp_path: Path) -> None:
    first = run(tmp_path, service, "subscribe", "--url", "https://phone.example.org/")
    assert first.exit_code == 0, first.stderr
    url = "https://phone.example.org/calendly/webhooks/riverside"
    assert [one["url"] for one in account.control("GET", "webhooks")["subscriptions"]] == [url]
    account.control("PUT", "subscriptions", {"state": "disabled"})
    second = run(tmp_path, service, "subscribe", WEB_PUBLIC_URL="https://phone.example.org")
    assert "had disabled" in second.stderr
    states = [(one["url"], one["state"]) for one in account.control("GET", "webhooks")["subscriptions"]]
    assert states == [(url, "active")]
    assert SECRET not in first.stdout + second.stdout


def test_subscribe_for_a_user_only(service: Service, tmp_path: Path) -> None:
    account = service.account(now=NOW, role="user", event_types=KINDS)
    a_desk(sqlite_in(tmp_path), NOW, calendly_token=account.token).database.close()
    assert run(tmp_path, service, "subscribe", "--url", "https://phone.example.org").exit_code == 0
    assert run(tmp_path, service, "subscribe", "--url", "https://phone.example.org").exit_code == 0
    assert len(account.control("GET", "webhooks")["subscriptions"]) == 1
    assert "Anita Patel" in run(tmp_path, service, "link").stdout


def test_reconcile(office: Office, service: Service, tmp_path: Path) -> None:
    booked = office.book()
    office.staff_cancel(office.row(booked).event_uri)
    command = [sys.executable, "-m", "cli", "calendly", "reconcile", "--json"]
    told = os.environ | environment(tmp_path, service, CALENDLY_SIGNING_KEY="")
    shown = subprocess.run(command, cwd=ROOT, env=told, capture_output=True, text=True, timeout=60)
    assert shown.returncode == 0, shown.stderr
    report = json.loads(shown.stdout)
    assert report["repaired"] == {"cancelled": [f"appointment {booked}"]}
    written = list((tmp_path / "reports").iterdir())
    assert [json.loads(path.read_text()) for path in written] == [report]
    office.take(TEN)
    assert "no webhook subscription" in run(tmp_path, service, "reconcile").stdout


def test_mistakes_are_told(account: Account, service: Service, tmp_path: Path) -> None:
    assert "no clinic" in run(tmp_path, service, "link", "--clinic", "nowhere").stderr
    assert "CALENDLY_SIGNING_KEY" in run(tmp_path, service, "subscribe", CALENDLY_SIGNING_KEY="").stderr
    account.faults({"status": 401})
    failed = run(tmp_path, service, "link")
    assert (failed.exit_code, failed.stderr.splitlines()[-1]) == (1, "Calendly: Calendly answered 401")


class TestNight:
    def night(self, office: Office, state: MemoryState, folder: Path) -> Nightly:
        desk = office.desk
        reconciliation = Reconciliation(desk.database, office.calendly, desk.clock)
        return Nightly(desk.clinics, reconciliation, desk.clock, state, folder)

    def test_once_a_night_by_one_worker(self, office: Office, tmp_path: Path) -> None:
        state, folder = MemoryState(), tmp_path / "nightly"
        workers = [self.night(office, state, folder) for _ in range(2)]
        for local, reports in (("T02:59", 0), ("T03:01", 1), ("T05:00", 1), ("T06:00", 1)):
            office.desk.clock.local = datetime.fromisoformat(f"2026-11-23{local}")
            for worker in workers:
                worker.do(Event())
            assert len(list(folder.glob("*.json"))) == reports

    def test_again_when_calendly_was_away(self, office: Office, tmp_path: Path) -> None:
        folder = tmp_path / "nightly"
        worker = self.night(office, MemoryState(), folder)
        office.desk.clock.local = datetime.fromisoformat("2026-11-23T03:10")
        office.account.faults({"at": "events", "status": 500, "times": 1})
        worker.do(Event())
        assert not folder.exists()
        worker.do(Event())
        assert len(list(folder.glob("*.json"))) == 1
