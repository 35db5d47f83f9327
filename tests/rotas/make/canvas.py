"""Rotas that practice software prints (reportlab)."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, LETTER, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

from tests.rotas.make.produce import document

STYLES = getSampleStyleSheet()


@document(
    """
    Vanessa Moreau [Ophthalmology]: mon 09:00-12:00, tue 14:00-17:30, fri 09:00-12:00
    Ian McGregor [Ophthalmology]: wed 09:00-12:00 14:00-17:30
    Dilnoza Karimova [Dental]: mon 08:00-14:00, tue 08:00-14:00, thu 08:00-14:00
    """
)
def canvas_cards(path: Path) -> None:
    """A card per doctor, two beside each other, each in a frame."""
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(50, 790, "Sunrise Polyclinic")
    canvas.setFont("Helvetica", 8)
    canvas.drawString(50, 775, "8-10 Station Parade | 01632 960-123 | Mon-Sat 7:00-21:00")
    for x, y, name, department, lines in (
        (50, 740, "Dr Vanessa Moreau", "Ophthalmology", ("Mon  09:00 - 12:00", "Tue  14:00 - 17:30", "Fri  09:00 - 12:00")),
        (310, 740, "Dr Ian McGregor", "Ophthalmology", ("Wed  09:00 - 12:00", "Wed  14:00 - 17:30", "Fri  on leave")),
        (50, 600, "Dr Dilnoza Karimova", "Dental", ("Mon  08:00 - 14:00", "Tue  08:00 - 14:00", "Thu  08:00 - 14:00")),
    ):  # fmt: skip
        canvas.roundRect(x, y - 110, 240, 120, 8)
        canvas.setFont("Helvetica-Bold", 11)
        canvas.drawString(x + 10, y - 10, name)
        canvas.setFont("Helvetica-Oblique", 9)
        canvas.drawString(x + 10, y - 24, department)
        canvas.setFont("Helvetica", 10)
        for index, line in enumerate(lines):
            canvas.drawString(x + 10, y - 44 - 15 * index, line)
    canvas.save()


@document(
    """
    Abigail Stone: mon 09:00-13:00, tue 09:00-13:00, wed 09:00-13:00, thu 09:00-13:00, fri 09:00-13:00
    Brandon Lee: mon 13:00-17:00, wed 13:00-17:00, fri 13:00-17:00
    Chloe Nguyen: tue 08:00-12:00, thu 08:00-12:00, sat 09:00-12:00
    """
)
def canvas_matrix_letters(path: Path) -> None:
    """Hours as a column, ticks under the letters of the week."""
    head = ["Provider", "Hours", "M", "T", "W", "T", "F", "S", "S"]
    rows = [
        ["Abigail Stone, NP", "9-1", *"xxxxx", "", ""],
        ["Brandon Lee, MD", "1-5", "x", "", "x", "", "x", "", ""],
        ["Chloe Nguyen, DO", "8-12", "", "x", "", "x", "", "", ""],
        ["", "9-12", "", "", "", "", "", "x", ""],
    ]
    style = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("SPAN", (0, 3), (0, 4))])
    SimpleDocTemplate(str(path), pagesize=LETTER).build(
        [Paragraph("Provider grid", STYLES["Heading1"]), Table([head, *rows], style=style)]
    )


@document(
    """
    Gregory House [Diagnostics]: mon 10:00-16:00, wed 10:00-16:00
    Lisa Cuddy [Endocrinology]: tue 08:00-12:00, thu 08:00-12:00
    James Wilson [Oncology]: mon 08:30-12:30, tue 08:30-12:30, wed 08:30-12:30, thu 08:30-12:30, fri 08:30-12:30
    """
)
def canvas_list_days_joined(path: Path) -> None:
    rows = [
        ["NAME", "DEPT.", "CLINIC DAYS", "CLINIC HOURS", "TEL"],
        ["HOUSE, Gregory", "Diagnostics", "Mon / Wed", "10:00 - 16:00", "x 8-1144"],
        ["CUDDY, Lisa", "Endocrinology", "Tue & Thu", "08:00 - 12:00", "x 8-1145"],
        ["WILSON, James", "Oncology", "Mon - Fri", "08:30 - 12:30", "x 8-1146"],
    ]
    SimpleDocTemplate(str(path), pagesize=landscape(A4)).build(
        [Paragraph("Princeton Hall", STYLES["Title"]), Spacer(1, 12), Table(rows, colWidths=[150, 120, 120, 120, 80])]
    )
