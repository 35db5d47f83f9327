"""`receptionist evaluate`: trains, evaluates, compares with what was accepted, and writes a page about it."""

from __future__ import annotations

import json
import subprocess
import time
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from cli.assistant_side import ERRORS
from cli.environments import ASSISTANT, ROOT, assistant_environment
from cli.evaluation_difference import Difference, accept, accepted, compare
from cli.training import ensure_model, model_file

TEMPLATES = Path(__file__).parent / "pages"
NOT_UNDERSTOOD = "nlu_fallback"
SHOWN_WRONG = 20
OUT = Console(highlight=False)


def evaluate(out: Path, as_json: bool, accepting: bool) -> int:
    """Exit code: 1 when it is worse than accepted, beyond what is tolerated, and not accepted now."""
    started = time.monotonic()
    try:
        before = accepted()
        ensure_model()
        report = _report()
    except (RuntimeError, ValueError) as error:
        ERRORS.print(f"[red]not evaluated:[/] {escape(str(error))}")
        return 1
    difference = compare(report, before)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(page(report, difference, before is not None, datetime.now()), encoding="utf-8")
    if as_json:
        print(json.dumps({**report, "worse": difference.worse}, ensure_ascii=False))
    else:
        _say(report, difference, before is not None)
    if accepting:
        accept(report)
        ERRORS.print("this is the accepted report from now on")
    ERRORS.print(f"the page: {out} ({time.monotonic() - started:.0f} s)")
    return 1 if difference.worse and not accepting else 0


def _report() -> dict[str, Any]:
    """Raises RuntimeError with what the assistant's environment says."""
    command = [ASSISTANT, "-P", "-W", "ignore", "-m", "nlu.evaluation", str(model_file())]
    columns = (TextColumn("evaluating"), BarColumn(), TextColumn("{task.completed}/{task.total}"), TimeElapsedColumn())
    with (
        subprocess.Popen(
            command,
            cwd=ROOT,
            env=assistant_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        ) as process,
        Progress(*columns, console=ERRORS, transient=True, disable=not ERRORS.is_terminal) as progress,
    ):
        task = progress.add_task("evaluating", total=None)
        for line in process.stdout or ():
            said = json.loads(line)
            if "report" in said:
                return dict(said["report"])
            done, steps = said["step"]
            progress.update(task, completed=done, total=steps)
        errors = (process.stderr.read() if process.stderr else "").strip().splitlines()
    raise RuntimeError(errors[-1] if errors else "the evaluation ended without a report")


def _say(report: Mapping[str, Any], difference: Difference, compared: bool) -> None:
    table = Table("", "right", "of", "macro F1", box=None, pad_edge=False)
    for name, part in (("test set", report["test"]), ("cross-validation", report["cross_validation"])):
        table.add_row(name, f"{part['accuracy']:.1%}", str(part["count"]), f"{part['macro_f1']:.3f}")
    OUT.print(table)
    loss, scope = report["test"]["accuracy"] - report["misheard"]["accuracy"], report["out_of_scope"]
    OUT.print(f"\nwith {report['misheard']['rate']:.0%} of the words misheard: {100 * loss:.1f} points fewer are right")
    OUT.print(f"out of scope: {scope['found']:.1%} found; in scope: {scope['refused']:.1%} refused")
    if compared:
        OUT.print("\ncompared with the accepted report")
    for sentence in difference.worse:
        OUT.print(f"[red]worse[/]  {escape(sentence)}")
    for sentence in difference.told:
        OUT.print(f"       {escape(sentence)}")
    if not compared:
        OUT.print("there is no accepted report yet: receptionist evaluate --accept")
    if helps := what_helps(report)[:3]:
        OUT.print(f"\nmore examples would help most for {', '.join(each['name'] for each in helps)}")


def what_helps(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Intents by what twice as many examples may bring: what is missing shrinks by the same share as it did with the
    last doubling. {"name", "examples", "f1", "gain", "curve"}, the greatest gain first."""
    found = []
    for name, curve in report["curve"].items():
        (_, half), (count, f1) = curve[-2:]
        gain = (1 - f1) * max(f1 - half, 0.0) / (1 - half) if half < 1 else 0.0
        found.append({"name": name, "examples": count, "f1": f1, "gain": round(gain, 4), "curve": curve})
    return sorted((each for each in found if each["gain"] > 0), key=lambda each: -each["gain"])


def page(report: Mapping[str, Any], difference: Difference, compared: bool, made: datetime) -> str:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["said"] = lambda name: "not understood" if name == NOT_UNDERSTOOD else name.replace("_", " ")
    return environment.get_template("evaluation.html").render(
        report=report,
        difference=difference,
        compared=compared,
        made=made,
        helps=what_helps(report),
        lowest=min((curve[0][1] for curve in report["curve"].values()), default=0.0) // 0.1 / 10,
        answered=_answered(report["cross_validation"]["confusion"]),
        confused=_confused(report["cross_validation"]["confusion"]),
        shown_wrong=SHOWN_WRONG,
        line=_line,
    )


def _answered(confusion: Mapping[str, Mapping[str, int]]) -> list[str]:
    """The columns: the rows' names in their order, then what else was answered."""
    others = {name for row in confusion.values() for name in row} - confusion.keys()
    return [*confusion, *sorted(others)]


def _confused(confusion: Mapping[str, Mapping[str, int]], most: int = 8) -> list[tuple[int, str, str]]:
    """(how often, wanted, answered) of what is confused most."""
    pairs = [(count, name, other) for name, row in confusion.items() for other, count in row.items() if other != name]
    return sorted(pairs, key=lambda pair: -pair[0])[:most]


def _line(points: Sequence[Sequence[float]], width: float, height: float, highest: float, lowest: float = 0.0) -> str:
    """`points` of an SVG polyline: x from 0 to `highest`, y from `lowest` to 1, upwards."""
    return " ".join(
        f"{width * x / highest:.1f},{height * (1 - (max(y, lowest) - lowest) / (1 - lowest)):.1f}" for x, y in points
    )
