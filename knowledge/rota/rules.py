"""Ruling lines of a page that stand for more than they draw: tables that a page's end leaves open."""

from __future__ import annotations

from typing import Any

Edge = dict[str, Any]
"""A ruling line as pdfplumber describes it, merged with those on the same line."""
NEAR = 3.0
"""Points within which ends of lines are level."""
LEAST = 3
"""Vertical lines that end together, at least, to be those of a table."""


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
