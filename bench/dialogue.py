"""The call that both assistants get: the same lines in the same order, over the simulated phone."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import httpx

from simulators.calls.switchboard import caption
from simulators.phone.call import CallRecord, PhoneCall
from simulators.phone.callers import Act, HangUp, Prompt, Say
from simulators.phone.webhooks import Webhooks


class DialogueFailed(RuntimeError):
    """An assistant did not do in the call what it is measured for."""


@dataclass(frozen=True)
class Line:
    """`expecting` is what our assistant has asked for when the line is said, `stock_asks` words of the stock one."""

    says: str
    expecting: str
    stock_asks: str


LINES = (
    Line("hi can I see doctor Patel tomorrow morning please", "request", "how can I help"),
    Line("the first one", "slot_choice", "Which one?"),
    Line("Maria Lopez", "name", "your name"),
    Line("this number is fine", "phone", "phone number"),
    Line("yes", "confirm", "Shall I book"),
    Line("no thanks", "anything_else", "is booked"),
)
STOCK_GOODBYE = "Goodbye"
TURNS_A_CALL = len(LINES) + 1


class ReadingCaller:
    """Reads the lines out, one a turn, and hangs up when an assistant goes on listening after the last one."""

    def __init__(self) -> None:
        self._left = iter(LINES)

    def react(self, prompt: Prompt) -> Act:
        line = next(self._left, None)
        return HangUp() if line is None else Say(line.says)


def callers() -> Iterator[str]:
    """Numbers kept for fiction, each once, as patients of a clinic have."""
    areas = (area for area in range(212, 990) if area % 100 != 11 and str(area)[1] != "9")
    return (f"+1{area}55501{last:02}" for area, last in itertools.product(areas, range(100)))


def place_call(webhooks: Webhooks, voice_url: str, status_url: str | None, caller: str, dialled: str) -> CallRecord:
    return PhoneCall(
        webhooks=webhooks,
        voice_url=voice_url,
        status_url=status_url,
        caller_number=caller,
        dialled=dialled,
        caller=ReadingCaller(),
        caption_of=caption,
    ).run()


def answers_ms(record: CallRecord) -> list[int]:
    """How long each of the assistant's turns was waited for."""
    return [entry.ms or 0 for entry in record.transcript if entry.who == "agent"]


def check_ours(record: CallRecord) -> None:
    """Raises DialogueFailed."""
    _check_course(record, "hangup")
    asked = [entry.expecting for entry in record.transcript if entry.who == "agent"]
    for line, expecting in zip(LINES, asked, strict=False):
        if expecting != line.expecting:
            raise DialogueFailed(f"asked for {expecting}, not for {line.expecting}:\n{conversation(record)}")


def check_stock(record: CallRecord) -> None:
    """Raises DialogueFailed."""
    _check_course(record, "caller_hangup")
    said = [entry.text for entry in record.transcript if entry.who == "agent"]
    for text, wanted in zip(said, [*(line.stock_asks for line in LINES), STOCK_GOODBYE], strict=True):
        if wanted not in text:
            raise DialogueFailed(f'said "{text}" without "{wanted}":\n{conversation(record)}')


def _check_course(record: CallRecord, ended: str) -> None:
    if record.errors or record.ended != ended or record.turns != TURNS_A_CALL:
        trouble = "; ".join(record.errors) or f"{record.turns} turns of {TURNS_A_CALL}, ended by {record.ended}"
        raise DialogueFailed(f"{trouble}:\n{conversation(record)}")


def conversation(record: CallRecord) -> str:
    return "\n".join(f"  {entry.who:>6}: {entry.text}" for entry in record.transcript)


def new_client() -> httpx.Client:
    return httpx.Client(limits=httpx.Limits(max_keepalive_connections=4))
