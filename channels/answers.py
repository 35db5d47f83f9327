"""Each webhook is answered once: its repetition gets the same document, whichever worker it comes to."""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Awaitable, Callable
from typing import TypeVar

from channels.store import Store

_Found = TypeVar("_Found")

KEPT_S = 900  # Twilio repeats within seconds
LOOKS_AGAIN_S = 0.05
IN_PROGRESS = "in progress"


class Answers:
    def __init__(self, store: Store) -> None:
        self._store = store

    async def begin(self, call_sid: str, token: str) -> str | None:
        """None when this webhook is ours to answer, which `keep` ends; else its answer, or IN_PROGRESS.

        Raises StoreDown.
        """
        kept = await self._store.claim(_key(call_sid, token), f"{IN_PROGRESS} {secrets.token_hex(8)}", KEPT_S)
        return IN_PROGRESS if kept is not None and kept.startswith(IN_PROGRESS) else kept

    async def keep(self, call_sid: str, token: str, answer: str) -> None:
        await self._store.put(_key(call_sid, token), answer, KEPT_S)

    async def wait(self, call_sid: str, token: str, within_s: float) -> str | None:
        """The answer that another one is working on, or None when it does not come in time."""

        async def answer() -> str | None:
            kept = await self.begin(call_sid, token)
            return None if kept == IN_PROGRESS else kept

        return await until(answer, within_s)


async def until(look: Callable[[], Awaitable[_Found | None]], within_s: float) -> _Found | None:
    """What `look` finds, looking again every few hundredths of a second; None when the time is over."""
    gives_up = time.monotonic() + within_s
    while True:
        found = await look()
        if found is not None or time.monotonic() > gives_up:
            return found
        await asyncio.sleep(LOOKS_AGAIN_S)


def _key(call_sid: str, token: str) -> str:
    return f"answer:{call_sid}:{token}"
