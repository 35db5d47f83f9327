"""Only what Twilio has signed is acted on, on every route."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest

from simulators.phone.twiml import parse_twiml
from tests.faults.practice import Practice
from tests.faults.telephone import ROUTES, Call


@pytest.fixture(scope="module")
def call(practice: Practice) -> Call:
    call = practice.call(practice.clinic("signatures"))
    call.ring()
    return call


@pytest.mark.parametrize("route", ROUTES)
def test_what_is_not_signed_is_refused_and_changes_nothing(call: Call, route: str) -> None:
    line, url = call.line, call.line.url(route)
    if route == "webhook":
        url = call.last.next_url
    right = call.fields(SpeechResult="i need doctor patel tomorrow", DialCallStatus="no-answer")
    altered = {**right, "From": "+12025550177"}
    signature = line.signature(url, right)
    refused = {
        "no signature": line.send(url, urlencode(right), None, "t1"),
        "an empty signature": line.send(url, urlencode(right), "", "t2"),
        "a wrong signature": line.send(url, urlencode(right), "A" + signature[1:] + "=", "t3"),
        "an altered body": line.send(url, urlencode(altered), signature, "t4"),
        "a field left out": line.send(url, urlencode({**right, "To": ""}), signature, "t5"),
        "a field added": line.send(url, urlencode({**right, "Digits": "1"}), signature, "t6"),
        "another address": line.send(f"{url}{'&' if '?' in url else '?'}turn=9", urlencode(right), signature, "t7"),
        "the signature of another route": line.send(url, urlencode(right), line.signature(url + "x", right), "t8"),
        "no body": line.send(url, "", signature, "t9"),
    }
    assert {case: response.status_code for case, response in refused.items()} == dict.fromkeys(refused, 403)
    assert not any("<Response" in response.text for response in refused.values())
    assert call.line.post(line.url("webhook"), call.fields()).body == call.last.body


@pytest.mark.parametrize("route", ROUTES)
def test_blank_fields_and_accents_belong_to_what_is_signed(practice: Practice, route: str) -> None:
    other = practice.call(practice.clinic(f"blank-{route}"))
    other.ring()
    url = other.last.next_url if route == "webhook" else other.line.url(route)
    said = "doctor patel, soy José Núñez"
    answer = other.line.post(url, other.fields(SpeechResult=said, CallStatus="completed", CallerName=""))
    if route == "status":
        assert answer.body == ""
    else:
        parse_twiml(answer.body)


def test_a_call_without_an_id_is_refused(call: Call) -> None:
    fields = {"To": call.dialled, "From": call.caller}
    url = call.line.url("webhook")
    assert call.line.send(url, urlencode(fields), call.line.signature(url, fields), "t").status_code == 400
