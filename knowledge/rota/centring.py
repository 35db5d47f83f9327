"""Tables without ruling lines whose labels stand in the middle of the rows that they are for."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol, TypeVar

from knowledge.rota.model import Box


class _Placed(Protocol):
    @property
    def box(self) -> Box: ...


W = TypeVar("W", bound=_Placed)
OVERLAP = 0.15
"""Of a line's height: lines of running text do not reach into each other, a label between two rows does."""
APART = 1.4
"""Of the distance of lines within a row: lines that stand further apart are of different rows."""


def centred_rows(lines: Sequence[dict[int, list[W]]], labelled: int) -> list[dict[int, list[W]]]:
    """Rows of the table, each label in the first row that it is for; empty when the labels are not centred.

    `lines`: words by column; the first `labelled` columns hold labels.
    """
    values = [line for line in lines if any(column >= labelled for column in line)]
    labels = [line for line in lines if line and all(column < labelled for column in line)]
    if not labelled or not any(_overlap(label, value) for label in labels for value in values):
        return []
    rows = [{column: words for column, words in value.items() if column >= labelled} for value in values]
    middles = [_middle([word for words in value.values() for word in words]) for value in values]
    for column in range(labelled):
        found = sorted((line[column] for line in lines if column in line), key=_middle)
        if len(found) > len(rows):
            return []
        for words, first in zip(found, _first_rows([_middle(words) for words in found], middles), strict=True):
            rows[first][column] = words
    return rows


def rows_apart(lines: Sequence[dict[int, list[W]]], labelled: int) -> list[int]:
    """The row of each line, where space tells rows of one labelled line each apart and in some of them other lines
    stand above the label, as a spreadsheet sets cells at the foot of their rows. Empty elsewhere."""
    bears = [0 in line for line in lines]
    plain = all(min(line, default=0) >= labelled for line, label in zip(lines, bears, strict=True) if not label)
    tops = [min(word.box[1] for words in line.values() for word in words) for line in lines if line]
    if not labelled or not plain or all(bears) or len(tops) < len(lines):
        return []
    gaps = [below - above for above, below in pairwise(tops)]
    rows = [0]
    for gap in gaps:
        rows.append(rows[-1] + (gap > APART * min(gaps)))
    of_row = [
        [label for label, row in zip(bears, rows, strict=True) if row == number] for number in range(rows[-1] + 1)
    ]
    return rows if all(sum(row) == 1 for row in of_row) and not all(row[0] for row in of_row) else []


def _vertical(words: Sequence[W]) -> tuple[float, float]:
    return min(word.box[1] for word in words), max(word.box[3] for word in words)


def _middle(words: Sequence[W]) -> float:
    return sum(_vertical(words)) / 2


def _overlap(label: dict[int, list[W]], value: dict[int, list[W]]) -> bool:
    (top, bottom), (above, below) = (
        _vertical([word for words in line.values() for word in words]) for line in (label, value)
    )
    return min(bottom, below) - max(top, above) > OVERLAP * (bottom - top)


def _first_rows(labels: list[float], rows: list[float]) -> list[int]:
    """Where each label's rows begin, so that the labels are as near as can be to the middles of their rows."""
    best: dict[tuple[int, int], tuple[float, list[int]]] = {(0, 0): (0.0, [])}
    for used in range(1, len(labels) + 1):
        for end in range(used, len(rows) + 1):
            choices = [
                (cost + abs((rows[begin] + rows[end - 1]) / 2 - labels[used - 1]), [*firsts, begin])
                for begin in range(end)
                if (before := best.get((used - 1, begin)))
                for cost, firsts in [before]
            ]
            if choices:
                best[used, end] = min(choices)
    return best[len(labels), len(rows)][1] if labels else []
