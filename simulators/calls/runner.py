"""Runs call files against a stack: builds the clinic, places the call, judges what is true afterwards."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Literal

import httpx

from receptionist.stack import ROOT, Stack
from receptionist.storage.database import Database
from simulators.calls.after_the_call import State, state_of
from simulators.calls.call_file import PlannedCall
from simulators.calls.clinic_builder import BuiltClinic, ClinicBuilder
from simulators.calls.judge import Verdict, judge
from simulators.calls.outages import Outages, taken_away
from simulators.calls.result import CallResult
from simulators.calls.scripted_caller import ScriptedCaller
from simulators.calls.voices import write_faults
from simulators.phone.call import CallRecord, PhoneCall
from simulators.phone.callers import Line, PlainLine
from simulators.phone.reception import Reception
from simulators.phone.texting import TextPhone
from simulators.phone.webhooks import Webhooks
from simulators.servers.server import Server
from simulators.sound.voice import NotAWav, caption_of

SETTLES_WITHIN_S = 3.0
LOOK_AGAIN_S = 0.2
CROWD = 20


class CallRunner:
    """Places calls at one stack; `place` may be called from several threads at once.

    Calls that take processes or servers of the stack away must come one after the other. `servers` are the stack's
    own, by the names that faults have for them: database, redis. `by`: the telephone, the fallback menu as when the
    assistant does not answer, or text messages. `builder`: one that builds other clinics of the stack too, so that no
    number is given twice.
    """

    def __init__(
        self,
        stack: Stack,
        *,
        line: Line | None = None,
        by_sound: bool = False,
        servers: Mapping[str, Server] | None = None,
        default_clinic: Path = ROOT / "knowledge" / "clinic.yml",
        by: Literal["telephone", "menu", "text"] = "telephone",
        builder: ClinicBuilder | None = None,
    ) -> None:
        self._stack = stack
        self._by = by
        self._servers = dict(servers or {})
        self._line = line or PlainLine()
        self._by_sound = by_sound
        self._database = Database(stack.database_url)
        self._builder = builder or ClinicBuilder(self._database, stack.calendly_url, stack.clocks, default_clinic)

    def place(self, planned: PlannedCall) -> CallResult:
        """Never raises for what is wrong with the call or its file: the reasons say it."""
        started = time.monotonic()
        try:
            built = self._build(planned)
        except (ValueError, httpx.HTTPError) as error:
            return CallResult(planned, Verdict([f"the clinic could not be built: {error}"]))
        before = state_of(self._database, self._builder, built)
        outages = Outages(self._stack, self._servers, planned.faults)
        try:
            outages.before_the_call()
            records = self._callers(planned, built, outages)
        finally:
            outages.over()
        verdict, after = self._judge(planned, built, records, before)
        return CallResult(planned, verdict, records, after, time.monotonic() - started)

    def _build(self, planned: PlannedCall) -> BuiltClinic:
        faults = [fault for fault in planned.faults if fault.service == "calendly"]
        callers = planned.call.simultaneous
        built = self._builder.build(planned.call.id, planned.clinic, planned.clock, faults, callers)
        speech = [fault for fault in planned.faults if fault.service == "speech"]
        if speech:
            write_faults(speech_faults(self._stack), built.clinic.id, speech)
        return built

    def _callers(self, planned: PlannedCall, built: BuiltClinic, outages: Outages) -> list[CallRecord]:
        numbers = planned.call.numbers()
        if len(numbers) == 1:
            return [self._call(planned, built, outages, numbers[0])]
        with ThreadPoolExecutor(len(numbers)) as callers:
            return list(callers.map(lambda number: self._call(planned, built, outages, number), numbers))

    def _call(self, planned: PlannedCall, built: BuiltClinic, outages: Outages, number: str) -> CallRecord:
        call = planned.call
        differences: list[str] = []
        menu = self._by == "menu"
        with httpx.Client() as client:
            webhooks = Webhooks(
                self._stack.auth_token,
                public_url=self._stack.web_url if menu else self._stack.assistant_url,
                repeat=call.repeat_webhooks,
                client=client,
                on_difference=differences.append,
            )
            if self._by == "text":
                return TextPhone(webhooks, self._stack.text_url, number, built.dialled).converse(call.turns or [])
            phone = PhoneCall(
                webhooks=webhooks,
                voice_url=self._stack.fallback_url if menu else self._stack.voice_url,
                status_url=None if menu else self._stack.status_url,
                caller_number=number,
                dialled=built.dialled,
                caller=ScriptedCaller(call),
                attestation=None if call.attestation == "none" else call.attestation,
                reception=Reception(call.reception),
                line=self._line,
                caption_of=caption,
                before_webhook=outages.before_webhook,
            )
            record = phone.run()
        record.errors += differences
        return record

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


def caption(audio: bytes) -> str | None:
    try:
        return caption_of(audio)
    except NotAWav:
        return None


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
