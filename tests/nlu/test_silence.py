from __future__ import annotations

import pytest

from nlu.spoken.silence import is_noise


@pytest.mark.parametrize(
    "heard",
    [
        "",
        "   ",
        "...",
        "…",
        "-",
        "?",
        ".",
        "um",
        "Um.",
        "uh",
        "Uh, um...",
        "er",
        "erm",
        "hmm",
        "hmm hmm",
        "mm",
        "ah",
        "oh",
        "you",
        "You.",
        "you you",
        "the",
        "uh you",
        "so",
        "um so",
        "[noise]",
        "[NOISE] [noise]",
        "[BLANK_AUDIO]",
        "(coughing)",
        "*coughs*",
        "<unk>",
        "♪♪",
        "♪ [music] ♪",
        "um [laughter]",
        "background noise",
        "shh",
        "haha",
        "ha ha",
    ],
)
def test_nothing_to_answer(heard: str) -> None:
    assert is_noise(heard)


@pytest.mark.parametrize(
    "heard",
    [
        "yes",
        "no",
        "uh huh",
        "Uh-huh.",
        "mm hmm",
        "mhm",
        "uh uh",
        "huh",
        "Eh?",
        "thank you.",
        "Thank you",
        "thanks",
        "bye",
        "hello",
        "um tuesday",
        "uh yes",
        "oh no",
        "you too",
        "so what",
        "two",
        "2",
        "1",
        "a person",
        "m a r i a",
        "lee",
        "ha lee",
        "Dr. Oh",
        "[noise] can i see doctor lee",
        "♪ tomorrow morning ♪",
        "what",
        "sorry",
        "okay",
        "help",
        "aye",
        "i",
        "any",
    ],
)
def test_something_said(heard: str) -> None:
    assert not is_noise(heard)
