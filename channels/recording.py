"""Whether a caller agrees to be recorded: asked in the greeting of clinics that record, and only a plain yes counts."""

from __future__ import annotations

import re

AGREED, REFUSED = "/recording_agreed", "/recording_refused"
MOST_S = 120

_YES = re.compile(r"(?:yes|yeah|yep|yup|sure|okay|ok|of course|that's (?:fine|ok|okay)|fine|go ahead|i agree)\b", re.I)
_NO = re.compile(r"(?:no|nope|nah|i'd rather not|rather not|please don't|don't|i do not|i don't)\b", re.I)
_MOST_WORDS = 5


def answer(speech: str, digits: str) -> bool | None:
    """None for anything but an answer to the question: then nothing is recorded, and the words are a request."""
    if digits:
        return {"1": True, "2": False}.get(digits)
    if len(speech.split()) > _MOST_WORDS:
        return None
    if _NO.match(speech):
        return False
    return True if _YES.match(speech) else None
