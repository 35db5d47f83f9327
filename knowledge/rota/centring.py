"""Tables without ruling lines whose labels stand in the middle of the rows that they are for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, TypeVar

from knowledge.rota.model import Box


class _Placed(Protocol):
    @property
    def box(self) -> Box: ...


W = TypeVar("W", bound=_Placed)
OVERLAP = 0.15
"""Of a line's height: lines of running text do not reach into each other, a label between two rows does."""


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
