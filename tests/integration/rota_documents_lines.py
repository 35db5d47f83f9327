"""Rotas whose lines divide little of what they mean: headings on a band, days within a row, banners, letters."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table, TableStyle

from tests.integration.rota_documents import GRID, document, text, title, write
from tests.integration.rota_documents_harder import placed

BAND = TableStyle(
    [
        ("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey),
        ("BOX", (0, 0), (-1, 0), 0.5, colors.black),
        ("GRID", (0, 1), (-1, -1), 0.5, colors.black),
    ]
)
BANNERS = TableStyle([*GRID.getCommands(), ("SPAN", (0, 1), (-1, 1)), ("SPAN", (0, 3), (-1, 3))])


@document(
    """Nadia Haddad: mon 08:30-12:00, tue 13:00-16:30
Peter Olsen: wed 13:00-17:00""",
    departments={"Nadia Haddad": "Cardiology", "Peter Olsen": "Birth Unit"},
)
def heading_on_a_band(path: Path) -> None:
    rows = [
        ["Doctor", "Dept.", "Mon", "Tue", "Wed"],
        ["Dr Nadia Haddad", "Cardiology", "08:30-12:00", "13:00-16:30", ""],
        ["Dr Peter Olsen", "Birth Unit", "", "", "13:00-17:00"],
    ]
    write(path, title(), Table(rows, style=BAND, colWidths=[110, 80, 70, 70, 70]))


@document(
    """Nadia Haddad: mon 08:30-12:00, thu 13:00-16:30
Peter Olsen: tue 09:00-11:00, wed 09:00-11:00, wed 14:00-15:30
Ruth Abara: sat 10:00-13:00"""
)
def lines_that_are_days(path: Path) -> None:
    rows = [
        ["Doctor", "Days", "Hours"],
        ["Dr Nadia Haddad", "Mon\nThu", "08:30-12:00\n13:00-16:30"],
        ["Dr Peter Olsen", "Tue\nWed", "09:00-11:00\n09:00-11:00,\n14:00-15:30"],
        ["Dr Ruth Abara", "Sat\nMon", "10:00-13:00\nby arrangement"],
    ]
    write(path, title(), Table(rows, style=TableStyle([*GRID.getCommands(), ("VALIGN", (0, 0), (-1, -1), "TOP")])))


@document(
    """Nadia Haddad: mon 08:30-12:00
Peter Olsen: tue 13:00-17:00""",
    departments={"Nadia Haddad": "Cardiology", "Peter Olsen": "Travel Desk"},
)
def banners(path: Path) -> None:
    rows = [
        ["Doctor", "Mon", "Tue"],
        ["Cardiology", "", ""],
        ["Dr Nadia Haddad", "08:30-12:00", ""],
        ["Travel Desk", "", ""],
        ["Dr Peter Olsen", "", "13:00-17:00"],
    ]
    write(path, title(), Table(rows, style=BANNERS))


@document(
    """Nadia Haddad: mon 08:30-12:00
Peter Olsen: tue 13:00-17:00""",
    departments={"Nadia Haddad": None, "Peter Olsen": None},
)
def banners_of_places(path: Path) -> None:
    rows = [
        ["Doctor", "Mon", "Tue"],
        ["North Building", "", ""],
        ["Dr Nadia Haddad", "08:30-12:00", ""],
        ["South Building", "", ""],
        ["Dr Peter Olsen", "", "13:00-17:00"],
    ]
    write(path, title(), Table(rows, style=BANNERS))


@document(
    """Marta Oliva: mon 09:00-12:00, wed 09:00-12:00
