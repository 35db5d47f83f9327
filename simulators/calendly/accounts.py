"""Accounts, their event types and what is booked there. Instants are UTC; local times belong to the account's zone."""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from simulators.calendly.availability import Busy, Schedule, Shift, opening_hours
from simulators.calendly.faults import Fault, Step
from simulators.calendly.limits import Limits
from simulators.calendly.webhooks import Webhooks


def identifier(text: str) -> str:
    """`text` where it can stand in a path, otherwise a digest of it."""
    return text if re.fullmatch(r"[A-Za-z0-9_-]{1,80}", text) else sha256(text.encode()).hexdigest()[:20]


@dataclass
class EventType:
    """A kind of appointment with one host. `locations` and `custom_questions` have the API's own shape."""

    id: str
    slug: str
    name: str
    schedule: Schedule
    busy: Busy
    host: str
    active: bool = True
    locations: list[dict[str, Any]] = field(default_factory=list)
    questions: list[dict[str, Any]] = field(default_factory=list)
    notice: timedelta = timedelta(0)
    horizon: timedelta | None = None

    @property
    def length(self) -> timedelta:
        return timedelta(minutes=self.schedule.minutes)


@dataclass
class Booking:
    """A scheduled event and its one invitee. `source` is api, or staff for one that was taken by hand."""

    id: str
    invitee_id: str
    event_type: EventType
    start: datetime
    end: datetime
    created: datetime
    name: str
    email: str
    timezone: str
    source: str = "api"
    first_name: str | None = None
    last_name: str | None = None
    text_reminder_number: str | None = None
    location: dict[str, Any] | None = None
    answers: list[dict[str, Any]] = field(default_factory=list)
    tracking: dict[str, Any] = field(default_factory=dict)
    guests: list[str] = field(default_factory=list)
    cancellation: dict[str, Any] | None = None
    updated: datetime | None = None
    old_invitee: Booking | None = None
    new_invitee: Booking | None = None

    @property
    def status(self) -> str:
        return "canceled" if self.cancellation else "active"


class NotAvailable(Exception):
    """The start is taken, or never was on offer."""


