"""What one cell of a table is: a weekday, a doctor, a department, hours, a column's name, or something else."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, field
from typing import Literal

from knowledge.rota.dated import dated_days
from knowledge.rota.gathering import Gathering, folded
from knowledge.rota.headings import Role, bound_of_half, half_of, role_of
from knowledge.rota.hours import ClockTime, Half, find_time
from knowledge.rota.model import DayRef, Hours, Source
from knowledge.rota.people import name_and_department, whole_name, wrapped_names
from knowledge.rota.tables import Cell, Grid
from knowledge.rota.titles import DOCTORS_TITLE
from knowledge.rota.wording import BLANK, Mark, left_over, read_marks, tidy

Is = Literal["blank", "days", "name", "department", "hours", "role", "half", "time", "other"]
_DEPARTMENT_WORDS = re.compile(
    r"\b(?:department|dept\.?|abteilung|departamento|specialty|speciality)\b(?:\s+(?:of|de))?\s*:?", re.IGNORECASE
)


@dataclass
class Reading:
    cell: Cell
    text: str
    kind: Is
    marks: list[Mark] = field(default_factory=list)
    days: tuple[DayRef, ...] = ()
    hours: tuple[Hours, ...] = ()
    half: Half | None = None
    role: Role | None = None
    name: str | None = None
    others: tuple[str, ...] = ()
    department: str | None = None
    time: ClockTime | None = None
    note: str | None = None

    def has(self, kind: str) -> bool:
        return any(mark.kind == kind for mark in self.marks)

    def source(self, page: int) -> Source:
        return Source(self.cell.page or page, self.cell.text, self.cell.box)


def department_of(text: str) -> str:
    return " ".join(_DEPARTMENT_WORDS.sub(" ", text).split()).strip(" :-")


_CUT = re.compile(r"(?<=[^\W\d_])\n(?=[^\W\d_A-ZÀ-ÖØ-Þ])")
"""Where a column is too narrow for a word: "Vandenbergh\\ne, Max"."""
_CUT_BEFORE_HYPHEN = re.compile(r"(?<=[^\W\d_])\n(?=[a-zß-ÿ]+-[A-ZÀ-ÖØ-Þ])")
""" "Anna Featherst\\nonehaugh-Whitmore"."""


def _label(text: str, marks: list[Mark]) -> tuple[str | None, str | None, str | None]:
    """Name, department and remark of a cell that labels a row or a column."""
    remarks = [mark for mark in marks if mark.kind in ("absent", "unsure", "note")]
    for mark in reversed(remarks):
        text = text[: mark.start] + " " + text[mark.end :]
    text = re.sub(r"[(\[]\s*[)\]]", " ", text)
    text = _CUT_BEFORE_HYPHEN.sub("", text)
    name, department = name_and_department(text)
    if not name and _CUT.search(text):
        name, department = name_and_department(_CUT.sub("", text))
    remark = "; ".join(" ".join(mark.text.split()) for mark in remarks if mark.kind == "absent")
    return name, department, remark or None


def describe(cell: Cell, gathering: Gathering) -> Reading:
    text = tidy(cell.text)
    if BLANK.fullmatch(text) and not re.search(r"[xX×]", text):
        return Reading(cell, text, "blank")
    if folded(text) in gathering.codes or (text.strip().isupper() and folded(text) in gathering.keys):
        return Reading(cell, text, "other")
    half, role, time = half_of(text), role_of(text), find_time(text)
    if half:
        return Reading(cell, text, "half", half=half, role=role)
    if bound := bound_of_half(text):
        return Reading(cell, text, "role", role=bound[0], half=bound[1])
    marks = dated_days(read_marks(text), text, gathering)
    kinds = {mark.kind for mark in marks} - {"note"}
    rest = left_over(text, marks)
    days: tuple[DayRef, ...] = tuple(ref for mark in marks if mark.kind == "days" for ref in mark.value)
    if kinds == {"days"} and len(days) == 1 and (number := re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", rest)):
        days, rest = (gathering.on_day_of_month(days[0], int(number[1])),), ""
    if kinds == {"days"} and (not rest or half_of(rest)):
        return Reading(cell, text, "days", marks, days=days, half=half_of(rest) or half_of(text[marks[-1].end :]))
    if role:
        return Reading(cell, text, "role", marks, role=role)
    if time:
        return Reading(cell, text, "time", marks, time=time)
    hours: tuple[Hours, ...] = tuple(mark.value for mark in marks if mark.kind == "hours" and mark.value)
    if kinds == {"hours"} and (not rest or half_of(rest)) and all(mark.value for mark in marks if mark.kind == "hours"):
        return Reading(cell, text, "hours", marks, hours=hours, half=half_of(rest))
    if len(hours) == 1 and 0 in (cell.columns[0], cell.rows[0]) and _is_session(rest, kinds):
        return Reading(cell, text, "hours", marks, hours=hours)
    name, department, remark = _label(text, marks)
    if name and not kinds & {"hours", "days"} and sum(mark.kind == "name" for mark in marks) <= 1:
        return Reading(cell, text, "name", marks, name=name, department=department, note=remark)
    if not name and (
        (kinds == {"department"} and not rest) or (_DEPARTMENT_WORDS.search(text) and not kinds - {"department"})
    ):
        return Reading(cell, text, "department", marks, department=department_of(text))
    return Reading(cell, text, "other", marks)


def _is_session(rest: str, kinds: Set[str]) -> bool:
    """What may stand beside the hours that label a row or a column: "Morning surgery", "Early", "Extended access"."""
    words = rest.split()
    return kinds <= {"hours", "absent"} and len(words) <= 3 and not re.search(r"\d", rest) and not whole_name(rest)


def different_days(readings: Sequence[Reading]) -> bool:
    """Whether several days head columns; one day that is said again stands in lists side by side."""
    return len({reading.days for reading in readings if reading.kind == "days"}) > 1


def letters_of_week(readings: list[Reading]) -> bool:
    """Turns a heading row "M T W T F" (also "L M X J V") into days; True when it was one."""
    letters = [(r, r.text.strip().upper()) for r in readings if not r.role]
    single = [(r, text) for r, text in letters if len(text) <= 2 and text.isalpha()]
    for pattern in ("MTWTFSS", "LMXJVSD", "LMMJVSD", "MDMDFSS"):
        word = "".join(text[0] for _, text in single)
        if len(word) >= 5 and pattern.startswith(word):
            for index, (reading, _) in enumerate(single):
                reading.kind, reading.days = (
                    "days",
                    (DayRef(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")[index]),),
                )
            return True
    return False


def readings_by_row(grid: Grid, gathering: Gathering) -> list[list[Reading]]:
    """The cells of every row, left to right; a cell over several rows is the same object in each of them."""
    described = {id(cell): describe(cell, gathering) for cell in grid.cells}
    return [[described[id(cell)] for cell in grid.row(index)] for index in range(grid.height)]


_BETWEEN_NAMES = re.compile(r"\s*(?:[&/;,+\n]|\band\b|\bund\b|\by\b)\s*")
_BETWEEN_INITIALS = re.compile(r"\s*(?:[&/;,+|]|\band\b|\bund\b|\by\b|\s)\s*")


def names_in(reading: Reading, keys: dict[str, str]) -> list[str]:
    """The people whom a cell names, in full or by initials that `keys` explains; none when it says anything else."""
    titled = [mark.value for mark in reading.marks if mark.kind == "name"]
    if titled and not left_over(reading.text, [m for m in reading.marks if m.kind in ("name", "note", "department")]):
        return titled
    if initials := _initials(reading.text, keys):
        return initials
    whole = whole_name(reading.text) if reading.text.count(",") <= 1 and "\n" not in reading.text else None
    by_line = [whole_name(line) for line in reading.text.split("\n")]
    if len(by_line) > 1 and all(name and " " in name for name in by_line):
        return [name for name in by_line if name]
    if wrapped := wrapped_names(reading.text):
        return wrapped
    pieces = [whole_name(piece) for piece in _BETWEEN_NAMES.split(reading.text)]
    known = [piece for piece in pieces if piece]
    if whole and not (len(known) > 1 and "," in reading.text and all(len(k.split()) > 1 for k in known)):
        return [whole]
    return known if len(known) == len(pieces) else []


def names_together(reading: Reading, keys: dict[str, str]) -> list[str]:
    """The doctors who share a label, "Dr Ada Finch and Dr Ben Oduya"; none when it names one or says anything else."""
    names = names_in(reading, keys)
    joined = re.search(r"\s(?:and|und|y)\s|[&/;+]", reading.text)
    titled = len(DOCTORS_TITLE.findall(reading.text)) == len(names)
    return names if len(names) > 1 and (joined or titled) and all(" " in name for name in names) else []


def _initials(text: str, keys: dict[str, str]) -> list[str]:
    found = [keys.get(piece.lower().replace(".", "")) for piece in _BETWEEN_INITIALS.split(text.strip())]
    return [name for name in found if name] if all(found) else []
