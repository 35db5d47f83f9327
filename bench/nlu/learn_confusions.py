"""Learns nlu/confusions.tsv: which phones of a name a recogniser writes as which others, and what it leaves out.

.venv/assistant/bin/python -m bench.nlu.learn_confusions     seconds

From bench/nlu/data/heard_surnames.jsonl (`hear_surnames`), which shares no name with the bench's directories. A cost is
the negative logarithm of how often a phone was heard so, from 0 (heard rightly) to about 1 (hardly ever); what was seen
little is like its kind of sound. Alignment and counts take turns. What callers of other accents say differently, a
neighbouring vowel or voice, costs a third at most.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator

import numpy as np

from bench.nlu.directories import DATA
from nlu.pronunciation import by_letters, pronunciations
from nlu.sounds import CONFUSIONS, NEAR, PHONES, plain

HEARD = DATA / "heard_surnames.jsonl"
MOST_WORDS = 4
GAP = len(PHONES)
MANNER = str.maketrans("bdgptkCJfvTDszSZmnNrlwyA&^OWYEReIio6Uu", "ttttttSSffffSSSSnnnllllaaaaaaaaaaaaaaa")
ROUNDS, LIKE_ITS_KIND, FARTHEST = 2, 12.0, 0.6
NEIGHBOURS = 0.34
RAREST, SCALE, MOST = 1e-6, 2.2, 1.2
HEADER = (
    "# What it costs, in hundredths, that a phone of a name (row) is heard as another (column); '-' stands for none.\n"
    "# Learnt by bench.nlu.learn_confusions from names as an offline recogniser hears them; letters as in "
    "pronunciations.txt.\n"
)
_DOCTOR = "(?:dr|(?:the |a )?doctor)"


def pairs() -> Iterator[tuple[str, str]]:
    """(heard, name), plain, where the rest of the sentence was heard rightly."""
    for line in HEARD.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        around = plain(row["said"]).split(f"doctor {row['name']}")
        found = re.fullmatch(f"{around[0]}{_DOCTOR} (.+?){around[1]}", plain(row["heard"]))
        if found and len(found[1].split()) <= MOST_WORDS:
            yield found[1], row["name"]


def first_costs() -> np.ndarray:
    """A third for voiced against voiceless and neighbouring vowels, two thirds within a manner, else one."""
    costs = np.ones((GAP + 1, GAP + 1))
    for row, one in enumerate(PHONES):
        for column, other in enumerate(PHONES):
            levels = [one != other] + [one.translate(kind) != other.translate(kind) for kind in (NEAR, MANNER)]
            costs[row, column] = sum(levels) / 3
    costs[GAP, GAP] = 0.0
    return costs


def aligned(name: str, heard: str, costs: np.ndarray) -> tuple[float, list[tuple[int, int]]]:
    """The least cost of all, with (phone of the name, phone heard) in which it is reached."""
    ours, theirs = ([PHONES.index(phone) for phone in said] for said in (name, heard))
    best: dict[tuple[int, int], tuple[float, list[tuple[int, int]]]] = {(0, 0): (0.0, [])}
    for i in range(len(ours) + 1):
        for j in range(len(theirs) + 1):
            steps = []
            if i and j:
                steps.append((i - 1, j - 1, ours[i - 1], theirs[j - 1]))
            if i:
                steps.append((i - 1, j, ours[i - 1], GAP))
            if j:
                steps.append((i, j - 1, GAP, theirs[j - 1]))
            reached = [(best[a, b][0] + costs[p, q], [*best[a, b][1], (p, q)]) for a, b, p, q in steps]
            if reached:
                best[i, j] = min(reached, key=lambda each: each[0])
    return best[len(ours), len(theirs)]


def learn(heard_names: list[tuple[str, str]]) -> np.ndarray:
    start = costs = first_costs()
    said = [({*pronunciations(name), by_letters(name)}, pronunciations(heard)) for heard, name in heard_names]
    kind = np.exp(-4 * start)
    kind[GAP, :] = kind[:, GAP] = math.exp(-4)
    np.fill_diagonal(kind, 0)
    kind /= kind.sum(axis=1, keepdims=True)
    for _ in range(ROUNDS):
        counts = np.zeros_like(costs)
        for names, heard in said:
            each = [
                (*aligned(one, other, costs), max(len(one), len(other))) for one in sorted(names) for other in heard
            ]
            least, steps, length = min(each, key=lambda it: it[0])
            if least <= FARTHEST * length:
                np.add.at(counts, tuple(zip(*steps, strict=True)), 1)
        wrong = counts.copy()
        np.fill_diagonal(wrong, 0)
        often = wrong.sum() / counts.sum()
        all_of = np.append(counts[:GAP].sum(axis=1), counts[:GAP].sum())
        goes_wrong = (wrong.sum(axis=1) + LIKE_ITS_KIND * often) / (all_of + LIKE_ITS_KIND)
        as_which = (wrong + LIKE_ITS_KIND * kind) / (wrong.sum(axis=1) + LIKE_ITS_KIND)[:, None]
        shares = np.maximum(goes_wrong[:, None] * as_which, RAREST)
        costs = np.minimum(np.log(shares) / math.log(RAREST) * SCALE, MOST)
        np.fill_diagonal(costs, 0)
    return np.where(start <= NEIGHBOURS, np.minimum(costs, start), costs)


def main() -> None:
    costs = learn([(heard, name) for heard, name in pairs() if heard.replace(" ", "") != name])
    names = [*PHONES, "-"]
    rows = [names[row] + "".join(f"\t{round(100 * cost)}" for cost in costs[row]) for row in range(GAP + 1)]
    CONFUSIONS.write_text(HEADER + "\t".join(["", *names]) + "\n" + "\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
