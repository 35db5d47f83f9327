"""More rotas: tight columns of text, several tables on a page, labels that hold for several rows, dates, prose."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Spacer, Table, TableStyle

from tests.integration.rota_documents import BARE, GRID, document, heading, text, title, write


def placed(
    path: Path, lines: list[list[tuple[float, str]]], font: str = "Helvetica", size: float = 9, pitch: float = 14
) -> None:
    """Text drawn at x positions, line by line, without any ruling."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont(font, size)
    for index, line in enumerate(lines):
        for x, content in line:
            canvas.drawString(x, 800 - index * pitch, content)
    canvas.save()


@document(
    """Anita Patel: mon 09:00-12:00, tue 09:00-12:00, wed 13:00-17:00, fri 09:00-12:00
    Thomas Weber: mon 13:00-17:00, thu 08:00-12:00, fri 13:00-17:00"""
)
def tight_columns(path: Path) -> None:
    xs = [50, 130, 190, 250, 310, 370]
    rows = [
        ["Doctor", "Mon", "Tue", "Wed", "Thu", "Fri"],
        ["Dr A. Patel", "09:00-12:00", "09:00-12:00", "13:00-17:00", "-", "09:00-12:00"],
        ["Dr T. Weber", "13:00-17:00", "off", "", "08:00-12:00", "13:00-17:00"],
    ]
    lines = [
        [(50.0, "Rota")],
        [],
        *[[(x, c) for x, c in zip(xs, row, strict=True) if c] for row in rows],
        [],
        [(50.0, "Dr Anita Patel, Dr Thomas Weber")],
    ]
    placed(path, lines)


@document(
    """Anita Patel: mon 09:00-12:00, wed 14:00-17:00
    Thomas Weber: tue 08:30-12:30, wed 08:30-12:30
    Mei Lin: mon 10:00-16:00""",
    departments={"Anita Patel": "Cardiology", "Thomas Weber": "ENT", "Mei Lin": "Paediatrics"},
)
def departments_below_names(path: Path) -> None:
    rows = [
        ["Day", "Dr Anita\nPatel", "Dr Thomas Weber", "Dr Mei Lin"],
        ["", "Cardiology", "ENT", "Paediatrics"],
        ["Mon", "9:00-12:00", "-", "10-4"],
        ["Tue", "-", "8:30-12:30", "-"],
        ["Wed", "14:00-17:00", "8:30-12:30", "-"],
        ["Sat", "closed", "closed", "closed"],
    ]
    write(path, title(), Table(rows, style=GRID))


@document(
    """Anita Patel: mon 09:00-12:00 14:00-17:00, tue 09:00-12:00
    Thomas Weber: wed 14:00-18:00, thu 08:00-12:00"""
)
def section_tables_with_halves(path: Path) -> None:
    first = [["", "Morning", "Afternoon"], ["Monday", "9-12", "2-5"], ["Tuesday", "9-12", "-"]]
    second = [["", "Morning", "Afternoon"], ["Wednesday", "", "2-6"], ["Thursday", "8-12", "off"]]
    write(
        path,
        title(),
        heading("Dr Anita Patel"),
        Table(first, style=GRID),
        heading("Dr Thomas Weber"),
        Table(second, style=GRID),
    )


@document(
    """Anita Patel: mon 09:00-12:00, tue 14:00-17:00
    Thomas Weber: wed 09:00-12:00, thu 14:00-17:00"""
)
def side_by_side(path: Path) -> None:
    left = Table(
        [["Dr Anita Patel", ""], ["Monday", "09:00-12:00"], ["Tuesday", "14:00-17:00"]],
        style=TableStyle([*GRID.getCommands(), ("SPAN", (0, 0), (1, 0))]),
    )
    right = Table(
        [["Dr Thomas Weber", ""], ["Wednesday", "09:00-12:00"], ["Thursday", "14:00-17:00"]],
        style=TableStyle([*GRID.getCommands(), ("SPAN", (0, 0), (1, 0))]),
    )
    write(path, title(), Table([[left, right]], colWidths=[220, 220]))


@document(
    """Anita Patel: mon 09:00-12:00, tue 09:00-12:00, thu 14:00-17:30
    Katarzyna Wójcik: mon 13:00-18:00, fri 08:00-12:00"""
)
def long_prose(path: Path) -> None:
    write(
        path,
        title(),
        text(
            "From January our cardiologist Dr. Anita Patel will be seeing patients on Monday and Tuesday "
            "mornings between 9:00 and 12:00 "
            "as before. She is also here on Thursday afternoons from 14:00 to 17:30. "
            "Our new colleague Dr. Katarzyna Wójcik works "
            "Mondays 1pm-6pm and Fridays 8am-12pm; she does not see children."
        ),
        text("Phone 555-0199, Mon-Fri 8-18."),
    )


