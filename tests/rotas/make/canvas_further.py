"""Further rotas that practice software prints: fixed-width reports, page headers, shaded cells."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import SimpleDocTemplate, Table, TableStyle

from tests.rotas.make.produce import document


@document(
    """
    Anita Desai [Family Medicine]: mon 08:00-12:00, mon 13:00-17:00, wed 08:00-12:00
    William Tell [Family Medicine]: tue 08:00-12:00, thu 13:00-17:00
    Zeynep Kaya [Obstetrics]: mon 09:00-11:30, fri 09:00-11:30
    """
)
def canvas_fixed_width(path: Path) -> None:
    """A report in a fixed-width font, columns by spaces, page headers on both pages."""
    pages = (
        (
            "DEPARTMENT: Family Medicine",
            "",
            "PROVIDER               DAY         FROM     TO       LOC",
            "---------------------  ----------  -------  -------  ----",
            "DESAI, ANITA           MONDAY      08:00    12:00    B1-4",
            "                       MONDAY      13:00    17:00    B1-4",
            "                       WEDNESDAY   08:00    12:00    B1-5",
            "TELL, WILLIAM          TUESDAY     08:00    12:00    B1-4",
        ),
        (
            "PROVIDER               DAY         FROM     TO       LOC",
            "---------------------  ----------  -------  -------  ----",
            "TELL, WILLIAM          THURSDAY    13:00    17:00    B1-4",
            "",
            "DEPARTMENT: Obstetrics",
            "",
            "PROVIDER               DAY         FROM     TO       LOC",
            "---------------------  ----------  -------  -------  ----",
            "KAYA, ZEYNEP           MONDAY      09:00    11:30    B2-1",
            "                       FRIDAY      09:00    11:30    B2-1",
        ),
    )
    canvas = Canvas(str(path), pagesize=A4)
    for number, lines in enumerate(pages, start=1):
        canvas.setFont("Courier", 9)
        canvas.drawString(50, 800, f"RPT-0417  PROVIDER SCHEDULE   RUN 11/19/2026 06:15   PAGE {number} OF 2")
        for index, line in enumerate(lines):
            canvas.drawString(50, 770 - 13 * index, line)
        canvas.showPage()
    canvas.save()


@document(
    """
    Ruth Abramson: mon 09:00-12:00, tue 09:00-12:00, wed 09:00-12:00
    Sergei Orlov: mon 12:00-16:00, thu 12:00-16:00
    Talia Greene: tue 16:00-20:00, wed 16:00-20:00, thu 16:00-20:00, fri 09:00-12:00
    """
)
def canvas_shaded_sessions(path: Path) -> None:
    """Sessions as columns merged under no lines at all, shaded cells, names in the cells, days as rows."""
    rows = [
        ["", "Morning\n9:00-12:00", "Midday\n12:00-16:00", "Evening\n16:00-20:00"],
        ["Mon", "Ruth Abramson", "Sergei Orlov", ""],
        ["Tue", "Ruth Abramson", "", "Talia Greene"],
        ["Wed", "Ruth Abramson", "", "Talia Greene"],
        ["Thu", "", "Sergei Orlov", "Talia Greene"],
        ["Fri", "Talia Greene", "", ""],
    ]
    style = TableStyle(
        [
            ("BACKGROUND", (0, 0), (-1, 0), colors.lightblue),
            ("ROWBACKGROUNDS", (0, 1), (-1, -1), [colors.white, colors.whitesmoke]),
            ("FONTSIZE", (0, 0), (-1, -1), 11),
            ("LEADING", (0, 0), (-1, -1), 14),
        ]
    )
    SimpleDocTemplate(str(path), pagesize=landscape(A4)).build(
        [Table(rows, colWidths=[60, 150, 150, 150], style=style)]
    )


@document(
    """
    Ismail Haji [Urology]: mon 08:00-12:00, thu 13:00-17:00
    Judith Kranz [Urology]: tue 08:00-12:00, wed 08:00-12:00
    """,
    doubts=("TBC", "alternate"),
)
def canvas_doubtful(path: Path) -> None:
    """Much that must not become an entry."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Times-Roman", 11)
    for index, line in enumerate(
        (
            "Urology clinics - phone 020 7946 0018, ward 9-12, open 8-18",
            "Dr Ismail Haji",
            "Monday 8:00-12:00",
            "Tuesday 8:00-12:00 TBC",
            "Thursday 13:00-17:00",
            "Dr Judith Kranz",
            "Tuesday and Wednesday 8:00-12:00",
            "alternate Fridays 9:00-11:00",
            "Saturday closed",
        )
    ):
        canvas.drawString(60, 780 - 18 * index, line)
    canvas.save()
