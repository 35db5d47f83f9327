"""Calls that somebody has made become entries of call files, without touching what is in the file already."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from simulators.calls.after_the_call import Kept, Sent, State
from simulators.calls.call_file import CallClinic, CallFileError, load_call_file
from simulators.calls.call_writer import TakenDown, can_be_answers, entry_of, new_file, save, with_call
from simulators.phone.call import CallRecord, Entry
from simulators.phone.callers import HangUp, Press, Say, Silence

NUMBER = "+12025550111"
MADE = Kept(1, "Anita Patel", datetime(2026, 11, 24, 9), "Maria Lopez", "booked", NUMBER)
FILE = """# Calls of a kind.
clock: 2026-11-23T08:55
calls:
  - id: first   # the oldest
    kind: human
    opening: "a person please"
    expect: {ends: transfer}

# about the second part
---
clock: 2026-11-24T08:55
calls:
  - id: second
    kind: human
    opening: "somebody please"
    expect: {ends: transfer}

# the end
"""


def entry(after: State, acts: list[tuple[str | None, Any]], *said: str, as_turns: bool = False) -> dict[str, Any]:
    record = CallRecord("CA1", NUMBER, "+12035550100", ended="hangup", turns=len(said))
    record.transcript = [Entry("agent", text) for text in said]
    taken = TakenDown(None)
    taken.acts = acts
    return entry_of("new-one", "simple_booking", NUMBER, taken, record, State(), after, as_turns=as_turns)


ACTS: list[tuple[str | None, Any]] = [
    ("request", Say("doctor patel tomorrow at nine")),
    ("name", Silence()),
    ("name", Say("yes")),
    ("confirm", Press("1")),
]


def test_answers_stand_under_what_was_asked() -> None:
    written = entry(State({1: MADE}, [Sent(NUMBER, "Dr. Anita Patel, Tuesday")]), ACTS, "Hello", "Name?", "Name?")
    assert written["opening"] == "doctor patel tomorrow at nine"
    assert written["answers"] == {"name": [{"silence": True}, "yes"], "confirm": {"press": "1"}}
    assert written["expect"] == {
        "appointments": [
            {"doctor": "Anita Patel", "start": "2026-11-24T09:00", "name": "Maria Lopez", "status": "booked"}
        ],
        "messages": [{"to": NUMBER, "contains": ["Patel"]}],
        "ends": "hangup",
        "max_turns": 5,
    }


def test_exact_turns_where_they_are_wanted_or_nothing_else_can_be() -> None:
    written = entry(State(), [*ACTS, (None, HangUp())], "Hello", as_turns=True)
    assert written["turns"][1:] == [{"silence": True}, {"say": "yes"}, {"press": "1"}, {"hangup": True}]
    assert can_be_answers(ACTS)
    assert not can_be_answers([*ACTS, (None, HangUp())])


def test_a_call_that_changes_nothing_expects_what_was_said() -> None:
    written = entry(State(), ACTS[:1], "Hello.", "Doctor Anita Patel is free on Tuesday at nine. Shall I?")
    assert written["expect"]["says"] == ["Doctor Anita Patel is free on Tuesday at nine"]


def test_the_rest_of_the_file_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "calls.yml"
    path.write_text(FILE)
    text = with_call(FILE, entry(State({1: MADE}), ACTS, "Hello"))
    save(path, text)
    kept = text.splitlines()
    assert [line for line in FILE.splitlines() if line.strip() and line not in kept] == []
    calls = load_call_file(path)
    assert [one.call.id for one in calls] == ["first", "second", "new-one"]
    assert calls[2].clock == datetime(2026, 11, 24, 8, 55)
    assert calls[2].call.answers["name"][1].say == "yes"  # type: ignore[union-attr]


def test_a_new_file_says_all_about_its_clinic(tmp_path: Path) -> None:
    path = tmp_path / "new.yml"
    shift = {"day": "tuesday", "start": "09:00", "end": "12:00"}
    clinic = CallClinic.model_validate(
        {"name": "Hill Clinic", "doctors": [{"name": "Amy Ng", "availability": [shift]}]}
    )
    save(path, with_call(new_file(datetime(2026, 11, 23, 8, 55), clinic), entry(State(), ACTS, "Hello")))
    (planned,) = load_call_file(path)
    assert planned.clinic == clinic
    assert planned.clock == datetime(2026, 11, 23, 8, 55)


@pytest.mark.parametrize("text", ["calls: [{id: a, kind: b, opening: c, expect: {}}]\n", "clock: 2026-11-23T08:55\n"])
def test_a_file_without_a_list_of_calls_is_left_alone(text: str) -> None:
    with pytest.raises(CallFileError, match="calls"):
        with_call(text, entry(State(), ACTS, "Hello"))


def test_nothing_is_written_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "calls.yml"
    path.write_text(FILE)
    with pytest.raises(CallFileError):
        save(path, FILE + "    nonsense: 1\n")
    assert path.read_text() == FILE
    assert list(tmp_path.iterdir()) == [path]
