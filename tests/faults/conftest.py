"""One stack for all tests of faults, as for call files, but its worker runs only when a test says so."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cli.training import ensure_model
from receptionist.stack import Stack
from simulators.calls.runner import speech_faults
from simulators.calls.voices import FOLDER
from tests.faults.practice import Practice
from tests.faults.telephone import Line

_SECONDS: list[float] = []


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    ensure_model()
    stack = Stack(
        tmp_path_factory.mktemp("stack"), name="tests", for_assistant={"CLOCK": "simulators.clock:PinnedClock"}
    )
    stack.for_services = {
        "CLOCK": "simulators.clock:PinnedClinicClock",
        "VOICE": "simulators.calls.voices:SilentVoices",
        "MESSENGER": "spool",
        FOLDER: str(speech_faults(stack)),
    }
    with stack:
        stack.stop_process("worker")
        yield stack


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
