"""Rotas over several pages, with departments, in other languages, with keys and with text in place of tables."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Spacer, Table, TableStyle

from tests.integration.rota_documents import GRID, document, heading, text, title, write


@document(
    """Anita Patel: mon 09:00-12:00, wed 14:00-17:00
    Thomas Weber: tue 08:00-12:00 13:00-16:00"""
)
def table_per_doctor(path: Path) -> None:
    first = [["Day", "Hours"], ["Monday", "09:00 - 12:00"], ["Tuesday", "closed"], ["Wednesday", "14:00 - 17:00"]]
    second = [["Day", "From", "To"], ["Tuesday", "08:00", "12:00"], ["", "13:00", "16:00"], ["Friday", "-", "-"]]
    write(
        path,
        title(),
        heading("Dr Anita Patel"),
        Table(first, style=GRID),
        heading("Prof. Dr. Thomas Weber"),
        Table(second, style=GRID),
    )


@document(
    "\n".join(
        f"{name}: mon 09:00-12:00, thu 14:00-17:30"
        for name in (
            f"{first} {last}"
            for first in ("Anna", "Bruno", "Clara", "David", "Emma", "Felix", "Greta")
            for last in ("Adler", "Becker", "Conti", "Duarte", "Evans", "Fischer", "Grant", "Hughes")
        )
    ),
)
def several_pages(path: Path) -> None:
    head = ["Doctor", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]
    names = [
        f"{last}, {first}"
        for first in ("Anna", "Bruno", "Clara", "David", "Emma", "Felix", "Greta")
        for last in ("Adler", "Becker", "Conti", "Duarte", "Evans", "Fischer", "Grant", "Hughes")
    ]
    rows = [head, *([f"Dr {name}", "09:00-12:00", "", "-", "14:00-17:30", "off"] for name in names)]
    write(path, title(), Table(rows, style=GRID, repeatRows=1))


@document(
    "\n".join(
        f"{name}: mon 09:00-12:00, tue 14:00-17:30"
        for name in (
            f"{first} {last}"
            for first in ("Anna", "Bruno", "Clara", "David")
            for last in ("Adler", "Becker", "Conti", "Duarte", "Evans", "Fischer", "Grant", "Hughes")
        )
    ),
)
def several_pages_names_once(path: Path) -> None:
    """The heading is on the first page only, and each name on the first of two rows, also across the page's end."""
    names = [
        f"Dr {first} {last}"
        for first in ("Anna", "Bruno", "Clara", "David")
        for last in ("Adler", "Becker", "Conti", "Duarte", "Evans", "Fischer", "Grant", "Hughes")
    ]
    rows = [["Doctor", "Day", "Hours"]]
    for name in names:
        rows += [[name, "Monday", "09:00-12:00"], ["", "Tuesday", "14:00-17:30"]]
    write(
        path,
        title(),
        Table(rows[:36], style=GRID, colWidths=[150, 80, 90]),
        PageBreak(),
        Table(rows[36:], style=GRID, colWidths=[150, 80, 90]),
    )


@document(
    """Anita Patel: mon 09:00-12:00
    Priya Nair: tue 09:00-12:00 13:00-15:00
    Thomas Weber: mon 10:00-14:00, wed 10:00-14:00""",
    departments={"Anita Patel": "Cardiology", "Priya Nair": "Cardiology", "Thomas Weber": "General Medicine"},
)
def department_rows(path: Path) -> None:
    rows = [
        ["Doctor", "Mon", "Tue", "Wed", "Thu", "Fri"],
        ["Cardiology", "", "", "", "", ""],
        ["Dr Anita Patel", "09:00-12:00", "", "", "", ""],
        ["Dr Priya Nair", "", "09:00-12:00 / 13:00-15:00", "", "", ""],
        ["General Medicine", "", "", "", "", ""],
        ["Dr Thomas Weber", "10:00-14:00", "", "10:00-14:00", "", ""],
    ]
    style = TableStyle([*GRID.getCommands(), ("SPAN", (0, 1), (-1, 1)), ("SPAN", (0, 4), (-1, 4))])
    write(path, title(), Table(rows, style=style, colWidths=[100, 70, 110, 70, 50, 50]))


