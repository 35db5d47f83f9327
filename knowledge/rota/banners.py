"""Lines across a table that name the department of the doctors below them, whatever it is called: "Pain Clinic"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.rota.cells import Reading
from knowledge.rota.pages import Page
from knowledge.rota.people import not_a_name
from knowledge.rota.tables import Grid

_JOINING = r"(?:&|and|of|for|the|und|für|y|de|la|del)"
_WORD = r"[A-ZÀ-ÖØ-Þ][^\W\d_]*(?:['’-][^\W\d_]+)*"
_CAPITALISED = re.compile(rf"{_WORD}(?:,?\s(?:{_JOINING}\s)*{_WORD}){{0,4}}")
_FIELD = re.compile(r"medicine|surgery", re.IGNORECASE)
"""Departments only where they stand as headings: elsewhere a surgery is a building or its hours."""
_NO_DEPARTMENT = re.compile(
    r"\b(?:weeks?|months?|sessions?|shifts?|floor|building|site|branch|page|rota|roster|timetable|schedule|doctors"
    r"|woche|monat|dienstplan|sprechzeiten|etage|gebäude|ärzte|semana|mes|turnos?|horarios?|planta|edificio|sede|médicos)\b",
    re.IGNORECASE,
)
"""Words of lines that tell periods, places or papers apart."""


def titles_of_tables(pages: Sequence[Page]) -> frozenset[str]:
    """What stands across the first row of tables, where several tables bear different ones."""
    titles = {title for page in pages for grid in page.grids if (title := _title(grid))}
    return frozenset(titles) if len(titles) > 1 else frozenset()


def _title(grid: Grid) -> str:
    first = grid.row(0)
    return first[0].text if len(first) == 1 and first[0].columns == (0, grid.width - 1) else ""


def is_banner(rows: Sequence[Sequence[Reading]], index: int) -> bool:
    """Whether row `index`, one cell across the table, may be a department: capitalised words that are no doctor's name
    with a title, no day and no hours, above rows or columns that name doctors themselves."""
    reading = next(r for r in rows[index] if r.kind != "blank")
    words = reading.text.split()
    if reading.kind not in ("other", "name") or any(mark.kind != "note" for mark in reading.marks):
        return False
    if not _CAPITALISED.fullmatch(" ".join(words)) or (
        all(not_a_name(word) for word in words) and not _FIELD.fullmatch(reading.text.strip())
    ):
        return False
    if _NO_DEPARTMENT.search(reading.text):
        return False
    for row in rows[index + 1 :]:
        filled = [r for r in row if r.kind != "blank"]
        if len(filled) == 1 and filled[0].cell.columns == reading.cell.columns:
            return False
        if any(r.kind == "name" and " " in (r.name or "") for r in row):
            return True
    return False
