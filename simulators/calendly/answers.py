"""The JSON that Calendly answers with: resources, lists in pages, errors."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from simulators.calendly.accounts import Account, Booking, EventType
from simulators.calendly.webhooks import Subscription

TRACKING = ("utm_campaign", "utm_source", "utm_medium", "utm_content", "utm_term", "salesforce_uuid")
CREATED = "2026-01-05T09:00:00.000000Z"


class ApiError(Exception):
    def __init__(self, status: int, title: str, message: str, details: Sequence[dict[str, str]] = ()) -> None:
        super().__init__(message)
        self.status = status
        self.body: dict[str, Any] = {"title": title, "message": message}
        if details:
            self.body["details"] = list(details)


def invalid(parameter: str, message: str, code: str | None = None) -> ApiError:
    detail = {"parameter": parameter, "message": message} | ({"code": code} if code else {})
    return ApiError(400, "Invalid Argument", "The supplied parameters are invalid.", [detail])


def denied(message: str = "You do not have permission to access this resource.") -> ApiError:
    return ApiError(403, "Permission Denied", message)


def not_found() -> ApiError:
    return ApiError(404, "Resource Not Found", "The server could not find the requested resource.")


def of_status(status: int, code: str | None = None) -> tuple[dict[str, Any], int]:
    """The published body for a status; 429 has none."""
    published = {
        400: ("Invalid Argument", "The supplied parameters are invalid."),
        401: ("Unauthenticated", "The access token is invalid"),
        403: ("Permission Denied", "You do not have permission to access this resource."),
        404: ("Resource Not Found", "The server could not find the requested resource."),
        424: ("External Calendar Error", "There is a problem accessing your calendar."),
    }
    if status == 429:
        return {}, status
    unexpected = "The server encountered an unexpected condition that prevented it from fulfilling the request."
    title, message = published.get(status, ("Internal Server Error", unexpected))
    body: dict[str, Any] = {"title": title, "message": message}
    if code:
        body["details"] = [{"parameter": "start_time", "message": code.replace("_", " "), "code": code}]
    return body, status


def timestamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parse_timestamp(text: Any, parameter: str) -> datetime:
    """ISO 8601; without an offset it counts as UTC."""
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        raise invalid(parameter, "is not a valid time") from None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)


def user(base: str, account: Account) -> dict[str, Any]:
    return {
        "uri": f"{base}/users/{account.id}",
        "name": account.user,
        "slug": account.id.lower(),
        "email": f"{account.id.lower()}@clinic.invalid",
        "scheduling_url": f"https://calendly.invalid/{account.id.lower()}",
        "timezone": account.zone.key,
        "avatar_url": None,
        "created_at": CREATED,
        "updated_at": CREATED,
        "current_organization": f"{base}/organizations/{account.id}",
        "resource_type": "User",
        "locale": "en",
    }


def event_type(base: str, account: Account, kind: EventType) -> dict[str, Any]:
    return {
        "uri": f"{base}/event_types/{kind.id}",
        "name": kind.name,
        "active": kind.active,
        "booking_method": "instant",
        "slug": kind.slug,
        "scheduling_url": _scheduling_url(account, kind),
        "duration": kind.schedule.minutes,
        "kind": "solo",
        "kind_description": "One-on-One",
        "pooling_type": None,
        "type": "StandardEventType",
        "color": "#0069ff",
        "created_at": CREATED,
        "updated_at": CREATED,
        "internal_note": None,
        "description_plain": None,
        "description_html": None,
        "profile": {"type": "User", "name": kind.name, "owner": f"{base}/users/{kind.host}"},
        "secret": False,
        "deleted_at": None,
        "admin_managed": False,
        "locations": kind.locations or None,
        "position": list(account.event_types).index(kind.id),
        "custom_questions": kind.questions,
    }


def _scheduling_url(account: Account, kind: EventType) -> str:
    return f"https://calendly.invalid/{account.id.lower()}/{kind.slug}"


def available_time(account: Account, kind: EventType, start: datetime) -> dict[str, Any]:
    local = start.astimezone(account.zone)
    url = f"{_scheduling_url(account, kind)}/{start:%Y-%m-%dT%H:%M:%SZ}?month={local:%Y-%m}&date={local:%Y-%m-%d}"
    return {"status": "available", "invitees_remaining": 1, "start_time": timestamp(start), "scheduling_url": url}


def busy_time(start: datetime, end: datetime, event_uri: str | None) -> dict[str, Any]:
    times = {"start_time": timestamp(start), "end_time": timestamp(end)}
    if event_uri is None:
        return {"type": "external"} | times
    buffered = {f"buffered_{key}": value for key, value in times.items()}
    return {"type": "calendly"} | times | buffered | {"event": {"uri": event_uri}}


def _cancellation(cancellation: dict[str, Any]) -> dict[str, Any]:
    return cancellation | {"created_at": timestamp(cancellation["created_at"])}


def event(base: str, booking: Booking) -> dict[str, Any]:
    active = 0 if booking.cancellation else 1
    answer = {
        "uri": f"{base}/scheduled_events/{booking.id}",
        "name": booking.event_type.name,
        "status": booking.status,
        "start_time": timestamp(booking.start),
        "end_time": timestamp(booking.end),
        "event_type": f"{base}/event_types/{booking.event_type.id}",
        "location": booking.location,
        "invitees_counter": {"total": 1, "active": active, "limit": 1},
        "created_at": timestamp(booking.created),
        "updated_at": timestamp(booking.updated or booking.created),
        "event_memberships": [
            {
                "user": f"{base}/users/{booking.event_type.host}",
                "buffered_start_time": timestamp(booking.start),
                "buffered_end_time": timestamp(booking.end),
            }
        ],
        "event_guests": [
            {"email": email, "created_at": timestamp(booking.created), "updated_at": timestamp(booking.created)}
            for email in booking.guests
        ],
        "calendar_event": None,
        "meeting_notes_plain": None,
        "meeting_notes_html": None,
    }
    if booking.cancellation:
        answer["cancellation"] = _cancellation(booking.cancellation)
    return answer


def cancelled(booking: Booking) -> dict[str, Any]:
    return _cancellation(booking.cancellation or {})


def invitee(base: str, booking: Booking) -> dict[str, Any]:
    event_uri = f"{base}/scheduled_events/{booking.id}"
    answer: dict[str, Any] = {
        "uri": _invitee_uri(base, booking),
        "email": booking.email,
        "first_name": booking.first_name,
        "last_name": booking.last_name,
        "name": booking.name,
        "status": booking.status,
        "questions_and_answers": booking.answers,
        "timezone": booking.timezone,
        "event": event_uri,
        "created_at": timestamp(booking.created),
        "updated_at": timestamp(booking.updated or booking.created),
        "tracking": {key: booking.tracking.get(key) for key in TRACKING},
        "text_reminder_number": booking.text_reminder_number,
        "rescheduled": booking.new_invitee is not None,
        "old_invitee": _invitee_uri(base, booking.old_invitee),
        "new_invitee": _invitee_uri(base, booking.new_invitee),
        "cancel_url": f"https://calendly.invalid/cancellations/{booking.invitee_id}",
        "reschedule_url": f"https://calendly.invalid/reschedulings/{booking.invitee_id}",
        "routing_form_submission": None,
        "payment": None,
        "no_show": None,
        "reconfirmation": None,
        "scheduling_method": "instant_book" if booking.source == "api" else None,
        "invitee_scheduled_by": None,
    }
    if booking.cancellation:
        answer["cancellation"] = _cancellation(booking.cancellation)
    return answer


def _invitee_uri(base: str, booking: Booking | None) -> str | None:
    return f"{base}/scheduled_events/{booking.id}/invitees/{booking.invitee_id}" if booking else None


def webhook(base: str, account: Account, kind: str, booking: Booking) -> dict[str, Any]:
    """What is sent to a subscription: `kind` is invitee.created or invitee.canceled."""
    scheduled = event(base, booking)
    scheduled["event_memberships"] = [
        {"user": f"{base}/users/{booking.event_type.host}", "user_email": "host@clinic.invalid", "user_name": None}
    ]
    payload = invitee(base, booking) | {"canceled": booking.status == "canceled", "scheduled_event": scheduled}
    return {
        "event": kind,
        "created_at": timestamp(account.now()),
        "created_by": f"{base}/users/{account.id}",
        "payload": payload,
    }


def subscription(base: str, account: Account, found: Subscription) -> dict[str, Any]:
    user = f"{base}/users/{account.id}"
    return {
        "uri": f"{base}/webhook_subscriptions/{found.id}",
        "callback_url": found.url,
        "created_at": CREATED,
        "updated_at": CREATED,
        "retry_started_at": found.retry_started_at,
        "state": found.state,
        "events": found.events,
        "scope": found.scope,
        "organization": f"{base}/organizations/{account.id}",
        "user": user if found.scope == "user" else None,
        "creator": user,
    }


def page(url: str, query: dict[str, str], items: Sequence[Any]) -> tuple[list[Any], dict[str, Any]]:
    """The page that `count` (1 to 100, default 20) and `page_token` ask for, and its `pagination`."""
    try:
        count = int(query.get("count") or 20)
    except ValueError:
        raise invalid("count", "must be a number") from None
    if not 1 <= count <= 100:
        raise invalid("count", "must be between 1 and 100")
    offset = _offset(query["page_token"]) if query.get("page_token") else 0

    def link(token: str | None) -> str | None:
        return f"{url}?{urlencode(query | {'count': str(count), 'page_token': token})}" if token else None

    following = _token(offset + count) if offset + count < len(items) else None
    previous = _token(max(0, offset - count)) if offset else None
    shown = list(items[offset : offset + count])
    return shown, {
        "count": len(shown),
        "next_page": link(following),
        "previous_page": link(previous),
        "next_page_token": following,
        "previous_page_token": previous,
    }


def _token(offset: int) -> str:
    return base64.urlsafe_b64encode(f"from:{offset}".encode()).decode()


def _offset(token: str) -> int:
    try:
        word, number = base64.urlsafe_b64decode(token).decode().split(":")
        if word == "from":
            return int(number)
    except (ValueError, binascii.Error):
        pass
    raise invalid("page_token", "is invalid")
