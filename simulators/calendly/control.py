"""The control interface for tests and the demo, under `/_control`. Local times are of the account's zone.

PUT    /accounts/<token>           account as described at Account -> {"user", "organization", "event_types":
                                   {slug: uri}}; replaces the account and forgets its bookings and faults
DELETE /accounts/<token>
PUT    /accounts/<token>/now       {"now": local | null}
PUT    /accounts/<token>/faults    [fault, …] as described at Fault; replaces those before
GET    /accounts/<token>/events    {"events": [{"uri", "event_type", "slug", "start" local, "start_time" UTC, "status",
                                   "source", "name", "email", "timezone", "text_reminder_number", "location",
                                   "questions_and_answers", "tracking", "utm_content", "cancellation"}]}, oldest first
GET    /accounts/<token>/requests  {"availability": 3, "book": 1, …} requests so far, by step
POST   /accounts/<token>/take      {"event_type": uri or slug, "start", "name"?, "email"?, "utm_content"?}: staff book
                                   it, even outside the hours on offer -> {"uri", "invitee", "cancel_url"}; 409: taken
POST   /accounts/<token>/cancel    {"event": uri, "reason"?, "by"?: "host" | "invitee"}: on Calendly's own pages
POST   /accounts/<token>/move      {"event": uri, "start": local, "by"?} -> {"uri"}: as above; 409: taken
PUT    /accounts/<token>/webhooks  what goes wrong with webhooks, as described at Trouble
GET    /accounts/<token>/webhooks  {"deliveries": [{"event", "url", "status" or null, "attempt"}], "subscriptions":
                                   [{"uri", "url", "state"}]}
PUT    /accounts/<token>/subscriptions  {"state": "disabled" | "active"} of all of them
GET    /accounts/<token>/links     {"links": [event type ids]}: single-use links made so far
GET    /health
A body that cannot be used: 400 {"error"}; an unknown account: 404.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, jsonify, make_response, request

from simulators.calendly import answers
from simulators.calendly.accounts import Account, Booking, EventType, NotAvailable
from simulators.calendly.answers import TRACKING
from simulators.calendly.api import accounts, base_url, last, publish
from simulators.calendly.faults import Fault
from simulators.calendly.webhooks import Trouble

OF_EVENT = ("uri", "event_type", "start_time", "status", "location")
OF_INVITEE = ("name", "email", "timezone", "text_reminder_number", "questions_and_answers", "tracking")

control = Blueprint("control", __name__, url_prefix="/_control")


def _known(token: str) -> Account:
    found = accounts().get(token)
    if found is None:
        abort(make_response(jsonify(error="no such account"), 404))
    return found


@control.errorhandler(ValueError)
@control.errorhandler(KeyError)
@control.errorhandler(TypeError)
@control.errorhandler(AttributeError)
def unusable(error: Exception) -> tuple[Response, int]:
    return jsonify(error=f"{type(error).__name__}: {error}"), 400


@control.get("/health")
def health() -> Response:
    return jsonify(status="ok")


@control.put("/accounts/<token>")
def put_account(token: str) -> Response:
    account = Account(token, request.get_json(force=True))
    accounts().put(token, account)
    return jsonify(
        user=f"{base_url()}/users/{account.id}",
        organization=f"{base_url()}/organizations/{account.id}",
        event_types={kind.slug: f"{base_url()}/event_types/{kind.id}" for kind in account.event_types.values()},
    )


@control.delete("/accounts/<token>")
def delete_account(token: str) -> tuple[str, int]:
    accounts().remove(token)
    return "", 204


@control.put("/accounts/<token>/now")
def put_now(token: str) -> tuple[str, int]:
    _known(token).set_now(request.get_json(force=True)["now"])
    return "", 204


@control.put("/accounts/<token>/faults")
def put_faults(token: str) -> tuple[str, int]:
    account = _known(token)
    faults = [Fault.parse(entry) for entry in request.get_json(force=True)]
    with account.lock:
        account.faults = faults
    return "", 204


@control.get("/accounts/<token>/events")
def events(token: str) -> Response:
    account = _known(token)
    with account.lock:
        found = []
        for booking in account.bookings.values():
            event, invitee = answers.event(base_url(), booking), answers.invitee(base_url(), booking)
            found.append(
                {key: event[key] for key in OF_EVENT}
                | {key: invitee[key] for key in OF_INVITEE}
                | {
                    "slug": booking.event_type.slug,
                    "start": f"{booking.start.astimezone(account.zone):%Y-%m-%dT%H:%M}",
                    "source": booking.source,
                    "utm_content": invitee["tracking"]["utm_content"],
                    "cancellation": event.get("cancellation"),
                }
            )
    return jsonify(events=found)


@control.get("/accounts/<token>/requests")
def requests_so_far(token: str) -> Response:
    account = _known(token)
    with account.lock:
        return jsonify(dict(account.requests))


@control.post("/accounts/<token>/take")
def take(token: str) -> tuple[Response, int]:
    account = _known(token)
    body: dict[str, Any] = request.get_json(force=True)
    kind = _event_type(account, str(body["event_type"]))
    tracking = dict.fromkeys(TRACKING) | {"utm_content": body.get("utm_content")}
    with account.lock:
        try:
            booking = account.book(
                kind, account.instant(body["start"]), anywhere=True, source="staff",
                name=str(body.get("name") or "Taken by the clinic"),
                email=str(body.get("email") or "staff@clinic.invalid"),
                timezone=account.zone.key, tracking=tracking,
            )  # fmt: skip
        except NotAvailable:
            return jsonify(error="taken"), 409
        publish(account, "invitee.created", booking)
        invitee = answers.invitee(base_url(), booking)
    return jsonify(uri=invitee["event"], invitee=invitee["uri"], cancel_url=invitee["cancel_url"]), 201


@control.post("/accounts/<token>/cancel")
def cancel(token: str) -> tuple[str, int]:
    account = _known(token)
    body: dict[str, Any] = request.get_json(force=True)
    with account.lock:
        booking = _active(account, str(body["event"]))
        account.cancel(booking, body.get("reason"), _by(body))
        publish(account, "invitee.canceled", booking)
    return "", 204


@control.post("/accounts/<token>/move")
def move(token: str) -> tuple[Response, int]:
    account = _known(token)
    body: dict[str, Any] = request.get_json(force=True)
    with account.lock:
        booking = _active(account, str(body["event"]))
        try:
            moved = account.move(booking, account.instant(body["start"]), _by(body))
        except NotAvailable:
            return jsonify(error="taken"), 409
        publish(account, "invitee.created", moved)
        publish(account, "invitee.canceled", booking)
        uri = answers.event(base_url(), moved)["uri"]
    return jsonify(uri=uri), 200


@control.put("/accounts/<token>/webhooks")
def put_webhooks(token: str) -> tuple[str, int]:
    account = _known(token)
    trouble = Trouble.parse(request.get_json(force=True))
    with account.lock:
        account.webhooks.set_trouble(trouble)
    return "", 204


@control.get("/accounts/<token>/webhooks")
def webhooks(token: str) -> Response:
    account = _known(token)
    with account.lock:
        made = [answers.subscription(base_url(), account, one) for one in account.webhooks.subscriptions.values()]
        return jsonify(
            deliveries=[delivery.shown() for delivery in list(account.webhooks.deliveries)],
            subscriptions=[{"uri": one["uri"], "url": one["callback_url"], "state": one["state"]} for one in made],
        )


@control.put("/accounts/<token>/subscriptions")
def put_subscriptions(token: str) -> tuple[str, int]:
    account, state = _known(token), str(request.get_json(force=True)["state"])
    with account.lock:
        for subscription in account.webhooks.subscriptions.values():
            subscription.state = state
    return "", 204


@control.get("/accounts/<token>/links")
def links(token: str) -> Response:
    account = _known(token)
    with account.lock:
        return jsonify(links=list(account.links))


def _by(body: dict[str, Any]) -> str:
    by = str(body.get("by") or "host")
    if by not in ("host", "invitee"):
        raise ValueError("by must be host or invitee")
    return by


def _active(account: Account, uri: str) -> Booking:
    booking = account.bookings[last(uri)]
    if booking.cancellation:
        raise ValueError("this event is cancelled")
    return booking


def _event_type(account: Account, named: str) -> EventType:
    wanted = last(named)
    for kind in account.event_types.values():
        if wanted in (kind.id, kind.slug):
            return kind
    raise ValueError(f"no such event type: {wanted}")
