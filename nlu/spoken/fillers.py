"""What is said without being meant: hesitations, stutters, false starts."""

from __future__ import annotations

import re

_HESITATION = re.compile(
    r"\b(?:u+h*m+|u+h+|e+r+m*|a+h+|h+m+|mm+|you know|i mean|sort of|kind of|like i said)\b[,.]*\s*"
)
_YES_HUMMED = re.compile(r"\b(?:u+h[ -]hu+h+|m+[ -]?h+m+|u+m[ -]hu+m)\b")
_NO_HUMMED = re.compile(r"\b(?:n?u+h[ -]u+h)\b")
_SPLIT_HALF_OF_DAY = re.compile(r"\b([ap])\.?\s?m\b\.?")
_PUNCTUATION = re.compile(r"[^\w\s'@+&-]|(?<!\w)['-]|['-](?!\w)")
_STUTTER = re.compile(r"\b(\w[\w']*(?:\s\w[\w']*){0,3})(?:\s\1\b)+")
_DIGIT = re.compile(r"\d")


def tidy(text: str) -> str:
    """Lower case, without fillers, stutters and punctuation; for the classifier, not for offsets.

    >>> tidy("Um, can I can I, uh, see Dr. Patel at 3 p.m.?")
    'can i see dr patel at 3 pm'
    """
    text = text.lower().replace("\u2019", "'")
    text = _NO_HUMMED.sub("nope", _YES_HUMMED.sub("mhm", text))
    text = _HESITATION.sub("", text)
    text = _SPLIT_HALF_OF_DAY.sub(r"\1m", text)
    text = " ".join(_PUNCTUATION.sub(" ", text).split())
    return _STUTTER.sub(lambda found: found[0] if _keeps(found[1]) else found[1], text).strip()


_MEANT_TWICE = {
    "no", "yes", "bye", "five", "four", "three", "two", "one", "six", "seven", "eight", "nine", "zero", "oh",
}  # fmt: skip


def _keeps(repeated: str) -> bool:
    words = repeated.split()
    return (
        bool(_DIGIT.search(repeated))
        or (len(repeated) == 1 and repeated != "i")
        or all(w in _MEANT_TWICE for w in words)
    )
