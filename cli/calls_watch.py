"""`receptionist calls --watch`: runs again what a change may have changed, on the same stack where that can be."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable
from pathlib import Path

from watchfiles import watch

from cli.calls import Choice, How, Printer, guarded, run_alone, spoken_line
from cli.calls_stack import calls_stack
from cli.environments import ROOT
from cli.training import SOURCES, ensure_model
from receptionist.stack import Stack
from simulators.calls.call_file import CallFileError
from simulators.calls.runner import CallRunner, needs_own_stack, run_together

CODE = ("actions", "channels", "nlu", "stories", "receptionist", "web", "worker", "simulators", "cli")
FILES = ("domain.yml", "config.yml", "endpoints.yml", "credentials.yml")
RESTARTS = {
    "actions": ("actions",),
    "channels": ("assistant",),
    "receptionist": ("actions", "web", "worker", "assistant"),
    "web": ("web",),
    "worker": ("worker",),
}
OF_THIS_PROCESS = ("simulators", "cli")
READ = (".py", ".yml", ".yaml", ".txt")
BEGIN_ANEW = -1


def watch_calls(choice: Choice, how: How) -> int:
    """Until Ctrl-C. When the code of this process has changed, it begins anew."""
    outcome = guarded(lambda: _watch(choice, how))
    if outcome == BEGIN_ANEW:
        os.execv(sys.executable, [sys.executable, "-P", "-m", "cli", *sys.argv[1:]])
    return outcome


def _watch(choice: Choice, how: How) -> int:
    line = spoken_line(how.noise) if how.audio else None
    watched = [*choice.paths, *(ROOT / name for name in (*CODE, *FILES))]
    with calls_stack("watch", how.audio, how.servers) as (stack, _):
        runner = CallRunner(stack, line=line, by_sound=how.audio)
        _run(runner, choice, how)
        for changes in watch(*watched, raise_interrupt=True):
            changed = [Path(path).resolve() for _, path in changes if Path(path).suffix in READ]
            if not changed:
                continue
            print(f"\nchanged: {', '.join(sorted({path.name for path in changed}))}", file=sys.stderr)
            if any(_top(path) in OF_THIS_PROCESS for path in changed):
                return BEGIN_ANEW
            _renew(stack, changed)
            files = [path for path in changed if _is_call_file(path, choice.paths)]
            alone = files == changed and all(path.exists() and path.stem != "known_failures" for path in files)
            _run(runner, Choice(files, choice.kinds, choice.ids) if alone else choice, how)
    return 0


def _run(runner: CallRunner, choice: Choice, how: How) -> None:
    printer = Printer(how)
    try:
        planned = choice.planned()
    except CallFileError as error:
        print(error, file=sys.stderr)
        return
    run_together(runner, [one for one in planned if not needs_own_stack(one)], printer.result)
    alone = [one for one in planned if needs_own_stack(one)]
    if alone:
        run_alone(alone, how, printer.result)
    printer.conclude()
    print("waiting for changes; Ctrl-C ends", file=sys.stderr)


def _renew(stack: Stack, changed: Iterable[Path]) -> None:
    """Trains where that is needed, and starts again the processes that run what has changed."""
    tops = {_top(path) for path in changed}
    stale = {process for top in tops for process in RESTARTS.get(top, ())}
    if tops & {*SOURCES, "endpoints.yml", "credentials.yml"}:
        stale.add("assistant")
        try:
            ensure_model()
        except SystemExit as error:
            print(f"{error}; the model is the one of before", file=sys.stderr)
    for process in sorted(stale):
        stack.stop_process(process, signal.SIGTERM)
        stack.start_process(process)
    for process in sorted(stale):
        stack.wait_for(process)


def _top(path: Path) -> str:
    return path.relative_to(ROOT).parts[0] if path.is_relative_to(ROOT) else ""


def _is_call_file(path: Path, chosen: Iterable[Path]) -> bool:
    return any(path == one.resolve() or one.resolve() in path.parents for one in chosen)
