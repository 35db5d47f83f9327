"""How far apart two names are by ear over a telephone.

The distance is the share of phones that would have to change. A change within a kind of sounds that a telephone hardly
tells apart (voiced and voiceless, neighbouring vowels) counts a third, within a manner of articulation two thirds, else
one (after Miller and Nicely, "An analysis of perceptual confusions among some English consonants", 1955).
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Iterable, Sequence

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from nlu.pronunciation import by_letters, pronunciations

NEVER = 9.0
_VOWELS = "A&^OWYEReIio6Uu"
_NEAR = str.maketrans("bdgvzZJDNIE&eO^UuoWR", "ptkfsSCTniiiiAAAAAAA")
_MANNER = str.maketrans(
    "bdgptkCJfvTDszSZmnNrlwy" + _VOWELS, "ttttttSSffffSSSSnnnllll" + "a" * len(_VOWELS)
)  # fmt: skip
_FARTHEST_IN_MANNER = 0.5


@functools.lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Lower-case letters and single spaces: accents, punctuation and possessive left out."""
    letters = unicodedata.normalize("NFD", text.lower().replace("\u2019", "'"))
    letters = "".join(char for char in letters if unicodedata.category(char) != "Mn")
    letters = letters.replace("ß", "ss").replace("ø", "o").replace("ł", "l").replace("đ", "d").replace("ı", "i")
    return " ".join(re.sub(r"[^a-z ]", "", re.sub(r"'s\b|[-.,?!]", " ", letters)).split())


class SoundTable:
    """Names by number, each with the ways in which it is said; compared with something heard all at once."""

    def __init__(self, spoken: Iterable[tuple[int, str]]) -> None:
        """(number, plain words) from 0 upwards without gaps; several entries may have one number."""
        rows = sorted(
            {
                (number, said)
                for number, words in spoken
                for said in (*pronunciations(words), by_letters(words.replace(" ", "")))
                if said
            }
        )
        self._said = [said for _, said in rows]
        self._near = [said.translate(_NEAR) for said in self._said]
        self._manner = [said.translate(_MANNER) for said in self._said]
        self._owner = np.array([number for number, _ in rows], dtype=np.int32)
        self._length = np.array([len(said) for said in self._said], dtype=np.float32)
        self.size = int(self._owner.max()) + 1 if rows else 0

    def distances(self, heard: Sequence[str]) -> np.ndarray:
        """The least distance of each name to any of the pronunciations heard; NEVER for those far away."""
        nearest = np.full(self.size, NEVER, dtype=np.float32)
        for said in heard:
            if not said or not self._said:
                continue
            length = np.maximum(self._length, len(said))
            manner = _changes(said.translate(_MANNER), self._manner)
            rows = np.flatnonzero(manner <= _FARTHEST_IN_MANNER * length)
            exact = _changes(said, [self._said[row] for row in rows])
            near = _changes(said.translate(_NEAR), [self._near[row] for row in rows])
            np.minimum.at(nearest, self._owner[rows], (exact + near + manner[rows]) / (3 * length[rows]))
        return nearest


def _changes(said: str, others: list[str]) -> np.ndarray:
    if not others:
        return np.zeros(0, dtype=np.float32)
    return process.cdist([said], others, scorer=Levenshtein.distance, dtype=np.uint8)[0].astype(np.float32)


def distance(heard: str, name: str) -> float:
    """Of two plain names; NEVER when they have next to nothing in common."""
    table = SoundTable([(0, name)])
    return float(table.distances(pronunciations(heard))[0]) if table.size else NEVER
