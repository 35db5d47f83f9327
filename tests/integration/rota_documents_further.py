"""Still more rotas: sections side by side, labelled lines, ticks, tables below a day, days before names."""

from __future__ import annotations

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import ListFlowable, SimpleDocTemplate, Spacer, Table, TableStyle

from tests.integration.rota_documents import BARE, GRID, document, heading, text, title, write
from tests.integration.rota_documents_harder import placed


@document("""Sofia Rossi: mon 08:00-12:00, thu 08:00-12:00
Hugo Braun: tue 14:00-18:00""")
def names_without_titles(path: Path) -> None:
    write(
        path,
        title("Staff availability"),
        text("Sofia Rossi (Dermatology): Mon 8-12; Thu 8-12"),
        text("Hugo Braun (Neurology): Tue 2-6 pm"),
    )


@document("""Sofia Rossi: mon 08:00-12:00, tue 08:00-12:00, wed 08:00-12:00
Hugo Braun: mon 13:00-17:00, wed 13:00-17:00, fri 13:00-17:00""")
def days_in_one_column(path: Path) -> None:
    write(
        path,
        title(),
        Table(
            [
                ["Doctor", "Days", "Start time", "End time"],
                ["Rossi, Sofia", "Mon, Tue, Wed", "8:00 AM", "12:00 PM"],
                ["Braun, Hugo", "Mon, Wed, Fri", "1:00 PM", "5:00 PM"],
            ],
            style=GRID,
        ),
    )


@document("""Sofia Rossi: mon 09:00-12:00 13:00-17:00, tue 09:00-12:00
Hugo Braun: mon 10:00-15:00""")
def from_to_subcols(path: Path) -> None:
    write(
        path,
        title(),
        Table(
            [
                ["Doctor", "Monday", "", "Tuesday", ""],
                ["", "From", "To", "From", "To"],
                ["Dr Sofia Rossi", "09:00", "12:00", "09:00", "12:00"],
                ["", "13:00", "17:00", "", ""],
                ["Dr Hugo Braun", "10:00", "15:00", "-", "-"],
            ],
            style=TableStyle([*GRID.getCommands(), ("SPAN", (1, 0), (2, 0)), ("SPAN", (3, 0), (4, 0))]),
        ),
    )


@document("""Sofia Rossi: mon 09:00-12:00, tue 09:00-12:00, wed 09:00-12:00, thu 09:00-12:00, fri 09:00-12:00
Hugo Braun: mon 14:00-17:00, tue 14:00-17:00, wed 14:00-17:00, thu 14:00-17:00, fri 14:00-17:00, sat 09:00-11:00""")
def weekday_groups(path: Path) -> None:
    write(
        path,
        title(),
        Table(
            [
                ["Doctor", "Mon - Fri", "Sat"],
                ["Dr S. Rossi", "9am - 12pm", "Closed"],
                ["Dr H. Braun", "2pm - 5pm", "9am - 11am"],
            ],
            style=GRID,
        ),
        text("Dr. Sofia Rossi and Dr. Hugo Braun"),
    )


@document("""Sofia Rossi: mon 09:00-12:00, wed 13:00-17:00
Hugo Braun: tue 09:00-12:00""")
def day_section_tables(path: Path) -> None:
    write(
        path,
        title(),
        heading("Monday"),
        Table([["Doctor", "Time"], ["Dr Sofia Rossi", "9:00-12:00"]], style=GRID),
        heading("Tuesday"),
        Table([["Doctor", "Time"], ["Dr Hugo Braun", "9:00-12:00"]], style=GRID),
        heading("Wednesday"),
        Table([["Doctor", "Time"], ["Dr Sofia Rossi", "13:00-17:00"]], style=GRID),
    )


@document("""Sofia Rossi: mon 09:00-12:00, wed 13:00-17:00
Hugo Braun: tue 09:00-12:00""")
def day_then_rows(path: Path) -> None:
    write(
        path,
        title(),
        Table(
            [
                ["Day", "Doctor", "Time"],
                ["Monday", "Dr Sofia Rossi", "9:00-12:00"],
                ["Tuesday", "Dr Hugo Braun", "9:00-12:00"],
                ["Wednesday", "Dr Sofia Rossi", "13:00-17:00"],
            ],
            style=GRID,
        ),
    )


