"""Tables as grids of cells: from ruling lines, or from text that is aligned under a heading row."""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from knowledge.rota.centring import OVERLAP, centred_rows, rows_apart
from knowledge.rota.departments import is_department
from knowledge.rota.model import Box
from knowledge.rota.overflow import settled, within

_DRAWN = re.compile(r"\s*(?:[-=_–—]{4,}[\s|+]*)+")
"""A ruling line that is made of characters."""
_OPEN_END = re.compile(r"(?:[-–—]|\b(?:to|till|until|bis|a|hasta|and|und|y))$")


@dataclass(frozen=True)
class Word:
    text: str
    box: Box
    size: float


@dataclass
class Line:
    """Words on one baseline, left to right. `segments` are runs of words with wide gaps between them."""

    words: list[Word]

    @property
    def box(self) -> Box:
        return around([word.box for word in self.words])

    @property
    def size(self) -> float:
        return max(word.size for word in self.words)

    @property
    def text(self) -> str:
        return "".join(
            word.text if not i else (" \t " if self._wide(self.words[i - 1], word) else " ") + word.text
            for i, word in enumerate(self.words)
        )

    @staticmethod
    def _wide(left: Word, right: Word) -> bool:
        return right.box[0] - left.box[2] > 0.75 * max(left.size, right.size)

    @property
    def segments(self) -> list[list[Word]]:
        runs: list[list[Word]] = [[self.words[0]]]
        for left, right in zip(self.words, self.words[1:], strict=False):
            if self._wide(left, right):
                runs.append([right])
            else:
                runs[-1].append(right)
        return runs


@dataclass
class Cell:
    text: str
    box: Box
    rows: tuple[int, int]
    columns: tuple[int, int]
    """First and last row and column that the cell covers, inclusive."""
    tops: tuple[float, ...] = ()
    """Of the lines of its text."""
    page: int = 0
    """Where it is not the page of its table."""


@dataclass
class Grid:
    page: int
    box: Box
    height: int
    edges: list[float]
    """Left edges of the columns."""
    cells: list[Cell] = field(default_factory=list)
    heading: Line | None = None
    """Of a table without ruling lines."""

    @property
    def width(self) -> int:
        return len(self.edges)

    def row(self, index: int) -> list[Cell]:
        covering = [cell for cell in self.cells if cell.rows[0] <= index <= cell.rows[1]]
        return sorted(covering, key=lambda cell: cell.columns[0])

    def turned(self) -> Grid:
        """Rows as columns."""
        lefts = sorted({(cell.rows[0], cell.box[1]) for cell in self.cells})
        cells = [Cell(cell.text, cell.box, cell.columns, cell.rows) for cell in self.cells]
        return Grid(self.page, self.box, self.width, [top for _, top in lefts], cells)


def around(boxes: Sequence[Box]) -> Box:
    return (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))


def to_lines(words: Sequence[Word]) -> list[Line]:
    """Words grouped by baseline, top to bottom."""
    lines: list[tuple[float, list[Word]]] = []
    for word in sorted(words, key=lambda w: (w.box[1] + w.box[3]) / 2):
        middle = (word.box[1] + word.box[3]) / 2
        if lines and abs(middle - lines[-1][0]) <= 0.45 * word.size:
            lines[-1][1].append(word)
        else:
            lines.append((middle, [word]))
    found = [Line(sorted(members, key=lambda w: w.box[0])) for _, members in lines]
    return [line for line in found if not _DRAWN.fullmatch(line.text)]


def text_of(words: Sequence[Word]) -> str:
    return "\n".join(" ".join(word.text for word in line.words) for line in to_lines(words))


def _clustered(values: list[float], tolerance: float = 2.5) -> list[float]:
    edges: list[float] = []
    for value in sorted(values):
        if not edges or value - edges[-1] > tolerance:
            edges.append(value)
    return edges


def _index(edges: list[float], value: float) -> int:
    return min(range(len(edges)), key=lambda i: abs(edges[i] - value))


