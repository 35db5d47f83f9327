"""Misheard answers to an offer are compared with the offers; what says something else is left alone."""

import pytest

from nlu.choices_by_ear import choice_by_ear

OFFERED = ["2026-12-28T09:30", "2026-12-28T10:00", "2026-12-29T11:20"]


@pytest.mark.parametrize(
    ("heard", "index"),
    [
        ("And a clock then.", 1),
        ("Henne cluck then.", 1),
        ("this sick and one", 1),
        ("the fur stone please", 0),
        ("when's day at leaven twenty", None),
        ("tuesday at leaven tweny", 2),
    ],
)
def test_an_answer_that_sounds_like_an_offer(heard: str, index: int | None) -> None:
    assert choice_by_ear(heard, OFFERED) == index


@pytest.mark.parametrize(
    "heard",
    ["none of those", "what else", "no thanks", "a later one", "can you say that again", "uh", "then", "doctor chen"],
)
def test_what_takes_none(heard: str) -> None:
    assert choice_by_ear(heard, OFFERED) is None
