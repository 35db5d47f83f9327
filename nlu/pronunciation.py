"""Words as phones, one letter each as pronunciations.txt explains: from a dictionary, else letter by letter."""

from __future__ import annotations

import functools
import re
from itertools import product
from pathlib import Path
from string import ascii_lowercase

_FOLDER = Path(__file__).parent
_MOST = 3
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1")


@functools.lru_cache(maxsize=65536)
def pronunciations(words: str) -> tuple[str, ...]:
    """How plain lower-case words may be said, one after the other, and as one word where no dictionary has it."""
    if words in _dictionary():
        return _dictionary()[words]
    said = [_dictionary().get(word) or (by_letters(word),) for word in words.split()]
    readings = ["".join(each) for each in product(*(one[: _MOST if len(said) < 3 else 1] for one in said))]
    return tuple(dict.fromkeys([*readings[: 2 * _MOST], by_letters(words.replace(" ", ""))]))


def by_letters(word: str) -> str:
    """How a name reads that nobody knows; so that it is like any other spelling of it."""
    word = _DOUBLED.sub(r"\1", word)
    phones, at = "", 0
    while at < len(word):
        for pattern, sound in _letter_sounds().get(word[at], ()):
            found = pattern.match(word, at)
            if found and found.end() > at:
                phones += sound
                at = found.end()
                break
        else:
            at += 1
    return phones


@functools.lru_cache(maxsize=1)
def _dictionary() -> dict[str, tuple[str, ...]]:
    known: dict[str, tuple[str, ...]] = {}
    for file in ("irregular_names.txt", "pronunciations.txt"):
        for word, *said in map(str.split, _lines(file)):
            known[word] = tuple(dict.fromkeys((*known.get(word, ()), *said)))
    return known


@functools.lru_cache(maxsize=1)
def _letter_sounds() -> dict[str, list[tuple[re.Pattern[str], str]]]:
    """The rules in which a letter stands, in order, for each letter."""
    rules = [
        (re.compile(pattern), sound.strip("-"))
        for pattern, sound in (line.rsplit(" ", 1) for line in _lines("letter_sounds.txt"))
    ]
    return {letter: [rule for rule in rules if letter in rule[0].pattern] for letter in ascii_lowercase}


def _lines(file: str) -> list[str]:
    text = (_FOLDER / file).read_text(encoding="utf-8")
    return [line for line in text.splitlines() if line and not line.startswith("#")]
