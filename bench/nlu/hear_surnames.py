"""Writes bench/nlu/data/heard_surnames.jsonl: known surnames as an offline recogniser hears them over a telephone.

.venv/services/bin/python -m bench.nlu.hear_surnames [COUNT]     about a fifth of a second of CPU a name

A row: {"name", "said", "heard"}. For `learn_confusions`; no name is one of bench/nlu/data/names.yml.
"""

from __future__ import annotations

import json
import random
import sys

from bench.nlu.directories import DATA, draw_names, surname_of
from nlu.spoken.surnames import SURNAMES
from simulators.sound.caller import CallerVoice
from simulators.sound.recogniser import Recogniser

HEARD = DATA / "heard_surnames.jsonl"
SEED = 11
CARRIERS = (
    "I have an appointment with doctor X today.",
    "Is doctor X there?",
    "Doctor X.",
    "I need doctor X please.",
    "Can doctor X see me on Tuesday?",
)
NOISE_DB = (None, 15.0, None, 10.0)
PITCHES = (0.93, 1.0, 1.06)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    rng = random.Random(SEED)
    drawn = {surname_of(name).lower() for name in draw_names(SEED, 20000)}
    voices = [CallerVoice(pitch=pitch) for pitch in PITCHES]
    recogniser = Recogniser()
    with HEARD.open("w", encoding="utf-8") as file:
        for index, name in enumerate(rng.sample(sorted(SURNAMES - drawn), count)):
            said = rng.choice(CARRIERS).replace("X", name.title())
            sound = voices[index % len(voices)].say(said, noise_db=NOISE_DB[index % len(NOISE_DB)], seed=index)
            row = {"name": name, "said": said, "heard": recogniser.transcribe(sound)}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            file.flush()


if __name__ == "__main__":
    main()
