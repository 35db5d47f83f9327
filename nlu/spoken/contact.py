"""E-mail addresses and codes as people say them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlu.spoken.digits import HOMOPHONES, digit_runs, readings
from nlu.spoken.numbers import REPEATS, UNITS, words_to_digits

_SYMBOLS = {
    "dot": ".",
    "point": ".",
    "period": ".",
    "underscore": "_",
    "dash": "-",
    "hyphen": "-",
    "minus": "-",
    "at": "@",
    "plus": "+",
}
_ADDRESS_SIGN = re.compile(
    r"\s*@\s*|\s+(?:at the rate(?: of)?|at sign|at)\s+(?=[\w.\s-]{1,40}?(?:\.|\bdot\b|\bpoint\b))", re.IGNORECASE
)
_LEAD = re.compile(
    r"^(?:.*?\b(?:e[- ]?mail(?: address)?(?: is|'s)?|it's|it is|its|that's|that would be|address is|sure|yes"
    r"|yeah|um|uh|okay|so|just|spelled|spelt|one is|send it to|you can use)[\s,:]+)+",
    re.IGNORECASE,
)
_HOSTS = {
    "g mail": "gmail",
    "gee mail": "gmail",
    "hot mail": "hotmail",
    "out look": "outlook",
    "i cloud": "icloud",
    "eye cloud": "icloud",
    "ya hoo": "yahoo",
    "a o l": "aol",
}
_CORRECTION = re.compile(
    r"[\s,.]+(?:no(?! (?:dots|spaces|caps))|sorry|i mean|actually|wait)(?:[\s,]+(?:no|sorry|wait|it's))*[\s,]+",
    re.IGNORECASE,
)
_YEAR = re.compile(r"\btwo thousand(?: and)?(?: (one|two|three|four|five|six|seven|eight|nine)\b)?", re.IGNORECASE)
_EMAIL = re.compile(r"[a-z0-9][a-z0-9._+-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_AFTER_HOST = re.compile(r"^(.*?\b(?:com|org|net|edu|gov|us|uk|ie|in|es|mx|co\.uk|info|io|me))\b(?!\s*\.).*$")

_CODE_NAMED = re.compile(
    r"\b(?:code|confirmation|reference|booking) (?:number |code )?(?:is|was|:|it's)?", re.IGNORECASE
)
_CODE_LENGTHS = (4, 8)
USUAL_CODE = 6
_LONGEST_SLIP = 8


@dataclass(frozen=True)
class Found:
    """`value` as it is to be stored; offsets into the utterance."""

    value: str
    start: int
    end: int


def find_email(text: str) -> Found | None:
    """ "maria dot lopez at gmail dot com" -> maria.lopez@gmail.com."""
    signs = list(_ADDRESS_SIGN.finditer(text))
    if not signs:
        return None
    sign = signs[-1]
    before, after = text[: sign.start()], text[sign.end() :]
    corrected = list(_CORRECTION.finditer(before + " "))
    if corrected and before[corrected[-1].end() :].strip():
        before = " " * corrected[-1].end() + before[corrected[-1].end() :]
    elif corrected and len(signs) > 1:
        before = before[: signs[-2].start()]
    lead = _LEAD.match(before + " ")
    local = (before + " ")[lead.end() if lead else 0 :]
    value = f"{_written(local)}@{_written(_host(after))}"
    found = _EMAIL.fullmatch(value)
    if not found:
        return None
    return Found(value, min(lead.end() if lead else 0, sign.start()), len(text.rstrip(" .!?")))


def _host(text: str) -> str:
    lowered = text.lower()
    for said, host in _HOSTS.items():
        lowered = lowered.replace(said, host)
    lowered = re.sub(r"\b(?:please|thanks|thank you|that's it|all (?:lower case|one word|together))\b.*$", "", lowered)
    cut = _AFTER_HOST.match(re.sub(r"\s*\b(?:dot|point)\b\s*", ".", lowered))
    return cut[1] if cut else lowered


def _written(text: str) -> str:
    text = _YEAR.sub(lambda year: str(2000 + UNITS.get((year[1] or "").lower(), 0)), text)
    words = words_to_digits(text.lower()).replace("’", "").replace("'", "")
    words = re.sub(
        r"\b(?:all (?:lower ?case|one word|together)|lower ?case|capital|no (?:dots|spaces)|that's|as in \w+"
        r"|with (?:an? |one |two )?[a-z](?:'?s)?|the number)\b",
        " ",
        words,
    )
    words = re.sub(rf"\b({'|'.join(REPEATS)}) ([a-z])\b", lambda found: found[2] * REPEATS[found[1]], words)
    return "".join(_SYMBOLS.get(word, word) for word in words.split()).strip(",.;:!?")


def find_code(text: str, *, expected: bool) -> Found | None:
    """A confirmation code; without its name only when it was asked for. A telephone number is none."""
    named = _CODE_NAMED.search(text)
    if not expected and not named:
        return None
    return _code_after(text, named.end() if named else 0)


def _code_after(text: str, begin: int) -> Found | None:
    """The reading of the figures that comes nearest to a code's usual length."""
    best: Found | None = None
    for run in digit_runs(text[begin:]):
        heard = readings(run)
        if any(len(digits) > _LONGEST_SLIP for digits, _, _ in heard[:1]):
            continue
        if run[0][0] and text[begin + run[0][1] : begin + run[0][2]].lower() in HOMOPHONES:
            heard += readings(run[1:])
        for digits, start, end in heard + [(each[-USUAL_CODE:], start, end) for each, start, end in heard[1:]]:
            if _CODE_LENGTHS[0] <= len(digits) <= _CODE_LENGTHS[1] and (
                best is None or abs(len(digits) - USUAL_CODE) < abs(len(best.value) - USUAL_CODE)
            ):
                best = Found(digits, begin + start, begin + end)
    return best
