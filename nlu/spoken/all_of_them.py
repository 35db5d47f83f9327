"""All of what was listed, or of what the caller has: "both of them", "all my appointments", "the lot"."""

from __future__ import annotations

import re

_ALL = re.compile(
    r"\b(?:both|them all|those all|the lot|every one of|every single|each (?:one )?of|the pair of|the two of them"
    r"|(?:my|the|our|all) (?:two|three|four|2|3|4) (?:of (?:them|those)|appointments?|bookings|visits)"
    r"|all (?:of )?(?:the |my )?(?:them|'em|em|those|these|my|the|our|two|three|four|appointments|bookings)"
    r"|(?:my|the|our) appointments)\b"
    r"|^(?:um |uh |well |oh |just |please )*(?:all|everything|every one)(?: please)?$",
    re.IGNORECASE,
)
_NOT_ALL = re.compile(r"\b(?:not|one of|just one of|which of) (?:both|all|the two|my|them)\b", re.IGNORECASE)


def find_all(text: str) -> tuple[int, int] | None:
    """Offsets of the words that say so."""
    said = text.replace("’", "'")
    found = _ALL.search(said)
    return found.span() if found and not _NOT_ALL.search(said) else None
