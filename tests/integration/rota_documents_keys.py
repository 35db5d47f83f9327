"""Rotas with keys in words, names and hours explained below the table, rows and sections that a page cuts off."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import SimpleDocTemplate, Spacer, Table, TableStyle

from tests.integration.rota_documents import GRID, document, text, title, write
from tests.integration.rota_documents_harder import placed

_WEEK = ["", "Mon", "Tue", "Wed", "Thu", "Fri"]
_CODED = """Ivy Parr: mon 08:00-12:00, tue 09:00-17:00, thu 13:00-18:00
Stellan Fox: mon 13:00-18:00, wed 08:00-12:00"""
_CODES = [["Dr Ivy Parr", "K", "LD", "-", "N", "U"], ["Dr Stellan Fox", "N", "-", "K", "-", "U"]]


@document(_CODED)
def key_of_two_columns(path: Path) -> None:
    key = [
        ["K", "Kurzdienst 08:00-12:00 Uhr"],
        ["LD", "Langer Tag 09:00-17:00 Uhr"],
        ["N", "Nachmittag 13:00-18:00 Uhr"],
        ["U", "Urlaub"],
    ]
    write(path, title(), Table([_WEEK, *_CODES], style=GRID), Spacer(1, 20), Table(key, hAlign="LEFT"))


@document(_CODED)
def key_of_hours_then_words(path: Path) -> None:
    key = [
        ["K", "8:00 AM - 12:00 PM", "Short"],
        ["LD", "9:00 AM - 5:00 PM", "Long day"],
        ["N", "1:00 PM - 6:00 PM", "Afternoon"],
    ]
    write(path, title(), Table([_WEEK, *_CODES], style=GRID), Spacer(1, 20), Table(key, style=GRID))


@document(_CODED)
def key_in_a_sentence(path: Path) -> None:
    key = text("Key: K = kurz, 8.00-12.00; LD (long day) = 9.00-17.00; N: Nachmittag (13.00-18.00 Uhr); U: Urlaub")
    write(path, title(), Table([_WEEK, *_CODES], style=GRID), key)


_TWO = """Ivy Parr: mon 07:00-13:00, tue 13:00-19:00, thu 07:00-13:00
Stellan Fox: tue 07:00-13:00, wed 13:00-19:00, fri 13:00-19:00"""


def _two_codes(path: Path, early: str, late: str, *key: object) -> None:
    rows = [["Dr Ivy Parr", early, late, "-", early, "-"], ["Dr Stellan Fox", "-", early, late, "-", late]]
    write(path, title(), Table([_WEEK, *rows], style=GRID), Spacer(1, 20), *key)


@document(_TWO)
def key_of_words_then_codes(path: Path) -> None:
    _two_codes(path, "E", "L", text("Early (E): 7am-1pm"), text("Late (L): 1pm-7pm"))


@document(_TWO)
def key_of_numbers(path: Path) -> None:
    _two_codes(path, "1", "2", text("1 = morning surgery 07:00-13:00; 2 = afternoon surgery 13:00-19:00"))


@document(_TWO)
def key_of_words(path: Path) -> None:
    _two_codes(path, "Early", "Late", text("Early shift: 07:00-13:00. Late shift: 13:00-19:00."))


@document(_TWO)
def key_of_times(path: Path) -> None:
    key = [["Shift", "Code", "Start", "End"], ["Early", "E", "07:00", "13:00"], ["Late", "L", "13:00", "19:00"]]
    _two_codes(path, "E", "L", Table(key, style=GRID))


@document(
    """Arabella Stokes: mon 09:00-12:30, tue 14:00-17:30
    Desmond Ache: mon 14:00-17:30, tue 09:00-12:30 14:00-17:30"""
)
def ticks_below_halves(path: Path) -> None:
    rows = [
        ["", "Mon", "", "Tue", ""],
        ["", "am", "pm", "am", "pm"],
        ["Dr Arabella Stokes", "x", "", "", "x"],
        ["Dr Desmond Ache", "", "x", "x", "x"],
    ]
    over = TableStyle([*GRID.getCommands(), ("SPAN", (1, 0), (2, 0)), ("SPAN", (3, 0), (4, 0))])
    stated = text("Morning surgery (am) 9.00-12.30. Afternoon surgery (pm) 2.00-5.30.")
    write(path, title("Surgery"), Table(rows, style=over), stated)


@document(
    """Marisol Trujillo: mon 07:00-11:00, tue 11:00-15:00
    Preston Oye: mon 11:00-15:00, tue 07:00-11:00"""
)
def surnames_explained_below(path: Path) -> None:
    rows = [["Shift", "Monday", "Tuesday"], ["7am to 11am", "Trujillo", "Oye"], ["11am to 3pm", "Oye", "Trujillo"]]
    names = text("Trujillo: Marisol Trujillo, MD<br/>Oye: Preston Oye, PA-C")
    write(path, title(), Table(rows, style=GRID), names)


@document(
    """Augusta Rein: mon 08:00-10:00, tue 10:00-12:00
    Cyrus Fara: mon 10:00-12:00, tue 08:00-10:00"""
)
def surnames_in_a_list_below(path: Path) -> None:
    rows = [["Time", "Monday", "Tuesday"], ["8:00-10:00", "Dr Rein", "Dr Fara"], ["10:00-12:00", "Dr Fara", "Dr Rein"]]
    write(path, title(), Table(rows, style=GRID), text("Physicians. Augusta Rein, M.D.; Cyrus Fara, M.D."))


@document(
    """Isolde Farr: mon 08:30-12:30, tue 13:30-17:30
    Kofi Mens: mon 13:30-17:30, tue 08:30-12:30
    Oscar Peak: mon 08:30-12:30"""
)
def names_go_on_below_hours(path: Path) -> None:
    placed(
        path,
        [
            [(50, "Time"), (150, "Monday"), (250, "Tuesday")],
            [(50, "08.30-12.30"), (150, "Dr Isolde Farr"), (250, "Dr Kofi Mens")],
            [(150, "Dr Oscar Peak")],
            [(50, "13.30-17.30"), (150, "Dr Kofi Mens"), (250, "Dr Isolde Farr")],
        ],
    )


@document(
    """Marguerite Osw: mon 09:00-12:00 13:30-16:00, tue 09:00-12:00
    Dafydd Prys: tue 08:45-11:45
    Ngozi Ekwu: mon 13:00-15:30, tue 09:30-12:30 13:30-15:00"""
)
def cells_at_the_foot_of_rows(path: Path) -> None:
    canvas = Canvas(str(path), pagesize=A4)
    for y, words in [
        (700, [(50, "Consultant"), (170, "Mon"), (260, "Tue")]),
        (680, [(170, "09:00-12:00")]),
        (669, [(50, "Miss Marguerite Osw"), (170, "13:30-16:00"), (260, "09:00-12:00")]),
        (638, [(50, "Mr Dafydd Prys"), (260, "08:45-11:45")]),
        (618, [(260, "09:30-12:30")]),
        (607, [(50, "Dr Ngozi Ekwu"), (170, "13:00-15:30"), (260, "13:30-15:00")]),
    ]:
        canvas.setFont("Helvetica", 9)
        for x, content in words:
            canvas.drawString(x, y, content)
    canvas.save()


_MANY = [f"{first} Lind" for first in ("Ada", "Bea", "Cleo", "Dora", "Elsa", "Fay", "Gwen", "Hope", "Iris")]


@document("\n".join(f"{name}: mon 08:00-12:00, tue 13:00-17:00" for name in _MANY))
def one_row_on_the_next_page(path: Path) -> None:
    rows = [["Provider", "Mon", "Tue"], *([f"Dr {name}", "8:00-12:00", "13:00-17:00"] for name in _MANY)]
    write(path, title(), Table(rows, style=GRID, rowHeights=[30, *[70] * len(_MANY)]))


@document("\n".join(f"{name}: mon 08:00-12:00, fri 13:00-17:00" for name in _MANY[:4]))
def sections_cut_by_pages(path: Path) -> None:
    def foot(canvas: Canvas, page: object) -> None:
        canvas.drawString(72, 30, "Valley Institute, 9-11 Canal Street, page " + str(canvas.getPageNumber()))

    parts: list[object] = [title()]
    for name in _MANY[:4]:
        days = [["Monday", "8:00-12:00"], ["Tuesday", "-"], ["Wednesday", "-"], ["Friday", "13:00-17:00"]]
        over = TableStyle([*GRID.getCommands(), ("SPAN", (0, 0), (1, 0))])
        parts.append(Table([[f"Dr {name}", ""], ["Day", "Hours"], *days], style=over, rowHeights=40))
    SimpleDocTemplate(str(path), pagesize=A4).build(parts, onFirstPage=foot, onLaterPages=foot)


@document(
    """Maurice Till: mon 08:00-16:30, tue 08:00-12:00
    Bianca Ross: tue 09:30-17:30"""
)
def in_and_out_below_doctors(path: Path) -> None:
    rows = [
        ["", "Dr Maurice Till", "", "Dr Bianca Ross", ""],
        ["", "In", "Out", "In", "Out"],
        ["Monday", "8:00am", "4:30pm", "-", "-"],
        ["Tuesday", "8:00am", "12:00pm", "9:30am", "5:30pm"],
    ]
    over = TableStyle([*GRID.getCommands(), ("SPAN", (1, 0), (2, 0)), ("SPAN", (3, 0), (4, 0))])
    write(path, title(), Table(rows, style=over))


@document(
    """Aitana Robles: mon 09:00-14:00
    Félix Montero: mon 16:00-20:00, wed 09:00-13:00
    Noelia Sanz: wed 16:00-19:30"""
)
def names_after_their_hours(path: Path) -> None:
    write(
        path,
        title("Horario semanal"),
        text("Lunes: 9:00 a 14:00 (Dra. Aitana Robles); 16:00 a 20:00 (Dr. Félix Montero)"),
        text("Miércoles: 9:00 a 13:00 (Dr. Félix Montero); 16:00 a 19:30 (Dra. Noelia Sanz)"),
    )


@document(
    """Nuria Lasa: mon 09:00-12:00, wed 09:00-12:00
    Pablo Mena: mon 07:30-11:30, tue 07:30-11:30""",
    departments={"Pablo Mena": "Pediatría"},
)
def columns_with_other_headings(path: Path) -> None:
    rows = [
        ["Especialidad", "Facultativo", "Días", "Horario", "Consulta"],
        ["Alergología", "Dra. Nuria Lasa", "Lunes y miércoles", "9:00 a 12:00", "11"],
        ["Pediatría", "Dr. Pablo Mena", "De lunes a martes", "7:30 a 11:30", "12"],
    ]
    write(path, title(), Table(rows, style=GRID))


@document(
    """Chiara De Santis: mon 09:00-11:30, tue 09:00-11:30, wed 09:00-11:30, thu 09:00-11:30, fri 09:00-11:30
    Gero Lund: thu 13:00-18:00"""
)
def daily_and_telephones(path: Path) -> None:
    write(
        path,
        title("Aushang"),
        text("Frau Dr. Chiara De Santis empfängt Patienten täglich (Montag bis Freitag) von 9 Uhr bis 11.30 Uhr."),
        text("Dr. Gero Lund: donnerstags 13-18 Uhr."),
        text("Termine bekommen Sie unter 0341 55 08 30 montags bis freitags von 7 bis 18 Uhr."),
        text("Teléfono de citas 963 55 08 20 (lunes a viernes de 8 a 20 h). Office open 8-5 weekdays."),
    )


@document(
    """Nkechi Obi: wed 09:00-11:30 12:00-14:30, thu 09:00-12:00
    Eluned Parry: wed 13:00-16:30, thu 08:00-12:00 13:00-15:00"""
)
def rows_lower_than_their_text(path: Path) -> None:
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica", 9)
    cells = [
        ["", "Dr Nkechi Obi", "Dr Eluned Parry"],
        ["Tuesday", "Theatre", "-"],
        ["Wednesday", "09:00-11:30\n12:00-14:30", "13:00-16:30"],
        ["Thursday", "09:00-12:00", "08:00-12:00\n13:00-15:00"],
        ["Friday", "-", "-"],
    ]
    for row, texts in enumerate(cells):
        top = 700 - 12 * row
        for column, content in enumerate(texts):
            canvas.rect(60 + 120 * column, top - 12, 120, 12)
            lines = content.split("\n")
            for index, line in enumerate(lines):
                canvas.drawString(64 + 120 * column, top - 7.5 + 5.5 * (len(lines) - 1) - 11 * index, line)
    canvas.save()


@document("Wilma Featherstone: mon 09:00-12:00\nMax Vandenberghe: tue 14:00-17:00")
def names_cut_by_narrow_columns(path: Path) -> None:
    rows = [
        ["", "Mon", "Tue"],
        ["Dr\nFeathersto\nne, Wilma", "9:00-12:00", ""],
        ["Dr\nVandenbergh\ne, Max", "", "14:00-17:00"],
    ]
    write(path, Table(rows, style=GRID))


@document("""Waltraud Kess: mon 08:00-12:00, tue 08:00-12:00
Jannik Broder: thu 14:00-19:00""")
def names_beside_a_word_for_hours(path: Path) -> None:
    placed(
        path,
        [
            [(50, "Dr. med. Waltraud Kess"), (220, "Sprechzeiten:")],
            [(50, "Fachärztin für Allgemeinmedizin"), (220, "Montag und Dienstag 08:00 - 12:00 Uhr")],
            [],
            [(50, "Jannik Broder"), (220, "Sprechzeiten:")],
            [(50, "Facharzt für Innere Medizin"), (220, "Donnerstag 14:00 - 19:00 Uhr")],
        ],
    )
