"""Twilio may send a webhook again, after the first or beside it: the answer is the same, and it happens once."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from simulators.calls.clinic_builder import BuiltClinic
from tests.faults.practice import Practice
from tests.faults.telephone import ANSWERS, MOST_TURNS, Answer, Call

Post = Callable[[], Answer]


def one_after_the_other(post: Post) -> list[Answer]:
    return [post(), post(), post()]


def at_once(post: Post) -> list[Answer]:
    with ThreadPoolExecutor(3) as pool:
        return [sent.result() for sent in [pool.submit(post) for _ in range(3)]]


def book(call: Call, send: Callable[[Post], list[Answer]]) -> list[tuple[str | None, list[Answer]]]:
    """Every webhook of the call sent three times under its token. What was asked for, and the answers, turn by turn."""
    url, fields, expecting = call.line.url("webhook"), call.fields(CallStatus="ringing"), None
    turns: list[tuple[str | None, list[Answer]]] = []
    for _ in range(MOST_TURNS):
        token = secrets.token_hex(16)
        answers = send(partial(call.line.post, url, fields, token))
        turns.append((expecting, answers))
        # a repetition that comes too early is asked to wait: the document that it waits for has to be the same one
        settled = [call.line.post(a.next_url, call.fields()) if a.ends == "Redirect" else a for a in answers]
        assert len({answer.body for answer in settled}) == 1, f"different answers to the repeated {expecting}"
        call.follow(settled[0])
        if call.last.ends != "Gather":
            break
        expecting = call.last.expecting
        url, fields = call.last.next_url, call.spoken(ANSWERS.get(expecting or "", ""))
    assert "confirm" in [asked for asked, _ in turns], call
    return turns


@pytest.mark.parametrize("send", [one_after_the_other, at_once])
def test_a_booking_of_which_every_webhook_is_repeated(practice: Practice, send: Callable[[Post], list[Answer]]) -> None:
    clinic = practice.clinic("repeated")
    call = practice.call(clinic)
    turns = book(call, send)
    if send is one_after_the_other:
        assert all(len({answer.body for answer in answers}) == 1 for _, answers in turns)
    assert call.last.ends == "Hangup"
    practice.let_the_worker_run()
    practice.assert_booked_once(clinic)
    assert practice.requests(clinic)["book"] == 1


def test_a_yes_repeated_while_the_calendar_takes_its_time(practice: Practice) -> None:
    clinic = practice.clinic("slow-yes")
    call = practice.call(clinic)
    call.ring()
    call.go_on(until="confirm")
    practice.faults(clinic, {"at": "book", "delay_s": 2.5})
    token, url, fields = secrets.token_hex(16), call.last.next_url, call.spoken("yes")
    answers = at_once(lambda: call.line.post(url, fields, token))
    assert {answer.ends for answer in answers} == {"Redirect"}
    outcomes = [call.line.post(answer.next_url, call.fields()) for answer in answers]
    assert len({outcome.body for outcome in outcomes}) == 1
    late = call.line.post(url, fields, token)
    assert call.line.post(late.next_url, call.fields()).body == outcomes[0].body
    call.follow(outcomes[0])
    assert call.last.expecting == "anything_else", call
    practice.let_the_worker_run()
    practice.assert_booked_once(clinic)
    assert practice.requests(clinic)["book"] == 1


def at_anything_else(practice: Practice, name: str) -> tuple[BuiltClinic, Call, dict[str, str]]:
    """A call that has booked; by what was asked for, the address to which the answer went."""
    clinic = practice.clinic(name)
    call = practice.call(clinic)
    addresses: dict[str, str] = {}
    call.ring()
    while call.last.expecting != "anything_else":
        assert call.last.ends == "Gather" and len(addresses) < MOST_TURNS, call
        addresses[call.last.expecting or ""] = call.last.next_url
        call.say(ANSWERS.get(call.last.expecting or "", ""))
    return clinic, call, addresses


def test_a_webhook_of_an_earlier_turn_changes_nothing(practice: Practice) -> None:
    """Under a token of its own, so that only its turn gives it away."""
    clinic, call, addresses = at_anything_else(practice, "stale")
    for asked, url in addresses.items():
        for text in ("yes", "cancel my appointment", ANSWERS.get(asked, "")):
            assert call.line.post(url, call.spoken(text)).body == call.last.body, asked
        assert call.line.post(url, call.fields(Digits="2")).body == call.last.body, asked
    assert call.line.post(call.line.url("webhook"), call.fields(CallStatus="ringing")).body == call.last.body
    call.go_on()
    assert call.last.ends == "Hangup"
    practice.let_the_worker_run()
    practice.assert_booked_once(clinic)


def test_an_answer_given_twice_counts_once(practice: Practice) -> None:
    """Speech and the Redirect after a silence can both reach the same turn."""
    clinic = practice.clinic("twice")
    call = practice.call(clinic)
    call.ring()
    call.go_on(until="confirm")
    url = call.last.next_url
    said, silent = call.spoken("yes"), call.spoken("")
    with ThreadPoolExecutor(2) as pool:
        both = [pool.submit(call.line.post, url, fields) for fields in (said, silent)]
    for answer in [sent.result() for sent in both]:
        call.follow(answer)
    call.go_on()
    practice.let_the_worker_run()
    practice.assert_booked_once(clinic)
