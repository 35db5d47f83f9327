"""Phone numbers as people say them: "two oh two, triple five, oh one oh one", "this number is fine"."""

from __future__ import annotations

import re
from dataclasses import dataclass

import phonenumbers

from nlu.spoken.numbers import OH, REPEATS, TENS, UNITS

_WORD = re.compile(r"\+?\d+|[a-z]+|[^\sa-z\d]", re.IGNORECASE)
_GLUE = {
    "and", "then", "dash", "hyphen", "dot", "area", "code", "uh", "um", "er", "space", "-", ",", ".", "(", ")", "/",
    "it's", "extension",
}  # fmt: skip
_AGAIN = re.compile(
    r"\b(?:(?:start|begin|try)(?:ing)? (?:it )?(?:again|over)|from the (?:start|beginning|top))\b", re.IGNORECASE
)
_CORRECTION = {"no", "sorry", "wait"}
_HOMOPHONES = {
    "to": "2",
    "too": "2",
    "for": "4",
    "ate": "8",
    "won": "1",
    "tree": "3",
    "nought": "0",
    "nil": "0",
    "aught": "0",
}
_FEWEST = 7
_WHOLE = 10  # a number of this many figures is taken also where its range is not handed out (yet)

_THIS_NUMBER = re.compile(
    r"\b(?:this|that|same|current|the one|my)(?: phone)?(?: number)?(?: here)? (?:is|'s|will be|works"
    r"|would be) (?:fine|good|okay|ok|best|great|perfect|right|correct|mine|it)\b"
    r"|\b(?:use|on|to|with|at|take|text|call|send it to) (?:me (?:at|on) )?(?:this|that|the same"
    r"|the current)(?: phone| cell| mobile)?(?: number| one| phone)\b"
    r"|\b(?:number|one|phone|line|cell|mobile)(?: that)?(?: i'm| i am| im| you are| you're)? (?:calling"
    r"|ringing|phoning|talking|speaking|called|i called|i'm on|on)(?: you)? (?:from|on|with|now)\b"
    r"|\b(?:calling|ringing|phoning|called)(?: you)?(?: right)?(?: now)? (?:from|on) (?:it|this|that)\b"
    r"|\b(?:the )?same (?:number|one|phone)\b|^(?:yes |yeah |just |it's )*(?:this|the current) (?:number"
    r"|one|phone)(?: please| is fine| works| here)?$"
    r"|\bnumber (?:you have|you've got|you see|on your (?:screen|display)|i(?:'m| am) (?:on|using)"
    r"|that (?:shows|came) up)\b|\bi(?:'m| am) calling from (?:it|this|my)\b"
    r"|\bthis (?:number|phone|cell|mobile)(?: number)?(?: is| 's)?(?: just)? (?:fine|good|okay|ok|works)\b"
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
    for run in reversed(_runs(text)):
        for heard in (run, run[1:] if text[run[0][1] : run[0][2]].lower() in _HOMOPHONES else []):
            for digits, start, end in _readings(heard):
                number = _valid(digits, region)
                if number:
                    return Phone(number, start, end)
    return None


def is_callers_number(text: str) -> bool:
    """Whether the number that the call comes from is meant."""
    lowered = " ".join(re.sub(r"[,.;!?]", " ", text.lower().replace("’", "'")).split())
    return bool(_THIS_NUMBER.search(lowered)) and not _NOT_THIS.search(lowered)


_Piece = tuple[str, int, int]


def _runs(text: str) -> list[list[_Piece]]:
    """Stretches of digits, each piece with its offsets; a correction ("no", "sorry") is an empty piece."""
    words = [(found[0].lower(), found.start(), found.end()) for found in _WORD.finditer(text)]
    runs: list[list[_Piece]] = [[]]
    at = 0
    while at < len(words):
        word, start, end = words[at]
        following = words[at + 1][0] if at + 1 < len(words) else ""
        used = 1
        digits = _digits(word)
        if word in REPEATS and len(_digits(following) or "") == 1:
            digits, used = (_digits(following) or "") * REPEATS[word], 2
        elif word in TENS and 1 <= UNITS.get(following, 0) <= 9:
            digits, used = str(TENS[word] + UNITS[following]), 2
        elif word == "plus":
            digits = "+"
        elif following == "hundred" and digits and len(digits) == 1:
            digits, used = digits + "00", 2
        elif (
            digits is None
            and word in _HOMOPHONES
            and (_digits(following) is not None or (runs[-1] and at + 1 == len(words)))
        ):
            digits = _HOMOPHONES[word]
        if digits is not None:
            runs[-1].append((digits, start, words[at + used - 1][2]))
        elif word in _CORRECTION and runs[-1]:
            runs[-1].append(("", start, end))
        elif word not in _GLUE and runs[-1]:
            runs.append([])
        at += used
    return [run for run in runs if run]


def _digits(word: str) -> str | None:
    if word.lstrip("+").isdigit():
        return word
    if word in OH:
        return "0"
    value = UNITS.get(word, TENS.get(word))
    return None if value is None else str(value)


def _readings(run: list[_Piece]) -> list[tuple[str, int, int]]:
    """What the run could be, the likeliest first: what follows a correction, a group said again, or all of it."""
    parts: list[list[_Piece]] = [[]]
    for piece in run:
        if piece[0]:
            parts[-1].append(piece)
        elif parts[-1]:
            parts.append([])
    parts = [part for part in parts if part]
    if not parts:
        return []
    start, end = parts[0][0][1], parts[-1][-1][2]
    said = ["".join(digits for digits, _, _ in part) for part in parts]
    readings = [said[-1]]
    if len(said) > 1:
        before, again = said[-2], said[-1]
        readings += [before[:cut] + again for cut in range(len(before), 0, -1)]
        readings.append("".join(said))
    return [(reading, start, end) for reading in readings]


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
