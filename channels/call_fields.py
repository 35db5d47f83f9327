"""What some of Twilio's fields say of a call, and what is answered where nobody has to be asked."""

from __future__ import annotations

from sanic.request import Request

from channels import twiml


def connected(fields: dict[str, str]) -> bool:
    """Whether a transfer ended because the two had talked."""
    return fields.get("DialCallStatus") in ("completed", "answered") and fields.get("DialBridged") != "false"


def attestation(verstat: str | None) -> str | None:
    """STIR/SHAKEN level of the calling number: "TN-Validation-Passed-A" -> "A"; None where it did not pass."""
    return verstat[-1] if verstat and verstat.startswith("TN-Validation-Passed-") else None


async def put_through(request: Request, fields: dict[str, str]) -> str:
    """The human is put through without the reason."""
    return twiml.whisper_reason([])


async def unheard(request: Request, fields: dict[str, str]) -> str:
    return ""
