"""What was probably said for what was heard."""

from __future__ import annotations

import json

from nlu.noisy_channel import NoisyChannel

SAID = [
    "do you have any other times",
    "are there any other times on friday",
    "i want to cancel my appointment",
    "cancel my appointment on friday please",
    "when is my appointment please",
    "what are your other times",
]


def test_an_unlikely_word_is_read_as_the_one_that_it_sounds_like() -> None:
    channel = NoisyChannel.fit(SAID)
    assert channel.said("do you have any other chimes") == "do you have any other times"
    assert channel.said("cancel my apartment on friday please") == "cancel my appointment on friday please"


def test_what_was_said_or_sounds_like_nothing_known_stays() -> None:
    channel = NoisyChannel.fit(SAID)
    for heard in (*SAID, "the boiler broke last night", "9:15 4 30", ""):
        assert channel.said(heard) == heard


def test_it_is_the_same_after_it_was_stored() -> None:
    channel = NoisyChannel.fit(SAID)
    stored = NoisyChannel(json.loads(json.dumps([[*words, count] for words, count in channel.pairs.items()])))
    assert stored.said("any other chimes") == channel.said("any other chimes") == "any other times"
