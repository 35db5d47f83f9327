"""The running receptionist, its clinics, and what is true at them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from resource import RLIMIT_FSIZE, setrlimit
from typing import Any

import httpx
from sqlalchemy import select, update

from receptionist.clock import utc_now
from receptionist.stack import ROOT, Stack
from receptionist.storage.database import Database
from receptionist.storage.tables import AppointmentRow
from simulators.calls.after_the_call import State, state_of
from simulators.calls.call_file import CallClinic
from simulators.calls.clinic_builder import BuiltClinic, ClinicBuilder
from simulators.clock import PinnedTimes
from tests.faults.telephone import CALLER, Call, Line

MONDAY_MORNING = datetime(2026, 11, 23, 8, 55)
FIRST_FREE = datetime(2026, 11, 24, 9, 0)
TUESDAY_MORNING = [{"day": "tuesday", "start": "09:00", "end": "12:00"}]
RECEPTION = "+12025550199"
WORKER_WITHIN_S = 30


@dataclass
class Practice:
    stack: Stack
    line: Line

    def __post_init__(self) -> None:
        self.database = Database(self.stack.database_url)
        self.builder = ClinicBuilder(
            self.database, self.stack.calendly_url, self.stack.clocks, ROOT / "knowledge" / "clinic.yml"
        )

    def clinic(
        self,
        name: str,
        reception: str | None = RECEPTION,
        busy: Sequence[datetime] = (),
        shifts: Sequence[Mapping[str, str]] = TUESDAY_MORNING,
        hours: Mapping[str, str] | None = None,
        now: datetime = MONDAY_MORNING,
        callers: int = 1,
    ) -> BuiltClinic:
        """With one doctor whose calendar is Calendly's. `callers` at once do not exceed its limits."""
        doctor = {
            "name": "Anita Patel",
            "department": "Cardiology",
            "calendar": "calendly",
            "availability": list(shifts),
            "busy": list(busy),
        }
        block: dict[str, Any] = {"reception": reception, "doctors": [doctor]} | ({"hours": hours} if hours else {})
        return self.builder.build(name, CallClinic.model_validate(block), now, callers=callers)

    def clock(self, clinic: BuiltClinic, now: datetime) -> None:
        """What time it is at the clinic and at its calendar from now on; naive local time."""
        PinnedTimes(self.stack.clocks).pin(clinic.clinic.id, now)
        url = f"{self.stack.calendly_url}/_control/accounts/{clinic.token}/now"
        httpx.put(url, json={"now": now.isoformat(timespec="minutes")}).raise_for_status()

    def call(self, clinic: BuiltClinic, caller: str = CALLER) -> Call:
        return Call(self.line, clinic.dialled, caller)

    def faults(self, clinic: BuiltClinic, *faults: Mapping[str, Any]) -> None:
        """What the clinic's account at the calendar suffers from now on (simulators/calendly/faults.py)."""
        url = f"{self.stack.calendly_url}/_control/accounts/{clinic.token}/faults"
        httpx.put(url, json=[dict(fault) for fault in faults]).raise_for_status()

    def requests(self, clinic: BuiltClinic) -> dict[str, int]:
        url = f"{self.stack.calendly_url}/_control/accounts/{clinic.token}/requests"
        return dict(httpx.get(url).raise_for_status().json())

    def state(self, clinic: BuiltClinic) -> State:
        return state_of(self.database, self.builder, clinic)

    def sms(self, clinic: BuiltClinic) -> list[tuple[str, str]]:
        """Kind and number of every message that was really sent."""
        spooled = self.stack.spool / "messages.jsonl"
        lines = spooled.read_text(encoding="utf-8").splitlines() if spooled.exists() else []
        sent = [json.loads(line) for line in lines]
        return [(entry["kind"], entry["to"]) for entry in sent if entry["clinic"] == clinic.clinic.id]

    def let_the_worker_run(self, most_bytes: int | None = None) -> None:
        """Once, at a time when every lease and every wait is over; with room for files of so many bytes."""
        self.make_due()
        worker = self.start_the_worker(most_bytes)
        ended = worker.wait(WORKER_WITHIN_S)
        assert most_bytes is not None or ended == 0, f"the worker ended with {ended}"

    def make_due(self) -> None:
        """Whatever waits at a calendar."""
        with self.database.session() as session:
            waiting = update(AppointmentRow).where(AppointmentRow.pending.is_not(None))
            session.execute(waiting.values(next_try=utc_now() - timedelta(seconds=1)))

    def start_the_worker(self, most_bytes: int | None = None) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [str(ROOT / ".venv" / "services" / "bin" / "python"), "-m", "worker", "--once"],
            cwd=ROOT,
            env=self.stack.environment_of("services"),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=None if most_bytes is None else partial(setrlimit, RLIMIT_FSIZE, (most_bytes, most_bytes)),
        )

    def freeze(self, name: str) -> None:
        self.stack.freeze(name)

    def thaw(self, name: str) -> None:
        self.stack.thaw(name)

    def restart(self, name: str) -> None:
        if not self.stack.runs(name):
            self.stack.start_process(name)
        self.stack.wait_for(name)

    def event_uris(self, clinic: BuiltClinic) -> dict[int, str | None]:
        """Which event each of the clinic's appointments believes to have, by its id."""
        with self.database.reading() as session:
            rows = session.scalars(select(AppointmentRow).where(AppointmentRow.clinic_id == clinic.clinic.id))
            return {row.id: row.event_uri for row in rows}

    def assert_booked_once(self, clinic: BuiltClinic, start: datetime = FIRST_FREE, caller: str = CALLER) -> None:
        """One appointment, its own event at the calendar and no other, one SMS that confirms it."""
        state = self.state(clinic)
        assert [(kept.status, kept.start) for kept in state.appointments.values()] == [("booked", start)]
        active = [event for event in self.builder.events(clinic.token) if event["status"] == "active"]
        assert [datetime.fromisoformat(event["start"]) for event in active] == [start]
        assert list(self.event_uris(clinic).values()) == [active[0]["uri"]]
        assert [sent for sent in self.sms(clinic) if sent[0] == "confirmation"] == [("confirmation", caller)]

    def assert_nothing_booked(self, clinic: BuiltClinic) -> None:
        state = self.state(clinic)
        assert not state.appointments
        assert not state.events
        assert not self.sms(clinic)
