"""`receptionist calls PATH…` runs calls, whatever else is below `calls`."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from cli import calls as running
from cli.app import app

CALL = "calls: [{id: a, kind: human, opening: hello, expect: {}}]\n"


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[tuple[running.Choice, running.How]]:
    """What would be run."""
    seen: list[tuple[running.Choice, running.How]] = []
    monkeypatch.setattr(running, "run_calls", lambda choice, how: seen.append((choice, how)) or 0)
    return seen


@pytest.mark.parametrize("before", [[], ["run"]])
def test_paths_and_options_in_any_order(
    runs: list[tuple[running.Choice, running.How]], tmp_path: Path, before: list[str]
) -> None:
    (tmp_path / "a.yml").write_text(CALL)
    given = ["calls", *before, "--json", str(tmp_path), "--kind", "human", "--id", "a", "--required", "0.9"]
    assert CliRunner().invoke(app, given).exit_code == 0
    ((choice, how),) = runs
    assert list(choice.paths) == [tmp_path] and choice.kinds == {"human"} and choice.ids == {"a"}
    assert how.as_json and how.required == 0.9 and not how.audio


def test_a_file_that_is_called_like_a_command(
    runs: list[tuple[running.Choice, running.How]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("new").write_text(CALL)
    assert CliRunner().invoke(app, ["calls", "./new"]).exit_code == 0
    assert [str(path) for path in runs[0][0].paths] == ["new"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (["calls", "missing.yml"], "missing.yml"),
        (["calls", "tests/calls", "--noise", "15"], "--audio"),
        (["calls"], "paths"),
        (["calls", "new"], "file"),
    ],
)
def test_what_cannot_be_run_is_told(given: list[str], told: str) -> None:
    answer = CliRunner().invoke(app, given)
    assert answer.exit_code == 2 and told in answer.output


def test_no_such_call(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text(CALL)
    with pytest.raises(running.CallFileError):
        running.Choice([tmp_path], ids=frozenset({"b"})).planned()
