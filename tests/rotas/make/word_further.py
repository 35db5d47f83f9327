"""Further rotas of a word processor: merged headings, lists, nested tables, pages, web pages opened in Writer."""

from __future__ import annotations

from pathlib import Path

from docx.document import Document as Docx
from docx.shared import Cm, Pt

from tests.rotas.make.produce import DOCUMENTS, document, gold_json, office
from tests.rotas.make.word import landscape, table, written


@document(
    """
    Hans-Jürgen Müller-Lüdenscheidt [Cardiology]: mon 08:00-12:00 14:00-17:00, thu 08:00-12:00
    Ngozi Eze [Cardiology]: tue 09:00-13:00, wed 09:00-13:00
    Beth Ashworth [Dermatology]: mon 09:30-12:00, fri 13:00-16:30
    Piotr Wiśniewski [Dermatology]: wed 14:00-18:00, thu 14:00-18:00, fri 08:00-11:00
    """
)
def word_doctors_as_columns(path: Path) -> None:
    """Departments merged above the doctors, long names wrapped in narrow columns."""

    def write(text: Docx) -> None:
        text.add_heading("Consulting times, winter", 1)
        made = table(
            text,
            "|Cardiology||Dermatology|",
            "|Prof. Dr. Müller-Lüdenscheidt, Hans-Jürgen|Dr Ngozi Eze|Dr Beth Ashworth|Dr Piotr Wiśniewski",
            "Monday|08:00 - 12:00//14:00 - 17:00|theatre|09:30 - 12:00|-",
            "Tuesday|closed|09:00 - 13:00|on call|-",
            "Wednesday|-|09:00 - 13:00|-|14:00 - 18:00",
            "Thursday|08:00 - 12:00|teaching|-|14:00 - 18:00",
            "Friday|-|-|13:00 - 16:30|08:00 - 11:00",
        )
        made.cell(0, 1).merge(made.cell(0, 2))
        made.cell(0, 3).merge(made.cell(0, 4))
        for row in made.rows:
            for cell, width in zip(row.cells, (2.4, 3.4, 3.4, 3.4, 3.4), strict=True):
                cell.width = Cm(width)

    written(path, write, "DejaVu Sans", 10)


@document(
    """
    Laura Benítez: mon 09:00-13:00, wed 09:00-13:00
    Henry Ó Dálaigh: tue 14:00-18:00, thu 14:00-18:00 19:00-21:00
    Mei-Ling Chow: mon 10:30-15:00, fri 07:45-12:15
    """,
    doubts=("by appointment",),
)
def word_nested_list(path: Path) -> None:
    def write(text: Docx) -> None:
        text.add_heading("Clinics by doctor", 2)
        for name, items in (
            ("Laura Benítez, MD", ("Mondays and Wednesdays from 9 am till 1 pm", "Fridays by appointment")),
            ("Henry Ó Dálaigh, FRCP", ("Tuesdays, 2 pm to 6 pm", "Thursdays, 2 pm to 6 pm and 7 pm to 9 pm")),
            ("Mei-Ling Chow, PhD", ("Mon: 10.30am - 3pm", "Tue: theatre", "Fri: 7.45am - 12.15pm")),
        ):
            text.add_paragraph(name, style="List Bullet")
            for item in items:
                text.add_paragraph(item, style="List Bullet 2")

    written(path, write, "Noto Sans", 10.5)


