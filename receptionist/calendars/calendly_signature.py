"""The signature of Calendly's webhooks (developer.calendly.com, "Webhook signatures"):
`Calendly-Webhook-Signature: t=<unix seconds>,v1=<hex>`, HMAC-SHA256 over `t.body` with the subscription's key."""

from __future__ import annotations

import hashlib
import hmac

HEADER = "Calendly-Webhook-Signature"
OLDEST_S = 180
AHEAD_S = 60
PATH = "/calendly/webhooks"


class Untrusted(Exception):
    """Not from Calendly, or too old. Says which."""


def signing_key(secret: str, clinic_id: str) -> str:
    """Every clinic's own, made of the installation's secret."""
    return hmac.new(secret.encode(), f"calendly webhooks of {clinic_id}".encode(), hashlib.sha256).hexdigest()


def webhook_url(address: str, clinic_id: str) -> str:
    """`address`: where Calendly reaches our web."""
    return f"{address.rstrip('/')}{PATH}/{clinic_id}"


def check(header: str, body: bytes, key: str, now: float) -> str:
    """The signature that is right; `now` in unix seconds. Raises Untrusted."""
    fields = [part.strip().partition("=") for part in header.split(",")]
    moments = [value for name, _, value in fields if name == "t" and value.isascii() and value.isdigit()]
    signatures = [value for name, _, value in fields if name == "v1"]
    if len(moments) != 1 or len(moments[0]) > 12 or not signatures:
        raise Untrusted("there is no signature")
    right = hmac.new(key.encode(), moments[0].encode() + b"." + body, hashlib.sha256).hexdigest()
    if not any(hmac.compare_digest(right.encode(), shown.encode()) for shown in signatures):
        raise Untrusted("the signature is wrong")
    if not -AHEAD_S <= now - int(moments[0]) <= OLDEST_S:
        raise Untrusted("the signature is too old")
    return right
