"""Ruling lines that draw no closed cells: tables that a page's end leaves open, and rows between lines or on bands."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.rota.tables import Line

Edge = dict[str, Any]
"""A ruling line as pdfplumber describes it, merged with those on the same line."""
NEAR = 3.0
"""Points within which ends of lines are level."""
LEAST = 3
"""Vertical lines that end together, at least, to be those of a table."""
LONG = 100.0
"""Points of a line that may part the rows of a table, at least."""


@dataclass(frozen=True)
class Rule:
    """A line across from `left` to `right`, at the height `y`."""

    left: float
    right: float
    y: float


def long_rules(edges: list[Edge]) -> list[Rule]:
    """Top to bottom."""
    found = {
        Rule(float(edge["x0"]), float(edge["x1"]), float(edge["top"]))
        for edge in edges
        if edge["orientation"] == "h" and edge["x1"] - edge["x0"] >= LONG
    }
    return sorted(found, key=lambda rule: rule.y)


class Bands:
    """What the lines across a table without upright lines part: its rows, if they part them all."""

    def __init__(self, rules: Sequence[Rule], heading: Line) -> None:
        left, right = heading.segments[0][-1].box[2], heading.segments[-1][0].box[0]
        heights = [rule.y for rule in rules if rule.left <= left and rule.right >= right]
        self._heights = [y for y, last in zip(heights, [-NEAR, *heights], strict=False) if y - last >= NEAR]

    def of(self, line: Line) -> int:
        return sum(y <= (line.box[1] + line.box[3]) / 2 for y in self._heights)

    def go_on(self, line: Line, previous: Line) -> bool:
        """Whether a line stands in the same band as the one before, or in the next one, and that band has an end."""
        return self.of(line) - self.of(previous) in (0, 1) and 0 < self.of(line) < len(self._heights)

    def rows(self, body: Sequence[Line], bears_a_label: Callable[[Line], bool]) -> list[int]:
        """The band of each line, where every band is one row: never more than one of its lines `bears_a_label`. Empty
        where they are not."""
        bands = [self.of(line) for line in body]
        labelled = [band for band, line in zip(bands, body, strict=True) if bears_a_label(line)]
        told = len(labelled) == len(set(labelled)) and len(set(bands)) >= LEAST
        return bands if told and bands[0] > 0 and bands[-1] < len(self._heights) else []


def open_ends(edges: list[Edge]) -> list[Edge]:
    """The lines that would close tables whose vertical lines begin or end together where no line crosses them, as at
    the end of a page."""
    upright = [edge for edge in edges if edge["orientation"] == "v"]
    level = [edge for edge in edges if edge["orientation"] == "h"]
    closing: list[Edge] = []
    for end in ("top", "bottom"):
        for group in _together(upright, end):
            y, left, right = group[0][end], min(e["x0"] for e in group), max(e["x0"] for e in group)
            crossed = any(abs(e["top"] - y) <= NEAR and e["x0"] < right and left < e["x1"] for e in level)
            if len({round(e["x0"]) for e in group}) >= LEAST and not crossed:
                across = {"x0": left, "x1": right, "width": right - left, "top": y, "bottom": y, "height": 0}
                closing.append({"object_type": "line", **across})
    return closing


def _together(upright: list[Edge], end: str) -> list[list[Edge]]:
    groups: list[list[Edge]] = []
    for edge in sorted(upright, key=lambda e: float(e[end])):
        if groups and edge[end] - groups[-1][0][end] <= NEAR:
            groups[-1].append(edge)
        else:
            groups.append([edge])
    return groups
