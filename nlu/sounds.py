"""How far apart two names are by ear over a telephone.

The distance is what it costs to make the phones of the name into those heard, for each phone of the longer one. What a
recogniser often confuses or drops costs little (`confusions.tsv`, learnt by `bench.nlu.learn_confusions`).
"""

from __future__ import annotations

import functools
import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from nlu.pronunciation import by_letters, pronunciations

NEVER = 9.0
PHONES = "bdgptkCJfvTDszSZmnNrlwyhA&^OWYEReIio6Uu"
_GAP, _END = len(PHONES), len(PHONES) + 1
_NUMBER = {phone: number for number, phone in enumerate(PHONES)}
CONFUSIONS = Path(__file__).with_name("confusions.tsv")
# Sounds that a telephone hardly tells apart, voiced and voiceless or neighbouring vowels, as one letter (after Miller
# and Nicely, "An analysis of perceptual confusions among some English consonants", 1955).
NEAR = str.maketrans("bdgvzZJDNIE&eO^UuoWR", "ptkfsSCTniiiiAAAAAAA")
# Share of the phones, so counted, that may differ at all; less for each natural logarithm of the table's size.
_FARTHEST_ROUGHLY, _LESS_FOR_THE_SIZE = 0.46, 0.014


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
        self._near = [said.translate(NEAR) for _, said in rows]
        owners = np.array([number for number, _ in rows], dtype=np.int32)
        self._starts = np.flatnonzero(np.diff(owners, prepend=-1))
        self._length = np.array([len(said) for _, said in rows], dtype=np.int32)
        self._phones = _padded([said for _, said in rows])
        dropped = _costs()[self._phones, _GAP]
        self._dropped = np.concatenate([np.zeros((len(rows), 1), np.float32), np.cumsum(dropped, axis=1)], axis=1)
        self.size = len(self._starts)
        self._roughly = _FARTHEST_ROUGHLY - _LESS_FOR_THE_SIZE * math.log(max(self.size, 1))

    def distances(self, heard: Sequence[str]) -> np.ndarray:
        """The least distance of each name to any of the pronunciations heard; NEVER for those far away."""
        heard = [said for said in heard if said]
        if not heard or not self.size:
            return np.full(self.size, NEVER, dtype=np.float32)
        most = int(self._roughly / (1 - self._roughly) * max(map(len, heard)))
        rough = process.cdist(
            [said.translate(NEAR) for said in heard],
            self._near,
            scorer=Levenshtein.distance,
            score_cutoff=most,
            dtype=np.uint8,
        )
        which, rows = np.nonzero(rough <= most)
        lengths = np.maximum(self._length[rows], np.array([len(said) for said in heard], dtype=np.int32)[which])
        fits = rough[which, rows] <= self._roughly * lengths
        if not fits.any():
            return np.full(self.size, NEVER, dtype=np.float32)
        which, rows = which[fits], rows[fits]
        nearest = np.full(rough.shape, NEVER, dtype=np.float32)
        nearest[which, rows] = self._costs_of(_padded(heard)[which], rows) / lengths[fits]
        return np.minimum.reduceat(nearest.min(axis=0), self._starts)

    def _costs_of(self, heard: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """What it costs to make each of the rows into what was heard beside it, phone after phone."""
        longest = int(self._length[rows].max())
        names, dropped = self._phones[rows, :longest], self._dropped[rows, : longest + 1]
        table = _costs()
        cost = dropped
        for phones in heard.T:
            added = table[_GAP, phones][:, None]
            following = cost + added
            following[:, 1:] = np.minimum(following[:, 1:], cost[:, :-1] + table[names, phones[:, None]])
            cost = np.minimum.accumulate(following - dropped, axis=1) + dropped
        return cost[np.arange(len(rows)), self._length[rows]]


@functools.lru_cache(maxsize=1)
def _costs() -> np.ndarray:
    """Of a phone of the name (row) heard as another (column); `_GAP` for one dropped or added, `_END` for no phone."""
    table = np.zeros((_END + 1, _END + 1), dtype=np.float32)
    table[:_END, _END] = table[_END, :_END] = NEVER
    table[_GAP, _END] = 0.0
    lines = CONFUSIONS.read_text(encoding="utf-8").splitlines()
    header, *rows = (line.split("\t") for line in lines if not line.startswith("#"))
    order = [_NUMBER.get(phone, _GAP) for phone in header[1:]]
    for phone, *costs in rows:
        table[_NUMBER.get(phone, _GAP), order] = np.array(costs, dtype=np.float32) / 100
    return table


def _padded(said: Sequence[str]) -> np.ndarray:
    """Numbers of phones, a row for each, filled up with `_END`."""
    numbers = np.full((len(said), max(map(len, said), default=0)), _END, dtype=np.intp)
    for row, phones in zip(numbers, said, strict=True):
        row[: len(phones)] = [_NUMBER[phone] for phone in phones]
    return numbers


def distance(heard: str, name: str) -> float:
    """Of two plain names; NEVER when they have next to nothing in common."""
    table = SoundTable([(0, name)])
    return float(table.distances(pronunciations(heard))[0]) if table.size else NEVER
