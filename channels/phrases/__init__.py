"""The sentences that the channel says by itself, one file per language, editable without knowing Python."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML


@lru_cache
def phrases(language: str, written: bool = False) -> dict[str, Any]:
    """Falls back to English where a language has no file. `written`: for text messages (text.<language>.yml)."""
    folder, kind = Path(__file__).parent, "text." if written else ""
    path = folder / f"{kind}{language}.yml"
    return dict(YAML(typ="safe").load(path if path.exists() else folder / f"{kind}en.yml"))
