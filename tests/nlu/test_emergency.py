"""`emergency.yml` holds what callers say: `medical` and `suicidal` must be found, nothing under `none` may be."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from nlu.spoken.emergency import find_emergency

SAID: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "emergency.yml").read_text(encoding="utf-8"))
EXAMPLES = Path(__file__).parents[2] / "nlu" / "examples" / "en"


def wrong(kind: str) -> list[str]:
    expected = None if kind == "none" else kind
    return [f"{find_emergency(text)}: {text}" for text in SAID[kind] if find_emergency(text) != expected]


def test_there_is_enough_to_judge_by() -> None:
    assert len(SAID["medical"]) + len(SAID["suicidal"]) >= 150
    assert len(SAID["none"]) >= 400
    everything = [text for texts in SAID.values() for text in texts]
    assert len(set(everything)) == len(everything)


@pytest.mark.parametrize("kind", ["medical", "suicidal"])
def test_emergencies_are_found(kind: str) -> None:
    misses = wrong(kind)
    assert len(misses) <= 0.01 * len(SAID[kind]), "\n".join(misses)


def test_ordinary_turns_raise_no_alarm() -> None:
    alarms = wrong("none")
    assert len(alarms) <= 0.005 * len(SAID["none"]), "\n".join(alarms)


def test_ordinary_examples_raise_no_alarm() -> None:
    for file in sorted(EXAMPLES.glob("*.yml")):
        if file.stem == "emergency":
            continue
        lines = yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"][0]["examples"].splitlines()
        assert [line for line in lines if find_emergency(line.removeprefix("- "))] == [], file.name


@pytest.mark.parametrize(
    "heard",
    [
        "I can't breathe.",
        "i cant breathe",
        "i can t breathe",
        "I CAN’T BREATHE!",
        "um i i can't can't breathe",
        "No, I cannot breathe.",
    ],
)
def test_however_the_recogniser_writes_it(heard: str) -> None:
    assert find_emergency(heard) == "medical"


def test_suicidal_words_win_over_medical_ones() -> None:
    assert find_emergency("i took too many pills because i want to die") == "suicidal"


def test_one_statement_does_not_excuse_the_next() -> None:
    assert find_emergency("i had a heart attack two years ago. now i have chest pain") == "medical"
    assert find_emergency("it's not my appointment i'm calling about my husband is not breathing") == "medical"
    assert find_emergency("no fever but she's having trouble breathing") == "medical"


@pytest.mark.parametrize("text", ["", " ", "...", "[noise]", "yes", "?!"])
def test_nothing_said_is_no_emergency(text: str) -> None:
    assert find_emergency(text) is None
