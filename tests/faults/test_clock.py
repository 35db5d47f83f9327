"""The clock of the clinic jumps, or changes to and from daylight saving time, in the middle of a call: what the caller
said yes to is what is booked, and nothing that is past by then."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from tests.faults.practice import FIRST_FREE, MONDAY_MORNING, Practice
from tests.faults.telephone import CALLER, MOST_TURNS

SUNDAYS = {"mon-fri": "08:00-18:00", "sun": "00:00-24:00"}
TWO_HOURS = timedelta(hours=2)


@pytest.mark.parametrize("jump", [TWO_HOURS, -TWO_HOURS, timedelta(days=-1)])
@pytest.mark.parametrize("at", ["slot_choice", "name", "confirm"])
def test_it_jumps_between_two_turns(practice: Practice, jump: timedelta, at: str) -> None:
    clinic = practice.clinic("clock-jumps")
    call = practice.call(clinic)
    call.ring()
    call.go_on(until=at)
    practice.clock(clinic, MONDAY_MORNING + jump)
    call.go_on()
    assert call.last.ends == "Hangup", call
    practice.let_the_worker_run()
    practice.assert_booked_once(clinic)


def test_it_jumps_to_and_fro_at_every_turn(practice: Practice) -> None:
    clinic = practice.clinic("clock-swings")
    call = practice.call(clinic)
    call.ring()
    for turn in range(MOST_TURNS):
        if call.last.ends != "Gather":
            break
        practice.clock(clinic, MONDAY_MORNING + (TWO_HOURS if turn % 2 else -TWO_HOURS))
        call.answer()
    assert call.last.ends == "Hangup", call
    practice.let_the_worker_run()
    practice.assert_booked_once(clinic)


def test_what_is_past_when_the_caller_says_yes_is_not_booked(practice: Practice) -> None:
    clinic = practice.clinic("clock-passes", now=FIRST_FREE - timedelta(minutes=5))
    call = practice.call(clinic)
    call.ring()
    call.say("doctor patel today at nine please")
    call.go_on(until="confirm")
    practice.clock(clinic, FIRST_FREE + TWO_HOURS)
    call.say("yes")
    assert "booked" not in call.last_said or "not" in call.last_said, call
    practice.let_the_worker_run()
    practice.assert_nothing_booked(clinic)


@pytest.mark.parametrize(
    "begins, goes_on, day",
    [
        pytest.param("2026-03-08T01:58", "2026-03-08T03:01", "2026-03-08", id="an-hour-is-left-out"),
        pytest.param("2026-11-01T01:58", "2026-11-01T01:01", "2026-11-01", id="an-hour-comes-twice"),
    ],
)
def test_daylight_saving_time_changes_during_the_call(practice: Practice, begins: str, goes_on: str, day: str) -> None:
    clinic = practice.clinic(
        "dst",
        hours=SUNDAYS,
        now=datetime.fromisoformat(begins),
        shifts=[{"date": day, "start": "09:00", "end": "10:00"}],
    )
    call = practice.call(clinic)
    call.ring()
    call.say("doctor patel today at nine in the morning please")
    call.go_on(until="name")
    practice.clock(clinic, datetime.fromisoformat(goes_on))
    call.go_on()
    assert call.last.ends == "Hangup" and any("nine in the morning" in said for said in call.said), call
    practice.let_the_worker_run()
    practice.assert_booked_once(clinic, datetime.fromisoformat(f"{day}T09:00"))


def test_the_hour_that_is_left_out_is_not_offered(practice: Practice) -> None:
    """Two in the morning to three does not exist on that day; three is the first hour after one."""
    night = [{"date": "2026-03-08", "start": "02:00", "end": "03:30"}]
    clinic = practice.clinic("dst-gap", hours=SUNDAYS, now=datetime(2026, 3, 7, 12, 0), shifts=night)
    call = practice.call(clinic)
    call.ring()
    call.say("doctor patel tomorrow night at half past two in the morning please")
    call.go_on()
    practice.let_the_worker_run()
    starts = [kept.start for kept in practice.state(clinic).appointments.values()]
    assert starts in ([], [datetime(2026, 3, 8, 3, 0)]), call
    if starts:
        practice.assert_booked_once(clinic, starts[0], CALLER)
