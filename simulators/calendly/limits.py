"""Rate limits per user, with Calendly's `X-RateLimit-*` headers (developer.calendly.com, rate limits; limits of
`POST /invitees` since 2026-04-15). Counted in real time, whatever the account's clock says."""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass, field


@dataclass
class Window:
    limit: int
    seconds: int
    used: deque[float] = field(default_factory=deque)

    def remaining(self, now: float) -> int:
        while self.used and self.used[0] <= now - self.seconds:
            self.used.popleft()
        return self.limit - len(self.used)

    def reset(self, now: float) -> int:
        return math.ceil(self.used[0] + self.seconds - now) if self.used else self.seconds


@dataclass
class Limits:
    """Paid plans below enterprise: 500 requests a minute; bookings 10 a minute, 50 an hour, 100 a day."""

    requests_per_minute: int = 500
    bookings_per_minute: int = 10
    bookings_per_hour: int = 50
    bookings_per_day: int = 100

    def __post_init__(self) -> None:
        self._requests = [Window(self.requests_per_minute, 60)]
        self._bookings = [
            Window(self.bookings_per_minute, 60),
            Window(self.bookings_per_hour, 3600),
            Window(self.bookings_per_day, 86400),
        ]

    def take(self, booking: bool, now: float) -> tuple[bool, dict[str, str]]:
        """Counts one request, unless a limit is reached: (allowed, headers of the tightest window)."""
        windows = self._requests + (self._bookings if booking else [])
        allowed = all(window.remaining(now) > 0 for window in windows)
        if allowed:
            for window in windows:
                window.used.append(now)
        tightest = min(self._bookings if booking else self._requests, key=lambda window: window.remaining(now))
        if not allowed:
            tightest = next(window for window in windows if window.remaining(now) <= 0)
        return allowed, {
            "X-RateLimit-Limit": str(tightest.limit),
            "X-RateLimit-Remaining": str(max(0, tightest.remaining(now))),
            "X-RateLimit-Reset": str(tightest.reset(now)),
        }
