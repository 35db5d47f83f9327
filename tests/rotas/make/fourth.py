"""A fourth set, by all producers: sections inside tables, half days as columns, month calendars, running lists."""

from __future__ import annotations

from pathlib import Path

from docx.document import Document as Docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet
from reportlab.lib.pagesizes import LETTER
from reportlab.pdfgen.canvas import Canvas

from tests.rotas.make.browser import GRID, rows
from tests.rotas.make.produce import browser, document, latex, office
from tests.rotas.make.sheets import fill, sheet, widths
from tests.rotas.make.word import table, written


@document(
    """
    Gareth Pugh [Cardiology]: mon 09:00-12:00 14:00-17:00, wed 09:00-12:00
    Helga Stein [Cardiology]: tue 08:00-11:30, fri 08:00-11:30 13:00-15:00
    Ivo Marek [Dental]: mon 10:00-16:00, thu 10:00-16:00
    """
)
def word_sections_in_a_table(path: Path) -> None:
    def write(text: Docx) -> None:
        made = table(
            text,
            "Dr Gareth Pugh, Cardiology|||",
            "Day|Morning|Afternoon|Room",
            "Monday|9:00-12:00|2:00-5:00|12",
            "Wednesday|9:00-12:00||12",
            "Dr Helga Stein, Cardiology|||",
            "Day|Morning|Afternoon|Room",
            "Tuesday|8:00-11:30||14",
            "Friday|8:00-11:30|1:00-3:00|14",
            "Dr Ivo Marek, Dental|||",
            "Day|Morning|Afternoon|Room",
            "Monday|10:00-16:00||3",
            "Thursday|10:00-16:00||3",
        )
        for row in (0, 4, 8, 10, 11):
            made.cell(row, 0 if row in (0, 4, 8) else 1).merge(made.cell(row, 3 if row in (0, 4, 8) else 2))

    written(path, write, "Liberation Sans", 10)


@document(
    """
    Kasimir Wolff: mon 08:00-12:00 14:00-18:00, tue 14:00-18:00, thu 08:00-12:00
    Luise Amann: mon 14:00-17:00, wed 08:30-12:30, fri 09:00-13:00
    """
)
def sheet_half_days_as_columns(path: Path) -> None:
    def write(page: Worksheet) -> None:
        fill(
            page,
            [
                "Doctor|Mon AM|Mon PM|Tue AM|Tue PM|Wed AM|Wed PM|Thu AM|Thu PM|Fri AM|Fri PM",
                "Dr Kasimir Wolff|8-12|2-6|-|2-6|-|-|8-12|-|-|-",
                "Dr Luise Amann|-|2-5|-|-|8:30-12:30|-|-|-|9-1|-",
            ],
        )
        widths(page, A=20, B=9, C=9, D=9, E=9, F=11, G=9, H=9, I=9, J=9, K=9)

    sheet(path, write)


@document(
    """
    Matilda Crowe: mon 08:30-12:30 14:00-17:30, tue 08:30-12:30
    Nathan Oyelaran: tue 13:30-17:00, thu 09:00-12:00 13:30-17:00
    """
)
def word_half_days_as_rows(path: Path) -> None:
    def write(text: Docx) -> None:
        made = table(
            text,
            "Physician||Mon|Tue|Wed|Thu",
            "Matilda Crowe, MD|AM|8:30-12:30|8:30-12:30|off|off",
            "|PM|2-5:30|off|off|off",
            "Nathan Oyelaran, MD|AM|off|off|off|9-12",
            "|PM|off|1:30-5|off|1:30-5",
        )
        made.cell(1, 0).merge(made.cell(2, 0))
        made.cell(3, 0).merge(made.cell(4, 0))

    written(path, write, "Carlito", 11)


@document(
    """
    Émile Garnier: mon 09:00-12:00 14:00-16:30, wed 09:00-12:00
    Žofie Dvořáková: tue 08:00-13:00, thu 08:00-13:00
    Søren Kjær: mon 10:00-15:00, fri 07:30-11:00
    """
)
def tex_doctors_as_columns(path: Path) -> None:
    latex(
        path,
        r"""\begin{tabular}{lp{3.2cm}p{3.2cm}p{3.2cm}} \hline
        & Dr \'Emile Garnier & Dr \v{Z}ofie Dvo\v{r}\'akov\'a & Dr S\o ren Kj\ae r \\ \hline
        Monday & 9:00--12:00\newline 14:00--16:30 & --- & 10:00--15:00 \\ \hline
        Tuesday & --- & 8:00--13:00 & theatre \\ \hline
        Wednesday & 9:00--12:00 & on call & --- \\ \hline
        Thursday & --- & 8:00--13:00 & --- \\ \hline
        Friday & --- & --- & 7:30--11:00 \\ \hline \end{tabular}""",
    )


