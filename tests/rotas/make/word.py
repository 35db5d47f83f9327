"""Rotas written in a word processor (docx, exported by LibreOffice Writer)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.shared import Cm, Pt

from tests.rotas.make.produce import document, office


def written(path: Path, write: Callable[[Docx], None], font: str = "Liberation Serif", size: float = 11) -> None:
    text = docx.Document()
    text.styles["Normal"].font.name, text.styles["Normal"].font.size = font, Pt(size)
    write(text)
    office(path, text.save, "docx")


def landscape(text: Docx) -> None:
    page = text.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Cm(29.7), Cm(21)
    page.left_margin = page.right_margin = Cm(1.5)


def table(text: Docx, *lines: str, style: str | None = "Table Grid"):
    cells = [[cell.strip().replace("//", "\n") for cell in line.split("|")] for line in lines]
    made = text.add_table(rows=len(cells), cols=len(cells[0]), style=style)
    for row, line in zip(made.rows, cells, strict=True):
        for cell, said in zip(row.cells, line, strict=True):
            cell.text = said
    return made


@document(
    """
    Priya Nair: mon 08:30-12:30, tue 08:30-12:30, thu 13:30-17:30
    Michael Brown: mon 13:30-17:30, wed 08:30-12:30, fri 08:30-12:30
    Zoë Dubois: tue 13:30-17:30, wed 13:30-17:30, fri 13:30-17:30
    """
)
def word_merged_cells(path: Path) -> None:
    """Days as rows merged over morning and afternoon; names in the cells."""

    def write(text: Docx) -> None:
        text.add_heading("Consulting rota", 1)
        made = table(
            text,
            "Day|Session|Time|Doctor",
            "Monday|Morning|08:30 - 12:30|Dr Priya Nair",
            "|Afternoon|13:30 - 17:30|Dr Michael Brown",
            "Tuesday|Morning|08:30 - 12:30|Dr Priya Nair",
            "|Afternoon|13:30 - 17:30|Dr Zoë Dubois",
            "Wednesday|Morning|08:30 - 12:30|Dr Michael Brown",
            "|Afternoon|13:30 - 17:30|Dr Zoë Dubois",
            "Thursday|Morning|08:30 - 12:30|no clinic",
            "|Afternoon|13:30 - 17:30|Dr Priya Nair",
            "Friday|Morning|08:30 - 12:30|Dr Michael Brown",
            "|Afternoon|13:30 - 17:30|Dr Zoë Dubois",
        )
        for row in range(1, 10, 2):
            made.cell(row, 0).merge(made.cell(row + 1, 0))

    written(path, write)


@document(
    """
    Samuel Adeyemi [General Practice]: mon 09:00-13:00, tue 09:00-13:00, wed 09:00-13:00, thu 14:00-18:00
    Rachel Cohen [Gynaecology]: tue 10:00-15:00, fri 09:00-12:30
    Viktor Lindqvist [Cardiology]: wed 08:00-12:00, fri 13:00-17:00
    """,
    doubts=("by appointment",),
)
def word_prose(path: Path) -> None:
    def write(text: Docx) -> None:
        text.sections[0].header.paragraphs[0].text = "Oakfield Surgery, 9-17 High Street, tel. 020 7946 0958"
        text.add_heading("Our doctors", 1)
        text.add_paragraph(
            "Dr Samuel Adeyemi (General Practice) sees patients on Mondays, Tuesdays and Wednesdays from 9 am to 1 pm "
            "and on Thursdays from 2 pm to 6 pm."
        )
        text.add_paragraph(
            "Dr Rachel Cohen (Gynaecology) is available every Tuesday between 10:00 and 15:00 and on Friday mornings "
            "from 9:00 until 12:30. Wednesdays by appointment."
        )
        text.add_paragraph(
            "Dr Viktor Lindqvist (Cardiology) holds his clinic on Wednesdays, 8 am to noon, and Fridays, 1 to 5 pm. "
            "He is on leave until 1 Dec."
        )
        text.sections[0].footer.paragraphs[0].text = "Oakfield Surgery is open 08:00-18:30, Monday to Friday. Page 1"

    written(path, write, "Carlito", 12)


@document(
    """
    Fatima Zahra El-Amin: mon 09:00-12:00, tue 09:00-12:00, wed 14:00-17:00
    George Papadopoulos: tue 08:00-11:30, thu 08:00-11:30
    Ingrid Sørensen: wed 13:00-18:00, fri 09:00-14:00
    Marcus Bell: mon 10:00-16:00, thu 10:00-16:00
    """
)
def word_tabs(path: Path) -> None:
    """No table at all: columns made with tab stops."""

    def write(text: Docx) -> None:
        landscape(text)
        text.add_heading("Rota – week pattern", 2)
        for line in (
            "Doctor\tMon\tTue\tWed\tThu\tFri",
            "Dr Fatima Zahra El-Amin\t09:00–12:00\t09:00–12:00\t14:00–17:00\t–\t–",
            "Dr George Papadopoulos\t–\t08:00–11:30\t–\t08:00–11:30\t–",
            "Dr Ingrid Sørensen\t–\t–\t13:00–18:00\t–\t09:00–14:00",
            "Dr Marcus Bell\t10:00–16:00\toff\toff\t10:00–16:00\toff",
        ):
            paragraph = text.add_paragraph(line)
            for stop in range(5):
                paragraph.paragraph_format.tab_stops.add_tab_stop(Cm(7 + 3.6 * stop))
        text.add_paragraph("Questions? Ring 555 0199 between 9-5.")

    written(path, write, "Liberation Sans", 11)


@document(
    "\n".join(
        f"{name} [{department}]: mon {a}, wed {a}, thu {b}"
        for name, department, a, b in (
            ("Amara Diallo", "Cardiology", "09:00-12:00", "13:00-16:00"),
            ("Benjamin Frost", "Cardiology", "08:00-11:00", "12:00-15:00"),
            ("Chiara Romano", "Cardiology", "10:00-13:00", "14:00-17:00"),
            ("Daniel Novak", "Urology", "08:30-12:30", "13:30-17:30"),
            ("Esther Levy", "Urology", "09:00-12:00", "14:00-18:00"),
            ("Farid Hosseini", "Urology", "07:30-11:30", "12:30-16:30"),
            ("Gwen Pritchard", "Rheumatology", "09:00-13:00", "14:00-16:00"),
            ("Hiroshi Sato", "Rheumatology", "10:00-12:00", "13:00-15:00"),
            ("Isla Mackenzie", "Rheumatology", "08:00-12:00", "13:00-17:00"),
            ("Jakub Zielinski", "Endocrinology", "09:30-12:30", "13:30-16:30"),
            ("Karen Whitfield", "Endocrinology", "08:15-11:45", "12:45-16:15"),
            ("Luis Fernández", "Endocrinology", "09:00-11:00", "13:00-18:00"),
        )
    )
)
def word_several_pages(path: Path) -> None:
    """A long list over pages: name and department on a doctor's first row only, header row not repeated."""

    def write(text: Docx) -> None:
        text.add_heading("Clinic list", 1)
        from tests.rotas.make.produce import DOCUMENTS, gold_json

        lines = ["Department|Consultant|Day|From|To"]
        for doctor in gold_json(DOCUMENTS["word_several_pages"])["doctors"]:  # type: ignore[attr-defined]
            for index, entry in enumerate(doctor["availability"]):
                first = f"{doctor['department']}|Dr {doctor['name']}" if index == 0 else "|"
                lines.append(f"{first}|{entry['day'].title()}|{entry['start']}|{entry['end']}")
        made = table(text, *lines)
        for row in made.rows:
            row.height = Cm(1.1)

    written(path, write)


