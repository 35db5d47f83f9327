"""`receptionist calls`: call files, run and reported."""

from __future__ import annotations

import json
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from pathlib import Path
from typing import TextIO

from cli.training import ensure_model
from receptionist.stack import Stack, StackError
from simulators.calls.call_file import CallFileError, PlannedCall, load_calls
from simulators.calls.outages import taken_away
from simulators.calls.result import CallResult
from simulators.calls.runner import CallRunner, needs_own_stack, run_together, speech_faults
from simulators.calls.voices import FOLDER
from simulators.phone.callers import Line
from simulators.servers.all_servers import PRODUCTION, database_url, real_servers, stack_settings
from simulators.servers.server import Server

MARKS = {"passed": "ok  ", "failed": "FAIL", "known failure": "know", "skipped": "skip"}


def run_calls(
    paths: Sequence[Path],
    audio: bool,
    noise: float | None,
    as_json: bool,
    kinds: set[str],
    ids: set[str],
    verbose: bool,
    required: float = 1.0,
    production: bool = False,
) -> int:
    """0: nothing failed (or, with `required` below 1, at least that share passed). 1: a call failed. 2: the files
    cannot be run."""
    signal.signal(signal.SIGTERM, _interrupted)
    try:
        planned = _chosen(list(load_calls(paths)), kinds, ids)
    except CallFileError as error:
        print(error, file=sys.stderr)
        return 2
    if noise is not None and not audio:
        print("--noise goes with --audio", file=sys.stderr)
        return 2
    ensure_model()
    results: list[CallResult] = []
    started = time.monotonic()

    def report(result: CallResult) -> None:
        results.append(result)
        if as_json:
            print(json.dumps(result.as_json(), ensure_ascii=False), flush=True)
        else:
            _print_line(result, verbose)

    try:
        _run(planned, audio, noise, report, PRODUCTION if production else frozenset())
    except StackError as error:
        print(f"the stack failed: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130
    _summarise(results, time.monotonic() - started, sys.stderr if as_json else sys.stdout)
    failed = sum(result.outcome == "failed" for result in results)
    return 1 if failed > (1 - required) * len(results) else 0


def _chosen(planned: list[PlannedCall], kinds: set[str], ids: set[str]) -> list[PlannedCall]:
    chosen = [one for one in planned if (not kinds or one.call.kind in kinds) and (not ids or one.call.id in ids)]
    if not chosen:
        raise CallFileError("there is no such call in these files")
    return chosen


def _run(
    planned: Sequence[PlannedCall],
    audio: bool,
    noise: float | None,
    report: Callable[[CallResult], None],
    wanted: Set[str],
) -> None:
    """`wanted` are the servers that every call gets, whether its faults need them or not."""
    line = _spoken_line(noise) if audio else None
    together = [one for one in planned if not needs_own_stack(one)]
    alone = [one for one in planned if needs_own_stack(one)]
    if together:
        with (
            tempfile.TemporaryDirectory(prefix="calls-") as folder,
            real_servers(Path(folder), wanted) as servers,
            _stack(Path(folder), "calls", audio, servers) as stack,
        ):
            run_together(CallRunner(stack, line=line, by_sound=audio), together, report)
            stack.check()
    if alone:
        needed = wanted | {service for one in alone for service in taken_away(one)}
        with (
            tempfile.TemporaryDirectory(prefix="calls-") as folder,
            real_servers(Path(folder), needed) as servers,
            _stack(Path(folder), "faults", audio, servers) as stack,
        ):
            runner = CallRunner(stack, line=line, by_sound=audio, servers=servers)
            for one in alone:
                report(runner.place(one))


def _stack(folder: Path, name: str, audio: bool, servers: Mapping[str, Server] | None = None) -> Stack:
    """Test doubles behind the ports, and nothing else that differs from the real stack."""
    stack = Stack(
        folder,
        name=name,
        environment=stack_settings(servers or {}),
        database_url=database_url(servers or {}),
        for_assistant={"CLOCK": "simulators.clock:PinnedClock"},
        say=lambda text: print(text, file=sys.stderr),
    )
    stack.for_services = {
        "CLOCK": "simulators.clock:PinnedClinicClock",
        "VOICE": f"simulators.calls.voices:{'Captioned' if audio else 'Silent'}Voices",
        "MESSENGER": "spool",
        FOLDER: str(speech_faults(stack)),
    }
    return stack


def _spoken_line(noise: float | None) -> Line:
    from simulators.calls.spoken_line import SpokenLine
    from simulators.sound.caller import CallerVoice
    from simulators.sound.recogniser import Recogniser

    return SpokenLine(CallerVoice(), Recogniser(), noise)


def _print_line(result: CallResult, verbose: bool) -> None:
    call = result.planned.call
    print(
        f"{MARKS[result.outcome]}  {call.id} ({call.kind})  {result.turns} turns, {result.seconds:.1f} s,"
        f" slowest answer {result.slowest_ms} ms",
        flush=True,
    )
    reasons = [result.skipped] if result.skipped else list(result.verdict.reasons)
    if result.outcome == "known failure":
        reasons.insert(0, f"known: {result.planned.known_failure}")
    elif result.outcome == "passed" and result.planned.known_failure:
        reasons.append("is in known_failures.yml, but passes")
    for reason in reasons:
        print(f"        {reason}")
    if verbose and result.outcome == "failed":
        for record in result.records:
            for entry in record.transcript:
                heard = f"  [heard: {entry.heard}]" if entry.heard is not None else ""
                asked = f"  <{entry.expecting}>" if entry.expecting else ""
                print(f"          {entry.who:>9}: {entry.text}{heard}{asked}")
            print(f"          {'ended':>9}: {record.ended}")


def _summarise(results: Sequence[CallResult], seconds: float, out: TextIO) -> None:
    kinds: dict[str, Counter[str]] = {}
    for result in results:
        kinds.setdefault(result.planned.call.kind, Counter())[result.outcome] += 1
    total: Counter[str] = Counter(result.outcome for result in results)
    lines = ["", *(f"{kind:<18} {_counted(counts)}" for kind, counts in sorted(kinds.items()))]
    lines.append(f"{len(results)} calls in {seconds:.0f} s: {_counted(total)}")
    names = sum(result.verdict.names for result in results)
    if names:
        exact = sum(result.verdict.names_exact for result in results)
        lines.append(f"names of patients exactly right: {exact} of {names} ({100 * exact / names:.0f} %)")
    print("\n".join(lines), file=out)


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{counts[outcome]} {outcome}" for outcome in MARKS if counts[outcome])


def _interrupted(*_: object) -> None:
    raise KeyboardInterrupt
