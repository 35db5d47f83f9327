"""Further rotas of a spreadsheet: dates, two tables beside each other, abbreviations, German."""

from __future__ import annotations

from pathlib import Path

from openpyxl.worksheet.worksheet import Worksheet

from tests.rotas.make.produce import document
from tests.rotas.make.sheets import fill, sheet, widths


@document(
    """
    Renata Silva: mon@2026-11-30 09:00-13:00, tue@2026-12-01 09:00-13:00, thu@2026-12-03 14:00-18:00, mon@2026-12-07 09:00-13:00
    Colin Fraser: mon@2026-11-30 14:00-18:00, wed@2026-12-02 08:00-12:00, fri@2026-12-04 08:00-12:00, tue@2026-12-08 08:00-12:00 13:00-15:00
    """
)
def sheet_dates_as_rows(path: Path) -> None:
    def write(page: Worksheet) -> None:
        page["A1"] = "Rota 30.11.2026 - 08.12.2026"
        fill(
            page,
            [
                "Date|Day|Dr Renata Silva|Dr Colin Fraser",
                "30.11.2026|Mon|09:00-13:00|14:00-18:00",
                "01.12.2026|Tue|09:00-13:00|off",
                "02.12.2026|Wed|leave|08:00-12:00",
                "03.12.2026|Thu|14:00-18:00|off",
                "04.12.2026|Fri|off|08:00-12:00",
                "07.12.2026|Mon|09:00-13:00|course",
                "08.12.2026|Tue|off|08:00-12:00//13:00-15:00",
            ],
            first=3,
        )
        widths(page, A=14, B=8, C=20, D=20)

    sheet(path, write, landscape=False)


@document(
    """
    Ana Luiza Prado [Cardiology]: mon 09:00-12:00, tue 09:00-12:00
    Ben Carmichael [Cardiology]: mon 13:00-16:00
    Dorothea Engel [ENT]: mon 08:00-10:00, tue 10:00-12:00
    Ezra Feldman [ENT]: tue 14:00-17:00
    """
)
def sheet_two_tables(path: Path) -> None:
    """Beside each other, no lines printed."""

    def write(page: Worksheet) -> None:
        fill(
            page,
            [
                "Cardiology",
                "Doctor|Mon|Tue",
                "Dr Ana Luiza Prado|09:00-12:00|09:00-12:00",
                "Dr Ben Carmichael|13:00-16:00|-",
            ],
            first=2,
            ruled=False,
        )
        fill(
            page,
            ["ENT", "Doctor|Mon|Tue", "Dr Dorothea Engel|08:00-10:00|10:00-12:00", "Dr Ezra Feldman|-|14:00-17:00"],
            first=2,
            column=5,
            ruled=False,
        )
        widths(page, A=22, B=13, C=13, D=6, E=22, F=13, G=13)

    sheet(path, write)


@document(
    """
    Wilhelm Sturm: mon 08:00-12:00 14:00-18:00, tue 08:00-12:00, thu 08:00-12:00
    Marlene Jäger-Voß: mon 09:00-13:00, wed 09:00-13:00 15:00-17:30
    Aylin Demir: tue 13:00-19:00, fri 08:00-14:00
    """
)
def sheet_german_week(path: Path) -> None:
    def write(page: Worksheet) -> None:
        page["A1"] = "Sprechstundenplan KW 49"
        fill(
            page,
            [
                "Name|Mo|Di|Mi|Do|Fr|Zi.",
                "Sturm, Wilhelm, Dr. med.|08:00 – 12:00 / 14:00 – 18:00|08:00 – 12:00|OP|08:00 – 12:00|frei|12",
                "Jäger-Voß, Marlene, Dr.|09:00 – 13:00|Fortbildung|09:00 – 13:00 / 15:00 – 17:30|frei|Urlaub|14",
                "Demir, Aylin|–|13:00 – 19:00|–|Hausbesuche|08:00 – 14:00|9",
            ],
            first=3,
            size=9,
        )
        widths(page, A=24, B=17, C=15, D=17, E=15, F=15, G=5)

    sheet(path, write)


@document(
    """
    Oliver Grant: mon 08:00-10:00, tue 08:00-10:00, wed 10:00-12:00
    Paula Simmons: mon 08:00-10:00, mon 10:00-12:00, fri 08:00-10:00
    Quentin Maas: tue 10:00-12:00, thu 08:00-10:00, thu 10:00-12:00, fri 10:00-12:00
    Rhea Kapoor: wed 08:00-10:00, fri 10:00-12:00
    """
)
def sheet_abbreviations(path: Path) -> None:
    """Sessions as rows, two or more abbreviations in a cell, the key in one line below."""

    def write(page: Worksheet) -> None:
        fill(
            page,
            [
                "Time|Mon|Tue|Wed|Thu|Fri",
                "8.00 - 10.00|OG + PS|OG|RK|QM|PS",
                "10.00 - 12.00|PS|QM|OG|QM|QM//RK",
            ],
            first=2,
        )
        page["A6"] = "OG: Dr Oliver Grant; PS: Dr Paula Simmons; QM: Dr Quentin Maas; RK: Dr Rhea Kapoor"
        widths(page, A=14, B=13, C=13, D=13, E=13, F=13)

    sheet(path, write)


@document(
    """
    Tara Whelan [Physiotherapy]: mon 07:00-15:00, tue 07:00-15:00, wed 07:00-15:00
    Ugo Bianchi [Physiotherapy]: wed 11:00-19:00, thu 11:00-19:00, fri 11:00-19:00
    Vera Lukić [Occupational Therapy]: mon 09:00-17:00, tue 09:00-17:00, thu 09:00-17:00, fri 09:00-17:00
    """
)
def sheet_merged_shifts(path: Path) -> None:
    """A shift merged over several days; a department merged over its rows at the right."""

    def write(page: Worksheet) -> None:
        fill(
            page,
            [
                "Clinician|Mon|Tue|Wed|Thu|Fri|Department",
                "Tara Whelan|7am - 3pm||||off|Physiotherapy",
                "Ugo Bianchi|off||11am - 7pm|||",
                "Vera Lukić|9am - 5pm||A/L|9am - 5pm||Occupational Therapy",
            ],
        )
        for area in ("B2:D2", "E2:F2", "B3:C3", "D3:F3", "B4:C4", "E4:F4", "G2:G3"):
            page.merge_cells(area)
        page["E2"] = "off"
        widths(page, A=20, B=11, C=11, D=11, E=11, F=11, G=20)

    sheet(path, write)
