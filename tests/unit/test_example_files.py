"""Adding an utterance changes one line of a file and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlu.example_files import BadFile, add_utterance, examples, held_out, intents_of_domain, plain

PLAIN = 'version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - hello\n    - good morning\n'
COMMENTED = """# who says hello
version: "3.1"

nlu:
  - intent: greet   # politely
    examples: |
      - hello
      - good morning

  # the other way round
  - intent: goodbye
    examples: |
      - bye

# the end
"""


def written(folder: Path, content: str) -> Path:
    file = folder / "greet.yml"
    file.write_bytes(content.encode())
    return file


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (PLAIN, "    - hiya\n"),
        (COMMENTED, "      - hiya\n"),
        (PLAIN.replace("\n", "\r\n"), "    - hiya\r\n"),
        (PLAIN.removesuffix("\n"), "\n    - hiya"),
        (PLAIN + "- synonym: yes\n  examples: |\n    - yep\n", "    - hiya\n"),
    ],
    ids=["plain", "comments and another intent", "line ends of Windows", "no last line end", "a synonym below"],
)
def test_one_line_is_added(tmp_path: Path, content: str, line: str) -> None:
    file = written(tmp_path, content)
    add_utterance(file, "greet", "hiya")
    before, after = content.encode(), file.read_bytes()
    place = after.index(line.encode())
    assert after[:place] + after[place + len(line.encode()) :] == before
    assert [each.text for each in examples(tmp_path) if each.intent == "greet"] == ["hello", "good morning", "hiya"]
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (PLAIN, "no entry"),
        ("nlu:\n- intent: thanks\n  examples:\n    - text: ta\n", "examples: |"),
        ("nlu: [", "not valid YAML"),
        ("nlu:\n- intent: thanks\n  examples: |\n", "no “- …” line"),
    ],
)
def test_what_cannot_be_added_to_stays_as_it_is(tmp_path: Path, content: str, reason: str) -> None:
    file = written(tmp_path, content)
    with pytest.raises(BadFile, match=reason):
        add_utterance(file, "thanks", "cheers")
    assert file.read_bytes() == content.encode()
    assert list(tmp_path.iterdir()) == [file]


def test_an_utterance_that_yaml_would_read_otherwise_is_still_one_utterance(tmp_path: Path) -> None:
    file = written(tmp_path, PLAIN)
    add_utterance(file, "greet", "hello: it's me # again")
    assert examples(tmp_path)[-1].text == "hello: it's me # again"


def test_case_punctuation_and_hesitation_make_no_difference() -> None:
    assert plain("Um, I'd like to book it, please!") == plain("id like to book it please")
    assert plain("uh huh") != plain("huh")


def test_everything_that_is_said_in_a_test_set_is_held_out(tmp_path: Path) -> None:
    (tmp_path / "en").mkdir()
    (tmp_path / "en" / "greet.yml").write_text(PLAIN)
    (tmp_path / "times.yml").write_text('- group: days\n  cases:\n    - {say: "Tomorrow!", at: 2026-11-24}\n')
    (tmp_path / "urgent.yml").write_text("medical:\n  - my chest hurts\n")
    assert held_out(tmp_path) == {
        "hello": "en/greet.yml",
        "good morning": "en/greet.yml",
        "tomorrow": "times.yml",
        "my chest hurts": "urgent.yml",
    }


def test_intents_that_nobody_says_are_none() -> None:
    names = intents_of_domain()
    assert "book_appointment" in names and not {"nlu_fallback", "call_started"} & set(names)
    assert set(names) == {each.intent for each in examples()}
