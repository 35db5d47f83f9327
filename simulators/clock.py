"""Clocks that stand still, for clinics that a test has set up. Standard library only: the assistant uses it too."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo


class PinnedTimes:
    """The folder with `<clinic id>.json`: {"now": "2026-11-23T08:55"}, naive local time of the clinic."""

    def __init__(self, folder: str | Path | None = None) -> None:
        self._folder = Path(folder or os.environ.get("PINNED_CLOCK_DIR", "var/clocks"))

    def read(self, clinic_id: str) -> datetime | None:
        try:
            pinned = json.loads((self._folder / f"{clinic_id}.json").read_text(encoding="utf-8"))
        except FileNotFoundError:
            return None
        return datetime.fromisoformat(pinned["now"])

    def pin(self, clinic_id: str, now: datetime) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        part = self._folder / f"{clinic_id}.part"
        part.write_text(json.dumps({"now": now.isoformat(timespec="minutes")}), encoding="utf-8")
        part.replace(self._folder / f"{clinic_id}.json")


class PinnedClock:
    """For the assistant (port: channels.clock.Clock). A clinic without a pinned time has the real one."""

    def __init__(self, folder: str | Path | None = None) -> None:
        self._times = PinnedTimes(folder)

    def now(self, clinic: Mapping[str, Any]) -> datetime:
        """Naive local time of the clinic, a mapping with `id` and `zone`."""
        return self._times.read(clinic["id"]) or datetime.now(ZoneInfo(clinic["zone"])).replace(tzinfo=None)


class PinnedClinicClock:
    """For the services (port: receptionist.clock.Clock). A clinic without a pinned time has the real one."""

    def __init__(self, folder: str | Path | None = None) -> None:
        self._times = PinnedTimes(folder)

    def now(self, clinic: Any) -> datetime:
        """Aware, in the clinic's zone; `clinic` is a receptionist.clinics.Clinic."""
        pinned = self._times.read(clinic.id)
        return pinned.replace(tzinfo=clinic.tz) if pinned else datetime.now(clinic.tz)
