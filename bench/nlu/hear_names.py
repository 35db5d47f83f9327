"""Writes bench/nlu/data/heard.jsonl: names as an offline recogniser hears them from an offline voice over a telephone.

.venv/services/bin/python -m bench.nlu.hear_names [COUNT]     about a third of a second of CPU a name

A row as in `bench.nlu.hearing`; the name is the doctor's.
"""

from __future__ import annotations

import sys

from bench.nlu.directories import DATA, draw_names, surname_of
from bench.nlu.hearing import write_heard

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
PITCHES = (0.95, 0.95, 1.05, 1.05)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 800
    names = enumerate(draw_names(SEED, count))
    said = ((name, CARRIERS[i % len(CARRIERS)].format(name=name, surname=surname_of(name))) for i, name in names)
    write_heard(HEARD, said, PITCHES)


if __name__ == "__main__":
    main()
