"""What is kept of an utterance for trainers tells nobody who said it."""

from __future__ import annotations

from datetime import date

import pytest

from nlu.anonymising import BIRTH_DATE, EMAIL, PHONE, without_personal_data

TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Hi, this is Rosalind Achebe, about my referral", "hi this is jane smith about my referral"),
        ("um okonkwo told me to come in for the swab", "um smith told me to come in for the swab"),
        ("doctor okonkwo told me to ring about the swab", "doctor patel told me to ring about the swab"),
        ("Is Mrs Birch in the building", "is mrs smith in the building"),
        ("i'm mark and i want the thing with the results", "i'm smith and i want the thing with the results"),
        ("my number is 202 555 0147 can you ring", f"my number is {PHONE} can you ring"),
        ("the letter says four eight two one nine nine on it", "the letter says one two three four five six on it"),
        ("I was born on March 2nd 1984 and need the jab", f"i was born on {BIRTH_DATE} and need the jab"),
        ("i live at 14 Maple Grove Road and need a home visit", "i live at twelve oak street and need a home visit"),
        ("write to ro.achebe@example.org about the scan please", f"write to {EMAIL} about the scan please"),
        ("is my surname a c h e b e on the list", "is my surname on the list"),
    ],
)  # fmt: skip
def test_stand_ins(said: str, kept: str) -> None:
    assert without_personal_data(said, TODAY) == kept


@pytest.mark.parametrize(
    "said",
    [
        "can i have half past three or ten thirty on the fifth for my foot",
        "could you fax my records to the other place",
        "i've got an itchy rash that's been getting worse since monday",
        "didn't you say it was given to the louder gentleman",
        "in may or june would be better",
    ],
)
def test_ordinary_words_and_times_stay(said: str) -> None:
    assert without_personal_data(said, TODAY) == said


@pytest.mark.parametrize(
    "said",
    ["rosalind achebe", "it's two oh two five five five oh one four seven", "quiero pedir una cita", "a c h e b e", ""],
)
def test_nothing_is_kept_of_what_is_little_else(said: str) -> None:
    assert without_personal_data(said, TODAY) is None


NAMES = ["rosalind", "achebe", "siobhan", "nguyen", "oyelaran", "wojciech", "priyanka", "lopez", "mohammed", "kowalski"]
FRAMES = ["{} said i should ring you about the form", "can you tell {} that the parcel is downstairs",
          "it's about {}'s thing on the counter", "{} here about the form on the website"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_no_name_gets_through(name: str) -> None:
    for frame in FRAMES:
        for said in (frame.format(name), frame.format(name.capitalize())):
            assert name not in (without_personal_data(said, TODAY) or ""), said
