"""What the agent says has been done, recognised by the responses of domain.yml, however they are worded."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

from receptionist.stack import ROOT
from simulators.callers.hearing import names_start
from simulators.calls.after_the_call import Kept
from simulators.calls.wording import is_said

DOMAIN = ROOT / "domain.yml"
STATUS_OF = {
    "utter_booked": "booked",
    "utter_booked_without_text": "booked",
    "utter_rescheduled": "booked",
    "utter_booking_requested": "pending_calendar",
    "utter_reschedule_requested": "pending_calendar",
    "utter_cancelled": "cancelled",
}


@dataclass(frozen=True)
class Claim:
    """That the appointment with `doctor` at `when`, both as spoken, now has `status`."""

    status: str
    doctor: str
    when: str

    def is_about(self, kept: Kept) -> bool:
        return is_said(kept.doctor, self.doctor) and names_start(self.when, kept.start)

    def __str__(self) -> str:
        return f"{self.doctor}, {self.when}: {self.status}"


def claims_in(text: str) -> Iterator[Claim]:
    for status, pattern in _patterns():
        for match in pattern.finditer(text):
            yield Claim(status, match["doctor"], match["when"])


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    return patterns_of(DOMAIN)


def patterns_of(domain: Path) -> list[tuple[str, re.Pattern[str]]]:
    """Raises KeyError when a response that says an outcome is not in the domain any more."""
    responses = yaml.safe_load(domain.read_text(encoding="utf-8"))["responses"]
    found = []
    for response, status in STATUS_OF.items():
        for variation in responses[response]:
            found.append((status, _pattern(variation["custom"]["speech"])))
    return found


def _pattern(template: str) -> re.Pattern[str]:
    seen: set[str] = set()

    def group(match: re.Match[str]) -> str:
        name = match[1]
        if name in seen:
            return rf"(?P={name})"
        seen.add(name)
        return rf"(?P<{name}>[^.!?]+?)"

    return re.compile(re.sub(r"\\\{(\w+)\\\}", group, re.escape(template)))
