"""The port to whatever carries messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol

Reason = Literal["opted_out", "not_reachable", "retryable", "configuration"]


@dataclass(frozen=True)
class Message:
    id: int
    clinic_id: str
    kind: str
    to: str
    body: str


class NotDelivered(Exception):
    """`for_good`: another attempt cannot help."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason
        self.for_good = reason in ("opted_out", "not_reachable")


class Messenger(Protocol):
    def send(self, message: Message) -> str:
        """Returns the carrier's reference. Raises NotDelivered."""
