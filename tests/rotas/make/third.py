"""A third set, by all producers: timetables with merged hours, codes with a key, weeks, wrapped text, wide prints."""

from __future__ import annotations

from pathlib import Path

from docx.document import Document as Docx
from openpyxl.worksheet.worksheet import Worksheet

from tests.rotas.make.browser import GRID, rows
from tests.rotas.make.produce import browser, document, latex
from tests.rotas.make.sheets import fill, sheet, widths
from tests.rotas.make.word import landscape, table, written


@document(
    """
    Clara Whitmore: mon 08:00-11:00, wed 08:00-10:00, wed 11:00-12:00
    Deepak Iyer: mon 11:00-12:00, tue 08:00-12:00
    Elsa Brandt: wed 10:00-11:00, thu 09:00-12:00
    """
)
def sheet_timetable(path: Path) -> None:
    """Hours as rows, a name merged down over the hours that it holds for."""

    def write(page: Worksheet) -> None:
        fill(
            page,
            [
                "|Monday|Tuesday|Wednesday|Thursday",
                "8:00 - 9:00|Dr Clara Whitmore|Dr Deepak Iyer|Dr Clara Whitmore|",
                "9:00 - 10:00||||Dr Elsa Brandt",
                "10:00 - 11:00|||Dr Elsa Brandt|",
                "11:00 - 12:00|Dr Deepak Iyer||Dr Clara Whitmore|",
            ],
        )
        for area in ("B2:B4", "C2:C5", "D2:D3", "E3:E5"):
            page.merge_cells(area)
        widths(page, A=15, B=20, C=20, D=20, E=20)

    sheet(path, write)


@document(
    """
    Arthur Pym: mon 09:00-12:00, tue 09:00-12:00, wed 09:00-12:00, fri 14:00-17:00
    Bella Swann: mon 10:00-15:00, thu 08:00-12:00, fri 08:00-12:00
    Cyril Nagy: mon 10:00-15:00, wed 13:00-18:00
    """
)
def word_merged_down(path: Path) -> None:
    """Days as rows, one shift merged down over several days, one merged over two doctors."""

    def write(text: Docx) -> None:
        made = table(
            text,
            "Weekday|Dr A. Pym|Dr B. Swann|Dr C. Nagy",
            "Mon|9:00–12:00|10:00–15:00|",
            "Tue||—|—",
            "Wed||—|13:00–18:00",
            "Thu|—|8:00–12:00|—",
            "Fri|14:00–17:00||—",
        )
        made.cell(1, 1).merge(made.cell(3, 1))
        made.cell(1, 2).merge(made.cell(1, 3))
        made.cell(4, 2).merge(made.cell(5, 2))
        text.add_paragraph("Doctors: Arthur Pym, Bella Swann, Cyril Nagy")

    written(path, write, "Carlito", 11)


@document(
    """
    Ola Nordmann: mon 07:00-15:00, tue 07:00-15:00, wed 14:00-22:00
    Pia Lund: mon 14:00-22:00, wed 07:00-15:00, fri 08:00-16:00
    Quirin Maier: tue 14:00-22:00, thu 08:00-16:00, fri 07:00-15:00
    """
)
def sheet_shift_codes(path: Path) -> None:
    """Codes of shifts in the cells and a key of codes below."""

    def write(page: Worksheet) -> None:
        fill(
            page,
            [
                "Name|Mon|Tue|Wed|Thu|Fri",
                "Dr Ola Nordmann|E|E|L|-|-",
                "Dr Pia Lund|L|-|E|AL|D",
                "Dr Quirin Maier|-|L|-|D|E",
            ],
        )
        page["A6"] = "E = 07:00-15:00"
        page["A7"] = "L = 14:00-22:00"
        page["A8"] = "D = 08:00-16:00, AL = annual leave"
        widths(page, A=24, B=8, C=8, D=8, E=8, F=8)

    sheet(path, write)


@document(
    """
    Hilda Frey: mon@2026-11-23 09:00-12:00, wed@2026-11-25 09:00-12:00, tue@2026-12-01 13:00-16:00
    Jonas Weil: tue@2026-11-24 08:00-12:00, mon@2026-11-30 08:00-12:00, thu@2026-12-03 08:00-12:00
    """
)
def browser_two_weeks(path: Path) -> None:
    browser(
        path,
        "<h3>Week commencing 23 November 2026</h3><table>"
        + rows("Doctor|Mon|Tue|Wed|Thu|Fri", "Dr Hilda Frey|9-12||9-12||", "Dr Jonas Weil||8-12|||")
        + "</table><h3>Week commencing 30 November 2026</h3><table>"
        + rows("Doctor|Mon|Tue|Wed|Thu|Fri", "Dr Hilda Frey||1-4|||", "Dr Jonas Weil|8-12|||8-12|")
        + "</table>",
        GRID,
    )


