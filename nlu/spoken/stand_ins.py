"""One doctor, one weekday and one month stand for all, so that a request is told by its wording, not by its names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlu.lexicon import is_function_word

_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day(?=(?:'?s)?\b)")
_MONTH = re.compile(r"\b(?:january|february|march|april|june|july|august|september|october|november|december)\b")
_DOCTOR = re.compile(r"\b(doctor|dr) ([a-z][a-z'-]*)")
_NOT_NAMES = {"appointment", "appointments", "visit", "free", "available", "note", "said", "says", "told"}


def with_stand_in_doctors(text: str, doctors: Sequence[tuple[int, int]]) -> str:
    """The doctors that were recognised, by their offsets; they need no title, and may be misheard."""
    for start, end in sorted(doctors, reverse=True):
        text = f"{text[:start]}doctor patel{text[end:]}"
    return text


def with_stand_ins(tidy: str) -> str:
    """Of a tidied text.

    >>> with_stand_ins("is doctor okafor's clinic on thursday the third of june")
    "is doctor patel's clinic on monday the third of november"
    """
    return _DOCTOR.sub(_doctor, _MONTH.sub("november", _WEEKDAY.sub("monday", tidy)))


def _doctor(found: re.Match[str]) -> str:
    title, name = found.groups()
    if is_function_word(name) or name in _NOT_NAMES:
        return found[0]
    return f"{title} patel's" if name.endswith("'s") else f"{title} patel"
