"""What a turn of a call costs: ours against stock Rasa. `make bench-turns`, or python -m bench.turns --calls 5.

Both are driven over HTTP by the simulated phone with the same lines, one call at a time, in rounds that alternate, so
that whatever else the machine does meets both alike. Counted is the CPU of assistant and action server; our sound is
silence, because synthesis is not what is measured. The last line of stdout is `ratio N`: stock CPU ms a turn / ours.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Annotated, Protocol

import typer
from rich.console import Console
from rich.table import Table
from sqlalchemy import func, select

from bench.cpu import cpu_ms
from bench.dialogue import (
    TURNS_A_CALL,
    DialogueFailed,
    answers_ms,
    callers,
    check_ours,
    check_stock,
    new_client,
    place_call,
)
from bench.stock import MeasuredStack, StockStack, ensure_stock_model
from cli.training import ensure_model
from receptionist.stack import ROOT, StackError
from receptionist.storage.database import Database
from receptionist.storage.tables import AppointmentRow
from simulators.calls.call_file import CallClinic
from simulators.calls.clinic_builder import ClinicBuilder
from simulators.phone.webhooks import Webhooks
from simulators.servers.all_servers import real_servers, stack_settings

CALLS_A_ROUND = 5
WARM_UP_CALLS = 3
AFTERWORK_S = 0.3
MORNING_BEFORE = datetime(2026, 11, 23, 8, 55)
CLINIC = {
    "name": "Riverside Clinic",
    "timezone": "America/New_York",
    "reception": "+12025550199",
    "doctors": [
        {
            "name": "Anita Patel",
            "department": "Cardiology",
            "calendar": "calendly",
            "slot_minutes": 15,
            "availability": [{"day": "tuesday", "start": "09:00", "end": "12:00"}],
        },
        {
            "name": "James Nguyen",
            "department": "Dermatology",
            "calendar": "calendly",
            "availability": [{"day": "wednesday", "start": "09:00", "end": "16:00"}],
        },
        {
            "name": "Thomas Weber",
            "department": "Orthopedics",
            "calendar": "rota",
            "availability": [{"day": "friday", "start": "08:00", "end": "12:00"}],
        },
    ],
}
FOR_ASSISTANT = {"CLOCK": "simulators.clock:PinnedClock"}
FOR_SERVICES = {
    "CLOCK": "simulators.clock:PinnedClinicClock",
    "VOICE": "simulators.sound.voice:SilentVoice",
    "MESSENGER": "spool",
}


class Contender(Protocol):
    name: str

    def play(self, calls: int) -> list[int]:
        """Places calls and makes sure that every one of them booked: how long each turn was waited for, in ms.

        Raises DialogueFailed.
        """

    def pids(self) -> dict[str, list[int]]:
        """Of `assistant` and `actions`."""


class Stock:
    name = "stock Rasa"

    def __init__(self, stack: StockStack) -> None:
        self._stack, self._callers = stack, callers()

    def pids(self) -> dict[str, list[int]]:
        return {name: self._stack.pids(name) for name in ("assistant", "actions")}

    def play(self, calls: int) -> list[int]:
        before, waited = self._stack.bookings, []
        with new_client() as client:
            webhooks = Webhooks(self._stack.auth_token, public_url=self._stack.assistant_url, client=client)
            for _ in range(calls):
                record = place_call(webhooks, self._stack.voice_url, None, next(self._callers), "+12025550100")
                check_stock(record)
                waited += answers_ms(record)
        if self._stack.bookings - before != calls:
            raise DialogueFailed(f"stock wrote down {self._stack.bookings - before} appointments in {calls} calls")
        return waited


class Ours:
    name = "ours"

    def __init__(self, stack: MeasuredStack) -> None:
        self._stack, self._callers = stack, callers()
        self._database = Database(stack.database_url)
        clinic_file = ROOT / "knowledge" / "clinic.yml"
        self._builder = ClinicBuilder(self._database, stack.calendly_url, stack.clocks, clinic_file)

    def pids(self) -> dict[str, list[int]]:
        return {name: self._stack.pids(name) for name in ("assistant", "actions")}

    def play(self, calls: int) -> list[int]:
        """At a clinic that has room for them; Calendly takes ten bookings a minute."""
        waited: list[int] = []
        built = self._builder.build("bench", CallClinic.model_validate(CLINIC), MORNING_BEFORE)
        with new_client() as client:
            webhooks = Webhooks(self._stack.auth_token, public_url=self._stack.assistant_url, client=client)
            for _ in range(calls):
                number = next(self._callers)
                record = place_call(webhooks, self._stack.voice_url, self._stack.status_url, number, built.dialled)
                check_ours(record)
                waited += answers_ms(record)
        if (booked := self._booked(built.clinic.id)) != calls:
            raise DialogueFailed(f"ours booked {booked} appointments in {calls} calls")
        return waited

    def _booked(self, clinic_id: str) -> int:
        wanted = select(func.count()).where(AppointmentRow.clinic_id == clinic_id, AppointmentRow.status == "booked")
        with self._database.reading() as session:
            return int(session.scalar(wanted) or 0)


@dataclass
class Measured:
    """CPU ms a turn of every round, and the wait for every turn in ms."""

    contender: Contender
    turns: int = 0
    assistant: list[float] = field(default_factory=list)
    actions: list[float] = field(default_factory=list)
    waited: list[int] = field(default_factory=list)

    def round(self, calls: int) -> None:
        pids = self.contender.pids()
        before = {name: cpu_ms(those) for name, those in pids.items()}
        waited = self.contender.play(calls)
        time.sleep(AFTERWORK_S)
        spent = {name: (cpu_ms(those) - before[name]) / len(waited) for name, those in pids.items()}
        self.turns += len(waited)
        self.assistant.append(spent["assistant"])
        self.actions.append(spent["actions"])
        self.waited += waited

    @property
    def cpu(self) -> float:
        return statistics.median(map(sum, zip(self.assistant, self.actions, strict=True)))

    def row(self) -> tuple[str, ...]:
        return (
            self.contender.name,
            str(self.turns),
            f"{self.cpu:.1f}",
            f"{statistics.median(self.assistant):.1f} + {statistics.median(self.actions):.1f}",
            f"{statistics.median(self.waited):.0f}",
            f"{sorted(self.waited)[int(0.95 * (len(self.waited) - 1))]}",
        )


def measure(stock: Contender, ours: Contender, calls: int, say: Callable[[str], None]) -> tuple[Measured, Measured]:
    """Raises DialogueFailed when either of them does not book, or needs another number of turns."""
    measured = Measured(stock), Measured(ours)
    for one in measured:
        one.contender.play(WARM_UP_CALLS)
    left = calls
    while left > 0:
        for one in measured:
            one.round(min(CALLS_A_ROUND, left))
        left -= CALLS_A_ROUND
        say(f"{calls - max(left, 0)} of {calls} calls each: stock {measured[0].cpu:.1f}, ours {measured[1].cpu:.1f}")
    if measured[0].turns != measured[1].turns:
        raise DialogueFailed(f"{measured[0].turns} turns with stock, {measured[1].turns} with ours")
    return measured


def main(
    calls: Annotated[int, typer.Option(min=1, help="Calls to each of the two.")] = 40,
    redis: Annotated[bool, typer.Option("--redis", help="Ours keeps its calls on Redis.")] = False,
) -> None:
    """CPU ms and wall ms a turn, ours against stock Rasa."""

    def say(text: str) -> None:
        print(text, file=sys.stderr, flush=True)

    ensure_model()
    ensure_stock_model()
    say("starting both …")
    try:
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            stock = StockStack(Path(folder) / "stock", name="bench-stock", simulated_calendly=False)
            with our_stack(Path(folder) / "ours", "bench-ours", redis) as ours, stock:
                result = measure(Stock(stock), Ours(ours), calls, say)
    except (DialogueFailed, StackError) as error:
        say(str(error))
        raise typer.Exit(1) from error
    show(*result)


@contextmanager
def our_stack(folder: Path, name: str, redis: bool) -> Iterator[MeasuredStack]:
    """With Redis it has two workers, as in production. The CPU of servers counts for neither assistant."""
    with (
        real_servers(folder, {"redis"} if redis else set()) as servers,
        MeasuredStack(
            folder,
            name=name,
            environment=stack_settings(servers),
            for_assistant=FOR_ASSISTANT,
            for_services=FOR_SERVICES,
        ) as stack,
    ):
        yield stack


def show(stock: Measured, ours: Measured) -> None:
    table = Table(title=f"A turn of a call; {TURNS_A_CALL} turns book an appointment")
    table.add_column("")
    for heading in ("turns", "CPU ms", "assistant + actions", "wall ms", "wall ms, 95 %"):
        table.add_column(heading, justify="right")
    for one in (stock, ours):
        table.add_row(*one.row())
    Console().print(table)
    print(f"ratio {stock.cpu / ours.cpu:.2f}")


if __name__ == "__main__":
    typer.run(main)