@document(
    """
    Agnes Moor: mon@2026-12-07 08:00-12:00, wed@2026-12-09 08:00-12:00
    Bertil Ek: tue@2026-12-08 13:00-17:00, fri@2026-12-11 09:00-14:00
    """
)
def word_days_of_the_month(path: Path) -> None:
    """Only the day of the month stands beside the weekday; the month is in the title."""

    def write(text: Docx) -> None:
        text.add_heading("Rota December 2026, week 50", 1)
        table(
            text,
            "Doctor|Mon 7|Tue 8|Wed 9|Thu 10|Fri 11",
            "Dr Agnes Moor|08:00-12:00||08:00-12:00||",
            "Dr Bertil Ek||13:00-17:00|||09:00-14:00",
        )

    written(path, write)


@document(
    """
    Christoph Wagenknecht-Ziegler: mon 09:00-12:30 14:00-17:30, tue 09:00-12:30, thu 14:00-17:30
    Rosalind Featherington: mon 13:00-16:45, wed 13:00-16:45 17:00-20:15
    Xavier Bustamante Carrizo: tue 08:15-11:45, wed 08:15-11:45, thu 08:15-11:45
    """
)
def browser_wrapped_without_lines(path: Path) -> None:
    """Narrow columns: names and hours go on in the next line; rows apart by space only."""
    browser(
        path,
        "<table>"
        + rows("Doctor|Monday|Tuesday|Wednesday|Thursday", tag="th")
        + rows(
            "Dr Christoph Wagenknecht-Ziegler|09:00 – 12:30 14:00 – 17:30|09:00 – 12:30|–|14:00 – 17:30",
            "Dr Rosalind Featherington|13:00 – 16:45|–|13:00 – 16:45 17:00 – 20:15|theatre",
            "Dr Xavier Bustamante Carrizo|off|08:15 – 11:45|08:15 – 11:45|08:15 – 11:45",
        )
        + "</table>",
        "body{font:10pt 'Liberation Sans'} td,th{width:78px;padding:9px 8px;vertical-align:top;text-align:left}",
    )


@document(
    """
    Amir Lavi [Cardiology]: mon 09:00-12:00, tue 09:00-12:00, wed 13:00-16:00
    Berit Holm [Cardiology]: mon 13:00-16:00, thu 09:00-12:00, fri 09:00-12:00 13:00-16:00
    Cato Vries [Dental]: tue 13:00-16:00, fri 13:00-16:00
    """
)
def browser_ticks_under_sessions(path: Path) -> None:
    """Doctor and department merged over two rows, sessions as rows with their hours, ticks in the cells."""
    browser(
        path,
        "<table>"
        + rows("Doctor|Session|Mon|Tue|Wed|Thu|Fri", tag="th")
        + "<tr><td rowspan=2>Dr Amir Lavi<br>Cardiology</td><td>AM 9–12</td><td>✓</td><td>✓</td><td></td><td></td><td></td></tr>"
        "<tr><td>PM 1–4</td><td></td><td></td><td>✓</td><td></td><td></td></tr>"
        "<tr><td rowspan=2>Dr Berit Holm<br>Cardiology</td><td>AM 9–12</td><td></td><td></td><td></td><td>✓</td><td>✓</td></tr>"
        "<tr><td>PM 1–4</td><td>✓</td><td></td><td></td><td></td><td>✓</td></tr>"
        "<tr><td rowspan=2>Dr Cato Vries<br>Dental</td><td>AM 9–12</td><td></td><td></td><td></td><td></td><td></td></tr>"
        "<tr><td>PM 1–4</td><td></td><td>✓</td><td></td><td></td><td>✓</td></tr></table>",
        GRID,
    )


@document(
    """
    Ella Sund: mon 09:00-12:00, tue 09:00-12:00, fri 13:00-17:30
    Finn Arvid Lie: mon 09:00-12:00, tue 09:00-12:00
    Gerda Hein: wed 08:00-13:00, thu 08:00-13:00 14:00-16:00
    """
)
def word_prose_together(path: Path) -> None:
    def write(text: Docx) -> None:
        text.add_heading("Winter timetable", 1)
        text.add_paragraph(
            "Drs Ella Sund and Finn Arvid Lie share the morning clinic on Mondays and Tuesdays (9 am–12 noon). "
            "Dr Sund also has a clinic on Friday afternoons, 1 pm–5.30 pm."
        )
        text.add_paragraph(
            "From Wednesday to Thursday Dr Gerda Hein is here from 8 a.m. to 1 p.m.; on Thursdays she is also available "
            "2 p.m.–4 p.m. The practice is closed on 24 and 25 December."
        )

    written(path, write, "Liberation Serif", 11)


