"""Calling off what is being done: "never mind", "i'll leave it", "forget it"."""

from __future__ import annotations

import re

_GIVES_UP = re.compile(
    r"\bnever ?mind\b|\bforget (?:it|about it|that)\b|\b(?:i'?ll|i will|let'?s|just|we'?ll) leave (?:it|that)\b"
    r"|\bleave (?:it|things?|everything) (?:alone|(?:as|the way|where|how) (?:it|they) (?:is|was|are|were))\b"
    r"|\b(?:i(?:'ll| will)?|we(?:'ll| will)?) keep (?:the|my) (?:one|mon|tues|wednes|thurs|fri|satur|sun)\w*(?: one)?$"
    r"|\bkeep (?:it|that|the one i have|what i have|(?:my|the) (?:old|original|current) (?:one|time|appointment|slot))"
    r"(?: (?:as|where|how) (?:it|that) (?:is|was))?$"
    r"|\bdon'?t bother\b|\b(?:doesn'?t|does not) matter (?:any ?more|now)\b|\bi(?:'ve| have)? changed my mind\b"
    r"|\bi(?:'ll| will) (?:call|ring|phone|try)(?: you)? (?:back|again|another (?:time|day)|later)\b"
    r"|\bi don'?t (?:want|need) (?:it|one|an appointment|the appointment) (?:any ?more|after all|now)\b",
    re.IGNORECASE,
)
_ABOUT_SOMETHING_ELSE = re.compile(
    r"\b(?:instead|rather(?! (?:keep|leave|not))|make it|can (?:i|we|you)|could (?:i|we|you))\b", re.IGNORECASE
)


def gives_up(text: str) -> bool:
    """ "Never mind, make it Wednesday instead" goes on with something else, so it does not."""
    text = text.replace("’", "'")
    return bool(_GIVES_UP.search(text)) and not _ABOUT_SOMETHING_ELSE.search(text)
