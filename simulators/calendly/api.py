"""The routes of Calendly's API v2. Every answer depends on the account of the bearer token and on its clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, current_app, g, jsonify, request

from simulators.calendly import answers, booking_request
from simulators.calendly.accounts import Account, Accounts, Booking, EventType, NotAvailable
from simulators.calendly.answers import denied, invalid, not_found

api = Blueprint("api", __name__)


def accounts() -> Accounts:
    found: Accounts = current_app.extensions["accounts"]
    return found


def account() -> Account:
    found: Account = g.account
    return found


def base_url() -> str:
    return request.host_url.rstrip("/")


def publish(account: Account, kind: str, booking: Booking) -> None:
    """The caller holds the account's lock, so that webhooks leave in the order of what they tell."""
    account.webhooks.publish(kind, answers.webhook(base_url(), account, kind, booking))


def last(uri: str) -> str:
    return uri.rstrip("/").rsplit("/", 1)[-1]


def _own_event_type(uuid: str) -> EventType:
    found = account().event_types.get(uuid)
    if found is None:
        raise denied() if accounts().owner_of("event_types", uuid) else not_found()
    return found


def _own_booking(uuid: str) -> Booking:
    found = account().bookings.get(uuid)
    if found is None:
        raise denied() if accounts().owner_of("bookings", uuid) else not_found()
    return found


def _hosts(user: str | None, organization: str | None) -> Callable[[str], bool]:
    """Whether a host's resources may be listed for `user` or `organization`. The account's own user sees all of them,
    because the clinic's token stands for all its doctors."""
    if not user and not organization:
        raise invalid("user", "user or organization is required")
    if organization and last(organization) != account().id:
        raise denied()
    if organization and account().role != "admin":
        raise denied("You do not have permission to access this resource.")
    if not user or last(user) == account().id:
        return lambda host: True
    wanted = last(user)
    if all(kind.host != wanted for kind in account().event_types.values()):
        raise denied("This user is not in your organization")
    return lambda host: host == wanted


def _range(longest: timedelta, future: bool) -> tuple[Any, Any]:
    for parameter in ("start_time", "end_time"):
        if not request.args.get(parameter):
            raise invalid(parameter, "is missing")
    start = answers.parse_timestamp(request.args["start_time"], "start_time")
    end = answers.parse_timestamp(request.args["end_time"], "end_time")
    if future and start <= account().now():
        raise invalid("start_time", "must be in the future")
    if end <= start:
        raise invalid("end_time", "must be after start_time")
    if end - start > longest:
        raise invalid("end_time", f"date range can be no greater than {longest.days} days")
    return start, end


@api.get("/users/me")
def current_user() -> Response:
    return jsonify(resource=answers.user(base_url(), account()))


@api.get("/event_types")
def event_types() -> Response:
    listed = _hosts(request.args.get("user"), request.args.get("organization"))
    active = request.args.get("active")
    found = [
        answers.event_type(base_url(), account(), kind)
        for kind in sorted(account().event_types.values(), key=lambda kind: kind.name)
        if listed(kind.host) and active in (None, str(kind.active).lower())
    ]
    shown, pagination = answers.page(request.base_url, request.args.to_dict(), found)
    return jsonify(collection=shown, pagination=pagination)


@api.get("/event_types/<uuid>")
def event_type(uuid: str) -> Response:
    return jsonify(resource=answers.event_type(base_url(), account(), _own_event_type(uuid)))


@api.get("/event_type_available_times")
def available_times() -> Response:
    if not request.args.get("event_type"):
        raise invalid("event_type", "is missing")
    kind = _own_event_type(last(request.args["event_type"]))
    start, end = _range(timedelta(days=31), future=True)
    with account().lock:
        free = account().free(kind, start, end) if kind.active else []
    return jsonify(collection=[answers.available_time(account(), kind, moment) for moment in free])


@api.get("/user_busy_times")
def busy_times() -> Response:
    if not request.args.get("user"):
        raise invalid("user", "is missing")
    listed = _hosts(request.args["user"], None)
    start, end = _range(timedelta(days=7), future=False)
    with account().lock:
        booked = {
            (booking.event_type.id, booking.start): f"{base_url()}/scheduled_events/{booking.id}"
            for booking in account().bookings.values()
            if booking.status == "active"
        }
        found = sorted(
            (opens, closes, booked.get((kind.id, opens)))
            for kind in account().event_types.values()
            if listed(kind.host)
            for opens, closes in kind.busy.intervals
            if opens < end and closes > start
        )
    return jsonify(collection=[answers.busy_time(*entry) for entry in found])


