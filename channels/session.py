"""What the channel knows of a call: what was said last and asked, how often it had to ask again, what was answered to
which webhook. It is the truth for whoever carries on with the call."""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Any, Literal

End = Literal["hangup", "transfer"]


@dataclass(frozen=True)
class Part:
    """One sentence or a few, in spoken form. `shareable`: holds nothing of a person, so it may be cached."""

    speech: str
    shareable: bool = False


@dataclass(frozen=True)
class Reply:
    """One turn of the assistant. `expecting` is what it asks for; `whisper` is what the
    human hears before a transfer is put through."""

    parts: tuple[Part, ...]
    expecting: str | None = None
    end: End | None = None
    offered: tuple[str, ...] = ()
    whisper: str = ""


@dataclass
class CallSession:
    call_sid: str
    clinic: dict[str, Any]
    doctors: list[dict[str, Any]]
    caller: str | None
    dialled: str
    attestation: str | None
    turn: int = 0
    reply: Reply | None = None
    question: tuple[Part, ...] = ()
    failures: int = 0
    in_emergency: bool = False
    before_emergency: Reply | None = None
    transfer_failed: bool = False
    pending: asyncio.Task[Reply] | None = None
    twiml: str = ""
    touched: float = field(default_factory=time.monotonic)


class Sessions:
    """The calls going on in this process, bounded in number and age; the one untouched for longest goes first."""

    def __init__(self, max_calls: int = 5000, max_age_s: float = 24 * 3600) -> None:
        self._calls: OrderedDict[str, CallSession] = OrderedDict()
        self._max_calls = max_calls
        self._max_age_s = max_age_s

    def get(self, call_sid: str) -> CallSession | None:
        session = self._calls.get(call_sid)
        if session:
            session.touched = time.monotonic()
            self._calls.move_to_end(call_sid)
        return session

    def add(self, session: CallSession) -> None:
        self._calls[session.call_sid] = session
        while self._calls:
            oldest = next(iter(self._calls.values()))
            if len(self._calls) <= self._max_calls and oldest.touched >= time.monotonic() - self._max_age_s:
                break
            self._calls.popitem(last=False)

    def forget(self, call_sid: str) -> None:
        self._calls.pop(call_sid, None)
