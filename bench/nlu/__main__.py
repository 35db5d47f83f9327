"""Understanding beside others' on the same sentences. `make bench-nlu`, or python -m bench.nlu [CORPUS.jsonl …]."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from bench.nlu import datetime_readers, intents


def main(
    corpora: Annotated[
        list[Path] | None, typer.Argument(exists=True, help="Rows as in bench/nlu/scoring.py, one a line.")
    ] = None,
    datetimes: Annotated[bool, typer.Option(help="Dates and times.")] = True,
    requests: Annotated[bool, typer.Option("--intents/--no-intents", help="Intents; trains DIET once.")] = True,
) -> None:
    """Intents against Rasa's stock pipeline; dates and times against Duckling, Recognizers, dateparser and ctparse."""
    out = Console()
    if requests:
        out.print(_intents())
    if datetimes:
        out.print(_datetimes("cases of tests/nlu", datetime_readers.own_cases()))
        for file in corpora or []:
            out.print(_datetimes(f"{file.name}, as spoken", datetime_readers.corpus(file, spoken=True)))
            out.print(_datetimes(f"{file.name}, all", datetime_readers.corpus(file)))


def _intents() -> Table:
    table = Table("", "right", "macro F1", "median ms", title="intents of tests/nlu/en")
    for each in intents.compare():
        table.add_row(each.name, f"{each.accuracy:.1%}", f"{each.macro_f1:.3f}", f"{each.milliseconds:.1f}")
    return table


def _datetimes(title: str, rows: list[dict[str, Any]]) -> Table:
    timed = sum(row["expect"] is not None for row in rows)
    table = Table("", "right", "by the likeliest reading", title=f"dates and times: {title} ({timed} with one)")
    if timed < len(rows):
        table.add_column(f"invented ({len(rows) - timed} without)")
    table.add_column("median ms")
    for reader in datetime_readers.READERS:
        print(f"{title}: {reader.name} …", file=sys.stderr, flush=True)
        each = datetime_readers.compare(rows, reader)
        invented = [] if each.invented is None else [f"{each.invented:.1%}"]
        table.add_row(each.reader, f"{each.right:.1%}", f"{each.strict:.1%}", *invented, f"{each.milliseconds:.2f}")
    return table


if __name__ == "__main__":
    typer.run(main)
