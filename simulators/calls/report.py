"""The outcome of calls as one HTML page, for people who do not know the program."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from simulators.calls.remarks import annotated
from simulators.calls.result import CallResult

SPEAKERS = {"agent": "clinic", "caller": "caller", "whisper": "to the person at the desk", "reception": "desk"}
ENDED = {
    "hangup": "The clinic hung up.",
    "caller_hangup": "The caller hung up.",
    "transfer": "The caller was put through to a person.",
    "message": "The caller left a message; the clinic hung up.",
    "failed": "The call broke down.",
}
ORDER = ("failed", "known failure", "skipped", "passed")


def write_report(path: Path, results: Sequence[CallResult], seconds: float) -> None:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    kinds: dict[str, Counter[str]] = {}
    for result in results:
        kinds.setdefault(result.planned.call.kind, Counter())[result.outcome] += 1
    page = environment.get_template("report.html").render(
        results=sorted(results, key=lambda result: (ORDER.index(result.outcome), result.planned.call.kind)),
        kinds=sorted(kinds.items()),
        total=Counter(result.outcome for result in results),
        seconds=seconds,
        made=datetime.now(),
        annotated=annotated,
        speakers=SPEAKERS,
        ended=ENDED,
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page, encoding="utf-8")