def ruled_grid(
    boxes: list[Box], words: Sequence[Word], page: int, fewest: int = 2, before: Grid | None = None
) -> Grid | None:
    """The table that ruling lines draw; None when they only frame text: fewer than `fewest` columns, or one row that
    does not go on with the table `before` it on the last page, in the same columns."""
    if not boxes:
        return None
    lefts, tops = _clustered([b[0] for b in boxes]), _clustered([b[1] for b in boxes])
    if len(lefts) < fewest or (len(tops) < 2 and not (before and len(lefts) > 2 and same_edges(lefts, before.edges))):
        return None
    rights, bottoms = [*lefts[1:], max(b[2] for b in boxes)], [*tops[1:], max(b[3] for b in boxes)]
    grid = Grid(page, around(boxes), len(tops), lefts)
    for box in boxes:
        columns = (_index(lefts, box[0]), max(_index(rights, box[2]), _index(lefts, box[0])))
        rows = (_index(tops, box[1]), max(_index(bottoms, box[3]), _index(tops, box[1])))
        for part, words_in_it, column in _undivided(box, _inside(box, words), columns, lefts):
            grid.cells.append(_cell(words_in_it, part, rows, column))
    _put_back(grid, words)
    return grid


def _put_back(grid: Grid, words: Sequence[Word]) -> None:
    """Lines that stand in the row above or below the one they are for are put into their own cells."""
    low = [cell for cell in grid.cells if cell.rows[0] == cell.rows[1]]
    offsets = [cell.tops[0] - cell.box[1] for cell in low if len(cell.tops) == 1]
    usual = statistics.median(offsets) if offsets else 0.0
    taken: list[Word] = []
    for column in range(grid.width):
        cells = sorted((cell for cell in low if cell.columns == (column, column)), key=lambda cell: cell.box[1])
        found = settled([cell.box for cell in cells], words, usual) if len(cells) > 1 else []
        for cell, own in zip(cells, found, strict=False):
            _hold(cell, own)
            taken += own
    for cell in [cell for cell in low if taken and cell.columns[0] < cell.columns[1]]:
        _hold(cell, [word for word in _inside(cell.box, words) if word not in taken])


def _hold(cell: Cell, words: Sequence[Word]) -> None:
    cell.text, cell.tops = text_of(words), tuple(line.box[1] for line in to_lines(words))


def _inside(box: Box, words: Sequence[Word]) -> list[Word]:
    return [word for word in words if within(word.box, box)]


def same_edges(some: Sequence[float], others: Sequence[float]) -> bool:
    return len(some) == len(others) > 1 and all(abs(x - y) <= 2.5 for x, y in zip(some, others, strict=True))


def _cell(words: Sequence[Word], box: Box, rows: tuple[int, int], columns: tuple[int, int]) -> Cell:
    return Cell(text_of(words), box, rows, columns, tuple(line.box[1] for line in to_lines(words)))


def _undivided(
    box: Box, inside: list[Word], columns: tuple[int, int], lefts: list[float]
) -> list[tuple[Box, list[Word], tuple[int, int]]]:
    """A row that no line divides, such as a heading on one band of colour, is divided like the rows below it when what
    stands in it does: runs of words, each within a column, in most of the columns."""
    first, last = columns
    if last - first < 2 or first or last < len(lefts) - 1:
        return [(box, inside, columns)]
    rights = [*lefts[1:], box[2]]
    runs = [run for line in to_lines(inside) for run in line.segments]
    of: dict[int, list[Word]] = {}
    for run in runs:
        column = max((i for i, left in enumerate(lefts) if left <= run[0].box[0] + 1), default=0)
        if run[-1].box[2] > rights[column] + 1:
            return [(box, inside, columns)]
        of.setdefault(column, []).extend(run)
    if len(of) < 3 or len(of) <= len(lefts) / 2:
        return [(box, inside, columns)]
    return [((lefts[i], box[1], rights[i], box[3]), of.get(i, []), (i, i)) for i in range(len(lefts))]


def _columns(heading: Line, below: Sequence[Line]) -> list[tuple[float, float]]:
    """The x range that each heading stands for; a leading column without a heading is added when text stands there."""
    spans = [(run[0].box[0], run[-1].box[2]) for run in heading.segments]
    left = [
        run
        for line in below
        for run in line.segments
        if run[-1].box[2] < spans[0][0] - 1 and run[0].box[0] < spans[0][0] - 8
    ]
    left = [run for run in left if any(run in line.segments[:-1] for line in below)] or left[1:]
    if left:
        edge = min(run[0].box[0] for run in left)
        labels = [run for run in left if run[0].box[0] < edge + 12]
        end = max(run[-1].box[2] for run in labels)
        others = [run[0].box[0] for run in left if run[0].box[0] > end + 4]
        spans[0] = (min([spans[0][0], *others]), spans[0][1])
        spans.insert(0, (edge, end))
    return _widened(_with_unheaded(spans, below), below)