Frank Renner: tue 09:00-12:00"""
)
def initials_that_are_days(path: Path) -> None:
    rows = [["Session", "Mon", "Tue", "Wed"], ["Morning 09:00-12:00", "MO", "FR", "MO"]]
    key = [["MO", "Dr Marta Oliva"], ["FR", "Dr Frank Renner"]]
    write(path, title(), Table(rows, style=GRID), Table(key))


@document("""Nadia Haddad: mon 09:00-13:00
Peter Olsen: thu 13:00-19:00, sat 09:00-11:30
Ruth Abara: tue 10:30-16:15""")
def letter_with_degrees(path: Path) -> None:
    write(
        path,
        title(),
        text("Dr. Nadia Haddad sees patients on Mondays from 9:00 a.m. to 1:00 p.m."),
        text(
            "Our new colleague, Peter Olsen, MD, is here on Thursdays, 1:00 p.m. to 7:00 p.m., and also works Saturday"
        ),
        text("mornings from 9:00 to 11:30 a.m."),
        text("Lastly, Ruth Abara, DO, is available on Tuesdays between 10:30 a.m. and 4:15 p.m."),
    )


@document(
    """Nadia Haddad: mon 08:00-15:00
Peter Olsen: sat 09:00-21:00""",
    departments={"Nadia Haddad": "Urgencias"},
    dates={"monday": "2026-12-07", "saturday": "2026-12-12"},
)
def label_between_lines_of_a_heading(path: Path) -> None:
    names, labels = (200, 330), 72
    lines = {
        0: [(labels, "Departamento: Urgencias")],
        3: [(labels, "Turnos de la semana del 7 al 13 de diciembre de 2026")],
        8: [(names[0], "Dra. Nadia"), (names[1], "Dr. Peter")],
        9: [(labels, "Fecha")],
        10: [(names[0], "Haddad"), (names[1], "Olsen")],
        14: [(labels, "Lunes 7/12/2026"), (names[0], "8:00-15:00 h"), (names[1], "-")],
        18: [(labels, "Sábado")],
        19: [(names[0], "-"), (names[1], "9:00-21:00 h")],
        20: [(labels, "12/12/2026")],
    }
    placed(path, [lines.get(index, []) for index in range(21)], size=10, pitch=6)


@document(
    """Nadia Haddad: mon 08:30-12:00
Peter Olsen: tue 13:00-17:00
Ruth Abara: mon 09:00-11:00""",
    departments={"Nadia Haddad": "Family Medicine", "Peter Olsen": "Family Medicine", "Ruth Abara": "Cardiology"},
)
def departments_close_above_rows_without_lines(path: Path) -> None:
    rows: list[tuple[float, list[str]]] = [
        (0, ["Provider", "Mon", "Tue"]),
        (22, ["Family Medicine"]),
        (35, ["Haddad, Nadia, MD", "8:30a-12p", "-"]),
        (49, ["Olsen, Peter, DO", "-", "1p-5p"]),
        (68, ["Cardiology"]),
        (81, ["Abara, Ruth, MD", "9a-11a", "-"]),
    ]
    canvas = Canvas(str(path), pagesize=A4)
    for below, row in rows:
        for x, content in zip((60, 200, 300), row, strict=False):
            canvas.drawString(x, 760 - below, content)
    canvas.save()


@document(
    """Nadia Haddad: mon 08:30-12:00
Peter Olsen: tue 13:00-17:00""",
    departments={"Nadia Haddad": "Medicine", "Peter Olsen": "SURGERY"},
)
def banners_that_are_also_buildings(path: Path) -> None:
    rows = [
        ["", "Mon", "Tue"],
        ["Medicine", "", ""],
        ["Dr Nadia Haddad", "08:30-12:00", ""],
        ["SURGERY", "", ""],
        ["Dr Peter Olsen", "", "13:00-17:00"],
    ]
    write(path, title(), Table(rows, style=BANNERS))


@document("Nadia Haddad: mon 08:00-12:00 15:00-18:00, thu 08:00-12:00 15:00-18:00")
def letter_that_breaks_between_days(path: Path) -> None:
    first = "Frau Dr. Nadia Haddad ist montags und donnerstags von 8 bis 12 Uhr für Sie da, montags"
    placed(path, [[(50, first)], [(50, "und donnerstags außerdem von 15 bis 18 Uhr.")]])


@document(
    """Nadia Haddad: mon 08:00-15:00
