"""The action server is killed, or hangs, in the middle of calls: the caller hears the truth, and what was promised is
kept."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from simulators.calls.clinic_builder import BuiltClinic
from tests.faults.practice import RECEPTION, Practice
from tests.faults.telephone import Call

TROUBLE = "technical problem"
Calls = dict[str, tuple[BuiltClinic, Call]]


@pytest.fixture(scope="module")
def cut_short(practice: Practice) -> Iterator[Calls]:
    """Calls that have come to the question they are named after when the action server is killed. With two of them,
    "carried out" and "not carried out", it is killed while it waits for the calendar's answer to the booking."""
    calls = {name: begun(practice, name) for name in ("request", "slot_choice", "confirm", "emergency")}
    calls["no reception"] = begun(practice, "slot_choice", reception=None)
    booking = {name: begun(practice, "confirm") for name in ("carried out", "not carried out")}
    for name, (clinic, _) in booking.items():
        practice.faults(clinic, {"at": "book", "delay_s": 3, "after": name == "carried out"})
    with ThreadPoolExecutor(len(booking)) as callers:
        answering = [callers.submit(call.say, "yes") for _, call in booking.values()]
        until = time.monotonic() + 5
        while time.monotonic() < until:
            if all(practice.requests(clinic).get("book") for clinic, _ in booking.values()):
                break
            time.sleep(0.05)
        practice.stack.stop_process("actions")
        for answer in answering:
            answer.result()
    yield {**calls, **booking}
    practice.restart("actions")


def begun(practice: Practice, until: str, reception: str | None = RECEPTION) -> tuple[BuiltClinic, Call]:
    clinic = practice.clinic(f"actions-{until}", reception)
    call = practice.call(clinic)
    call.ring()
    call.go_on(until=until if until != "emergency" else "request")
    return clinic, call


def assert_trouble(call: Call, reception: str | None = RECEPTION) -> None:
    assert TROUBLE in call.last_said, call
    assert call.last.ends == ("Dial" if reception else "Hangup"), call
    if reception:
        dial = next(verb for verb in call.last.verbs if verb.name == "Dial")
        assert [number.text for number in dial.children] == [reception]


def assert_nobody_at_reception(call: Call) -> None:
    call.follow(call.line.post(call.last.next_url, call.fields(DialCallStatus="no-answer")))
    assert call.last.ends == "Hangup" and "nobody" in call.last_said, call


@pytest.mark.parametrize(
    "until, text",
    [("request", "i need an appointment with doctor patel"), ("slot_choice", "the first one"), ("confirm", "yes")],
)
def test_killed_after_the_question(practice: Practice, cut_short: Calls, until: str, text: str) -> None:
    clinic, call = cut_short[until]
    call.say(text)
    assert_trouble(call)
    assert_nobody_at_reception(call)
    practice.assert_nothing_booked(clinic)


def test_killed_where_there_is_no_reception(practice: Practice, cut_short: Calls) -> None:
    clinic, call = cut_short["no reception"]
    call.say("the first one")
    assert_trouble(call, reception=None)
    practice.assert_nothing_booked(clinic)


def test_an_emergency_is_answered_all_the_same(cut_short: Calls) -> None:
    _, call = cut_short["emergency"]
    call.say("i have crushing chest pain")
    assert "emergency" in call.last_said and "nine one one" in call.last_said, call
    assert TROUBLE not in call.last_said


def test_a_call_that_begins_while_it_is_down(practice: Practice, cut_short: Calls) -> None:
    call = practice.call(practice.clinic("killed-before"))
    call.ring()
    if call.last.ends == "Gather":
        call.say("i would like to book an appointment with doctor patel")
    assert_trouble(call)


def test_killed_while_the_yes_is_carried_out(practice: Practice, cut_short: Calls) -> None:
    """The appointment is written before the calendar is asked, so the text message that was promised comes, whether
    the calendar has carried it out or not."""
    killed = [cut_short["carried out"], cut_short["not carried out"]]
    for clinic, call in killed:
        assert_trouble(call)
        assert "text message" in call.last_said
        assert [kept.status for kept in practice.state(clinic).appointments.values()] == ["pending_calendar"]
        assert not practice.sms(clinic)
        practice.faults(clinic)
    practice.let_the_worker_run()
    for name, (clinic, _) in cut_short.items():
        if name in ("carried out", "not carried out"):
            practice.assert_booked_once(clinic)
        else:
            practice.assert_nothing_booked(clinic)


def test_it_hangs_at_the_yes_and_comes_back(practice: Practice, cut_short: Calls) -> None:
    """The yes is carried out late, when the caller has heard that a text message will tell: it does."""
    practice.restart("actions")
    clinic, call = begun(practice, "confirm")
    practice.freeze("actions")
    try:
        call.say("yes")
        assert_trouble(call)
        assert "text message" in call.last_said
    finally:
        practice.thaw("actions")
    until = time.monotonic() + 5
    while time.monotonic() < until and not practice.state(clinic).appointments:
        time.sleep(0.1)
    assert practice.state(clinic).appointments
    time.sleep(0.5)
    practice.let_the_worker_run()
    practice.assert_booked_once(clinic)
