"""`receptionist simulate`: seeded callers against one stack."""

from __future__ import annotations

import signal
import sys
import time

from cli.calls_stack import calls_stack
from cli.run import interrupted
from cli.training import ensure_model
from receptionist.stack import StackError
from simulators.callers.simulation import SimulatedCall, Tally, outcome_of, simulate
from simulators.calls.switchboard import Switchboard


def simulate_callers(count: int, first_seed: int, verbose: bool) -> int:
    """0: every invariant held for every seed. 1: one did not. 2: the stack failed."""
    signal.signal(signal.SIGTERM, interrupted)
    ensure_model()
    tally = Tally()
    failed: list[int] = []
    started = time.monotonic()

    def report(result: SimulatedCall) -> None:
        tally.add(result)
        if result.broken:
            failed.append(result.scene.seed)
        if result.broken or verbose:
            _print(result)

    try:
        with calls_stack("simulate") as (stack, _):
            simulate(Switchboard(stack), range(first_seed, first_seed + count), report)
            stack.check()
    except StackError as error:
        print(f"the stack failed: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130
    print("\n".join(tally.lines()))
    print(f"{count} seeds from {first_seed} in {time.monotonic() - started:.0f} s: {len(failed)} broke an invariant")
    for seed in failed:
        print(f"  again alone: receptionist simulate 1 --seed {seed} -v")
    return 1 if failed else 0


def _print(result: SimulatedCall) -> None:
    scene = result.scene
    print(f"\n{'BROKEN' if result.broken else 'held'}  seed {scene.seed}, {scene.clock:%A %Y-%m-%d %H:%M}")
    for line in result.broken:
        print(f"    {line}")
    for call in result.calls:
        person, record = call.caller.person, call.record
        habits = f", {' '.join(sorted(person.habits))}" if person.habits else ""
        wanted = f" at {person.start:%Y-%m-%dT%H:%M}" if person.start else ""
        print(f"    {outcome_of(call, result.after)}: {person.name} ({person.number})")
        print(f"    {person.goal} {person.style}: {person.doctor}{wanted}{habits}")
        for entry in record.transcript:
            asked = f"  <{entry.expecting}>" if entry.expecting else ""
            print(f"      {entry.who:>9}: {entry.text}{asked}")
        print(f"      {'ended':>9}: {record.ended}")
    for kept in result.after.appointments.values():
        print(f"    there: {kept}")