@document(
    """Anita Patel: mon 09:00-12:00, tue 09:00-12:00
    Thomas Weber: mon 09:00-12:00, wed 13:00-17:00
    Mei Lin: tue 13:00-17:00"""
)
def names_in_cells(path: Path) -> None:
    rows = [
        ["", "Monday", "Tuesday", "Wednesday"],
        ["9:00 - 12:00", "Dr Anita Patel\nDr Thomas Weber", "Dr Patel", "-"],
        ["13:00 - 17:00", "", "Dr Mei Lin", "Dr Weber"],
    ]
    write(path, title(), Table(rows, style=GRID))


@document(
    """Anita Patel: mon 09:00-12:00, wed 09:00-12:00
    Thomas Weber: mon 14:00-17:00, tue 09:00-12:00"""
)
def hours_as_columns(path: Path) -> None:
    rows = [
        ["", "09:00-12:00", "14:00-17:00"],
        ["Monday", "Anita Patel", "Thomas Weber"],
        ["Tuesday", "Thomas Weber", "closed"],
        ["Wednesday", "Anita Patel", ""],
    ]
    write(path, title(), Table(rows, style=GRID))


@document(
    """Anita Patel: mon 09:00-12:00, wed 09:00-12:00, fri 09:00-12:00
    Thomas Weber: mon 09:00-13:00, wed 09:00-13:00, fri 14:00-18:00
    Mei Lin: tue 08:00-16:00, thu 08:00-16:00""",
    departments={"Anita Patel": "Cardiology", "Mei Lin": "Wound Care"},
)
def shifts_in_one_column(path: Path) -> None:
    rows = [
        ["Consultant", "Specialty", "Availability"],
        ["Patel, Anita (Dr)", "Cardiology", "Mon/Wed/Fri 9-12"],
        ["Weber, Thomas (Dr)", "General Medicine", "Mon, Wed: 9am-1pm\nFri: 2pm-6pm"],
        ["Lin, Mei (Dr)", "Wound Care", "Tue & Thu 0800-1600"],
    ]
    write(path, title(), Table(rows, style=GRID))


@document(
    """Anita Patel: mon 09:00-12:00, tue 10:00-11:00
    Thomas Weber: mon 13:00-16:00 17:00-19:00""",
    dates={"monday": "2026-11-30", "tuesday": "2026-12-01"},
)
def list_by_date(path: Path) -> None:
    rows = [
        ["Date", "Doctor", "Start", "End"],
        ["2026-11-30", "Dr Anita Patel", "09:00", "12:00"],
        ["2026-11-30", "Dr Thomas Weber", "13:00", "16:00"],
        ["2026-11-30", "Dr Thomas Weber", "17:00", "19:00"],
        ["2026-12-01", "Dr Anita Patel", "10:00", "11:00"],
    ]
    write(path, title(), Table(rows, style=GRID))


@document(
    """Anita Patel: mon 09:00-12:00, tue 09:00-12:00 13:00-15:00
    Thomas Weber: wed 08:00-12:00""",
    dates={"monday": "2026-11-23", "tuesday": "2026-11-24", "wednesday": "2026-11-25"},
)
def week_commencing(path: Path) -> None:
    rows = [
        ["Doctor", "Mon", "Tue", "Wed"],
        ["Dr Anita Patel", "9-12", "9-12 & 1-3", "study leave"],
        ["Dr Thomas Weber", "", "", "8-12"],
    ]
    write(path, title("Rota, week commencing 23 November 2026"), Table(rows, style=GRID))


@document(
    """Anita Patel: mon 09:00-12:00, thu 09:00-12:00
    Thomas Weber: tue 13:00-17:00"""
)
def typewriter(path: Path) -> None:
    rows = [
        "RIVERSIDE CLINIC                    Tel 555-0100",
        "12-14 River Street, Springfield     Fax 555-0101",
        "",
        "DOCTOR          MON        TUE        WED        THU",
        "Patel, Anita    9-12       --         --         9-12",
        "Weber, Thomas   --         1-5        --         OFF",
        "",
        "Printed 20.11.2026, page 1 of 1",
    ]
    placed(path, [[(50.0, row)] for row in rows], font="Courier")


@document(
    """Anita Patel: mon 09:00-12:00 14:00-17:00, wed 09:00-12:00
    Thomas Weber: tue 08:00-12:00, tue 13:00-15:00, thu 10:00-12:00"""
)
def merged_names(path: Path) -> None:
    rows = [
        ["Doctor", "Mon", "Tue", "Wed", "Thu"],
        ["Dr Anita Patel", "9-12", "", "9-12", ""],
        ["", "2-5", "", "", ""],
        ["Dr Thomas Weber", "", "8-12", "", "10-12"],
        ["", "", "1-3", "", ""],
    ]
    write(
        path,
        title(),
        Table(rows, style=TableStyle([*GRID.getCommands(), ("SPAN", (0, 1), (0, 2)), ("SPAN", (0, 3), (0, 4))])),
    )


