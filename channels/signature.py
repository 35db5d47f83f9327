"""Twilio's signature over a webhook.

Checked over the raw body with blank fields kept (Sanic's form parser drops them, Twilio signs them) and over the public
URL from the settings, since a proxy changes what the request itself shows.
"""

from __future__ import annotations

from urllib.parse import parse_qsl

from twilio.request_validator import RequestValidator


def form_fields(body: bytes) -> dict[str, str]:
    """The fields of a form-encoded body, blank ones included; of a repeated field the last."""
    return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def is_signed(auth_token: str, url: str, body: bytes, signature: str | None) -> bool:
    """Whether `signature` (header X-Twilio-Signature) belongs to this `url` (with its query) and form `body`."""
    return bool(signature) and RequestValidator(auth_token).validate(url, form_fields(body), signature)
