"""Finds what stands side by side on a page (columns of text, two tables, cards), so that each is read by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from knowledge.rota.days import find_days
from knowledge.rota.hours import find_hours
from knowledge.rota.model import Box
from knowledge.rota.pages import Page
from knowledge.rota.people import find_titled_names, whole_name
from knowledge.rota.tables import Grid, Line, to_lines
from knowledge.rota.wording import tidy

GUTTER = 8.0
"""Points of empty space between two columns, at least."""

Heads = Callable[[Line], bool]


@dataclass
class _Band:
    """Lines and tables that nothing crosses at `x`."""

    x: float
    lines: list[Line]
    grids: list[Grid]

    @property
    def size(self) -> int:
        return sum(len(line.words) for line in self.lines) + sum(len(grid.cells) for grid in self.grids)


def regions(page: Page, heads_a_table: Heads) -> list[Page]:
    """The page in reading order; more than one part where columns stand beside each other, each with doctors, days and
    hours of its own."""
    best: tuple[tuple[bool, int, float], _Band, Page, Page] | None = None
    for x in _candidates(page):
        for band in _bands(page, x):
            left, right = _halves(page, band)
            likely = (_repeats(band) > 1, band.size, _width(left, right))
            if (best is None or likely > best[0]) and _is_gutter(left, right, band, heads_a_table):
                best = (likely, band, left, right)
    if best is None:
        return [page]
    _, band, left, right = best
    tops = [line.box[1] for line in band.lines] + [grid.box[1] for grid in band.grids]
    inside = {id(item) for item in (*band.lines, *band.grids)}
    above = Page(
        page.number,
        [line for line in page.lines if id(line) not in inside and line.box[1] < min(tops)],
        [grid for grid in page.grids if id(grid) not in inside and grid.box[1] < min(tops)],
        rules=page.rules,
    )
    below = Page(
        page.number,
        [line for line in page.lines if id(line) not in inside and line.box[1] >= min(tops)],
        [grid for grid in page.grids if id(grid) not in inside and grid.box[1] >= min(tops)],
        rules=page.rules,
    )
    parts = [part for part in (above, left, right, below) if part.lines or part.grids]
    return [part for whole in parts for part in (regions(whole, heads_a_table) if whole is not above else [whole])]


def _candidates(page: Page) -> list[float]:
    starts = sorted(
        [run[0].box[0] for line in page.lines for run in line.segments] + [grid.box[0] for grid in page.grids]
    )
    kept: list[float] = []
    for start in starts[1:]:
        if start > starts[0] + 40 and (not kept or start - kept[-1] > 3):
            kept.append(start)
    return kept[:60]


def _bands(page: Page, x: float) -> Iterable[_Band]:
    """Runs of lines and tables, top to bottom, that `x` does not cut."""
    items: list[Line | Grid] = sorted([*page.lines, *page.grids], key=lambda item: item.box[1])
    lines: list[Line] = []
    grids: list[Grid] = []
    for item in items:
        boxes = [item.box] if isinstance(item, Grid) else [_run_box(run) for run in item.segments]
        gutter = 2.0 if isinstance(item, Grid) else GUTTER
        if any(box[0] < x - 1 and box[2] > x - gutter for box in boxes):
            if lines or grids:
                yield _Band(x, lines, grids)
            lines, grids = [], []
        elif isinstance(item, Grid):
            grids.append(item)
        else:
            lines.append(item)
    if lines or grids:
        yield _Band(x, lines, grids)


def _run_box(run: Sequence) -> Box:
    return (run[0].box[0], run[0].box[1], run[-1].box[2], run[-1].box[3])


def _halves(page: Page, band: _Band) -> tuple[Page, Page]:
    words = [word for line in band.lines for word in line.words]
    left = [word for word in words if word.box[0] < band.x - 1]
    right = [word for word in words if word.box[0] >= band.x - 1]
    return (
        Page(
            page.number,
            to_lines(left),
            [grid for grid in band.grids if grid.box[0] < band.x - 1],
            rules=page.rules,
        ),
        Page(
            page.number,
            to_lines(right),
            [grid for grid in band.grids if grid.box[0] >= band.x - 1],
            rules=page.rules,
        ),
    )


def _repeats(band: _Band) -> int:
    """How many lines begin on both sides with the same days or the same heading."""
    count = 0
    for line in band.lines:
        right = next((run for run in line.segments if run[0].box[0] >= band.x - 1), None)
        first = [word.text for word in line.segments[0]]
        count += right is not None and right is not line.segments[0] and first == [word.text for word in right]
    return count


def _width(left: Page, right: Page) -> float:
    ends = [line.box[2] for line in left.lines] + [grid.box[2] for grid in left.grids]
    starts = [line.box[0] for line in right.lines] + [grid.box[0] for grid in right.grids]
    return min(starts, default=0.0) - max(ends, default=0.0)


def _is_gutter(left: Page, right: Page, band: _Band, heads_a_table: Heads) -> bool:
    if not (_complete(left) and _complete(right)):
        return False
    for line in band.lines:
        if heads_a_table(line):
            sides = [
                Line([word for word in line.words if (word.box[0] < band.x - 1) is first]) for first in (True, False)
            ]
            if not all(side.words and heads_a_table(side) for side in sides):
                return False
            here, there = ({" ".join(w.text for w in run).lower() for run in side.segments} for side in sides)
            if not here & there:
                return False
    return True


def _complete(side: Page) -> bool:
    """Whether it names a doctor, a day and hours of its own."""
    texts = [" ".join(word.text for word in run) for line in side.lines for run in line.segments]
    texts += [line.text for line in side.lines] + [cell.text for grid in side.grids for cell in grid.cells]
    tidied = [tidy(text) for text in texts if text.strip()]
    return (
        any(find_hours(text) for text in tidied)
        and any(find_days(text) for text in tidied)
        and any(find_titled_names(text) or len((whole_name(text) or "").split()) > 1 for text in tidied)
    )
