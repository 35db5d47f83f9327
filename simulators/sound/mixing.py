"""Both sides of a call in one file: the clinic left, the caller right, or both in one channel."""

from pathlib import Path
from typing import Literal

import numpy as np

from receptionist.speech.wav import TELEPHONE_RATE, Samples, pcm_wav, read_wav
from simulators.sound.telephone import resampled

Side = Literal["clinic", "caller"]


class CallRecording:
    """One utterance after the other, as they were said; 8 kHz, 16-bit PCM."""

    def __init__(self, pause_s: float = 0.35) -> None:
        self._said: list[tuple[Side, int, Samples]] = []
        self._pause = int(pause_s * TELEPHONE_RATE)
        self._length = 0

    @property
    def seconds(self) -> float:
        return self._length / TELEPHONE_RATE

    def add(self, side: Side, sound: bytes | Samples) -> None:
        """A WAV, or samples at 8 kHz."""
        if isinstance(sound, bytes):
            samples, rate = read_wav(sound)
            sound = resampled(samples, rate, TELEPHONE_RATE)
        self._said.append((side, self._length, sound))
        self._length += len(sound) + self._pause

    def silence(self, seconds: float) -> None:
        self._length += int(seconds * TELEPHONE_RATE)

    def wav(self, *, stereo: bool = True) -> bytes:
        both = np.zeros((self._length, 2), np.float32)
        for side, start, samples in self._said:
            both[start : start + len(samples), 0 if side == "clinic" else 1] += samples
        return pcm_wav(both if stereo else both.sum(axis=1), TELEPHONE_RATE)

    def save(self, path: Path | str, *, stereo: bool = True) -> None:
        path = Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.wav(stereo=stereo))
