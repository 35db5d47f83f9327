"""Text messages: written forms, segments, and what a short message means."""

from __future__ import annotations

import doctest

import pytest

from channels import segments, written_form
from channels.segments import in_messages
from channels.session import CallSession, Part, Reply
from channels.text_turns import message_for
from channels.written_form import written


def test_examples_in_the_docs() -> None:
    assert doctest.testmod(written_form).failed == 0


@pytest.mark.parametrize(
    ("spoken", "expected"),
    [
        ("Tuesday the first of December at nine in the morning", "Tuesday, December 1 at 9:00 AM"),
        ("tomorrow, Tuesday the twenty-fourth, at noon", "tomorrow, Tuesday 24, at noon"),
        ("nine or nine thirty in the morning, or two in the afternoon", "9:00 or 9:30 AM, or 2:00 PM"),
        ("nine, nine thirty, or ten oh five in the morning", "9:00, 9:30, or 10:05 AM"),
        (
            "Monday to Friday from eight in the morning to six in the evening",
            "Monday to Friday from 8:00 AM to 6:00 PM",
        ),
        ("Your code is four eight two, one nine three.", "Your code is 482193."),
        ("two zero two, five five five, zero one nine nine", "2025550199"),
        ("please call nine one one now", "please call 911 now"),
        ("With Doctor Anita Patel I have one of our times", "With Dr. Anita Patel I have one of our times"),
        ("the doctor sees you at seven fifteen in the evening", "the doctor sees you at 7:15 PM"),
    ],
)
def test_what_is_spoken_is_written(spoken: str, expected: str) -> None:
    assert written(spoken) == expected


def test_a_long_text_comes_in_messages_of_three_segments() -> None:
    sentence = "This is a sentence with some words in it."
    messages = in_messages(" ".join([sentence] * 30))
    assert len(messages) > 1 and all(len(message) <= 459 and message.endswith(".") for message in messages)
    assert " ".join(messages) == " ".join([sentence] * 30)


def test_typographic_signs_do_not_make_a_message_dear() -> None:
    assert in_messages("Dr. O’Brien – “fine”…") == ['Dr. O\'Brien - "fine"...']
    assert len(in_messages("Dr. Нуньес. " * 30)) > 1
    assert all(len(message) <= segments.MOST_PARTS * 67 for message in in_messages("Dr. Нуньес. " * 30))


def test_nothing_to_say_is_no_message() -> None:
    assert in_messages("  ") == []


def a_session(expecting: str | None) -> CallSession:
    session = CallSession("SM1", {"id": "c", "country": "US"}, [], "+12025550123", "+12025550100", None)
    session.reply = Reply((Part(""),), expecting)
    return session


@pytest.mark.parametrize(
    ("text", "expecting", "meant"),
    [
        ("C", "request", "/cancel_appointment"),
        ("c 482193", "request", '/cancel_appointment{"code": "482193"}'),
        ("R-482193", None, '/reschedule_appointment{"code": "482193"}'),
        ("move 482193.", "confirm", '/reschedule_appointment{"code": "482193"}'),
        ("482193", "request", '/my_appointment{"code": "482193"}'),
        ("482193", "verification", '/inform{"code": "482193"}'),
        ("2", "slot_choice", '/choose{"choice": {"index": 1}}'),
        ("1", "confirm", "/affirm"),
        ("9", "datetime", "9"),
        ("0", "slot_choice", "0"),
        ("Y", "confirm", "yes"),
        ("staff", "request", "/leave_message"),
        ("message", "message", "message"),
        ("cancel my appointment on tuesday", "request", "cancel my appointment on tuesday"),
        ("(202) 555-0177", "phone", '/inform{"phone": "+12025550177"}'),
    ],
)
def test_what_a_short_message_means(text: str, expecting: str | None, meant: str) -> None:
    assert message_for(text, a_session(expecting)) == meant
