"""Twilio's signature over the request that is being answered."""

from __future__ import annotations

from flask import request
from twilio.request_validator import RequestValidator


def is_signed(validator: RequestValidator | None, addresses: list[str]) -> bool:
    """Under any of the addresses at which this process may have been reached: Twilio signs the whole URL."""
    if validator is None:
        return False
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    signature = request.headers.get("X-Twilio-Signature", "")
    return any(validator.validate(f"{address}{request.path}{query}", request.form, signature) for address in addresses)
