"""The rotas of tests/rotas, made with the programs that clinics use, beside their gold."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.rota import ROTAS, TODAY, shifts
from knowledge.rota.document import read_rota

PATHS = sorted(ROTAS.glob("*.pdf"))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_every_shift_is_read_and_nothing_else(path: Path) -> None:
    gold = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    rota = read_rota(path, TODAY)
    read = rota.as_json()
    assert shifts(read) == shifts(gold)
    departments = {doctor["name"]: doctor["department"] for doctor in read["doctors"]}
    stated = {doctor["name"]: doctor["department"] for doctor in gold["doctors"] if doctor["department"]}
    assert {name: departments[name] for name in stated} == stated
    for text in gold["doubts"]:
        assert text in " ".join(read["warnings"])
    assert all(entry.source.box and entry.source.text for doctor in rota.doctors for entry in doctor.availability)


def test_rotas_of_every_producer_are_here() -> None:
    assert len(PATHS) >= 50
    assert {path.stem.partition("_")[0] for path in PATHS} == {"browser", "canvas", "sheet", "tex", "word", "writer"}
