"""Rows of a table that hold several lines, each with a day and, on the same baseline, the hours of that day."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from knowledge.rota.departments import is_department
from knowledge.rota.hours import find_hours, find_time
from knowledge.rota.people import whole_name
from knowledge.rota.tables import Cell, Grid
from knowledge.rota.titles import DOCTORS_TITLE
from knowledge.rota.wording import tidy

LEVEL = 3.0
"""Points by which the tops of words on one baseline may differ."""
_GOES_ON = re.compile(r"(?:[,&+/–-]|\b(?:and|und|y|to|bis|a))\s*$")


def unstacked(grid: Grid, is_days: Callable[[str], bool]) -> Grid:
    """Each such line as a row of its own; a doctor or a department beside them holds for all of them."""
    cut = {row: tops for row in range(grid.height) if (tops := _tops(grid, row, is_days))}
    if not cut:
        return grid
    begins: list[int] = []
    height = 0
    for row in range(grid.height):
        begins.append(height)
        height += len(cut.get(row, [0.0]))
    ends = [start - 1 for start in begins[1:]] + [height - 1]
    whole = Grid(grid.page, grid.box, height, grid.edges, heading=grid.heading)
    for cell in grid.cells:
        first, last = cell.rows
        tops = cut.get(first, []) if first == last else []
        pieces = _pieces(cell, tops) if tops and len(cell.tops) > 1 else []
        if pieces:
            whole.cells += [
                replace(cell, text=text, rows=(begins[first] + i,) * 2, tops=()) for i, text in enumerate(pieces)
            ]
        else:
            whole.cells.append(replace(cell, rows=(begins[first], ends[last])))
    return whole


def _tops(grid: Grid, row: int, is_days: Callable[[str], bool]) -> list[float]:
    """Where the lines of the row begin; empty when it is not such a row."""
    cells = [cell for cell in grid.row(row) if cell.rows == (row, row) and len(cell.tops) > 1]
    for days in cells:
        lines = days.text.split("\n")
        if not all(is_days(line) for line in lines) or any(_GOES_ON.search(line) for line in lines[:-1]):
            continue
        if any(is_days(f"{one}\n{two}") and re.search(r"\d", two) for one, two in pairwise(lines)):
            continue
        for hours in cells:
            if hours is not days and _says_hours(hours) and _stand_beside(days.tops, hours.tops):
                return list(days.tops)
    return []


def _says_hours(cell: Cell) -> bool:
    text = tidy(cell.text)
    return bool(find_hours(text)) or all(find_time(line) for line in text.split("\n"))


def _stand_beside(tops: tuple[float, ...], lines: tuple[float, ...]) -> bool:
    return abs(lines[0] - tops[0]) <= LEVEL and all(any(abs(top - line) <= LEVEL for line in lines) for top in tops)


def _runs_on(lines: list[str]) -> bool:
    """Whether lines are one name or department together that they are not by themselves: "Dr Ada" and "Finch"."""
    text = " ".join(lines)
    if is_department(text):
        return not any(is_department(line) for line in lines)
    alone = [len((whole_name(line) or "").split()) for line in lines]
    told = DOCTORS_TITLE.match(text) or max(alone) > 1
    return bool(whole_name(text) and told and min(alone) < 2)


def _pieces(cell: Cell, tops: list[float]) -> list[str]:
    """The lines of a cell beside each day; none when it is a label that runs on."""
    if not _stand_beside(tuple(tops), cell.tops) or _runs_on(tidy(cell.text).split("\n")):
        return []
    pieces: list[list[str]] = [[] for _ in tops]
    for line, top in zip(cell.text.split("\n"), cell.tops, strict=True):
        pieces[max(i for i, begin in enumerate(tops) if begin <= top + LEVEL)].append(line)
    return ["\n".join(lines) for lines in pieces]
