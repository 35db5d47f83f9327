"""What a caller can do, and what a caller is asked: the port between the phone and whoever speaks into it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

DEFAULT_CONFIDENCE = 0.93


@dataclass(frozen=True)
class Say:
    text: str
    confidence: float | None = None


@dataclass(frozen=True)
class Press:
    digits: str


@dataclass(frozen=True)
class Silence:
    pass


@dataclass(frozen=True)
class HangUp:
    pass


Act = Say | Press | Silence | HangUp


@dataclass(frozen=True)
class Prompt:
    """The agent has spoken and listens. `expecting` and `turn` come from the Gather's action URL."""

    text: str
    expecting: str | None
    turn: str | None
    kind: str = "gather"


class Caller(Protocol):
    def react(self, prompt: Prompt) -> Act: ...


@dataclass(frozen=True)
class Carried:
    """What arrives of a spoken line: the recogniser's text and confidence, and the sound itself when there is one."""

    text: str
    confidence: float
    audio: bytes | None = None


class Line(Protocol):
    """Carries the caller's voice to Twilio's recogniser."""

    def carry(self, text: str, said_before: int = 0) -> Carried:
        """`said_before`: how often the caller has said these very words in this call already."""
        ...


class PlainLine:
    """A line on which every word is understood as it was said."""

    def carry(self, text: str, said_before: int = 0) -> Carried:
        return Carried(text, DEFAULT_CONFIDENCE)
