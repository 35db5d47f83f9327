"""When Calendly is not asked at all: over quota, within a wait that it told us, or while it keeps failing.

All of it is per token and shared by the processes. Sources: developer.calendly.com, "Rate limits" (X-RateLimit-Reset,
in seconds) and the limits of `POST /invitees` (10 a minute, 50 an hour, 100 a day and user below enterprise plans).
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from hashlib import sha256

from receptionist.cache import Quota, SharedState
from receptionist.calendars.port import CalendarDown

log = logging.getLogger(__name__)

UNTOLD_WAIT_S = 30.0
LONGEST_WAIT_S = 86_400.0
REMEMBERED_S = 3600.0
PROBE_S = 6.0


@dataclass(frozen=True)
class Limits:
    """Bookings per token, and the breaker: after `failures` in a row within `within_s` nothing is asked for `open_s`;
    then one request at a time is let through, until one succeeds."""

    bookings_per_minute: int = 10
    bookings_per_hour: int = 50
    bookings_per_day: int = 100
    failures: int = 6
    within_s: float = 30.0
    open_s: float = 10.0

    @property
    def bookings(self) -> tuple[Quota, ...]:
        return (
            Quota(self.bookings_per_minute, 60),
            Quota(self.bookings_per_hour, 3600),
            Quota(self.bookings_per_day, 86_400),
        )


class Guard:
    def __init__(self, state: SharedState, limits: Limits) -> None:
        self._state, self._limits = state, limits

    def admit(self, token: str, books: bool) -> None:
        """Raises CalendarDown, with nothing sent, when the request must not be made. What is admitted has to be
        followed by `answered`, `failed` or `limited`."""
        key = _key(token)
        wait = max(self._state.left(f"{key}:limited"), self._state.left(f"{key}:limited:book") if books else 0.0)
        if wait > 0:
            raise CalendarDown(f"Calendly's rate limit is reached for another {wait:.0f} s")
        if self._state.get(f"{key}:tripped") and (
            self._state.get(f"{key}:open") or not self._state.add(f"{key}:probe", PROBE_S)
        ):
            raise CalendarDown("Calendly keeps failing and is left alone for a while")
        if books and (wait := self._state.take(f"{key}:bookings", self._limits.bookings)) > 0:
            self._state.delete(f"{key}:probe")
            raise CalendarDown(f"the budget of bookings is used up for another {wait:.0f} s")

    def answered(self, token: str) -> None:
        """An answer that can be read, also one that says no."""
        key = _key(token)
        if self._state.get(f"{key}:tripped"):
            log.warning("Calendly answers again")
        self._state.delete(f"{key}:failures", f"{key}:tripped", f"{key}:open", f"{key}:probe")

    def failed(self, token: str) -> None:
        key, limits = _key(token), self._limits
        again = self._state.get(f"{key}:tripped") is not None
        if again or self._state.count(f"{key}:failures", limits.within_s) >= limits.failures:
            self._state.put(f"{key}:tripped", "1", REMEMBERED_S)
            self._state.put(f"{key}:open", "1", limits.open_s)
            self._state.delete(f"{key}:probe")
            log.error("Calendly keeps failing; it is not asked for %g s", limits.open_s)

    def limited(self, token: str, books: bool, reset_s: float | None) -> None:
        """After 429. `reset_s` is what X-RateLimit-Reset said. Bookings have limits of their own."""
        self.answered(token)
        wait = UNTOLD_WAIT_S if reset_s is None else min(reset_s, LONGEST_WAIT_S)
        if wait > 0:
            self._state.put(f"{_key(token)}:limited{':book' if books else ''}", "1", wait)


def _key(token: str) -> str:
    return f"calendly:{digest(token)}"


def digest(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:20]
