"""Spreadsheets whose rows are lower than the text in their cells: lines that reach over the border of a row."""

from __future__ import annotations

import itertools
import statistics
from collections.abc import Sequence
from typing import Protocol, TypeVar

from knowledge.rota.model import Box


class _Placed(Protocol):
    @property
    def box(self) -> Box: ...


W = TypeVar("W", bound=_Placed)
_LINE = 1.5
"""Points by which the tops of words on one line differ at most."""
_REACHES = 0.2
"""Of a line's height, beyond the border of its row."""
_OFF = 1.5
"""Points between where text should stand in its row and where it does, on average."""
_MOST_LINES = 5
_LOW = 1.8
"""Of a line's height: rows that are higher hold more than one line."""


def settled(boxes: Sequence[Box], words: Sequence[W], usual: float) -> list[list[W]]:
    """The words of each cell of a column, top to bottom, when lines reach over the borders of its low rows and blocks
    of lines stand in the middles of rows. Empty otherwise. `usual`: from the top of a row to that of a single line."""
    lines = _lines([w for w in words if any(within(w.box, box) for box in boxes) or _reaches_into(w.box, boxes[0])])
    tallest = max(box[3] - box[1] for box in boxes)
    if not any(_reaches_over(line[0].box, boxes) for line in lines) or any(
        tallest > _LOW * (line[0].box[3] - line[0].box[1]) for line in lines
    ):
        return []
    lowest = min(box[3] - box[1] for box in boxes)
    cost, ends = _assigned([line[0].box for line in lines], [box[1] + usual for box in boxes], lowest)
    if cost > _OFF * max(len(lines), 1):
        return []
    begins = [0, *ends[:-1]]
    return [[word for line in lines[begin:end] for word in line] for begin, end in zip(begins, ends, strict=True)]


def _middle(box: Box) -> float:
    return (box[1] + box[3]) / 2


def within(inner: Box, box: Box) -> bool:
    """Whether the middle of `inner` is in `box`."""
    return box[0] <= (inner[0] + inner[2]) / 2 <= box[2] and box[1] <= _middle(inner) <= box[3]


def _reaches_into(line: Box, box: Box) -> bool:
    """Whether text above the box, within its sides, reaches over its upper border."""
    over = line[3] - box[1]
    return box[0] <= line[0] and line[2] <= box[2] and _middle(line) < box[1] and over > _REACHES * (line[3] - line[1])


def _lines(words: Sequence[W]) -> list[list[W]]:
    lines: list[list[W]] = []
    for word in sorted(words, key=lambda w: (w.box[1], w.box[0])):
        if lines and word.box[1] - lines[-1][0].box[1] <= _LINE:
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def _reaches_over(line: Box, boxes: Sequence[Box]) -> bool:
    height = line[3] - line[1]
    over = [min(border - line[1], line[3] - border) for border in (box[3] for box in boxes[:-1])]
    return any(part > _REACHES * height for part in over)


def _assigned(lines: Sequence[Box], level: Sequence[float], pitch: float) -> tuple[float, list[int]]:
    """How far blocks of lines are from the middles of the rows that they are for, at best, and the line at which each
    row ends. `level`: where a single line of each row stands; `pitch`: from row to row."""
    tops = [line[1] for line in lines]
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for row in level:
        following: dict[int, tuple[float, list[int]]] = {}
        for begin, (cost, ends) in best.items():
            for end in range(begin, min(begin + _MOST_LINES, len(lines)) + 1):
                block = tops[begin:end]
                if len(block) > 1 and not _run_on(block, lines[begin], pitch):
                    break
                total = cost + (abs(statistics.mean(block) - row) if block else 0.0)
                if end not in following or total < following[end][0]:
                    following[end] = (total, [*ends, end])
        best = following
    return best.get(len(lines), (float("inf"), []))


def _run_on(tops: Sequence[float], line: Box, pitch: float) -> bool:
    """Whether lines stand as one cell's do: evenly, closer together than rows; two of them, which then stand between
    the rows, as far apart at most."""
    gaps = [below - above for above, below in itertools.pairwise(tops)]
    return min(gaps) > 0.7 * (line[3] - line[1]) and max(gaps) < min(
        (0.95 if len(gaps) > 1 else 1.05) * pitch, min(gaps) + 0.5
    )
