"""One turn of a conversation at a time, whichever worker has it. Who waits is let in at once (same worker) or within
some hundredths of a second (another one); Rasa's own lock stores look again every second."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import time
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from rasa.core.lock import TicketLock
from rasa.core.lock_store import LockError, LockStore
from rasa.utils.endpoints import EndpointConfig

from channels.redis_link import RedisLink, shared_link
from channels.settings import redis_url
from channels.store import StoreDown

LIFETIME_S = 20.0
"""Longer than a turn may take; a worker that dies gives its conversations back after this."""
WAITS_S = 8.0
LOOKS_AGAIN_S = 0.03

_RELEASE = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0"


class ConversationLocks(LockStore):
    def __init__(self, endpoint_config: EndpointConfig | None = None, link: RedisLink | None = None) -> None:
        url = redis_url()
        self._link = link or (shared_link(url) if url else None)
        self._here: dict[str, asyncio.Lock] = {}
        self._users: Counter[str] = Counter()

    @asynccontextmanager
    async def lock(
        self, conversation_id: str, lock_lifetime: float = LIFETIME_S, wait_time_in_seconds: float = LOOKS_AGAIN_S
    ) -> AsyncGenerator[TicketLock, None]:
        """Raises LockError when it is not free within eight seconds, StoreDown without Redis."""
        gives_up = time.monotonic() + WAITS_S
        mark = secrets.token_hex(8)
        async with self._one_at_a_time_here(conversation_id):
            if self._link:
                await self._take(self._link, conversation_id, mark, lock_lifetime, gives_up, wait_time_in_seconds)
            try:
                yield self.create_lock(conversation_id)
            finally:
                if self._link:
                    with contextlib.suppress(StoreDown):
                        await self._link.script(_RELEASE, [_key(conversation_id)], mark)

    @asynccontextmanager
    async def _one_at_a_time_here(self, conversation_id: str) -> AsyncGenerator[None, None]:
        here = self._here.setdefault(conversation_id, asyncio.Lock())
        self._users[conversation_id] += 1
        try:
            try:
                await asyncio.wait_for(here.acquire(), WAITS_S)
            except TimeoutError as error:
                raise LockError(f"Could not acquire the lock of {conversation_id}.") from error
            try:
                yield
            finally:
                here.release()
        finally:
            self._users[conversation_id] -= 1
            if not self._users[conversation_id]:
                del self._users[conversation_id], self._here[conversation_id]

    async def _take(
        self, link: RedisLink, conversation_id: str, mark: str, lifetime_s: float, gives_up: float, again_s: float
    ) -> None:
        key = _key(conversation_id)
        tried = False
        while not await link.command("SET", key, mark, "NX", "PX", int(lifetime_s * 1000)):
            if not tried and await link.command("GET", key) == mark:
                return  # the answer to the first try was lost
            tried = True
            if time.monotonic() > gives_up:
                raise LockError(f"Could not acquire the lock of {conversation_id}.")
            await asyncio.sleep(again_s)


def _key(conversation_id: str) -> str:
    return f"lock:{conversation_id}"
