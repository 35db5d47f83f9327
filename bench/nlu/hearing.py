"""Sentences as an offline recogniser hears them from an offline voice over a telephone. Nothing of `nlu` takes part."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

from simulators.sound.caller import CallerVoice
from simulators.sound.recogniser import Recogniser

NOISE_DB = (None, 15.0, None, 10.0)
"""Below the voice, by turns; None is a quiet line."""


def write_heard(file: Path, sentences: Iterable[tuple[str, str]], pitches: Sequence[float]) -> None:
    """A row for each (name, sentence with it): {"name", "said", "heard", "noise_db"}; the voices take turns."""
    voices = {pitch: CallerVoice(pitch=pitch) for pitch in pitches}
    recogniser = Recogniser()
    with file.open("w", encoding="utf-8") as rows:
        for index, (name, said) in enumerate(sentences):
            noise = NOISE_DB[index % len(NOISE_DB)]
            sound = voices[pitches[index % len(pitches)]].say(said, noise_db=noise, seed=index)
            row = {"name": name, "said": said, "heard": recogniser.transcribe(sound), "noise_db": noise}
            rows.write(json.dumps(row, ensure_ascii=False) + "\n")
            rows.flush()
