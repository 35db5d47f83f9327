"""Names by how they sound over a telephone."""

from __future__ import annotations

import re

from rapidfuzz.distance import Levenshtein

from simulators.calls.wording import TITLES, plain, same_name

ALIKE = 0.6

_SPELLINGS = [
    (r"^kn|^gn|^pn", "n"),
    (r"^wr", "r"),
    (r"^ps", "s"),
    (r"^x", "s"),
    (r"sch|tch|ch|sh|zh", "j"),
    (r"ph", "f"),
    (r"gh", ""),
    (r"dg(?=[eiy])|g(?=[eiy])", "j"),
    (r"c(?=[eiy])", "s"),
    (r"ck|qu|q|c|x", "k"),
    (r"th", "t"),
    (r"wh", "w"),
    (r"(?<=[aeiou])[hw]", ""),
    (r"y", "i"),
]
# Pairs that a line of 300 to 3400 Hz hardly tells apart.
_SAME = str.maketrans({"z": "s", "d": "t", "b": "p", "v": "f", "g": "k", "m": "n"})


def sound_alike(one: str, other: str) -> bool:
    """The same name for somebody who only heard it: "Katherine Meyer" and "Catherine Maier"."""
    if same_name(one, other):
        return True
    first, second = sound_key(one), sound_key(other)
    return bool(first and second) and Levenshtein.normalized_similarity(first, second) >= ALIKE


def sound_key(name: str) -> str:
    """Consonants in the order in which they are heard; of the vowels only that a word starts with one."""
    words = [word for word in re.findall(r"[a-z]+", plain(name)) if word not in TITLES]
    return "".join(_word_key(word) for word in words)


def _word_key(word: str) -> str:
    for spelling, sound in _SPELLINGS:
        word = re.sub(spelling, sound, word)
    word = word.translate(_SAME)
    word = re.sub(r"^[aeiou]+", "A", word)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouh]", "", word))
