"""Asking for other times than those just offered: "anything later?", "what else have you got?", "none of those"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class More:
    kind: Literal["later", "earlier", "other"]
    start: int
    end: int


_ANY = r"(?:anything|something|any|nothing|a little|a bit|some|is there|got|have you|one|much|the)"
_LATER = re.compile(
    rf"\b{_ANY} (?:\w+ ){{0,2}}?(?:later|after (?:that|those|this))\b(?! than (?!that|those|this))"
    r"|\b(?:still|even|much|bit) later\b|\blater (?:still|again)\b"
    rf"|\blater (?:in the day|on|than (?:that|those)|please|if possible)\b|^(?:\w+ )?later$|\bfurther out\b"
)
_EARLIER = re.compile(
    rf"\b{_ANY} (?:\w+ ){{0,2}}?(?:earlier|sooner|before (?:that|those|this))\b(?! than (?!that|those"
    rf"|this))|\b(?:still|even|much|bit) (?:earlier|sooner)\b"
    r"|\b(?:earlier|sooner) (?:still|in the day|on|than (?:that|those)|please|if possible)\b"
    rf"|^(?:\w+ )?(?:earlier|sooner)$"
)
_OTHER = re.compile(
    r"\bwhat (?:else|other)\b|\banything else\b|\bsomething else\b|\b(?:any )?(?:other|different|more"
    r"|another) (?:times?|slots?|days?|options?|openings?|appointments?|ones|dates?)\b"
    r"|\bnone of (?:those|them|these)\b|\bneither\b|\bother (?:ones|than those)\b|\bdo you have others\b"
    r"|\bany others?\b|\bsome other (?:time|day)\b"
    r"|\b(?:those|they|that|it) (?:don't|doesn't|do not|does not|won't) (?:work|suit)\b|\bi can't (?:do"
    r"|make) (?:any of )?(?:those|them|that|these)\b"
)
_WITHOUT_OFFERS = re.compile(
    r"^(?:anything|something|nothing) (?:\w+ ){0,2}?(?:later|earlier|sooner)|^(?:any )?other (?:times?"
    r"|slots?|openings?)|^what else$"
)
_CHOOSES = re.compile(r"\b(?:the|that) (?:later|earlier|other|sooner) (?:one|slot|time|appointment)\b|\bother one\b")


def find_more(text: str, *, offered: bool) -> More | None:
    """Only after an offer do the looser wordings count; "the later one" takes an offer and is none."""
    lowered = text.lower().replace("’", "'").strip()
    if _CHOOSES.search(lowered):
        return None
    kinds: tuple[tuple[Literal["later", "earlier", "other"], re.Pattern[str]], ...] = (
        ("later", _LATER),
        ("earlier", _EARLIER),
        ("other", _OTHER),
    )
    for kind, pattern in kinds:
        found = pattern.search(lowered)
        if found and (offered or _WITHOUT_OFFERS.search(found[0])):
            shift = len(text) - len(text.lstrip())
            return More(kind, found.start() + shift, found.end() + shift)
    return None
