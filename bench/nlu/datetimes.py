"""Reads dates and times of a corpus and of tests/nlu, and prints accuracy and the median time an utterance.

    .venv/assistant/bin/python -m bench.nlu.datetimes [CORPUS.jsonl …] [--through-pipeline] [--misses]

Rows are as in `bench.nlu.scoring`. The pure functions are called, unless `--through-pipeline` asks for the trained
model behind `receptionist parse --jsonl`; both must give the same.
"""

import argparse
import json
import statistics
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from bench.nlu.scoring import Score, Value, is_right
from nlu.directory import default_directory
from nlu.spoken.datetimes import find_datetimes
from tests.nlu.datetime_cases import all_cases, misses, request

ZONE = "America/New_York"
Reader = Callable[[Mapping[str, Any]], list[Value]]


def read(line: Mapping[str, Any]) -> list[Value]:
    """`line` as for `receptionist parse --jsonl`; the values of `datetimes`."""
    return list(
        find_datetimes(
            line["text"],
            datetime.fromisoformat(line["now"]),
            line.get("tz") or ZONE,
            expecting=line.get("expecting"),
            offered=line.get("offered") or (),
            hours=line["hours"] if "hours" in line else default_directory().hours or None,
        )
    )


def through_pipeline() -> Reader:
    from nlu.parse import MODELS, metadata_of
    from nlu.pipeline import Pipeline
    from nlu.understanding import understanding

    pipeline = Pipeline(MODELS)
    return lambda line: list(understanding(pipeline.parse(line["text"], metadata_of(line)))["datetimes"])


def score(rows: list[dict[str, Any]], reader: Reader, strict: bool = False) -> Score:
    """Every row read by `reader`; the first one twice, so that what is loaded late costs no row its time."""
    result = Score()
    for row in rows[:1] + rows:
        line = {"text": row["text"], "now": row["reference"], "tz": row.get("timezone") or "UTC"}
        started = perf_counter()
        found = reader(line)
        result.milliseconds.append((perf_counter() - started) * 1000)
        if len(result.milliseconds) > 1:
            result.add(row, found, is_right(row, found, strict))
    del result.milliseconds[:1]
    return result


def main() -> None:
    options = _options()
    reader = through_pipeline() if options.through_pipeline else read
    for path in options.corpus:
        rows = [json.loads(line) for line in path.read_text().splitlines() if line.strip()]
        spoken = [row for row in rows if "written" not in (row.get("tags") or ())]
        for name, some in ((path.name, rows), (f"{path.name}, as spoken", spoken)):
            _report(name, score(some, reader))
            _report(f"{name}, likeliest reading only", score(some, reader, strict=True))
        if options.misses:
            for row, found in score(rows, reader).misses:
                print("  ", _line(row, found))
    _own(reader, options.misses)


def _report(name: str, result: Score) -> None:
    median = statistics.median(result.milliseconds)
    print(f"{result.share:7.1%}  {result.right:5} of {result.rows:5}  {median:6.2f} ms  {name}")


def _line(row: Mapping[str, Any], found: list[Value]) -> str:
    expect = {key: value for key, value in row["expect"].items() if key != "grain"}
    read_as = [(value["kind"], value["from"], value["to"], value["role"], value["text"]) for value in found]
    return f"{row['text']!r} at {row['reference']} {row.get('tags') or ''}\n      {expect}\n      {read_as}"


def _own(reader: Reader, show: bool) -> None:
    """The project's own cases, a line a file."""
    by_file: dict[str, list[tuple[str, list[str]]]] = {}
    for case in all_cases():
        by_file.setdefault(case["file"], []).append((case["say"], misses(case, reader(request(case)))))
    for name, results in by_file.items():
        right = sum(not wrong for _, wrong in results)
        print(f"{right / len(results):7.1%}  {right:5} of {len(results):5}             {name}")
        if show:
            for say, wrong in results:
                for each in wrong:
                    print(f"   {say!r}: {each}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.nlu.datetimes", description="Dates and times, scored.")
    parser.add_argument("corpus", nargs="*", type=Path, help="JSON lines as in bench/nlu/scoring.py")
    parser.add_argument("--through-pipeline", action="store_true", help="the trained model, as parse --jsonl uses it")
    parser.add_argument("--misses", action="store_true", help="print every row that is not right")
    return parser.parse_args()


if __name__ == "__main__":
    main()
