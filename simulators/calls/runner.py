"""Runs call files against a stack: builds the clinic, places the call, judges what is true afterwards."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

import httpx

from receptionist.stack import Stack
from simulators.calls.after_the_call import State
from simulators.calls.call_file import PlannedCall
from simulators.calls.clinic_builder import BuiltClinic, ClinicBuilder
from simulators.calls.judge import Verdict, judge
from simulators.calls.outages import Outages, taken_away
from simulators.calls.result import CallResult
from simulators.calls.scripted_caller import ScriptedCaller
from simulators.calls.switchboard import By, Switchboard
from simulators.calls.voices import write_faults
from simulators.phone.call import CallRecord
from simulators.phone.callers import Caller, Line
from simulators.servers.server import Server

SETTLES_WITHIN_S = 3.0
LOOK_AGAIN_S = 0.2
CROWD = 20


class Sabotage(Protocol):
    """Breaks the receptionist for one call (simulators/calls/sabotage.py)."""

    def begin(self, built: BuiltClinic) -> None: ...

    def caller(self, caller: Caller) -> Caller: ...


class CallRunner:
    """Places calls at one stack; `place` may be called from several threads at once.

    Calls that take processes or servers of the stack away must come one after the other. `servers` are the stack's
    own, by the names that faults have for them: database, redis. `by` and `builder` as of the switchboard.
    """

    def __init__(
        self,
        stack: Stack,
        *,
        line: Line | None = None,
        by_sound: bool = False,
        servers: Mapping[str, Server] | None = None,
        by: By = "telephone",
        builder: ClinicBuilder | None = None,
    ) -> None:
        self._stack = stack
        self._by = by
        self._servers = dict(servers or {})
        self._by_sound = by_sound
        self._switchboard = Switchboard(stack, line, by=by, builder=builder)
        self.builder = self._switchboard.builder

    def place(self, planned: PlannedCall, sabotage: Sabotage | None = None) -> CallResult:
        """Never raises for what is wrong with the call or its file: the reasons say it."""
        started = time.monotonic()
        try:
            built = self._build(planned)
        except (ValueError, httpx.HTTPError) as error:
            return CallResult(planned, Verdict([f"the clinic could not be built: {error}"]))
        if sabotage:
            sabotage.begin(built)
        before = self._switchboard.state(built)
        outages = Outages(self._stack, self._servers, planned.faults)
        try:
            outages.before_the_call()
            records = self._callers(planned, built, outages, sabotage)
        finally:
            outages.over()
        verdict, after = self._judge(planned, built, records, before)
        return CallResult(planned, verdict, records, after, time.monotonic() - started)

    def _build(self, planned: PlannedCall) -> BuiltClinic:
        faults = [fault for fault in planned.faults if fault.service == "calendly"]
        callers = planned.call.simultaneous
        built = self.builder.build(planned.call.id, planned.clinic, planned.clock, faults, callers)
        speech = [fault for fault in planned.faults if fault.service == "speech"]
        if speech:
            write_faults(speech_faults(self._stack), built.clinic.id, speech)
        return built

    def _callers(
        self, planned: PlannedCall, built: BuiltClinic, outages: Outages, sabotage: Sabotage | None
    ) -> list[CallRecord]:
        call = planned.call

        def dial(number: str) -> CallRecord:
            if self._by == "text":
                return self._switchboard.text(built, number, call.turns or [], call.repeat_webhooks)
            caller: Caller = ScriptedCaller(call)
            return self._switchboard.call(
                built,
                number,
                sabotage.caller(caller) if sabotage else caller,
                attestation=None if call.attestation == "none" else call.attestation,
                reception=call.reception,
                repeat_webhooks=call.repeat_webhooks,
                before_webhook=outages.before_webhook,
            )

        numbers = call.numbers()
        with ThreadPoolExecutor(len(numbers)) as callers:
            return list(callers.map(dial, numbers))

    def _judge(
        self, planned: PlannedCall, built: BuiltClinic, records: list[CallRecord], before: State
    ) -> tuple[Verdict, State]:
        """Looks again for a moment, because the worker may have something left to do."""
        deadline = time.monotonic() + SETTLES_WITHIN_S
        while True:
            after = self._switchboard.state(built)
            for record in records:
                if record.ended == "hangup" and any(sent.kind == "staff_message" for sent in after.messages):
                    record.ended = "message"
            verdict = judge(planned.call.expect, records, before, after, by_sound=self._by_sound)
            course = ("phone:", "ends:", "max_turns:", "says:", "never_says:", "whisper:")
            unsettled = [reason for reason in verdict.reasons if not reason.startswith(course)]
            if not unsettled or time.monotonic() > deadline:
                return verdict, after
            time.sleep(LOOK_AGAIN_S)


def needs_own_stack(planned: PlannedCall) -> bool:
    """Because it takes something of the stack away, or crowds it."""
    return bool(taken_away(planned)) or planned.call.simultaneous >= CROWD


def speech_faults(stack: Stack) -> Path:
    return stack.folder / "speech_faults"


def run_together(
    runner: CallRunner, calls: Sequence[PlannedCall], on_result: Callable[[CallResult], None], at_once: int = 8
) -> None:
    """Many calls at once; `on_result` hears of them in the order of `calls`."""
    pool = ThreadPoolExecutor(at_once)
    try:
        for result in pool.map(runner.place, calls):
            on_result(result)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