Petra Olsen: tue 16:00-20:00"""
)
def spanish_titles_with_a_raised_letter(path: Path) -> None:
    rows = [["Profesional", "Horario"], ["Dr.ª Nadia Haddad", "Lunes 8-15 h"], ["D.ª Petra Olsen", "Martes 16-20 h"]]
    write(path, title("Horario"), Table(rows, style=GRID))


@document("""Nadia Featherstonehaugh-Haddad: mon 08:30-12:00
Peter Olsen: tue 13:00-17:00""")
def names_cut_by_a_narrow_column(path: Path) -> None:
    rows = [
        ["Name", "Mon", "Tue"],
        ["Dr Nadia Featherst\nonehaugh-Haddad", "08:30-12:00", "-"],
        ["Dr Peter Olsen", "-", "13:00-17:00"],
    ]
    write(path, title(), Table(rows, style=GRID))


@document(
    """Nadia Haddad: mon 08:30-12:00
Ruth Abara: tue 09:00-11:00
Peter Olsen: tue 13:00-17:00""",
    departments={"Nadia Haddad": "Dermatology", "Ruth Abara": "Dermatology", "Peter Olsen": "Allergy"},
)
def names_higher_than_their_heading_row(path: Path) -> None:
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica", 9)
    lefts, widths, pitch = (60, 130, 230, 330), (70, 100, 100, 100), 14
    rows = [
        ["Day", "", "Dr Ruth Abara", ""],
        ["Monday", "08:30-12:00", "-", "-"],
        ["Tuesday", "-", "09:00-11:00", "13:00-17:00"],
        ["Wednesday", "-", "-", "-"],
    ]
    for left, width, content in ((60, 70, ""), (130, 200, "Dermatology"), (330, 100, "Allergy")):
        canvas.rect(left, 700, width, pitch)
        canvas.drawCentredString(left + width / 2, 704, content)
    for index, row in enumerate(rows, 1):
        for left, width, content in zip(lefts, widths, row, strict=True):
            canvas.rect(left, 700 - pitch * index, width, pitch)
            canvas.drawCentredString(left + width / 2, 704 - pitch * index, content)
    for left, given, surname in ((130, "Dr Nadia", "Haddad"), (330, "Dr Peter", "Olsen")):
        canvas.drawCentredString(left + 50, 704 - pitch / 2, given)
        canvas.drawCentredString(left + 50, 704 - 1.5 * pitch, surname)
    canvas.save()


@document(
    """Nadia Haddad: mon 08:30-12:30, tue 08:30-12:30, thu 13:30-18:00
Peter Olsen: wed 09:00-11:00""",
    departments={"Nadia Haddad": "General Practice"},
)
def names_wrapped_beside_lines_of_days(path: Path) -> None:
    rows = [
        ["Doctor", "Department", "Days", "Times"],
        ["Dr Nadia\nHaddad", "General\nPractice", "Mon, Tue\nThu", "8.30am-12.30pm\n1.30pm-6pm"],
        ["Dr Peter Olsen", "Dermatology", "Wed", "9am-11am"],
    ]
    write(path, title(), Table(rows, style=GRID))


@document("Nadia Haddad: tue 13:00-19:00, fri 08:00-16:00")
def address_with_telephone_and_hours_below_days(path: Path) -> None:
    lines = ["Nadia Haddad, MD", "Tuesday  1:00 p.m. - 7:00 p.m.", "Friday  8:00 a.m. - 4:00 p.m."]
    address = "1012 Pine St., Suite 8 · 8:00 a.m. - 5:00 p.m. · 541-555-0912"
    placed(path, [*([(60, line)] for line in lines), [(60, address)]])
