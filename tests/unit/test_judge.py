"""The judge: what counts as the same, and that every kind of wrong outcome fails a call."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest

from simulators.calls.after_the_call import Event, Kept, Sent, State
from simulators.calls.call_file import Expect
from simulators.calls.judge import judge
from simulators.calls.sounds import sound_alike
from simulators.calls.wording import is_said, same_name
from simulators.phone.call import CallRecord, Entry

NINE = datetime(2026, 11, 24, 9)
LOPEZ = Kept(1, "Anita Patel", NINE, "Maria Lopez", "booked", "+12025550101", hold_id="h1", in_calendly=True)
OTHER = Kept(2, "Tom Hale", NINE, "John Reed", "booked", "+12025550777", hold_id="h2")
SMS = Sent("+12025550101", "Dr. Anita Patel on Tuesday, November 24 at 9:00 AM. Code 482193.")
EVENT = Event("Anita Patel", NINE)
WANTED = {"doctor": "Anita Patel", "start": "2026-11-24T09:00", "name": "Maria Lopez", "status": "booked"}


def state(*kept: Kept, messages: tuple[Sent, ...] = (), events: tuple[Event, ...] = (EVENT,), held: str = "") -> State:
    return State({one.id: one for one in kept}, list(messages), list(events), frozenset(held.split()))


def reasons(
    expect: dict[str, Any], before: State, after: State, *said: str, ended: str = "hangup", by_sound: bool = False
) -> list[str]:
    record = CallRecord("CA1", "+12025550101", "+12035550100", ended=ended, turns=len(said))  # type: ignore[arg-type]
    record.transcript = [Entry("agent", text) for text in said] + [Entry("whisper", "Maria Lopez wants to book.")]
    return judge(Expect.model_validate(expect), [record], before, after, by_sound=by_sound).reasons


NOBODY = state(OTHER, events=())


@pytest.mark.parametrize(
    "expect",
    [
        {"appointments": [WANTED]},
        {
            "appointments": [
                WANTED | {"doctor": ["Tom Hale", "dr. anita patel"], "status": ["pending_calendar", "booked"]}
            ]
        },
        {
            "appointments": [WANTED | {"start": ["2026-11-24T08:30", "2026-11-24T09:00"]}],
            "messages": [{"contains": "nine"}],
        },
        {
            "appointments": [{"name": "María López"}],
            "messages": [{"to": "+1 202 555 0101", "contains": ["Patel", "9:00"]}],
        },
        {"appointments": [WANTED], "ends": ["transfer", "hangup"], "max_turns": 2, "whisper": ["Maria Lopez"]},
        {
            "appointments": [WANTED],
            "says": ["Anita Patel", ["half past nine", "9:00"]],
            "never_says": ["482193", "John"],
        },
    ],
)
def test_a_good_booking_passes(expect: dict[str, Any]) -> None:
    after = state(OTHER, LOPEZ, messages=(SMS,))
    assert reasons(expect, NOBODY, after, "Doctor Anita Patel at nine o'clock.", "Booked.") == []


@pytest.mark.parametrize(
    ("expect", "reason"),
    [
        ({}, "is not expected"),
        ({"appointments": [WANTED | {"start": "2026-11-24T09:30"}]}, "wrong start"),
        ({"appointments": [WANTED | {"status": "cancelled"}]}, "wrong status"),
        ({"appointments": [WANTED | {"name": "Mario Lopez"}]}, "wrong name"),
        ({"appointments": [WANTED, WANTED]}, "is missing"),
        ({"appointments": [WANTED], "messages": []}, "none is expected"),
        ({"appointments": [WANTED], "messages": [{"to": "+12025550102"}]}, "+12025550102"),
        ({"appointments": [WANTED], "messages": [{"contains": ["Hale"]}]}, "'Hale'"),
        ({"appointments": [WANTED], "messages": [{"contains": ["Patel"]}] * 2}, "is missing"),
        ({"appointments": [WANTED], "ends": "transfer"}, "ends: hangup"),
        ({"appointments": [WANTED], "says": ["Tom Hale"]}, "'Tom Hale' was not heard"),
        ({"appointments": [WANTED], "says": [["ten", "eleven"]]}, "'ten' or 'eleven'"),
        ({"appointments": [WANTED], "never_says": ["Anita"]}, "'Anita' was heard"),
        ({"appointments": [WANTED], "whisper": ["chest pain"]}, "'chest pain'"),
        ({"appointments": [WANTED], "max_turns": 1}, "spoke 2 times"),
    ],
)
def test_whatever_is_not_as_expected_fails(expect: dict[str, Any], reason: str) -> None:
    after = state(OTHER, LOPEZ, messages=(SMS,))
    first, *more = reasons(expect, NOBODY, after, "Doctor Anita Patel at nine o'clock.", "Booked.")
    assert reason in first
    assert all("is not expected" in further for further in more)


@pytest.mark.parametrize(
    ("after", "reason"),
    [
        (state(LOPEZ, OTHER, events=()), "there is no event"),
        (state(LOPEZ, OTHER, events=(EVENT, Event("Anita Patel", NINE.replace(hour=10)))), "without an appointment"),
        (state(LOPEZ, replace(OTHER, status="cancelled")), "John Reed"),
        (state(LOPEZ, replace(OTHER, start=NINE.replace(hour=11))), "John Reed"),
        (state(LOPEZ), "is gone"),
        (state(LOPEZ, OTHER, held="h1 h2 h3"), "still held"),
        (state(LOPEZ, OTHER, messages=(SMS, SMS)), "2 times"),
    ],
)
def test_what_nobody_listed_is_as_it_was(after: State, reason: str) -> None:
    (only,) = reasons({"appointments": [WANTED]}, NOBODY, after, "Booked.")
    assert reason in only


def test_the_callers_own_appointment_that_stays_may_be_listed_or_not() -> None:
    before = state(LOPEZ)
    assert reasons({}, before, before, "Bye.") == reasons({"appointments": [WANTED]}, before, before, "Bye.") == []


def test_an_error_of_the_phone_fails_the_call() -> None:
    record = CallRecord("CA1", "+12025550101", "+12035550100", ended="hangup", errors=["Play: 404"])
    assert judge(Expect(), [record], State(), State()).reasons == ["phone: Play: 404"]


def test_under_audio_names_count_by_sound_and_exact_ones_are_counted() -> None:
    heard = replace(LOPEZ, name="Mario Lopes")
    record = CallRecord("CA1", "+12025550101", "+12035550100", ended="hangup")
    expect = Expect.model_validate({"appointments": [WANTED]})
    verdict = judge(expect, [record], NOBODY, state(OTHER, heard), by_sound=True)
    assert (verdict.passed, verdict.names, verdict.names_exact) == (True, 1, 0)
    assert not judge(expect, [record], NOBODY, state(OTHER, heard)).passed
    assert judge(expect, [record], NOBODY, state(OTHER, LOPEZ), by_sound=True).names_exact == 1


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("9:30", "at nine thirty a.m."),
        ("nine thirty", "9:30 AM"),
        ("half past nine", "nine thirty"),
        ("9:45", "a quarter to ten"),
        ("9:00", "nine o'clock"),
        ("09:05", "nine oh five"),
        ("12:00", "at noon"),
        ("4821", "your code is four, eight, two, one."),
        ("4821", "four eight two one nine three"),
        ("four eight two one", "code 4821"),
        ("24", "the twenty-fourth of November"),
        ("24th", "November 24, 9:30"),
        ("the 1st one", "the first one"),
        ("911", "Call nine one one now."),
        ("+12025550101", "two zero two, five five five, oh one oh one"),
        ("(202) 555-0101", "+12025550101"),
        ("$120", "one hundred and twenty dollars"),
        ("2026", "twenty twenty-six"),
        ("two thousand twenty-six", "2026"),
        ("Dr. Patel", "doctor Patel"),
        ("José", "JOSE is here"),
        ("press", "Pressing one books."),
    ],
)
def test_digits_and_words_are_heard_alike(wanted: str, text: str) -> None:
    assert is_said(wanted, text)


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("9", "nine thirty"),
        ("9:30", "on the ninth, press thirty"),
        ("10", "one, zero"),
        ("4821", "four eight two"),
        ("930", "a quarter to ten"),
        ("Ann", "I can't plan"),
        ("24", "at two forty"),
    ],
)
def test_other_numbers_and_parts_of_words_are_not(wanted: str, text: str) -> None:
    assert not is_said(wanted, text)


def test_names_compare_without_case_accents_titles_and_punctuation() -> None:
    assert same_name("Dr. José O'Neil-Smith", "jose oneil smith")
    assert not same_name("Maria Lopez", "Maria Lopes") and not same_name("", "")


def test_names_that_sound_alike() -> None:
    assert sound_alike("Katherine Meyer", "Catherine Maier") and sound_alike("Maria Lopez", "Moria low pez")
    assert not sound_alike("Maria Lopez", "Tom Hale") and not sound_alike("Maria Lopez", "")
