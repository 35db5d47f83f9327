"""The connection breaks while the yes is carried out: what the caller said yes to is booked."""

from __future__ import annotations

import time

import pytest

from tests.faults.practice import Practice

BOOKED_WITHIN_S = 6


@pytest.mark.parametrize("takes_s", [1.0, 3.0])
def test_a_hang_up_during_the_yes(practice: Practice, takes_s: float) -> None:
    clinic = practice.clinic("gone-at-yes")
    call = practice.call(clinic)
    call.ring()
    call.go_on(until="confirm")
    practice.faults(clinic, {"at": "book", "delay_s": takes_s})
    call.break_off("yes", after_s=0.4)
    call.hang_up()
    until = time.monotonic() + BOOKED_WITHIN_S
    while time.monotonic() < until:
        if [kept.status for kept in practice.state(clinic).appointments.values()] == ["booked"]:
            break
        time.sleep(0.1)
    practice.let_the_worker_run()
    practice.assert_booked_once(clinic)
    assert practice.requests(clinic)["book"] == 1


def test_a_hang_up_before_the_yes_books_nothing(practice: Practice) -> None:
    clinic = practice.clinic("gone-before-yes")
    call = practice.call(clinic)
    call.ring()
    call.go_on(until="phone")
    call.break_off("this number is fine", after_s=0)
    call.hang_up()
    time.sleep(0.5)
    practice.let_the_worker_run()
    practice.assert_nothing_booked(clinic)
