"""Speech in, without an account: Moonshine's tiny English model, which comes inside its wheel (version 0.0.73)."""

import re
import threading
from pathlib import Path

import moonshine_voice
import numpy as np
from moonshine_voice.moonshine_api import ModelArch
from moonshine_voice.transcriber import Transcriber

from receptionist.speech.wav import Samples, read_wav
from simulators.sound.noise_suppression import without_noise
from simulators.sound.telephone import resampled

_MODEL = Path(moonshine_voice.__file__).parent / "assets" / "tiny-en"
_RATE = 16000
_QUIET_S = 0.4
_OLD_SPELLING = re.compile(r"\b(to)-(day|morrow|night)\b|\b(good)-(bye)\b", re.IGNORECASE)
"""The model learnt from old books, too; no telephone company's recogniser writes "to-morrow"."""


class Recogniser:
    """Loads once (about a second, 230 MB); one utterance at a time. Silence gives ""."""

    def __init__(self) -> None:
        self._model = Transcriber(_MODEL, ModelArch.TINY)
        self._one_at_a_time = threading.Lock()

    def transcribe(self, sound: bytes | Samples, rate: int = 8000) -> str:
        """A WAV, or samples at `rate`, -> what was heard, on one line."""
        samples, rate = read_wav(sound) if isinstance(sound, bytes) else (sound, rate)
        quiet = np.zeros(int(_QUIET_S * _RATE), np.float32)
        padded = np.concatenate([quiet, resampled(without_noise(samples, rate), rate, _RATE), quiet])
        with self._one_at_a_time:
            heard = self._model.transcribe_without_streaming(padded.tolist(), _RATE)
        text = " ".join(line.text.strip() for line in heard.lines if line.text.strip())
        return _OLD_SPELLING.sub(lambda m: "".join(part for part in m.groups() if part), text)
