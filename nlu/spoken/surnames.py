"""Known surnames, plain and in lower case; not those that are far more often an ordinary word ("win", "battle")."""

from __future__ import annotations

from pathlib import Path

_LINES = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").splitlines()
SURNAMES = frozenset(word for line in _LINES if not line.startswith("#") for word in line.split())
