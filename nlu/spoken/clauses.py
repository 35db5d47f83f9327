"""Two requests in one breath: where one ends and the next begins."""

from __future__ import annotations

import re

_BORDER = re.compile(
    r"(?:\b(?:and then|and also|and after that|and while (?:i'm|we're|you're) at it|and while i've got you"
    r"|but also|but first|but before that"
    r"|oh and|oh also|also"
    r"|then|plus|as well as|if not|otherwise|because|cause|cuz|and|but)\b"
    r"|(?=\bi just (?:want|need|wanted)\b)|[.;?!]\s)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"\b(?:i|we|you|can|could|what|what's|when|when's|where|where's|who|how|is|are|do|does|did|will|would"
    r"|please|let|let's"
    r"|cancel|book|move|change|make|tell|put|get|give|reschedule|schedule|speak|talk|need|want|check"
    r"|connect|transfer|find|see|set|sort|fix|arrange|drop|bin|scrap|scratch|knock|remind|pop|fit)\b",
    re.IGNORECASE,
)
_COMMAND = re.compile(
    r"(?:please )?(?:cancel|book|rebook|move|reschedule|schedule)\b(?! (?:it|that|this|them|in)\b)", re.IGNORECASE
)
_VERBS = (
    ("cancel", r"cancel|call off|drop(?! (?:in|by|off))|scrap|scratch|delete|get rid of|take me off"),
    ("move", r"move|reschedule|re schedule|change|switch|shift|push|postpone|rearrange|bring forward"),
    ("book", r"book|rebook|schedule|make an?|set up|get an?"),
)
_OPENS = re.compile(
    r"\W*(?:(?:and|then|also|please|just|so|oh|i|i'd|we|can|could|would|will|you|like|want|need|to|have|me|maybe|first"
    r"|wanna|gonna|going|hi|hello|um|uh|let's|got|gotta)\W+)*"
    rf"(?:{'|'.join(f'(?P<{kind}>{verbs})' for kind, verbs in _VERBS)})\b(?! (?:it|that|this|them)\b)",
    re.IGNORECASE,
)
SHORTEST = 3


def clauses(text: str) -> list[str]:
    """The parts of a sentence that could be requests of their own, in order; the whole text when it has but one.

    >>> clauses("cancel my appointment on monday and what time do you open")
    ['cancel my appointment on monday', 'what time do you open']
    """
    parts = [text[start:end].strip(" ,") for start, end in clause_spans(text)]
    return [part for part in parts if part]


def clause_spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of each of `clauses` in `text`."""
    spans: list[tuple[int, int]] = []
    start = 0
    for border in _BORDER.finditer(text):
        if _asks(text[border.end() :].strip(" ,")) and text[start : border.start()].strip(" ,"):
            spans.append((start, border.start()))
            start = border.end()
    return [*spans, (start, len(text))]


def request_spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of the parts that ask for different things, each with its own verb: "cancel the tuesday one and |
    move the wednesday one to eleven". What is said in one of them is nothing of the other.

    >>> request_spans("move it to tuesday and make it eleven")
    [(0, 37)]
    """
    spans: list[tuple[int, int]] = []
    before = None
    for start, end in clause_spans(text):
        opens = _OPENS.match(text[start:end].replace("’", "'"))
        kind = next((kind for kind, _ in _VERBS if opens[kind]), None) if opens else None
        if spans and (kind is None or before in (None, kind)):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
        before = kind or before
    spans[0] = (0, spans[0][1])
    return spans


def is_command(clause: str) -> bool:
    """ "book doctor yilmaz for thursday", but not "book it"."""
    return bool(_COMMAND.match(clause))


def _asks(text: str) -> bool:
    first = " ".join(text.split()[:SHORTEST])
    return is_command(text) or (len(text.split()) >= SHORTEST and bool(_ASKS.search(first)))
