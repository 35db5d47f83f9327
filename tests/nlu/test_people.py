from __future__ import annotations

from datetime import date

import pytest

from nlu.lexicon import is_ordinary
from nlu.spoken.addresses import find_address
from nlu.spoken.birth_dates import find_birth_date
from nlu.spoken.contact import find_code, find_email
from nlu.spoken.for_whom import find_for_other
from nlu.spoken.people import capitalise, find_name
from nlu.spoken.spelling import find_spelled
from nlu.spoken.wishes import find_any_doctor, find_new_patient, find_purpose, find_topic


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("maria lopez", "Maria Lopez"),
        ("Maria Lopez.", "Maria Lopez"),
        ("yeah it's maria lopez l o p e z", "Maria Lopez"),
        ("M A R I A, Lopez", "Maria Lopez"),
        ("um it's uh john smith", "John Smith"),
        ("the name's wright peter wright", "Peter Wright"),
        ("it's for my daughter emily carter", "Emily Carter"),
        ("last name patel first name nisha", "Nisha Patel"),
        ("s as in sam m as in mike i t h", "Smith"),
        ("m a r i a l o p e z", "Maria Lopez"),
        ("jon smith that's j o n", "Jon Smith"),
        ("james o'brien", "James O'Brien"),
        ("will smith", "Will Smith"),
        ("may chen", "May Chen"),
        ("mark long", "Mark Long"),
        ("mrs jane doe", "Jane Doe"),
        ("maria lopez and my number is two oh two", "Maria Lopez"),
        ("surname is hennessy", "Hennessy"),
        ("david", "David"),
        ("it's lopes maria lopes l o p e z", "Maria Lopez"),
        ("under the name of kowalski", "Kowalski"),
        ("maria lopez please", "Maria Lopez"),
    ],
)
def test_a_name_that_was_asked_for(said: str, name: str) -> None:
    found = find_name(said, expected=True, is_ordinary=is_ordinary)
    assert found is not None and found.name == name


@pytest.mark.parametrize(
    "said",
    [
        "what are your opening hours",
        "sorry what was that",
        "i want to speak to a person",
        "yes",
        "no",
        "can you repeat that",
        "cancel that",
        "tomorrow at ten",
        "for my son",
        "it's the same",
        "i already told you",
    ],
)
def test_no_name_although_one_was_asked_for(said: str) -> None:
    assert find_name(said, expected=True, is_ordinary=is_ordinary) is None


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("my name is maria lopez and i'd like to see doctor patel", "Maria Lopez"),
        ("this is robert johnson", "Robert Johnson"),
        ("can i book for john smith tomorrow", "John Smith"),
        ("i'm john smith and i want to book", "John Smith"),
        ("an appointment for robert brooks wednesday at eleven", "Robert Brooks"),
    ],
)
def test_an_introduction_nobody_asked_for(said: str, name: str) -> None:
    found = find_name(said, expected=False, is_ordinary=is_ordinary)
    assert found is not None and found.name == name


@pytest.mark.parametrize(
    "said",
    [
        "this is urgent",
        "for tomorrow morning",
        "it's a follow up",
        "for doctor patel",
        "i'm sick",
        "it's my knee",
        "call me back",
        "maria lopez",
        "is this the clinic",
    ],
)
def test_no_introduction(said: str) -> None:
    assert find_name(said, expected=False, is_ordinary=is_ordinary) is None


def test_offsets_of_a_name() -> None:
    text = "yes it's for maria lopez, thank you"
    found = find_name(text, expected=True, is_ordinary=is_ordinary)
    assert found is not None and text[found.start : found.end] == "maria lopez"


def test_capitals() -> None:
    assert capitalise("ronald mcdonald o'brien-smith") == "Ronald McDonald O'Brien-Smith"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("M A R I A, Lopez", ["maria"]),
        ("that's s m y t h e", ["smythe"]),
        ("d for delta o b s o n", ["dobson"]),
        ("b e double t y", ["betty"]),
        ("m a are i a", ["maria"]),
        ("L. O. P. E. Z.", ["lopez"]),
        ("can i see a doctor", []),
        ("i see a doctor", []),
        ("do i be a patient", []),
    ],
)
def test_spelling(said: str, words: list[str]) -> None:
    assert [spelled.word for spelled in find_spelled(said)] == words


