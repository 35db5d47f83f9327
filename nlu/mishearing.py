"""Utterances as a recogniser might have heard them, for training only: words replaced, left out and put in.

What replaces a word comes from `mishearings.en.tsv` (counted in real transcripts) or sounds like it: a word of the
other examples, or a frequent one of the language. The same seed and texts give the same result.
"""

from __future__ import annotations

import functools
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import jellyfish
import numpy as np
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import cdist

from nlu.sounds import plain

TABLE = Path(__file__).with_name("mishearings.en.tsv")
REPLACED, LEFT_OUT = 0.62, 0.28
LIKE_ENOUGH = 55
NEIGHBOURS = 6
COUNTED = 0.5
FREQUENT = 6000  # as many words of the language may be heard

Weighted = list[tuple[str, int]]


def mishearings(texts: Sequence[str], rate: float, seed: int, frequent: Sequence[str] = ()) -> list[str]:
    """One hearing of each text with about `rate` of its words wrong (0..1); a text may stay as it is.

    `frequent` are words of the language that may be heard although nobody said them.
    """
    chance = random.Random(seed)
    said = sorted({word for text in texts for word in text.split()})
    alike = _alike(tuple(said), tuple(sorted({*said, *frequent})))
    return [_misheard(text, rate, chance, alike) for text in texts]


def _misheard(text: str, rate: float, chance: random.Random, alike: dict[str, list[str]]) -> str:
    replaced, added = _table()
    heard: list[str] = []
    for word in text.split():
        if chance.random() >= rate:
            heard.append(word)
            continue
        kind = chance.random()
        if kind < REPLACED:
            heard.append(_another(word, chance, replaced.get(word, []), alike.get(word, [])))
        elif kind >= REPLACED + LEFT_OUT:
            heard += [word, _drawn(added, chance)]
    return " ".join(heard) or text


def _another(word: str, chance: random.Random, counted: Weighted, alike: Sequence[str]) -> str:
    if counted and (not alike or chance.random() < COUNTED):
        return _drawn(counted, chance)
    return chance.choice(alike) if alike else ""


def _drawn(weighted: Weighted, chance: random.Random) -> str:
    words, times = zip(*weighted, strict=True)
    return str(chance.choices(words, times)[0])


def counted() -> Iterator[tuple[str, str]]:
    """Words that were said and what was heard for them, as counted in real transcripts."""
    return ((said, heard) for said, replaced in _table()[0].items() for heard, _ in replaced if heard)


@functools.cache
def _table() -> tuple[dict[str, Weighted], Weighted]:
    """What replaces a word (empty: it is left out), and what is put in."""
    replaced: dict[str, Weighted] = defaultdict(list)
    added: Weighted = []
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        said, heard, times = line.split("\t")
        if said:
            replaced[said].append((heard, int(times)))
        else:
            added.append((heard, int(times)))
    return replaced, added


@functools.lru_cache(maxsize=1)
def _alike(words: tuple[str, ...], others: tuple[str, ...]) -> dict[str, list[str]]:
    """The words among `others` that sound most like each."""
    near_by = likeness(Spelling.of(words), Spelling.of(others))
    nearest: dict[str, list[str]] = {}
    for row, word in enumerate(words):
        places: Iterable[int] = np.argsort(-near_by[row], kind="stable")[: NEIGHBOURS + 1]
        near = [others[place] for place in places if near_by[row, place] >= LIKE_ENOUGH]
        nearest[word] = [other for other in near if other != word][:NEIGHBOURS]
    return nearest


@dataclass(frozen=True)
class Spelling:
    """Words, each as its letters and as its consonants by ear."""

    letters: list[str]
    sounds: list[str]

    @classmethod
    def of(cls, words: Sequence[str]) -> Spelling:
        return cls([_letters(word) for word in words], [_sounds(word) for word in words])


def likeness(words: Spelling, others: Spelling) -> np.ndarray:
    """One row a word, one column for each of the others: 0 to 100, half by letters, half by sounds."""
    pairs = ((words.letters, others.letters), (words.sounds, others.sounds))
    by_letters, by_sounds = (cdist(ours, theirs, scorer=ratio, dtype=np.uint8) for ours, theirs in pairs)
    return by_letters / 2 + by_sounds / 2


def _letters(word: str) -> str:
    return plain(word).replace(" ", "") or word


def _sounds(word: str) -> str:
    return str(jellyfish.metaphone(_letters(word))).replace(" ", "")
