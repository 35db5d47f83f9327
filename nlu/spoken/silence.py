"""Silence and noise, as recognisers write them down."""

from __future__ import annotations

import re

_NOT_SPEECH = re.compile(
    r"\[[^\]]*\]|\([^)]*\)|<[^>]*>|\*[^*]*\*"
    r"|[♪♫]|\b(?:background noise|blank audio|inaudible|unintelligible|indistinct|static|silence)\b",
    re.IGNORECASE,
)
_SOUND = re.compile(r"u+h*m*|e+r*m*|er+|a+h+|o+h+|h+m+|m+|m+h+m+|u+g+h+|a+w+|e+h+|p+f+t*|t+s+k+|s*h+|ha+(?:ha)*|huh")
_MADE_UP = frozenset({"you", "the", "a", "and", "so", "but", "like", "well"})
_INVENTED = re.compile(
    r"(?:thanks?|thank you)(?: (?:so|very) much)? (?:for )?(?:watching|listening|viewing)(?: .*)?"
    r"|(?:please |don't forget to )?(?:like and )?subscribe(?: to (?:my|the|our) channel)?"
    r"|(?:i'll )?see you (?:guys )?in the next (?:one|video)(?: bye)?"
    r"|(?:subtitles|captions|transcribed|translated) by .*|satsang with .*"
)
_ANSWERS = frozenset({"uh huh", "mm hmm", "m hm", "mhm", "mm hm", "um hum", "uh uh", "huh", "eh"})


def is_noise(text: str) -> bool:
    """Whether there is nothing to answer: no words, only hesitation, or what recognisers write for a hum or silence:
    a lone word, or the last words of the videos that they were trained on.

    "Uh huh", "mm hmm", "huh" and "eh" are answers; "thank you" is one too, though recognisers invent it on silence.

    >>> is_noise("Um, uh..."), is_noise("uh huh"), is_noise("um tuesday")
    (True, False, False)
    """
    heard = _NOT_SPEECH.sub(" ", text.lower().replace("\u2019", "'"))
    if _INVENTED.fullmatch(" ".join(re.findall(r"[^\W_]+(?:'[^\W_]+)?", heard))):
        return True
    words = re.findall(r"[^\W_]+", heard)
    if " ".join(words) in _ANSWERS:
        return False
    meant = {word for word in words if not _SOUND.fullmatch(word)}
    return len(meant) <= 1 and meant <= _MADE_UP
