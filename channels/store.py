"""What all workers of the channel have to know: a small store with two adapters, Redis and this process's memory.

Values are text under keys `<kind>:<rest>`, each with a time to live in seconds. A record has a version, so that of two
writers who read the same one only one succeeds.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass
from typing import Protocol

MOST_OF_A_KIND = 20_000


class StoreDown(Exception):
    """The store did not answer, not even after a few tries."""


@dataclass(frozen=True)
class Record:
    version: int
    value: str


class Store(Protocol):
    """Every method raises StoreDown. Each may be repeated after a failure with the same arguments and the same end."""

    async def read(self, key: str) -> Record | None: ...

    async def write(self, key: str, value: str, replaces: int, ttl_s: int) -> bool:
        """Whether `value` became version `replaces` + 1 (of a new record: 1); False when the version was another."""

    async def claim(self, key: str, mark: str, ttl_s: int) -> str | None:
        """None when the key is taken now under this mark (unique to the caller), else what is there."""

    async def put(self, key: str, value: str, ttl_s: int) -> None:
        """Over what a claim left."""

    async def count(self, key: str, ttl_s: int) -> int:
        """How often this key was counted, this time included; `ttl_s` after the first it begins anew."""

    async def delete(self, key: str) -> None: ...


@dataclass
class _Kept:
    value: str
    version: int
    expires: float


class MemoryStore:
    """For one worker. Bounded: of each kind of key the ones longest unwritten go first."""

    def __init__(self, most_of_a_kind: int = MOST_OF_A_KIND) -> None:
        self._kinds: dict[str, OrderedDict[str, _Kept]] = {}
        self._most = most_of_a_kind

    async def read(self, key: str) -> Record | None:
        kept = self._kept(key)
        return Record(kept.version, kept.value) if kept else None

    async def write(self, key: str, value: str, replaces: int, ttl_s: int) -> bool:
        kept = self._kept(key)
        if (kept.version if kept else 0) != replaces:
            return False
        self._keep(key, value, replaces + 1, ttl_s)
        return True

    async def claim(self, key: str, mark: str, ttl_s: int) -> str | None:
        kept = self._kept(key)
        if kept:
            return kept.value
        self._keep(key, mark, 1, ttl_s)
        return None

    async def put(self, key: str, value: str, ttl_s: int) -> None:
        self._keep(key, value, 1, ttl_s)

    async def count(self, key: str, ttl_s: int) -> int:
        kept = self._kept(key)
        if kept is None:
            self._keep(key, "1", 1, ttl_s)
            return 1
        kept.value = str(int(kept.value) + 1)
        return int(kept.value)

    async def delete(self, key: str) -> None:
        self._of(key).pop(key, None)

    def _of(self, key: str) -> OrderedDict[str, _Kept]:
        return self._kinds.setdefault(key.partition(":")[0], OrderedDict())

    def _kept(self, key: str) -> _Kept | None:
        kept = self._of(key).get(key)
        return kept if kept and kept.expires > time.monotonic() else None

    def _keep(self, key: str, value: str, version: int, ttl_s: int) -> None:
        kind = self._of(key)
        kind[key] = _Kept(value, version, time.monotonic() + ttl_s)
        kind.move_to_end(key)
        while len(kind) > self._most or next(iter(kind.values())).expires <= time.monotonic():
            kind.popitem(last=False)