@document("""Sofia Rossi: mon 09:00-12:00, tue 13:00-17:00
Hugo Braun: mon 09:00-12:00, mon 13:00-17:00""")
def am_pm_rows(path: Path) -> None:
    write(
        path,
        title(),
        Table(
            [
                ["", "Monday", "Tuesday"],
                ["AM (9-12)", "Dr Sofia Rossi, Dr Hugo Braun", "-"],
                ["PM (1-5)", "Dr Hugo Braun", "Dr Sofia Rossi"],
            ],
            style=GRID,
        ),
    )


@document("""Sofia Rossi: mon 09:00-12:00, tue 13:00-17:00
Hugo Braun: mon 13:00-17:00""")
def two_col_sections(path: Path) -> None:
    placed(
        path,
        [
            [(50, "Clinic rota")],
            [],
            [(50, "Dr Sofia Rossi"), (320, "Dr Hugo Braun")],
            [(50, "Monday 9:00-12:00"), (320, "Monday 13:00-17:00")],
            [(50, "Tuesday 13:00-17:00"), (320, "Tuesday off")],
        ],
    )


@document("""Sofia Rossi: mon 09:00-12:00, tue 13:00-17:00
Hugo Braun: mon 13:00-17:00""")
def labelled(path: Path) -> None:
    write(
        path,
        title(),
        text("Doctor: Sofia Rossi"),
        text("Department: Cardiology"),
        text("Monday: 09:00 - 12:00"),
        text("Tuesday: 13:00 - 17:00"),
        Spacer(0, 10),
        text("Doctor: Hugo Braun"),
        text("Department: Neurology"),
        text("Monday: 13:00 - 17:00"),
    )


@document("""Sofia Rossi: mon 09:00-12:00, tue 13:00-17:00
Hugo Braun: mon 13:00-17:00""")
def labels_in_one_line(path: Path) -> None:
    write(
        path,
        title(),
        text("Name: Dr. Sofia Rossi | Specialty: Cardiology | Availability: Mon 09:00-12:00, Tue 13:00-17:00"),
        text("Name: Dr. Hugo Braun | Specialty: Neurology | Availability: Mon 13:00-17:00"),
    )


@document("""Sofia Rossi: mon 09:00-12:00, tue 13:00-17:00
Hugo Braun: mon 13:00-17:00, thu 08:30-10:30""")
def dashes(path: Path) -> None:
    write(
        path,
        title(),
        text("Dr. Sofia Rossi - Monday - 9:00 to 12:00"),
        text("Dr. Sofia Rossi - Tuesday - 13:00 to 17:00"),
        text("Dr. Hugo Braun - Monday, 13:00 - 17:00"),
        text("Dr. Hugo Braun - Thursday, 8:30 - 10:30 (video only)"),
    )


@document("""Sofia Rossi: mon 09:00-12:00 14:00-16:00 17:00-19:00
Hugo Braun: tue 09:00-12:00""")
def three_shifts(path: Path) -> None:
    write(
        path,
        title(),
        Table(
            [
                ["Doctor", "Mon", "Tue"],
                ["Dr Sofia Rossi", "9-12\n2-4\n5-7", "by appointment"],
                ["Dr Hugo Braun", "tbc", "9-12 (Room 4)"],
            ],
            style=GRID,
        ),
    )


@document(
    """Sofia Rossi: mon 09:00-12:00, tue 13:00-17:00
Hugo Braun: mon 13:00-17:00""",
    dates={"monday": "2026-11-23", "tuesday": "2026-11-24"},
)
def header_with_dates_ruled(path: Path) -> None:
    write(
        path,
        title("Week 48: 23/11/2026 - 29/11/2026"),
        Table(
            [["Staff", "Mon\n23/11", "Tue\n24/11"], ["ROSSI Sofia", "9-12", "13-17"], ["BRAUN Hugo", "13-17", "AL"]],
            style=GRID,
        ),
    )


