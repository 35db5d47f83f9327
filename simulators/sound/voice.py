"""Voices for tests and the demo: what was spoken is written into the WAV, so that a simulated caller can read it.

The text stands in the file's LIST/INFO comment (ICMT), UTF-8. Both classes can be named in the setting VOICE.
"""

from receptionist.speech.voices.offline import OfflineVoice
from receptionist.speech.voices.port import Voice
from receptionist.speech.wav import SILENCE, TELEPHONE_RATE, NotAWav, chunks_of, mu_law_wav

_SECONDS_A_CHARACTER = 0.06


def with_caption(wav: bytes, text: str) -> bytes:
    """The same WAV with `text` as its comment."""
    chunks_of(wav)
    comment = text.encode() + b"\0"
    comment += b"\0" * (len(comment) % 2)
    info = b"INFO" + b"ICMT" + len(comment).to_bytes(4, "little") + comment
    chunk = b"LIST" + len(info).to_bytes(4, "little") + info
    return b"RIFF" + (len(wav) - 8 + len(chunk)).to_bytes(4, "little") + wav[8:] + chunk


def caption_of(wav: bytes) -> str | None:
    """What `with_caption` wrote; None for a WAV without it. Raises NotAWav."""
    for name, content in chunks_of(wav):
        if name == b"LIST" and content[:8] == b"INFOICMT":
            size = int.from_bytes(content[8:12], "little")
            return content[12 : 12 + size].rstrip(b"\0").decode()
    return None


class CaptionedVoice:
    """The offline voice, or another, with captions."""

    def __init__(self, voice: Voice | None = None) -> None:
        self._voice: Voice = voice or OfflineVoice()
        self.identity = f"captioned:{self._voice.identity}"
        self.vendor = self._voice.vendor

    def warm_up(self) -> None:
        self._voice.warm_up()

    def speak(self, text: str, language: str = "en") -> bytes:
        return with_caption(self._voice.speak(text, language), text)


class SilentVoice:
    """Silence that lasts about as long as the text would, with captions: calls in text only, at no cost."""

    identity = "silent"
    vendor: str | None = None

    def warm_up(self) -> None:
        pass

    def speak(self, text: str, language: str = "en") -> bytes:
        length = int(len(text) * _SECONDS_A_CHARACTER * TELEPHONE_RATE)
        return with_caption(mu_law_wav(bytes([SILENCE]) * length), text)


__all__ = ["CaptionedVoice", "NotAWav", "SilentVoice", "caption_of", "with_caption"]