@document(
    """Anita Patel: mon 09:00-12:00, tue 09:00-12:00
    Thomas Weber: thu 09:00-12:00, fri 14:00-18:00"""
)
def single_letters(path: Path) -> None:
    rows = [
        ["", "M", "T", "W", "T", "F"],
        ["Anita Patel", "9-12", "9-12", "", "", ""],
        ["Thomas Weber", "", "", "", "9-12", "2-6"],
    ]
    write(path, title(), Table(rows, style=GRID))


@document(
    """Anita Patel: mon 09:00-12:00, wed 14:00-16:00
    Alexandra Papadopoulou-Smith: tue 09:00-12:00, thu 09:00-12:00""",
    departments={"Anita Patel": "Cardiology", "Alexandra Papadopoulou-Smith": "Dermatology"},
)
def wrapped_without_lines(path: Path) -> None:
    rows = [
        ["Doctor", "Monday", "Tuesday", "Wednesday", "Thursday"],
        ["Dr Anita Patel\nCardiology", "09:00-12:00", "", "14:00-16:00", ""],
        ["Dr Alexandra\nPapadopoulou-Smith\nDermatology", "", "09:00-12:00", "", "09:00-12:00"],
    ]
    write(path, title(), Table(rows, style=BARE))


@document(
    """Anita Patel: mon 09:00-12:00, tue 13:00-17:00
    Thomas Weber: wed 09:00-12:00, fri 09:00-12:00""",
    departments={"Anita Patel": "Cardiology", "Thomas Weber": "Orthopedics"},
)
def departments_as_headings(path: Path) -> None:
    write(
        path,
        title(),
        heading("Department of Cardiology"),
        text("<b>Anita Patel, MD</b>"),
        text("Monday: 9:00 a.m. – 12:00 p.m."),
        text("Tuesday: 1:00 p.m. – 5:00 p.m."),
        heading("Orthopedics"),
        text("<b>Thomas Weber, MD, PhD</b>"),
        text("Wed &amp; Fri: 9:00 a.m. – noon"),
        Spacer(0, 200),
        text("Riverside Clinic, 410 Riverside Drive. Reception: Mon–Fri 8:00–18:00, Sat 9:00–13:00."),
    )


@document(
    """Anita Patel: mon 09:00-12:00, fri 09:00-12:00
    Thomas Weber: tue 14:00-18:00""",
    departments={"Anita Patel": "Cardiology", "Thomas Weber": "Neurology"},
    doubts=("on leave until 1 Dec",),
)
def leave_beside_the_name(path: Path) -> None:
    rows = [
        ["Name", "Dept.", "Mon", "Tue", "Wed", "Thu", "Fri", "Remarks"],
        ["Prof. Anita Patel", "Cardiology", "9-12", "", "", "", "9-12", "Room 3"],
        ["Dr Thomas Weber", "Neurology", "", "14-18", "", "", "", ""],
        ["Dr Mei Lin", "Neurology", "on leave until 1 Dec", "", "", "", "", ""],
    ]
    write(path, title(), Table(rows, style=TableStyle([*GRID.getCommands(), ("SPAN", (2, 3), (6, 3))])))


@document(
    """Anita Patel: mon 09:00-12:00, tue 14:00-17:00
    Thomas Weber: wed 09:00-13:00"""
)
def list_without_lines(path: Path) -> None:
    lines = [
        [(50.0, "Weekly Timetable")],
        [],
        [(50.0, "Doctor"), (180.0, "Day"), (280.0, "Start"), (340.0, "End"), (400.0, "Room")],
        [(50.0, "Dr Anita Patel"), (180.0, "Monday"), (280.0, "9:00"), (340.0, "12:00"), (400.0, "12")],
        [(180.0, "Tuesday"), (280.0, "14:00"), (340.0, "17:00"), (400.0, "7")],
        [(50.0, "Dr Thomas Weber"), (180.0, "Wednesday"), (280.0, "9:00"), (340.0, "13:00"), (400.0, "9-12")],
    ]
    placed(path, lines)


@document(
    """Anita Patel: mon 09:00-12:00, tue 09:00-12:00, wed 09:00-12:00
    Thomas Weber: mon 13:00-17:00"""
)
def section_lines_with_dots(path: Path) -> None:
    lines = [
        "Doctors and their hours",
        "",
        "Anita Patel",
        "Monday ........ 9:00 - 12:00",
        "Tuesday ....... 9:00 - 12:00",
        "Wednesday ..... 9:00 - 12:00",
        "",
        "Thomas Weber",
        "Monday ........ 1:00 - 5:00 pm",
        "Tuesday ....... closed",
    ]
    placed(path, [[(60.0, line)] for line in lines], pitch=16)
