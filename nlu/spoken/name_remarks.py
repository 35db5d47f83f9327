"""What is said about a name beside the name: "with a k", "no, it's lopes with an s", "not jon, john"."""

from __future__ import annotations

import re
from dataclasses import dataclass

_WITH_LETTER = re.compile(
    r"\b(?:with|and) (?:an? |one |two |double )?(?:capital )?([a-z])(?:'?s)?\b(?! (?:as|for) )"
    r"(?: at the (?:end|start|beginning))?",
    re.IGNORECASE,
)
_NOT = re.compile(r"\bnot [\w'-]+(?: with (?:an? )?[a-z]\b)?[\s,]+(?=[\w'-]+)", re.IGNORECASE)
_CORRECTION = re.compile(
    r"[\s,.]+(?:no|sorry|i mean|actually|wait|rather)(?:[\s,]+(?:no|sorry|wait|i mean|that's|it's|it is))*[\s,]+",
    re.IGNORECASE,
)
_FIRST_LETTERS = {"c": "k", "k": "c", "j": "g", "g": "j"}
_LAST_LETTERS = {"s": "z", "z": "s"}


@dataclass(frozen=True)
class Remarked:
    """`text` as long as the utterance, remarks blanked; `letters` those that the name is said to have."""

    text: str
    letters: tuple[str, ...]


def without_remarks(text: str) -> Remarked:
    letters = tuple(found[1].lower() for found in _WITH_LETTER.finditer(text))
    return Remarked(_blanked(_NOT, _blanked(_WITH_LETTER, text)), letters)


def at_correction(text: str) -> tuple[str, str] | None:
    """What was said before the last correction, and after it with blanks in front, so that offsets hold."""
    corrections = [found for found in _CORRECTION.finditer(text) if text[: found.start()].strip(" ,.")]
    if not corrections:
        return None
    end = corrections[-1].end()
    return text[: corrections[-1].start()], " " * end + text[end:]


def with_letters(words: list[str], letters: tuple[str, ...]) -> list[str]:
    """ "carl", "with a k" -> karl: a letter that sounds like the first or last one stands in its place."""
    for letter in letters:
        if any(word.startswith(letter) or word.endswith(letter) for word in words):
            continue
        for at, word in enumerate(words):
            if _FIRST_LETTERS.get(letter) == word[:1]:
                words = [*words[:at], letter + word[1:], *words[at + 1 :]]
                break
            if _LAST_LETTERS.get(letter) == word[-1:]:
                words = [*words[:at], word[:-1] + letter, *words[at + 1 :]]
                break
    return words


def _blanked(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda found: " " * len(found[0]), text)
