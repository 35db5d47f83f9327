"""`receptionist call`: a call in the terminal, spoken or typed."""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from rich.console import Console
from rich.markup import escape

from cli.run import RunningStack, announced, interrupted, own_stack
from cli.training import ensure_model
from receptionist.stack import StackError
from simulators.calls.switchboard import caption
from simulators.phone.call import Entry, PhoneCall
from simulators.phone.callers import (
    DEFAULT_CONFIDENCE,
    Act,
    Carried,
    HangUp,
    Line,
    PlainLine,
    Press,
    Prompt,
    Say,
    Silence,
)
from simulators.phone.webhooks import Webhooks
from simulators.sound.mixing import CallRecording

console = Console(highlight=False, soft_wrap=True)


def call_in_terminal(text: bool, record: Path | None, number: str) -> int:
    """0 when the call came to an end, 1 when it could not be placed."""
    signal.signal(signal.SIGTERM, interrupted)
    spoken = not text and can_be_spoken()
    if not text and not spoken:
        print("there is no microphone here (arecord, aplay, /dev/snd): the call is typed", file=sys.stderr)
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


def can_be_spoken() -> bool:
    return bool(shutil.which("arecord") and shutil.which("aplay") and Path("/dev/snd").exists() and sys.stdin.isatty())


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
    console.print(f"[dim]{number} calls {escape(stack.clinic)}. {_HOW_SPOKEN if spoken else _HOW_TYPED}[/]")
    line: Line = _Microphone() if spoken else _Typed(recording if record else None)
    with httpx.Client() as client:
        result = PhoneCall(
            webhooks=Webhooks(stack.auth_token, public_url=stack.assistant_url, client=client),
            voice_url=f"{stack.assistant_url}/webhooks/twilio_voice/webhook",
            status_url=f"{stack.assistant_url}/webhooks/twilio_voice/status",
            caller_number=number,
            dialled=stack.dialled,
            caller=_Person(spoken),
            line=line,
            caption_of=lambda audio: caption(audio) or "(audio without a caption)",
            on_entry=_print_entry,
            on_agent_audio=lambda audio: _heard(audio, recording, spoken),
            on_caller_audio=lambda audio: recording.add("caller", audio),
        ).run()
    for error in result.errors:
        print(error, file=sys.stderr)
    endings = {"transfer": "put through to reception", "hangup": "the clinic has hung up", "caller_hangup": "hung up"}
    console.print(f"[dim]{endings.get(result.ended, result.ended)}[/]")
    return result.ended == "failed"


_HOW_TYPED = "Type what you say; digits alone are keys, an empty line is silence, Ctrl-D hangs up."
_HOW_SPOKEN = "Enter starts and ends what you say; type digits for keys; Ctrl-D hangs up."


def _print_entry(entry: Entry) -> None:
    if entry.who in ("agent", "whisper"):
        console.print(f"[cyan]{'clinic' if entry.who == 'agent' else 'to reception':>8}[/]  {escape(entry.text)}")
    elif entry.heard is not None:
        console.print(f"[dim]   heard  {escape(entry.heard)}[/]")


def _heard(audio: bytes, recording: CallRecording, spoken: bool) -> None:
    recording.add("clinic", audio)
    if spoken:
        subprocess.run(["aplay", "-q", "-"], input=audio, check=False)


class _Person:
    """Whoever sits at the terminal."""

    def __init__(self, spoken: bool) -> None:
        self._spoken = spoken

    def react(self, prompt: Prompt) -> Act:
        try:
            typed = console.input("[yellow]     you[/]  ").strip()
        except EOFError:
            return HangUp()
        if not sys.stdin.isatty():
            console.print(escape(typed))
        if re.fullmatch(r"[\d*#]+", typed):
            return Press(typed)
        if self._spoken and not typed:
            return Say("(spoken)")
        return Say(typed) if typed else Silence()


class _Typed(PlainLine):
    """What is typed is what is heard; for a recording it is also spoken."""

    def __init__(self, recording: CallRecording | None) -> None:
        self._voice = None
        if recording is not None:
            from simulators.sound.caller import CallerVoice

            self._voice = CallerVoice()

    def carry(self, text: str) -> Carried:
        if self._voice is None:
            return super().carry(text)
        from simulators.sound.telephone import telephone_wav

        return Carried(text, DEFAULT_CONFIDENCE, telephone_wav(self._voice.say(text)))


class _Microphone:
    """Records until Enter, through a telephone's band, into the offline recogniser."""

    def __init__(self) -> None:
        from simulators.sound.recogniser import Recogniser

        self._recogniser = Recogniser()

    def carry(self, text: str) -> Carried:
        from receptionist.speech.wav import read_wav
        from simulators.sound.telephone import over_telephone, telephone_wav

        with tempfile.NamedTemporaryFile(suffix=".wav") as file:
            recorder = subprocess.Popen(["arecord", "-q", "-f", "S16_LE", "-r", "16000", "-c", "1", file.name])
            console.input("[dim]   … speak, then Enter[/]")
            recorder.terminate()
            recorder.wait()
            samples, rate = read_wav(Path(file.name).read_bytes())
        narrow = over_telephone(samples, rate)
        return Carried(self._recogniser.transcribe(narrow), DEFAULT_CONFIDENCE, telephone_wav(narrow))
