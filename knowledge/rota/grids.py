"""Reads a table whichever way round it is: headings above and labels at the left say what a cell does not say itself.

Doctors as rows, as columns, or in the cells; days as columns, as rows, or in a column "Day"; hours in the cells, in
columns "From" and "To", or as the labels of rows or columns.
"""

from __future__ import annotations

from dataclasses import replace

from knowledge.rota.banners import is_banner
from knowledge.rota.cell_text import read_cell
from knowledge.rota.cells import (
    Reading,
    department_of,
    describe,
    names_in,
    names_together,
    readings_by_row,
)
from knowledge.rota.gathering import Gathering
from knowledge.rota.heading_rows import HeadingRows
from knowledge.rota.hours import ClockTime, resolve
from knowledge.rota.labels import Carried, Heading, Row
from knowledge.rota.model import DayRef, Hours, Source
from knowledge.rota.parts import Given
from knowledge.rota.people import whole_name
from knowledge.rota.stacked import unstacked
from knowledge.rota.statements import read_statement
from knowledge.rota.tables import Cell, Grid
from knowledge.rota.timetables import is_form, timetable
from knowledge.rota.wording import TICK, read_marks


class _GridReader:
    def __init__(self, grid: Grid, section: Given, gathering: Gathering, carried: Carried | None) -> None:
        self.grid, self.section, self.gathering = grid, section, gathering
        self.rows = readings_by_row(grid, gathering)
        fits = carried is not None and len(carried.headings) == grid.width
        if carried and carried.continues(grid) and not section.doctor and not section.department:
            self.section = carried.section
        self.heads = HeadingRows(grid.width, self.rows, gathering, carried if fits else None)
        self.labels: dict[int, Reading] = dict(carried.labels) if fits and carried else {}
        self.merged: dict[int, list[tuple[str | None, tuple[DayRef, ...]]]] = {}
        self.timetable = timetable(self.rows)
        self.hours_above: tuple[Hours, ...] = ()

    @property
    def headings(self) -> list[Heading]:
        return self.heads.headings

    def read(self) -> Given:
        heads = self.heads
        for index, row in enumerate(self.rows):
            filled = [reading for reading in row if reading.kind != "blank"]
            if not filled:
                continue
            if heads.after_heading and len(filled) == 1 and filled[0].kind == "role":
                continue
            if heads.is_heading(index, row, filled):
                heads.take(filled, self.section.department)
                heads.headed = heads.after_heading = True
                continue
            whole_width = len(filled) == 1 and filled[0].cell.columns == (0, self.grid.width - 1)
            titled = heads.headed or filled[0].cell.text in self.gathering.titles
            if whole_width and titled and is_banner(self.rows, index):
                filled[0].kind, filled[0].department = "department", department_of(filled[0].text)
            if not heads.headed and heads.inherited and not whole_width:
                heads.headings, heads.headed = [replace(h) for h in heads.inherited.headings], True
            heads.after_heading = False
            if len(filled) == 1 and self._is_section(filled[0]):
                self._take_section(filled[0])
                continue
            self._read_row(row, index)
        return self.section

    def carried(self) -> Carried:
        return Carried(self.headings, self.labels, self.section, self.grid.page, self.grid.edges)

    def _is_section(self, reading: Reading) -> bool:
        whole_width = reading.cell.columns == (0, self.grid.width - 1)
        if reading.kind in ("department", "name"):
            return whole_width or (reading.cell.columns[0] == 0 and not self.headings[0].days)
        return whole_width or reading.has("week")

    def _take_section(self, reading: Reading) -> None:
        if reading.kind == "name":
            self.section = replace(
                self.section,
                doctor=reading.name,
                department=reading.department or self.section.department,
                note=reading.note,
            )
            self.gathering.mention(str(reading.name), self.section.department)
            self.labels.clear()
            if reading.cell.columns[0] == reading.cell.columns[1]:
                self.labels[reading.cell.columns[0]] = reading
        elif reading.kind == "department":
            self.section = Given(department=reading.department)
            self.labels.clear()
        elif reading.kind == "days":
            self.labels = {0: reading}
        else:
            source = reading.source(self.grid.page)
            self.section = read_statement(
                reading.text, read_marks(reading.text), self.section, self.gathering, lambda s, e: source
            )

    def _read_row(self, row: list[Reading], index: int) -> None:
        values = [r for r in row if self._is_value(r)]
        labels = [r for r in row if r not in values and r.kind != "blank"]
        known = self._row_labels(labels, row)
        if index in self.timetable:
            known.hours = (self.timetable[index],)
        elif self._goes_on(row, values, known):
            known.hours = self.hours_above
        self.hours_above = known.hours
        values = [r for r in values if self._is_new(r, known)]
        times: dict[tuple[tuple[DayRef, ...], int], dict[str, Reading]] = {}
        if known.name:
            self.gathering.mention(known.name, known.department)
        for reading in labels:
            heading = self.headings[reading.cell.columns[0]]
            if reading.kind == "time" and heading.role in ("start", "end"):
                times.setdefault((heading.days, self._pair_of(reading)), {})[str(heading.role)] = reading
            elif self._states_hours(reading, heading, known, values):
                self._read_value(reading, known)
        for reading in values:
            heading = self.headings[reading.cell.columns[0]]
            if reading.kind == "time" and heading.role in ("start", "end"):
                times.setdefault((heading.days, self._pair_of(reading)), {})[str(heading.role)] = reading
            elif reading.kind != "blank":
                self._read_value(reading, known)
        for (days, _), pair in times.items():
            self._read_from_to(pair, days or known.days or self.section.days, known)

    def _goes_on(self, row: list[Reading], values: list[Reading], known: Row) -> bool:
        """Whether a row is the next line of the one above, which hours label: more names, and no label."""
        unlabelled = row[0].kind == "blank" and not known.hours and not known.name and not known.days
        names = [r for r in values if r.kind != "blank"]
        return unlabelled and all(names_in(r, self.gathering.keys) and not r.has("hours") for r in names)

    def _pair_of(self, reading: Reading) -> int:
        """Of columns "From", "To", "From", "To": which of the pairs a cell belongs to."""
        roles = [heading.role for heading in self.headings[: reading.cell.columns[0] + 1]]
        return roles.count(self.headings[reading.cell.columns[0]].role)

    def _is_new(self, reading: Reading, known: Row) -> bool:
        """Of a cell merged over several rows: whether this row says something that those above did not."""
        said = (known.name, known.days)
        if reading.cell.rows[0] == reading.cell.rows[1]:
            return True
        before = self.merged.setdefault(id(reading), [])
        before.append(said)
        return said not in before[:-1]

    def _hours_down(self, reading: Reading, hours: tuple[Hours, ...]) -> tuple[Hours, ...]:
        """The hours that a name merged over several rows holds for: one stretch where they follow each other."""
        first, last = reading.cell.rows
        if len(hours) != 1 or first == last:
            return hours
        below = [self._label_hours(index) for index in range(first + 1, last + 1)]
        joined = list(hours)
        for label in below:
            if label and label != joined[-1]:
                if label.start == joined[-1].end:
                    joined[-1] = Hours(joined[-1].start, label.end)
                else:
                    joined.append(label)
        return tuple(joined)

    def _label_hours(self, index: int) -> Hours | None:
        if index in self.timetable:
            return self.timetable[index]
        labels = [r for r in self.rows[index] if r.kind == "hours" and not self._is_value(r)]
        return labels[0].hours[0] if labels else None

    def _is_value(self, reading: Reading) -> bool:
        heading = self.headings[reading.cell.columns[0]]
        return heading.holds_values and heading.role not in ("note", "department", "doctor")

    def _states_hours(self, reading: Reading, heading: Heading, known: Row, values: list[Reading]) -> bool:
        if heading.role == "note" or (reading.kind == "days" and any(h.hours for h in self.headings)):
            return False
        if reading.kind == "hours":
            return not values and not any(h.holds_values for h in self.headings)
        if heading.role == "hours":
            return reading.kind != "half"
        return reading.kind == "other" and (reading.has("hours") or (heading.role is None and reading.has("unsure")))

    def _row_labels(self, labels: list[Reading], row: list[Reading]) -> Row:
        known = Row(name=None, department=None)
        own: dict[int, Reading] = {}
        given_name = ""
        for reading in labels:
            column = reading.cell.columns[0]
            role = self.headings[column].role
            if reading.kind == "half" and role == "hours":
                own[column] = reading
            heads_labels = role == "hours" and reading.kind in ("days", "name") and any(h.hours for h in self.headings)
            if role in ("start", "end", "hours", "note") and not heads_labels:
                continue
            if role == "doctor" and (names := names_together(reading, self.gathering.keys)):
                reading.kind, reading.name, reading.others = "name", names[0], tuple(names[1:])
            elif role == "doctor" and reading.kind in ("other", "department"):
                reading.kind, reading.name = "name", whole_name(reading.text.split("\n")[0])
                known.unread = reading.name is None
            if role == "first" and reading.text:
                given_name = " ".join(reading.text.split())
                continue
            if role == "department" and reading.kind in ("other", "name", "department"):
                reading.kind, reading.department = "department", department_of(reading.text)
            if reading.kind in ("name", "days", "department", "half"):
                own[column] = reading
        surname = next((r for c, r in own.items() if self.headings[c].role == "doctor" and r.name), None)
        if given_name and surname:
            surname.name = whole_name(f"{surname.name}, {given_name}") or surname.name
        settled = self._with_carried(own, row)
        for column, reading in settled.items():
            if reading.kind == "name" and (not known.name or self.headings[column].role == "doctor"):
                known.name, known.others, known.note = reading.name, reading.others, reading.note
                known.department = reading.department or known.department
            elif reading.kind == "days":
                known.days = _both(known.days, reading.days)
                known.half = reading.half or known.half
            elif reading.kind == "department":
                known.department = reading.department
            elif reading.kind == "half":
                known.half = reading.half
        known.hours = tuple(
            h for r in labels if r.kind == "hours" and self.headings[r.cell.columns[0]].role != "note" for h in r.hours
        )
        for reading in labels:
            if self.headings[reading.cell.columns[0]].role == "note" and any(
                m.kind in ("absent", "unsure") for m in reading.marks
            ):
                known.note = " ".join(reading.text.split())
                self.gathering.doubt("a remark that may limit the hours", reading.source(self.grid.page), known.name)
        return known

    def _with_carried(self, own: dict[int, Reading], row: list[Reading]) -> dict[int, Reading]:
        """Labels given once for several rows hold until one in the same column, or in a column left of it, changes."""
        changed = [column for column, reading in own.items() if self.labels.get(column) is not reading]
        for column in sorted(changed):
            for later in [c for c in self.labels if c >= column]:
                del self.labels[later]
        blank = {r.cell.columns[0] for r in row if r.kind == "blank"}
        settled = {
            column: reading
            for column, reading in self.labels.items()
            if column in blank or column not in {r.cell.columns[0] for r in row}
        }
        settled |= own
        self.labels |= own
        return dict(sorted(settled.items()))

    def _given(self, reading: Reading, known: Row) -> Given:
        first, last = reading.cell.columns
        covered = self.headings[first : last + 1]
        heading = covered[0]
        days = tuple(dict.fromkeys(day for h in covered for day in h.days)) or known.days or self.section.days
        named = heading.role not in ("start", "end", "hours") or self._over_both(heading)
        doctor = known.name or (heading.name if named else None) or (None if known.unread else self.section.doctor)
        department = (
            known.department or (heading.department if doctor == heading.name else None) or self.section.department
        )
        note = known.note or (self.section.note if doctor == self.section.doctor else None)
        return Given(doctor, department, days, known.hours or heading.hours, heading.half or known.half, note)

    def _over_both(self, heading: Heading) -> bool:
        """Whether a doctor heads columns of both, where hours begin and where they end."""
        return {"start", "end"} <= {other.role for other in self.headings if other.name == heading.name}

    def _read_value(self, reading: Reading, known: Row) -> None:
        for name in known.others:
            self._read_value(reading, replace(known, name=name, others=()))
        given, source = self._given(reading, known), reading.source(self.grid.page)
        names = (
            names_in(reading, self.gathering.keys)
            if given.hours or (not given.doctor and reading.kind == "name")
            else []
        )
        if given.hours and given.days and names and not reading.has("hours"):
            for name in names:
                for hours in self._hours_down(reading, given.hours):
                    self.gathering.add(
                        name,
                        known.department or self.section.department,
                        given.days,
                        hours,
                        source,
                        None,
                        joins=bool(self.timetable),
                    )
        elif given.hours and given.doctor and reading.kind == "days" and reading.days:
            for hours in given.hours:
                self.gathering.add(given.doctor, given.department, reading.days, hours, source, given.note)
        elif (ticked := self._ticked(reading, given)) and given.doctor and given.days:
            for hours in ticked:
                self.gathering.add(given.doctor, given.department, given.days, hours, source, given.note)
        else:
            for shadow in self._covered_doctors(reading, given):
                read_cell(reading.text, shadow, self.gathering, source)

    def _ticked(self, reading: Reading, given: Given) -> tuple[Hours, ...]:
        """The hours that a tick stands for: of its row or column, or of the half of the day that heads it."""
        if not TICK.fullmatch(reading.text):
            return ()
        known = self.gathering.halves.get(given.half) if given.half else None
        return given.hours or ((known,) if known else ())

    def _covered_doctors(self, reading: Reading, given: Given) -> list[Given]:
        """A cell merged over several doctors' columns holds for each of them."""
        names = list(
            dict.fromkeys(
                h.name for h in self.headings[reading.cell.columns[0] : reading.cell.columns[1] + 1] if h.name
            )
        )
        return [replace(given, doctor=name) for name in names] if len(names) > 1 else [given]

    def _read_from_to(self, pair: dict[str, Reading], days: tuple[DayRef, ...], known: Row) -> None:
        for name in known.others:
            self._read_from_to(pair, days, replace(known, name=name, others=()))
        reading = pair.get("start") or pair["end"]
        text = " - ".join(r.text.strip() for r in (pair.get("start"), pair.get("end")) if r)
        source = Source(self.grid.page, text, reading.cell.box)
        given = self._given(reading, known)
        first, last = (r.time if r else None for r in (pair.get("start"), pair.get("end")))
        hours = (
            resolve(first, last, given.half) if isinstance(first, ClockTime) and isinstance(last, ClockTime) else None
        )
        if hours is None or not given.doctor or not days:
            self.gathering.doubt(
                "unclear times" if hours is None else "hours without a day or a doctor", source, given.doctor
            )
        else:
            self.gathering.add(given.doctor, given.department, days, hours, source, given.note)


def _both(first: tuple[DayRef, ...], second: tuple[DayRef, ...]) -> tuple[DayRef, ...]:
    """The days of two labels of a row; a date and its weekday are one day."""
    dated = {ref.day for ref in (*first, *second) if ref.date}
    return tuple(dict.fromkeys(ref for ref in (*first, *second) if ref.date or ref.day not in dated))


def read_grid(grid: Grid, section: Given, gathering: Gathering, carried: Carried | None) -> tuple[Given, Carried]:
    """Adds what the table says; returns what holds below it and what its continuation on the next page needs."""
    grid = unstacked(grid, lambda text: describe(Cell(text, grid.box, (0, 0), (0, 0)), gathering).kind == "days")
    if is_form(grid):
        grid = grid.turned()
    reader = _GridReader(grid, section, gathering, carried)
    after = reader.read()
    return after, reader.carried()
