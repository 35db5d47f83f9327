"""A caller's voice, told apart from the clinic's: the offline voice a little lower."""

import re

import numpy as np

from receptionist.speech.spoken_form import normalise
from receptionist.speech.voices.offline import OfflineVoice
from receptionist.speech.wav import Samples
from simulators.sound.telephone import over_telephone, resampled

_SPELLED = re.compile(r"\b(?:[A-Z][ -]){2,}[A-Z]\b")


class CallerVoice:
    """`pitch` below 1 is lower. Digits in a line are said as words, spelled letters one by one."""

    def __init__(self, voice: OfflineVoice | None = None, pitch: float = 0.95) -> None:
        self._voice, self._pitch = voice or OfflineVoice(), pitch

    def say(self, text: str, *, pace: float = 1.0, noise_db: float | None = None, seed: int = 0) -> Samples:
        """The line as it comes out of the telephone: samples at 8 kHz, peak 0.7. `pace` below 1 is
        slower. Nothing said gives no samples."""
        spoken = normalise(_SPELLED.sub(lambda m: ", ".join(re.split("[ -]", m[0])), text))
        if not any(c.isalnum() for c in spoken):
            return np.zeros(0, np.float32)
        samples, rate = self._voice.samples(spoken, speed=pace / self._pitch)
        lower = resampled(samples, round(rate * self._pitch / 100) * 100, rate)
        lower = lower * (0.7 / max(float(np.max(np.abs(lower))), 1e-6))
        return over_telephone(lower.astype(np.float32), rate, noise_db=noise_db, seed=seed)
