"""What time it is at a clinic."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    def now(self, clinic: Mapping[str, Any]) -> datetime:
        """Naive local time of the clinic, a mapping with `id` and `zone`."""


class SystemClock:
    def now(self, clinic: Mapping[str, Any]) -> datetime:
        return datetime.now(ZoneInfo(clinic["zone"])).replace(tzinfo=None)
