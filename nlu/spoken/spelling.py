"""Names spelled out: "M A R I A", "s as in sam", "capital k", "double t", and letters written as words."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WORD = re.compile(r"[a-z][a-z']*|[,.]", re.IGNORECASE)
_LETTER_WORDS = {
    "are": "r", "ar": "r", "be": "b", "bee": "b", "see": "c", "sea": "c", "dee": "d", "ee": "e", "ef": "f", "eff": "f",
    "gee": "g", "aitch": "h", "age": "h", "eye": "i", "jay": "j", "kay": "k", "cay": "k", "el": "l", "ell": "l",
    "em": "m", "en": "n", "oh": "o", "pee": "p", "pea": "p", "queue": "q", "cue": "q", "ess": "s", "es": "s",
    "tea": "t", "tee": "t", "you": "u", "vee": "v", "ex": "x", "why": "y", "zed": "z", "zee": "z",
}  # fmt: skip
_SKIPPED = {"capital", "big", "letter", "then", "and", "um", "uh"}
_EXAMPLE = {"as", "for", "like"}
_DOUBLE = {"double": 2, "triple": 3}
_FEWEST = 2


@dataclass(frozen=True)
class Spelled:
    """`word` in lower case; `start` and `end` are offsets into the utterance; `sure` when most were plain letters."""

    word: str
    start: int
    end: int
    sure: bool


def find_spelled(text: str) -> list[Spelled]:
    """Every spelled word, in order; a comma or a full stop ends one, so does any other word."""
    words = [(found[0].lower(), found.start(), found.end()) for found in _WORD.finditer(text)]
    found: list[Spelled] = []
    at = 0
    while at < len(words):
        spelled, end = _read(words, at)
        if spelled is not None:
            found.append(spelled)
        at = max(end, at + 1)
    return found


def _read(words: list[tuple[str, int, int]], first: int) -> tuple[Spelled | None, int]:
    letters: list[str] = []
    plain = 0
    at = end = first
    begun = words[first][1]
    while at < len(words):
        word = words[at][0]
        following = words[at + 1][0] if at + 1 < len(words) else ""
        if len(word) == 1 and word.isalpha():
            letters.append(word)
            plain += 1
            at += 1
        elif word in _DOUBLE and _letter(following):
            letters.append(_letter(following) * _DOUBLE[word])
            plain += 1
            at += 2
        elif _is_between_letters(words, first, at, letters):
            at += 1
            continue
        elif letters and _letter(word):
            letters.append(_letter(word))
            at += 1
        else:
            break
        at = _past_example(words, at, letters[-1][0])
        end = at
    joined = "".join(letters)
    if len(joined) < _FEWEST or plain < 2 or (plain < 3 and plain < len(letters)):
        return None, first + 1
    return Spelled(joined, begun, words[end - 1][2], plain >= len(letters) * 0.7), end


def _is_between_letters(words: list[tuple[str, int, int]], first: int, at: int, letters: list[str]) -> bool:
    """A full stop after a letter, "and", "capital"; a comma where there is one after every letter."""
    word = words[at][0]
    following = words[at + 1][0] if at + 1 < len(words) else ""
    if not _letter(following):
        return False
    if word == ",":
        since = next((i + 1 for i in range(at - 1, first - 1, -1) if words[i][0] == ","), first)
        return len(following) == 1 and [len(each) for each, _, _ in words[since:at]].count(1) == 1
    if word == ".":
        return bool(letters) and len(letters[-1]) == 1
    return word in _SKIPPED and (bool(letters) or word in ("capital", "big", "letter"))


def _letter(word: str) -> str:
    return word if len(word) == 1 and word.isalpha() else _LETTER_WORDS.get(word, "")


def _past_example(words: list[tuple[str, int, int]], at: int, letter: str) -> int:
    """Past "as in sam", "for delta", "like mike" after a letter."""
    if at + 1 < len(words) and words[at][0] in _EXAMPLE:
        skip = at + 2 if words[at + 1][0] in ("in", "for") else at + 1
        if skip < len(words) and words[skip][0].startswith(letter) and len(words[skip][0]) > 1:
            return skip + 1
    return at
