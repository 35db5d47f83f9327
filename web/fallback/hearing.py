"""What words and keys mean: plain and deterministic, because the understanding of the assistant is what has failed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import phonenumbers
from rapidfuzz import fuzz

from nlu.spoken.datetimes import find_datetimes
from nlu.spoken.people import capitalise, find_name
from nlu.spoken.phones import find_phone, is_callers_number
from nlu.spoken.spelling import find_spelled
from nlu.spoken.wishes import find_any_doctor
from receptionist.appointments.verification import plain_name
from receptionist.clinics import Clinic, Doctor
from receptionist.speech.spoken_form import say_ordinal
from receptionist.speech.times_in_words import MONTHS

KEYS_OF_LETTERS = {"2": "abc", "3": "def", "4": "ghi", "5": "jkl", "6": "mno", "7": "pqrs", "8": "tuv", "9": "wxyz"}
_KEY = {letter: key for key, letters in KEYS_OF_LETTERS.items() for letter in letters}
ALIKE = 82  # of 100, for the name of a doctor
AS_ALIKE = 4  # doctors so close to the best one could be meant as well
LONGEST_NAME = 3
SAME_DEPARTMENT = 88
_WORD = re.compile(r"[\w']+")
_TITLE = re.compile(r"\b(?:doctor|dr|doc)\b\.?", re.IGNORECASE)


def says_one_of(words: Sequence[str], speech: str) -> bool:
    """Whether any of these words or phrases is in what was said."""
    plain = " ".join(_WORD.findall(speech.lower().replace("’", "'")))
    return any(f" {word} " in f" {plain} " for word in words)


def yes_or_no(speech: str, digits: str, words: dict[str, Any]) -> bool | None:
    """Key 1 or 2, or words; a yes with a "but" in it is none."""
    if digits:
        return {"1": True, "2": False}.get(digits)
    if says_one_of(words["no"], speech):
        return False
    return True if says_one_of(words["yes"], speech) else None


def doctors_meant(speech: str, doctors: Sequence[Doctor]) -> list[Doctor]:
    """Several where two could be meant, or for a department, or when it does not matter who; none when nobody fits."""
    if find_any_doctor(speech, expected=True):
        return list(doctors)
    scores = {doctor.id: _likeness(speech, doctor) for doctor in doctors}
    best = max(scores.values(), default=0.0)
    if best >= ALIKE:
        return [doctor for doctor in doctors if scores[doctor.id] >= best - AS_ALIKE]
    said = speech.lower()
    return [
        doctor
        for doctor in doctors
        if doctor.department and fuzz.partial_ratio(doctor.department.lower(), said) >= SAME_DEPARTMENT
    ]


def _likeness(speech: str, doctor: Doctor) -> float:
    words = plain_name(_TITLE.sub(" ", speech)).split()
    heard = [" ".join(words[i : i + n]) for n in range(1, LONGEST_NAME + 1) for i in range(len(words) - n + 1)]
    heard += [spelled.word for spelled in find_spelled(speech)]
    names = plain_name(doctor.name).split()
    forms = {" ".join(names): 3.0, names[-1]: 0.0} | {plain_name(form): 0.0 for form in doctor.spoken}
    return max((fuzz.ratio(piece, form) + more for piece in heard for form, more in forms.items()), default=0.0)


def doctors_spelled(digits: str, doctors: Sequence[Doctor]) -> list[Doctor]:
    """Whose first or last name begins with the letters on these keys."""
    return [doctor for doctor in doctors if any(_keys(part).startswith(digits) for part in doctor.name.split())]


def _keys(name: str) -> str:
    return "".join(_KEY.get(letter, "") for letter in plain_name(name))


def times_said(speech: str, now: datetime, clinic: Clinic, offered: Sequence[str] = ()) -> list[dict[str, Any]]:
    """As nlu.spoken.datetimes.find_datetimes gives them."""
    hours = {day: [list(span) for span in spans] for day, spans in clinic.hours.items()}
    return find_datetimes(
        speech, now.replace(tzinfo=None), clinic.zone, expecting="datetime", offered=offered, hours=hours
    )


def date_by_keys(digits: str, now: datetime, clinic: Clinic) -> list[dict[str, Any]]:
    """Month and day, two keys each: "1203" is the third of December."""
    month, day = int(digits[:2]), int(digits[2:])
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return []
    return times_said(f"{MONTHS[month - 1]} {say_ordinal(day)}", now, clinic)


def name_said(speech: str) -> str | None:
    found = find_name(speech, expected=True)
    return found.name[:100] if found else None


def name_by_keys(digits: str) -> str | None:
    """For every letter its key and its place on that key, "*" between words: "6121" is "Ma". None when it is no
    such thing."""
    words = []
    for word in digits.strip("*").split("*"):
        pairs = [word[i : i + 2] for i in range(0, len(word), 2)]
        letters = [_letter(pair) for pair in pairs]
        if not letters or None in letters:
            return None
        words.append("".join(letter for letter in letters if letter))
    name = " ".join(words)
    return capitalise(name)[:100] if len(name) > 1 else None


def _letter(pair: str) -> str | None:
    letters = KEYS_OF_LETTERS.get(pair[0], "")
    place = int(pair[1]) - 1 if len(pair) == 2 else -1
    return letters[place] if 0 <= place < len(letters) else None


def phone_said(speech: str, caller: str | None, country: str) -> str | None:
    """E.164; the caller's own where that is what the words mean."""
    if caller and is_callers_number(speech):
        return caller
    return find_phone(speech, country)


def phone_by_keys(digits: str, country: str) -> str | None:
    try:
        number = phonenumbers.parse(digits, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
