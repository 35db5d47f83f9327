"""A sixth set, by several producers: days as headings above hours and names, letters, ranges of days, half days by a key."""

from __future__ import annotations

from pathlib import Path

from docx.document import Document as Docx
from openpyxl.worksheet.worksheet import Worksheet

from tests.rotas.make.browser import GRID, rows
from tests.rotas.make.produce import browser, document, latex
from tests.rotas.make.sheets import fill, sheet, widths
from tests.rotas.make.word import table, written


@document("""
Ada Long: mon 09:00-12:00, tue 09:00-12:00
Bo Reyes: mon 13:00-17:00, wed 08:00-12:00
""")
def word_names_after_hours(path: Path) -> None:
    written(
        path,
        lambda text: table(
            text,
            "Monday|Tuesday|Wednesday",
            "09:00-12:00 Ada Long//13:00-17:00 Bo Reyes|09:00-12:00 Ada Long|08:00-12:00 Bo Reyes",
        ),
    )


@document("""
Cara Voss [Cardiology]: mon 09:00-12:00, wed 14:00-17:00
Dirk Ohm [Cardiology]: tue 09:00-12:00
Elin Ask [Dermatology]: fri 09:00-15:00
""")
def word_departments_then_lines(path: Path) -> None:
    def write(text: Docx) -> None:
        text.add_heading("Outpatients", 1)
        for department, lines in (
            ("CARDIOLOGY", ("Dr Cara Voss – Mon 9–12; Wed 2–5", "Dr Dirk Ohm – Tue 9–12")),
            ("DERMATOLOGY", ("Dr Elin Ask – Fri 9–3 (Mon: theatre)",)),
        ):
            text.add_paragraph(department)
            for line in lines:
                text.add_paragraph(line)

    written(path, write, "Noto Sans", 11)


@document("""
Fay Lim: mon 08:00-16:00, tue 08:00-16:00, wed 08:00-16:00
Gil Noor: thu 08:00-16:00, fri 08:00-16:00, sat 09:00-13:00
""")
def browser_ranges_of_days(path: Path) -> None:
    browser(
        path,
        "<table>"
        + rows("Doctor|Mon–Wed|Thu–Fri|Sat", tag="th")
        + rows("Dr Fay Lim|8:00–16:00||", "Dr Gil Noor||8:00–16:00|9:00–13:00")
        + "</table>",
        GRID,
    )


@document("""
Hana Novak: mon 08:30-12:00, tue 13:00-16:30, wed 08:30-12:00
Ilya Repin: mon 13:00-16:30, thu 08:30-12:00, fri 13:00-16:30
""")
def sheet_half_days_by_a_key(path: Path) -> None:
    def write(page: Worksheet) -> None:
        fill(page, ["Doctor|Mon|Tue|Wed|Thu|Fri", "Dr Hana Novak|AM|PM|AM|-|-", "Dr Ilya Repin|PM|-|-|AM|PM"])
        page["A5"] = "AM = 08:30-12:00, PM = 13:00-16:30"
        widths(page, A=20)

    sheet(path, write)


@document("""
Jan Bos: mon 07:00-08:00 09:00-11:00 12:00-14:00, fri 08:00-12:00
Kay Toll: tue 08:15-12:45
""")
def browser_three_shifts(path: Path) -> None:
    browser(
        path,
        "<table>"
        + rows("|Dr. BOS, Jan|Dr. TOLL, Kay", tag="th")
        + rows("MON|0700-0800, 0900-1100, 1200-1400|-", "TUE|-|0815-1245", "WED|-|-", "FRI|0800-1200|-")
        + "</table>",
        "body{font:8pt monospace} td,th{padding:6px 20px;border-bottom:1px solid #000}",
    )


@document("""
Lara Stone: mon 09:00-12:00, tue 09:00-12:00
Milo Grant: mon 14:00-18:00, thu 14:00-18:00
Nell Baird: wed 10:00-14:00
""")
def tex_days_as_headings(path: Path) -> None:
    latex(
        path,
        r"""\subsection*{Monday} 9:00--12:00 Dr Lara Stone\\ 14:00--18:00 Dr Milo Grant
\subsection*{Tuesday} 9:00--12:00 Dr Lara Stone \subsection*{Wednesday} 10:00--14:00 Dr Nell Baird
\subsection*{Thursday} 14:00--18:00 Dr Milo Grant""",
    )


@document("""
Opal Finn [Cardiology]: mon 09:00-12:00, thu 09:00-12:00
Pete Haas [ENT]: tue 14:00-18:00, fri 08:00-12:00
""")
def word_letter(path: Path) -> None:
    def write(text: Docx) -> None:
        text.add_paragraph(
            "Riverside Medical Group\n9-11 Harbour Road\nTel. 020 555-0199 · Fax 020 555-0198\nOffice hours: Mon-Fri 8:00-17:00"
        )
        text.add_paragraph("Dear patients,")
        text.add_paragraph(
            "from 1 December our consultants can be seen at these times: Dr Opal Finn, Cardiology, on Monday and Thursday between 9 and 12; Dr Pete Haas, ENT, on Tuesday from 2 to 6 and on Friday from 8 to 12."
        )
        text.add_paragraph("Please ring between 8 and 9 for appointments.")

    written(path, write)


@document("""
Quin Abel: mon 09:00-12:30, wed 09:00-12:30
Rita Cole: tue 13:30-18:00, thu 13:30-18:00
Saul Dorn: fri 08:00-14:00
""")
def browser_days_first(path: Path) -> None:
    browser(
        path,
        "<table>"
        + rows("Days|Doctor|Hours|Room", tag="th")
        + rows(
            "Mon/Wed|Dr Quin Abel|9:00 - 12:30|2-3",
            "Tue/Thu|Dr Rita Cole|13:30 - 18:00|4",
            "Fri|Dr Saul Dorn|8:00 - 14:00|10-12",
        )
        + "</table>",
        "td,th{padding:3px 25px;text-align:center}body{font:12pt Carlito}",
    )


@document("""
Tess Ober: mon 09:00-12:00, tue 09:00-12:00, wed 09:00-12:00
Udo Pfau: mon 13:00-17:00, wed 13:00-17:00
""")
def browser_merged_days(path: Path) -> None:
    browser(
        path,
        "<table>"
        + rows("|Mo|Di|Mi|Do|Fr", tag="th")
        + "<tr><td>Dr. T. Ober</td><td colspan=3>9 - 12 Uhr</td><td>-</td><td>-</td></tr><tr><td>Dr. U. Pfau</td><td>13 - 17 Uhr</td><td>-</td><td>13 - 17 Uhr</td><td colspan=2>Urlaub</td></tr></table><p>Tess Ober, Fachärztin; Udo Pfau, Facharzt</p>",
        GRID,
    )
