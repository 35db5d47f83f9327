"""What an evaluation says beside the accepted one, and its page."""

from __future__ import annotations

import copy
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from cli.evaluate import page, what_helps
from cli.evaluation_difference import accept, accepted, compare


def part(**recalls: float) -> dict[str, Any]:
    intents = {n: {"count": 100, "precision": 0.9, "recall": r, "f1": r} for n, r in recalls.items()}
    mean = round(sum(recalls.values()) / len(recalls), 4)
    confusion = {n: {n: int(100 * r), "nlu_fallback": 100 - int(100 * r)} for n, r in recalls.items()}
    wrong = [{"text": "<b>hm</b>", "wanted": "greet", "answered": "nlu_fallback", "confidence": 0.31}]
    return {
        "count": 200,
        "accuracy": mean,
        "macro_f1": mean,
        "intents": intents,
        "confusion": confusion,
        "wrong": wrong,
    }


REPORT: dict[str, Any] = {
    "language": "en",
    "examples": 200,
    "cross_validation": part(greet=0.90, emergency=0.98),
    "test": part(greet=0.94, emergency=1.0),
    "misheard": {"rate": 0.15, "accuracy": 0.884},
    "out_of_scope": {"found": 0.92, "refused": 0.011},
    "calibration": [{"from": 0.9, "to": 1.0, "count": 190, "confidence": 0.96, "accuracy": 0.97}],
    "curve": {"greet": [[20, 0.6], [40, 0.8], [80, 0.9]], "emergency": [[20, 0.98], [40, 0.98], [80, 0.98]]},
    "test_set": "abc",
    "milliseconds": 7.5,
}


def changed(**changes: float) -> dict[str, Any]:
    report = copy.deepcopy(REPORT)
    for key, value in changes.items():
        where, name = key.split("__")
        if name in report[where]["intents"]:
            report[where]["intents"][name]["recall"] = value
        else:
            report[where][name] = value
    return report


@pytest.mark.parametrize(
    ("change", "worse"),
    [
        ({}, ""),
        ({"test__accuracy": 0.965}, ""),
        ({"test__accuracy": 0.95}, "utterances of the test set right"),
        ({"cross_validation__macro_f1": 0.92}, "macro F1"),
        ({"cross_validation__greet": 0.85}, ""),
        ({"cross_validation__greet": 0.80}, "greet: 80% of its examples are found, 10.0 points less than 90% then"),
        ({"test__emergency": 0.99}, "emergencies of the test set"),
        ({"test__accuracy": 0.999, "cross_validation__macro_f1": 0.99}, ""),
    ],
)
def test_worse_than_tolerated(change: dict[str, float], worse: str) -> None:
    found = compare(changed(**change), REPORT)
    assert bool(found.worse) == bool(worse)
    assert worse in " ".join(found.worse)


def test_utterances_that_changed_are_named() -> None:
    now = copy.deepcopy(REPORT)
    now["test"]["wrong"] = [{"text": "ta", "wanted": "thanks", "answered": "goodbye", "confidence": 0.8}]
    told = " ".join(compare(now, REPORT).told)
    assert "“ta” is taken for goodbye, not for thanks" in told and "not wrong any more: “<b>hm</b>”" in told


def test_what_is_accepted_is_compared_with_later(tmp_path: Path) -> None:
    file = tmp_path / "accepted.json"
    assert accepted(file) is None and compare(REPORT, None).worse == []
    accept(REPORT, file)
    assert compare(REPORT, accepted(file)).worse == []
    assert "confusion" not in file.read_text()
    file.write_text("{}")
    with pytest.raises(ValueError, match="no report"):
        accepted(file)


def test_more_examples_help_where_the_curve_still_rises() -> None:
    [only] = what_helps(REPORT)
    assert (only["name"], only["gain"]) == ("greet", 0.05)


def test_the_page_says_it_to_people() -> None:
    text = page(REPORT, compare(changed(test__accuracy=0.9), REPORT), True, datetime(2026, 11, 23, 9, 0))
    assert "Worse than what was accepted" in text and "&lt;b&gt;hm&lt;/b&gt;" in text and "not understood" in text
    assert "88.4 %" in text and "92.0 %" in text
    assert "<svg" in text and "{{" not in text and "{%" not in text
