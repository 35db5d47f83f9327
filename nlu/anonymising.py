"""An utterance without what tells who said it: stand-ins for names, numbers, dates of birth and addresses.

Rather too much is replaced than too little: a word stays only when a dictionary has it and nothing says that it is a
name here. What remains is lower case without punctuation, as the examples are written.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from datetime import date

from nlu.lexicon import EVERYDAY, is_function_word, is_ordinary, word_tables
from nlu.person_recogniser import find_person
from nlu.spoken.birth_dates import find_birth_date, mentions_birth
from nlu.spoken.contact import find_email
from nlu.spoken.first_names import FIRST_NAMES
from nlu.spoken.numbers import OH, ORDINALS, REPEATS, cardinal
from nlu.spoken.people import find_name
from nlu.spoken.phones import locate_phone
from nlu.spoken.spelling import find_spelled

NAME, SURNAME, DOCTOR = "jane smith", "smith", "patel"
PHONE = "two oh two five five five oh one oh one"
EMAIL = "jane at example dot com"
ADDRESS = "twelve oak street"
BIRTH_DATE = "the second of march nineteen eighty"
CODE = "one two three four five six"
LONGEST = 60

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_ENDING = re.compile(r"['’](?:t|s|d|ll|re|ve|m)$")
_TITLES = frozenset({"doctor", "doctors", "dr", "doc", "mr", "mrs", "ms", "miss", "mister", "nurse", "professor"})
_ALWAYS_CAPITAL = frozenset({
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march",
    "april", "may", "june", "july", "august", "september", "october", "november", "december", "i", "i'm", "i'd",
    "i've", "i'll", "spanish", "english",
})  # fmt: skip
_SPOKEN = frozenset({
    "nah", "hiya", "online", "whichever", "mhm", "mm", "hmm", "hm", "yup", "yeah", "er", "erm", "prepone", "covid",
})  # fmt: skip
_INTRODUCES = re.compile(r"\b(?:i['’]m|i am|this is|name is|name['’]s|called|named)\W+$", re.IGNORECASE)
_YEAR = re.compile(
    r"\b(?:19\d\d|200\d|201\d|nineteen (?:hundred|oh|o|[a-z]+(?:ty|teen|een|ten|eleven|twelve))\w*)\b", re.IGNORECASE
)
_STREET = re.compile(
    r"\b(?:\d+[a-z]?|(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|hundred|oh|and)"
    r"[ -])*(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\w+teen|\w+ty|hundred)) "
    r"(?:[\w'’]+ ){0,3}(?:street|avenue|road|lane|drive|boulevard|court|place|terrace|circle|square|crescent|grove"
    r"|close)\b"
    r"(?: (?:apartment|apt|flat|unit|suite)(?: \w+){1,2})?",
    re.IGNORECASE,
)
_FEWEST_FIGURES = 5
_FEWEST_SINGLE_FIGURES = 4


def without_personal_data(text: str, today: date, country: str = "US") -> str | None:
    """None when little else was said than who somebody is, or in another language."""
    spans = _spans(text, today, country)
    words = [(found[0], found.start(), found.end()) for found in _WORD.finditer(text)][:LONGEST]
    names = _names(text, words)
    said: list[str] = []
    kept, replaced = 0, set(names)
    for place, (word, start, end) in enumerate(words):
        span = next((number for number, (first, last, _) in enumerate(spans) if start < last and first < end), None)
        if span is None and place not in names:
            said.append(word.lower().replace("’", "'"))
            kept += 1
            continue
        if span is not None:
            replaced = (replaced - {place}) | {-1 - span}
        stand_in = _name(said, place, names) if span is None else spans[span][2]
        if stand_in and (not said or said[-1] != stand_in):
            said.append(stand_in)
    return " ".join(said) if kept > len(replaced) else None


def _spans(text: str, today: date, country: str) -> list[tuple[int, int, str]]:
    """(start, end, stand-in) of what is found by its form; "" leaves it out."""
    found = [(street.start(), street.end(), ADDRESS) for street in _STREET.finditer(text)]
    found += [(email.start(), email.end(), EMAIL) for email in re.finditer(r"\S+@\S+", text)]
    if not found and (spoken := find_email(text)):
        found.append((spoken.start, spoken.end, EMAIL))
    if phone := locate_phone(text, country):
        found.append((phone.start, phone.end, PHONE))
    if mentions_birth(text) or _YEAR.search(text):
        if born := find_birth_date(text, today, expected=True, country=country):
            found.append((born.start, born.end, BIRTH_DATE))
        found += [(year.start(), year.end(), BIRTH_DATE) for year in _YEAR.finditer(text)]
    found += [(letters.start, letters.end, "") for letters in find_spelled(text)]
    return found + list(_long_numbers(text))


def _long_numbers(text: str) -> Iterable[tuple[int, int, str]]:
    """Codes and parts of phone numbers, but no times of day."""
    run: list[re.Match[str]] = []
    for word in [*_WORD.finditer(text), None]:
        if word and _is_figure(word[0].lower()):
            run.append(word)
            continue
        figures = sum(len(each[0]) if each[0].isdigit() else 1 for each in run)
        single = sum(len(each[0]) == 1 or not each[0][0].isdigit() for each in run)
        no_time = any(len(each[0]) == 4 and each[0].isdigit() and not _is_time(each[0]) for each in run)
        if figures >= _FEWEST_FIGURES or single >= _FEWEST_SINGLE_FIGURES or no_time:
            yield run[0].start(), run[-1].end(), CODE
        run = []


def _is_time(figures: str) -> bool:
    return int(figures[:2]) < 24 and int(figures[2:]) < 60


def _names(text: str, words: list[tuple[str, int, int]]) -> set[int]:
    """Places of the words that are, or may be, names."""
    introduced = find_name(text, expected=False, is_ordinary=is_ordinary)
    recognised = find_person(text)
    capitals = sum(word[0].isupper() for word, _, _ in words) <= len(words) / 2
    found: set[int] = set()
    for place, (word, start, end) in enumerate(words):
        lower = _ENDING.sub("", word.lower())
        named = introduced is not None and start < introduced.end and introduced.start < end
        seen = recognised is not None and start < recognised.end and recognised.start < end
        if _is_figure(lower) or lower in ORDINALS or lower in _TITLES or len(lower) == 1:
            continue
        sentence = place == 0 or text[words[place - 1][2] : start].strip(" ,;-'\"") != ""
        capital = capitals and word[0].isupper() and not sentence and lower not in _ALWAYS_CAPITAL
        called = (lower in EVERYDAY or lower in FIRST_NAMES) and not is_function_word(lower)
        called = called and _INTRODUCES.search(text[:start]) is not None
        if (
            named
            or called
            or capital
            or not _is_known(lower)
            or (lower in FIRST_NAMES and (seen or not is_function_word(lower)))
        ):
            found.add(place)
        elif place - 1 in found and not _ENDING.search(words[place - 1][0]) and not is_function_word(lower):
            before = _ENDING.sub("", words[place - 1][0].lower())
            if seen or lower in EVERYDAY or before in FIRST_NAMES:
                found.add(place)
        elif place and words[place - 1][0].lower() in _TITLES and lower in EVERYDAY and not is_function_word(lower):
            found.add(place)
    return found


def _is_known(lower: str) -> bool:
    return lower in _SPOKEN or all(
        is_ordinary(part) or _is_figure(part) or part in ORDINALS or _is_inflected(part)
        for part in re.split(r"['’-]", re.sub(r"n['’]t$", "", lower))
        if part
    )


def _is_inflected(word: str) -> bool:
    """Of a word in the dictionary: "having", "louder", "running", "given"."""
    if word in _irregular():
        return True
    for ending in ("ing", "ed", "er", "est", "ly", "r", "n"):
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2:
            undoubled = stem[:-1] if stem[-1] == stem[-2] else stem
            if any(is_ordinary(each) for each in (stem, stem + "e", undoubled)):
                return True
    return False


@functools.lru_cache(maxsize=1)
def _irregular() -> frozenset[str]:
    table = word_tables().get_table("lemma_exc")
    return frozenset(word for part in table for word in table[part])


def _is_figure(lower: str) -> bool:
    return lower[0].isdigit() or cardinal(lower) is not None or lower in OH or lower in REPEATS


def _name(said: list[str], place: int, names: set[int]) -> str:
    """One stand-in for all words of a name; empty after its first word."""
    if place - 1 in names:
        return ""
    if said and said[-1] in _TITLES:
        return DOCTOR if said[-1] in ("doctor", "dr", "doc") else SURNAME
    return NAME if place + 1 in names else SURNAME
