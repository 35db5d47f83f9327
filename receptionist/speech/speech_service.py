"""A sentence -> sound that is ready to be fetched, in time or not at all; then `<Say>` has to do."""

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

from receptionist.speech.audio_store import AudioStore, PersonalSpool, audio_key
from receptionist.speech.spoken_form import normalise
from receptionist.speech.voices.port import Trouble, Voice, VoiceDown

logger = logging.getLogger(__name__)

REST_S: dict[Trouble, float] = {
    "not_allowed": 60.0,
    "quota": 60.0,
    "timeout": 10.0,
    "unreachable": 10.0,
    "broken": 10.0,
}
"""For how long a voice in trouble is not asked again, so that callers do not wait for it at every turn."""


class NotForVendors(Exception):
    """The sentence is about a person, and the clinic group has not allowed this company to read such."""


@dataclass(frozen=True)
class Audio:
    """`name` is the key in the store when `shareable`, otherwise the name in the spool."""

    name: str
    shareable: bool


class SpeechService:
    """`voice_for` gives a clinic's voice. A text that several ask for at once is synthesised once."""

    def __init__(
        self,
        voice_for: Callable[[str | None], Voice],
        store: AudioStore,
        spool: PersonalSpool,
        *,
        names_to_vendors: bool = False,
        deadline_s: float = 2.5,
        at_once: int = 16,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._voice_for, self._store, self._spool = voice_for, store, spool
        self._names_to_vendors, self._deadline_s, self._now = names_to_vendors, deadline_s, now
        self._pool = ThreadPoolExecutor(at_once, thread_name_prefix="voice")
        self._starting = threading.Lock()
        self._under_way: dict[tuple[str, bool], Future[bytes]] = {}
        self._resting: dict[str, tuple[float, Trouble]] = {}

    def audio(self, text: str, language: str = "en", *, shareable: bool = False, clinic: str | None = None) -> Audio:
        """Raises VoiceDown, also when the deadline passes (the work goes on, and is there for the next one who asks),
        and NotForVendors.
        """
        voice = self._voice_for(clinic)
        if voice.vendor and not shareable and not self._names_to_vendors:
            raise NotForVendors
        spoken = normalise(text) if language.startswith("en") else text
        key = audio_key(voice.identity, language, spoken)
        if shareable and self._store.holds(key):
            return Audio(key, True)
        self._refuse_while_resting(voice)
        try:
            wav = self._started(voice, spoken, language, key, shareable).result(self._deadline_s)
        except TimeoutError:
            raise VoiceDown("timeout") from None
        return Audio(key if shareable else self._spool.put(wav), shareable)

    def close(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _started(self, voice: Voice, text: str, language: str, key: str, shareable: bool) -> Future[bytes]:
        with self._starting:
            future = self._under_way.get((key, shareable))
            if future is None:
                future = self._pool.submit(self._make, voice, text, language, key, shareable)
                self._under_way[key, shareable] = future
                future.add_done_callback(lambda _: self._under_way.pop((key, shareable), None))
            return future

    def _make(self, voice: Voice, text: str, language: str, key: str, shareable: bool) -> bytes:
        if not shareable:
            return self._speak(voice, text, language)
        with self._store.alone(key):
            wav = self._store.read(key)
            if wav is None:
                wav = self._speak(voice, text, language)
                self._store.write(key, wav)
            return wav

    def _speak(self, voice: Voice, text: str, language: str) -> bytes:
        started = self._now()
        try:
            wav = voice.speak(text, language)
        except VoiceDown as down:
            rest = REST_S.get(down.kind, 0.0)
            self._resting[voice.identity] = (self._now() + rest, down.kind)
            logger.warning("voice %s is down (%s), not asked for %.0f s", voice.identity, down.kind, rest)
            raise
        logger.info("spoke %d characters in %.0f ms", len(text), (self._now() - started) * 1000)
        return wav

    def _refuse_while_resting(self, voice: Voice) -> None:
        until, kind = self._resting.get(voice.identity, (0.0, "broken"))
        if self._now() < until:
            raise VoiceDown(kind)
