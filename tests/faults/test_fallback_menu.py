"""The assistant and the actions are dead: calls come to the fallback menu (web/fallback), on two processes of web."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from receptionist.stack import Stack
from simulators.calls.call_file import PlannedCall, load_call_file
from simulators.calls.runner import CallRunner
from tests.faults.conftest import a_stack
from tests.faults.practice import Practice
from tests.faults.telephone import CALLER, Answer, Call, Line

CALLS = load_call_file(Path(__file__).with_name("fallback_calls.yml"))


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    stack = a_stack(tmp_path_factory.mktemp("fallback"), "tests-fallback")
    stack.without = ("assistant", "actions", "worker")
    stack.for_services = {**stack.for_services, "WEB_CONCURRENCY": "2"}
    with stack:
        yield stack


@pytest.fixture(scope="module")
def runner(alone: Stack, practice: Practice) -> CallRunner:
    return CallRunner(alone, by="menu", builder=practice.builder)


@pytest.fixture(scope="module")
def practice(alone: Stack) -> Iterator[Practice]:
    line = Line(alone)
    yield Practice(alone, line)
    line.close()


@pytest.mark.parametrize("planned", CALLS, ids=lambda planned: planned.call.id)
def test_calls(runner: CallRunner, planned: PlannedCall) -> None:
    result = runner.place(planned)
    said = "\n".join(f"{entry.who}: {entry.text}" for record in result.records for entry in record.transcript)
    assert result.outcome == "passed", "\n".join([*result.verdict.reasons, said])


class MenuCall(Call):
    """One webhook at a time to the menu."""

    def ring(self, **more: str) -> Answer:
        return self.follow(self.line.post(self.line.stack.fallback_url, self.fields(CallStatus="ringing", **more)))

    def press(self, digits: str) -> Answer:
        return self.follow(self.line.post(self.last.next_url, self.fields(Digits=digits)))


@pytest.fixture
def call(practice: Practice) -> MenuCall:
    return MenuCall(practice.line, practice.clinic("menu").dialled)


def test_a_call_that_was_with_the_assistant_is_told_what_is_true(call: MenuCall) -> None:
    url = call.line.url("webhook")
    call.ring(ErrorCode="11200", ErrorUrl=f"{url}?expect=confirm&turn=4", SpeechResult="yes")
    assert "only if a text message tells you so" in call.last_said and call.last.ends == "Gather"
    assert "press 1" in call.last_said


def test_an_emergency_that_the_assistant_did_not_answer_is_answered(call: MenuCall) -> None:
    call.ring(ErrorCode="11200", SpeechResult="i think i am having a stroke")
    assert "nine one one" in call.last_said and "press 1" in call.last_said


def test_only_what_is_signed_is_answered(call: MenuCall) -> None:
    call.ring()
    addresses = ["voice", "voice/after-dial", "voice/whisper", "voice/outcome", "process-selection", "book-appointment",
                 "cancel-appointment", "reschedule-appointment", "check-availability", "leave-message",
                 "capture-doctor-name", "capture-appointment-time", "capture-user-name", "capture-user-phone",
                 "capture-user-address"]  # fmt: skip
    fields = call.fields(Digits="1")
    for address in addresses:
        url = f"{call.line.stack.web_url}/{address}"
        signature = call.line.signature(url, fields)
        begun_otherwise = ("B" if signature[0] == "A" else "A") + signature[1:]
        for other in (None, "", begun_otherwise, call.line.signature(url + "?x=1", fields)):
            assert call.line.send(url, urlencode(fields), other, "t").status_code == 403, address
        altered = urlencode({**fields, "From": "+12025550177"})
        assert call.line.send(url, altered, signature, "t").status_code == 403, address
        assert call.line.post(url, fields).body, address
    nobody = {"From": CALLER, "To": call.dialled}
    url = call.line.stack.fallback_url
    assert call.line.send(url, urlencode(nobody), call.line.signature(url, nobody), "t").status_code == 400


@pytest.mark.parametrize("address", ["book-appointment", "cancel-appointment", "reschedule-appointment"])
def test_an_address_of_a_request_begins_it(call: MenuCall, address: str) -> None:
    call.ring()
    call.follow(call.line.post(f"{call.line.stack.web_url}/{address}", call.fields()))
    assert call.last.expecting == ("datetime" if address == "book-appointment" else "name"), call


def test_a_webhook_of_an_earlier_turn_changes_nothing(practice: Practice, call: MenuCall) -> None:
    call.ring()
    first = call.last.next_url
    call.press("1")
    for digits in ("1", "2", "5"):
        assert call.line.post(first, call.fields(Digits=digits)).body == call.last.body
    assert call.last.expecting == "datetime"


@pytest.mark.parametrize("at", ["datetime", "confirm"])
def test_web_is_killed_in_the_middle_of_a_call(practice: Practice, at: str) -> None:
    """Twilio finds nobody at the next address, and asks the fallback URL again when there is somebody."""
    clinic = practice.clinic(f"menu-killed-{at}")
    call = MenuCall(practice.line, clinic.dialled)
    call.ring()
    call.press("1")
    if at == "confirm":
        for keys in ("1", "1", "6121*6121", "1"):
            call.press(keys)
    assert call.last.expecting == at, call
    failed = call.last.next_url
    practice.stack.stop_process("web")
    practice.restart("web")
    call.ring(ErrorCode="11205", ErrorUrl=failed)
    assert call.last.expecting == at and "technical problem" in call.last_said, call
    keys = ["1"] if at == "confirm" else ["1", "1", "6121*6121", "1", "1"]
    for digits in keys:
        call.press(digits)
    assert call.last.expecting == "anything_else", call
    practice.let_the_worker_run()
    practice.assert_booked_once(clinic)


def test_web_is_killed_while_it_books(practice: Practice) -> None:
    """The yes counts: whoever answers the call again books it once, or the worker does."""
    clinic = practice.clinic("menu-killed-booking")
    call = MenuCall(practice.line, clinic.dialled)
    call.ring()
    for keys in ("1", "1", "1", "6121*6121", "1"):
        call.press(keys)
    assert call.last.expecting == "confirm", call
    practice.faults(clinic, {"at": "book", "delay_s": 3})
    call.line.break_off(call.last.next_url, call.fields(Digits="1"), after_s=0.7)
    practice.stack.stop_process("web")
    practice.faults(clinic)
    practice.restart("web")
    practice.let_the_worker_run()
    practice.assert_booked_once(clinic)


def test_a_webhook_that_fails_for_ever_is_no_loop(call: MenuCall) -> None:
    call.ring()
    for _ in range(4):
        call.ring(ErrorCode="11205", ErrorUrl=call.last.next_url)
    assert call.last.ends == "Dial", call


def test_nothing_of_a_caller_is_readable_in_the_database(practice: Practice, call: MenuCall) -> None:
    call.ring()
    call.press("1")
    call.say("tomorrow at nine")
    call.say("Wilhelmina Featherstone")
    path = Path(practice.stack.database_url.removeprefix("sqlite:///"))
    stored = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    assert call.sid.encode() in stored and b"Featherstone" not in stored and call.caller.encode() not in stored


def test_a_number_of_no_clinic_ends_politely(practice: Practice) -> None:
    call = MenuCall(practice.line, "+12015550142")
    call.ring()
    assert call.last.ends == "Hangup" and "emergency" in call.last_said
