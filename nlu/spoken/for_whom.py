"""For whom somebody calls: "it's for my daughter", "and one for me"."""

from __future__ import annotations

import re
from pathlib import Path

from ruamel.yaml import YAML

RELATIVES: list[str] = (
    YAML(typ="safe").load(Path(__file__).with_name("name_words.yml").read_text("utf-8"))["relatives"].split()
)
RELATIVE = "|".join(sorted(RELATIVES, key=len, reverse=True))
_TELLS = r"(?:said|says|told|thinks|thought|i|you)"
_FOR_OTHER = re.compile(
    rf"\b(?:for|it's|is|on behalf of|bring(?:ing)?|about|calling about|see|get|book|wants?|needs?) (?:my"
    rf"|our|a|the) (?:\w+[ -])?({RELATIVE})(?:-in-law| in law)?\b"
    rf"|\b(?:my|our) (?:\w+ )?({RELATIVE})(?: (?!{_TELLS}\b)\w+){{0,2}} (?:needs|has|is|was|wants|would|should|hurt"
    rf"|got)\b|\b(?:for) (him|her|them|someone else|somebody else)\b"
)
_FOR_SELF = re.compile(
    r"\b(?:one|another|appointment|booking|slot|this|it's|that's|something) (?:is )?for (?:me|myself)\b"
    r"|\bbook (?:me|myself) (?:in )?(?:too|as well|also)\b|\bfor myself\b|\bfor me (?:too|as well|this time)\b",
    re.IGNORECASE,
)
_OWN_RELATIVE = re.compile(
    rf"\b(?:said|saying|say|told|telling|talking|spoke) (?:that )?to (?:my|our) (?:{RELATIVE})\b"
    r"|\bmy (?:husband|wife|mother|mom|mum|dad|father|daughter|son|friend) (?:comes?|come|drive|drives"
    r"|can come|is driving)\b"
)


def find_for_other(text: str) -> tuple[str, int, int] | None:
    """Whom the caller calls for ("daughter", "mother", "other"), with offsets."""
    lowered = text.lower().replace("’", "'")
    found = _FOR_OTHER.search(lowered)
    if not found or _OWN_RELATIVE.search(lowered):
        return None
    relative = found[1] or found[2]
    return relative or "other", found.start(), found.end()


def find_for_self(text: str) -> tuple[int, int] | None:
    """Where the caller says that an appointment is for themselves, perhaps after one for somebody else."""
    found = _FOR_SELF.search(text.replace("’", "'"))
    return found.span() if found else None
