from __future__ import annotations

import pytest

from nlu.spoken.choices import find_choice
from nlu.spoken.more import find_more

OFFERED = ["2026-11-24T09:00", "2026-11-25T10:30", "2026-11-27T14:30"]


@pytest.mark.parametrize(
    ("said", "index"),
    [
        ("the first one", 0),
        ("yes the second one", 1),
        ("the third please", 2),
        ("the last one", 2),
        ("number two", 1),
        ("option one please", 0),
        ("two", 1),
        ("the earlier one", 0),
        ("the soonest", 0),
        ("the later one please", 2),
        ("the one in the middle", 1),
        ("not the first the second one", 1),
        ("i want the fist one", 0),
        ("uh the uh the first one i think", 0),
    ],
)
def test_by_its_place(said: str, index: int) -> None:
    assert find_choice(said, OFFERED) == index


@pytest.mark.parametrize(
    ("said", "index"),
    [
        ("ten thirty", 1),
        ("the one at half past ten", 1),
        ("nine o'clock is good", 0),
        ("the two thirty one please", 2),
        ("half past two suits me", 2),
        ("the wednesday one", 1),
        ("friday then", 2),
        ("tuesday works", 0),
        ("the afternoon one", 2),
    ],
)
def test_by_its_time(said: str, index: int) -> None:
    assert find_choice(said, OFFERED) == index


@pytest.mark.parametrize(
    "said",
    [
        "none of those",
        "ten o'clock",
        "the first of december",
        "do you have anything on friday",
        "what about tuesday",
        "maria lopez",
        "anything later",
        "monday",
        "in the morning",
    ],
)
def test_nothing_of_the_offer_or_more_than_one(said: str) -> None:
    assert find_choice(said, OFFERED) is None


def test_more_places_than_offers() -> None:
    assert find_choice("the third one", OFFERED[:2]) is None


def test_a_lone_offer_is_taken_by_that_one() -> None:
    assert find_choice("that one", OFFERED[:1]) == 0
    assert find_choice("i'll take it", OFFERED[:1]) == 0
    assert find_choice("that one", OFFERED) is None


def test_nothing_was_offered() -> None:
    assert find_choice("the first one", []) is None


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("do you have anything later", "later"),
        ("something a bit earlier please", "earlier"),
        ("anything sooner than that", "earlier"),
        ("what else have you got", "other"),
        ("none of those work for me", "other"),
        ("any other times", "other"),
        ("later", "later"),
    ],
)
def test_asking_for_other_times(said: str, kind: str) -> None:
    more = find_more(said, offered=True)
    assert more is not None and more.kind == kind


@pytest.mark.parametrize("said", ["the later one", "the earlier slot please", "the second one", "yes"])
def test_taking_one_asks_for_no_others(said: str) -> None:
    assert find_more(said, offered=True) is None


def test_without_an_offer_another_appointment_is_a_request() -> None:
    assert find_more("i also need to cancel another appointment", offered=False) is None
