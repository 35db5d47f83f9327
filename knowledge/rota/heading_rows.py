"""Which rows of a table are headings, and what they say of its columns."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.rota.cells import Reading, department_of, different_days, letters_of_week
from knowledge.rota.gathering import Gathering
from knowledge.rota.headings import STRONG
from knowledge.rota.labels import Carried, Heading


class HeadingRows:
    """`headings` of the columns so far, `headed` once there are any, `after_heading` right below them."""

    def __init__(self, width: int, rows: Sequence[list[Reading]], gathering: Gathering, before: Carried | None) -> None:
        self.width, self.rows, self.gathering, self.inherited = width, rows, gathering, before
        self.headings: list[Heading] = [Heading() for _ in range(width)]
        self.headed = False
        self.after_heading = False

    def is_heading(self, index: int, row: list[Reading], filled: list[Reading]) -> bool:
        if sum(len(r.text.strip()) == 1 for r in filled) >= 3:
            letters_of_week(filled)
        of = {
            kind: [r for r in filled if r.kind == kind]
            for kind in ("days", "role", "name", "half", "hours", "department", "time", "other")
        }
        strong = [r for r in of["role"] if r.role in STRONG]
        first = row[0]
        corner = first.kind in ("blank", "role") or first.cell.columns[0] > 0
        if len(of["role"]) >= 2 and strong and not of["hours"] and not of["time"]:
            return True
        if of["hours"] and self._divides_days(of["hours"], filled, corner):
            return True
        if of["hours"]:
            other = len(filled) - len(of["hours"])
            return len(of["hours"]) >= 2 and not self.headed and not self.inherited and corner and other <= 1
        if of["time"] or any(r.has("hours") for r in filled):
            return False
        if first.kind == "name" and any(heading.hours for heading in self.headings):
            return False
        if self.inherited and not self.headed and len(of["name"]) == len(filled) < self.width / 2:
            return False
        if len(of["days"]) >= 2 and not different_days(filled):
            return False
        if len(of["days"]) >= 2 or (of["days"] and strong):
            return (
                not (first.kind == "days" and any(h.role == "day" for h in self.headings[:1])) or first.kind != "days"
            )
        if len(of["name"]) >= 2 and len(of["name"]) == len(filled) and self._days_and_hours_in_cells_below(index):
            return True
        labelled = first.kind == "name" and any(heading.days for heading in self.headings)
        if not labelled and len(of["half"]) >= 2 and len(of["half"]) + len(of["role"]) + len(of["name"]) >= len(filled):
            return True
        if self.after_heading and len([r for r in of["role"] if r.role in ("start", "end")]) >= 2:
            return True
        if (
            corner
            and (of["name"] or of["department"])
            and len(of["name"]) + len(of["department"]) + len(of["role"]) == len(filled)
        ):
            return self._days_or_hours_below(index) and (
                not self.headed or self.after_heading or (first.kind == "role" and bool(of["name"]))
            )
        under_names = self.after_heading and any(heading.name for heading in self.headings)
        return under_names and corner and bool(of["department"])

    def _divides_days(self, hours: list[Reading], filled: list[Reading], corner: bool) -> bool:
        """Whether hours below days, several below each, head columns that are ticked."""
        days = [heading.days for heading in self.headings if heading.days]
        divided = len(set(days)) < len(days)
        labels = len(filled) - len(hours)
        return self.after_heading and divided and corner and len(hours) == len(days) and labels <= 1

    def _days_or_hours_below(self, index: int) -> bool:
        below = [row[0] for row in self.rows[index + 1 : index + 4] if row]
        return any(first.kind in ("days", "hours", "half", "time") for first in below)

    def _days_and_hours_in_cells_below(self, index: int) -> bool:
        below = [r for row in self.rows[index + 1 : index + 2] for r in row if r.kind != "blank"]
        return bool(below) and all(r.has("days") and (r.has("hours") or r.has("absent")) for r in below)

    def take(self, filled: list[Reading], section: str | None) -> None:
        """Adds what the row says of the columns; `section`: the department that holds where none is named."""
        if not self.after_heading:
            self.headings = [Heading() for _ in range(self.width)]
        self._name_labels(filled)
        self._departments_under_names(filled)
        for reading in filled:
            for column in range(reading.cell.columns[0], reading.cell.columns[1] + 1):
                heading = self.headings[column]
                heading.days = reading.days or heading.days
                heading.hours = reading.hours or heading.hours
                heading.half = reading.half or heading.half
                heading.role = reading.role or heading.role
                heading.name = reading.name or heading.name
                heading.department = reading.department or heading.department
            if reading.name:
                self.gathering.mention(
                    reading.name,
                    reading.department or self.headings[reading.cell.columns[0]].department or section,
                )
        if any(r.kind == "department" for r in filled):
            for heading in self.headings:
                if heading.name:
                    self.gathering.mention(heading.name, heading.department)

    @staticmethod
    def _name_labels(filled: list[Reading]) -> None:
        """A word beside days that looks like a name ("Facultativo") heads the column of doctors, or of departments; one
        beside columns of doctors and of hours ("Consulta", "Wochentage") heads something else than a doctor."""
        days = [reading for reading in filled if reading.kind == "days"]
        for index, reading in enumerate(filled):
            if reading.kind == "name" and len(days) > 1 and reading.cell.columns[0] < days[0].cell.columns[0]:
                reading.kind, reading.name, reading.role = "role", None, None if index else "doctor"
        roles = {reading.role for reading in filled}
        if "doctor" in roles and roles & {"hours", "start"}:
            for reading in filled:
                if reading.kind == "name":
                    reading.kind, reading.name = "role", None

    def _departments_under_names(self, filled: list[Reading]) -> None:
        """Below doctors, what stands beside departments is one too, whatever it is called: "Hygiene"."""
        if any(r.kind == "department" for r in filled) or any(r.role == "department" for r in filled):
            for reading in filled:
                if reading.kind in ("name", "other") and self.headings[reading.cell.columns[0]].name:
                    reading.kind, reading.name, reading.department = "department", None, department_of(reading.text)