class Account:
    """What one token may see. Take `lock` around everything that reads or changes bookings, faults or limits.

    `spec` is the body of `PUT /_control/accounts/<token>`:
    {"now": "2026-11-23T08:55" local | null (the system's clock), "zone": "America/New_York", "user": name,
     "role": "admin" | "user" (may list the organization's events or not),
     "limits": {"requests_per_minute", "bookings_per_minute", "bookings_per_hour", "bookings_per_day"},
     "event_types": [{"slug", "name", "duration": minutes, "availability": [{"day" | "date", "start", "end"}],
       "busy": [local start of one slot | {"start", "end"}], "closed": [dates], "hours": {weekday: [[opens, closes]]},
       "locations", "custom_questions", "active", "notice_minutes", "horizon_days"}]}
    ValueError, KeyError or TypeError when it cannot be read.
    """

    def __init__(self, token: str, spec: Mapping[str, Any]) -> None:
        self.lock = threading.RLock()
        self.id = identifier(token)
        self.user = str(spec.get("user") or "Clinic")
        self.role = str(spec.get("role") or "admin")
        self.zone = ZoneInfo(str(spec.get("zone") or "America/New_York"))
        self.limits = Limits(**dict(spec.get("limits") or {}))
        self.faults: list[Fault] = []
        self.requests: Counter[str] = Counter()
        self.bookings: dict[str, Booking] = {}
        self.webhooks = Webhooks()
        self.links: list[str] = []
        self._pinned: datetime | None = None
        self.set_now(spec.get("now"))
        self.event_types: dict[str, EventType] = {}
        for entry in spec.get("event_types") or []:
            event_type = self._event_type(entry)
            if event_type.id in self.event_types:
                raise ValueError(f"two event types with the slug {event_type.slug}")
            self.event_types[event_type.id] = event_type

    def _event_type(self, entry: Mapping[str, Any]) -> EventType:
        minutes = int(entry.get("duration") or 30)
        if minutes < 1:
            raise ValueError("duration must be at least a minute")
        slug = str(entry["slug"])
        busy = Busy()
        for taken in entry.get("busy") or []:
            if isinstance(taken, Mapping):
                busy.add(self.instant(taken["start"]), self.instant(taken["end"]))
            else:
                busy.add(self.instant(taken), self.instant(taken) + timedelta(minutes=minutes))
        usual = {"type": "text", "enabled": True, "required": False, "answer_choices": [], "include_other": False}
        questions = [
            usual | {"position": position} | dict(question)
            for position, question in enumerate(entry.get("custom_questions") or [])
        ]
        horizon = entry.get("horizon_days")
        return EventType(
            id=f"{self.id}-{identifier(slug)}",
            slug=slug,
            name=str(entry.get("name") or slug),
            schedule=Schedule(
                zone=self.zone,
                minutes=minutes,
                shifts=[Shift.parse(shift) for shift in entry.get("availability") or []],
                hours=opening_hours(entry.get("hours")),
                closed=frozenset(date.fromisoformat(str(day)) for day in entry.get("closed") or []),
            ),
            busy=busy,
            host=f"{self.id}-{identifier(slug)}",
            active=bool(entry.get("active", True)),
            locations=[dict(location) for location in entry.get("locations") or []],
            questions=questions,
            notice=timedelta(minutes=int(entry.get("notice_minutes") or 0)),
            horizon=timedelta(days=int(horizon)) if horizon else None,
        )

    def instant(self, local: str) -> datetime:
        moment = datetime.fromisoformat(str(local))
        return (moment if moment.tzinfo else moment.replace(tzinfo=self.zone)).astimezone(UTC)

    def set_now(self, now: str | None) -> None:
        self._pinned = self.instant(now) if now else None

    def now(self) -> datetime:
        return self._pinned or datetime.now(UTC)

    def strike(self, step: Step) -> Fault | None:
        with self.lock:
            return next((fault for fault in self.faults if fault.strikes(step)), None)

    def free(self, event_type: EventType, after: datetime, before: datetime) -> list[datetime]:
        now = self.now()
        after = max(after, now + event_type.notice)
        if event_type.horizon:
            before = min(before, now + event_type.horizon)
        length = event_type.length
        return [
            start
            for start in event_type.schedule.starts(after, before)
            if start > now and not event_type.busy.overlaps(start, start + length)
        ]

    def book(self, event_type: EventType, start: datetime, *, anywhere: bool = False, **details: Any) -> Booking:
        """Raises NotAvailable. `anywhere` lets staff book outside the hours that are on offer."""
        end = start + event_type.length
        taken = event_type.busy.overlaps(start, end)
        if taken or not (anywhere or self.free(event_type, start, start + timedelta(microseconds=1))):
            raise NotAvailable
        booking = Booking(
            id=f"{self.id}-{uuid4().hex[:16]}", invitee_id=uuid4().hex[:16], event_type=event_type,
            start=start, end=end, created=self.now(), **details,
        )  # fmt: skip
        event_type.busy.add(start, end)
        self.bookings[booking.id] = booking
        return booking

    def cancel(self, booking: Booking, reason: str | None, by: str = "host") -> None:
        booking.cancellation = {
            "canceled_by": self.user if by == "host" else booking.name,
            "reason": reason, "canceler_type": by, "created_at": self.now(),
        }  # fmt: skip
        booking.updated = self.now()
        booking.event_type.busy.remove(booking.start, booking.end)

    def move(self, booking: Booking, start: datetime, by: str = "host") -> Booking:
        """As a person does it on Calendly's pages: a new event, and the old one cancelled. Raises NotAvailable."""
        booking.event_type.busy.remove(booking.start, booking.end)
        try:
            moved = self.book(
                booking.event_type, start, anywhere=True, source=booking.source, name=booking.name,
                email=booking.email, timezone=booking.timezone, first_name=booking.first_name,
                last_name=booking.last_name, text_reminder_number=booking.text_reminder_number,
                location=booking.location, answers=booking.answers, tracking=booking.tracking,
                guests=booking.guests, old_invitee=booking,
            )  # fmt: skip
        finally:
            booking.event_type.busy.add(booking.start, booking.end)
        booking.new_invitee = moved
        self.cancel(booking, None, by)
        return moved


class Accounts:
    """All accounts of the process, by token."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._by_token: dict[str, Account] = {}

    def get(self, token: str) -> Account | None:
        return self._by_token.get(token)

    def put(self, token: str, account: Account) -> None:
        with self._lock:
            self._by_token[token] = account

    def remove(self, token: str) -> None:
        with self._lock:
            self._by_token.pop(token, None)

    def owner_of(self, kind: str, uuid: str) -> Account | None:
        """The account that has the event type or booking, whoever asks."""
        for account in list(self._by_token.values()):
            if uuid.startswith(f"{account.id}-") and uuid in getattr(account, kind):
                return account
        return None
