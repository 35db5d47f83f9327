"""How much alike utterances are to the model: the cosine of their sentence vectors, names and days left aside.

python -m nlu.similarity    {"texts": […], "least": 0.9} on stdin, [[first, second, score], …] on stdout
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

import numpy as np

from nlu.encoder import encode
from nlu.spoken.fillers import tidy
from nlu.spoken.stand_ins import with_stand_ins

ROWS_AT_A_TIME = 512


def alike(texts: Sequence[str], least: float) -> list[tuple[int, int, float]]:
    """Pairs of places, the first one less than the second, with at least this cosine; the most alike first."""
    vectors = encode([with_stand_ins(tidy(text)) for text in texts])
    found = []
    for start in range(0, len(texts), ROWS_AT_A_TIME):
        scores = vectors[start : start + ROWS_AT_A_TIME] @ vectors.T
        for row, column in zip(*np.nonzero(scores >= least), strict=True):
            if start + row < column:
                found.append((int(start + row), int(column), round(float(scores[row, column]), 4)))
    return sorted(found, key=lambda pair: -pair[2])


if __name__ == "__main__":
    asked = json.load(sys.stdin)
    json.dump(alike(asked["texts"], asked["least"]), sys.stdout)
