"""Writes bench/nlu/data/heard.jsonl: names as an offline recogniser hears them from an offline voice over a telephone.

.venv/services/bin/python -m bench.nlu.hear_names [COUNT]     about a third of a second of CPU a name

A row: {"name" of the doctor, "said", "heard", "noise_db"}. Nothing of `nlu` takes part.
"""

from __future__ import annotations

import json
import sys

from bench.nlu.directories import DATA, draw_names, surname_of
from simulators.sound.caller import CallerVoice
from simulators.sound.recogniser import Recogniser

HEARD = DATA / "heard.jsonl"
SEED = 7
CARRIERS = (
    "Can I see doctor {surname} please?",
    "I'd like an appointment with doctor {surname}.",
    "Doctor {surname}.",
    "Is doctor {surname} available on Tuesday?",
    "I need to see doctor {name} tomorrow morning.",
    "It's with doctor {surname}, I think.",
    "Do you have anything with doctor {name} this week?",
    "I'm calling to book with {name}.",
    "Could you put me down for doctor {surname} on Friday?",
)
NOISE_DB = (None, 15.0, None, 10.0)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 800
    voices = [CallerVoice(pitch=0.95), CallerVoice(pitch=1.05)]
    recogniser = Recogniser()
    with HEARD.open("w", encoding="utf-8") as file:
        for index, name in enumerate(draw_names(SEED, count)):
            said = CARRIERS[index % len(CARRIERS)].format(name=name, surname=surname_of(name))
            noise = NOISE_DB[index % len(NOISE_DB)]
            sound = voices[index // 2 % 2].say(said, noise_db=noise, seed=index)
            row = {"name": name, "said": said, "heard": recogniser.transcribe(sound), "noise_db": noise}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
            file.flush()


if __name__ == "__main__":
    main()