@api.get("/scheduled_events")
def scheduled_events() -> Response:
    query = request.args.to_dict()
    listed = _hosts(query.get("user"), query.get("organization"))
    if query.get("status") not in (None, "active", "canceled"):
        raise invalid("status", "must be active or canceled")
    field, _, direction = query.get("sort", "start_time:asc").partition(":")
    if field != "start_time" or direction not in ("", "asc", "desc"):
        raise invalid("sort", "is invalid")
    given = (key for key in ("min_start_time", "max_start_time") if query.get(key))
    limits = {key: answers.parse_timestamp(query[key], key) for key in given}
    with account().lock:
        found = [
            booking
            for booking in account().bookings.values()
            if listed(booking.event_type.host)
            and query.get("status") in (None, booking.status)
            and query.get("invitee_email", booking.email).lower() == booking.email.lower()
            and booking.start >= limits.get("min_start_time", booking.start)
            and booking.start <= limits.get("max_start_time", booking.start)
        ]
        found.sort(key=lambda booking: booking.start, reverse=direction == "desc")
        events = [answers.event(base_url(), booking) for booking in found]
    shown, pagination = answers.page(request.base_url, query, events)
    return jsonify(collection=shown, pagination=pagination)


@api.get("/scheduled_events/<uuid>")
def scheduled_event(uuid: str) -> Response:
    with account().lock:
        return jsonify(resource=answers.event(base_url(), _own_booking(uuid)))


@api.get("/scheduled_events/<uuid>/invitees")
def invitees(uuid: str) -> Response:
    query = request.args.to_dict()
    with account().lock:
        booking = _own_booking(uuid)
        fits = query.get("status") in (None, booking.status) and query.get("email") in (None, booking.email)
        found = [answers.invitee(base_url(), booking)] if fits else []
    shown, pagination = answers.page(request.base_url, query, found)
    return jsonify(collection=shown, pagination=pagination)


@api.get("/scheduled_events/<uuid>/invitees/<invitee_uuid>")
def invitee(uuid: str, invitee_uuid: str) -> Response:
    with account().lock:
        booking = _own_booking(uuid)
        if booking.invitee_id != invitee_uuid:
            raise not_found()
        return jsonify(resource=answers.invitee(base_url(), booking))


@api.post("/scheduled_events/<uuid>/cancellation")
def cancel(uuid: str) -> tuple[Response, int]:
    reason = json_body().get("reason") if request.get_data() else None
    if reason is not None and (not isinstance(reason, str) or len(reason) > 10_000):
        raise invalid("reason", "is too long (maximum is 10000 characters)")
    with account().lock:
        booking = _own_booking(uuid)
        if booking.cancellation:
            raise denied("Event is already canceled")
        if booking.start <= account().now():
            raise denied("Event in the past")
        account().cancel(booking, reason)
        publish(account(), "invitee.canceled", booking)
        return jsonify(resource=answers.cancelled(booking)), 201


@api.post("/invitees")
def create_invitee() -> tuple[Response, int]:
    body = json_body()
    if not body.get("event_type"):
        raise invalid("event_type", "is missing")
    kind = _own_event_type(last(str(body["event_type"])))
    with account().lock:
        start = booking_request.start_time(body, account().now())
        wanted = booking_request.details(body, kind)
        try:
            if not kind.active:
                raise NotAvailable
            booking = account().book(kind, start, **wanted)
        except NotAvailable:
            raise invalid("start_time", "This time is no longer available.", "already_filled") from None
        publish(account(), "invitee.created", booking)
        return jsonify(resource={"cancellation": None} | answers.invitee(base_url(), booking)), 201


@api.post("/scheduling_links")
def scheduling_link() -> tuple[Response, int]:
    body = json_body()
    if body.get("max_event_count") != 1:
        raise invalid("max_event_count", "must be 1")
    if body.get("owner_type") != "EventType":
        raise invalid("owner_type", "must be EventType")
    kind = _own_event_type(last(str(body.get("owner") or "")))
    code = uuid4().hex
    with account().lock:
        account().links.append(kind.id)
    link = {
        "booking_url": f"https://calendly.invalid/d/{code[:4]}-{code[4:7]}-{code[7:10]}/{kind.slug}",
        "owner": f"{base_url()}/event_types/{kind.id}",
        "owner_type": "EventType",
    }
    return jsonify(resource=link), 201


def json_body() -> dict[str, Any]:
    body = request.get_json(force=True, silent=True)
    if not isinstance(body, dict):
        raise invalid("body", "is not a JSON object")
    return body
