"""Calling off is heard, and not heard where the caller goes on with something else."""

import pytest

from nlu.spoken.giving_up import gives_up


@pytest.mark.parametrize(
    "text",
    [
        "oh never mind",
        "no i'll leave it thanks",
        "forget it",
        "i've changed my mind",
        "i don't need the appointment any more",
        "don't bother i'll call back later",
        "no just leave everything as it was",
        "then i'd rather keep my old appointment",
    ],
)
def test_gives_up(text: str) -> None:
    assert gives_up(text)


@pytest.mark.parametrize(
    "text",
    [
        "no not that one",
        "i've changed my mind can we make it wednesday",
        "never mind the morning make it the afternoon",
        "i need to leave at five",
        "call me back on this number",
        "forget it let's do tuesday instead",
        "i'd rather come on friday",
        "keep the old one on monday and book another",
    ],
)
def test_goes_on(text: str) -> None:
    assert not gives_up(text)
