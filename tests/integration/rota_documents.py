"""Rotas as clinics lay them out, each with what a careful person reads in it; made by reportlab when a test runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

STYLES = getSampleStyleSheet()
GRID = TableStyle(
    [
        ("GRID", (0, 0), (-1, -1), 0.5, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("FONTSIZE", (0, 0), (-1, -1), 8),
    ]
)
BARE = TableStyle([("FONTSIZE", (0, 0), (-1, -1), 9)])
RULES = TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.grey), ("FONTSIZE", (0, 0), (-1, -1), 9)])
STRIPES = TableStyle(
    [("ROWBACKGROUNDS", (0, 0), (-1, -1), [colors.whitesmoke, colors.lightgrey]), ("FONTSIZE", (0, 0), (-1, -1), 9)]
)

Gold = set[tuple[str, str, str, str]]


@dataclass(frozen=True)
class Document:
    """`gold`: (doctor, day, start, end); `departments` and `dates` where the document states them; `doubts`: texts that
    must come back as warnings."""

    build: Callable[[Path], None]
    gold: Gold
    departments: dict[str, str | None] | None = None
    dates: dict[str, str] | None = None
    doubts: tuple[str, ...] = ()


DOCUMENTS: dict[str, Document] = {}


def hours(text: str) -> Gold:
    """Gold from lines such as "Anita Patel: mon 09:00-12:00 14:00-17:00, wed 10:00-13:00"."""
    days = {day[:3]: day for day in ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]}
    gold: Gold = set()
    for line in filter(None, map(str.strip, text.splitlines())):
        name, _, shifts = line.partition(": ")
        for shift in shifts.split(", "):
            day, *spans = shift.split()
            for span in spans:
                start, _, end = span.partition("-")
                gold.add((name, days[day], start, end))
    return gold


def document(gold: str, **more: object) -> Callable[[Callable[[Path], None]], Callable[[Path], None]]:
    def register(build: Callable[[Path], None]) -> Callable[[Path], None]:
        DOCUMENTS[build.__name__] = Document(build, hours(gold), **more)  # type: ignore[arg-type]
        return build

    return register


def write(path: Path, *flowables: object, wide: bool = False) -> None:
    SimpleDocTemplate(str(path), pagesize=landscape(A4) if wide else A4).build(list(flowables))


def heading(text: str) -> Paragraph:
    return Paragraph(text, STYLES["Heading2"])


def title(text: str = "Riverside Clinic - Doctors' Rota") -> Paragraph:
    return Paragraph(text, STYLES["Title"])


def text(value: str) -> Paragraph:
    return Paragraph(value, STYLES["BodyText"])


@document(
    """Anita Patel: mon 09:00-12:00, tue 09:00-12:00 14:00-17:00, fri 13:00-17:00
    Thomas Weber: mon 14:00-18:00, wed 08:30-12:30, thu 08:30-12:30
    Maria Garcia-Lopez: tue 10:00-13:00, thu 10:00-13:00""",
    departments={"Anita Patel": "Cardiology", "Thomas Weber": "General Practice"},
)
def doctors_as_rows(path: Path) -> None:
    rows = [
        ["Doctor", "Department", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday"],
        ["Dr. Anita Patel", "Cardiology", "09:00-12:00", "09:00-12:00\n14:00-17:00", "off", "-", "13:00 – 17:00"],
        ["Dr. Thomas Weber", "General Practice", "14:00-18:00", "closed", "08:30-12:30", "08:30-12:30", "—"],
        ["Dr. Maria\nGarcia-Lopez", "Dermatology", "", "10:00-13:00", "", "10:00-13:00", "on leave until 1 Dec"],
    ]
    write(path, title(), text("Tel. 555-0101, 12-14 River Street"), Table(rows, style=GRID), wide=True)


@document(
    """Anita Patel: mon 09:00-13:00, wed 09:00-13:00
    Thomas Weber: mon 14:00-17:00, tue 09:00-12:00 14:00-16:00
    Li Chen: tue 08:00-11:00, fri 08:00-11:00"""
)
def days_as_rows(path: Path) -> None:
    rows = [
        ["", "Dr Patel, Anita", "Dr Weber, Thomas", "Dr Chen, Li"],
        ["Monday", "9-1", "2-5", "off"],
        ["Tuesday", "", "9-12, 2-4", "8-11"],
        ["Wednesday", "9-1", "n/a", "-"],
        ["Thursday", "Closed", "Closed", "Closed"],
        ["Friday", "", "theatre", "8-11"],
    ]
    write(path, title(), Table(rows, style=GRID))


@document(
    """Anita Patel: mon 09:00-12:00, tue 14:00-17:00
    Thomas Weber: mon 08:00-12:30, tue 08:00-12:30, wed 08:00-12:30, thu 08:00-12:30, fri 08:00-12:30
    Elena Ruiz: wed 09:00-14:00, sat 10:00-13:00""",
    departments={"Anita Patel": "Cardiology", "Thomas Weber": "General Practice", "Elena Ruiz": "Paediatrics"},
)
def section_per_doctor(path: Path) -> None:
    write(
        path,
        title(),
        heading("Dr. Anita Patel – Cardiology"),
        text("Monday 9:00 am – 12:00 pm"),
        text("Tuesday 2:00 pm – 5:00 pm"),
        heading("Dr. Thomas Weber (General Practice)"),
        text("Mon–Fri 08.00–12.30"),
        heading("Dr. Elena Ruiz"),
        text("Paediatrics"),
        text("Wednesday: 9am-2pm, Room 12"),
        text("Thursday: off"),
        text("Saturday: 10-1"),
        heading("Notes"),
        text("Reception is open Mon-Fri 8-18. Questions? Call 555-0101."),
    )


@document(
    """Anita Patel: mon 09:00-12:00, tue 14:00-17:00
    Weber: wed 09:00-12:00, fri 13:00-17:00
    O'Brien: mon 09:00-12:00, wed 09:00-12:00, fri 14:00-17:00""",
    doubts=("every other Thursday",),
)
def prose(path: Path) -> None:
    write(
        path,
        title(),
        text("Dr Anita Patel: Monday 9-12, Tuesday 14:00-17:00"),
        text(
            "Dr. Weber sees patients on Wednesdays from 9 am to noon "
            "and on Fridays from 1 pm to 5 pm, and every other Thursday 9-12."
        ),
        text("Dr O'Brien is in on Mondays and Wednesdays from 9 to 12 and on Fridays from 2pm to 5pm."),
        text("Please note: the pharmacy closes at 18:00."),
    )


