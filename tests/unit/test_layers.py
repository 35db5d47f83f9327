"""Which of our packages may import which: dependencies point inwards, and the Rasa process stays free of the rest.

`web` may use `nlu.spoken`: pure functions without Rasa, because emergencies come first in the fallback menu too and a
time means the same there as in the assistant. (`nlu.spoken.stand_ins` is not for it: it looks words up by spaCy.)
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
OURS = {"nlu", "channels", "actions", "receptionist", "web", "worker", "simulators", "knowledge", "cli", "bench"}
MAY_IMPORT = {
    "receptionist": {"receptionist"},
    "nlu/spoken": {"nlu.spoken", "nlu.lexicon"},
    "channels": {"channels", "nlu", "receptionist.privacy"},
    "actions": {"actions", "receptionist"},
    "web": {"web", "receptionist", "nlu.spoken"},
    "worker": {"worker", "receptionist", "knowledge.rota", "web.settings"},
}


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.split(".")[0] in OURS}


@pytest.mark.parametrize("layer", MAY_IMPORT)
def test_layers(layer: str) -> None:
    allowed = MAY_IMPORT[layer]
    wrong = {
        f"{path.relative_to(ROOT)}: {name}"
        for path in (ROOT / layer).rglob("*.py")
        for name in imports(path)
        if not any(name == one or name.startswith(f"{one}.") or one.startswith(f"{name}.") for one in allowed)
    }
    assert not wrong
