"""Random rotas, laid out in every usual way with the usual spellings of people, days and hours, are read back."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bench.rota import TODAY, shifts
from knowledge.rota.document import read_rota
from tests.rotas.random.layouts import LAYOUTS, LaidOutRota
from tests.rotas.random.pages import Reportlab

SEEDS = 12


@pytest.mark.parametrize("layout", LAYOUTS)
def test_random_rotas_read_back(layout: str, tmp_path: Path) -> None:
    right = wanted = found = 0
    for seed in range(SEEDS):
        rota = LaidOutRota(seed * len(LAYOUTS) + LAYOUTS.index(layout))
        Reportlab(random.Random(seed)).write(tmp_path / "rota.pdf", rota.blocks(layout))
        read = shifts(read_rota(tmp_path / "rota.pdf", TODAY).as_json())
        gold = rota.gold()
        right, wanted, found = right + len(read & gold), wanted + len(gold), found + len(read)
    assert right / wanted >= 0.95
    assert right / found >= 0.95
