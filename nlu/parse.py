"""`receptionist parse`: how utterances are understood. stdout holds the answers and nothing else.

python -m nlu.parse --jsonl                 one JSON object a line in, one out, in the same order
python -m nlu.parse "text" [--json] [--now 2026-11-23T09:00] [--tz America/New_York] [--expecting slot_choice]
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import sys
import warnings
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from nlu.understanding import understanding

if TYPE_CHECKING:
    from nlu.pipeline import Pipeline

DEFAULT_ZONE = "America/New_York"
MODELS = Path(__file__).resolve().parent.parent / "models"


def main(arguments: list[str] | None = None) -> int:
    options = _options(arguments)
    answers = quietly()
    try:
        from nlu.pipeline import Pipeline

        pipeline = Pipeline(options.model)
    except FileNotFoundError as missing:
        print(f"parse: {missing}", file=sys.stderr)
        return 1
    if options.jsonl:
        return answer_lines(pipeline, sys.stdin, answers)
    line = {
        "text": options.text,
        "now": options.now,
        "tz": options.tz,
        "expecting": options.expecting,
        "offered": options.offered,
        "doctors": options.doctor,
    }
    try:
        parsed = _parsed(pipeline, {key: value for key, value in line.items() if value})
    except ValueError as wrong:
        print(f"parse: {wrong}", file=sys.stderr)
        return 1
    answer = understanding(parsed)
    if options.json:
        print(json.dumps(answer, ensure_ascii=False), file=answers, flush=True)
    else:
        show(answer, parsed.get("intent_ranking") or [], answers)
    return 0


def answer_lines(pipeline: Pipeline, lines: IO[str], answers: IO[str]) -> int:
    """A line that cannot be read is answered by {"id", "error"} in its place and named on stderr; exit code 1 then."""
    failed = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        identifier: Any = None
        try:
            request = json.loads(line)
            identifier = request.get("id") if isinstance(request, dict) else None
            answer = understanding(_parsed(pipeline, request), identifier)
        except ValueError as wrong:
            failed += 1
            message = f"line {number}: {'not JSON: ' if isinstance(wrong, json.JSONDecodeError) else ''}{wrong}"
            print(f"parse: {message}", file=sys.stderr, flush=True)
            answer = {"id": identifier, "error": message}
        answers.write(json.dumps(answer, ensure_ascii=False) + "\n")
        answers.flush()
    return 1 if failed else 0


def metadata_of(request: Mapping[str, Any]) -> dict[str, Any]:
    """The message metadata that the voice channel would send for such a line; ValueError says what is wrong with it."""
    zone = request.get("tz")
    if zone is not None:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, TypeError, OSError):
            raise ValueError(f"tz {zone!r} is not a time zone") from None
    if request.get("now") is not None:
        try:
            datetime.fromisoformat(request["now"])
        except (ValueError, TypeError):
            raise ValueError(f"now {request['now']!r} is not YYYY-MM-DDTHH:MM") from None
    for key in ("offered", "doctors"):
        if request.get(key) is not None and not (
            isinstance(request[key], list) and all(isinstance(each, str) for each in request[key])
        ):
            raise ValueError(f"{key} is not a list of strings")
    for start in request.get("offered") or []:
        try:
            datetime.fromisoformat(start)
        except ValueError:
            raise ValueError(f"offered {start!r} is not YYYY-MM-DDTHH:MM") from None
    given = {
        "now": request.get("now"),
        "zone": zone,
        "expecting": request.get("expecting"),
        "offered": request.get("offered"),
        "doctors": request.get("doctors"),
        "hours": request.get("hours"),
    }
    return {key: value for key, value in given.items() if value is not None}


def _parsed(pipeline: Pipeline, request: Any) -> dict[str, Any]:
    if not isinstance(request, dict):
        raise ValueError("not an object")
    if not isinstance(request.get("text"), str):
        raise ValueError("no text")
    return pipeline.parse(request["text"].lstrip().lstrip("/"), metadata_of(request))


def show(answer: Mapping[str, Any], ranking: Sequence[Mapping[str, Any]], out: IO[str]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from nlu.in_words import in_words

    table = Table(box=None, show_header=False, pad_edge=False)
    for heading, words in in_words(answer, ranking):
        table.add_row(Text(heading, style="cyan"), Text(words))
    Console(file=out, highlight=False).print(table)


def quietly() -> IO[str]:
    """Keeps Rasa and TensorFlow from speaking: their stdout goes to stderr, their warnings nowhere.

    Filters would not do: TensorFlow resets them. Returns the real stdout."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.setdefault("SQLALCHEMY_SILENCE_UBER_WARNING", "1")
    os.environ.setdefault("RASA_TELEMETRY_ENABLED", "false")
    warnings.showwarning = lambda *_: None
    logging.disable(logging.WARNING)
    answers, sys.stdout = sys.stdout, sys.stderr
    return answers


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="receptionist parse", description="How an utterance is understood.")
    parser.add_argument("text", nargs="?", help="what the caller says")
    parser.add_argument("--jsonl", action="store_true", help="JSON lines from stdin to stdout")
    parser.add_argument("--json", action="store_true", help="the answer for one utterance as JSON")
    parser.add_argument("--now", help="local time YYYY-MM-DDTHH:MM (default: now)")
    parser.add_argument("--tz", help=f"IANA zone (default: the clinic's, or {DEFAULT_ZONE})")
    parser.add_argument("--expecting", help="what the agent has just asked, for instance slot_choice")
    parser.add_argument("--offered", action="append", metavar="START", help="a start just offered; may be repeated")
    parser.add_argument(
        "--doctor", action="append", metavar="NAME", help="a doctor in place of the directory; may be repeated"
    )
    parser.add_argument("--model", default=str(MODELS), help="model archive or folder")
    options = parser.parse_args(arguments)
    if options.jsonl == (options.text is not None):
        parser.error("either a text or --jsonl")
    return options


if __name__ == "__main__":
    sys.exit(main())
