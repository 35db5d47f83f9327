"""The routes of webhook subscriptions."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, Response, jsonify, request

from simulators.calendly import answers
from simulators.calendly.answers import ApiError, denied, invalid, not_found
from simulators.calendly.api import account, base_url, json_body, last
from simulators.calendly.webhooks import Subscription

EVENTS = ("invitee.created", "invitee.canceled", "invitee_no_show.created", "invitee_no_show.deleted",
          "routing_form_submission.created")  # fmt: skip
SCOPES = ("organization", "user", "group")

subscriptions = Blueprint("subscriptions", __name__)


@subscriptions.post("/webhook_subscriptions")
def create() -> tuple[Response, int]:
    body = json_body()
    url = str(body.get("url") or "")
    if urlsplit(url).scheme not in ("http", "https"):
        raise invalid("url", "is missing or not a valid URL")
    events = body.get("events")
    if not isinstance(events, list) or not events or not set(events) <= set(EVENTS):
        raise invalid("events", "is missing or holds an unknown event")
    scope = _scope(body.get("scope"), str(body.get("organization") or ""), body.get("user"))
    with account().lock:
        found = account().webhooks.subscriptions
        if any(other.url == url and other.scope == scope for other in found.values()):
            raise ApiError(409, "Already Exists", "Hook with this url already exists")
        made = Subscription(url, list(events), scope, str(body.get("signing_key") or ""))
        found[made.id] = made
    return jsonify(resource=answers.subscription(base_url(), account(), made)), 201


@subscriptions.get("/webhook_subscriptions")
def listed() -> Response:
    query = request.args.to_dict()
    scope = _scope(query.get("scope"), query.get("organization", ""), query.get("user"))
    with account().lock:
        found = [
            answers.subscription(base_url(), account(), one)
            for one in account().webhooks.subscriptions.values()
            if one.scope == scope
        ]
    shown, pagination = answers.page(request.base_url, query, found)
    return jsonify(collection=shown, pagination=pagination)


@subscriptions.get("/webhook_subscriptions/<uuid>")
def one(uuid: str) -> Response:
    return jsonify(resource=answers.subscription(base_url(), account(), _own(uuid)))


@subscriptions.delete("/webhook_subscriptions/<uuid>")
def delete(uuid: str) -> tuple[str, int]:
    with account().lock:
        del account().webhooks.subscriptions[_own(uuid).id]
    return "", 204


def _own(uuid: str) -> Subscription:
    found = account().webhooks.subscriptions.get(uuid)
    if found is None:
        raise not_found()
    return found


def _scope(scope: object, organization: str, user: object) -> str:
    if scope not in SCOPES:
        raise invalid("scope", "must be organization, user or group")
    if last(organization) != account().id:
        raise denied()
    if scope == "organization" and account().role != "admin":
        raise denied()
    if scope == "user" and last(str(user or "")) != account().id:
        raise invalid("user", "is required when the scope is user")
    return str(scope)
