"""Twilio's signature over a webhook.

Checked over the raw body with blank fields kept (Sanic's form parser drops them, Twilio signs them) and over the public
URL from the settings, since a proxy changes what the request itself shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl

from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse
from twilio.request_validator import RequestValidator

from channels.settings import ChannelSettings


def signed_fields(request: Request, settings: ChannelSettings, needed: Sequence[str]) -> dict[str, str] | HTTPResponse:
    """The fields of a webhook, or the answer that refuses it: it is not Twilio's, or lacks a field that is `needed`."""
    url = f"{settings.public_url}{request.path}"
    if request.query_string:
        url = f"{url}?{request.query_string}"
    if not is_signed(settings.auth_token, url, request.body, request.headers.get("X-Twilio-Signature")):
        return response.text("The signature does not belong to this request.", status=403)
    fields = form_fields(request.body)
    missing = [name for name in needed if not fields.get(name)]
    return response.text(f"Missing: {', '.join(missing)}.", status=400) if missing else fields


def form_fields(body: bytes) -> dict[str, str]:
    """The fields of a form-encoded body, blank ones included; of a repeated field the last."""
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def is_signed(auth_token: str, url: str, body: bytes, signature: str | None) -> bool:
    """Whether `signature` (header X-Twilio-Signature) belongs to this `url` (with its query) and form `body`."""
    return bool(signature) and RequestValidator(auth_token).validate(url, form_fields(body), signature)
