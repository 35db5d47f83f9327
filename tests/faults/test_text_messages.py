"""Text messages to the running receptionist: conversations from a file, and what can happen to a message."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlencode

import pytest

from receptionist.stack import Stack
from simulators.calls.call_file import PlannedCall, load_call_file
from simulators.calls.clinic_builder import BuiltClinic
from simulators.calls.runner import CallRunner
from simulators.phone.texting import TextPhone
from simulators.phone.webhooks import Webhooks
from tests.faults.practice import FIRST_FREE, Practice
from tests.faults.telephone import CALLER

CALLS = load_call_file(Path(__file__).with_name("text_conversations.yml"))
BOOKS = ("dr patel tomorrow at 9 please", "Ann Lee", "yes", "yes")


@pytest.fixture(scope="module")
def runner(stack: Stack, practice: Practice) -> CallRunner:
    return CallRunner(stack, by="text", builder=practice.builder)


@pytest.mark.parametrize("planned", CALLS, ids=lambda planned: planned.call.id)
def test_conversations(runner: CallRunner, planned: PlannedCall) -> None:
    result = runner.place(planned)
    said = "\n".join(f"{entry.who}: {entry.text}" for record in result.records for entry in record.transcript)
    assert result.outcome == "passed", "\n".join([*result.verdict.reasons, said])


@pytest.fixture
def clinic(practice: Practice) -> BuiltClinic:
    return practice.clinic("texts")


@pytest.fixture
def phone(practice: Practice, clinic: BuiltClinic) -> TextPhone:
    return a_phone(practice, clinic)


def a_phone(practice: Practice, clinic: BuiltClinic, number: str = CALLER) -> TextPhone:
    webhooks = Webhooks(practice.stack.auth_token, public_url=practice.stack.assistant_url)
    return TextPhone(webhooks, practice.stack.text_url, number, clinic.dialled)


def test_only_what_is_signed_is_answered(practice: Practice, clinic: BuiltClinic) -> None:
    line, url = practice.line, practice.stack.text_url
    fields = {"MessageSid": "SM1", "From": CALLER, "To": clinic.dialled, "Body": BOOKS[0], "FromCity": ""}
    signature = line.signature(url, fields)
    for wrong in (None, "", ("B" if signature[0] == "A" else "A") + signature[1:], line.signature(f"{url}x", fields)):
        assert line.send(url, urlencode(fields), wrong, None).status_code == 403
    assert line.send(url, urlencode({**fields, "Body": "C 482193"}), signature, None).status_code == 403
    assert line.send(url, urlencode(fields), signature, None).status_code == 200
    lacking = {key: value for key, value in fields.items() if key != "MessageSid"}
    assert line.send(url, urlencode(lacking), line.signature(url, lacking), None).status_code == 400


def test_a_message_is_answered_once(practice: Practice, clinic: BuiltClinic, phone: TextPhone) -> None:
    for text in BOOKS[:-1]:
        phone.send(text)
    with ThreadPoolExecutor(3) as pool:
        answers = [sent.result() for sent in [pool.submit(phone.send, BOOKS[-1], "SMyes") for _ in range(3)]]
    assert len({tuple(answer) for answer in answers}) == 1 and "booked" in answers[0][0]
    assert phone.send(BOOKS[-1], "SMyes") == answers[0]
    practice.let_the_worker_run()
    practice.assert_booked_once(clinic)


def test_two_messages_at_once_are_both_taken_in(practice: Practice, clinic: BuiltClinic, phone: TextPhone) -> None:
    phone.send(BOOKS[0])
    other = a_phone(practice, clinic)
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(phone.send, "Ann Lee"), pool.submit(other.send, "is there parking")]
        assert all(sent.result() for sent in both)
    assert [*phone.send("yes"), *phone.send("yes")]
    kept = list(practice.state(clinic).appointments.values())
    assert [(one.name, one.start, one.status) for one in kept] == [("Ann Lee", FIRST_FREE, "booked")]


def test_two_numbers_have_two_conversations(practice: Practice, clinic: BuiltClinic, phone: TextPhone) -> None:
    other = a_phone(practice, clinic, "+12025550177")
    for text in BOOKS[:3]:
        phone.send(text)
    other.send("yes")
    assert not practice.state(clinic).appointments
    phone.send(BOOKS[3])
    assert len(practice.state(clinic).appointments) == 1


def test_stop_is_silent_and_kept(practice: Practice, clinic: BuiltClinic, phone: TextPhone) -> None:
    for text in BOOKS:
        phone.send(text)
    sent = len(practice.state(clinic).messages)
    assert phone.send("STOP") == [] and phone.send("stop", OptOutType="STOP") == []
    [appointment] = practice.state(clinic).appointments.values()
    phone.send(f"C {appointment.code}")
    assert "is cancelled" in " ".join(phone.send("yes"))
    assert len(practice.state(clinic).messages) == sent


def test_help_that_twilio_has_answered_is_not_answered_again(phone: TextPhone) -> None:
    assert phone.send("help", OptOutType="HELP") == []
    assert phone.send("help")


def test_a_number_of_no_clinic_is_not_answered(practice: Practice, clinic: BuiltClinic) -> None:
    phone = a_phone(practice, clinic)
    phone.record.dialled = "+12015550142"
    assert phone.send("hello") == []


def test_too_many_messages_are_told_once(phone: TextPhone) -> None:
    answers = [phone.send("help") for _ in range(24)]
    assert all(answers[:20]) and "very many" in answers[20][0] and answers[21:] == [[]] * 3
    assert "911" in phone.send("i think i am having a stroke")[0]


def test_trouble_is_told(practice: Practice, phone: TextPhone) -> None:
    phone.send(BOOKS[0])
    practice.stack.stop_process("actions")
    try:
        [answer] = phone.send("Ann Lee")
        assert "technical problem" in answer
    finally:
        practice.restart("actions")
