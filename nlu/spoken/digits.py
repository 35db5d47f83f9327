"""Figures said one by one or in groups, with slips put right: "four eight two, um, one nine, no, two nine three"."""

from __future__ import annotations

import re

from nlu.spoken.numbers import OH, REPEATS, TENS, UNITS

# Figures, and where they stand in the utterance.
Piece = tuple[str, int, int]

_WORD = re.compile(r"\+?\d+|[a-z]+|[^\sa-z\d]", re.IGNORECASE)
_ASIDE = re.compile(
    r"\b(?:let me (?:see|check|look|think)|(?:hang|hold) on|(?:one|just a|a) (?:sec|second|moment|minute)|you know"
    r"|i think|i guess|and then)\b",
    re.IGNORECASE,
)
_GLUE = {
    "and", "then", "dash", "hyphen", "dot", "area", "code", "uh", "um", "er", "erm", "space", "it's", "so", "okay",
    "ok", "well", "-", ",", ".", "(", ")", "/", "…",
}  # fmt: skip
_CORRECTION = {"no", "sorry", "wait", "nope", "oops", "actually"}
HOMOPHONES = {
    "to": "2",
    "too": "2",
    "for": "4",
    "fore": "4",
    "ate": "8",
    "won": "1",
    "tree": "3",
    "nought": "0",
    "nil": "0",
    "aught": "0",
}


def digit_runs(text: str) -> list[list[Piece]]:
    """Stretches of figures; a correction ("no", "sorry") within one is a piece without figures."""
    heard = _ASIDE.sub(lambda aside: " " * len(aside[0]), text)
    words = [(found[0].lower(), found.start(), found.end()) for found in _WORD.finditer(heard)]
    runs: list[list[Piece]] = [[]]
    at = 0
    while at < len(words):
        digits, used = _read(words, at, begun=bool(runs[-1]))
        word, start, _ = words[at]
        if digits is not None:
            runs[-1].append((digits, start, words[at + used - 1][2]))
        elif word in _CORRECTION and runs[-1]:
            runs[-1].append(("", start, words[at][2]))
        elif word not in _GLUE and runs[-1]:
            runs.append([])
        at += used
    return [run for run in runs if run]


def readings(run: list[Piece]) -> list[tuple[str, int, int]]:
    """What a run could be, the likeliest first: what follows a correction, a group said again, or all of it."""
    parts: list[list[Piece]] = [[]]
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
    found = [said[-1]]
    if len(said) > 1:
        before, again = said[-2], said[-1]
        found += [before[:cut] + again for cut in range(len(before), 0, -1)]
        found.append("".join(said))
    return [(reading, start, end) for reading in found]


def _read(words: list[Piece], at: int, *, begun: bool) -> tuple[str | None, int]:
    """The figures that begin at a word, and of how many words."""
    word = words[at][0]
    following, after = (words[i][0] if i < len(words) else "" for i in (at + 1, at + 2))
    digits = _digits(word)
    if word in REPEATS and len(_digits(following) or "") == 1:
        return (_digits(following) or "") * REPEATS[word], 2
    if word in TENS and 1 <= UNITS.get(following, 0) <= 9:
        return str(TENS[word] + UNITS[following]), 2
    if word == "plus":
        return "+", 1
    if following == "hundred" and digits and len(digits) == 1:
        rest, used = _read(words, at + 3, begun=True) if after == "and" and at + 3 < len(words) else (None, 0)
        return (f"{digits}{rest:>02}", used + 3) if rest and len(rest) <= 2 else (digits + "00", 2)
    if digits is None and word in HOMOPHONES:
        goes_on = _digits(following) is not None or (begun and (following in HOMOPHONES or at + 1 == len(words)))
        return (HOMOPHONES[word] if goes_on else None), 1
    return digits, 1


def _digits(word: str) -> str | None:
    if word.lstrip("+").isdigit():
        return word
    if word in OH:
        return "0"
    value = UNITS.get(word, TENS.get(word))
    return None if value is None else str(value)
