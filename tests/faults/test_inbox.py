"""What was not understood in a call waits for trainers, without saying whose words they were."""

from __future__ import annotations

import time

from receptionist.storage.inbox import Heard, Inbox
from tests.faults.practice import Practice

WITHIN_S = 10


def heard(practice: Practice, clinic_id: str) -> list[Heard]:
    deadline = time.monotonic() + WITHIN_S
    while not (found := Inbox(practice.database).heard(clinic_id)) and time.monotonic() < deadline:
        time.sleep(0.1)
    return found


def test_it_is_kept_without_names_and_numbers(practice: Practice) -> None:
    clinic = practice.clinic("inbox")
    call = practice.call(clinic)
    call.ring()
    call.say("my cousin Okafor plays the trombone and his number is 202 555 0147")
    assert "did not understand" in call.last_said, call
    [kept] = heard(practice, clinic.clinic.id)
    assert "trombone" in kept.text and "okafor" not in kept.text and "147" not in kept.text
    assert kept.expecting == "request"


def test_a_call_goes_on_when_nothing_can_be_kept(practice: Practice) -> None:
    clinic = practice.clinic("inbox-down")
    call = practice.call(clinic)
    call.ring()
    practice.freeze("web")
    try:
        call.say("my cousin plays the trombone")
        assert "did not understand" in call.last_said, call
    finally:
        practice.thaw("web")
    call.say("i want to see doctor patel tomorrow morning")
    assert call.last.expecting == "slot_choice", call
