"""Which words belong to which of several appointments, or requests, of one sentence."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from nlu.several_bookings import borders, in_parts
from nlu.spoken.all_of_them import find_all
from nlu.spoken.clauses import request_spans


def doctor(text: str, name: str) -> dict[str, Any]:
    start = text.index(name)
    value = {"name": name, "score": 1.0, "candidates": [name]}
    return {"entity": "doctor", "value": value, "start": start, "end": start + len(name)}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("i want to see solheim and ruiz", ["i want to see solheim ", "and ruiz"]),
        ("put me in with solheim at two and ruiz at three", ["put me in with solheim at two ", "and ruiz at three"]),
        ("one with solheim and another one with ruiz", ["one with solheim ", "and another one with ruiz"]),
        ("solheim saw me last year and now i need ruiz", ["solheim saw me last year and now i need ruiz"]),
        ("can i see solheim or if she is away and only then ruiz", None),
        ("i saw solheim and she told me to see ruiz", None),
        ("with solheim and no sorry with ruiz", None),
    ],
)
def test_where_a_further_booking_begins(text: str, parts: list[str] | None) -> None:
    starts = borders(text, [doctor(text, "solheim"), doctor(text, "ruiz")])
    bounds = [0, *starts, len(text)]
    assert [text[a:b] for a, b in itertools.pairwise(bounds)] == (parts or [text])


def test_the_doctor_of_both_and_the_patient_of_each() -> None:
    text = "for me and my nephew with solheim"
    found = in_parts(text, [doctor(text, "solheim")])
    kinds = {(entity.get("part", 0), entity["entity"]) for entity in found}
    assert kinds == {(0, "doctor"), (1, "doctor"), (0, "for_self"), (1, "for_other")}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("cancel the tuesday one and move thursday's to ten", ["cancel the tuesday one", "move thursday's to ten"]),
        ("move it to tuesday and make it eleven", ["move it to tuesday and make it eleven"]),
        ("book solheim and also book ruiz", ["book solheim and also book ruiz"]),
        ("i'd like to drop in on tuesday and book ten", ["i'd like to drop in on tuesday and book ten"]),
        ("", [""]),
    ],
)
def test_parts_that_ask_for_different_things(text: str, parts: list[str]) -> None:
    assert [text[start:end].strip() for start, end in request_spans(text)] == parts


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("both of them", True),
        ("all of em please", True),
        ("all my appointments", True),
        ("the lot", True),
        ("everything", True),
        ("not both just the first", False),
        ("one of my appointments", False),
        ("all right", False),
        ("that's all", False),
    ],
)
def test_all_of_them(text: str, meant: bool) -> None:
    assert bool(find_all(text)) is meant
