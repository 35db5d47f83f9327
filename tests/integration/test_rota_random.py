"""Random rotas, laid out in every usual way with the usual spellings of hours, are read back as they were."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table

from knowledge.rota.document import read_rota
from tests.integration.rota_documents import BARE, GRID, RULES, STRIPES, Gold, heading, text, title, write

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
FIRST = (
    "Anita",
    "Thomas",
    "María José",
    "Jean-Pierre",
    "Li",
    "Sarah",
    "Jürgen",
    "Fatima",
    "Olu",
    "Katarzyna",
    "Björn",
    "Tamsin",
)
LAST = (
    "Patel",
    "Weber",
    "García-López",
    "O'Brien",
    "Chen",
    "van der Berg",
    "Müller",
    "Al-Sayed",
    "Adeyemi",
    "Nowak",
    "Lindqvist",
    "Marsh",
)
DEPARTMENTS = (
    "Cardiology",
    "Dermatology",
    "General Practice",
    "ENT",
    "Obstetrics & Gynaecology",
    "Internal Medicine",
    "Orthopaedics",
    "Neurology",
)
ABSENT = ("", "-", "–", "off", "closed", "OFF", "n/a", "on leave", "theatre", "Annual leave")

Shift = tuple[int, int]
Week = dict[str, list[Shift]]


def clock24(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def clock12(minutes: int) -> str:
    half, hour = ("am" if minutes < 720 else "pm"), minutes // 60 % 12 or 12
    return f"{hour}{half}" if minutes % 60 == 0 else f"{hour}:{minutes % 60:02d} {half}"


def bare(minutes: int) -> str:
    hour = minutes // 60 if minutes < 780 else minutes // 60 - 12
    return str(hour) if minutes % 60 == 0 else f"{hour}:{minutes % 60:02d}"


SPELLINGS: dict[str, Callable[[Shift], str]] = {
    "24h": lambda s: f"{clock24(s[0])}-{clock24(s[1])}",
    "spaced": lambda s: f"{clock24(s[0])} – {clock24(s[1])}",
    "dots": lambda s: f"{clock24(s[0])}–{clock24(s[1])}".replace(":", "."),
    "12h": lambda s: f"{clock12(s[0])} to {clock12(s[1])}",
    "12h tight": lambda s: f"{clock12(s[0])}-{clock12(s[1])}",
    "bare": lambda s: f"{bare(s[0])}-{bare(s[1])}",
    "military": lambda s: f"{clock24(s[0])}-{clock24(s[1])}".replace(":", ""),
}
NAMES: tuple[Callable[[str, str], str], ...] = (
    lambda first, last: f"Dr. {first} {last}",
    lambda first, last: f"{last}, {first}",
    lambda first, last: f"{first} {last}",
    lambda first, last: f"{first} {last}, MD",
    lambda first, last: f"Prof. Dr. {first} {last}",
    lambda first, last: f"Dr {last}, {first}",
)  # fmt: skip


def a_week(rng: random.Random) -> Week:
    week: Week = {}
    for day in rng.sample(DAYS, rng.randint(1, 5)):
        morning = (rng.choice((480, 510, 540, 570, 600)), rng.choice((660, 690, 720, 750, 780)))
        afternoon = (rng.choice((780, 810, 840, 870)), rng.choice((960, 990, 1020, 1080)))
        week[day] = rng.choice(
            ([morning], [afternoon], [morning, afternoon] if morning[1] < afternoon[0] else [morning])
        )
    return week


class Random:
    def __init__(self, seed: int) -> None:
        self.rng = rng = random.Random(seed)
        firsts, lasts = rng.sample(FIRST, 12), rng.sample(LAST, 12)
        self.doctors = [
            (first, last, rng.choice(DEPARTMENTS), a_week(rng)) for first, last in zip(firsts, lasts, strict=True)
        ][: rng.randint(2, 6)]
        self.spell = SPELLINGS[rng.choice(list(SPELLINGS))]
        self.name = rng.choice(NAMES)
        self.between = rng.choice((", ", "\n", " / ", " & ", "; "))
        long = rng.random() < 0.5
        self.day = lambda day: day.title() if long else day[:3].title()

    def cell(self, week: Week, day: str) -> str:
        if day not in week:
            return self.rng.choice(ABSENT)
        return self.between.join(self.spell(shift) for shift in week[day])

    def gold(self) -> Gold:
        return {
            (f"{first} {last}", day, clock24(s), clock24(e))
            for first, last, _, week in self.doctors
            for day, shifts in week.items()
            for s, e in shifts
        }

    def style(self):
        return self.rng.choice((GRID, GRID, BARE, RULES, STRIPES))

    def doctors_as_rows(self, path: Path) -> None:
        head = ["Doctor", "Department", *map(self.day, DAYS)]
        rows = [[self.name(first, last), d, *(self.cell(w, day) for day in DAYS)] for first, last, d, w in self.doctors]
        write(path, title(), Table([head, *rows], style=self.style()), wide=True)

    def days_as_rows(self, path: Path) -> None:
        head = [self.rng.choice(("", "Day")), *(self.name(first, last) for first, last, _, _ in self.doctors[:4])]
        self.doctors = self.doctors[:4]
        rows = [[self.day(day), *(self.cell(w, day) for _, _, _, w in self.doctors)] for day in DAYS]
        write(path, title(), Table([head, *rows], style=self.style()), wide=True)

    def lists(self, path: Path) -> None:
        once = self.rng.random() < 0.5
        rows = [["Name", "Specialty", "Day", "Hours"]]
        for first, last, d, week in self.doctors:
            for index, day in enumerate(sorted(week, key=DAYS.index)):
                blank = once and index > 0
                rows.append(
                    ["" if blank else self.name(first, last), "" if blank else d, self.day(day), self.cell(week, day)]
                )
        write(path, title(), Table(rows, style=self.style(), repeatRows=1))

    def sections(self, path: Path) -> None:
        parts: list[object] = [title()]
        for first, last, d, week in self.doctors:
            parts += (
                [heading(f"{self.name(first, last)} – {d}")]
                if self.rng.random() < 0.5
                else [heading(self.name(first, last)), text(d)]
            )
            parts += [
                text(f"{self.day(day)}: {self.cell(week, day)}".replace("\n", ", "))
                for day in DAYS
                if day in week or self.rng.random() < 0.3
            ]
        write(path, *parts)

    def section_tables(self, path: Path) -> None:
        style, parts = self.style(), [title()]
        for first, last, _, week in self.doctors:
            rows = [["Day", "Hours"], *([self.day(day), self.cell(week, day)] for day in DAYS)]
            parts += [heading(self.name(first, last)), Table(rows, style=style)]
        write(path, *parts)

    def prose(self, path: Path) -> None:
        parts = [title()]
        for first, last, d, week in self.doctors:
            said = ", ".join(
                f"{self.day(day)} {' and '.join(self.spell(s) for s in week[day])}"
                for day in sorted(week, key=DAYS.index)
            )
            parts.append(text(f"Dr. {first} {last} ({d}): {said}."))
        write(path, *parts)

    def from_to(self, path: Path) -> None:
        rows = [["Doctor", "Day", "From", "To"]]
        for first, last, _, week in self.doctors:
            for day in sorted(week, key=DAYS.index):
                rows += [[self.name(first, last), self.day(day), clock24(s), clock24(e)] for s, e in week[day]]
        write(path, title(), Table(rows, style=self.style(), repeatRows=1))

    def initials(self, path: Path) -> None:
        """Hours as rows, days as columns, initials in the cells and what they stand for below."""
        keys = {f"{last[0]}{number}": f"Dr {first} {last}" for number, (first, last, _, _) in enumerate(self.doctors)}
        keys = {"".join(chr(ord("A") + int(c)) if c.isdigit() else c for c in key): name for key, name in keys.items()}
        spans = sorted({shift for _, _, _, week in self.doctors for shifts in week.values() for shift in shifts})
        rows = [["", *map(self.day, DAYS)]]
        for span in spans:
            cells = []
            for day in DAYS:
                here = [key for key, doctor in zip(keys, self.doctors, strict=True) if span in doctor[3].get(day, [])]
                cells.append(self.rng.choice((", ", " / ", "\n")).join(here) or self.rng.choice(("", "-")))
            rows.append([f"{clock24(span[0])}-{clock24(span[1])}", *cells])
        write(
            path, title(), Table(rows, style=GRID), *(text(f"{key} = {name}") for key, name in keys.items()), wide=True
        )

    def side_by_side(self, path: Path) -> None:
        """Each doctor's list beside the next one's."""
        self.doctors = self.doctors[:2]
        canvas = Canvas(str(path))
        canvas.drawString(60, 800, "Riverside Clinic - Doctors' Rota")
        for column, (first, last, d, week) in enumerate(self.doctors):
            lines = [
                self.name(first, last),
                d,
                *(f"{self.day(day)} {self.cell(week, day)}" for day in DAYS if day in week),
            ]
            for index, line in enumerate(lines):
                canvas.drawString(60 + 260 * column, 760 - 16 * index - 5 * column, line.replace("\n", ", "))
        canvas.save()

    def merged_days(self, path: Path) -> None:
        """Doctors as rows; equal cells of neighbouring days are one."""
        rows, style = [["Doctor", *map(self.day, DAYS)]], [("GRID", (0, 0), (-1, -1), 0.5, colors.black)]
        for number, (first, last, _, week) in enumerate(self.doctors, start=1):
            line, column = [self.name(first, last)], 0
            while column < len(DAYS):
                same = next(
                    (c for c in range(column, len(DAYS)) if week.get(DAYS[c]) != week.get(DAYS[column])), len(DAYS)
                )
                if DAYS[column] in week and same - column > 1:
                    style.append(("SPAN", (column + 1, number), (same, number)))
                line += [self.cell(week, DAYS[column])] + [""] * (same - column - 1)
                column = same
            rows.append(line)
        write(path, title(), Table(rows, style=style), wide=True)


LAYOUTS = (
    "doctors_as_rows", "days_as_rows", "lists", "sections", "section_tables", "prose",
    "from_to", "initials", "side_by_side", "merged_days",
)  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("seed", range(8))
def test_a_random_rota_reads_back_equal(layout: str, seed: int, tmp_path: Path) -> None:
    rota = Random(seed * 100 + LAYOUTS.index(layout))
    getattr(rota, layout)(tmp_path / "rota.pdf")
    read = read_rota(tmp_path / "rota.pdf", date(2026, 11, 20))
    assert {(d.name, e.day, e.start, e.end) for d in read.doctors for e in d.availability} == rota.gold()
