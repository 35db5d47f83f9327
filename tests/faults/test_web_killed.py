"""The process that serves audio and directories is killed, or hangs: Twilio's own voice speaks, and calls go on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from simulators.calls.clinic_builder import BuiltClinic
from tests.faults.practice import Practice
from tests.faults.telephone import Call
from tests.faults.test_repeated_webhooks import at_once

NOT_IN_SERVICE = "not in service"
TROUBLE = "technical problem"


@pytest.fixture(scope="module")
def known(practice: Practice) -> BuiltClinic:
    """A clinic that was called before the assistant started anew, which has it on its disk only."""
    clinic = practice.clinic("known")
    practice.call(clinic).ring()
    practice.stack.stop_process("assistant")
    practice.restart("assistant")
    return clinic


@pytest.fixture(scope="module")
def begun(practice: Practice, known: BuiltClinic) -> tuple[BuiltClinic, Call]:
    """A call that has come to the offer with the voice."""
    clinic = practice.clinic("web-killed")
    call = practice.call(clinic)
    call.ring()
    call.go_on(until="slot_choice")
    assert all(answer.audio for answer in call.answers)
    return clinic, call


@pytest.fixture(scope="module")
def no_web(practice: Practice, begun: tuple[BuiltClinic, Call]) -> Iterator[None]:
    practice.stack.stop_process("web")
    yield
    practice.restart("web")


def test_in_the_middle_of_a_call(practice: Practice, begun: tuple[BuiltClinic, Call], no_web: None) -> None:
    clinic, call = begun
    call.say("the first one")
    assert call.last.said_by_twilio and not call.last.audio
    call.go_on()
    assert call.last.ends == "Hangup", call
    practice.let_the_worker_run()
    practice.assert_booked_once(clinic)


def test_a_new_call_to_a_clinic_that_was_called_before(practice: Practice, known: BuiltClinic, no_web: None) -> None:
    call = practice.call(known)
    call.ring()
    call.go_on()
    assert call.last.ends == "Hangup" and not any(answer.audio for answer in call.answers), call
    practice.let_the_worker_run()
    practice.assert_booked_once(known)


def test_a_number_never_called_before_is_not_said_to_be_out_of_service(practice: Practice, no_web: None) -> None:
    call = practice.call(practice.clinic("never-called"))
    call.ring()
    assert call.last.ends in ("Hangup", "Dial")
    assert NOT_IN_SERVICE not in call.last_said and TROUBLE in call.last_said, call


def test_the_voice_is_back_when_the_process_is(practice: Practice, known: BuiltClinic, no_web: None) -> None:
    call = practice.call(known, "+12025550124")
    call.ring()
    assert not call.last.audio
    practice.restart("web")
    call.say("i would like an appointment with doctor patel")
    assert call.last.audio, call
    fresh = practice.call(practice.clinic("after-web-killed"))
    fresh.ring()
    assert fresh.last.ends == "Gather" and fresh.last.audio, fresh


def test_a_number_of_no_clinic_is_not_in_service(practice: Practice) -> None:
    call = Call(practice.line, "+12015550142")
    call.ring()
    assert call.last.ends == "Hangup" and NOT_IN_SERVICE in call.last_said


def test_it_hangs(practice: Practice) -> None:
    """Also when Twilio repeats what it is kept waiting for."""
    clinic = practice.clinic("web-frozen")
    call, other = practice.call(clinic), practice.call(practice.clinic("web-frozen-new"))
    call.ring()
    practice.freeze("web")
    try:
        call.say("i would like an appointment with doctor patel tomorrow morning")
        assert call.last.ends == "Gather" and call.last.said_by_twilio, call
        url, fields = other.line.url("webhook"), other.fields(CallStatus="ringing")
        for answer in at_once(lambda: other.line.post(url, fields, "the-first-of-the-call")):
            assert NOT_IN_SERVICE not in other.follow(answer).said_by_twilio
    finally:
        practice.thaw("web")
