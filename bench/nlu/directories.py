"""Directories of doctors drawn from bench/nlu/data/names.yml, the same for the same seed."""

from __future__ import annotations

import random
import re
from pathlib import Path

from ruamel.yaml import YAML

DATA = Path(__file__).parent / "data"
_HEAD = 25


def draw_names(seed: int, count: int, without: frozenset[str] = frozenset()) -> list[str]:
    """`count` different full names; frequent surnames come more often, so that large directories share some."""
    rng = random.Random(seed)
    groups = _groups()
    weights = [group["weight"] for group in groups]
    names: dict[str, None] = {}
    while len(names) < count:
        group = rng.choices(groups, weights)[0]
        name = f"{rng.choice(group['first'])} {_by_rank(rng, group['last'])}"
        if name not in without:
            names[name] = None
    return list(names)


def surname_of(name: str) -> str:
    return name.split(" ", 1)[1]


def first_name_of(name: str) -> str:
    return name.split(" ", 1)[0]


def _groups() -> list[dict]:
    groups = YAML(typ="safe").load((DATA / "names.yml").read_text(encoding="utf-8"))
    return [
        {
            "weight": group["weight"],
            "first": re.split(r",\s+", group["first"].strip()),
            "last": re.split(r",\s+", group["last"].strip()),
        }
        for group in groups.values()
    ]


def _by_rank(rng: random.Random, names: list[str]) -> str:
    return rng.choices(names, [1 / (rank + _HEAD) for rank in range(len(names))])[0]