def _with_unheaded(spans: list[tuple[float, float]], below: Sequence[Line]) -> list[tuple[float, float]]:
    """Adds the columns that have no heading: what stands between two headings in most rows, under neither."""
    found: list[tuple[float, float]] = []
    for (_, end), (start, _) in itertools.pairwise(spans):
        between = [
            run for line in below for run in line.segments if run[0].box[0] > end + 2 and run[-1].box[2] < start - 2
        ]
        if len(between) > max(2, len(below) // 2):
            found.append((min(run[0].box[0] for run in between), max(run[-1].box[2] for run in between)))
    return sorted([*spans, *found])


def _widened(spans: list[tuple[float, float]], below: Sequence[Line]) -> list[tuple[float, float]]:
    """Rows that fill every column show how far a column reaches when its heading is centred above it."""
    wide = list(spans)
    for line in below:
        if len(line.segments) != len(spans):
            continue
        for column, run in enumerate(line.segments):
            start, end = min(wide[column][0], run[0].box[0]), max(wide[column][1], run[-1].box[2])
            after = column == 0 or start > wide[column - 1][1]
            before = column == len(spans) - 1 or end < wide[column + 1][0]
            if after and before:
                wide[column] = (start, end)
    return wide


def _distance(words: Sequence[Word], span: tuple[float, float]) -> float:
    x0, x1 = words[0].box[0], words[-1].box[2]
    overlap = min(x1, span[1]) - max(x0, span[0])
    aligned = min(abs(x0 - span[0]), abs(x1 - span[1]), abs((x0 + x1) / 2 - (span[0] + span[1]) / 2))
    return aligned if overlap <= 0 else aligned - 1000 - overlap


def _place(words: Sequence[Word], spans: list[tuple[float, float]]) -> int:
    return min(range(len(spans)), key=lambda column: _distance(words, spans[column]))


def _placed(line: Line, spans: list[tuple[float, float]]) -> dict[int, list[Word]]:
    placed: dict[int, list[Word]] = {}
    for run in line.segments:
        covered = [i for i, span in enumerate(spans) if run[0].box[0] < (span[0] + span[1]) / 2 < run[-1].box[2]]
        label = len(line.segments) == 1 and not any(char.isdigit() for char in line.text)
        if label and len(covered) > 1:
            placed.setdefault(0, []).extend(run)
            continue
        for words in [[word] for word in run] if len(covered) > 1 else [run]:
            placed.setdefault(_place(words, spans), []).extend(words)
    return placed


def _breaks_off(row: dict[int, list[Word]]) -> bool:
    """Whether a cell of the row ends in the middle of hours, "09:00 -"."""
    return any(_OPEN_END.search(words[-1].text) for column, words in row.items() if column and len(words) > 1)


def _ends_a_name(placed: dict[int, list[Word]], above: dict[int, list[Word]]) -> bool:
    """ "Dr Maximiliane von Hohen-" and "Stauffen" by itself below it."""
    if len(placed) != 1:
        return False
    column, words = next(iter(placed.items()))
    if column not in above or len(above) < 2 or len(words) > 1:
        return False
    return bool(re.search(r"[^\W\d_](?:[-\xad,])$", above[column][-1].text)) and words[0].text[0].isalpha()


def _above_labels(lines: Sequence[Line], placed: Sequence[dict[int, list[Word]]]) -> list[int]:
    """The row of each line, where the first column stands at the foot of its rows, below the rest. Empty elsewhere."""
    alone = [set(line) == {0} for line in placed]
    apart = all(label or 0 not in line for label, line in zip(alone, placed, strict=True))
    if sum(alone) < 2 or not apart or alone[0] or not alone[-1]:
        return []
    rows = [0]
    for index in range(1, len(lines)):
        runs_on = alone[index] and lines[index].box[1] - lines[index - 1].box[1] < 1.4 * lines[index].size
        rows.append(rows[-1] + (alone[index - 1] and not runs_on))
    return rows


def _interleaved(lines: Sequence[Line], placed: Sequence[dict[int, list[Word]]]) -> list[int]:
    """The row of each line, where cells of different heights stand in the middle of their rows, so that their lines
    reach into each other, and hours break off in one of them. Empty elsewhere."""
    rows: list[int] = []
    broken = False
    for index, line in enumerate(lines):
        over = index > 0 and lines[index - 1].box[3] - line.box[1] > OVERLAP * line.size
        breaks_off = index > 0 and _breaks_off(placed[index - 1])
        broken = broken or (over and breaks_off)
        rows.append(0 if not rows else rows[-1] + (not over and not breaks_off))
    return rows if broken else []


def _by_band(placed: Sequence[dict[int, list[Word]]], bands: Sequence[int]) -> list[dict[int, list[Word]]]:
    rows: dict[int, dict[int, list[Word]]] = {}
    for line, band in zip(placed, bands, strict=True):
        for column, words in line.items():
            rows.setdefault(band, {}).setdefault(column, []).extend(words)
    return [rows[band] for band in sorted(rows)]


def aligned_grid(
    heading: Line,
    below: Sequence[Line],
    page: int,
    labels: Callable[[int, str], bool],
    one_label: Callable[[str], bool],
    above: Sequence[Line] = (),
    labelled: int = 0,
    bands: Sequence[int] = (),
) -> Grid:
    """A table without ruling lines. Lines that stand closer together than the rows of the table do are one row, unless
    both bear a label of their own: `labels` tells that for a column and what stands in it, and `one_label` whether two
    of them say one thing together. `above`: lines that begin the
    heading. `labelled`: how many columns at the left hold labels of rows. `bands`: the row of each line, where lines
    across the table tell them apart."""
    widest = max([heading, *above], key=lambda line: len(line.segments))
    spans = _columns(widest, below)
    lines = [heading, *below]
    gaps = [(b.box[1] - a.box[1]) / max(a.size, b.size) for a, b in itertools.pairwise(lines)]
    spaced = bool(gaps) and max(gaps[1:], default=0) > 1.3 * min(gaps[1:], default=0)
    far = sum(gap > 1.7 * min(gaps[1:]) for gap in gaps[1:]) > 1
    limit = (max(gaps[1:], default=0) + min(gaps[1:], default=0)) / 2 if spaced else 0.0
    rows: list[dict[int, list[Word]]] = []
    placed_below = [_placed(line, spans) for line in below]
    bands = bands or _above_labels(below, placed_below) or rows_apart(placed_below, labelled)
    bands = bands or _interleaved(below, placed_below)
    centred = _by_band(placed_below, bands) if bands else centred_rows(placed_below, labelled)
    if centred:
        rows = [_placed(heading, spans), *centred]
    for index, line in enumerate([] if centred else lines):
        placed = _placed(line, spans)
        whole_rows = rows and (
            (
                not far
                and all(0 in row and len(row) > 1 for row in (rows[-1], placed))
                and not _breaks_off(rows[-1])
                and (labels(0, text_of(placed[0])) or not labels(0, text_of(rows[-1][0])))
            )
            or (set(rows[-1]) == {0} and len(placed) > 1 and 0 in placed and is_department(text_of(rows[-1][0])))
            or any(
                labels(c, text_of(placed[c]))
                and labels(c, text_of(rows[-1][c]))
                and not one_label(text_of([*rows[-1][c], *placed[c]]))
                for c in placed
                if c in rows[-1]
            )
        )
        if (
            index > 1
            and not whole_rows
            and (gaps[index - 1] < limit or _ends_a_name(placed, rows[-1]) or _breaks_off(rows[-1]))
        ):
            for column, words in placed.items():
                rows[-1].setdefault(column, []).extend(words)
        else:
            rows.append(placed)
    for line in reversed(above):
        for column, words in _placed(line, spans).items():
            rows[0][column] = [*words, *rows[0].get(column, [])]
    here = [line.box for line in lines if line is not heading or not below or heading.box[1] < below[0].box[1]]
    grid = Grid(page, around(here), len(rows), [span[0] for span in spans], heading=heading)
    for index, row in enumerate(rows):
        for column in range(len(spans)):
            words = row.get(column, [])
            box = around([w.box for w in words]) if words else (spans[column][0], 0.0, spans[column][1], 0.0)
            grid.cells.append(_cell(words, box, (index, index), (column, column)))
    return grid
