"""A conversation's events on Redis: list `session:<CallSid>`, one entry a turn, kept for a day after the last.

A turn appends what is new in it, so that it costs the same at the end of a long call as at its beginning.
"""

from __future__ import annotations

import json
from typing import Any

from channels.redis_link import RedisLink

DAY_S = 24 * 3600

_APPEND = """
local length = redis.call('LLEN', KEYS[1])
if length == ARGV[2] + 1 and redis.call('LINDEX', KEYS[1], -1) == ARGV[1] then return 1 end
if length ~= tonumber(ARGV[2]) then return 0 end
redis.call('RPUSH', KEYS[1], ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
"""

_SINCE = """
local length = redis.call('LLEN', KEYS[1])
local from = tonumber(ARGV[1])
if from > length then from = 0 end
return {length, from, redis.call('LRANGE', KEYS[1], from, -1)}
"""

Events = list[dict[str, Any]]


class ConversationLog:
    """Positions count entries. Raises StoreDown."""

    def __init__(self, link: RedisLink, ttl_s: int = DAY_S) -> None:
        self._link = link
        self._ttl_s = ttl_s

    async def since(self, conversation_id: str, position: int) -> tuple[int, int, list[Events]]:
        """How many entries there are, from where on, and those: from the first on where there are fewer than known."""
        length, start, entries = await self._link.script(_SINCE, [_key(conversation_id)], position)
        return int(length), int(start), [json.loads(entry) for entry in entries]

    async def append(self, conversation_id: str, position: int, events: Events) -> bool:
        """False when somebody else has carried on with the conversation, or it is not there any more."""
        entry = json.dumps(events, ensure_ascii=False, separators=(",", ":"))
        return bool(await self._link.script(_APPEND, [_key(conversation_id)], entry, position, self._ttl_s))

    async def conversation_ids(self) -> list[str]:
        found: list[str] = []
        cursor = 0
        while True:
            cursor, keys = await self._link.command("SCAN", cursor, "MATCH", _key("*"), "COUNT", 500)
            found += [key.partition(":")[2] for key in keys]
            if int(cursor) == 0:
                return found


def _key(conversation_id: str) -> str:
    return f"session:{conversation_id}"
