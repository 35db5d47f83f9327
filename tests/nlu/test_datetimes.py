"""Spoken dates and times, from datetimes.yml: what is wanted, what exists, what does not suit, and what is no time."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from nlu.spoken.datetimes import find_datetimes, wanted
from nlu.spoken.tokens import words
from tests.nlu.datetime_cases import HOURS, MONDAY, ZONE, Case, all_cases, find, misses

_WORDS = sorted(
    words(
        "the a on at in of to from until between and or not no next this last week weeks month days monday tuesday "
        "friday tomorrow today tonight morning afternoon evening noon january may november december one two three "
        "five eight ten twelve fifteen thirty first second third twenty-fourth 31st 24 3 15:30 9am 1530 2026 11/24 "
        "2/30 13/45 2026-02-30 12/31/9999 half past quarter am pm o'clock hundred thousand after before by later "
        "earlier hour minutes couple few ago since every any weekend christmas easter fortnight rest end early "
        "late mid lunch same time now sorry actually move cancel appointment my i have can't instead except but "
        "only 99 0 9999 following"
    )
)


def _params() -> list[Any]:
    return [pytest.param(case, id=f"{case['file']}: {case['group']}: {case['say']}") for case in all_cases()]


@pytest.mark.parametrize("case", _params())
def test_means(case: Case) -> None:
    assert misses(case, find(case)) == []


@pytest.mark.parametrize("case", _params())
def test_offsets_point_into_what_was_said(case: Case) -> None:
    for value in find(case):
        assert case["say"][value["start"] : value["end"]] == value["text"]
        assert value["role"] in ("wanted", "current", "excluded")
        assert value["kind"] in ("instant", "interval", "open_interval")


def test_capitals_and_punctuation_change_nothing() -> None:
    now = datetime.fromisoformat(MONDAY)
    plain = find_datetimes("move it from tuesday at ten to thursday at two", now, ZONE, hours=HOURS)
    written = find_datetimes("Move it from Tuesday, at ten, to Thursday at two.", now, ZONE, hours=HOURS)
    assert [(v["role"], v["from"]) for v in written] == [(v["role"], v["from"]) for v in plain]


def test_a_week_with_a_part_of_the_day_is_two_values() -> None:
    found = find_datetimes("next week in the morning", datetime.fromisoformat(MONDAY), ZONE, hours=HOURS)
    assert [(v["grain"], v["has_date"], v["has_time"]) for v in found] == [
        ("week", True, False),
        ("part_of_day", False, True),
    ]
    chosen = wanted(found)
    assert chosen is not None and chosen["from"] == "2026-11-30T00:00"


def test_words_in_any_order_give_sound_values() -> None:
    """No order of these words fails, and every interval runs forwards."""
    chance = Random(20261123)
    for _ in range(3000):
        said = " ".join(chance.choices(_WORDS, k=chance.randint(1, 10)))
        now = datetime(2026, 1, 1) + timedelta(minutes=chance.randrange(60 * 24 * 365 * 3))
        offered = [(now + timedelta(hours=k)).isoformat(timespec="minutes") for k in range(chance.randint(0, 3))]
        expecting = chance.choice([None, "datetime", "slot_choice", "request"])
        found = find_datetimes(said, now, ZONE, expecting=expecting, offered=offered, hours=HOURS)
        wanted(found)
        for value in found:
            assert said[value["start"] : value["end"]] == value["text"], said
            if value["kind"] == "interval":
                assert value["from"] < value["to"], said
            elif value["kind"] == "open_interval":
                assert (value["from"] is None) != (value["to"] is None), said
            else:
                assert value["from"] and value["to"] is None, said
            assert len(value["alternatives"]) > 1 or not value["ambiguous"], said
