"""What is said for one of two requests belongs to it; some intents need a word of their own."""

import pytest

from nlu.causes import CAUSES
from nlu.expectation import shared_out
from nlu.spoken.clauses import clause_spans, clauses

TWO = "cancel the one on tuesday and move the wednesday one to eleven"


def test_times_of_two_requests_are_told_apart() -> None:
    times = [{"entity": "datetime", "start": TWO.index(day)} for day in ("tuesday", "wednesday", "eleven")]
    shared = shared_out(TWO, times, ["cancel_appointment", "reschedule_appointment"])
    assert [entity["request"] for entity in shared] == [
        "cancel_appointment",
        "reschedule_appointment",
        "reschedule_appointment",
    ]


def test_where_the_clauses_do_not_agree_nothing_is_shared_out() -> None:
    assert shared_out(TWO, [{"entity": "datetime", "start": 0}], ["cancel_appointment"]) == [
        {"entity": "datetime", "start": 0}
    ]


def test_spans_are_those_of_the_clauses() -> None:
    assert [TWO[start:end].strip() for start, end in clause_spans(TWO)] == clauses(TWO)


@pytest.mark.parametrize(
    ("intent", "said", "speaks"),
    [
        ("reschedule_appointment", "could we make my friday slot a monday", True),
        ("reschedule_appointment", "the first thursday afternoon with doctor hale", False),
        ("reschedule_appointment", "i need another appointment with doctor hale", False),
        ("my_appointment", "remind me of the time", True),
        ("repeat", "a sore back", False),
        ("goodbye", "i'd better get going", True),
        ("goodbye", "for still a walk", False),
    ],
)
def test_an_intent_needs_its_words(intent: str, said: str, speaks: bool) -> None:
    assert bool(CAUSES[intent].search(said)) is speaks
