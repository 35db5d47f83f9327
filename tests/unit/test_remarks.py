"""What is said about a failed call stands beside the turn that it is about."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from simulators.calls.after_the_call import State
from simulators.calls.call_file import Call, PlannedCall
from simulators.calls.judge import judge
from simulators.calls.remarks import annotated
from simulators.calls.report import write_report
from simulators.calls.result import CallResult
from simulators.phone.call import CallRecord, Entry

TALK = [
    Entry("agent", "Hello, how can I help you?", "request"),
    Entry("caller", "doctor patel on tuesday"),
    Entry("agent", "What is your name?", "name"),
    Entry("caller", "[silence]"),
    Entry("agent", "So that is Doctor James Nguyen, Tuesday the first at nine. Right, code 4821?", "confirm"),
    Entry("caller", "<yes>"),
]


def result(**expect: Any) -> CallResult:
    call = Call.model_validate(
        {"id": "one", "kind": "human", "from": "+12025550101", "opening": "hello", "answers": {}, "expect": expect}
    )
    planned = PlannedCall.model_construct(
        path=Path("one.yml"), call=call, clock=datetime(2026, 11, 23), clinic=None, faults=[], known_failure=None
    )
    record = CallRecord("CA1", "+12025550101", "+12035550100", transcript=TALK, ended="hangup", turns=3)
    return CallResult(planned, judge(call.expect, [record], State(), State()), [record])


def remarks(**expect: Any) -> dict[int, list[str]]:
    ((_, lines),) = annotated(result(**expect))
    return {index: list(line.remarks) for index, line in enumerate(lines) if line.remarks}


def test_what_must_not_be_said_stands_where_it_was_said() -> None:
    assert remarks(never_says=["4821", "Garcia"])[4] == ["never_says: '4821' was heard"]


def test_one_turn_too_many_is_marked() -> None:
    assert "at most 2 expected" in remarks(max_turns=2)[4][0]


def test_a_question_without_an_answer_in_the_file_is_told() -> None:
    assert remarks()[3] == ["the file has no answer for `name`, so the caller is silent"]


def test_a_wrong_read_back_is_told_with_what_was_expected() -> None:
    wanted = {"doctor": "Anita Patel", "start": "2026-12-01T09:00", "name": "Maria Lopez", "status": "booked"}
    found = remarks(appointments=[wanted])
    assert found[4] == ["expected here: Anita Patel, Tuesday 2026-12-01 09:00, Maria Lopez"]
    assert any("is missing" in remark for remark in found[6])


def test_a_right_read_back_is_not_marked() -> None:
    wanted = {"doctor": "James Nguyen", "start": "2026-12-01T09:00", "status": "booked"}
    assert 4 not in remarks(appointments=[wanted])


def test_what_is_about_the_whole_call_stands_at_its_end() -> None:
    assert remarks(ends="transfer", says=["Garcia"])[6] == [
        "ends: hangup, expected transfer",
        "says: 'Garcia' was not heard",
    ]


def test_the_report_shows_the_same_and_escapes_what_was_said(tmp_path: Path) -> None:
    write_report(tmp_path / "report.html", [result(ends="transfer")], 1.0)
    page = (tmp_path / "report.html").read_text()
    assert "ends: hangup, expected transfer" in page
    assert "&lt;yes&gt;" in page and "<yes>" not in page
