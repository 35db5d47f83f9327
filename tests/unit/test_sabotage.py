"""Sabotage breaks what it says, only for the clinic that it is meant for, and lets everything else through."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import httpx
import pytest

from receptionist.clinics import Clinic, Doctor
from simulators.calls.action_proxy import ActionProxy
from simulators.calls.clinic_builder import BuiltClinic
from simulators.calls.sabotage import BREAKS, GENERAL, OF_KIND, _Between

BUILT = BuiltClinic(
    Clinic(id="hill", name="Hill Clinic"), [Doctor(name="Anita Patel"), Doctor(name="James Nguyen")], "token", [3, 5]
)
ANSWER = {
    "events": [{"event": "slot", "name": "wanted", "value": "wednesday"}],
    "responses": [{"response": "utter_fact"}, {"response": "utter_ask_doctor"}],
}


class _Actions(BaseHTTPRequestHandler):
    """An action server that gives back what it was asked, beside an answer."""

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        answer = json.dumps({**ANSWER, "asked": body}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def proxy() -> Iterator[ActionProxy]:
    server = HTTPServer(("127.0.0.1", 0), _Actions)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with ActionProxy() as proxy:
        proxy.target = f"http://127.0.0.1:{server.server_address[1]}/webhook"
        yield proxy
    server.shutdown()


def ask(
    proxy: ActionProxy, name: str, action: str, *entities: dict[str, Any], clinic: str = "hill", **slots: Any
) -> dict[str, Any]:
    proxy.between("hill", _Between(BREAKS[name], BUILT).handle)
    message = {"metadata": {"clinic": clinic}, "entities": list(entities), "intent": {"name": "repeat"}}
    tracker = {"latest_message": message, "slots": slots}
    body = {"next_action": action, "sender_id": "CA1", "tracker": tracker}
    answer: dict[str, Any] = httpx.post(proxy.url, json=body).json()
    return answer


def heard(answer: dict[str, Any]) -> Any:
    return answer["asked"]["tracker"]["latest_message"]


def test_other_clinics_go_on_as_ever(proxy: ActionProxy) -> None:
    assert ask(proxy, "nothing done", "action_book", clinic="river")["responses"] == ANSWER["responses"]


def test_what_is_swallowed_is_answered_as_if_it_was_done(proxy: ActionProxy) -> None:
    assert ask(proxy, "nothing done", "action_book") == {"events": [], "responses": []}
    assert ask(proxy, "nothing done", "action_greet")["responses"] == ANSWER["responses"]
    assert ask(proxy, "nobody fetched", "action_hand_over")["responses"] == [{"response": "utter_ask_request"}]


def test_facts_are_not_said_beside_a_question_either(proxy: ActionProxy) -> None:
    assert ask(proxy, "nothing told", "validate_book_form")["responses"] == [{"response": "utter_ask_doctor"}]


def test_only_the_first_request_is_seen_to(proxy: ActionProxy) -> None:
    between = _Between(BREAKS["second forgotten"], BUILT)
    body = {"next_action": "action_book", "sender_id": "CA1", "tracker": {}}
    assert [between.handle(body, lambda _: {"done": True}) for _ in range(2)] == [
        {"done": True},
        {"events": [], "responses": []},
    ]


def test_understanding_is_misled(proxy: ActionProxy) -> None:
    doctor = {"entity": "doctor", "value": {"name": "Anita Patel", "candidates": ["Anita Patel"]}}
    assert heard(ask(proxy, "wrong doctor", "x", doctor))["entities"][0]["value"]["name"] == "James Nguyen"
    day = {"entity": "datetime", "value": {"from": "2026-11-24T09:00", "to": None, "alternatives": []}}
    assert heard(ask(proxy, "wrong day", "x", day))["entities"][0]["value"]["from"] == "2026-11-25T09:00"
    name = {"entity": "person_name", "value": "Maria Lopez"}
    assert heard(ask(proxy, "wrong name", "x", name))["entities"][0]["value"] != "Maria Lopez"
    assert heard(ask(proxy, "repeat is yes", "x"))["intent"]["name"] == "affirm"


def test_everybody_is_verified_for_everything(proxy: ActionProxy) -> None:
    answer = ask(proxy, "nobody checked", "action_cancel", patient_name=None)
    assert answer["asked"]["tracker"]["slots"]["verification"] == [3, 5]


def test_what_was_said_first_stays(proxy: ActionProxy) -> None:
    assert ask(proxy, "first word stands", "x", wanted="tuesday")["events"][0]["value"] == "tuesday"
    assert ask(proxy, "first word stands", "x", wanted=None)["events"][0]["value"] == "wednesday"


def test_every_kind_names_sabotage_that_exists() -> None:
    assert {name for names in (*OF_KIND.values(), GENERAL) for name in names} <= set(BREAKS)
