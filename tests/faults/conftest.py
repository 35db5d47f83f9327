"""Two stacks for all tests of faults, as for call files, but their workers run only when a test says so: one as on a
fresh machine, one on PostgreSQL and Redis, which tests take away."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
import pytest

from cli.training import ensure_model, model_file
from receptionist.stack import Stack
from simulators.calls.runner import speech_faults
from simulators.calls.voices import FOLDER
from simulators.servers.all_servers import PRODUCTION, database_url, real_servers, stack_settings
from simulators.servers.server import Server
from tests.faults.practice import Practice
from tests.faults.telephone import Line

_SECONDS: list[float] = []


def a_stack(folder: Path, name: str, database_url: str = "", environment: Mapping[str, str] | None = None) -> Stack:
    ensure_model()
    stack = Stack(
        folder,
        name=name,
        database_url=database_url,
        environment=environment or {},
        for_assistant={"CLOCK": "simulators.clock:PinnedClock"},
    )
    stack.for_services = {
        "CLOCK": "simulators.clock:PinnedClinicClock",
        "VOICE": "simulators.calls.voices:SilentVoices",
        "MESSENGER": "spool",
        "MODEL_FILE": str(shutil.copy(model_file(), folder / "model.tar.gz")),
        FOLDER: str(speech_faults(stack)),
    }
    return stack


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with a_stack(tmp_path_factory.mktemp("stack"), "tests") as stack:
        stack.stop_process("worker")
        yield stack


@pytest.fixture(scope="session")
def servers() -> Iterator[dict[str, Server]]:
    """PostgreSQL as `database`, Redis as `redis`; not below pytest's folder, which other users may not enter."""
    with (
        tempfile.TemporaryDirectory(prefix="servers-") as folder,
        real_servers(Path(folder), PRODUCTION) as servers,
    ):
        yield servers


@pytest.fixture(scope="session")
def on_servers(tmp_path_factory: pytest.TempPathFactory, servers: dict[str, Server]) -> Iterator[Practice]:
    """A practice whose receptionist keeps everything in PostgreSQL and Redis."""
    folder = tmp_path_factory.mktemp("on-servers")
    with a_stack(folder, "tests-servers", database_url(servers), stack_settings(servers)) as stack:
        stack.stop_process("worker")
        line = Line(stack, _SECONDS)
        yield Practice(stack, line)
        line.close()


@pytest.fixture
def workers(on_servers: Practice) -> Iterator[list[int]]:
    """Their process ids. No connection outlives a webhook here, so the one that is not frozen gets the next."""
    pid = on_servers.stack._processes["assistant"].pid
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    own = Path(f"/proc/{pid}/cmdline").read_bytes()
    found = [int(child) for child in children if Path(f"/proc/{child}/cmdline").read_bytes() == own]
    kept, on_servers.line._http = on_servers.line._http, httpx.Client(limits=httpx.Limits(max_keepalive_connections=0))
    yield found
    for worker in found:
        os.kill(worker, signal.SIGCONT)
    on_servers.line._http.close()
    on_servers.line._http = kept


@pytest.fixture(scope="session")
def practice(stack: Stack) -> Iterator[Practice]:
    line = Line(stack, _SECONDS)
    yield Practice(stack, line)
    line.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if _SECONDS:
        ordered = sorted(_SECONDS)
        terminalreporter.write_line(
            f"{len(ordered)} webhooks answered: half within {ordered[len(ordered) // 2]:.2f} s,"
            f" 95 % within {ordered[int(len(ordered) * 0.95)]:.2f} s, all within {ordered[-1]:.2f} s"
        )
