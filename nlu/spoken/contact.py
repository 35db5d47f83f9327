"""E-mail addresses, codes and postal addresses as people say them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlu.spoken.numbers import REPEATS, words_to_digits
from nlu.spoken.phones import locate_phone

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
    r"^(?:.*?\b(?:e-?mail(?: address)?(?: is|'s)?|it's|it is|its|that's|that would be|address is|sure|yes"
    r"|yeah|um|uh|okay|send it to|you can use)[\s,:]+)+",
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
_EMAIL = re.compile(r"[a-z0-9][a-z0-9._+-]*@[a-z0-9-]+(?:\.[a-z0-9-]+)+")
_AFTER_HOST = re.compile(r"^(.*?\b(?:com|org|net|edu|gov|us|uk|ie|in|es|mx|co\.uk|info|io|me))\b(?!\s*\.).*$")

_CODE = re.compile(r"(?<!\d)\d(?:[\s,.-]*\d)+(?!\d)")
_CODE_NAMED = re.compile(
    r"\b(?:code|confirmation|reference|booking) (?:number |code )?(?:is|was|:|it's)?", re.IGNORECASE
)
_CODE_LENGTHS = (4, 8)
USUAL_CODE = 6

_ADDRESS_LEAD = re.compile(
    r"^(?:(?:um|uh|yes|yeah|sure|okay|ok|so|well|it's|it is|its|that's|i live (?:at|on|in)|i'm at"
    r"|we live (?:at|on)|(?:my|the|our|home) (?:home )?address (?:is|would be)|address is|at)[\s,]+)+",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"\b(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|place|pl|way|terrace"
    r"|circle|square|park|close|crescent|gardens?|grove|hill|highway|apartment|apt|flat|unit|suite|box"
    r"|nagar|colony|sector|calle|row|mews|parade|quay)\b",
    re.IGNORECASE,
)
_NO_ADDRESS = re.compile(r"(?:no|i (?:don't|do not|won't|can't)|what|why|can|could|do)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Found:
    """`value` as it is to be stored; offsets into the utterance."""

    value: str
    start: int
    end: int


def find_email(text: str) -> Found | None:
    """ "maria dot lopez at gmail dot com" -> maria.lopez@gmail.com."""
    sign = _ADDRESS_SIGN.search(text)
    if not sign:
        return None
    signs = list(_ADDRESS_SIGN.finditer(text))
    sign = signs[-1]
    before, after = text[: sign.start()], text[sign.end() :]
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
    words = words_to_digits(text.lower()).replace("’", "").replace("'", "")
    words = re.sub(
        r"\b(?:all (?:lower case|one word|together)|lower ?case|capital|no (?:dots|spaces)|that's|as in \w+"
        r"|the number)\b",
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
    phone = locate_phone(text)
    begin = named.end() if named else 0
    found = _digits_after(text, begin)
    if found is None or (phone and phone.start <= found.start < phone.end):
        return None
    return found if _CODE_LENGTHS[0] <= len(found.value) <= _CODE_LENGTHS[1] else None


_NUMBERISH = re.compile(
    r"(?:(?:\d+|zero|oh|o|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    r"|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty"
    r"|ninety|double|triple|to|too|for|won)\b[\s,.-]*)+",
    re.IGNORECASE,
)


def _digits_after(text: str, begin: int) -> Found | None:
    runs = [
        run
        for run in _NUMBERISH.finditer(text, begin)
        if re.search(r"[\d]|zero|one|two|three|four|five|six|seven|eight|nine|ten|teen|ty", run[0], re.IGNORECASE)
    ]
    best: Found | None = None
    for run in runs:
        said = re.sub(r"^(?:to|too|for)\b", "", run[0].strip(), flags=re.IGNORECASE)
        said = re.sub(r"\b(?:to|too)\b", "two", said, flags=re.IGNORECASE)
        said = re.sub(r"\bfor\b", "four", said, flags=re.IGNORECASE)
        digits = re.sub(r"\D", "", words_to_digits(re.sub(r"\bwon\b", "one", said, flags=re.IGNORECASE)))
        if digits and (best is None or abs(len(digits) - USUAL_CODE) < abs(len(best.value) - USUAL_CODE)):
            best = Found(digits, run.start(), run.start() + len(run[0].rstrip(" ,.-")))
    return best


def find_address(text: str) -> Found | None:
    """The answer to "what is your address", house numbers in digits; None without a number or a word for a street."""
    lead = _ADDRESS_LEAD.match(text)
    start = lead.end() if lead else 0
    said = text[start:].strip(" .!?")
    said = re.sub(r"[\s,]+(?:please|thanks|thank you)$", "", said, flags=re.IGNORECASE)
    written = words_to_digits(said)
    if len(said.split()) < 2 or _NO_ADDRESS.match(said) or not (_STREET.search(said) or re.search(r"\d", written)):
        return None
    return Found(_addressed(written), start, start + len(said))


def _addressed(written: str) -> str:
    return " ".join(word if any(char.isupper() for char in word) else word.capitalize() for word in written.split())