@document(
    """
    Octavia Lane [Neurology]: mon 09:00-13:00, wed 09:00-13:00
    Percy Adair [Neurology]: tue 14:00-18:00
    Quentin Mbeki [Urology]: mon 08:00-12:00, thu 13:00-16:00
    Rosemary Tuck [Urology]: fri 09:00-12:30
    """
)
def word_newspaper_columns(path: Path) -> None:
    def write(text: Docx) -> None:
        columns = OxmlElement("w:cols")
        columns.set(qn("w:num"), "2")
        text.sections[0]._sectPr.append(columns)
        for name, department, lines in (
            ("Dr Octavia Lane", "Neurology", ("Mon 9:00–13:00", "Wed 9:00–13:00")),
            ("Dr Percy Adair", "Neurology", ("Tue 14:00–18:00", "Thu: on leave until 1 Dec")),
            ("Dr Quentin Mbeki", "Urology", ("Mon 8:00–12:00", "Thu 13:00–16:00")),
            ("Dr Rosemary Tuck", "Urology", ("Fri 9:00–12:30",)),
        ):
            text.add_heading(name, 2)
            text.add_paragraph(department)
            for line in lines:
                text.add_paragraph(line, style="List Bullet")
            for _ in range(4):
                text.add_paragraph("")

    written(path, write, "Liberation Serif", 12)


@document(
    """
    Silas Boone: mon@2026-11-30 08:00-12:00, tue@2026-12-01 08:00-12:00
    Thea Lindgren: mon@2026-11-30 13:00-17:00, wed@2026-12-02 08:30-12:30, fri@2026-12-04 08:30-12:30
    """
)
def browser_american_dates(path: Path) -> None:
    browser(
        path,
        "<h2>Provider schedule</h2><table>"
        + rows(
            "Provider|Monday, November 30|Tuesday, December 1|Wednesday, December 2|Thursday, December 3|Friday, December 4",
            tag="th",
        )
        + rows(
            "Silas Boone, DO|8:00 AM – 12:00 PM|8:00 AM – 12:00 PM|Vacation|Vacation|Vacation",
            "Thea Lindgren, NP|1:00 PM – 5:00 PM||8:30 AM – 12:30 PM|Admin|8:30 AM – 12:30 PM",
        )
        + "</table><p>Printed 11/24/2026 7:15 AM</p>",
        GRID + "table{width:100%}",
    )


@document(
    """
    Una Byrne: mon@2026-12-07 09:00-12:00, tue@2026-12-08 09:00-12:00, mon@2026-12-14 09:00-12:00
    Viktor Hahn: wed@2026-12-09 13:00-16:00, fri@2026-12-18 08:00-11:00
    """
)
def browser_month_calendar(path: Path) -> None:
    browser(
        path,
        "<h2>December 2026</h2><table>"
        + rows("Mon|Tue|Wed|Thu|Fri", tag="th")
        + rows(
            "7<br>Dr Una Byrne 9-12|8<br>Dr Una Byrne 9-12|9<br>Dr Viktor Hahn 1-4|10|11",
            "14<br>Dr Una Byrne 9-12|15|16|17|18<br>Dr Viktor Hahn 8-11",
        )
        + "</table>",
        GRID + "td{height:60px;vertical-align:top;width:120px}",
    )


@document(
    """
    Wanda Krol [Cardiology]: mon 09:00-12:00, tue 10:00-14:00
    Xander Blom [ENT]: wed 08:00-12:00, thu 08:00-12:00
    """
)
def canvas_lines_of_days(path: Path) -> None:
    """Names at the left, days and hours in a line at the right."""
    canvas = Canvas(str(path), pagesize=LETTER)
    canvas.setFont("Helvetica", 10)
    for y, name, department, said in (
        (700, "Dr. Wanda Krol", "Cardiology", ("Mon 9:00-12:00", "Tue 10:00-2:00")),
        (670, "Dr. Xander Blom", "ENT", ("Wed 8:00-12:00", "Thu 8:00-12:00")),
    ):
        canvas.drawString(60, y, name)
        canvas.drawString(180, y, department)
        for index, text in enumerate(said):
            canvas.drawString(290 + 130 * index, y, text)
    canvas.save()


