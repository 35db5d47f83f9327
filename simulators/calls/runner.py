"""Runs call files against a stack: builds the clinic, places the call, judges what is true afterwards."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx

from receptionist.stack import ROOT, Stack
from receptionist.storage.database import Database
from simulators.calls.after_the_call import State, state_of
from simulators.calls.call_file import Fault, PlannedCall
from simulators.calls.clinic_builder import BuiltClinic, ClinicBuilder
from simulators.calls.judge import Verdict, judge
from simulators.calls.result import CallResult
from simulators.calls.scripted_caller import ScriptedCaller
from simulators.calls.voices import write_faults
from simulators.phone.call import CallRecord, PhoneCall
from simulators.phone.callers import Line, PlainLine
from simulators.phone.reception import Reception
from simulators.phone.webhooks import Webhooks
from simulators.sound.voice import NotAWav, caption_of

SETTLES_WITHIN_S = 3.0
LOOK_AGAIN_S = 0.2
NOT_YET = {
    "database": "faults of the database are not simulated yet: the stack runs on SQLite",
    "redis": "faults of Redis are not simulated yet: the stack runs without Redis",
}


class CallRunner:
    """Places calls at one stack; `place` may be called from several threads at once.

    Calls for which `needs_own_stack` is true take processes of the stack down: they must come one after the other.
    """

    def __init__(
        self,
        stack: Stack,
        *,
        line: Line | None = None,
        by_sound: bool = False,
        default_clinic: Path = ROOT / "knowledge" / "clinic.yml",
    ) -> None:
        self._stack = stack
        self._line = line or PlainLine()
        self._by_sound = by_sound
        self._database = Database(stack.database_url)
        self._builder = ClinicBuilder(self._database, stack.calendly_url, stack.clocks, default_clinic)

    def place(self, planned: PlannedCall) -> CallResult:
        """Never raises for what is wrong with the call or its file: the reasons say it."""
        started = time.monotonic()
        services: set[str] = {fault.service for fault in planned.faults}
        for service in sorted(services & NOT_YET.keys()):
            return CallResult(planned, Verdict(), skipped=NOT_YET[service])
        try:
            built = self._build(planned)
        except (ValueError, httpx.HTTPError) as error:
            return CallResult(planned, Verdict([f"the clinic could not be built: {error}"]))
        before = state_of(self._database, self._builder, built)
        try:
            records = self._callers(planned, built)
        finally:
            self._repair(services)
        verdict, after = self._judge(planned, built, records, before)
        return CallResult(planned, verdict, records, after, time.monotonic() - started)

    def _build(self, planned: PlannedCall) -> BuiltClinic:
        faults = [fault for fault in planned.faults if fault.service == "calendly"]
        built = self._builder.build(planned.call.id, planned.clinic, planned.clock, faults)
        speech = [fault for fault in planned.faults if fault.service == "speech"]
        if speech:
            write_faults(speech_faults(self._stack), built.clinic.id, speech)
        return built

    def _callers(self, planned: PlannedCall, built: BuiltClinic) -> list[CallRecord]:
        numbers = planned.call.numbers()
        if len(numbers) == 1:
            return [self._call(planned, built, numbers[0])]
        with ThreadPoolExecutor(len(numbers)) as callers:
            return list(callers.map(lambda number: self._call(planned, built, number), numbers))

    def _call(self, planned: PlannedCall, built: BuiltClinic, number: str) -> CallRecord:
        call = planned.call
        differences: list[str] = []
        crash = _Crash(self._stack, [fault for fault in planned.faults if fault.service == "actions"])
        with httpx.Client() as client:
            phone = PhoneCall(
                webhooks=Webhooks(
                    self._stack.auth_token,
                    public_url=self._stack.assistant_url,
                    repeat=call.repeat_webhooks,
                    client=client,
                    on_difference=differences.append,
                ),
                voice_url=self._stack.voice_url,
                status_url=self._stack.status_url,
                caller_number=number,
                dialled=built.dialled,
                caller=ScriptedCaller(call),
                attestation=None if call.attestation == "none" else call.attestation,
                reception=Reception(call.reception),
                line=self._line,
                caption_of=caption,
                before_webhook=crash.before_webhook,
            )
            crash.at_start()
            record = phone.run()
        record.errors += differences
        return record

    def _repair(self, services: set[str]) -> None:
        if "actions" in services and not self._stack.runs("actions"):
            self._stack.start_process("actions")
            self._stack.wait_for("actions")

    def _judge(
        self, planned: PlannedCall, built: BuiltClinic, records: list[CallRecord], before: State
    ) -> tuple[Verdict, State]:
        """Looks again for a moment, because the worker may have something left to do."""
        deadline = time.monotonic() + SETTLES_WITHIN_S
        while True:
            after = state_of(self._database, self._builder, built)
            for record in records:
                if record.ended == "hangup" and any(sent.kind == "staff_message" for sent in after.messages):
                    record.ended = "message"
            verdict = judge(planned.call.expect, records, before, after, by_sound=self._by_sound)
            course = ("phone:", "ends:", "max_turns:", "says:", "never_says:", "whisper:")
            unsettled = [reason for reason in verdict.reasons if not reason.startswith(course)]
            if not unsettled or time.monotonic() > deadline:
                return verdict, after
            time.sleep(LOOK_AGAIN_S)


class _Crash:
    """Takes the action server down when its fault is to strike, and up again after `times` webhooks."""

    def __init__(self, stack: Stack, faults: Sequence[Fault]) -> None:
        self._stack = stack
        self._fault = faults[0] if faults else None
        self._down = False
        self._left = self._fault.times if self._fault else None

    def at_start(self) -> None:
        if self._fault and self._fault.at is None:
            self._go_down()

    def before_webhook(self, expecting: str | None) -> None:
        if self._fault is None:
            return
        due = self._fault.at in (None, "availability") or expecting == "confirm"
        if self._down and self._left is not None:
            self._left -= 1
            if self._left <= 0:
                self._stack.start_process("actions")
                self._stack.wait_for("actions")
                self._down = False
        elif not self._down and due and self._left != 0:
            self._go_down()

    def _go_down(self) -> None:
        self._stack.stop_process("actions")
        self._down = True


def caption(audio: bytes) -> str | None:
    try:
        return caption_of(audio)
    except NotAWav:
        return None


def needs_own_stack(planned: PlannedCall) -> bool:
    return any(fault.service == "actions" for fault in planned.faults)


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
