"""Frequent first names: they split what was spelled in one go and mark an introduction without "my name is"."""

from __future__ import annotations

from pathlib import Path

FIRST_NAMES = frozenset(Path(__file__).with_suffix(".txt").read_text(encoding="utf-8").split())
