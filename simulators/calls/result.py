"""What came out of one entry of a call file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from simulators.calls.after_the_call import State
from simulators.calls.call_file import PlannedCall
from simulators.calls.judge import Verdict
from simulators.phone.call import CallRecord

Outcome = Literal["passed", "failed", "known failure", "skipped"]


@dataclass(frozen=True)
class CallResult:
    """`records` are the phone calls of the entry, several when its callers are simultaneous."""

    planned: PlannedCall
    verdict: Verdict
    records: Sequence[CallRecord] = ()
    state: State = field(default_factory=State)
    seconds: float = 0.0
    skipped: str | None = None

    @property
    def outcome(self) -> Outcome:
        if self.skipped:
            return "skipped"
        if self.verdict.passed:
            return "passed"
        return "known failure" if self.planned.known_failure else "failed"

    @property
    def turns(self) -> int:
        return max((record.turns for record in self.records), default=0)

    @property
    def slowest_ms(self) -> int:
        entries = (entry for record in self.records for entry in record.transcript)
        return max((entry.ms or 0 for entry in entries), default=0)

    @property
    def ended(self) -> str | None:
        return "+".join(sorted({record.ended for record in self.records})) or None

    def as_json(self) -> dict[str, Any]:
        """The object of `receptionist calls --json`."""
        reasons = [f"skipped: {self.skipped}"] if self.skipped else self.verdict.reasons
        result: dict[str, Any] = {
            "id": self.planned.call.id,
            "kind": self.planned.call.kind,
            "passed": self.outcome == "passed",
            "turns": self.turns,
            "reasons": reasons,
            "transcript": [entry.as_dict() for record in self.records for entry in record.transcript],
            "appointments": [kept.as_dict() for kept in self.state.appointments.values()],
            "messages": [sent.as_dict() for sent in self.state.messages],
            "ended": self.ended,
            "twiml": [document for record in self.records for document in record.twiml],
            "seconds": round(self.seconds, 2),
            "slowest_ms": self.slowest_ms,
        }
        if self.verdict.names:
            result["names"] = {"expected": self.verdict.names, "exact": self.verdict.names_exact}
        if self.skipped:
            result["skipped"] = self.skipped
        if self.planned.known_failure:
            result["known_failure"] = self.planned.known_failure
        return result
