"""A voice that fails on demand, for calls with a fault of the speech service."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from receptionist.speech.voices.port import Trouble, VoiceDown
from simulators.calls.call_file import Fault
from simulators.sound.voice import SilentVoice

_TROUBLE: dict[int, Trouble] = {400: "refused", 401: "not_allowed", 402: "quota", 408: "timeout", 429: "busy"}


class FailingVoice:
    """Silence with captions; the faults of speech stand in the file that SPEECH_FAULTS names, as in a call file."""

    identity = "silent"
    vendor = None

    def __init__(self) -> None:
        self._file = Path(os.environ["SPEECH_FAULTS"])
        self._voice = SilentVoice()
        self._struck: dict[str, int] = {}
        self._lock = threading.Lock()

    def speak(self, text: str, language: str = "en") -> bytes:
        for fault in self._striking():
            time.sleep(fault.delay_s or 0)
            if fault.status is None and fault.delay_s is None:
                raise VoiceDown("unreachable")
            if fault.status is not None:
                raise VoiceDown(_TROUBLE.get(fault.status, "broken"))
        return self._voice.speak(text, language)

    def _striking(self) -> list[Fault]:
        try:
            entries = json.loads(self._file.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return []
        striking = []
        with self._lock:
            for entry in entries:
                fault = Fault.model_validate(entry["fault"])
                used = self._struck.get(entry["id"], 0)
                if fault.times is None or used < fault.times:
                    self._struck[entry["id"]] = used + 1
                    striking.append(fault)
        return striking


def write_faults(file: Path, call_id: str, faults: Sequence[Fault]) -> None:
    entries = [
        {"id": f"{call_id}-{time.monotonic_ns()}-{position}", "fault": fault.model_dump(exclude_none=True)}
        for position, fault in enumerate(faults)
    ]
    file.write_text(json.dumps(entries), encoding="utf-8")
