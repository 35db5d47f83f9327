"""What is read from a rota. Times are minutes after local midnight until they are written as "HH:MM"; boxes are PDF
points (x0, top, x1, bottom) from the page's top left corner; pages count from 1."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")

Box = tuple[float, float, float, float]


class UnreadableRota(Exception):
    """The file cannot be read at all. The message is one line for staff that says what to do."""


@dataclass(frozen=True)
class Source:
    page: int
    text: str
    box: Box | None = None


@dataclass(frozen=True)
class DayRef:
    day: str
    date: date | None = None


@dataclass(frozen=True)
class Hours:
    start: int
    end: int


@dataclass(frozen=True)
class Entry:
    day: str
    start: str
    end: str
    source: Source
    date: date | None = None
    note: str | None = None

    def as_json(self) -> dict[str, str]:
        found = {"day": self.day, "start": self.start, "end": self.end}
        if self.date:
            found["date"] = self.date.isoformat()
        if self.note:
            found["note"] = self.note
        return found


@dataclass
class ReadDoctor:
    name: str
    department: str | None = None
    availability: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Doubt:
    """Something that looks like hours but was not understood for sure."""

    reason: str
    source: Source
    doctor: str | None = None

    def __str__(self) -> str:
        who = f"{self.doctor}: " if self.doctor else ""
        return f'page {self.source.page}: {who}{self.reason}: "{" ".join(self.source.text.split())[:160]}"'


@dataclass
class Rota:
    doctors: list[ReadDoctor] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return {
            "doctors": [
                {
                    "name": doctor.name,
                    "department": doctor.department,
                    "availability": [entry.as_json() for entry in doctor.availability],
                }
                for doctor in self.doctors
            ],
            "warnings": [str(doubt) for doubt in self.doubts],
        }


def clock(minutes: int) -> str:
    """
    >>> clock(570)
    '09:30'
    """
    return f"{minutes // 60:02d}:{minutes % 60:02d}"
