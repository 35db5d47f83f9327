"""What else a clinic's Calendly account holds: its event types, all its events, its webhook subscriptions.

For work outside of calls: lists are read to their end and every request has `REQUEST_S`. Raises CalendarDown and
CalendarRefused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from receptionist.calendars.calendly_client import CalendlyClient, Deadline, Refusal
from receptionist.calendars.calendly_reading import collection, identifier, parse_time, resource, utc
from receptionist.calendars.port import CalendarDown, CalendarRefused

REQUEST_S = 10.0
MOST_PAGES = 200
MOST_MOVES = 10
NEXT = timedelta(minutes=1)
EVENTS = ("invitee.created", "invitee.canceled")


@dataclass(frozen=True)
class EventType:
    uri: str
    name: str
    owner: str
    minutes: int
    active: bool


@dataclass(frozen=True)
class Event:
    """A scheduled event. `start` is in UTC; `event_type` is an identifier."""

    uri: str
    event_type: str
    start: datetime
    minutes: int
    active: bool

    @classmethod
    def read(cls, found: dict[str, Any]) -> Event:
        start, end = parse_time(found.get("start_time")), parse_time(found.get("end_time"))
        kind = str(found.get("event_type") or "")
        return cls(
            uri=str(found.get("uri")),
            event_type=identifier(kind) if kind else "",
            start=start,
            minutes=max(1, int((end - start).total_seconds() // 60)),
            active=found.get("status") == "active",
        )


@dataclass(frozen=True)
class Invitee:
    """`hold_id` is what we wrote into the tracking when we booked; `moved_to` the invitee that took its place."""

    hold_id: str | None
    active: bool
    by_patient: bool
    moved_to: str | None
    link: str | None

    @classmethod
    def read(cls, found: dict[str, Any]) -> Invitee:
        cancellation = found.get("cancellation") or {}
        return cls(
            hold_id=(found.get("tracking") or {}).get("utm_content") or None,
            active=found.get("status") == "active",
            by_patient=cancellation.get("canceler_type") == "invitee",
            moved_to=found.get("new_invitee") if found.get("rescheduled") else None,
            link=found.get("reschedule_url") or found.get("cancel_url"),
        )


@dataclass(frozen=True)
class Subscription:
    uri: str
    url: str
    active: bool
    events: tuple[str, ...]


class CalendlyAccount:
    def __init__(self, client: CalendlyClient, token: str) -> None:
        self._client, self._token = client, token
        self._own: tuple[str, str] | None = None

    def event_types(self) -> list[EventType]:
        return [
            EventType(
                uri=str(found.get("uri")),
                name=str(found.get("name") or found.get("slug") or ""),
                owner=str((found.get("profile") or {}).get("name") or ""),
                minutes=int(found.get("duration") or 30),
                active=bool(found.get("active", True)),
            )
            for found in self._all("/event_types", count="100")
        ]

    def active_events(self, start: datetime) -> list[Event]:
        """From `start` on, in time order."""
        query = {"status": "active", "min_start_time": utc(start), "sort": "start_time:asc", "count": "100"}
        return [Event.read(found) for found in self._all("/scheduled_events", **query)]

    def cancelled_events(self, start: datetime) -> list[Event]:
        """Those that began at `start`; a move in Calendly cancels the event that was moved."""
        query = {
            "status": "canceled",
            "min_start_time": utc(start),
            "max_start_time": utc(start + NEXT),
            "count": "100",
        }
        found = [Event.read(found) for found in self._all("/scheduled_events", **query)]
        return [event for event in found if event.start == start]

    def where_now(self, uri: str) -> Event | None:
        """The event, or the last one that it was moved to; None when Calendly does not know it."""
        found, moves = self.event(uri), 0
        while found is not None and not found.active and moves < MOST_MOVES:
            invitee = self.invitee(found.uri)
            if invitee is None or invitee.moved_to is None:
                break
            found, moves = self.event(event_of(invitee.moved_to)), moves + 1
        return found

    def event(self, uri: str) -> Event | None:
        try:
            return Event.read(resource(self._client.get(self._token, _event(uri), Deadline(REQUEST_S))))
        except Refusal as refusal:
            if refusal.status == 404:
                return None
            raise CalendarRefused(str(refusal)) from None

    def invitee(self, uri: str) -> Invitee | None:
        """The event's invitee, the active one first; our event types have one each."""
        found = [Invitee.read(one) for one in collection(self._ask(f"{_event(uri)}/invitees", count="100"))]
        return min(found, key=lambda one: not one.active, default=None)

    def subscriptions(self) -> list[Subscription]:
        found: dict[str, Subscription] = {}
        for scope in ("organization", "user"):
            query = {"organization": self._me()[1], "scope": scope, "count": "100"}
            if scope == "user":
                query["user"] = self._me()[0]
            try:
                for one in self._pages("/webhook_subscriptions", query):
                    found[str(one.get("uri"))] = Subscription(
                        uri=str(one.get("uri")),
                        url=str(one.get("callback_url")),
                        active=one.get("state") == "active",
                        events=tuple(one.get("events") or ()),
                    )
            except Refusal as refusal:
                if refusal.status != 403 or scope == "user":
                    raise CalendarRefused(str(refusal)) from None
        return list(found.values())

    def subscribe(self, url: str, signing_key: str) -> str:
        """For the organization, or for the token's own user where it may not. Returns the subscription's URI."""
        user, organization = self._me()
        body = {"url": url, "events": list(EVENTS), "organization": organization, "signing_key": signing_key}
        try:
            return self._subscribed(body | {"scope": "organization"})
        except Refusal as refusal:
            if refusal.status != 403:
                raise CalendarRefused(str(refusal)) from None
        try:
            return self._subscribed(body | {"scope": "user", "user": user})
        except Refusal as refusal:
            raise CalendarRefused(str(refusal)) from None

    def unsubscribe(self, uri: str) -> None:
        try:
            self._client.delete(self._token, f"/webhook_subscriptions/{identifier(uri)}", Deadline(REQUEST_S))
        except Refusal as refusal:
            if refusal.status != 404:
                raise CalendarRefused(str(refusal)) from None

    def _subscribed(self, body: dict[str, Any]) -> str:
        return str(resource(self._client.post(self._token, "/webhook_subscriptions", Deadline(REQUEST_S), body))["uri"])

    def _me(self) -> tuple[str, str]:
        if self._own is None:
            user = resource(self._ask("/users/me"))
            self._own = str(user.get("uri")), str(user.get("current_organization"))
        return self._own

    def _all(self, path: str, **query: str) -> list[dict[str, Any]]:
        """Of the organization, where the token may see it; of its own user otherwise."""
        user, organization = self._me()
        try:
            return list(self._pages(path, query | {"organization": organization}))
        except Refusal as refusal:
            if refusal.status != 403:
                raise CalendarRefused(str(refusal)) from None
        try:
            return list(self._pages(path, query | {"user": user}))
        except Refusal as refusal:
            raise CalendarRefused(str(refusal)) from None

    def _pages(self, path: str, query: dict[str, str]) -> Iterator[dict[str, Any]]:
        """A list that is cut short would look like events that were cancelled, so an endless one is an error."""
        for _ in range(MOST_PAGES):
            answer = self._client.get(self._token, path, Deadline(REQUEST_S), **query)
            yield from collection(answer)
            following = (answer.get("pagination") or {}).get("next_page_token")
            if not following:
                return
            query = query | {"page_token": str(following)}
        raise CalendarDown("Calendly's list does not end")

    def _ask(self, path: str, **query: str) -> dict[str, Any]:
        return asked(self._client.get, self._token, path, Deadline(REQUEST_S), **query)


def event_of(invitee_uri: str) -> str:
    return invitee_uri.split("/invitees/")[0]


def asked(ask: Callable[..., dict[str, Any]], *arguments: Any, **query: str) -> dict[str, Any]:
    """`ask`, with a 4xx answer as CalendarRefused."""
    try:
        return ask(*arguments, **query)
    except Refusal as refusal:
        raise CalendarRefused(str(refusal)) from None


def _event(uri: str) -> str:
    return f"/scheduled_events/{identifier(uri)}"
