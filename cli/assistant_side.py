"""What trainers' commands ask of the assistant's environment: answers of the present model, likeness of utterances."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from cli.environments import ASSISTANT, ROOT, assistant_environment
from cli.training import model_file

ERRORS = Console(stderr=True, highlight=False)


class AssistantFailed(RuntimeError):
    """A process in the assistant's environment ended with an error; its last line says why."""


@contextmanager
def working(what: str) -> Iterator[None]:
    """A spinner on stderr, in a terminal only."""
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=ERRORS, transient=True, disable=not ERRORS.is_terminal) as progress:
        progress.add_task(what)
        yield


def answers(utterances: Sequence[dict[str, Any]]) -> list[dict[str, Any]] | None:
    """What the present model says to each {"text", "expecting"?}; None when there is no model. Trains none."""
    if not model_file().exists():
        return None
    lines = "".join(json.dumps(utterance) + "\n" for utterance in utterances)
    answered = run_module("nlu.parse", ["--jsonl", "--model", str(model_file())], lines)
    return [json.loads(line) for line in answered.splitlines()]


def alike(texts: Sequence[str], least: float) -> list[tuple[int, int, float]]:
    """Pairs of places in `texts` (the first one is less) whose meanings are at least so much alike, 0 to 1."""
    found = run_module("nlu.similarity", [], json.dumps({"texts": list(texts), "least": least}))
    return [(first, second, score) for first, second, score in json.loads(found)]


def run_module(module: str, arguments: Sequence[str], given: str = "") -> str:
    """Its stdout. Raises AssistantFailed."""
    done = subprocess.run(
        [ASSISTANT, "-P", "-m", module, *arguments],
        cwd=ROOT,
        env={**assistant_environment(), "RECEPTIONIST_ROOT": str(ROOT)},
        input=given,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        last = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        raise AssistantFailed(f"{module}: {last}")
    return done.stdout
