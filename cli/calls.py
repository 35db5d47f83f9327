"""`receptionist calls`: call files, run and reported."""

from __future__ import annotations

import json
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field
from pathlib import Path

from cli.calls_stack import calls_stack
from cli.run import interrupted
from cli.training import ensure_model
from receptionist.stack import StackError
from simulators.calls.call_file import CallFileError, PlannedCall, load_calls
from simulators.calls.outages import taken_away
from simulators.calls.remarks import annotated
from simulators.calls.result import CallResult
from simulators.calls.runner import CallRunner, needs_own_stack, run_together
from simulators.phone.callers import Line

MARKS = {"passed": "ok  ", "failed": "FAIL", "known failure": "know", "skipped": "skip"}


@dataclass(frozen=True)
class Choice:
    """Which calls of which files; everything when neither kinds nor ids are given."""

    paths: Sequence[Path]
    kinds: Set[str] = frozenset()
    ids: Set[str] = frozenset()

    def planned(self) -> list[PlannedCall]:
        """Raises CallFileError."""
        calls = [
            one
            for one in load_calls(self.paths)
            if (not self.kinds or one.call.kind in self.kinds) and (not self.ids or one.call.id in self.ids)
        ]
        if not calls:
            raise CallFileError("there is no such call in these files")
        return calls


@dataclass(frozen=True)
class How:
    """`required` is the share that must pass; `report` the HTML file that is written afterwards."""

    audio: bool = False
    noise: float | None = None
    as_json: bool = False
    verbose: bool = False
    required: float = 1.0
    servers: Set[str] = field(default_factory=frozenset)
    report: Path | None = None


def run_calls(choice: Choice, how: How) -> int:
    """0: nothing failed (or, with `required` below 1, at least that share passed). 1: a call failed. 2: the files
    cannot be run."""

    def run() -> int:
        printer = Printer(how)
        run_on_own_stacks(choice.planned(), how, printer.result)
        return printer.conclude()

    return guarded(run)


def prove(choice: Choice) -> int:
    """As `run_calls`; 1 also when a call cannot fail."""
    from cli.calls_prove import prove_calls

    return guarded(lambda: prove_calls(choice.planned()))


def guarded(work: Callable[[], int]) -> int:
    """`work` with the model trained; its errors in one line each."""
    signal.signal(signal.SIGTERM, interrupted)
    try:
        ensure_model()
        return work()
    except CallFileError as error:
        print(error, file=sys.stderr)
    except StackError as error:
        print(f"the stack failed: {error}", file=sys.stderr)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130
    return 2


def run_on_own_stacks(planned: Sequence[PlannedCall], how: How, on_result: Callable[[CallResult], None]) -> None:
    """Those that share a stack first, then those that take something of it away."""
    line = spoken_line(how.noise) if how.audio else None
    together = [one for one in planned if not needs_own_stack(one)]
    alone = [one for one in planned if needs_own_stack(one)]
    if together:
        with calls_stack("calls", how.audio, how.servers) as (stack, _):
            run_together(CallRunner(stack, line=line, by_sound=how.audio), together, on_result)
            stack.check()
    if alone:
        run_alone(alone, how, on_result, line)


def run_alone(
    planned: Sequence[PlannedCall], how: How, on_result: Callable[[CallResult], None], line: Line | None = None
) -> None:
    needed = how.servers | {service for one in planned for service in taken_away(one)}
    with calls_stack("faults", how.audio, needed) as (stack, servers):
        runner = CallRunner(stack, line=line, by_sound=how.audio, servers=servers)
        for one in planned:
            on_result(runner.place(one))


def spoken_line(noise: float | None) -> Line:
    from simulators.calls.spoken_line import SpokenLine
    from simulators.sound.caller import CallerVoice
    from simulators.sound.recogniser import Recogniser

    return SpokenLine(CallerVoice(), Recogniser(), noise)


class Printer:
    """What the terminal shows while calls are run, and after them."""

    def __init__(self, how: How) -> None:
        self._how = how
        self._results: list[CallResult] = []
        self._started = time.monotonic()

    def result(self, result: CallResult) -> None:
        self._results.append(result)
        if self._how.as_json:
            print(json.dumps(result.as_json(), ensure_ascii=False), flush=True)
        else:
            print("\n".join(_lines(result, self._how.verbose)), flush=True)

    def conclude(self) -> int:
        """The summary, the report, and the exit code."""
        seconds = time.monotonic() - self._started
        print("\n".join(_summary(self._results, seconds)), file=sys.stderr if self._how.as_json else sys.stdout)
        if self._how.report:
            from simulators.calls.report import write_report

            write_report(self._how.report, self._results, seconds)
            print(f"report: {self._how.report}", file=sys.stderr)
        failed = sum(result.outcome == "failed" for result in self._results)
        return 1 if failed > (1 - self._how.required) * len(self._results) else 0


def _lines(result: CallResult, verbose: bool) -> list[str]:
    call = result.planned.call
    lines = [
        f"{MARKS[result.outcome]}  {call.id} ({call.kind})  {result.turns} turns, {result.seconds:.1f} s,"
        f" slowest answer {result.slowest_ms} ms"
    ]
    if result.skipped:
        lines.append(f"        {result.skipped}")
    elif result.outcome == "known failure":
        lines.append(f"        known: {result.planned.known_failure}")
    elif result.outcome == "passed" and result.planned.known_failure:
        lines.append("        is in known_failures.yml, but passes")
    if result.outcome == "failed" and not result.records:
        lines += [f"        {reason}" for reason in result.verdict.reasons]
    if result.outcome == "failed" or verbose:
        lines += transcript(result)
    return lines


def transcript(result: CallResult) -> list[str]:
    lines = []
    for record, entries in annotated(result):
        for line in entries:
            if line.entry is None:
                lines.append(f"      {'ended':>9}: {record.ended}")
            else:
                heard = f"  [heard: {line.entry.heard}]" if line.entry.heard is not None else ""
                asked = f"  <{line.entry.expecting}>" if line.entry.expecting else ""
                lines.append(f"      {line.entry.who:>9}: {line.entry.text}{heard}{asked}")
            lines += [f"    >>           {remark}" for remark in line.remarks]
    return lines


def _summary(results: Sequence[CallResult], seconds: float) -> list[str]:
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
    return lines


def _counted(counts: Counter[str]) -> str:
    return ", ".join(f"{counts[outcome]} {outcome}" for outcome in MARKS if counts[outcome])
