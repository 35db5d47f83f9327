"""What the channel says about a message: clinic, clock, what was asked, what was offered (`Message` metadata).

Nothing here is needed in `rasa shell`: the clinic is then the one of knowledge/clinic.yml and the clock the system's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from nlu.directory import Directory, default_directory, for_clinic, from_names


@dataclass(frozen=True)
class Context:
    """`now` is naive local time in `zone`; `offered` are starts "YYYY-MM-DDTHH:MM"; `hours` as in the snapshot."""

    now: datetime
    zone: str
    expecting: str | None
    offered: tuple[str, ...]
    directory: Directory
    hours: dict[str, list[list[str]]] | None
    country: str


def context_of(metadata: Mapping[str, Any] | None) -> Context:
    given = metadata or {}
    names = given.get("doctors")
    directory = from_names(names) if names is not None else for_clinic(given.get("clinic")) or default_directory()
    zone = given.get("zone") or directory.zone
    now = datetime.fromisoformat(given["now"]) if given.get("now") else datetime.now(ZoneInfo(zone))
    return Context(
        now=now.replace(tzinfo=None, second=0, microsecond=0),
        zone=zone,
        expecting=given.get("expecting"),
        offered=tuple(given.get("offered") or ()),
        directory=directory,
        hours=given.get("hours") or directory.hours or None,
        country=directory.country,
    )
