"""What time it is at a clinic."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib import import_module
from typing import Protocol

from receptionist.clinics import Clinic


class Clock(Protocol):
    def now(self, clinic: Clinic) -> datetime:
        """Aware, in the clinic's zone."""


class SystemClock:
    def now(self, clinic: Clinic) -> datetime:
        return datetime.now(clinic.tz)


def load_clock(name: str) -> Clock:
    """'system', or 'package.module:Class' of a clock that takes no arguments."""
    if name == "system":
        return SystemClock()
    module, _, attribute = name.partition(":")
    return getattr(import_module(module), attribute)()


def utc_now() -> datetime:
    """The machine's time, for what is about machines: retries, leases, created_at. Never for what a caller means."""
    return datetime.now(UTC)