@pytest.mark.parametrize(
    ("said", "whom"),
    [
        ("it's for my daughter", "daughter"),
        ("i'm calling for my mother", "mother"),
        ("my son needs to see someone", "son"),
        ("i want to book for someone else", "other"),
        ("my husband drives me so can we do four", None),
        ("for tomorrow", None),
        ("it's for me", None),
    ],
)
def test_for_whom(said: str, whom: str | None) -> None:
    found = find_for_other(said)
    assert (found[0] if found else None) == whom


@pytest.mark.parametrize(
    ("said", "email"),
    [
        ("maria dot lopez at gmail dot com", "maria.lopez@gmail.com"),
        ("it's j smith at yahoo dot com", "jsmith@yahoo.com"),
        ("my email is bob underscore jones at hotmail dot com", "bob_jones@hotmail.com"),
        ("m l o p e z at g mail dot com please", "mlopez@gmail.com"),
        ("anna forty two at outlook dot com", "anna42@outlook.com"),
        ("sure it's maria.lopez@gmail.com", "maria.lopez@gmail.com"),
        ("i'm at work at the moment", None),
        ("i don't have one", None),
    ],
)
def test_email(said: str, email: str | None) -> None:
    found = find_email(said)
    assert (found.value if found else None) == email


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("four eight two one nine three", "482193"),
        ("it's maria lopez code 4821", "4821"),
        ("my code is zero one seven seven five two", "017752"),
        ("i don't have it", None),
        ("two oh two five five five oh one oh one", None),
    ],
)
def test_code(said: str, code: str | None) -> None:
    found = find_code(said, expected=True)
    assert (found.value if found else None) == code


def test_digits_are_no_code_unless_asked_for_or_named() -> None:
    assert find_code("four eight two one nine three", expected=False) is None
    assert find_code("my code is four eight two one nine three", expected=False) is not None


@pytest.mark.parametrize(
    ("said", "address"),
    [
        ("forty five maple avenue apartment three b", "45 Maple Avenue Apartment 3B"),
        ("i live at 12 Oak Street Springfield", "12 Oak Street Springfield"),
        ("no thanks", None),
        ("i don't have one", None),
    ],
)
def test_address(said: str, address: str | None) -> None:
    found = find_address(said)
    assert (found.value if found else None) == address


@pytest.mark.parametrize(
    ("said", "born"),
    [
        ("march second nineteen eighty four", "1984-03-02"),
        ("the 2nd of March 1984", "1984-03-02"),
        ("03/02/1984", "1984-03-02"),
        ("two three eighty four", "1984-02-03"),
        ("december thirty first two thousand and one", "2001-12-31"),
        ("may twenty second twenty eleven", "2011-05-22"),
        ("tomorrow at ten", None),
        ("february thirtieth nineteen ninety", None),
        ("march second twenty thirty", None),
    ],
)
def test_date_of_birth(said: str, born: str | None) -> None:
    found = find_birth_date(said, date(2026, 11, 23), expected=True)
    assert (found.value if found else None) == born


def test_a_date_of_birth_day_first() -> None:
    found = find_birth_date("born on 3 2 1984", date(2026, 11, 23), expected=False, country="IE")
    assert found is not None and found.value == "1984-02-03"


@pytest.mark.parametrize(
    "said", ["anyone", "whoever is free", "no preference", "it doesn't matter which doctor", "any doctor on friday"]
)
def test_any_doctor(said: str) -> None:
    assert find_any_doctor(said, expected=False) is not None


def test_any_time_is_not_any_doctor() -> None:
    assert find_any_doctor("i don't mind what time", expected=False) is None


def test_new_and_known_patients() -> None:
    new, known = find_new_patient("i'm a new patient"), find_new_patient("no i've been there before")
    assert new is not None and new.value is True
    assert known is not None and known.value is False
    assert find_new_patient("it's my knee") is None


@pytest.mark.parametrize(
    ("said", "purpose"),
    [
        ("it's about my knee", "my knee"),
        ("i've got a sore throat", "a sore throat"),
        ("just a routine check up please", "a routine check up"),
        ("i'd rather not say", None),
    ],
)
def test_purpose(said: str, purpose: str | None) -> None:
    found = find_purpose(said)
    assert (found.value if found else None) == purpose


@pytest.mark.parametrize(
    ("said", "topic"),
    [
        ("what time do you close today", "hours"),
        ("where are you located", "address"),
        ("where can i park", "parking"),
        ("do you take medicare", "insurance"),
        ("how much is a visit", "prices"),
        ("do i need to fast before my blood test", "preparation"),
        ("is there a subway close by", "address"),
        ("doctor patel please", None),
    ],
)
def test_topic(said: str, topic: str | None) -> None:
    found = find_topic(said)
    assert (found.value if found else None) == topic
