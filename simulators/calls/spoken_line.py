"""The way of the caller's words under `--audio`: offline voice, telephone, offline recogniser."""

from __future__ import annotations

from zlib import crc32

from simulators.phone.callers import DEFAULT_CONFIDENCE, Carried
from simulators.sound.caller import CallerVoice
from simulators.sound.recogniser import Recogniser
from simulators.sound.telephone import telephone_wav


class SpokenLine:
    """`noise_db` is the signal to noise ratio; None is a quiet place. The same words sound the same every time."""

    def __init__(self, voice: CallerVoice, recogniser: Recogniser, noise_db: float | None = None) -> None:
        self._voice, self._recogniser, self._noise_db = voice, recogniser, noise_db

    def carry(self, text: str) -> Carried:
        samples = self._voice.say(text, noise_db=self._noise_db, seed=crc32(text.encode()))
        heard = self._recogniser.transcribe(samples) if len(samples) else ""
        return Carried(heard, DEFAULT_CONFIDENCE, telephone_wav(samples))
