"""Calls of one number in quick succession, and calls without an end: generous limits, against mischief and loops."""

from __future__ import annotations

import hashlib

from channels.store import Store

MINUTE_S = 60


class CallLimits:
    def __init__(self, store: Store, most_new_calls: int, most_turns: int) -> None:
        self._store = store
        self._most_new_calls = most_new_calls
        self._most_turns = most_turns

    async def too_many_calls(self, caller: str | None, dialled: str) -> bool:
        """Counts this one; withheld numbers are nobody's. Raises StoreDown."""
        if caller is None:
            return False
        whose = hashlib.sha256(f"{caller} {dialled}".encode()).hexdigest()[:24]
        return await self._store.count(f"calls:{whose}", MINUTE_S) > self._most_new_calls

    def too_many_turns(self, turn: int) -> bool:
        return turn >= self._most_turns
