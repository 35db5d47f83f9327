"""Faults on demand: what the service does instead of answering as it should."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

Step = Literal["availability", "book", "cancel", "events", "link", "webhooks", "other"]


@dataclass
class Fault:
    """One entry of `PUT /_control/accounts/<token>/faults`.

    at         step at which it strikes; None: at all of them
    status     HTTP status of the answer; with `code`: that code in `details` (status 400 when left out)
    delay_s    seconds before the answer; alone: the answer is right but late
    times      how often; None: always
    garbage    status 200 or 201 with a body that is no JSON
    body_cut   half of the right answer's body, then the connection ends
    after      the request is carried out first, and then the fault strikes
    reset_s    what X-RateLimit-Reset says with status 429
    Without status, code, delay, garbage and body_cut the connection ends without an answer.
    """

    at: Step | None = None
    status: int | None = None
    code: str | None = None
    delay_s: float = 0.0
    times: int | None = None
    garbage: bool = False
    body_cut: bool = False
    after: bool = False
    reset_s: int = 0

    @classmethod
    def parse(cls, entry: Mapping[str, Any]) -> Fault:
        unknown = set(entry) - set(cls.__dataclass_fields__) - {"service"}
        if unknown:
            raise ValueError(f"unknown keys of a fault: {', '.join(sorted(unknown))}")
        fault = cls(**{key: value for key, value in entry.items() if key != "service" and value is not None})
        if fault.at is not None and fault.at not in get_args(Step):
            raise ValueError(f"unknown step: {fault.at}")
        if fault.code and fault.status is None:
            fault.status = 400
        return fault

    @property
    def drops(self) -> bool:
        return not (self.status or self.delay_s or self.garbage or self.body_cut)

    @property
    def replaces(self) -> bool:
        """Whether the request is not carried out because of it."""
        return not self.after and bool(self.status or self.garbage or self.drops)

    def strikes(self, step: Step) -> bool:
        """Uses up one of `times`. The caller holds the account's lock."""
        if self.times == 0 or self.at not in (None, step):
            return False
        if self.times is not None:
            self.times -= 1
        return True
