"""Dates of birth: "march second nineteen eighty four", "two three eighty four", "the 2nd of March 1984"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from nlu.spoken.numbers import ORDINALS, TENS, UNITS

_MONTHS = {
    name: index + 1
    for index, name in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ]
    )
}
_MONTHS |= {name[:3]: month for name, month in list(_MONTHS.items())} | {"sept": 9}
_MENTION = re.compile(r"\b(?:born|birth ?day|date of birth|birth date|d\.?o\.?b)\b", re.IGNORECASE)
_WORD = re.compile(r"\d+(?:st|nd|rd|th)?|[a-z]+|[/.-]", re.IGNORECASE)
_GLUE = {"of", "the", "in", "and", "comma", "slash", "dash", "/", "-", ".", "on"}
_DAY_FIRST = {"GB", "IE", "IN", "AU", "NZ", "ES", "MX", "ZA"}


@dataclass(frozen=True)
class BirthDate:
    value: str
    start: int
    end: int


@dataclass(frozen=True)
class _Number:
    value: int
    start: int
    end: int
    month: bool = False
    ordinal: bool = False
    text: str = ""


def mentions_birth(text: str) -> bool:
    return bool(_MENTION.search(text))


def find_birth_date(text: str, today: date, *, expected: bool, country: str = "US") -> BirthDate | None:
    """`value` YYYY-MM-DD, in the past; only when birth is mentioned or the date was asked for."""
    if not expected and not mentions_birth(text):
        return None
    numbers = _numbers(text)
    for first in range(len(numbers)):
        found = _date_at(numbers[first:], today, country)
        if found:
            return found
    return None


def _numbers(text: str) -> list[_Number]:
    """Days, months and years in order: "nineteen eighty four" is one number, "two thousand and one" too."""
    words = [(found[0].lower(), found.start(), found.end()) for found in _WORD.finditer(text)]
    numbers: list[_Number] = []
    at = 0
    while at < len(words):
        word, start, end = words[at]
        if word in _MONTHS:
            numbers.append(_Number(_MONTHS[word], start, end, month=True, text=word))
            at += 1
            continue
        value, used, ordinal = _value(words, at)
        if value is None:
            at += 1
            continue
        numbers.append(_Number(value, start, words[at + used - 1][2], ordinal=ordinal, text=word))
        at += used
    return numbers


def _value(words: list[tuple[str, int, int]], at: int) -> tuple[int | None, int, bool]:
    word = words[at][0]
    following = [each[0] for each in words[at + 1 : at + 5]] + [""] * 4
    digits = re.match(r"(\d+)(st|nd|rd|th)?$", word)
    if digits:
        return int(digits[1]), 1, bool(digits[2])
    if word in ORDINALS:
        return ORDINALS[word], 1, True
    if word in ("oh", "o", "zero") and following[0] in UNITS and UNITS[following[0]] < 10:
        return UNITS[following[0]], 2, False
    if word == "two" and following[0] == "thousand":
        skip = 1 + (following[1] == "and")
        rest, used, _ = _value(words, at + 1 + skip) if at + 1 + skip < len(words) else (None, 0, False)
        return (2000 + rest, 1 + skip + used, False) if rest is not None and rest < 100 else (2000, 2, False)
    if word in ("nineteen", "twenty"):
        offset = 1
        if following[0] == "hundred":
            return UNITS.get(word, TENS.get(word, 0)) * 100, 2, False
        if following[0] in ("oh", "o") and following[1] in UNITS:
            return (1900 if word == "nineteen" else 2000) + UNITS[following[1]], 3, False
        if following[0] in TENS or (following[0] in UNITS and UNITS[following[0]] >= 10):
            tail, used = _small(following)
            return (1900 if word == "nineteen" else 2000) + tail, offset + used, False
    if word in UNITS or word in TENS:
        value, used = _small([word, *following])
        if word in TENS and following[0] in ORDINALS and ORDINALS[following[0]] < 10:
            return TENS[word] + ORDINALS[following[0]], 2, True
        return value, used, False
    return None, 1, False


def _small(words: list[str]) -> tuple[int, int]:
    if words[0] in TENS:
        unit = UNITS.get(words[1], 0)
        return (TENS[words[0]] + unit, 2) if 1 <= unit <= 9 else (TENS[words[0]], 1)
    return UNITS.get(words[0], 0), 1


def _date_at(numbers: list[_Number], today: date, country: str) -> BirthDate | None:
    if len(numbers) == 1 and len(numbers[0].text) == 8 and numbers[0].text.isdigit():
        text = numbers[0].text
        parts = [
            _Number(int(text[:2]), 0, 0),
            _Number(int(text[2:4]), 0, 0),
            _Number(int(text[4:]), numbers[0].start, numbers[0].end),
        ]
        found = _settled(parts, today, country)
        return BirthDate(found, numbers[0].start, numbers[0].end) if found else None
    if len(numbers) < 3:
        return None
    found = _settled(numbers[:3], today, country)
    return BirthDate(found, numbers[0].start, numbers[2].end) if found else None


def _settled(parts: list[_Number], today: date, country: str) -> str | None:
    first, second, third = parts
    if first.value > 1900:
        year, month, day = first.value, second.value, third.value
    elif first.month:
        year, month, day = third.value, first.value, second.value
    elif second.month or (country in _DAY_FIRST and second.value <= 12) or first.value > 12:
        year, month, day = third.value, second.value, first.value
    else:
        year, month, day = third.value, first.value, second.value
    if year < 100:
        year += 2000 if year <= today.year % 100 else 1900
    try:
        born = date(year, month, day)
    except ValueError:
        return None
    return born.isoformat() if born.year >= 1900 and born < today else None
