"""What somebody who asks for a person says of the reason, and whether a message is to be left instead."""

from __future__ import annotations

import re

from nlu.spoken.wishes import Said

_ASKS_FOR_SOMEBODY = re.compile(
    r"\b(?:person|human|someone|somebody|anyone|receptionist|reception|staff|operator|agent|representative|desk|nurse|manager"
    r"|speak|talk|(?:call|ring|phone)(?:ed)? (?:me|us) back|put me through|connect me|transfer me)\b",
    re.IGNORECASE,
)
_CONCERN = re.compile(
    r"\b(?:about|regarding|concerning|because|to do with|problems? with|trouble with|questions? (?:on|for)|help with"
    r"|bill\w*|invoices?|charged?|refunds?|results?|prescriptions?|refills?|referrals?|insurance|complain\w*|records?|forms?"
    r"|letters?|medication|pharmacy|certificate|sick note)\b",
    re.IGNORECASE,
)
_MESSAGE = re.compile(
    r"\b(?:leave|take|pass on|pass along|give (?:him|her|them|(?:the )?doctor|(?:doctor|dr) \w+))"
    r" (?:you |me |him |her |them )?"
    r"(?:a|the|my|this) (?:quick |short |voice ?)?(?:message|voicemail|note)\b|\bleave word\b",
    re.IGNORECASE,
)
_EMPTY = re.compile(r"\babout (?:it|that|this|something|an appointment)\b", re.IGNORECASE)


def find_concern(text: str) -> Said | None:
    """The words of somebody who asks for a person and says why: the whole utterance, for the person to hear."""
    said = _EMPTY.sub(" ", text)
    if not (_ASKS_FOR_SOMEBODY.search(text) and _CONCERN.search(said)):
        return None
    return Said(text.strip(), 0, len(text))


def find_message_wish(text: str) -> Said | None:
    """ "Can I leave a message for Doctor Patel?"."""
    found = _MESSAGE.search(text.replace("\u2019", "'"))
    return Said(True, found.start(), found.end()) if found else None
