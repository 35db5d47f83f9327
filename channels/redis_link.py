"""The connection of one process to Redis, for everything that workers share."""

from __future__ import annotations

import asyncio
import functools
import time
from typing import Any

from redis import asyncio as redis
from redis.exceptions import BusyLoadingError, ConnectionError, RedisError, TimeoutError

from channels.store import StoreDown

TRIES_FOR_S = 2.0
ANSWERS_WITHIN_S = 1.0
_PASSING = (ConnectionError, TimeoutError, BusyLoadingError, OSError)


class RedisLink:
    """Connects on first use, so that it may be made before workers are forked."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._client: redis.Redis | None = None

    async def command(self, *arguments: str | int) -> Any:
        """The answer, text decoded. A failure that may pass is tried again for two seconds. Raises StoreDown."""
        gives_up, pause_s = time.monotonic() + TRIES_FOR_S, 0.05
        while True:
            try:
                return await self._connected().execute_command(*arguments)
            except _PASSING as error:
                if time.monotonic() + pause_s > gives_up:
                    raise StoreDown(type(error).__name__) from error
                await asyncio.sleep(pause_s)
                pause_s *= 2
            except RedisError as error:
                raise StoreDown(type(error).__name__) from error

    async def script(self, lua: str, keys: list[str], *arguments: str | int) -> Any:
        return await self.command("EVAL", lua, len(keys), *keys, *arguments)

    async def close(self) -> None:
        if self._client is not None:
            await self._client.close(close_connection_pool=True)
            self._client = None

    def _connected(self) -> redis.Redis:
        if self._client is None:
            self._client = redis.Redis.from_url(
                self._url,
                decode_responses=True,
                socket_timeout=ANSWERS_WITHIN_S,
                socket_connect_timeout=ANSWERS_WITHIN_S,
            )
        return self._client


@functools.cache
def shared_link(url: str) -> RedisLink:
    return RedisLink(url)
