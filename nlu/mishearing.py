"""Utterances as a recogniser might have heard them, for training only: words replaced, left out and put in.

What replaces a word comes from `mishearings.en.tsv` (counted in real transcripts) or sounds like it and is said in
other examples. The same seed and texts give the same result.
"""

from __future__ import annotations

import functools
import random
from collections import defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

import jellyfish
import numpy as np
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import cdist

from nlu.sounds import plain

_TABLE = Path(__file__).with_name("mishearings.en.tsv")
REPLACED, LEFT_OUT = 0.62, 0.28
LIKE_ENOUGH = 55
NEIGHBOURS = 4
COUNTED = 0.5

Weighted = list[tuple[str, int]]


def mishearings(texts: Sequence[str], rate: float, seed: int) -> list[str]:
    """One hearing of each text with about `rate` of its words wrong (0..1); a text may stay as it is."""
    chance = random.Random(seed)
    alike = _alike(sorted({word for text in texts for word in text.split()}))
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


@functools.cache
def _table() -> tuple[dict[str, Weighted], Weighted]:
    """What replaces a word (empty: it is left out), and what is put in."""
    replaced: dict[str, Weighted] = defaultdict(list)
    added: Weighted = []
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        said, heard, times = line.split("\t")
        if said:
            replaced[said].append((heard, int(times)))
        else:
            added.append((heard, int(times)))
    return replaced, added


def _alike(words: Sequence[str]) -> dict[str, list[str]]:
    """The words among `words` that sound most like each."""
    letters = [plain(word).replace(" ", "") or word for word in words]
    sounds = [jellyfish.metaphone(each).replace(" ", "") for each in letters]
    likeness = (cdist(letters, letters, scorer=ratio) + cdist(sounds, sounds, scorer=ratio)) / 2
    np.fill_diagonal(likeness, 0)
    nearest: dict[str, list[str]] = {}
    for row, word in enumerate(words):
        places: Iterable[int] = np.argsort(-likeness[row], kind="stable")[:NEIGHBOURS]
        nearest[word] = [words[place] for place in places if likeness[row, place] >= LIKE_ENOUGH]
    return nearest
