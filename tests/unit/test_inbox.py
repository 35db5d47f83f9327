"""The inbox: kept, bounded, forgotten, grouped, labelled."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from cli import inbox as command
from nlu.example_files import Utterance
from receptionist.clock import utc_now
from receptionist.privacy.erasure import erase_old
from receptionist.storage.inbox import Heard, Inbox
from receptionist.storage.tables import InboxRow
from tests.fakes import Desk, a_desk, sqlite_in
from web.inbox import inbox_routes


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(sqlite_in(tmp_path))


@pytest.fixture
def inbox(desk: Desk) -> Inbox:
    return Inbox(desk.database)


def texts(inbox: Inbox) -> list[str]:
    return [each.text for each in inbox.heard()]


def test_the_oldest_go_when_there_are_too_many(inbox: Inbox) -> None:
    for count in range(6):
        inbox.keep("riverside", f"line {count}", None, most=4)
    assert texts(inbox) == ["line 2", "line 3", "line 4", "line 5"]
    assert inbox.heard("elsewhere") == []


def test_it_is_encrypted_and_forgotten_with_the_messages(desk: Desk, inbox: Inbox) -> None:
    inbox.keep("riverside", "an old one", "request")
    inbox.keep("riverside", "a new one", "request")
    with desk.database.session() as session:
        assert "one" not in str(session.execute(text("SELECT * FROM inbox")).all())
        oldest = session.get_one(InboxRow, 1)
        oldest.heard_at = utc_now() - timedelta(days=desk.clinic.keep_messages_days + 1)
    erase_old(desk.database, desk.clinic, utc_now())
    assert texts(inbox) == ["a new one"]


@pytest.mark.parametrize(
    ("body", "token", "status"),
    [
        ({"clinic": "riverside", "text": "the thing", "expecting": "request"}, "inside", 204),
        ({"clinic": "riverside", "text": "the thing"}, "inside", 204),
        ({"clinic": "riverside", "text": "the thing"}, "outside", 403),
        ({"clinic": "nowhere", "text": "the thing"}, "inside", 404),
        ({"clinic": "riverside", "text": ""}, "inside", 400),
        ({"clinic": "riverside", "text": "x" * 1001}, "inside", 400),
        ({"text": "the thing"}, "inside", 400),
        (["the thing"], "inside", 400),
    ],
)
def test_web_keeps_what_our_own_processes_send(inbox: Inbox, body: object, token: str, status: int) -> None:
    app = Flask("web")
    app.register_blueprint(inbox_routes(inbox, token="inside"))
    answer = app.test_client().post("/inbox", json=body, headers={"X-Internal-Token": token})
    assert answer.status_code == status
    assert texts(inbox) == (["the thing"] if status == 204 else [])


def test_alike_utterances_stand_together() -> None:
    heard = [Heard(number, "riverside", utc_now(), said, None) for number, said in enumerate("abcde")]
    groups = command.grouped(heard, lambda said, least: [(0, 3, 0.9), (3, 4, 0.8)])
    assert [[each.text for each in group] for group in groups] == [["a", "d", "e"], ["b"], ["c"]]


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, list[str]]]:
    """What is handed to `receptionist examples add`, which takes nothing for `wrong`."""
    calls: list[tuple[str, list[str]]] = []

    def add(intent: str, said: list[str], ask_model: bool) -> int:
        calls.append((intent, said))
        return int(intent == "wrong")

    monkeypatch.setattr(command, "add_examples", add)
    monkeypatch.setattr(command, "examples", lambda: [Utterance("hi there", "greet", Path("greet.yml"))])
    return calls


def test_what_is_labelled_leaves_the_inbox(inbox: Inbox, added: list[tuple[str, list[str]]]) -> None:
    for said in ("fax my records", "Hi, there!", "top of the mourning", "no idea"):
        inbox.keep("riverside", said, None)
    assert command.label_utterances(inbox, [1], "wrong") == 1
    assert command.label_utterances(inbox, [1, 9], "ask_clinic") == 1
    assert len(texts(inbox)) == 4
    assert command.label_utterances(inbox, [1], "ask_clinic") == 0
    assert command.label_utterances(inbox, [2], "greet") == 0
    assert command.label_utterances(inbox, [3], "greet", "top of the morning") == 0
    assert added[1:] == [("ask_clinic", ["fax my records"]), ("greet", ["top of the morning"])]
    assert texts(inbox) == ["no idea"]
    assert command.drop_utterances(inbox, [4]) == 0 and command.drop_utterances(inbox, [4]) == 1
    assert texts(inbox) == []


def test_without_a_terminal_nothing_is_asked(inbox: Inbox, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.go_through(inbox) == 1
    assert "label ID INTENT" in capsys.readouterr().err