@document(
    """Anita Patel: mon 09:00-12:00 14:00-17:00, tue 09:00-12:00
    Thomas Weber: mon 08:00-11:00, tue 13:00-16:00"""
)
def mornings_and_afternoons(path: Path) -> None:
    rows = [
        ["Doctor", "Monday", "", "Tuesday", ""],
        ["", "AM", "PM", "AM", "PM"],
        ["Dr Anita Patel", "9-12", "2-5", "9-12", "-"],
        ["Dr Thomas Weber", "8-11", "", "", "1-4"],
    ]
    style = TableStyle(
        [*GRID.getCommands(), ("SPAN", (1, 0), (2, 0)), ("SPAN", (3, 0), (4, 0)), ("SPAN", (0, 0), (0, 1))]
    )
    write(path, title(), Table(rows, style=style))


@document(
    """Anita Patel: mon 09:00-12:00, wed 14:00-17:00
    Thomas Weber: mon 14:00-17:00, tue 09:00-12:00"""
)
def names_in_cells_with_key(path: Path) -> None:
    rows = [
        ["Time", "Monday", "Tuesday", "Wednesday"],
        ["09:00-12:00", "AP", "TW", ""],
        ["14:00-17:00", "TW", "-", "AP"],
    ]
    write(path, title(), Table(rows, style=GRID), Spacer(0, 10), text("AP = Dr Anita Patel, TW = Dr Thomas Weber"))


@document(
    """Anita Patel: mon 09:00-12:00, tue 09:00-12:00, wed 09:00-12:00, thu 14:00-17:00
    Thomas Weber: tue 08:00-10:00, fri 08:00-10:00"""
)
def merged_cells(path: Path) -> None:
    rows = [
        ["", "Mon", "Tue", "Wed", "Thu", "Fri"],
        ["Dr Anita Patel", "09:00-12:00", "", "", "14:00-17:00", "off"],
        ["Dr Thomas Weber", "", "08:00-10:00", "", "", "08:00-10:00"],
    ]
    write(path, title(), Table(rows, style=TableStyle([*GRID.getCommands(), ("SPAN", (1, 1), (3, 1))])))


@document(
    """Anita Patel: mon 09:00-12:00, wed 13:00-16:00
    Thomas Weber: tue 09:00-12:00""",
    dates={"monday": "2026-11-23", "tuesday": "2026-11-24", "wednesday": "2026-11-25"},
)
def dated_week(path: Path) -> None:
    rows = [
        ["Doctor", "Mon 23 Nov", "Tue 24 Nov", "Wed 25 Nov"],
        ["Dr Anita Patel", "09:00-12:00", "", "13:00-16:00"],
        ["Dr Thomas Weber", "", "09:00-12:00", "leave"],
    ]
    write(path, title("Rota 23-25 November 2026"), Table(rows, style=GRID))


@document(
    """Jürgen Müller: mon 08:00-12:00, tue 08:00-12:00, thu 15:00-18:00
    Sabine Groß-Huber: wed 09:30-13:00"""
)
def german(path: Path) -> None:
    rows = [
        ["Arzt", "Mo", "Di", "Mi", "Do", "Fr"],
        ["Dr. med. Jürgen Müller", "8-12 Uhr", "8-12 Uhr", "frei", "15-18 Uhr", "Urlaub"],
        ["Dr. Sabine Groß-Huber", "", "", "9.30–13.00 Uhr", "", "geschlossen"],
    ]
    write(path, title("Sprechzeiten"), Table(rows, style=GRID))


