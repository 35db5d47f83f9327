"""Text messages as networks carry them: in plain letters where that loses nothing, and never more than a few segments.

A segment holds 160 letters of the GSM alphabet, or 153 of each part of a longer message; with any other letter in it
70 and 67 (3GPP TS 23.038, 23.040).
"""

from __future__ import annotations

import re
import unicodedata

GSM_PART, UNICODE_PART = 153, 67
MOST_PARTS = 3
_PLAIN = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "...", "\u00a0": " "})
_GSM = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_TWICE = set("^{}\\[~]|€")


def in_messages(text: str) -> list[str]:
    """The text as one or several messages of at most three segments each, cut between sentences, else between words."""
    text = unicodedata.normalize("NFC", text.translate(_PLAIN)).strip()
    room = MOST_PARTS * (GSM_PART if _is_gsm(text) else UNICODE_PART)
    messages: list[str] = []
    for sentence in re.split(r"(?<=[.?!]) ", text):
        for piece in _pieces(sentence, room):
            if messages and _length(messages[-1]) + 1 + _length(piece) <= room:
                messages[-1] = f"{messages[-1]} {piece}"
            elif piece:
                messages.append(piece)
    return messages


def _pieces(sentence: str, room: int) -> list[str]:
    pieces = [""]
    for word in sentence.split():
        longer = f"{pieces[-1]} {word}".strip()
        if _length(longer) <= room:
            pieces[-1] = longer
        else:
            pieces.append(word[:room])
    return pieces


def _is_gsm(text: str) -> bool:
    return set(text) <= _GSM | _TWICE


def _length(text: str) -> int:
    return len(text) + sum(letter in _TWICE for letter in text)