@document(
    """
    Yasmin Idris [Cardiology]: mon 09:00-12:00, wed 13:00-17:00
    Leo Hartmann [Cardiology]: tue 09:00-12:00, fri 09:00-12:00
    Sunita Rao [Neurology]: mon 08:00-11:00, thu 08:00-11:00
    Patrick Doyle [Neurology]: wed 09:00-15:00
    """
)
def word_tables_in_a_table(path: Path) -> None:
    def write(text: Docx) -> None:
        text.sections[0].header.paragraphs[
            0
        ].text = "St Brigid's Hospital · 4-6 Mill Lane · Tel (01) 234-5678 · Mon-Sun"
        outer = text.add_table(rows=1, cols=2)
        for cell, department, lines in (
            (outer.cell(0, 0), "Cardiology", ("Dr Yasmin Idris|Mon|9:00-12:00", "|Wed|13:00-17:00",
                                              "Dr Leo Hartmann|Tue|9:00-12:00", "|Fri|9:00-12:00")),
            (outer.cell(0, 1), "Neurology", ("Dr Sunita Rao|Mon|8:00-11:00", "|Thu|8:00-11:00",
                                             "Dr Patrick Doyle|Wed|9:00-15:00")),
        ):  # fmt: skip
            cell.paragraphs[0].text = department
            inner = cell.add_table(rows=len(lines), cols=3)
            inner.style = "Table Grid"
            for row, line in zip(inner.rows, lines, strict=True):
                for place, said in zip(row.cells, line.split("|"), strict=True):
                    place.text = said
        text.sections[0].footer.paragraphs[0].text = "Printed 18/11/2026 11:05. Switchboard staffed 7:00-22:00."

    written(path, write, "Liberation Sans", 10)


@document(
    "\n".join(
        f"{name}: " + ", ".join(f"{day} {start}-{end}" for day in days.split())
        for name, days, start, end in (
            ("Aaron Klein", "mon tue wed thu fri", "08:00", "12:00"), ("Bianca Ferrari", "mon wed fri", "09:00", "13:00"),
            ("Cedric Laurent", "tue thu", "10:00", "16:00"), ("Dalia Mansour", "mon tue wed thu", "12:30", "16:30"),
            ("Erik Sandberg", "wed thu fri", "08:30", "14:00"), ("Freya Nilsen", "mon tue fri", "13:00", "18:00"),
            ("Gonzalo Vega", "tue wed thu", "09:15", "12:45"), ("Harriet Boone", "mon thu", "15:00", "19:00"),
            ("Imran Qureshi", "tue wed thu fri", "07:30", "11:30"),
        )
    )
)  # fmt: skip
def word_merged_over_pages(path: Path) -> None:
    """One row per day, the doctor's cell merged over them and cut by the end of a page; the heading row not repeated."""

    def write(text: Docx) -> None:
        lines, spans = ["Doctor|Weekday|Consultation"], []
        for doctor in gold_json(DOCUMENTS["word_merged_over_pages"])["doctors"]:  # type: ignore[attr-defined]
            begun = len(lines)
            for index, e in enumerate(doctor["availability"]):
                name = f"Dr. {doctor['name']}" if index == 0 else ""
                lines.append(f"{name}|{e['day'].title()}|{e['start']} to {e['end']}")
            spans.append((begun, len(lines) - 1))
        made = table(text, *lines)
        for first, last in spans:
            made.cell(first, 0).merge(made.cell(last, 0))
        for row in made.rows:
            row.height = Cm(1.3)

    written(path, write, "Carlito", 12)


