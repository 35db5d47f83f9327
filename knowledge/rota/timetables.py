"""Tables of two special kinds: rows that begin at a time and last until the next, and forms of labels and values."""

from __future__ import annotations

from knowledge.rota.cells import Reading
from knowledge.rota.headings import half_of, role_of
from knowledge.rota.model import Hours
from knowledge.rota.tables import Grid


def timetable(rows: list[list[Reading]]) -> dict[int, Hours]:
    """Rows that are labelled with the time at which they begin: each lasts until the next one."""
    starts = [
        (index, row[0].time.hour * 60 + row[0].time.minute)
        for index, row in enumerate(rows)
        if row and row[0].kind == "time" and row[0].time and row[0].cell.columns[0] == 0
    ]
    starts = _onwards(starts)
    if len(starts) < 3:
        return {}
    step = starts[-1][1] - starts[-2][1]
    ends = [start for _, start in starts[1:]] + [starts[-1][1] + step]
    return {index: Hours(start, end) for (index, start), end in zip(starts, ends, strict=True)}


def _onwards(starts: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Bare hours after noon are in the afternoon: 11, 12, 1, 2. Empty when the times do not follow each other."""
    told: list[tuple[int, int]] = []
    for index, minutes in starts:
        while told and minutes <= told[-1][1]:
            minutes += 720
        told.append((index, minutes))
    return told if told and told[-1][1] < 24 * 60 else []


def is_form(grid: Grid) -> bool:
    """Labels at the left ("Name", "Department", "Hours") and what they stand for beside them."""
    roles = [role_of(cell.text) for cell in grid.cells if cell.columns[0] == 0]
    beside = [role_of(cell.text) or half_of(cell.text) for cell in grid.cells if cell.columns[0] > 0]
    wanted = {"doctor", "hours"} <= set(roles) or {"doctor", "start"} <= set(roles)
    return len(roles) >= 2 and all(roles) and wanted and not any(beside)
