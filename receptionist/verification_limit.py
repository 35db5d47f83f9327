"""How often a calling number may fail to prove that an appointment is its own, at one clinic and in one day.

The limit within a call is the dialogue's; this one is for somebody who calls again and again to guess.
"""

from __future__ import annotations

import hashlib

from receptionist.cache import SharedState

DAY_S = 24 * 3600
MOST_FAILURES_A_DAY = 10


class VerificationLimit:
    """Shared by all processes through `state`. A withheld number (None) counts as one number."""

    def __init__(self, state: SharedState, most: int = MOST_FAILURES_A_DAY) -> None:
        self._state = state
        self._most = most

    def failed(self, clinic_id: str, caller: str | None) -> None:
        self._state.count(_key(clinic_id, caller), DAY_S)

    def is_reached(self, clinic_id: str, caller: str | None) -> bool:
        """Then nothing is looked up any more, whatever is said, and the caller is put through to our staff."""
        return int(self._state.get(_key(clinic_id, caller)) or 0) >= self._most


def _key(clinic_id: str, caller: str | None) -> str:
    return "verification:" + hashlib.sha256(f"{clinic_id} {caller or 'withheld'}".encode()).hexdigest()[:32]
