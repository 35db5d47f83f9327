"""The workers' store on Redis: a record is a hash of version and value, everything else a plain key.

The mark of a write tells its own repetition, after an answer that was lost, from somebody else's write.
"""

from __future__ import annotations

import secrets

from channels.redis_link import RedisLink
from channels.store import Record

_WRITE = """
local version = tonumber(redis.call('HGET', KEYS[1], 'version') or '0')
if version == ARGV[2] + 1 and redis.call('HGET', KEYS[1], 'mark') == ARGV[4] then return 1 end
if version ~= tonumber(ARGV[2]) then return 0 end
redis.call('HSET', KEYS[1], 'version', version + 1, 'value', ARGV[1], 'mark', ARGV[4])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
"""

_CLAIM = """
local there = redis.call('GET', KEYS[1])
if there and there ~= ARGV[1] then return there end
redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
return false
"""

_COUNT = """
local count = redis.call('INCR', KEYS[1])
if count == 1 then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return count
"""


class RedisStore:
    def __init__(self, link: RedisLink) -> None:
        self._link = link

    async def read(self, key: str) -> Record | None:
        version, value = await self._link.command("HMGET", key, "version", "value")
        return Record(int(version), value) if version is not None else None

    async def write(self, key: str, value: str, replaces: int, ttl_s: int) -> bool:
        return bool(await self._link.script(_WRITE, [key], value, replaces, ttl_s, secrets.token_hex(8)))

    async def claim(self, key: str, mark: str, ttl_s: int) -> str | None:
        there = await self._link.script(_CLAIM, [key], mark, ttl_s)
        return None if there is None else str(there)

    async def put(self, key: str, value: str, ttl_s: int) -> None:
        await self._link.command("SET", key, value, "EX", ttl_s)

    async def count(self, key: str, ttl_s: int) -> int:
        return int(await self._link.script(_COUNT, [key], ttl_s))

    async def delete(self, key: str) -> None:
        await self._link.command("DEL", key)
