"""Postal addresses as people say them: "four ten riverside drive unit three b" -> 410 Riverside Drive Unit 3B.

House numbers are joined the way Americans read them out: "twelve thirty four" is 1234, "nineteen oh two" 1902.
"""

from __future__ import annotations

import re

from nlu.spoken.contact import Found
from nlu.spoken.numbers import OH, ORDINALS, REPEATS, TENS, UNITS
from nlu.spoken.people import capitalise

_LEAD = re.compile(
    r"^(?:(?:um|uh|yes|yeah|sure|okay|ok|so|well|it's|it is|its|that's|(?:i|we) live (?:at|on|in)|i'm at|we're at"
    r"|we are at|i am at|(?:my|the|our|home) (?:home )?address (?:is|would be|'s)|address is|at|house number"
    r"|number(?= \w+ \w+))[\s,]+)+",
    re.IGNORECASE,
)
_TAIL = re.compile(r"(?:[\s,]+(?:please|thanks|thank you|okay|that's it))+$", re.IGNORECASE)
_STREET = re.compile(
    r"\b(?:street|st|avenue|ave|road|rd|lane|ln|drive|dr|boulevard|blvd|court|ct|place|pl|way|terrace"
    r"|circle|square|park|close|crescent|gardens?|grove|hill|highway|route|apartment|apt|flat|unit|suite|box"
    r"|nagar|colony|sector|calle|row|mews|parade|quay|rue|trail|parkway|alley|cottage|house)\b",
    re.IGNORECASE,
)
_UNIT = {"apartment", "apt", "flat", "unit", "suite", "room", "floor"}
_NO_ADDRESS = re.compile(r"(?:no|i (?:don't|do not|won't|can't|just)|what|why|can|could|do)\b", re.IGNORECASE)
_CORRECTION = re.compile(
    r"[\s,.]+(?:no,? sorry|sorry,? no|no,? wait|wait,? no|no,? actually|i mean|sorry|actually)[\s,]+", re.IGNORECASE
)
_POST_CODE = re.compile(r"\b(?:zip|postal|post) ?code(?: is)?\s+|\bzip\s+", re.IGNORECASE)
_BOX = re.compile(r"\bp\.?\s?o\.?\s+box\b", re.IGNORECASE)
_NUMBERED = re.compile(r"\d+[A-Z]?,? [^\d\s]", re.IGNORECASE)
_TOKEN = re.compile(r"[^\s,]+|,")


def find_address(text: str) -> Found | None:
    """The answer to "what is your address"; None without a number before a name and without a word for a street."""
    lead = _LEAD.match(text)
    start = lead.end() if lead else 0
    said = _TAIL.sub("", text[start:].strip(" .!?"))
    if len(said.split()) < 2 or _NO_ADDRESS.match(said):
        return None
    written = _written(_corrected(_POST_CODE.sub("", said)))
    if not (_STREET.search(said) or _NUMBERED.match(written)):
        return None
    return Found(written, start, start + len(said))


def _corrected(said: str) -> str:
    """What follows "no, sorry" stands for the same part said before: from its first word or its number on."""
    *earlier, last = _CORRECTION.split(said)
    for before in reversed(earlier):
        words, again = before.split(), last.split()
        if again and again[0].lower() in (same := [word.lower() for word in words]):
            last = " ".join(words[: len(words) - 1 - same[::-1].index(again[0].lower())] + again)
        elif again and _is_number(again[0]):
            first = next((i for i, word in enumerate(words) if _is_number(word)), len(words))
            after = next((i for i in range(first, len(words)) if not _is_number(words[i])), len(words))
            rest = words[after:] if all(map(_is_number, again)) else []
            last = " ".join(words[:first] + again + rest)
        else:
            last = f"{before} {last}"
    return last


def _written(said: str) -> str:
    words = _TOKEN.findall(_BOX.sub("PO Box", said))
    written: list[str] = []
    at = 0
    while at < len(words):
        alone = bool(written) and written[-1].lower() in _UNIT and not any(word[0].isdigit() for word in written)
        number, used = _number(words, at, alone=alone)
        if used:
            at += used
            if at < len(words) and re.fullmatch(r"[a-z]", words[at], re.IGNORECASE) and at + 1 <= len(words):
                number, at = number + words[at].upper(), at + 1
            written.append(number)
        else:
            written.append(_word(words[at]))
            at += 1
    return re.sub(r"\s+,", ",", " ".join(written))


def _number(words: list[str], first: int, *, alone: bool) -> tuple[str, int]:
    """The figures said from `first` on and of how many words; `alone`: no more than one number of them."""
    figures = ""
    at = first
    while at < len(words):
        group, used = _group(words, at)
        if not used:
            break
        if not group[-1].isdigit():
            return (group, used) if not figures else (figures, at - first)
        figures += group
        at += used
        if alone:
            break
    return figures, at - first


def _group(words: list[str], at: int) -> tuple[str, int]:
    """One number: figures, "oh", "twenty four hundred", "one hundred and twenty", "forty second" (42nd)."""
    word = words[at].lower()
    following = words[at + 1].lower() if at + 1 < len(words) else ""
    if word.isdigit() or word in OH:
        return ("0" if word in OH else word), 1
    if word in REPEATS and (following in OH or UNITS.get(following, 10) < 10):
        return ("0" if following in OH else str(UNITS[following])) * REPEATS[word], 2
    if word in TENS and ORDINALS.get(following, 10) < 10:
        value = TENS[word] + ORDINALS[following]
        return f"{value}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th') }", 2
    value, used = _small(words, at)
    if not used:
        return "", 0
    for name, size in (("thousand", 1000), ("hundred", 100)):
        if at + used < len(words) and words[at + used].lower() == name:
            used += 1
            skip = at + used < len(words) - 1 and words[at + used].lower() == "and"
            rest, more = _small(words, at + used + skip)
            if more and at + used + skip + more < len(words) and words[at + used + skip + more].lower() == "hundred":
                rest, more = rest * 100, more + 1
            value = value * size + (rest if rest < size else 0)
            used += skip + more if more and rest < size else 0
    return str(value), used


def _small(words: list[str], at: int) -> tuple[int, int]:
    word = words[at].lower() if at < len(words) else ""
    following = words[at + 1].lower() if at + 1 < len(words) else ""
    if word in TENS:
        unit = UNITS.get(following, 0)
        if ORDINALS.get(following, 10) < 10:
            return 0, 0
        return (TENS[word] + unit, 2) if 1 <= unit <= 9 else (TENS[word], 1)
    return (UNITS[word], 1) if word in UNITS else (0, 0)


def _is_number(word: str) -> bool:
    lowered = word.lower()
    return word[0].isdigit() or lowered in UNITS or lowered in TENS or lowered in OH


def _word(word: str) -> str:
    if any(char.isupper() for char in word) or word == ",":
        return word
    is_initials = len(word) <= 4 and not re.search(r"[aeiouy'.]", word) and not _STREET.fullmatch(word)
    return word.upper() if is_initials else capitalise(word)
