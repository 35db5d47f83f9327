"""A seventh set, by several producers: sheets several pages wide, tables that a page's end leaves open, tall rows, names
and departments above an empty corner."""

from __future__ import annotations

from pathlib import Path

from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

from tests.rotas.make.browser import GRID, rows
from tests.rotas.make.produce import DOCUMENTS, browser, document, gold_json, latex
from tests.rotas.make.sheets import fill, sheet, widths


@document("""
Rowena Thackeray: mon 08:15-12:15, tue 13:30-17:30, fri 08:15-12:15
Emeric Balint: mon 13:00-17:00, wed 09:00-12:30, thu 09:00-12:30
Saoirse Duggan: tue 09:00-13:00, thu 14:00-18:30, sat 09:00-11:30
""")
def sheet_two_pages_wide(path: Path) -> None:
    """Ruled; the second page begins in the middle of the week and names nobody."""

    def write(page: Worksheet) -> None:
        fill(
            page,
            [
                "Doctor|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday",
                "Dr Rowena Thackeray|08:15-12:15|13:30-17:30|||08:15-12:15|",
                "Dr Emeric Balint|13:00-17:00||09:00-12:30|09:00-12:30|off|",
                "Dr Saoirse Duggan||09:00-13:00||14:00-18:30||09:00-11:30",
            ],
        )
        widths(page, A=26, B=24, C=24, D=24, E=24, F=24, G=24)

    sheet(path, write, landscape=False)


@document("""
Marit Solheim: mon 09:00-12:00, wed 14:00-17:00
Gaspard Leroux: tue 09:00-12:00, wed 09:00-12:00
Dilnoza Karimova: mon 14:00-17:00, tue 14:00-17:00, wed 14:00-17:00
""")
def sheet_hours_at_the_foot_of_rows(path: Path) -> None:
    """No lines printed; the hours stand at the foot of rows in whose middle the names stand."""

    def write(page: Worksheet) -> None:
        fill(
            page,
            [
                "Time|Monday|Tuesday|Wednesday",
                "09:00 to 12:00|Dr Marit Solheim|Dr Gaspard Leroux|Dr Gaspard Leroux",
                "14:00 to 17:00|Dr Dilnoza Karimova|Dr Dilnoza Karimova|Dr Marit Solheim//Dr Dilnoza Karimova",
            ],
            ruled=False,
            size=11,
        )
        for row in (2, 3):
            page.row_dimensions[row].height = 40
            page.cell(row, 1).alignment = Alignment(vertical="bottom")
        widths(page, A=14, B=26, C=26, D=26)

    sheet(path, write)


@document("""
Theodora Vance [Cardiology]: mon 08:00-11:00, tue 08:00-11:00 14:00-16:00
Ulf Sandberg [Cardiology]: wed 13:00-17:00, thu 13:00-17:00
Perpetua Quist [Neurology]: mon 09:30-12:30, tue 09:30-12:30, wed 09:30-12:30
Ignatius Roe [Neurology]: thu 08:45-11:45, fri 08:45-11:45
Lavinia Strand [Urology]: mon 14:15-17:15, tue 10:00-12:00, fri 14:15-17:15
""")
def tex_open_at_page_end(path: Path) -> None:
    """The name on a doctor's first row only; a line after each doctor, but none where a page ends."""
    body = ""
    for doctor in gold_json(DOCUMENTS["tex_open_at_page_end"])["doctors"]:  # type: ignore[attr-defined]
        for index, e in enumerate(doctor["availability"]):
            name = f"Dr {doctor['name']} & {doctor['department']}" if index == 0 else " & "
            body += (
                f"{name} & {e['day'].title()} & {e['start'].replace(':', '')}--{e['end'].replace(':', '')} \\\\[9mm]\n"
            )
        body += "\\hline\n"
    latex(
        path,
        r"\begin{longtable}{|l|l|l|l|} \hline Doctor & Department & Day & Hours \\ \hline \endhead " + body
        + r"\end{longtable}",
        r"\usepackage{longtable}",
        "a5paper,landscape,10pt",
    )  # fmt: skip


@document("""
Clementine Ashdown [General Practice]: mon 09:00-13:00, tue 14:00-17:00
Obadiah Nkemelu [General Practice]: mon 14:00-18:00, wed 08:30-12:30 13:30-16:30
Sunita Raghavan [Podiatry]: tue 10:00-15:00, wed 10:00-15:00
""")
def canvas_tall_bands(path: Path) -> None:
    """Tall rows on bands of colour without upright lines, what they say in the middle of them."""
    lines = [
        ["Clinician", "Clinic", "Mon", "Tue", "Wed"],
        ["Clementine Ashdown, MD", "General Practice", "9-1", "2-5", "-"],
        ["Obadiah Nkemelu, DO", "General Practice", "2-6", "-", "8:30-12:30,\n1:30-4:30"],
        ["Sunita Raghavan, MD", "Podiatry", "-", "10-3", "10-3"],
    ]
    style = TableStyle(
        [
            ("ROWBACKGROUNDS", (0, 1), (-1, -1), [colors.whitesmoke, colors.white]),
            ("LINEBELOW", (0, 0), (-1, 0), 1, colors.black),
            ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ]
    )
    table = Table(lines, colWidths=[140, 105, 75, 75, 75], rowHeights=[20, 70, 70, 70], style=style)
    SimpleDocTemplate(str(path), pagesize=A4, leftMargin=40, rightMargin=40).build(
        [Paragraph("Elm Court Clinic"), table]
    )


@document("""
Bartholomew Finch [Dentistry]: mon 08:30-12:30, wed 13:00-17:30
Xanthe Moreau [Dentistry]: tue 08:30-12:30
Ilse Brandvold [Hygiene]: mon 09:00-12:00, tue 09:00-12:00
""")
def browser_empty_corner(path: Path) -> None:
    """No cell above the days; degrees after the names; departments, one of an unusual kind, in a row of their own."""
    browser(
        path,
        "<h2>Quayside Dental</h2><table><tr><td class=none></td>"
        "<th>Mr Bartholomew Finch BDS MFDS</th><th>Ms Xanthe Moreau BDS</th><th>Mrs Ilse Brandvold</th></tr>"
        "<tr><td class=none></td><td>Dentistry</td><td>Dentistry</td><td>Hygiene</td></tr>"
        + rows(
            "Monday|8:30 am - 12:30 pm|-|9 am - 12 pm",
            "Tuesday|by appointment|8:30 am - 12:30 pm|9 am - 12 pm",
            "Wednesday|1 pm - 5:30 pm|-|-",
        )
        + "</table>",
        GRID + " td.none{border:none}",
    )
