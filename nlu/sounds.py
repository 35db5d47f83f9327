"""How alike two names sound over a telephone: spelling apart, near consonants (b/p, d/t, f/v, g/k, s/z) alike."""

from __future__ import annotations

import functools
import re
import unicodedata

import jellyfish
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import ratio

_NEAR = str.maketrans({"B": "P", "V": "F", "D": "T", "0": "T", "G": "K", "Z": "S", "J": "X", "Q": "K"})
_SPELLINGS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"([^aeiou])\1", r"\1"),
        (r"(?<=.)e$", ""),
        (r"ie$|ey$|y$", "i"),
        (r"ee|ea|ei|ie", "i"),
        (r"ai|ay|ey", "e"),
        (r"oo|ou|u", "u"),
        (r"y", "i"),
        (r"ph", "f"),
        (r"c(?=[eiy])", "s"),
        (r"ck|ch(?=r)|c(?!h)|q", "k"),
        (r"v(?=s)", "f"),
        (r"z", "s"),
        (r"h(?=[^aeiou]|$)(?<![cst]h)", ""),
    )
]


@functools.lru_cache(maxsize=65536)
def plain(text: str) -> str:
    """Lower-case letters and single spaces: accents, punctuation and possessive left out."""
    letters = unicodedata.normalize("NFD", text.lower().replace("\u2019", "'"))
    letters = (
        "".join(char for char in letters if unicodedata.category(char) != "Mn").replace("ß", "ss").replace("ø", "o")
    )
    return " ".join(re.sub(r"[^a-z ]", "", re.sub(r"'s\b|[-.,?!]", " ", letters)).split())


@functools.lru_cache(maxsize=65536)
def consonants(joined: str) -> str:
    return jellyfish.metaphone(joined).replace(" ", "").translate(_NEAR)


@functools.lru_cache(maxsize=65536)
def same_sound_key(joined: str) -> str:
    """Equal for names that nobody can tell apart by ear: Reid, Reed, Read; Clark, Clarke; Stephens, Stevens."""
    key = joined.replace("ph", "f") if "phen" not in joined else joined.replace("ph", "v")
    for pattern, sound in _SPELLINGS:
        key = pattern.sub(sound, key)
    return key


def likeness(heard: str, name: str) -> float:
    """0..1 for two names without spaces; 1 only for the same letters."""
    if heard == name:
        return 1.0
    letters = max(ratio(heard, name) / 100, JaroWinkler.similarity(heard, name) * 0.95)
    if same_sound_key(heard) == same_sound_key(name):
        return 0.97
    mine, other = consonants(heard), consonants(name)
    sound = ratio(mine, other) / 100
    if min(len(mine), len(other)) <= 2 and mine != other:
        sound *= 0.7
    return min(0.96, 0.5 * letters + 0.5 * sound)
