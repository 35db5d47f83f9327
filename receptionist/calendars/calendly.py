"""The calendar of doctors who use Calendly (API v2, FACTS: developer.calendly.com)."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from receptionist.appointments.models import GuestInfo, Slot
from receptionist.cache import MemoryState, SharedState
from receptionist.calendars.calendly_account import CalendlyAccount, asked
from receptionist.calendars.calendly_client import CalendlyClient, Deadline, Refusal
from receptionist.calendars.calendly_form import Form
from receptionist.calendars.calendly_guard import Guard, Limits, digest
from receptionist.calendars.calendly_reading import available, booked, collection, identifier, resource, utc
from receptionist.calendars.port import (
    CalendarDown,
    CalendarError,
    CalendarEvent,
    CalendarRefused,
    Changed,
    SlotTaken,
)
from receptionist.clinics import Clinic, Doctor
from receptionist.clock import SystemClock

LONGEST_RANGE = timedelta(days=31)
SOONEST = timedelta(minutes=1)
EVENT_TYPE_AGE_S = 600.0
EVENT_TYPE_DEADLINE_S = 1.5
LINK_DEADLINE_S = 2.0
MOST_PAGES = 5
CHANGES_REMEMBERED_S = 3600.0
NOT_YET_OPEN = timedelta(minutes=1)


class CalendlyCalendar:
    """Adapter of the port `Calendar`; one for the process, safe in threads.

    `token` serves clinics that have none of their own. `now` tells an aware time. No use of it takes longer than
    `deadline_s`, however many requests it needs; `find`, which follows a booking within the same turn of a call, no
    longer than `find_deadline_s`. `share_names` off: Calendly learns nothing about the patient. `text_reminders` on:
    Calendly may send its own SMS to the patient's number. Requests go to `base_url` only: of a stored URI the
    identifier is used.

    What is free may be told from an answer that is up to `remember_s` old, which `state` shares with other processes;
    a booking is always for Calendly to decide. Any change through here, or `changed`, ends what is remembered.
    """

    def __init__(
        self,
        base_url: str,
        token: str | None = None,
        *,
        now: Callable[[Clinic], datetime] | None = None,
        share_names: bool = True,
        text_reminders: bool = False,
        deadline_s: float = 3.8,
        find_deadline_s: float = 2.5,
        connections: int = 50,
        state: SharedState | None = None,
        limits: Limits | None = None,
        remember_s: float = 0.0,
    ) -> None:
        self._state = state or MemoryState()
        self._client = CalendlyClient(base_url, Guard(self._state, limits or Limits()), connections=connections)
        self._remember_s = remember_s
        self._token = token
        self._now = now or SystemClock().now
        self._share_names = share_names
        self._text_reminders = text_reminders
        self._deadline_s, self._find_deadline_s = deadline_s, find_deadline_s
        self._lock = threading.Lock()
        self._event_types: dict[tuple[str, str], tuple[float, dict[str, Any]]] = {}
        self._scopes: dict[str, dict[str, str]] = {}

    def close(self) -> None:
        self._client.close()

    def free(self, clinic: Clinic, doctor: Doctor, start: datetime, end: datetime) -> list[Slot]:
        """Asked in ranges of 31 days from a minute after now, since Calendly refuses longer ones and the past."""
        token, deadline = self._token_of(clinic), Deadline(self._deadline_s)
        event_type = _event_type_uri(doctor)
        first = max(start, self._now(clinic) + SOONEST).astimezone(UTC)
        starts: set[datetime] = set()
        opens = first
        while opens < end:
            closes = min(opens + LONGEST_RANGE, end.astimezone(UTC))
            starts.update(self._available(token, event_type, opens, closes, deadline))
            opens = closes
        return [
            Slot(
                doctor_id=doctor.id, doctor=doctor.name, start=start.astimezone(clinic.tz), minutes=doctor.slot_minutes
            )
            for start in sorted(starts)
            if first <= start < end
        ]

    def book(self, clinic: Clinic, doctor: Doctor, slot: Slot, guest: GuestInfo, hold_id: str) -> CalendarEvent:
        """A slot that is filled already is looked at once: booked under the same hold, by a request whose answer was
        lost, it is ours. Otherwise SlotTaken."""
        token, deadline = self._token_of(clinic), Deadline(self._deadline_s)
        form = Form(clinic, doctor, slot, guest, hold_id, self._share_names, self._text_reminders)
        body = form.body(self._event_type(token, doctor, deadline.sooner(EVENT_TYPE_DEADLINE_S)))
        try:
            answer = self._client.post(token, "/invitees", deadline, body)
        except Refusal as refusal:
            if "already_filled" in refusal.codes:
                return self._ours(clinic, doctor, hold_id, slot, deadline)
            self._forget_event_type(token, doctor)
            raise CalendarRefused(str(refusal)) from None
        finally:
            self.changed(clinic)
        return booked(answer)

    def booking_link(self, clinic: Clinic, doctor: Doctor) -> str | None:
        """A page on which the patient books one appointment; None where Calendly gives none."""
        body = {"max_event_count": 1, "owner": _event_type_uri(doctor), "owner_type": "EventType"}
        try:
            answer = self._client.post(self._token_of(clinic), "/scheduling_links", Deadline(LINK_DEADLINE_S), body)
            return str(resource(answer)["booking_url"])
        except (CalendarError, KeyError):
            return None

    def changed(self, clinic: Clinic) -> None:
        """Something was booked, moved or cancelled: what is free has to be asked again, by every process."""
        self._state.count(_changes(self._token_of(clinic)), CHANGES_REMEMBERED_S)

    def account(self, clinic: Clinic) -> CalendlyAccount:
        return CalendlyAccount(self._client, self._token_of(clinic))

    def find(self, clinic: Clinic, doctor: Doctor, hold_id: str, around: Slot) -> CalendarEvent | None:
        """By `tracking.utm_content`, among the doctor's active events at that time. A booking that Calendly is still
        carrying out is not seen yet: ask again before giving up."""
        return self._find(clinic, doctor, hold_id, around, Deadline(self._find_deadline_s))

    def changed_by_staff(self, clinic: Clinic, doctor: Doctor, hold_id: str, around: Slot) -> Changed | None:
        account, wanted = self.account(clinic), identifier(_event_type_uri(doctor))
        for event in account.cancelled_events(around.start.astimezone(UTC)):
            invitee = account.invitee(event.uri) if event.event_type == wanted else None
            if invitee and invitee.hold_id == hold_id:
                now = account.where_now(event.uri) or event
                link = account.invitee(now.uri)
                found = CalendarEvent(now.uri, reschedule_url=link.link if link else None)
                return Changed(found, now.start if now.active else None)
        return None

    def cancel(self, clinic: Clinic, event_uri: str, reason: str) -> None:
        """When Calendly does not say yes, the event is read again: cancelled is done, and so is an event that does not
        exist (404), because it keeps nobody's time. `reason` is shown to the patient and the doctor."""
        token, deadline = self._token_of(clinic), Deadline(self._deadline_s)
        path = f"/scheduled_events/{identifier(event_uri)}"
        try:
            self._client.post(token, f"{path}/cancellation", deadline, {"reason": reason[:10_000]})
        except Refusal as refusal:
            if refusal.status == 401 or not self._is_cancelled(token, path, deadline):
                raise CalendarRefused(str(refusal)) from None
        except CalendarDown as down:
            if not (down.unknown_outcome and self._is_cancelled_after(token, path, deadline)):
                raise
        finally:
            self.changed(clinic)

    def _available(
        self, token: str, event_type: str, opens: datetime, closes: datetime, deadline: Deadline
    ) -> list[datetime]:
        """The remembered answer began a little earlier and so ends a little earlier: what lies that far ahead is left
        to the next answer."""
        changes = self._state.get(_changes(token)) or "0"
        key = f"calendly:{digest(token)}:free:{changes}:{identifier(event_type)}:{opens:%Y%m%d}"
        if self._remember_s > 0 and (kept := _kept(self._state.get(key), opens, closes)) is not None:
            return kept
        query = {"event_type": event_type, "start_time": utc(opens), "end_time": utc(closes)}
        starts = sorted(available(asked(self._client.get, token, "/event_type_available_times", deadline, **query)))
        if self._remember_s > 0:
            answer = [opens.timestamp(), closes.timestamp(), *(at.timestamp() for at in starts)]
            self._state.put(key, json.dumps(answer), self._remember_s)
        return starts

    def _ours(self, clinic: Clinic, doctor: Doctor, hold_id: str, slot: Slot, deadline: Deadline) -> CalendarEvent:
        try:
            event = self._find(clinic, doctor, hold_id, slot, deadline)
        except CalendarError:
            raise CalendarDown("filled already, and Calendly did not say by whom", unknown_outcome=True) from None
        if event is None:
            raise SlotTaken("filled already")
        return event

    def _find(
        self, clinic: Clinic, doctor: Doctor, hold_id: str, slot: Slot, deadline: Deadline
    ) -> CalendarEvent | None:
        token, wanted = self._token_of(clinic), identifier(_event_type_uri(doctor))
        for event in self._events_at(token, slot.start, deadline):
            if identifier(str(event.get("event_type"))) != wanted or event.get("status") != "active":
                continue
            path = f"/scheduled_events/{identifier(str(event.get('uri')))}/invitees"
            for invitee in collection(asked(self._client.get, token, path, deadline, count="100")):
                if (invitee.get("tracking") or {}).get("utm_content") == hold_id and invitee.get("status") == "active":
                    return CalendarEvent(str(event["uri"]), invitee.get("cancel_url"), invitee.get("reschedule_url"))
        return None

    def _events_at(self, token: str, start: datetime, deadline: Deadline) -> Iterator[dict[str, Any]]:
        query = {
            "status": "active",
            "min_start_time": utc(start - timedelta(minutes=1)),
            "max_start_time": utc(start + timedelta(minutes=1)),
            "count": "100",
        }
        query |= self._scope(token, query, deadline)
        for _ in range(MOST_PAGES):
            answer = asked(self._client.get, token, "/scheduled_events", deadline, **query)
            yield from collection(answer)
            following = (answer.get("pagination") or {}).get("next_page_token")
            if not following:
                return
            query["page_token"] = str(following)

    def _scope(self, token: str, query: dict[str, str], deadline: Deadline) -> dict[str, str]:
        """All events of the organization, where the token may see them; of its own user otherwise."""
        with self._lock:
            known = self._scopes.get(token)
        if known:
            return known
        user = resource(asked(self._client.get, token, "/users/me", deadline))
        scope = {"organization": str(user.get("current_organization"))}
        try:
            self._client.get(token, "/scheduled_events", deadline, **query, **scope)
        except Refusal as refusal:
            if refusal.status != 403:
                raise CalendarRefused(str(refusal)) from None
            scope = {"user": str(user.get("uri"))}
        with self._lock:
            self._scopes[token] = scope
        return scope

    def _event_type(self, token: str, doctor: Doctor, deadline: Deadline) -> dict[str, Any]:
        key = (token, identifier(_event_type_uri(doctor)))
        with self._lock:
            read_at, event_type = self._event_types.get(key, (float("-inf"), {}))
        if time.monotonic() - read_at < EVENT_TYPE_AGE_S:
            return event_type
        event_type = resource(asked(self._client.get, token, f"/event_types/{key[1]}", deadline))
        with self._lock:
            self._event_types[key] = (time.monotonic(), event_type)
        return event_type

    def _forget_event_type(self, token: str, doctor: Doctor) -> None:
        with self._lock:
            self._event_types.pop((token, identifier(_event_type_uri(doctor))), None)

    def _is_cancelled(self, token: str, path: str, deadline: Deadline) -> bool:
        try:
            return resource(self._client.get(token, path, deadline)).get("status") == "canceled"
        except Refusal as refusal:
            return refusal.status == 404

    def _is_cancelled_after(self, token: str, path: str, deadline: Deadline) -> bool:
        try:
            return self._is_cancelled(token, path, deadline)
        except CalendarDown:
            return False

    def _token_of(self, clinic: Clinic) -> str:
        token = clinic.calendly_token or self._token
        if not token:
            raise CalendarRefused(f"no Calendly token for clinic {clinic.id}")
        return token


def _event_type_uri(doctor: Doctor) -> str:
    if not doctor.event_type:
        raise CalendarRefused(f"doctor {doctor.id} has no Calendly event type")
    return doctor.event_type


def _changes(token: str) -> str:
    return f"calendly:{digest(token)}:changes"


def _kept(answer: str | None, opens: datetime, closes: datetime) -> list[datetime] | None:
    if answer is None:
        return None
    begins, ends, *starts = (datetime.fromtimestamp(at, UTC) for at in json.loads(answer))
    if begins > opens or ends < closes - NOT_YET_OPEN:
        return None
    return [start for start in starts if opens <= start < closes]
