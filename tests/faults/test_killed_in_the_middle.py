"""Each process is killed while the calendar carries out a booking, a cancellation or a move: what the caller has said
yes to is done once, by the worker if need be, and both are told apart from what nobody has said yes to."""

from __future__ import annotations

import contextlib
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime

import httpx
import pytest

from simulators.calls.clinic_builder import BuiltClinic
from tests.faults.practice import FIRST_FREE, Practice
from tests.faults.telephone import CALLER, Call
from worker.due import AT_A_TIME

WITHIN_S = 8.0
TAKES_S = 3.0
LATER = datetime(2026, 11, 24, 11, 0)
DOES = {
    "booking": ("book", "i would like an appointment with doctor patel tomorrow at nine"),
    "cancellation": ("cancel", "please cancel my appointment"),
    "move": ("book", "please move my appointment to tomorrow at eleven"),
    "end of a move": ("cancel", "please move my appointment to tomorrow at eleven"),
}


@dataclass
class Deed:
    """What a caller is about to say yes to, and the request at the calendar during which somebody is killed."""

    what: str
    carried_out: bool
    clinic: BuiltClinic
    call: Call

    @property
    def step(self) -> str:
        return DOES[self.what][0]


def deeds(practice: Practice, process: str) -> list[Deed]:
    return [a_deed(practice, process, what, carried_out) for what in DOES for carried_out in (True, False)]


def a_deed(practice: Practice, process: str, what: str, carried_out: bool) -> Deed:
    name = f"{process}-{what}-{carried_out}".replace(" ", "-")
    clinic = practice.clinic(name)
    if what != "booking":
        before = practice.call(clinic)
        before.ring()
        before.go_on()
        practice.let_the_worker_run()
    call = practice.call(clinic)
    call.ring()
    call.say(DOES[what][1])
    call.go_on(until="confirm")
    return Deed(what, carried_out, clinic, call)


def in_the_middle(
    practice: Practice, begun: list[Deed], start: Callable[[Deed], object], kill: Callable[[], None]
) -> None:
    """Starts every deed, and kills when the calendar has each of the requests in its hands."""
    before = {deed.clinic.clinic.id: practice.requests(deed.clinic).get(deed.step, 0) for deed in begun}
    for deed in begun:
        practice.faults(deed.clinic, {"at": deed.step, "delay_s": TAKES_S, "after": deed.carried_out})
    with ThreadPoolExecutor(len(begun)) as together:
        started = [together.submit(start, deed) for deed in begun]
        until = time.monotonic() + WITHIN_S
        while any(practice.requests(deed.clinic).get(deed.step, 0) == before[deed.clinic.clinic.id] for deed in begun):
            assert time.monotonic() < until, "the calendar was not asked"
            time.sleep(0.05)
        kill()
        for one in started:
            one.result()
    time.sleep(TAKES_S)  # what is on its way arrives
    for deed in begun:
        practice.faults(deed.clinic)


def assert_done_once(practice: Practice, deed: Deed) -> None:
    state = practice.state(deed.clinic)
    active = [event for event in practice.builder.events(deed.clinic.token) if event["status"] == "active"]
    kept = {(one.status, one.start) for one in state.appointments.values()}
    sent = [kind for kind, to in practice.sms(deed.clinic) if to == CALLER]
    if deed.what == "booking":
        practice.assert_booked_once(deed.clinic)
    elif deed.what == "cancellation":
        assert kept == {("cancelled", FIRST_FREE)} and not active
        assert sent.count("cancellation") == 1
    else:
        assert kept == {("cancelled", FIRST_FREE), ("booked", LATER)}
        assert [datetime.fromisoformat(event["start"]) for event in active] == [LATER]
        assert sent.count("rescheduled") == 1 and "cancellation" not in sent


def say_yes(deed: Deed) -> None:
    """The line is dead where the assistant was killed: Twilio asks its fallback."""
    with contextlib.suppress(httpx.HTTPError):
        deed.call.say("yes")


@pytest.mark.parametrize("process", ["actions", "assistant"])
def test_a_process_of_the_call(practice: Practice, process: str) -> None:
    begun = deeds(practice, process)
    in_the_middle(practice, begun, say_yes, lambda: practice.stack.stop_process(process))
    practice.restart(process)
    practice.let_the_worker_run()
    for deed in begun:
        assert_done_once(practice, deed)


@pytest.mark.parametrize("carried_out", [True, False])
def test_the_worker(practice: Practice, carried_out: bool) -> None:
    """The calendar was down at the yes, so that the worker has it to do."""
    begun = [a_deed(practice, "worker", what, carried_out) for what in DOES]
    assert len(begun) <= AT_A_TIME
    for deed in begun:
        practice.faults(deed.clinic, {"at": deed.step, "status": 500})
        deed.call.say("yes")
    practice.make_due()
    workers: list[subprocess.Popen[bytes]] = []

    def start_the_worker(deed: Deed) -> None:
        if deed is begun[0]:
            workers.append(practice.start_the_worker())

    def kill() -> None:
        for worker in workers:
            worker.kill()
            worker.wait()

    in_the_middle(practice, begun, start_the_worker, kill)
    practice.let_the_worker_run()
    for deed in begun:
        assert_done_once(practice, deed)
