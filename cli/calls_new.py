"""`receptionist calls new`: a call that a tester types or speaks becomes a call file, or one more call of a file."""

from __future__ import annotations

import re
import sys
from datetime import datetime
from pathlib import Path

import typer
from rich.markup import escape

from cli.calls import guarded, transcript
from cli.calls_stack import calls_stack
from cli.environments import ROOT
from cli.terminal_caller import (
    HOW_SPOKEN,
    HOW_TYPED,
    NO_MICROPHONE,
    Microphone,
    Person,
    Typed,
    can_be_spoken,
    console,
    play,
    print_entry,
)
from receptionist.stack import Stack
from simulators.calls.call_file import Call, CallClinic, CallDoctor, CallFileError, PlannedCall, load_call_file
from simulators.calls.call_writer import TakenDown, can_be_answers, entry_of, new_file, save, shown, with_call
from simulators.calls.clinic_builder import default_block
from simulators.calls.runner import CallRunner
from simulators.calls.switchboard import Switchboard
from simulators.phone.callers import Line

CLINIC_FILE = ROOT / "knowledge" / "clinic.yml"
FIRST_CLOCK = datetime(2026, 11, 23, 8, 55)


def new_call(path: Path, call_id: str | None, kind: str | None, number: str, typed: bool, turns: bool) -> int:
    """0: written, and it passes. 1: not written. 2: it could not be placed."""
    return guarded(lambda: _new_call(path, call_id, kind, number, typed, turns))


def _new_call(path: Path, call_id: str | None, kind: str | None, number: str, typed: bool, turns: bool) -> int:
    there = load_call_file(path) if path.exists() else []
    call_id = call_id or _asked("What shall the call be called, for instance doctor-changed-at-the-end?")
    kind = kind or (there[-1].call.kind if there else _asked("What kind of call is it, for instance simple_booking?"))
    if any(one.call.id == call_id for one in there):
        raise CallFileError(f"{path}: there is a call {call_id} in it already; choose another --id")
    clock = there[-1].clock if there else FIRST_CLOCK
    clinic = there[-1].clinic if there else default_clinic()
    spoken = not typed and can_be_spoken()
    if not typed and not spoken:
        print(NO_MICROPHONE, file=sys.stderr)
    with calls_stack("new", audio=spoken) as (stack, _):
        planned = _taken_down(stack, clock, clinic, (call_id, kind, number), spoken, turns, path)
        if planned is None:
            return 1
        entry, call = planned
        result = CallRunner(stack).place(call)
        if not result.verdict.passed:
            print("played back, the call does not come to the same; nothing was written:", file=sys.stderr)
            print("\n".join(transcript(result)), file=sys.stderr)
            return 1
    text = (
        path.read_text(encoding="utf-8")
        if path.exists()
        else new_file(clock or FIRST_CLOCK, clinic or default_clinic())
    )
    save(path, with_call(text, entry))
    print(f"{call_id} is in {path} and passes: receptionist calls {path} --id {call_id}", file=sys.stderr)
    return 0


def _taken_down(
    stack: Stack,
    clock: datetime | None,
    clinic: CallClinic | None,
    named: tuple[str, str, str],
    spoken: bool,
    turns: bool,
    path: Path,
) -> tuple[dict[str, object], PlannedCall] | None:
    """The entry and the call that it makes; None when the tester does not want it."""
    call_id, kind, number = named
    switchboard = Switchboard(stack)
    built = switchboard.builder.build(call_id, clinic, clock)
    before = switchboard.state(built)
    taken = TakenDown(Person(spoken))
    line: Line = Microphone() if spoken else Typed()
    when = f"{clock:%A %d %B %Y, %H:%M}" if clock else "now"
    console.print(f"[dim]{number} calls {escape(built.clinic.name)}, {when}. {HOW_SPOKEN if spoken else HOW_TYPED}[/]")
    record = switchboard.call(
        built,
        number,
        taken,
        line=line,
        on_entry=print_entry,
        on_agent_audio=play if spoken else lambda audio: None,
    )
    if record.errors:
        print("\n".join(record.errors), file=sys.stderr)
        return None
    taken.replace_spoken(record)
    after = switchboard.state(built)
    as_turns = turns or not can_be_answers(taken.acts)
    entry = entry_of(call_id, kind, number, taken, record, before, after, as_turns=as_turns)
    print("\nThis is what was said, and what was true afterwards:\n", file=sys.stderr)
    print(shown(entry))
    if sys.stdin.isatty() and not typer.confirm(f"Is that as it should be? Then it is written into {path}", err=True):
        return None
    planned = PlannedCall.model_construct(
        path=path, call=Call.model_validate(entry), clock=clock, clinic=clinic, faults=[], known_failure=None
    )
    return entry, planned


def default_clinic() -> CallClinic:
    block = {key: value for key, value in default_block(CLINIC_FILE).items() if key in CallClinic.model_fields}
    doctors = [
        {key: value for key, value in doctor.items() if key in CallDoctor.model_fields} for doctor in block["doctors"]
    ]
    return CallClinic.model_validate(block | {"doctors": doctors})


def _asked(question: str) -> str:
    if not sys.stdin.isatty():
        raise CallFileError("--id and --kind are needed where nobody can be asked")
    answer = typer.prompt(question, err=True).strip().lower()
    return re.sub(r"[^a-z0-9_]+", "-", answer).strip("-")
