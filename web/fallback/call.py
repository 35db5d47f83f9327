"""What the menu knows of a call between two webhooks."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Task = Literal["book", "cancel", "move", "availability"]


@dataclass
class FallbackCall:
    """`asks` is the step that the next answer belongs to (turn.STEPS), `question` its sentences. `twiml` is the last
    answer, `rung` the token of the last webhook that came to /voice. Doctors and appointments are ids; `wanted` is that
    of receptionist.appointments.wanted, slots are dumps of receptionist.appointments.models.Slot."""

    sid: str
    dialled: str
    caller: str | None
    attested: bool
    rung: str = ""
    turn: int = 0
    twiml: str = ""
    asks: str = "request"
    question: list[str] = field(default_factory=list)
    failures: int = 0
    comes_back: int = 0
    before_emergency: str | None = None
    transfer_failed: bool = False
    whisper: str = ""
    task: Task | None = None
    doctors: list[int] = field(default_factory=list)
    choices: list[int] = field(default_factory=list)
    wanted: dict[str, Any] = field(default_factory=dict)
    readings: list[dict[str, Any]] = field(default_factory=list)
    offer: list[dict[str, Any]] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    slot: dict[str, Any] | None = None
    name: str | None = None
    phone: str | None = None
    address: str | None = None
    code: str | None = None
    verified: list[int] = field(default_factory=list)
    failed_verifications: int = 0
    appointment: int | None = None

    def as_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> FallbackCall:
        return cls(**json.loads(text))

    def begin(self, task: Task) -> None:
        """A new request; the name, the number and who is verified stay."""
        self.task = task
        self.doctors, self.choices, self.wanted, self.readings = [], [], {}, []
        self.offer, self.shown, self.slot, self.appointment = [], [], None, None
