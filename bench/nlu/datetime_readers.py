"""Our reader of dates and times beside the others: the same rows, scored by `bench.nlu.scoring`.

A corpus has one row a line, as in `bench.nlu.scoring`. From tests/nlu (datetimes.yml, datetimes/) come the cases that
need nothing but the sentence and the clock: nothing offered or asked before, no other appointment, no open question.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bench.nlu.scoring import Score, is_right
from cli.environments import ASSISTANT, ROOT, assistant_environment

PEERS = ROOT / ".venv" / "peers"
CASES = ROOT / "tests" / "nlu"
OUR_CLOCK, OUR_ZONE = "2026-11-23T08:55", "America/New_York"
_NEEDS_MORE = ("expecting", "offered", "current", "excluded", "ask", "hours")


@dataclass(frozen=True)
class Reader:
    """`requires` are installed into an environment of its own, .venv/peers/<folder>."""

    name: str
    module: str
    folder: str = ""
    requires: tuple[str, ...] = ()

    def python(self) -> str:
        """Makes the environment when it is missing. Raises CalledProcessError."""
        if not self.requires:
            return ASSISTANT
        python = PEERS / self.folder / "bin" / "python"
        mark = PEERS / self.folder / ".requires"
        if not mark.exists() or mark.read_text() != " ".join(self.requires):
            print(f"set-up: environment of {self.name}", file=sys.stderr, flush=True)
            _uv("venv", "--quiet", "--clear", "--python", "3.11", str(PEERS / self.folder))
            _uv("pip", "install", "--quiet", "--python", str(python), *self.requires)
            mark.write_text(" ".join(self.requires))
        return str(python)

    def read(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """{"values", "ms"} of each row."""
        asked = "".join(
            json.dumps({"text": row["text"], "now": row["reference"], "tz": row.get("timezone") or "UTC"}) + "\n"
            for row in rows
        )
        answered = subprocess.run(
            [self.python(), "-P", "-W", "ignore", "-m", f"bench.nlu.peers.{self.module}"],
            cwd=ROOT,
            env=assistant_environment(),
            input=asked,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            check=True,
        )
        return [json.loads(line) for line in answered.stdout.splitlines()]


READERS = (
    Reader("ours", "ours"),
    Reader("Duckling", "duckling", "duckling", ("pyduckling-native-phihos==0.3.0",)),
    Reader("Recognizers", "recognizers", "recognizers", ("recognizers-text-suite==1.0.2a2", "emoji==1.7.0")),
    Reader("dateparser", "dateparser_search", "dateparser", ("dateparser==1.5.0",)),
    Reader("ctparse", "ctparse_reader", "ctparse", ("ctparse",)),
)


@dataclass(frozen=True)
class Result:
    """`strict`: share right by the likeliest reading alone; `invented`: share of rows without any time that got one."""

    reader: str
    right: float
    strict: float
    invented: float | None
    milliseconds: float


def compare(rows: list[dict[str, Any]], reader: Reader) -> Result:
    """A row with `expect` null holds no time; of one with several readings any counts, for every reader alike."""
    answers = reader.read(rows)
    score, strict = Score(), Score()
    invented = []
    for row, found in zip(rows, answers, strict=True):
        if row["expect"] is None:
            invented.append(bool(found["values"]))
        else:
            score.add(row, found["values"], is_right(row, found["values"]))
            strict.add(row, found["values"], is_right(row, found["values"], strict=True))
    return Result(
        reader.name,
        score.share,
        strict.share,
        statistics.fmean(invented) if invented else None,
        statistics.median(found["ms"] for found in answers),
    )


def corpus(file: Path, spoken: bool = False) -> list[dict[str, Any]]:
    """`spoken`: without rows that are tagged as not how speech is transcribed."""
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [row for row in rows if not (spoken and "written" in (row.get("tags") or ()))]


def own_cases() -> list[dict[str, Any]]:
    files = (CASES / "datetimes.yml", *sorted((CASES / "datetimes").glob("*.yml")))
    return [row for file in files for row in _rows(yaml.load(file.read_text(encoding="utf-8"), Loader=_AsWritten))]


class _AsWritten(yaml.SafeLoader):
    """YAML in which 2026-11-24T09:00 stays text."""


_AsWritten.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def _rows(groups: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for group in groups:
        shared = {key: value for key, value in group.items() if key not in ("group", "cases")}
        for each in group["cases"]:
            case = {**shared, **(each if isinstance(each, dict) else {"say": each, "none": True})}
            if not any(key in case for key in _NEEDS_MORE) and (case.get("none") or _expected(case)):
                yield {
                    "text": case["say"],
                    "reference": case.get("now", OUR_CLOCK),
                    "timezone": case.get("zone", OUR_ZONE),
                    "expect": None if case.get("none") else _expected(case),
                }


def _expected(case: Mapping[str, Any]) -> dict[str, Any] | None:
    either = {"alternatives": case.get("or", [])}
    if case.get("in"):
        return {"kind": "interval", "from": case["in"][0], "to": case["in"][1], **either}
    if case.get("from"):
        return {"kind": "open_interval", "from": case["from"], "to": None, **either}
    if case.get("until"):
        return {"kind": "open_interval", "from": None, "to": case["until"]}
    return {"kind": "instant", "from": case["at"], "to": None, **either} if case.get("at") else None


def _uv(*arguments: str) -> None:
    own = ROOT / ".venv" / "uv" / "bin" / "uv"
    environment = {key: value for key, value in os.environ.items() if key != "UV_PROJECT_ENVIRONMENT"}
    subprocess.run([str(own) if own.exists() else "uv", *arguments], check=True, env=environment, cwd=ROOT)