@document(
    """
    Yara Haddad [Cardiology]: mon 08:30-12:30, wed 08:30-12:30, fri 08:30-12:30, tue 14:00-18:00, thu 14:00-18:00
    Zoltan Kiss [Neurology]: mon 13:00-17:00, tue 13:00-17:00, wed 13:00-17:00, thu 13:00-17:00
    """,
    doubts=("by appointment",),
)
def word_numbered_list(path: Path) -> None:
    def write(text: Docx) -> None:
        for line in (
            "Dr Yara Haddad (Cardiology): Mon, Wed & Fri 8:30–12:30; Tue/Thu 14–18",
            "Dr Zoltan Kiss (Neurology): Mon–Thu 1–5 p.m., Friday by appointment only",
        ):
            text.add_paragraph(line, style="List Number")

    written(path, write, "Noto Sans", 11)


@document(
    """
    Alba Rey: mon 09:00-14:00, tue 09:00-14:00
    Bruno Sanz: mon 16:00-20:00, wed 10:00-13:00, thu 16:00-20:00
    """
)
def writer_spanish_page(path: Path) -> None:
    def save(name: str) -> None:
        Path(name).write_text(
            """<html><meta charset="utf-8"><body><h2>Turnos de consulta</h2><table border="1" cellpadding="4">
            <tr><th>Día</th><th>Dra. Alba Rey</th><th>Dr. Bruno Sanz</th></tr>
            <tr><td>Lunes</td><td>de 9 a 14 h</td><td>de 16 a 20 h</td></tr>
            <tr><td>Martes</td><td>de 9 a 14 h</td><td>libre</td></tr>
            <tr><td>Miércoles</td><td>quirófano</td><td>de 10 a 13 h</td></tr>
            <tr><td>Jueves</td><td>vacaciones</td><td>de 16 a 20 h</td></tr>
            <tr><td>Viernes</td><td>—</td><td>—</td></tr></table></body></html>""",
            encoding="utf-8",
        )

    office(path, save, "html")


@document(
    """
    Cora Finch [Eye Clinic]: mon 09:00-12:00, wed 13:00-16:00
    Dario Lenz [Dental]: mon 08:00-11:00, tue 14:00-17:00
    Edith Moll [Eye Clinic]: tue 10:00-12:00
    """
)
def sheet_departments_as_columns(path: Path) -> None:
    def write(page: Worksheet) -> None:
        fill(
            page,
            [
                "|Eye Clinic|Dental",
                "Monday|Dr Cora Finch//9:00-12:00|Dr Dario Lenz//8:00-11:00",
                "Tuesday|Dr Edith Moll//10:00-12:00|Dr Dario Lenz//14:00-17:00",
                "Wednesday|Dr Cora Finch//13:00-16:00|closed",
            ],
        )
        widths(page, A=14, B=22, C=22)

    sheet(path, write, landscape=False)


@document(
    """
    Fergus Boyle [Internal Medicine]: mon 09:00-12:00, tue 09:00-12:00
    Greta Nolan [Internal Medicine]: wed 13:00-17:00
    Hector Ruiz [Cardiology]: mon 08:00-12:00, thu 08:00-12:00
    Ines Falk [Cardiology]: tue 13:00-16:00, wed 13:00-16:00
    """
)
def sheet_turned_labels(path: Path) -> None:
    """Departments written upwards in merged cells, days written upwards in the heading."""

    def write(page: Worksheet) -> None:
        fill(
            page,
            [
                "|Name|Monday|Tuesday|Wednesday|Thursday",
                "Internal Medicine|Dr Fergus Boyle|9-12|9-12||",
                "|Dr Greta Nolan|||1-5|",
                "Cardiology|Dr Hector Ruiz|8-12|||8-12",
                "|Dr Ines Falk||1-4|1-4|",
            ],
        )
        for area in ("A2:A3", "A4:A5"):
            page.merge_cells(area)
        for cell in ("A2", "A4", "C1", "D1", "E1", "F1"):
            page[cell].alignment = Alignment(textRotation=90, horizontal="center", vertical="center")
        for row, height in ((1, 70), (2, 60), (3, 60), (4, 60), (5, 60)):
            page.row_dimensions[row].height = height
        widths(page, A=8, B=20, C=9, D=9, E=9, F=9)

    sheet(path, write)
