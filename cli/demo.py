"""`make demo`: one spoken call from start to end, and what is true after it."""

from __future__ import annotations

import json
import shutil
import signal
import sys
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console
from rich.markup import escape

from cli.environments import ROOT
from cli.run import CLINIC_FILE, RUNNING, announced, interrupted, open_clinics, stay
from cli.training import ensure_model
from receptionist.stack import Stack, StackError
from receptionist.storage.database import Database
from simulators.calls.after_the_call import State, state_of
from simulators.calls.call_file import PlannedCall, load_call_file
from simulators.calls.clinic_builder import BuiltClinic, ClinicBuilder
from simulators.calls.judge import Verdict, judge
from simulators.calls.scripted_caller import ScriptedCaller
from simulators.calls.spoken_line import SpokenLine
from simulators.calls.switchboard import caption
from simulators.phone.call import Entry, PhoneCall
from simulators.phone.webhooks import Webhooks
from simulators.servers.all_servers import PRODUCTION, database_url, real_servers, stack_settings
from simulators.servers.server import Server
from simulators.sound.mixing import CallRecording

CALL = ROOT / "cli" / "demo_call.yml"
RECORDING = ROOT / "var" / "demo-call.wav"
MESSAGE_WITHIN_S = 10

console = Console(highlight=False, soft_wrap=True)


def show_demo(production: bool = False) -> int:
    """0 when the caller has the appointment, 1 otherwise. `production`: on real servers, with two workers."""
    signal.signal(signal.SIGTERM, interrupted)
    ensure_model()
    folder = ROOT / "var" / "demo"
    shutil.rmtree(folder, ignore_errors=True)
    console.print("[dim]starting the receptionist: assistant, actions, web, worker, Calendly simulator …[/]")
    try:
        with ThreadPoolExecutor(1) as loading, real_servers(folder, PRODUCTION if production else set()) as servers:
            line = loading.submit(_spoken_line)
            for server in servers.values():
                console.print(f"[dim]{server.name} on port {server.port}[/]")
            stack = _stack(folder, servers)
            with stack:
                verdict = _call(stack, line.result())
                if verdict.passed and sys.stdin.isatty() and sys.stdout.isatty():
                    running = announced(stack)
                    console.print(f"\nThe stack stays up: [bold]bin/receptionist call[/] dials {running.dialled}.")
                    console.print("[dim]Ctrl-C ends it.[/]")
                    stay(stack)
    except StackError as error:
        console.print(f"[red]{escape(str(error))}[/]")
        return 1
    except KeyboardInterrupt:
        return 0
    finally:
        RUNNING.unlink(missing_ok=True)
    return 0 if verdict.passed else 1


def _stack(folder: Path, servers: Mapping[str, Server]) -> Stack:
    return Stack(
        folder,
        name="demo",
        environment=stack_settings(servers),
        database_url=database_url(servers),
        for_assistant={"CLOCK": "simulators.clock:PinnedClock"},
        for_services={
            "CLOCK": "simulators.clock:PinnedClinicClock",
            "VOICE": "simulators.sound.voice:CaptionedVoice",
            "MESSENGER": "spool",
        },
        prepare=open_clinics,
    )


def _spoken_line() -> SpokenLine:
    from simulators.sound.caller import CallerVoice
    from simulators.sound.recogniser import Recogniser

    line = SpokenLine(CallerVoice(), Recogniser())
    line.carry("Good morning.")
    return line


def _call(stack: Stack, line: SpokenLine) -> Verdict:
    (planned,) = load_call_file(CALL)
    database = Database(stack.database_url)
    builder = ClinicBuilder(database, stack.calendly_url, stack.clocks, CLINIC_FILE)
    built = builder.build(planned.call.id, planned.clinic, planned.clock)
    before = state_of(database, builder, built)
    recording = CallRecording()
    number = planned.call.from_
    console.print(f"\n[bold]{number} calls {built.clinic.name}[/], it is {planned.clock:%A, %B %-d, %H:%M}\n")
    with httpx.Client() as client:
        record = PhoneCall(
            webhooks=Webhooks(stack.auth_token, public_url=stack.assistant_url, client=client),
            voice_url=stack.voice_url,
            status_url=stack.status_url,
            caller_number=number,
            dialled=built.dialled,
            caller=ScriptedCaller(planned.call),
            line=line,
            caption_of=caption,
            on_entry=_print_entry,
            on_agent_audio=lambda audio: recording.add("clinic", audio),
            on_caller_audio=lambda audio: recording.add("caller", audio),
        ).run()
    recording.save(RECORDING)
    messages = _messages(stack, built)
    after = state_of(database, builder, built)
    verdict = judge(planned.call.expect, [record], before, after, by_sound=True)
    _print_outcome(planned, built, builder, after, messages)
    console.print(f"\nboth sides of the call: {RECORDING.relative_to(ROOT)} ({recording.seconds:.0f} s)")
    for reason in verdict.reasons:
        console.print(f"[red]{escape(reason)}[/]")
    database.close()
    return verdict


def _print_entry(entry: Entry) -> None:
    if entry.who == "agent":
        console.print(f"[cyan]  clinic[/]  {escape(entry.text)}  [dim]{entry.ms} ms[/]")
    else:
        console.print(f"[yellow]  caller[/]  {escape(entry.text)}")
        if entry.heard is not None:
            console.print(f"[dim]   heard  {escape(entry.heard)}[/]")


def _messages(stack: Stack, built: BuiltClinic) -> list[dict[str, Any]]:
    """What the worker has written into the spool for this clinic; waits a moment for the first."""
    deadline = time.monotonic() + MESSAGE_WITHIN_S
    while True:
        try:
            lines = (stack.spool / "messages.jsonl").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            lines = []
        messages = [message for message in map(json.loads, lines) if message["clinic"] == built.clinic.id]
        if messages or time.monotonic() > deadline:
            return messages
        time.sleep(0.2)


def _print_outcome(
    planned: PlannedCall, built: BuiltClinic, builder: ClinicBuilder, after: State, messages: list[dict[str, Any]]
) -> None:
    console.print("\n[bold]in the database[/]")
    for kept in after.appointments.values():
        console.print("  " + escape(", ".join(f"{key} {value}" for key, value in kept.as_dict().items())))
    console.print("[bold]at Calendly (simulated)[/]")
    events = [event for event in builder.events(built.token) if event["source"] == "api"]
    for event in events:
        shown = {key: event[key] for key in ("status", "start", "slug", "name", "text_reminder_number", "utm_content")}
        console.print("  " + escape(", ".join(f"{key} {value}" for key, value in shown.items() if value)))
    if not events:
        console.print("  nothing")
    console.print("[bold]text messages[/]")
    for message in messages:
        console.print(f"  to {message['to']}: {escape(message['body'])}")
    if not messages:
        console.print("  none")
