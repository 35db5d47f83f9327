"""What is spoken, written for the eye: "the twenty-fourth at half past nine in the morning" with digits.

The sentences come from `receptionist.speech.spoken_form`, whose forms these are; anything else stays as it is.
"""

from __future__ import annotations

import re

_UNITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
_TEENS = ["ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"]
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
_NUMBERS = {word: value for value, word in enumerate([*_UNITS, *_TEENS])} | _TENS
_NUMBERS |= {f"{ten}-{unit}": value + n for ten, value in _TENS.items() for n, unit in enumerate(_UNITS) if n}
_ORDINAL_UNITS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
_ORDINAL_TEENS = [
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
]
_ORDINALS = {word: value for value, word in enumerate([*_ORDINAL_UNITS, *_ORDINAL_TEENS], 1)} | {"thirtieth": 30}
_ORDINALS |= {f"twenty-{word}": 20 + value for value, word in enumerate(_ORDINAL_UNITS, 1)} | {"thirty-first": 31}

_HALVES = {"in the morning": "AM", "in the afternoon": "PM", "in the evening": "PM", "at night": "PM"}
_HOUR = "|".join(sorted((*_UNITS[1:], *_TEENS[:3]), key=len, reverse=True))
_MINUTE = "|".join(sorted((word for word, n in _NUMBERS.items() if 10 <= n < 60), key=len, reverse=True))
_CLOCK = rf"(?:{_HOUR})(?: (?:oh (?:{'|'.join(_UNITS[1:])})|{_MINUTE}))?"
_BETWEEN = r"(?:, (?:or |and )?| or | and | to )"
_TIMES = re.compile(rf"\b({_CLOCK}(?:{_BETWEEN}{_CLOCK})*) ({'|'.join(_HALVES)})\b")
_ONE_TIME = re.compile(rf"\b({_HOUR})(?: (?:oh ({'|'.join(_UNITS[1:])})|({_MINUTE})))?(?![\w-])")
_WEEKDAYS = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_DAY = re.compile(
    rf"\b({_WEEKDAYS}) the ({'|'.join(sorted(_ORDINALS, key=len, reverse=True))})(?: of ([A-Z][a-z]+))?\b"
)
_DIGIT = "|".join(_UNITS)
_DIGITS = re.compile(rf"\b(?:{_DIGIT})(?:,? (?:{_DIGIT})){{2,}}\b", re.IGNORECASE)
_DOCTOR = re.compile(r"\bDoctor (?=[A-Z])")


def written(speech: str) -> str:
    """
    >>> written("Doctor Patel is free tomorrow, Tuesday the twenty-fourth, at nine or nine thirty in the morning.")
    'Dr. Patel is free tomorrow, Tuesday 24, at 9:00 or 9:30 AM.'
    """
    text = _TIMES.sub(lambda found: f"{_ONE_TIME.sub(_clock, found[1])} {_HALVES[found[2]]}", speech)
    text = _DAY.sub(_day, text)
    text = _DIGITS.sub(lambda found: "".join(str(_NUMBERS[word]) for word in _words(found[0])), text)
    return _DOCTOR.sub("Dr. ", text)


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower())


def _clock(found: re.Match[str]) -> str:
    return f"{_NUMBERS[found[1]]}:{_NUMBERS[found[2] or found[3]] if found[2] or found[3] else 0:02}"


def _day(found: re.Match[str]) -> str:
    day = _ORDINALS[found[2]]
    return f"{found[1]}, {found[3]} {day}" if found[3] else f"{found[1]} {day}"
