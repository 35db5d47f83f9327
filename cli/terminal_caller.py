"""Whoever sits at the terminal as a caller: typing, or speaking into the microphone."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from rich.console import Console
from rich.markup import escape

from simulators.phone.call import Entry
from simulators.phone.callers import (
    DEFAULT_CONFIDENCE,
    Act,
    Carried,
    HangUp,
    PlainLine,
    Press,
    Prompt,
    Say,
    Silence,
)
from simulators.sound.mixing import CallRecording

console = Console(highlight=False, soft_wrap=True)
HOW_TYPED = "Type what you say; digits alone are keys, an empty line is silence, Ctrl-D hangs up."
HOW_SPOKEN = "Enter starts and ends what you say; type digits for keys; Ctrl-D hangs up."
NO_MICROPHONE = "there is no microphone here (arecord, aplay, /dev/snd): the call is typed"


def can_be_spoken() -> bool:
    return bool(shutil.which("arecord") and shutil.which("aplay") and Path("/dev/snd").exists() and sys.stdin.isatty())


def print_entry(entry: Entry) -> None:
    if entry.who in ("agent", "whisper"):
        console.print(f"[cyan]{'clinic' if entry.who == 'agent' else 'to reception':>8}[/]  {escape(entry.text)}")
    elif entry.heard is not None:
        console.print(f"[dim]   heard  {escape(entry.heard)}[/]")


def play(audio: bytes) -> None:
    subprocess.run(["aplay", "-q", "-"], input=audio, check=False)


class Person:
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


class Typed(PlainLine):
    """What is typed is what is heard; for a recording it is also spoken."""

    def __init__(self, recording: CallRecording | None = None) -> None:
        self._voice = None
        if recording is not None:
            from simulators.sound.caller import CallerVoice

            self._voice = CallerVoice()

    def carry(self, text: str, said_before: int = 0) -> Carried:
        if self._voice is None:
            return super().carry(text, said_before)
        from simulators.sound.telephone import telephone_wav

        return Carried(text, DEFAULT_CONFIDENCE, telephone_wav(self._voice.say(text)))


class Microphone:
    """Records until Enter, through a telephone's band, into the offline recogniser."""

    def __init__(self) -> None:
        from simulators.sound.recogniser import Recogniser

        self._recogniser = Recogniser()

    def carry(self, text: str, said_before: int = 0) -> Carried:
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
