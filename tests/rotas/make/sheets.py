"""Rotas kept in a spreadsheet (xlsx, exported by LibreOffice Calc)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from tests.rotas.make.produce import document, office

THIN = Border(*(Side(style="thin"),) * 4)


def sheet(path: Path, write: Callable[[Worksheet], None], landscape: bool = True) -> None:
    book = openpyxl.Workbook()
    page = book.active
    page.page_setup.orientation = "landscape" if landscape else "portrait"
    page.page_setup.paperSize = 9
    write(page)
    office(path, book.save, "xlsx")


def fill(
    page: Worksheet, lines: Sequence[str], first: int = 1, column: int = 1, ruled: bool = True, size: float = 10
) -> None:
    for row, line in enumerate(lines, start=first):
        for offset, said in enumerate(line.split("|")):
            cell = page.cell(row, column + offset, said.strip().replace("//", "\n") or None)
            cell.alignment, cell.font = Alignment(wrap_text=True, vertical="center"), Font(name="Carlito", size=size)
            if ruled:
                cell.border = THIN


def widths(page: Worksheet, **sizes: float) -> None:
    for letter, size in sizes.items():
        page.column_dimensions[letter].width = size


@document(
    """
    Tom Harrington [General Surgery]: mon 08:00-12:00, tue 08:00-12:00, thu 13:00-17:00
    Wei Ling Tan [General Surgery]: wed 08:00-12:00, fri 08:00-12:00
    Omar Farouk [Urology]: mon 13:00-17:00, wed 13:00-17:00
    Bridget O'Sullivan [Urology]: tue 13:00-16:00, thu 08:30-11:30, fri 13:00-16:00
    """
)
def sheet_am_pm_columns(path: Path) -> None:
    """Two header rows: days merged over AM and PM; department rows merged over the whole width."""

    def write(page: Worksheet) -> None:
        fill(
            page,
            [
                "|Monday||Tuesday||Wednesday||Thursday||Friday|",
                "Consultant|AM|PM|AM|PM|AM|PM|AM|PM|AM|PM",
                "General Surgery||||||||||",
                "Mr Tom Harrington|8-12||8-12|||theatre||1-5||",
                "Ms Wei Ling Tan|||||8-12||||8-12|",
                "Urology||||||||||",
                "Mr Omar Farouk||1-5||||1-5||||",
                "Miss Bridget O'Sullivan||||1-4|||8:30-11:30|||1-4",
            ],
        )
        for first in "BDFHJ":
            page.merge_cells(f"{first}1:{chr(ord(first) + 1)}1")
        page.merge_cells("A3:K3")
        page.merge_cells("A6:K6")
        widths(page, A=24, H=11)

    sheet(path, write)


@document(
    """
    Anna Bergström: mon 07:00-15:00, tue 07:00-15:00, wed 07:00-15:00
    David Okonkwo: mon 15:00-22:00, tue 15:00-22:00, fri 07:00-15:00
    Teresa Almeida: wed 15:00-22:00, thu 07:00-15:00, sat 09:00-14:00
    Noah Goldberg: thu 15:00-22:00, fri 15:00-22:00, sat 14:00-20:00
    """
)
def sheet_without_lines(path: Path) -> None:
    """No borders printed, numbers of rows and extension numbers beside the names."""

    def write(page: Worksheet) -> None:
        page["A1"], page["F1"] = "Urgent care rota", "Version 3.2"
        fill(
            page,
            [
                "No|Name|Ext|Mon|Tue|Wed|Thu|Fri|Sat",
                "1|Dr Anna Bergström|1012|0700-1500|0700-1500|0700-1500|off|off|off",
                "2|Dr David Okonkwo|1013|1500-2200|1500-2200|off|off|0700-1500|off",
                "3|Dr Teresa Almeida|1014|off|off|1500-2200|0700-1500|off|0900-1400",
                "4|Dr Noah Goldberg|0915|off|off|off|1500-2200|1500-2200|1400-2000",
            ],
            first=3,
            ruled=False,
        )
        widths(page, A=4, B=22, C=7, D=11, E=11, F=11, G=11, H=11, I=11)

    sheet(path, write)


@document(
    "\n".join(
        f"{name}: mon {start}-{end}, tue {start}-{end}, fri {start}-{end}"
        for name, start, end in (
            ("Adela Novotná", "08:00", "12:00"), ("Bruno Keller", "09:00", "13:00"), ("Cecilia Park", "10:00", "14:00"),
            ("Dmitri Volkov", "11:00", "15:00"), ("Eva Jansen", "12:00", "16:00"), ("Felix Baumann", "13:00", "17:00"),
            ("Gloria Mendes", "08:30", "12:30"), ("Hugo Martin", "09:30", "13:30"), ("Irina Petrova", "10:30", "14:30"),
        )
    )
)  # fmt: skip
def sheet_wide_over_pages(path: Path) -> None:
    """Rows over two pages with the header row repeated by the program."""

    def write(page: Worksheet) -> None:
        lines = ["Doctor|Monday|Tuesday|Wednesday|Thursday|Friday"]
        for name, start, end in (
            ("Novotná, Adela", "8:00", "12:00"), ("Keller, Bruno", "9:00", "13:00"), ("Park, Cecilia", "10:00", "14:00"),
            ("Volkov, Dmitri", "11:00", "15:00"), ("Jansen, Eva", "12:00", "16:00"), ("Baumann, Felix", "13:00", "17:00"),
            ("Mendes, Gloria", "8:30", "12:30"), ("Martin, Hugo", "9:30", "13:30"), ("Petrova, Irina", "10:30", "14:30"),
        ):  # fmt: skip
            lines.append(f"{name}|{start} - {end}|{start} - {end}|-|-|{start} - {end}")
        fill(page, lines)
        widths(page, A=22, B=15, C=15, D=13, E=13, F=15)
        for row in range(2, 11):
            page.row_dimensions[row].height = 60
        page.print_title_rows = "1:1"
        page.oddFooter.center.text = "Page &P of &N - 8:00-17:00"

    sheet(path, write)


@document(
    """
    Helen Carter [Family Medicine]: mon 08:00-12:00 13:00-17:00, wed 08:00-12:00
    Raj Malhotra [Family Medicine]: tue 09:00-13:00, thu 09:00-13:00 14:00-18:00
    Sofia Rossi [Internal Medicine]: mon 10:00-14:00, fri 08:00-12:00
    """
)
def sheet_start_end_columns(path: Path) -> None:
    """A list of shifts: start and end in columns of their own, merged name cells, coloured header."""

    def write(page: Worksheet) -> None:
        fill(
            page,
            [
                "Provider|Specialty|Day|Start|End|Location",
                "Carter, Helen MD|Family Medicine|Mon|8:00 AM|12:00 PM|Suite 200",
                "|| Mon|1:00 PM|5:00 PM|Suite 200",
                "||Wed|8:00 AM|12:00 PM|Suite 210",
                "Malhotra, Raj MD|Family Medicine|Tue|9:00 AM|1:00 PM|Suite 200",
                "||Thu|9:00 AM|1:00 PM|Suite 200",
                "||Thu|2:00 PM|6:00 PM|Suite 200",
                "Rossi, Sofia DO|Internal Medicine|Mon|10:00 AM|2:00 PM|Bldg 4",
                "||Fri|8:00 AM|12:00 PM|Bldg 4",
            ],
            first=2,
        )
        page["A1"] = "Provider schedule – effective 01/12/2026"
        for first, last in ((3, 5), (6, 8), (9, 10)):
            for column in "AB":
                page.merge_cells(f"{column}{first}:{column}{last}")
        for cell in page[2]:
            cell.fill = PatternFill("solid", fgColor="FFCC88")
        widths(page, A=20, B=18, C=8, D=11, E=11, F=12)

    sheet(path, write, landscape=False)


@document(
    """
    Claire Fontaine: mon 09:00-12:00, tue 09:00-12:00, wed 09:00-12:00
    Emre Yılmaz: mon 14:00-18:00, thu 09:00-12:00, thu 14:00-18:00
    Jana Horáková: tue 14:00-18:00, wed 14:00-18:00, fri 09:00-12:00, fri 14:00-18:00
    """
)
def sheet_names_in_cells(path: Path) -> None:
    """Days and hours as headings, abbreviated names in the cells, the key in a table below."""

    def write(page: Worksheet) -> None:
        fill(
            page,
            [
                "|9:00-12:00|14:00-18:00",
                "Monday|CF|EY",
                "Tuesday|CF|JH",
                "Wednesday|CF|JH",
                "Thursday|EY|EY",
                "Friday|JH|JH",
            ],
        )
        fill(page, ["CF|Dr Claire Fontaine", "EY|Dr Emre Yılmaz", "JH|Dr Jana Horáková"], first=9)
        widths(page, A=14, B=22, C=16)

    sheet(path, write, landscape=False)
