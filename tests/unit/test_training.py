"""When the model is trained again."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli import training


@pytest.mark.parametrize("name", ["config.yml", "nlu/examples/en/greet.yml", "nlu/words.txt", "nlu/table.tsv"])
def test_a_changed_source_is_trained_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    for source in ("domain.yml", "config.yml", "nlu/examples/en/greet.yml", "nlu/words.txt", "nlu/table.tsv"):
        (tmp_path / source).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / source).write_text("before")
    monkeypatch.setattr(training, "ROOT", tmp_path)
    before = training.fingerprint()
    assert training.fingerprint() == before
    (tmp_path / name).write_text("after")
    assert training.fingerprint() != before