@document(
    """
    Simone Berger [Innere Medizin]: mon 08:00-12:00, tue 08:00-12:00, thu 08:00-12:00 15:00-18:00
    Torsten Ahlers [Chirurgie]: mon 13:00-17:00, wed 08:30-12:00
    Ulrike Öztürk [Frauenheilkunde]: tue 14:00-18:30, fri 08:00-13:00
    """
)
def writer_german_page(path: Path) -> None:
    """A web page opened in Writer and exported."""

    def save(name: str) -> None:
        Path(name).write_text(
            """<html><meta charset="utf-8"><body><h2>Dienstplan Ambulanz</h2><p>Klinikum Nord, Ringstra&szlig;e 12-14, Tel. 040 / 18 17-16</p>
            <table border="1" cellpadding="3"><tr><th>Arzt</th><th>Fachgebiet</th><th>Montag</th><th>Dienstag</th><th>Mittwoch</th>
            <th>Donnerstag</th><th>Freitag</th></tr>
            <tr><td>Dr. med. Simone Berger</td><td>Innere Medizin</td><td>8-12 Uhr</td><td>8-12 Uhr</td><td>OP</td>
            <td>8-12 Uhr<br>15-18 Uhr</td><td>frei</td></tr>
            <tr><td>OA Dr. Torsten Ahlers</td><td>Chirurgie</td><td>13-17 Uhr</td><td>OP</td><td>8.30-12 Uhr</td><td>OP</td>
            <td>Urlaub bis 1.12.</td></tr>
            <tr><td>Dr. Ulrike &Ouml;zt&uuml;rk</td><td>Frauenheilkunde</td><td>-</td><td>14-18.30 Uhr</td><td>geschlossen</td>
            <td>n. V.</td><td>8-13 Uhr</td></tr></table></body></html>""",
            encoding="utf-8",
        )

    office(path, save, "html")


@document(
    """
    Deborah Lang: mon 09:00-12:00, tue 09:00-12:00, wed 09:00-12:00, thu 13:00-16:00
    Malik Osei: mon 13:00-16:00, tue 13:00-16:00, fri 08:00-12:00
    Ines Carvalho: wed 16:00-20:00, fri 13:00-17:00
    """
)
def word_days_as_headings(path: Path) -> None:
    """A heading per day, the doctors below it with dot leaders."""

    def write(text: Docx) -> None:
        for day, lines in (
            ("MONDAY", ("Dr Deborah Lang ........ 9:00 - 12:00", "Dr Malik Osei ........ 13:00 - 16:00")),
            ("TUESDAY", ("Dr Deborah Lang ........ 9:00 - 12:00", "Dr Malik Osei ........ 13:00 - 16:00")),
            ("WEDNESDAY", ("Dr Deborah Lang ........ 9:00 - 12:00", "Dr Ines Carvalho ........ 16:00 - 20:00")),
            ("THURSDAY", ("Dr Deborah Lang ........ 13:00 - 16:00",)),
            ("FRIDAY", ("Dr Malik Osei ........ 8:00 - 12:00", "Dr Ines Carvalho ........ 13:00 - 17:00")),
        ):
            heading = text.add_paragraph()
            heading.add_run(day).bold = True
            heading.runs[0].font.size = Pt(14)
            for line in lines:
                text.add_paragraph(line)

    written(path, write, "Liberation Serif", 12)


@document(
    """
    Rosa Martínez Peña [Pediatría]: mon 09:00-14:00, tue 09:00-14:00, wed 09:00-14:00, thu 09:00-14:00, fri 09:00-14:00
    Javier Ibáñez [Medicina Interna]: mon 16:00-20:00, tue 16:00-20:00, thu 16:00-20:00
    Núria Puig [Dermatología]: wed 10:30-13:30, fri 17:00-19:30
    """
)
def word_spanish_prose(path: Path) -> None:
    def write(text: Docx) -> None:
        landscape(text)
        text.add_paragraph("Centro Médico El Pinar – Avda. de la Constitución, 9-11 – Tfno. 955 01 02 03")
        text.add_heading("Horarios de nuestros especialistas", 1)
        text.add_paragraph(
            "La Dra. Rosa Martínez Peña (Pediatría) pasa consulta de lunes a viernes de 9:00 a 14:00 horas."
        )
        text.add_paragraph(
            "El Dr. Javier Ibáñez (Medicina Interna) atiende los lunes, martes y jueves, de 16 a 20 h. Los viernes no atiende."
        )
        text.add_paragraph(
            "La Dra. Núria Puig (Dermatología) atiende los miércoles de 10:30 a 13:30 y los viernes de 17:00 a 19:30."
        )

    written(path, write, "Liberation Sans", 12)
