"""Writes bench/nlu/data/heard_surnames.jsonl: known surnames as an offline recogniser hears them over a telephone.

.venv/services/bin/python -m bench.nlu.hear_surnames [COUNT]     about a fifth of a second of CPU a name

A row as in `bench.nlu.hearing`. For `learn_confusions`; no name is one of bench/nlu/data/names.yml.
"""

from __future__ import annotations

import random
import sys

from bench.nlu.directories import DATA, draw_names, surname_of
from bench.nlu.hearing import write_heard
from nlu.spoken.surnames import SURNAMES

HEARD = DATA / "heard_surnames.jsonl"
SEED = 11
CARRIERS = (
    "I have an appointment with doctor {surname} today.",
    "Is doctor {surname} there?",
    "Doctor {surname}.",
    "I need doctor {surname} please.",
    "Can doctor {surname} see me on Tuesday?",
)
PITCHES = (0.93, 1.0, 1.06)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    rng = random.Random(SEED)
    drawn = {surname_of(name).lower() for name in draw_names(SEED, 20000)}
    names = rng.sample(sorted(SURNAMES - drawn), count)
    write_heard(HEARD, ((name, rng.choice(CARRIERS).format(surname=name.title())) for name in names), PITCHES)


if __name__ == "__main__":
    main()