@document(
    "\n".join(
        f"{name}: mon {a}, tue {b}, wed {a}, thu {b}"
        for name, a, b in (
            ("Adam Lisle", "09:00-12:00", "13:00-17:00"), ("Britta Roos", "08:00-11:00", "12:00-16:00"),
            ("Cosmo Villa", "10:00-13:00", "14:00-18:00"), ("Dora Kish", "07:30-11:30", "12:30-16:30"),
            ("Egon Ripp", "08:15-12:15", "13:15-17:15"), ("Frida Aas", "09:45-12:45", "13:45-16:45"),
        )
    )
)  # fmt: skip
def sheet_doctors_over_wide_pages(path: Path) -> None:
    """Doctors as columns; the sheet is wider than a page, and the day column is repeated by the program."""

    def write(page: Worksheet) -> None:
        names = ("Adam Lisle", "Britta Roos", "Cosmo Villa", "Dora Kish", "Egon Ripp", "Frida Aas")
        a = ("9-12", "8-11", "10-1", "7:30-11:30", "8:15-12:15", "9:45-12:45")
        b = ("1-5", "12-4", "2-6", "12:30-4:30", "1:15-5:15", "1:45-4:45")
        fill(
            page,
            [
                "Day|" + "|".join(f"Dr {name}" for name in names),
                *(f"{day}|" + "|".join(a if day in ("Monday", "Wednesday") else b)
                  for day in ("Monday", "Tuesday", "Wednesday", "Thursday")),
            ],
        )  # fmt: skip
        widths(page, A=14, B=28, C=28, D=28, E=28, F=28, G=28)
        page.print_title_cols = "A:A"

    sheet(path, write, landscape=True)


@document(
    """
    Livia Moretti [Dermatology]: mon 09:00-12:00, tue 14:00-17:00, wed 09:00-12:00
    Niklas Brandvold [Dermatology]: thu 10:00-16:00
    Odette Faure [Allergy]: mon 13:00-15:00, fri 08:30-12:00
    """
)
def tex_tables_by_department(path: Path) -> None:
    latex(
        path,
        r"""\section*{Clinics} \subsection*{Dermatology (Level 2, rooms 4--9)}
        \begin{tabular}{l|l} Dr L.\ Moretti & Mon 9--12, Tue 2--5, Wed 9--12 \\ Dr N.\ Brandvold & Thu 10--4 \\ \end{tabular}
        \subsection*{Allergy (Level 1, rooms 1--3)}
        \begin{tabular}{l|l} Dr O.\ Faure & Mon 1--3 / Fri 8:30--12 \\ \end{tabular}

        \bigskip\footnotesize Livia Moretti MD, Niklas Brandvold MD PhD, Odette Faure MD. Calls: 9--5, (202) 555-0123.""",
    )


@document(
    """
    Manuela Sorín: mon 08:00-12:00, tue 08:00-12:00, wed 08:00-12:00, thu 08:00-12:00
    Norbert Quast: mon 12:00-18:00, fri 07:00-13:00
    """
)
def word_short_forms(path: Path) -> None:
    def write(text: Docx) -> None:
        landscape(text)
        table(
            text,
            "Dr.|M|T|W|Th|F|Notes",
            "Sorín, Manuela|8a-12n|8a-12n|8a-12n|8a-12n|OFF|x4410",
            "Quast, Norbert|12n-6p|OFF|OFF|OFF|7a-1p|x4411, desk 7-9",
        )

    written(path, write, "Liberation Sans", 10)


@document(
    """
    Tuva Berg: mon 08:00-12:00, wed 08:00-12:00
    Ulf Strand: tue 09:00-15:00
    Vilma Ost: thu 13:00-18:00, fri 08:00-11:00
    """,
    doubts=("by appointment",),
)
def word_labels_and_values(path: Path) -> None:
    """A form per doctor: labels at the left, values at the right."""

    def write(text: Docx) -> None:
        for name, department, hours in (
            ("Dr Tuva Berg", "Cardiology", "Mon and Wed, 08:00–12:00"),
            ("Dr Ulf Strand", "Urology", "Tue 09:00–15:00//Fri by appointment"),
            ("Dr Vilma Ost", "ENT", "Thu 13:00–18:00//Fri 08:00–11:00"),
        ):
            table(text, f"Name|{name}", f"Department|{department}", "Phone|020 555-1415", f"Hours|{hours}")
            text.add_paragraph("")

    written(path, write, "Liberation Sans", 11)
