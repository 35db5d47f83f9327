"""Keys mean the same as words, by what was asked."""

import json

import pytest

from channels.keypad import message_for
from channels.session import Key

CALLER = "+12025550101"


@pytest.mark.parametrize(
    ("digits", "expecting", "message"),
    [
        ("0", "name", "/human_agent"),
        ("9", "slot_choice", "/repeat"),
        ("1", "confirm", "/affirm"),
        ("2", "anything_else", "/deny"),
        ("1", "request", "/book_appointment"),
        ("2", "request", "/cancel_appointment"),
        ("3", "request", "/reschedule_appointment"),
        ("4", "request", "/check_availability"),
        ("5", "request", "/human_agent"),
        ("2", "phone", "/deny"),
        ("7", "confirm", None),
        ("4", "slot_choice", None),
        ("12", "verification", None),
        ("123", "phone", None),
        ("1", "name", None),
    ],
)
def test_keys(digits: str, expecting: str, message: str | None) -> None:
    assert message_for(digits, expecting, CALLER) == message


@pytest.mark.parametrize(
    ("digits", "expecting", "intent", "entities"),
    [
        ("2", "slot_choice", "choose", {"choice": {"index": 1}}),
        ("3", "appointment_choice", "choose", {"choice": {"index": 2}}),
        ("1", "phone", "affirm", {"phone": "caller"}),
        ("2025550123#", "phone", "inform", {"phone": "+12025550123"}),
        ("12025550123", "phone", "inform", {"phone": "+12025550123"}),
        ("482193#", "verification", "inform", {"code": "482193"}),
    ],
)
def test_keys_that_carry_something(digits: str, expecting: str, intent: str, entities: dict[str, object]) -> None:
    message = message_for(digits, expecting, CALLER)
    assert message is not None
    assert message.startswith(f"/{intent}{{")
    assert json.loads(message[len(intent) + 1 :]) == entities


def test_one_is_no_number_when_the_callers_is_withheld() -> None:
    assert message_for("1", "phone", None) is None


KEYS = (
    Key("Doctor Anita Patel", {"doctor": {"name": "Anita Patel"}}),
    Key("Doctor Ben Chen", {"doctor": {"name": "Ben Chen"}}),
)


def test_keys_of_the_question_name_what_was_asked_for() -> None:
    message = message_for("2", "doctor", CALLER, keys=KEYS)
    assert message is not None and message.startswith("/inform{")
    assert json.loads(message[len("/inform") :]) == {"doctor": {"name": "Ben Chen"}}


@pytest.mark.parametrize(("digits", "message"), [("3", None), ("12", None), ("0", "/human_agent"), ("9", "/repeat")])
def test_other_keys_beside_those_of_the_question(digits: str, message: str | None) -> None:
    assert message_for(digits, "doctor", CALLER, keys=KEYS) == message