@document(
    """
    Nora Lindholm [Dermatology]: mon 09:00-12:00, tue 13:00-17:00
    Oscar Reyes [Dermatology]: wed 09:00-12:00, thu 13:00-17:00
    Patricia van den Berg [Neurology]: mon 08:00-12:00, fri 08:00-12:00
    """
)
def word_one_table_per_doctor(path: Path) -> None:
    def write(text: Docx) -> None:
        for name, department, lines in (
            ("Dr. Lindholm, Nora", "Dermatology", ("Monday|9:00 – 12:00", "Tuesday|13:00 – 17:00", "Friday|on leave")),
            ("Dr. Reyes, Oscar", "Dermatology", ("Wednesday|9:00 – 12:00", "Thursday|13:00 – 17:00")),
            ("Dr. van den Berg, Patricia", "Neurology", ("Monday|8:00 – 12:00", "Friday|8:00 – 12:00")),
        ):
            text.add_heading(name, 2)
            text.add_paragraph(f"{department}, Room 4-12, ext. 1315")
            table(text, "Day|Clinic hours", *lines, style="Light List Accent 1")

    written(path, write, "Carlito")


@document(
    """
    Lucía Fernández Ortega [Cardiología]: mon 09:00-13:30, tue 09:00-13:30, wed 09:00-13:30, thu 09:00-13:30, fri 09:00-13:30
    Andrés Muñoz Gil [Pediatría]: mon 16:00-20:00, wed 16:00-20:00
    María del Carmen Ruiz [Traumatología]: tue 10:00-14:00 16:00-19:00, sat 10:00-13:00
    """,
    doubts=("previa cita",),
)
def word_spanish(path: Path) -> None:
    def write(text: Docx) -> None:
        text.add_heading("Horario de consultas", 1)
        text.add_paragraph("Clínica Santa Ana, C/ Mayor 8-10, tel. 91 555 01 23")
        table(
            text,
            "Médico|Especialidad|Horario",
            "Dra. Lucía Fernández Ortega|Cardiología|Lunes a viernes de 9:00 a 13:30",
            "Dr. Andrés Muñoz Gil|Pediatría|Lunes y miércoles 16:00-20:00//Viernes previa cita",
            "Dra. María del Carmen Ruiz|Traumatología|Martes 10:00-14:00 y 16:00-19:00//Sábado 10:00-13:00",
        )

    written(path, write, "Liberation Sans", 10)
