"""Clinics at one stack, and the calls that are placed to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

import httpx

from receptionist.stack import ROOT, Stack
from receptionist.storage.database import Database
from simulators.calls.after_the_call import State, state_of
from simulators.calls.clinic_builder import BuiltClinic, ClinicBuilder
from simulators.phone.call import CallRecord, Entry, PhoneCall
from simulators.phone.callers import Caller, Line, PlainLine
from simulators.phone.reception import Behaviour, Reception
from simulators.phone.texting import TextPhone
from simulators.phone.webhooks import Webhooks
from simulators.sound.voice import NotAWav, caption_of

By = Literal["telephone", "menu", "text"]


class Switchboard:
    """May be used from several threads at once. `by`: the telephone, the fallback menu as when the assistant does not
    answer, or text messages. `builder`: one that builds other clinics of the stack too, so that no number is given
    twice."""

    def __init__(
        self,
        stack: Stack,
        line: Line | None = None,
        default_clinic: Path = ROOT / "knowledge" / "clinic.yml",
        by: By = "telephone",
        builder: ClinicBuilder | None = None,
    ) -> None:
        self.stack = stack
        self._by = by
        self._line = line or PlainLine()
        self._database = Database(stack.database_url)
        self.builder = builder or ClinicBuilder(self._database, stack.calendly_url, stack.clocks, default_clinic)

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
        menu = self._by == "menu"
        with httpx.Client() as client:
            record = PhoneCall(
                webhooks=self._webhooks(client, repeat_webhooks, differences.append),
                voice_url=self.stack.fallback_url if menu else self.stack.voice_url,
                status_url=None if menu else self.stack.status_url,
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

    def text(self, built: BuiltClinic, number: str, turns: Sequence[Any], repeat_webhooks: bool = False) -> CallRecord:
        """One conversation by text messages."""
        with httpx.Client() as client:
            webhooks = self._webhooks(client, repeat_webhooks, lambda difference: None)
            return TextPhone(webhooks, self.stack.text_url, number, built.dialled).converse(turns)

    def _webhooks(self, client: httpx.Client, repeat: bool, on_difference: Callable[[str], None]) -> Webhooks:
        return Webhooks(
            self.stack.auth_token,
            public_url=self.stack.web_url if self._by == "menu" else self.stack.assistant_url,
            repeat=repeat,
            client=client,
            on_difference=on_difference,
        )


def caption(audio: bytes) -> str | None:
    try:
        return caption_of(audio)
    except NotAWav:
        return None
