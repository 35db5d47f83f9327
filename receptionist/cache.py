"""What the processes of one installation know together for a short time: counters, marks and cached answers.

Two adapters of the port `SharedState`: in memory, for one process, and Redis, for all of them. Nothing personal is kept
here: keys and values hold digests, counts and instants.
"""

from __future__ import annotations

import logging
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import redis

log = logging.getLogger(__name__)

T = TypeVar("T")

ANSWER_S = 0.3
PAUSE_AFTER_TROUBLE_S = 5.0
SWEEP_ABOVE = 10_000


@dataclass(frozen=True)
class Quota:
    """At most `limit` in any `seconds`."""

    limit: int
    seconds: int


class SharedState(Protocol):
    """Every method is atomic, also between processes. Seconds are of real time. None of them raises."""

    def get(self, key: str) -> str | None: ...

    def put(self, key: str, value: str, seconds: float) -> None: ...

    def add(self, key: str, seconds: float) -> bool:
        """Sets a mark; False when it is set already."""

    def count(self, key: str, seconds: float) -> int:
        """One more; the count begins again `seconds` after its first."""

    def left(self, key: str) -> float:
        """Seconds until the key expires; 0 when there is none."""

    def delete(self, *keys: str) -> None: ...

    def take(self, key: str, quotas: Sequence[Quota]) -> float:
        """Uses one of each quota and returns 0; where one is used up, uses none and returns the seconds until there is
        one again."""


class MemoryState:
    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._values: dict[str, tuple[float, str]] = {}
        self._used: dict[str, list[float]] = {}

    def get(self, key: str) -> str | None:
        with self._lock:
            return self._value(key)

    def put(self, key: str, value: str, seconds: float) -> None:
        with self._lock:
            self._set(key, value, self._clock() + seconds)

    def add(self, key: str, seconds: float) -> bool:
        with self._lock:
            if self._value(key) is not None:
                return False
            self._set(key, "1", self._clock() + seconds)
            return True

    def count(self, key: str, seconds: float) -> int:
        with self._lock:
            before = self._value(key)
            ends = self._values[key][0] if before is not None else self._clock() + seconds
            now = int(before or 0) + 1
            self._set(key, str(now), ends)
            return now

    def left(self, key: str) -> float:
        with self._lock:
            return self._values[key][0] - self._clock() if self._value(key) is not None else 0.0

    def delete(self, *keys: str) -> None:
        with self._lock:
            for key in keys:
                self._values.pop(key, None)
                self._used.pop(key, None)

    def take(self, key: str, quotas: Sequence[Quota]) -> float:
        with self._lock:
            now, longest = self._clock(), max(quota.seconds for quota in quotas)
            used = [at for at in self._used.get(key, ()) if at > now - longest]
            self._used[key] = used
            waits = [_wait(used, quota, now) for quota in quotas]
            if max(waits) <= 0:
                used.append(now)
            return max(waits)

    def _value(self, key: str) -> str | None:
        ends, value = self._values.get(key, (0.0, None))
        return value if ends > self._clock() else None

    def _set(self, key: str, value: str, ends: float) -> None:
        if len(self._values) > SWEEP_ABOVE:
            now = self._clock()
            self._values = {other: kept for other, kept in self._values.items() if kept[0] > now}
        self._values[key] = (ends, value)


def _wait(used: list[float], quota: Quota, now: float) -> float:
    within = [at for at in used if at > now - quota.seconds]
    if len(within) < quota.limit:
        return 0.0
    return within[len(within) - quota.limit] + quota.seconds - now if quota.limit > 0 else float(quota.seconds)


_COUNT = """
local n = redis.call('INCR', KEYS[1])
if n == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[1]) end
return n
"""

# Scores are microseconds of the server's clock. ARGV: a member of its own, then limit and seconds of every quota.
_TAKE = """
redis.replicate_commands()
local t = redis.call('TIME')
local now = t[1] * 1000000 + t[2]
local longest, wait = 0, 0
for i = 2, #ARGV, 2 do
  local limit, span = tonumber(ARGV[i]), ARGV[i + 1] * 1000000
  if span > longest then longest = span end
  local used = redis.call('ZCOUNT', KEYS[1], '(' .. string.format('%.0f', now - span), '+inf')
  if used >= limit then
    local free = now + span
    if limit > 0 then
      local at = redis.call('ZREVRANGE', KEYS[1], limit - 1, limit - 1, 'WITHSCORES')
      free = tonumber(at[2]) + span
    end
    if free - now > wait then wait = free - now end
  end
end
if wait == 0 then
  redis.call('ZADD', KEYS[1], string.format('%.0f', now), ARGV[1])
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%.0f', now - longest))
redis.call('PEXPIRE', KEYS[1], string.format('%.0f', longest / 1000 + 1000))
return string.format('%.0f', wait)
"""


class RedisState:
    """While Redis does not answer, each process goes on with a memory of its own."""

    def __init__(self, url: str, prefix: str = "receptionist:") -> None:
        self._redis = redis.Redis.from_url(
            url, socket_timeout=ANSWER_S, socket_connect_timeout=ANSWER_S, decode_responses=True
        )
        self._prefix = prefix
        self._alone = MemoryState()
        self._again_at = 0.0
        self._count, self._take = self._redis.register_script(_COUNT), self._redis.register_script(_TAKE)

    def get(self, key: str) -> str | None:
        return self._ask(lambda r: _text(r.get(self._prefix + key)), lambda: self._alone.get(key))

    def put(self, key: str, value: str, seconds: float) -> None:
        self._ask(
            lambda r: r.set(self._prefix + key, value, px=_ms(seconds)), lambda: self._alone.put(key, value, seconds)
        )

    def add(self, key: str, seconds: float) -> bool:
        return self._ask(
            lambda r: bool(r.set(self._prefix + key, "1", px=_ms(seconds), nx=True)),
            lambda: self._alone.add(key, seconds),
        )

    def count(self, key: str, seconds: float) -> int:
        return self._ask(
            lambda r: int(self._count([self._prefix + key], [_ms(seconds)], client=r)),
            lambda: self._alone.count(key, seconds),
        )

    def left(self, key: str) -> float:
        return self._ask(lambda r: max(0.0, int(r.pttl(self._prefix + key)) / 1000), lambda: self._alone.left(key))

    def delete(self, *keys: str) -> None:
        self._ask(lambda r: r.delete(*(self._prefix + key for key in keys)), lambda: self._alone.delete(*keys))

    def take(self, key: str, quotas: Sequence[Quota]) -> float:
        limits = [number for quota in quotas for number in (quota.limit, quota.seconds)]
        return self._ask(
            lambda r: int(self._take([self._prefix + key], [uuid.uuid4().hex, *limits], client=r)) / 1_000_000,
            lambda: self._alone.take(key, quotas),
        )

    def _ask(self, ask: Callable[[Any], T], alone: Callable[[], T]) -> T:
        if time.monotonic() < self._again_at:
            return alone()
        try:
            return ask(self._redis)
        except redis.RedisError as error:
            log.warning("Redis does not answer (%s); this process goes on alone", type(error).__name__)
            self._again_at = time.monotonic() + PAUSE_AFTER_TROUBLE_S
            return alone()


def shared_state(redis_url: str | None) -> SharedState:
    return RedisState(redis_url) if redis_url else MemoryState()


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _ms(seconds: float) -> int:
    return max(1, int(seconds * 1000))
