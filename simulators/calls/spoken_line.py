"""The way of the caller's words under `--audio`: offline voice, telephone, offline recogniser."""

from __future__ import annotations

from zlib import crc32

from simulators.phone.callers import DEFAULT_CONFIDENCE, Carried
from simulators.sound.caller import CallerVoice
from simulators.sound.recogniser import Recogniser
from simulators.sound.telephone import telephone_wav

SLOWER = 0.9


class SpokenLine:
    """`noise_db` is the signal to noise ratio; None is a quiet place.

    Every call sounds the same again, but within a call nobody says a thing twice in one way: the noise is another one,
    and whoever has to say it again speaks a little slower.
    """

    def __init__(self, voice: CallerVoice, recogniser: Recogniser, noise_db: float | None = None) -> None:
        self._voice, self._recogniser, self._noise_db = voice, recogniser, noise_db

    def carry(self, text: str, said_before: int = 0) -> Carried:
        pace = SLOWER if said_before else 1.0
        seed = crc32(text.encode()) + said_before
        samples = self._voice.say(text, pace=pace, noise_db=self._noise_db, seed=seed)
        heard = self._recogniser.transcribe(samples) if len(samples) else ""
        return Carried(heard, DEFAULT_CONFIDENCE, telephone_wav(samples))
