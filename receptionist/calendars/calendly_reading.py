"""Reading Calendly's answers, whatever they hold. CalendarDown where they are not what was promised."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from receptionist.calendars.port import CalendarDown, CalendarEvent, CalendarRefused


def parse_time(text: Any) -> datetime:
    """ISO 8601 with or without microseconds, with Z or an offset; without either it is UTC. CalendarDown otherwise."""
    try:
        moment = datetime.fromisoformat(str(text).strip())
    except ValueError:
        raise CalendarDown("Calendly answered with a time that cannot be read") from None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def identifier(uri: str) -> str:
    found = re.search(r"(?:^|/)([A-Za-z0-9_-]+)/?$", uri)
    if not found:
        raise CalendarRefused("not a Calendly URI")
    return found[1]


def collection(answer: dict[str, Any]) -> list[dict[str, Any]]:
    items = answer.get("collection")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise CalendarDown("Calendly answered without a list")
    return items


def resource(answer: dict[str, Any]) -> dict[str, Any]:
    resource = answer.get("resource")
    if not isinstance(resource, dict):
        raise CalendarDown("Calendly answered without a resource")
    return resource


def available(answer: dict[str, Any]) -> Iterator[datetime]:
    for item in collection(answer):
        if item.get("status", "available") == "available":
            yield parse_time(item.get("start_time"))


def booked(answer: dict[str, Any]) -> CalendarEvent:
    """The invitee is `resource`, or beside it where `resource` is the event's URI: both have been published."""
    invitee = answer["invitee"] if isinstance(answer.get("invitee"), dict) else answer.get("resource")
    if not isinstance(invitee, dict) or not isinstance(invitee.get("event"), str):
        raise CalendarDown("Calendly answered a booking without its event", unknown_outcome=True)
    return CalendarEvent(invitee["event"], invitee.get("cancel_url"), invitee.get("reschedule_url"))
