"""What `POST /invitees` checks, in the order in which Calendly's own answers were seen to name it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from simulators.calendly.accounts import EventType
from simulators.calendly.answers import TRACKING, ApiError, invalid, parse_timestamp

EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
PHONE = re.compile(r"\+[1-9][0-9 ().-]{6,20}")
LOCATION_TEXT_KINDS = ("outbound_call", "ask_invitee", "physical", "custom")


def start_time(body: Mapping[str, Any], now: datetime) -> datetime:
    if not body.get("start_time"):
        raise invalid("start_time", "is missing")
    start = parse_timestamp(body["start_time"], "start_time")
    if start <= now:
        raise invalid("start_time", "must be in the future")
    return start


def details(body: Mapping[str, Any], kind: EventType) -> dict[str, Any]:
    """Keyword arguments for Account.book. Raises ApiError (400)."""
    return (
        _invitee(body.get("invitee"))
        | {"location": _location(body.get("location"), kind)}
        | {"answers": _answers(body.get("questions_and_answers") or [], kind)}
        | {"tracking": _tracking(body.get("tracking"))}
        | {"guests": _guests(body.get("event_guests") or [])}
    )


def _invitee(invitee: Any) -> dict[str, Any]:
    if not isinstance(invitee, Mapping):
        raise invalid("invitee", "is missing")
    name = str(invitee.get("name") or "").strip()
    first, last = (str(invitee.get(key) or "").strip() or None for key in ("first_name", "last_name"))
    if not (name or first):
        raise invalid("invitee.name", "is missing; name or first_name is required")
    if not EMAIL.fullmatch(str(invitee.get("email") or "")):
        raise invalid("invitee.email", "is missing or not a valid email")
    try:
        ZoneInfo(str(invitee["timezone"]))
    except (KeyError, ValueError, OSError):
        raise invalid("invitee.timezone", "is missing or not a valid time zone") from None
    number = invitee.get("text_reminder_number")
    if number is not None and not PHONE.fullmatch(str(number)):
        raise invalid("invitee.text_reminder_number", "is not a valid phone number")
    return {
        "name": name or f"{first} {last or ''}".strip(),
        "first_name": first,
        "last_name": last,
        "email": str(invitee["email"]),
        "timezone": str(invitee["timezone"]),
        "text_reminder_number": number,
    }


def _location(location: Any, kind: EventType) -> dict[str, Any] | None:
    """The location as a scheduled event shows it: `type` where the request and the event type say `kind`."""
    kinds = [str(offered.get("kind")) for offered in kind.locations]
    if location is None:
        if kinds:
            raise invalid("location", "is required for this event type")
        return None
    if not isinstance(location, Mapping) or not location.get("kind"):
        raise invalid("location.kind", "is missing")
    chosen = str(location["kind"])
    if chosen not in kinds:
        raise invalid("location.kind", "is not configured for this event type")
    text = location.get("location")
    if chosen in LOCATION_TEXT_KINDS and not str(text or "").strip():
        raise invalid(
            "location.location",
            "location.location is required when location.kind is 'outbound_call','ask_invitee','physical' or 'custom'",
        )
    if chosen == "inbound_call":
        text = str(kind.locations[kinds.index(chosen)].get("phone_number") or "")
    return {"type": chosen} | ({"location": text} if text is not None else {})


def _answers(given: Any, kind: EventType) -> list[dict[str, Any]]:
    if not isinstance(given, list) or not all(isinstance(entry, Mapping) for entry in given):
        raise invalid("questions_and_answers", "must be a list")
    asked = {str(question["name"]): question for question in kind.questions if question["enabled"]}
    answers = []
    for entry in given:
        question = asked.get(str(entry.get("question")))
        if question is None:
            raise invalid("questions_and_answers.question", "does not match a question of this event type")
        if not isinstance(entry.get("position"), int):
            raise invalid("questions_and_answers.position", "is missing")
        answer = str(entry.get("answer") or "")
        choices = question["answer_choices"]
        if answer and choices and not question["include_other"] and not set(answer.split("\n")) <= set(choices):
            raise invalid("questions_and_answers.answer", "is not one of the choices")
        if answer and question["type"] == "phone_number" and not PHONE.fullmatch(answer):
            raise invalid("questions_and_answers.answer", "is not a valid phone number")
        answers.append({"question": question["name"], "answer": answer, "position": entry["position"]})
    answered = {entry["question"] for entry in answers if entry["answer"].strip()}
    if any(question["required"] and name not in answered for name, question in asked.items()):
        raise invalid("questions_and_answers", "Required Questions and Answers cannot be blank")
    return answers


def _tracking(tracking: Any) -> dict[str, Any]:
    if tracking is None:
        return {}
    missing = [key for key in TRACKING if not isinstance(tracking, Mapping) or key not in tracking]
    if missing:
        raise ApiError(
            400, "Invalid Argument", "The supplied parameters are invalid.",
            [{"parameter": f"tracking.{key}", "message": "is missing"} for key in missing],
        )  # fmt: skip
    return dict(tracking)


def _guests(guests: Any) -> list[str]:
    if not isinstance(guests, list) or len(guests) > 10 or not all(EMAIL.fullmatch(str(email)) for email in guests):
        raise invalid("event_guests", "must be at most 10 emails")
    return [str(email) for email in guests]
