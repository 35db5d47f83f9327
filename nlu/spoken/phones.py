"""Phone numbers as people say them: "two oh two, triple five, oh one oh one", "this number is fine"."""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers

from nlu.spoken.digits import HOMOPHONES, digit_runs, readings

_AGAIN = re.compile(
    r"\b(?:(?:start|begin|try)(?:ing)? (?:it )?(?:again|over)|from the (?:start|beginning|top))\b", re.IGNORECASE
)
_FEWEST = 7
_WHOLE = 10  # a number of this many figures is taken also where its range is not handed out (yet)

_THIS_NUMBER = re.compile(
    r"\b(?:this|that|same|current|the one|my)(?: phone)?(?: number| one| line)?(?: here)? (?:is|'s|will be|works"
    r"|would be) (?:fine|good|okay|ok|best|great|perfect|right|correct|mine|it)\b"
    r"|\b(?:use|on|to|with|at|take|text|call|send it to) (?:me (?:at|on) )?(?:this|that|the same"
    r"|the current)(?: phone| cell| mobile)?(?: number| one| phone)\b"
    r"|\b(?:number|one|phone|line|cell|mobile)(?: that)?(?: i'm| i am| im| you are| you're)? (?:calling"
    r"|ringing|phoning|talking|speaking|called|i called|i'm on|on)(?: you)? (?:from|on|with|now)\b"
    r"|\bthe (?:one|number|phone) (?:that )?i (?:ring|call|phone|use)(?: you)?(?: from| on| with)?\b|\buse mine\b"
    r"|\b(?:calling|ringing|phoning|called)(?: you)?(?: right)?(?: now)? (?:from|on) (?:it|this|that)\b"
    r"|\b(?:the )?same (?:number|one|phone)\b"
    r"|^(?:(?:yes|yeah|just|it's|well|oh|um|mine|my (?:own )?(?:number|phone)) )*"
    r"(?:this|the current) (?:number|one|phone)(?: please| is fine| works| here)?$"
    r"|\bnumber (?:you have|you've got|you see|on your (?:screen|display)|i(?:'m| am) (?:on|using)"
    r"|that (?:shows|came) up)\b|\bi(?:'m| am) calling from (?:it|this|my)\b"
    r"|\bthis (?:number|phone|cell|mobile)(?: number)?(?: is| 's)?(?: just)? (?:fine|good|okay|ok|works)\b"
    r"|\bnumber(?:'s| is| that's)? (?:coming|showing|came|showed|comes|shows) up\b"
    r"|\bthis is (?:my|the) (?:cell|mobile|phone|home|landline|number|best number|right number)\b"
    r"|\b(?:reach|call|text) me (?:here|on this|at this)\b"
)
_NOT_THIS = re.compile(
    r"\b(?:not|isn't|is not|don't use|another|different|other than) (?:on )?(?:this|that|the|my|the one"
    r"|number)\b|\bdifferent (?:number|one)\b|\banother (?:number|one)\b"
)


@dataclass(frozen=True)
class Phone:
    """`number` in E.164; `start` and `end` are offsets into the utterance."""

    number: str
    start: int
    end: int


def find_phone(text: str, region: str = "US") -> str | None:
    """The last complete number said, in E.164; None when digits are missing or too many."""
    found = locate_phone(text, region)
    return found.number if found else None


def locate_phone(text: str, region: str = "US") -> Phone | None:
    """Who starts again means what follows."""
    again = list(_AGAIN.finditer(text))
    if again:
        rest = locate_phone(text[again[-1].end() :], region)
        return Phone(rest.number, rest.start + again[-1].end(), rest.end + again[-1].end()) if rest else None
    for run in reversed(digit_runs(text)):
        for heard in (run, run[1:] if text[run[0][1] : run[0][2]].lower() in HOMOPHONES else []):
            for digits, start, end in readings(heard):
                number = _valid(digits, region)
                if number:
                    return Phone(number, start, end)
    return None


def is_callers_number(text: str) -> bool:
    """Whether the number that the call comes from is meant."""
    lowered = " ".join(re.sub(r"[,.;!?]", " ", text.lower().replace("’", "'")).split())
    written_out = lowered.replace("'s ", " is ")
    return bool(_THIS_NUMBER.search(lowered) or _THIS_NUMBER.search(written_out)) and not _NOT_THIS.search(lowered)


def _valid(digits: str, region: str) -> str | None:
    if len(digits.strip("+")) < _FEWEST or "+" in digits[1:]:
        return None
    try:
        number = phonenumbers.parse(digits, None if digits.startswith("+") else region)
    except phonenumbers.NumberParseException:
        return None
    complete = phonenumbers.is_possible_number(number) and len(str(number.national_number)) >= _WHOLE
    if not (complete or phonenumbers.is_valid_number(number)):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
