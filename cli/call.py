"""`receptionist call`: a call in the terminal, spoken or typed."""

from __future__ import annotations

import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from rich.markup import escape

from cli.run import RunningStack, announced, interrupted, own_stack
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
from cli.training import ensure_model
from receptionist.stack import StackError
from simulators.calls.switchboard import caption
from simulators.phone.call import PhoneCall
from simulators.phone.callers import Line
from simulators.phone.webhooks import Webhooks
from simulators.sound.mixing import CallRecording


def call_in_terminal(text: bool, record: Path | None, number: str) -> int:
    """0 when the call came to an end, 1 when it could not be placed."""
    signal.signal(signal.SIGTERM, interrupted)
    spoken = not text and can_be_spoken()
    if not text and not spoken:
        print(NO_MICROPHONE, file=sys.stderr)
    recording = CallRecording()
    try:
        with _stack() as stack:
            failed = _call(stack, spoken, number, recording, record is not None)
    except (StackError, httpx.HTTPError) as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    if record is not None:
        recording.save(record)
        print(f"both sides of the call: {record}", file=sys.stderr)
    return 1 if failed else 0


@contextmanager
def _stack() -> Iterator[RunningStack]:
    """The stack that runs already, or one for this call alone, whose bookings nobody keeps."""
    running = RunningStack.find()
    if running:
        yield running
        return
    ensure_model()
    print("no stack is running: starting one for this call …", file=sys.stderr)
    with tempfile.TemporaryDirectory(prefix="call-") as folder:
        stack = own_stack(Path(folder))
        stack.name = "call"
        with stack:
            yield announced(stack, announce=False)


def _call(stack: RunningStack, spoken: bool, number: str, recording: CallRecording, record: bool) -> bool:
    console.print(f"[dim]{number} calls {escape(stack.clinic)}. {HOW_SPOKEN if spoken else HOW_TYPED}[/]")
    line: Line = Microphone() if spoken else Typed(recording if record else None)
    with httpx.Client() as client:
        result = PhoneCall(
            webhooks=Webhooks(stack.auth_token, public_url=stack.assistant_url, client=client),
            voice_url=f"{stack.assistant_url}/webhooks/twilio_voice/webhook",
            status_url=f"{stack.assistant_url}/webhooks/twilio_voice/status",
            caller_number=number,
            dialled=stack.dialled,
            caller=Person(spoken),
            line=line,
            caption_of=lambda audio: caption(audio) or "(audio without a caption)",
            on_entry=print_entry,
            on_agent_audio=lambda audio: _heard(audio, recording, spoken),
            on_caller_audio=lambda audio: recording.add("caller", audio),
        ).run()
    for error in result.errors:
        print(error, file=sys.stderr)
    endings = {"transfer": "put through to reception", "hangup": "the clinic has hung up", "caller_hangup": "hung up"}
    console.print(f"[dim]{endings.get(result.ended, result.ended)}[/]")
    return result.ended == "failed"


def _heard(audio: bytes, recording: CallRecording, spoken: bool) -> None:
    recording.add("clinic", audio)
    if spoken:
        play(audio)
