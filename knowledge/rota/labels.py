"""What the headings of a table's columns and the labels of a row say of the cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.rota.cells import Reading
from knowledge.rota.headings import Role
from knowledge.rota.hours import Half
from knowledge.rota.model import DayRef, Hours
from knowledge.rota.parts import Given
from knowledge.rota.tables import Grid, same_edges


@dataclass
class Heading:
    days: tuple[DayRef, ...] = ()
    hours: tuple[Hours, ...] = ()
    name: str | None = None
    department: str | None = None
    half: Half | None = None
    role: Role | None = None

    @property
    def holds_values(self) -> bool:
        return bool(self.days or self.hours or self.name)


@dataclass
class Carried:
    """What a table hands to its continuation on the next page."""

    headings: list[Heading] = field(default_factory=list)
    labels: dict[int, Reading] = field(default_factory=dict)
    section: Given = field(default_factory=Given)
    page: int = 0
    edges: Sequence[float] = ()

    def continues(self, grid: Grid) -> bool:
        """Whether the table on the next page is the rest of this one: it has the same columns."""
        return grid.page == self.page + 1 and same_edges(grid.edges, self.edges)


@dataclass
class Row:
    name: str | None = None
    others: tuple[str, ...] = ()
    """Doctors who share the row with the first."""
    department: str | None = None
    days: tuple[DayRef, ...] = ()
    hours: tuple[Hours, ...] = ()
    half: Half | None = None
    note: str | None = None
    unread: bool = False
    """Whether the column of doctors holds something that is no name."""
