"""The test stack's voices: captions in the sound, and silence at those clinics whose speech service has a fault."""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from receptionist.speech.voices.port import Trouble, Voice, VoiceDown
from simulators.calls.call_file import Fault
from simulators.sound.voice import CaptionedVoice, SilentVoice

FOLDER = "SPEECH_FAULTS_DIR"
_TROUBLE: dict[int, Trouble] = {400: "refused", 401: "not_allowed", 402: "quota", 408: "timeout", 429: "busy"}


class FailingVoice:
    """`voice`, but for its faults. Its identity is its own, so that no audio of other clinics stands in for it."""

    def __init__(self, voice: Voice, clinic_id: str, faults: Sequence[Fault]) -> None:
        self.identity, self.vendor = f"{voice.identity}:{clinic_id}", voice.vendor
        self._voice = voice
        self._faults = [(fault, [fault.times]) for fault in faults]
        self._lock = threading.Lock()

    def warm_up(self) -> None:
        self._voice.warm_up()

    def speak(self, text: str, language: str = "en") -> bytes:
        for fault in self._striking():
            time.sleep(fault.delay_s or 0)
            if fault.status is not None:
                raise VoiceDown(_TROUBLE.get(fault.status, "broken"))
            if fault.delay_s is None:
                raise VoiceDown("unreachable")
        return self._voice.speak(text, language)

    def _striking(self) -> list[Fault]:
        striking = []
        with self._lock:
            for fault, left in self._faults:
                if left[0] == 0:
                    continue
                if left[0] is not None:
                    left[0] -= 1
                striking.append(fault)
        return striking


class _Voices:
    """One voice for all clinics, except for those with a file of faults in the folder that SPEECH_FAULTS_DIR names."""

    def __init__(self, voice: Voice) -> None:
        self.identity, self.vendor = voice.identity, voice.vendor
        self._voice = voice
        self._failing: dict[str, FailingVoice] = {}
        self._folder = Path(os.environ[FOLDER])

    def warm_up(self) -> None:
        self._voice.warm_up()

    def speak(self, text: str, language: str = "en") -> bytes:
        return self._voice.speak(text, language)

    def for_clinic(self, clinic_id: str | None) -> Voice:
        file = self._folder / f"{clinic_id}.json"
        if clinic_id and clinic_id not in self._failing and file.exists():
            faults = [Fault.model_validate(entry) for entry in json.loads(file.read_text(encoding="utf-8"))]
            self._failing.setdefault(clinic_id, FailingVoice(self._voice, clinic_id, faults))
        return self._failing.get(clinic_id or "", self._voice)


class SilentVoices(_Voices):
    def __init__(self) -> None:
        super().__init__(SilentVoice())


class CaptionedVoices(_Voices):
    def __init__(self) -> None:
        super().__init__(CaptionedVoice())


def write_faults(folder: Path, clinic_id: str, faults: Sequence[Fault]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    entries = [fault.model_dump(exclude_none=True) for fault in faults]
    (folder / f"{clinic_id}.json").write_text(json.dumps(entries), encoding="utf-8")