@document("""Sofia Rossi: mon 09:00-12:00
Hugo Braun: mon 13:00-17:00, wed 10:00-12:00""")
def empty_first_rows(path: Path) -> None:
    write(
        path,
        title(),
        Table(
            [
                ["Riverside Clinic, Rota", "", "", ""],
                ["", "", "", ""],
                ["", "Mon", "Tue", "Wed"],
                ["Dr. Sofia Rossi", "9:00 - 12:00", "", "leave"],
                ["Dr. Hugo Braun", "13:00 - 17:00", "", "10:00 - 12:00"],
            ],
            style=TableStyle([*GRID.getCommands(), ("SPAN", (0, 0), (3, 0))]),
        ),
    )


@document("""Sofia Rossi: mon 09:00-12:00, wed 09:00-12:00
Hugo Braun: tue 09:00-12:00""")
def ticks(path: Path) -> None:
    write(
        path,
        title(),
        Table(
            [
                ["Doctor", "Hours", "Mon", "Tue", "Wed"],
                ["Dr Sofia Rossi", "9:00-12:00", "X", "", "X"],
                ["Dr Hugo Braun", "9:00-12:00", "", "X", ""],
            ],
            style=GRID,
        ),
    )


@document("""Sofia Rossi: mon 09:00-12:00, tue 10:00-14:00
Hugo Braun: mon 09:00-12:00""")
def days_before_names(path: Path) -> None:
    write(path, title(), text("Monday: Dr Sofia Rossi and Dr Hugo Braun 9-12."), text("Tuesday: Dr Sofia Rossi 10-14."))


@document("""Sofia Rossi: mon 09:00-12:00, tue 10:00-14:00, wed 10:00-14:00, thu 10:00-14:00
Hugo Braun: sat 09:00-12:00""")
def nested_list(path: Path) -> None:
    write(
        path,
        title(),
        ListFlowable(
            [
                text("Dr. Sofia Rossi"),
                ListFlowable([text("Monday 9-12"), text("Tuesday through Thursday 10am - 2pm")]),
                text("Dr. Hugo Braun"),
                ListFlowable([text("Saturdays only, 9-12")]),
            ],
            bulletType="bullet",
        ),
    )


@document("""Lena Hoffmann: mon 08:00-12:00 14:00-18:00, tue 08:00-12:00, thu 14:00-18:00
Karl Vogt: wed 08:00-13:00, fri 08:00-13:00""")
def german_sections(path: Path) -> None:
    write(
        path,
        title("Sprechzeiten"),
        heading("Dr. med. Lena Hoffmann, Fachärztin für Innere Medizin"),
        text("Montag 08:00 – 12:00 Uhr und 14:00 – 18:00 Uhr"),
        text("Dienstag 08:00 – 12:00 Uhr"),
        text("Donnerstag 14 bis 18 Uhr"),
        heading("Prof. Dr. Karl Vogt"),
        text("Mi und Fr: 8–13 Uhr"),
        text("sowie nach Vereinbarung"),
    )


@document("""Sofia Rossi: mon 09:00-12:00
Hugo Braun: tue 09:00-12:00""")
def head_and_foot_of_page(path: Path) -> None:
    def around_page(canvas: Canvas, _: object) -> None:
        canvas.drawString(50, 815, "Riverside Clinic  |  12-14 Mill Street  |  Mon-Fri 8-18  |  Tel 202-555-0100")
        canvas.drawString(50, 20, "Page 1 of 1 - printed 20/11/2026 09:15-v2")

    SimpleDocTemplate(str(path)).build(
        [
            title(),
            Table(
                [["Doctor", "Mon", "Tue"], ["Dr Sofia Rossi", "9-12", ""], ["Dr Hugo Braun", "", "9-12"]], style=BARE
            ),
        ],
        onFirstPage=around_page,
    )
