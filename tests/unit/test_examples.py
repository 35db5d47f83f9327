"""`receptionist examples` on files of its own; the present model is not asked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from cli import examples as command
from cli.example_checks import personal, problems, refusal, warnings
from nlu.example_files import Utterance, add_utterance, plain

INTENTS = ["greet", "goodbye", "book_appointment"]
HERE = Path("greet.yml")
KNOWN = [
    Utterance("hello there", "greet", HERE),
    Utterance("bye for now", "goodbye", Path("goodbye.yml")),
    *(
        Utterance(f"i want to see doctor number {count}", "book_appointment", Path("book_appointment.yml"))
        for count in range(12)
    ),
]
TESTED = {plain("good evening to you"): "en/greet.yml"}


def none_alike(texts: Sequence[str], least: float) -> list[tuple[int, int, float]]:
    return []


@pytest.mark.parametrize(
    ("intent", "text", "reason"),
    [
        ("greet", "Um, hello there!", "there already"),
        ("greet", "Bye for now.", "example of goodbye already"),
        ("greet", "good evening, to you", "test set"),
        ("greeting", "hiya", "did you mean greet"),
        ("greet", "um...", "says nothing"),
        ("greet", "hello [Anna](person)", "without brackets"),
        ("greet", "/greet", "without brackets"),
        ("greet", "hello " * 61, "more than 60 words"),
        ("greet", "hello you", ""),
    ],
)
def test_what_is_refused(intent: str, text: str, reason: str) -> None:
    said = refusal(intent, text, KNOWN, INTENTS, TESTED)
    assert reason in said and bool(said) == bool(reason)


def test_near_duplicates_are_told() -> None:
    assert "nearly the same as “hello there”" in warnings("greet", "hello theres", KNOWN)[0]
    assert "example of goodbye" in warnings("greet", "oh bye for now", KNOWN)[0]
    assert warnings("greet", "what a lovely morning", KNOWN) == []


def test_personal_data_is_told() -> None:
    assert personal("my number is two oh two five five five oh one four seven") == ["a phone number"]
    assert personal("maria dot lopez at gmail dot com") == ["an e-mail address"]
    assert personal("my name is maria lopez") == ["a person's name"]
    assert personal("can i see doctor patel on the third at half past three") == []


def test_what_has_to_be_put_right() -> None:
    bad = [
        *KNOWN,
        Utterance("Hello, there", "greet", HERE),
        Utterance("hello there", "goodbye", HERE),
        Utterance("good evening to you", "greet", HERE),
        Utterance("ta", "thanks", Path("thanks.yml")),
    ]
    found = problems(bad, [*INTENTS, "repeat"], TESTED, none_alike)
    assert [each.kind for each in found if each.error] == [
        "no examples",
        "unknown intent",
        "too few",
        "too few",
        "contradiction",
        "in a test set",
    ]
    assert problems(KNOWN[2:], ["book_appointment"], TESTED, none_alike)[0].kind == "too few"


def test_what_means_the_same_in_two_intents() -> None:
    found = problems(KNOWN[:2], [], {}, lambda texts, least: [(0, 1, 0.96)])
    assert [(each.error, each.kind) for each in found if "mean nearly" in each.sentence] == [(False, "contradiction?")]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "greet.yml"
    file.write_text('version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - hello there\n')
    known = [Utterance("hello there", "greet", file)]
    monkeypatch.setattr(command, "examples", lambda: known)
    monkeypatch.setattr(command, "answers", lambda asked: [{"intent": "inform", "confidence": 0.55} for _ in asked])
    return tmp_path


def test_all_or_none_are_added(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (folder / "greet.yml").read_bytes()
    assert command.add_examples("greet", ["good day to you all", "hello there"]) == 1
    assert (folder / "greet.yml").read_bytes() == before
    assert "there already" in capsys.readouterr().err


def test_the_present_answer_is_said(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.add_examples("greet", ["top of the morning"]) == 0
    out = " ".join(capsys.readouterr().out.split())
    assert "added to greet.yml, which has 2 examples now" in out
    assert "the present model answers inform (0.55)" in out
    assert (folder / "greet.yml").read_text().endswith("    - hello there\n    - top of the morning\n")


def test_files_of_the_project_can_be_added_to(tmp_path: Path) -> None:
    from nlu.example_files import EXAMPLES

    for file in sorted(EXAMPLES.glob("*.yml")):
        copy = tmp_path / file.name
        copy.write_bytes(file.read_bytes())
        add_utterance(copy, file.stem, "a line that was not there")
        before, after = file.read_bytes().splitlines(), copy.read_bytes().splitlines()
        assert [line for line in after if line not in before] == [b"    - a line that was not there"]
        assert len(after) == len(before) + 1
