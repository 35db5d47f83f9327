"""Questions about other people as patients: whether somebody is one, who comes when, what they have, how they are
reached. Nobody is told; a relative's own appointment ("when is my son's appointment?") is verified elsewhere."""

from __future__ import annotations

import re

_NOBODY_ELSE = (
    r"(?!(?:i|we|you|this|it|that|there|the (?:bus|train|tram)|any\w*|some\w*|doctors?|dr|(?:the|a|my|your|which)"
    r" doctors?)\b)"
)
_NO_RELATIVE = rf"{_NOBODY_ELSE}(?!my\b|our\b)"
_WHO = rf"{_NOBODY_ELSE}(?:[\w'.-]+ ){{1,5}}?"
_SOMEBODY = rf"{_NO_RELATIVE}(?:[\w'.-]+ ){{1,4}}?"
_OF_OTHERS = r"(?:his|her|their|(?!(?:doctor|dr|clinic|office|practice|it|that|what|there|here|where|who)'s)[\w-]+'s)"
_HERE = r"(?:you|your|this clinic|the clinic|doctor|dr)\b"
_PATTERNS = (
    rf"\b(?:is|was|are|isn't) {_WHO}(?:an? |one of (?:your|the|his|her|\w+ \w+'s) |your |registered |still (?:an? )?)"
    r"(?:regular |current |former )?(?:patients?|clients?)\b",
    rf"\b(?:is|was) {_SOMEBODY}(?:registered|on (?:your|the) books|seeing (?:doctor|dr)\b)",
    r"\b(?:do|did|does) (?:you|\w+ \w+) (?:have|see|treat) (?:an? |any )?(?:patients?|clients?)"
    r" (?:called|named|by the name|with the name|whose)\b",
    rf"\b(?:does|did|do|has|have) {_SOMEBODY}(?:comes?|go|goes|been|gone) (?:in )?(?:to|at|with) {_HERE}",
    rf"\b(?:has|have|was) {_WHO}(?:been|come|in) (?:in )?to (?:see )?{_HERE}",
    rf"\b(?:if|whether) {_SOMEBODY}(?:is|was|has been|been|comes?|came|goes|went) (?:coming |going )?"
    rf"(?:an? patient|one of your|registered|seeing (?:doctor|dr)\b|(?:in )?to {_HERE})",
    rf"\b(?:what|why) (?:is|was|'s|are) {_NOBODY_ELSE}(?:[\w'.-]+ ){{1,4}}?(?:being )?(?:treated|seen|in) for\b",
    r"\b(?:tell|give|read|send|know|have|get|see|what is|what's|what are|need) (?:me |us |out |you )?(?:about )?"
    rf"(?:my )?{_OF_OTHERS} (?:test |lab |blood |medical |home |phone |cell |mobile |contact )*"
    r"(?:results?|diagnos\w+|records?|history|chart|file|address|number|details|date of birth|birthday|medication)\b",
    r"\bwho(?:'s| is| has| have| else)* (?:got )?(?:(?:an|the|that) (?:\w+ )?appointment|booked|seeing (?:doctor|dr)\b"
    r"|(?:your|the|his|her) (?:other |next )?patients?\b)",
    r"\b(?:list|names?|details|numbers?|records?|data|information) (?:of |on |for |about )?"
    r"(?:all |every |any |the |your |of )*(?:patients?|appointments?)\b",
    r"\b(?:all|every|each|other|another|your|the|list) patients?(?:'s?)?"
    r" (?:names?|lists?|data|records?|information|details|numbers?|files?)\b",
    r"\b(?:list|show|print|read out|dump|reveal|display|give me) (?:me )?(?:all|every|each)(?: of)?(?: the| your)?"
    r" (?:patients?|appointments?)\b",
)
_ABOUT_A_PATIENT = re.compile("|".join(_PATTERNS), re.IGNORECASE)
_ASKED_OF_THE_CLINIC = re.compile(
    r"\bnew (?:patients?|clients?)\b|\b(?:tak|accept|see)ing\b.*\bpatients?\b", re.IGNORECASE
)


def asks_about_patient(text: str) -> tuple[int, int] | None:
    """Where somebody else is asked about, as offsets."""
    plain = text.replace("\u2019", "'")
    found = _ABOUT_A_PATIENT.search(plain)
    return None if found is None or _ASKED_OF_THE_CLINIC.search(plain) else found.span()