@document(
    """Anita Patel: mon 09:00-12:00, tue 09:00-12:00, thu 14:00-17:00
    Thomas Weber: mon 14:00-18:00, wed 08:30-12:30
    Jean-Pierre Martin: tue 10:00-13:00, thu 10:00-13:00, fri 10:00-13:00""",
    departments={"Anita Patel": "Cardiology", "Thomas Weber": "General Practice"},
)
def no_lines(path: Path) -> None:
    rows = [
        ["Doctor", "Department", "Mon", "Tue", "Wed", "Thu", "Fri"],
        ["Dr. Anita Patel", "Cardiology", "09:00-12:00", "09:00-12:00", "", "14:00-17:00", ""],
        ["Dr. Thomas Weber", "General Practice", "14:00-18:00", "", "08:30-12:30", "off", "off"],
        ["Dr. Jean-Pierre Martin", "ENT", "", "10:00-13:00", "", "10:00-13:00", "10:00-13:00"],
    ]
    write(path, title(), Table(rows, style=BARE), wide=True)


@document(
    """Anita Patel: mon 09:00-12:00 14:00-17:00, tue 09:00-12:00
    Thomas Weber: tue 13:00-17:00, fri 08:00-12:00"""
)
def no_lines_days_as_rows(path: Path) -> None:
    rows = [
        ["", "Dr Anita Patel", "Dr Thomas Weber"],
        ["Monday", "9-12", ""],
        ["", "2-5", ""],
        ["Tuesday", "9-12", "1-5"],
        ["Friday", "", "8-12"],
    ]
    write(path, title(), Table(rows, style=BARE))


@document(
    """Anita Patel: mon 08:00-12:00, wed 08:00-12:00
    Thomas Weber: tue 13:00-17:00, thu 13:00-17:00"""
)
def rules_between_rows(path: Path) -> None:
    rows = [
        ["Physician", "Mon", "Tue", "Wed", "Thu", "Fri"],
        ["Patel, Anita, MD", "8am-12pm", "", "8am-12pm", "", ""],
        ["Weber, Thomas, MD", "", "1pm-5pm", "", "1-5pm", ""],
    ]
    write(path, title(), Table(rows, style=RULES, colWidths=[130] + [75] * 5))


@document(
    """Anita Patel: mon 08:00-12:00, wed 08:00-12:00
    Thomas Weber: tue 13:00-17:00, thu 13:00-17:00"""
)
def striped(path: Path) -> None:
    rows = [
        ["Name", "Mon", "Tue", "Wed", "Thu", "Fri"],
        ["Anita Patel", "08:00-12:00", "", "08:00-12:00", "", ""],
        ["Thomas Weber", "", "13:00-17:00", "", "13:00-17:00", ""],
    ]
    write(path, title(), Table(rows, style=STRIPES))


@document(
    """Anita Patel: mon 09:00-12:00, wed 13:30-17:00
    Thomas Weber: tue 08:00-11:30, tue 14:00-18:00, thu 08:00-11:30""",
    departments={"Anita Patel": "Cardiology", "Thomas Weber": "General Practice"},
)
def list_from_to(path: Path) -> None:
    rows = [
        ["Doctor", "Specialty", "Day", "From", "To", "Room"],
        ["Dr Anita Patel", "Cardiology", "Monday", "09:00", "12:00", "12"],
        ["", "", "Wednesday", "13:30", "17:00", "12"],
        ["Dr Thomas Weber", "General Practice", "Tuesday", "8:00 am", "11:30 am", "9-12"],
        ["", "", "", "2:00 pm", "6:00 pm", "9-12"],
        ["", "", "Thursday", "8:00 am", "11:30 am", "4"],
    ]
    write(path, title(), Table(rows, style=GRID))


@document(
    """Anita Patel: mon 09:00-12:00, tue 09:00-12:00, wed 09:00-12:00, fri 14:00-16:00
    Thomas Weber: mon 14:00-18:00, thu 14:00-18:00"""
)
def list_of_days_and_hours(path: Path) -> None:
    rows = [
        ["Name", "Days", "Hours", "Notes"],
        ["Dr A. Patel", "Mon-Wed", "09:00-12:00", ""],
        ["Dr A. Patel", "Fri", "14:00-16:00", "Room 4"],
        ["Dr T. Weber", "Mon, Thu", "2 p.m. - 6 p.m.", "ext. 1417"],
    ]
    write(
        path,
        title(),
        Table(rows, style=GRID),
        Spacer(0, 12),
        text("Dr Anita Patel is head of cardiology, Dr Thomas Weber her deputy."),
    )
