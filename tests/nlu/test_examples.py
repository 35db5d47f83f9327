"""The example utterances and the held-out ones: enough of each, and nothing in two places."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path

import pytest
import yaml

EXAMPLES = Path(__file__).parents[2] / "nlu" / "examples" / "en"
HELD_OUT = Path(__file__).parent / "en"
INTENTS = [
    "book_appointment",
    "cancel_appointment",
    "reschedule_appointment",
    "check_availability",
    "my_appointment",
    "human_agent",
    "ask_clinic",
    "emergency",
    "affirm",
    "deny",
    "choose",
    "inform",
    "repeat",
    "thanks",
    "goodbye",
    "greet",
    "out_of_scope",
]
_FILLERS = {"um", "uh", "er", "erm", "hmm"}


def utterances(folder: Path) -> dict[str, list[str]]:
    """Intent to utterances, from one file per intent that is named after it."""
    found: dict[str, list[str]] = {}
    for file in sorted(folder.glob("*.yml")):
        (entry,) = yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"]
        assert entry["intent"] == file.stem, file.name
        lines = entry["examples"].splitlines()
        assert all(line.startswith("- ") for line in lines), file.name
        found[file.stem] = [line[2:].strip() for line in lines]
    return found


def plain(text: str) -> str:
    words = re.findall(r"\w+", re.sub(r"['’]", "", text.lower()).replace("uh huh", "uhhuh"))
    return " ".join(word for word in words if word not in _FILLERS) or text


def told_apart_by(texts: dict[str, list[str]]) -> dict[str, list[str]]:
    """Normalised utterance to `intent: utterance` of every place that it stands in."""
    places: dict[str, list[str]] = defaultdict(list)
    for intent, lines in texts.items():
        for line in lines:
            places[plain(line)].append(f"{intent}: {line}")
    return places


@pytest.mark.parametrize("folder", [EXAMPLES, HELD_OUT], ids=["examples", "held out"])
def test_every_intent_has_a_file(folder: Path) -> None:
    assert set(utterances(folder)) == set(INTENTS)


@pytest.mark.parametrize("intent", INTENTS)
def test_there_are_enough_of_each(intent: str) -> None:
    assert len(utterances(EXAMPLES)[intent]) >= 60
    assert len(utterances(HELD_OUT)[intent]) >= (300 if intent == "out_of_scope" else 60)


@pytest.mark.parametrize("folder", [EXAMPLES, HELD_OUT], ids=["examples", "held out"])
def test_no_duplicates_and_no_contradictions(folder: Path) -> None:
    assert [places for places in told_apart_by(utterances(folder)).values() if len(places) > 1] == []


def test_nothing_held_out_is_trained_on() -> None:
    trained, held_out = told_apart_by(utterances(EXAMPLES)), told_apart_by(utterances(HELD_OUT))
    assert [held_out[text] for text in held_out if text in trained] == []


def test_no_markup() -> None:
    for intent, lines in utterances(EXAMPLES).items():
        assert [line for line in lines if re.search(r"[\[\](){}]", line)] == [], intent
