"""Rows for every reader of dates and times, and how a reader's answers are counted."""

from __future__ import annotations

from typing import Any

from bench.nlu.datetime_readers import compare, own_cases

NOW, ZONE = "2026-11-23T08:55", "America/New_York"


class Answering:
    """A reader with fixed answers."""

    name = "fixed"

    def __init__(self, *answers: list[dict[str, Any]]) -> None:
        self._answers = answers

    def read(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [{"values": values, "ms": float(place)} for place, values in enumerate(self._answers)]


def row(text: str, at: str | None) -> dict[str, Any]:
    expect = at and {"kind": "instant", "from": at, "to": None, "alternatives": []}
    return {"text": text, "reference": NOW, "timezone": ZONE, "expect": expect or None}


def instant(at: str, *others: str) -> dict[str, Any]:
    value: dict[str, Any] = {"kind": "instant", "from": at, "to": None}
    return {**value, "ambiguous": True, "alternatives": [instant(each) for each in (at, *others)]} if others else value


def test_right_by_the_likeliest_reading_by_any_and_invented() -> None:
    rows = [row("at nine", "2026-11-23T09:00"), row("at ten", "2026-11-23T10:00"), row("hello", None), row("bye", None)]
    reader: Any = Answering(
        [instant("2026-11-23T09:00")],
        [instant("2026-11-23T22:00", "2026-11-23T10:00")],
        [instant("2026-11-23T09:00")],
        [],
    )
    found = compare(rows, reader)
    assert (found.right, found.strict, found.invented, found.milliseconds) == (1.0, 0.5, 0.5, 1.5)


def test_own_cases_need_nothing_but_the_sentence_and_the_clock() -> None:
    rows = {row["text"]: row for row in own_cases()}
    assert rows["tomorrow"]["expect"]["from"] == "2026-11-24T00:00"
    assert any(row["expect"] is None for row in rows.values())
    assert all(row["reference"] and row["timezone"] for row in rows.values())
