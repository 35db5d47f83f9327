"""What an evaluation says beside the last accepted one, in words; and whether that is worse than is tolerated."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cli.environments import ROOT

ACCEPTED = ROOT / "nlu" / "accepted_report.json"
TOLERATED = 0.01
"""Of the test set and of the cross-validation's macro F1."""
TOLERATED_OF_INTENT = 0.08
"""Of the share of an intent's examples that are found in cross-validation."""
WORTH_TELLING = 0.005
NEVER_LESS = "emergency"
_KEPT = ("language", "examples", "test_set", "milliseconds")


@dataclass
class Difference:
    """`worse`: sentences, each a reason not to accept; `told`: the other ones. Both empty: nothing to compare with."""

    worse: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)


def accepted(file: Path = ACCEPTED) -> dict[str, Any] | None:
    """Raises ValueError when there is a file that is no report."""
    if not file.exists():
        return None
    report: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    if not {"test", "cross_validation", "test_set"} <= report.keys():
        raise ValueError(f"{file} is no report: take it from the repository again, or delete it")
    return report


def accept(report: Mapping[str, Any], file: Path = ACCEPTED) -> None:
    """Keeps what later ones are compared with, one figure a line, so that a change can be read."""
    kept = {key: report[key] for key in _KEPT}
    for part in ("test", "cross_validation"):
        kept[part] = {key: report[part][key] for key in ("count", "accuracy", "macro_f1", "intents")}
    kept["test"]["wrong"] = sorted(report["test"]["wrong"], key=lambda each: (each["wanted"], each["text"]))
    part_file = file.with_suffix(".part")
    part_file.write_text(json.dumps(kept, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    part_file.replace(file)


def compare(report: Mapping[str, Any], before: Mapping[str, Any] | None) -> Difference:
    found = Difference()
    if before is None:
        return found
    if report["test_set"] != before["test_set"]:
        found.told.append("The test set is another one than then: its figures compare only roughly.")
    _whole(found, "utterances of the test set right", report["test"]["accuracy"], before["test"]["accuracy"])
    _whole(
        found,
        "macro F1 in cross-validation",
        report["cross_validation"]["macro_f1"],
        before["cross_validation"]["macro_f1"],
    )
    for name in sorted(before["cross_validation"]["intents"].keys() | report["cross_validation"]["intents"].keys()):
        _intent(found, name, report, before)
    _utterances(found, report, before)
    return found


def _whole(found: Difference, what: str, now: float, then: float) -> None:
    sentence = f"{what}: {now:.1%}, {_points(now - then)} {then:.1%} then"
    if then - now > TOLERATED:
        found.worse.append(f"{sentence}; {TOLERATED:.0%} less is tolerated.")
    else:
        found.told.append(f"{sentence}.")


def _intent(found: Difference, name: str, report: Mapping[str, Any], before: Mapping[str, Any]) -> None:
    now, then = (each["cross_validation"]["intents"].get(name) for each in (report, before))
    if now is None or then is None:
        found.told.append(f"{name} is {'new' if then is None else 'gone'}.")
        return
    change = now["recall"] - then["recall"]
    sentence = f"{name}: {now['recall']:.0%} of its examples are found, {_points(change)} {then['recall']:.0%} then"
    if -change > TOLERATED_OF_INTENT:
        found.worse.append(f"{sentence}; {TOLERATED_OF_INTENT:.0%} less is tolerated.")
    elif abs(change) > 4 * WORTH_TELLING:
        found.told.append(f"{sentence}.")
    if name == NEVER_LESS:
        tested, tested_then = (each["test"]["intents"].get(name) for each in (report, before))
        if tested and tested_then and tested["recall"] < tested_then["recall"]:
            found.worse.append(
                f"emergencies of the test set found: {tested['recall']:.0%}, {tested_then['recall']:.0%} then; "
                "none fewer is tolerated."
            )


def _utterances(found: Difference, report: Mapping[str, Any], before: Mapping[str, Any]) -> None:
    now, then = ({(w["wanted"], w["text"]): w for w in each["test"]["wrong"]} for each in (report, before))
    for key in sorted(now.keys() - then.keys()):
        found.told.append(f"wrong now: “{key[1]}” is taken for {now[key]['answered']}, not for {key[0]}.")
    if right := sorted(then.keys() - now.keys()):
        said = ", ".join(f"“{text}”" for _, text in right)
        found.told.append(f"not wrong any more: {said}.")


def _points(change: float) -> str:
    if abs(change) < WORTH_TELLING / 5:
        return "the same as"
    return f"{abs(100 * change):.1f} points {'more' if change > 0 else 'less'} than"
