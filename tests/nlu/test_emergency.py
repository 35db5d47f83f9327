"""`emergency.yml` holds what callers say: `medical` and `suicidal` must be found, nothing under `none` may be."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import yaml

from nlu.spoken.emergency import find_emergency

SAID: dict[str, list[str]] = yaml.safe_load((Path(__file__).parent / "emergency.yml").read_text(encoding="utf-8"))
EXAMPLES = Path(__file__).parents[2] / "nlu" / "examples" / "en"
HELD_OUT = Path(__file__).parent / "en"


def wrong(kind: str) -> list[str]:
    expected = None if kind == "none" else kind
    return [f"{find_emergency(text)}: {text}" for text in SAID[kind] if find_emergency(text) != expected]


def test_there_is_enough_to_judge_by() -> None:
    assert len(SAID["medical"]) + len(SAID["suicidal"]) >= 300
    assert len(SAID["none"]) >= 1000
    everything = [text for texts in SAID.values() for text in texts]
    assert len(set(everything)) == len(everything)


@pytest.mark.parametrize("kind", ["medical", "suicidal"])
def test_emergencies_are_found(kind: str) -> None:
    misses = wrong(kind)
    assert len(misses) <= 0.01 * len(SAID[kind]), "\n".join(misses)


def test_ordinary_turns_raise_no_alarm() -> None:
    alarms = wrong("none")
    assert len(alarms) <= 0.005 * len(SAID["none"]), "\n".join(alarms)


def utterances(folder: Path) -> list[str]:
    files = [file for file in sorted(folder.glob("*.yml")) if file.stem != "emergency"]
    entries = [yaml.safe_load(file.read_text(encoding="utf-8"))["nlu"][0] for file in files]
    return [line.removeprefix("- ") for entry in entries for line in entry["examples"].splitlines()]


def composed(count: int) -> list[str]:
    """Ordinary turns put together from what is wrong, since when, and what is wanted; the same ones every time."""
    chance = random.Random(5)
    part = chance.choice
    return [
        " ".join(filter(None, [part(OPENINGS), part(WHO).format(part(TROUBLES)), part(SINCE), part(WANTED)]))
        for _ in range(count)
    ]


OPENINGS = ["", "hi", "um", "good morning", "yeah hello", "so", "sorry"]
WHO = ["i've got {}", "my son has {}", "my wife's got {}", "it's about {}", "i keep getting {}", "my dad has {}"]
TROUBLES = [
    "a sore throat", "a rash on my arm", "knee pain", "a bad back", "headaches", "a cough", "an ear infection",
    "hay fever", "high blood pressure", "a swollen ankle", "a mole", "an upset stomach", "trouble sleeping",
    "heartburn", "a stiff neck", "a cold", "toothache", "a chest infection", "dry eyes", "a bruise on my leg",
]  # fmt: skip
SINCE = ["", "since monday", "for a week", "on and off", "again", "after the gym"]
WANTED = [
    "can i come in tomorrow", "i'd like an appointment", "is doctor patel free", "could someone have a look",
    "and i want to move my appointment", "so i can't come on tuesday please cancel", "how much is a visit",
    "when am i booked in", "thanks", "just a check up please", "no hurry",
]  # fmt: skip


def test_three_thousand_ordinary_utterances_raise_hardly_an_alarm() -> None:
    ordinary = [*SAID["none"], *utterances(EXAMPLES), *utterances(HELD_OUT)]
    assert [text for text in utterances(EXAMPLES) if find_emergency(text)] == []
    ordinary += composed(max(500, 3000 - len(ordinary)))
    alarms = [text for text in ordinary if find_emergency(text)]
    assert len(ordinary) >= 3000 and len(alarms) <= 0.005 * len(ordinary), "\n".join(alarms)


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
