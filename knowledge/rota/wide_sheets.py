"""Sheets that are printed several pages wide: a page with more columns, whose rows only an earlier page labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from knowledge.rota.cells import Reading, describe
from knowledge.rota.gathering import Gathering
from knowledge.rota.model import DayRef
from knowledge.rota.pages import Page
from knowledge.rota.tables import Cell, Grid, Line, Word

LEVEL = 2.0
"""Points by which rows of one sheet may differ in height from page to page."""


@dataclass
class _Sheet:
    """A page as rows of cells, the first of them perhaps a heading."""

    page: Page
    tops: list[float]
    rows: list[list[Reading]]
    joined: int = 0
    days: set[DayRef] = field(default_factory=set)

    @property
    def headed(self) -> bool:
        return any(reading.kind == "days" for reading in self.rows[0]) or self._names_alone()

    def _names_alone(self) -> bool:
        return len(self.rows[0]) > 1 and all(reading.kind in ("name", "blank") for reading in self.rows[0])

    @property
    def labelled(self) -> bool:
        """Whether its first column says what the rows are for."""
        labels = [row[0] for row in self.rows if row and row[0].cell.columns[0] == 0]
        told = [reading for reading in labels[1:] if reading.kind in ("name", "days", "hours", "time")]
        return labels[0].kind not in ("days", "hours") and len(told) > 1 and len({r.kind for r in told}) < 3

    def may_continue(self, earlier: _Sheet) -> bool:
        """Whether its columns stand beside those of the earlier page."""
        if self.headed != earlier.headed or self.days & earlier.days:
            return False
        return all(any(abs(top - other) <= LEVEL for other in earlier.tops) for top in self.tops)

    @property
    def bare(self) -> bool:
        """Whether nothing on it labels rows: columns of days, or of doctors, and what stands in them."""
        first = [row[0].kind for row in self.rows]
        heading, below = self.rows[0], [reading for row in self.rows[1:] for reading in row]
        if self.headed:
            kinds = {reading.kind for reading in heading}
            return kinds <= {"days", "half", "role", "blank", "name"} and first[0] != "role" and "days" not in first[1:]
        labels = ("name", "days", "role", "department")
        values = [reading for reading in heading if reading.role not in ("hours", "start", "end", "note")]
        return not any(reading.kind in labels for reading in [*values, *below])


def joined_sheets(pages: Sequence[Page], gathering: Gathering) -> list[Page]:
    """The pages, with each that continues an earlier one to the right put beside it, whichever way the sheet was cut
    first."""
    if len(pages) < 2:
        return list(pages)
    sheets: list[_Sheet | Page] = []
    for page in pages:
        sheet = _sheet(page, gathering)
        if sheet is None:
            sheets.append(page)
            continue
        fitting = [s for s in sheets if isinstance(s, _Sheet) and s.labelled and sheet.may_continue(s)]
        if fitting and sheet.bare:
            target = min(fitting, key=lambda s: s.joined)
            target.page, target.joined = _beside(target.page, page), target.joined + 1
            target.days |= sheet.days
        else:
            sheets.append(sheet)
    return [sheet.page if isinstance(sheet, _Sheet) else sheet for sheet in sheets]


def _sheet(page: Page, gathering: Gathering) -> _Sheet | None:
    if len(page.grids) > 1 or not (page.grids or page.lines):
        return None
    if grid := next(iter(page.grids), page.column):
        cells = [[cell for cell in grid.row(index) if cell.rows[0] == index] for index in range(grid.height)]
        tops = [min((cell.box[1] for cell in row), default=0.0) for row in cells]
    else:
        lines = _from_heading(page.lines, gathering)
        cells = [_as_cells(line) for line in lines]
        tops = [line.box[1] for line in lines]
    told = [(top, row) for top, row in zip(tops, cells, strict=True) if row]
    if len(told) < 2:
        return None
    rows = [[describe(cell, gathering) for cell in row] for _, row in told]
    days = {ref for reading in rows[0] for ref in reading.days}
    return _Sheet(page, [top for top, _ in told], rows, days=days)


def _from_heading(lines: Sequence[Line], gathering: Gathering) -> Sequence[Line]:
    for index, line in enumerate(lines):
        kinds = [describe(cell, gathering).kind for cell in _as_cells(line)]
        if set(kinds) == {"days"} or ("days" in kinds and len(kinds) > 1):
            return lines[index:]
    return lines


def _as_cells(line: Line) -> list[Cell]:
    texts = [" ".join(word.text for word in run) for run in line.segments]
    return [Cell(text, line.box, (0, 0), (index, index)) for index, text in enumerate(texts)]


def _beside(left: Page, right: Page) -> Page:
    offset = max(box[2] for box in (*(line.box for line in left.lines), *(grid.box for grid in left.grids))) + 20
    if left.grids and (grid := next(iter(right.grids), right.column)):
        return replace(left, grids=[_wider(left.grids[0], grid, offset)])
    lines = list(left.lines)
    for line in right.lines:
        moved = [Word(w.text, (w.box[0] + offset, w.box[1], w.box[2] + offset, w.box[3]), w.size) for w in line.words]
        level = next((i for i, other in enumerate(lines) if abs(other.box[1] - line.box[1]) <= LEVEL), None)
        if level is None:
            lines.append(Line(moved))
        else:
            lines[level] = Line([*lines[level].words, *moved])
    return replace(left, lines=sorted(lines, key=lambda line: line.box[1]))


def _wider(left: Grid, right: Grid, offset: float) -> Grid:
    tops = {index: _top(left, index) for index in range(left.height)}
    rows = {index: min(tops, key=lambda i: abs(tops[i] - _top(right, index))) for index in range(right.height)}
    cells = [
        replace(
            cell,
            rows=(rows[cell.rows[0]], rows[cell.rows[1]]),
            columns=(cell.columns[0] + left.width, cell.columns[1] + left.width),
            page=cell.page or right.page,
        )
        for cell in right.cells
    ]
    edges = [*left.edges, *(edge + offset for edge in right.edges)]
    box = (*left.box[:2], right.box[2] + offset, left.box[3])
    return replace(left, box=box, edges=edges, cells=[*left.cells, *cells])


def _top(grid: Grid, index: int) -> float:
    return min((cell.box[1] for cell in grid.row(index) if cell.rows[0] == index), default=0.0)
