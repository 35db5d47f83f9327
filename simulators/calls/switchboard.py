"""Clinics at one stack, and the calls that are placed to them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx

from receptionist.stack import ROOT, Stack
from receptionist.storage.database import Database
from simulators.calls.after_the_call import State, state_of
from simulators.calls.clinic_builder import BuiltClinic, ClinicBuilder
from simulators.phone.call import CallRecord, Entry, PhoneCall
from simulators.phone.callers import Caller, Line, PlainLine
from simulators.phone.reception import Behaviour, Reception
from simulators.phone.webhooks import Webhooks
from simulators.sound.voice import NotAWav, caption_of


class Switchboard:
    """May be used from several threads at once."""

    def __init__(
        self, stack: Stack, line: Line | None = None, default_clinic: Path = ROOT / "knowledge" / "clinic.yml"
    ) -> None:
        self.stack = stack
        self._line = line or PlainLine()
        self._database = Database(stack.database_url)
        self.builder = ClinicBuilder(self._database, stack.calendly_url, stack.clocks, default_clinic)

    def state(self, built: BuiltClinic) -> State:
        return state_of(self._database, self.builder, built)

    def call(
        self,
        built: BuiltClinic,
        number: str,
        caller: Caller,
        *,
        attestation: str | None = "A",
        reception: Behaviour = "answers",
        repeat_webhooks: bool = False,
        line: Line | None = None,
        before_webhook: Callable[[str | None], None] = lambda expecting: None,
        on_entry: Callable[[Entry], None] = lambda entry: None,
        on_agent_audio: Callable[[bytes], None] = lambda audio: None,
    ) -> CallRecord:
        """One call from ring to end; never raises for what goes wrong on the way (CallRecord.errors)."""
        differences: list[str] = []
        with httpx.Client() as client:
            record = PhoneCall(
                webhooks=Webhooks(
                    self.stack.auth_token,
                    public_url=self.stack.assistant_url,
                    repeat=repeat_webhooks,
                    client=client,
                    on_difference=differences.append,
                ),
                voice_url=self.stack.voice_url,
                status_url=self.stack.status_url,
                caller_number=number,
                dialled=built.dialled,
                caller=caller,
                attestation=attestation,
                reception=Reception(reception),
                line=line or self._line,
                caption_of=caption,
                before_webhook=before_webhook,
                on_entry=on_entry,
                on_agent_audio=on_agent_audio,
            ).run()
        record.errors += differences
        return record


def caption(audio: bytes) -> str | None:
    try:
        return caption_of(audio)
    except NotAWav:
        return None