@document(
    """María José García: mon 09:00-14:00, tue 09:00-14:00, wed 09:00-14:00, thu 16:00-20:00
    Andrés Núñez: fri 10:00-13:30"""
)
def spanish(path: Path) -> None:
    write(
        path,
        title("Horario de consultas"),
        heading("Dra. María José García"),
        text("Lunes a miércoles de 9:00 a 14:00"),
        text("Jueves 16:00–20:00"),
        text("Viernes cerrado"),
        heading("Dr. Andrés Núñez"),
        text("Viernes de 10:00 a 13:30"),
    )


@document(
    """Anita Patel: mon 09:00-12:00
    Thomas Weber: tue 10:00-15:00""",
    doubts=("6-9", "tbc", "1st and 3rd Fri 9-12", "by appointment", "22:00-06:00", "ward round 9-11"),
)
def doubtful(path: Path) -> None:
    rows = [
        ["Doctor", "Mon", "Tue", "Wed", "Thu", "Fri"],
        ["Dr Anita Patel", "09:00-12:00", "6-9", "tbc", "by appointment", "1st and 3rd Fri 9-12"],
        ["Dr Thomas Weber", "22:00-06:00", "10:00-15:00", "ward round 9-11", "off", ""],
    ]
    write(path, title(), Table(rows, style=GRID))


@document(
    """Anita Patel: mon 09:00-12:00 14:00-17:00, wed 10:00-13:00
    Thomas Weber: tue 08:00-12:00, fri 08:00-12:00"""
)
def bullets(path: Path) -> None:
    canvas = Canvas(str(path), pagesize=A4)
    lines = [
        "Doctors' availability",
        "• Dr Anita Patel",
        "    ◦ Monday",
        "        - 9:00-12:00",
        "        - 14:00-17:00",
        "    ◦ Wednesday",
        "        - 10:00-13:00",
        "• Dr Thomas Weber",
        "    ◦ Tuesdays and Fridays: 08:00-12:00",
    ]
    for index, line in enumerate(lines):
        indent = len(line) - len(line.lstrip())
        canvas.drawString(72 + indent * 4, 780 - index * 16, line.strip().replace("◦", "o").replace("o ", "- "))
    canvas.save()


@document(
    """Anita Patel: mon 09:00-12:00, thu 09:00-12:00
    Thomas Weber: tue 14:00-18:00"""
)
def lines_with_tabs(path: Path) -> None:
    canvas = Canvas(str(path), pagesize=A4)
    canvas.drawString(72, 800, "Weekly schedule")
    for index, (name, shifts) in enumerate((("Anita Patel", ["Mon 9-12", "Thu 9-12"]), ("Thomas Weber", ["Tue 2-6"]))):
        canvas.drawString(72, 760 - index * 18, name)
        for column, shift in enumerate(shifts):
            canvas.drawString(200 + column * 90, 760 - index * 18, shift)
    canvas.save()


@document(
    """Anita Patel: mon 09:00-17:00, tue 09:00-17:00, thu 09:00-17:00, fri 09:00-17:00
    Thomas Weber: sat 09:00-13:00, wed 09:30-13:00"""
)
def except_days(path: Path) -> None:
    write(
        path,
        title(),
        text("Dr Anita Patel: Mon-Fri 9-5 except Wednesday"),
        text("Dr Thomas Weber: 9:30-13:00 on Wednesdays and 9-1 on Saturdays"),
    )


@document(
    """Anita Patel: mon 09:00-12:00, tue 14:00-17:00
    Thomas Weber: tue 09:00-12:00, wed 09:00-12:00"""
)
def days_as_headings(path: Path) -> None:
    write(
        path,
        title(),
        heading("Monday"),
        text("Dr Anita Patel 09:00-12:00"),
        heading("Tuesday"),
        text("Dr Thomas Weber 09:00-12:00"),
        text("Dr Anita Patel 14:00-17:00"),
        heading("Wednesday"),
        text("Dr Thomas Weber 09:00-12:00"),
    )
