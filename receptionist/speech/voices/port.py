"""The port to a voice: words in, a WAV that a telephone can play out."""

from typing import Literal, Protocol

Trouble = Literal["refused", "not_allowed", "quota", "busy", "timeout", "unreachable", "broken"]
"""refused: this text (too long, unsayable). not_allowed: key or voice. quota, busy: come back later."""


class VoiceDown(Exception):
    """No audio. Carries the kind of trouble and never the text, which may be about a patient."""

    def __init__(self, kind: Trouble) -> None:
        super().__init__(kind)
        self.kind: Trouble = kind


class Voice(Protocol):
    """A voice. May be called from several threads at once."""

    identity: str
    """Provider, model and voice: whatever changes the sound of a text is part of it. Goes into the key of the audio."""

    vendor: str | None
    """The company that gets to read the text; None when it is spoken on this machine."""

    def warm_up(self) -> None:
        """Does at the start what would make the first sentence late."""
        ...

    def speak(self, text: str, language: str) -> bytes:
        """Text in spoken form -> WAV (8 kHz, mono, mu-law). Language as in "en" or "en-US". Raises VoiceDown."""
        ...
