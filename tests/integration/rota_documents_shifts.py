"""Rotas whose shifts stand in headings, in numbered columns, in words for halves of the day, or below short days."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Table, TableStyle

from tests.integration.rota_documents import GRID, document, text, title, write
from tests.integration.rota_documents_harder import placed


@document(
    """Winnie Carver: mon 09:00-13:00, tue 09:00-13:00 14:00-18:00
    Ola Fash: mon 09:00-13:00 14:00-18:00"""
)
def ticks_below_hours_below_days(path: Path) -> None:
    rows = [
        ["Doctor", "Monday", "", "Tuesday", ""],
        ["", "9-1", "2-6", "9-1", "2-6"],
        ["Dr Winnie Carver", "x", "", "x", "x"],
        ["Dr Ola Fash", "x", "x", "", ""],
    ]
    spans = [("SPAN", (1, 0), (2, 0)), ("SPAN", (3, 0), (4, 0)), ("SPAN", (0, 0), (0, 1))]
    write(path, title(), Table(rows, style=TableStyle([*GRID.getCommands(), *spans])))


@document(
    """Fay Corr: mon 08:30-12:00, tue 08:30-12:00 14:00-17:30
    Guy Lamb: mon 14:00-17:30"""
)
def halves_in_cells_and_their_hours_above(path: Path) -> None:
    rows = [["", "Mon", "Tue", "Wed"], ["Dr Fay Corr", "AM", "AM + PM", "-"], ["Dr Guy Lamb", "PM", "-", "-"]]
    write(path, title(), text("Session times: AM 8.30-12.00, PM 2.00-5.30"), Table(rows, style=GRID))


@document(
    """Rufus Cald: mon 08:00-12:00 13:00-17:00, wed 08:00-12:00
    Opal Jenn: tue 07:00-11:00"""
)
def numbered_shifts_and_numbers_of_staff(path: Path) -> None:
    rows = [
        ["Emp ID", "Physician", "Day", "Shift 1", "Shift 2"],
        ["1130", "Rufus Cald", "Monday", "8:00 AM - 12:00 PM", "1:00 PM - 5:00 PM"],
        ["1130", "Rufus Cald", "Wednesday", "8:00 AM - 12:00 PM", ""],
        ["1131", "Opal Jenn", "Tuesday", "7:00 AM - 11:00 AM", ""],
    ]
    write(path, title(), Table(rows, style=GRID))


@document(
    """Rufus Cald: mon 08:00-12:00 13:00-17:00
    Opal Jenn: tue 07:00-11:00 12:00-15:00"""
)
def last_column_on_a_page_of_its_own(path: Path) -> None:
    canvas = Canvas(str(path), pagesize=A4)
    pages = [
        [
            ["Physician", "Day", "Shift 1"],
            ["Rufus Cald", "Monday", "8:00-12:00"],
            ["Opal Jenn", "Tuesday", "7:00-11:00"],
        ],
        [["Shift 2"], ["13:00-17:00"], ["12:00-15:00"]],
    ]
    for rows in pages:
        canvas.setFont("Helvetica", 9)
        for index, row in enumerate(rows):
            for column, content in enumerate(row):
                canvas.rect(60 + 120 * column, 700 - 20 * index, 120, 20)
                canvas.drawString(64 + 120 * column, 706 - 20 * index, content)
        canvas.showPage()
    canvas.save()


@document(
    """Lionel Peck: mon 09:00-13:00, thu 09:00-13:00
    Nia Bowen: tue 14:00-18:00, fri 09:00-13:00"""
)
def letters_and_pairs_of_letters_for_days(path: Path) -> None:
    placed(
        path,
        [
            [(50, "GP"), (170, "M"), (240, "Tu"), (310, "W"), (380, "Th"), (450, "F")],
            [(50, "Dr Lionel Peck"), (170, "9-1"), (240, "-"), (310, "-"), (380, "9-1"), (450, "-")],
            [(50, "Dr Nia Bowen"), (170, "-"), (240, "2-6"), (310, "-"), (380, "-"), (450, "9-1")],
        ],
    )


@document(
    """Ana Ruiz Tejada: mon 09:00-12:00, tue 12:00-15:00
    Bruno Lago: mon 12:00-15:00, tue 09:00-12:00"""
)
def initials_explained_in_a_frame(path: Path) -> None:
    key = "ART: Dra. Ana Ruiz Tejada\nBL: Dr. Bruno Lago"
    rows = [["", "", key], ["Hora", "Lunes", "Martes"], ["9:00-12:00 h", "ART", "BL"], ["12:00-15:00 h", "BL", "ART"]]
    write(path, title("Cuadrante"), Table(rows, style=GRID))


@document("""Cem Aksu: mon 14:00-18:00, wed 14:00-18:00, fri 09:00-13:00""")
def german_days_joined_by_u(path: Path) -> None:
    rows = [["Fach", "Arzt", "Sprechzeiten"], ["Augen", "Dr. Cem Aksu", "Mo u. Mi 14-18 Uhr, Fr 9-13 Uhr"]]
    write(path, title(), Table(rows, style=GRID))


@document(
    """Ada Finch: mon 09:00-12:00, wed 09:00-12:00
    Ben Oduya: mon 09:00-12:00, wed 09:00-12:00
    Cass Merrow: tue 14:00-17:30"""
)
def two_doctors_share_a_row(path: Path) -> None:
    rows = [
        ["Doctors", "Days", "Time"],
        ["Dr Ada Finch and Dr Ben Oduya", "Mondays and Wednesdays", "9am - 12 noon"],
        ["Dr Cass Merrow", "Tuesdays", "2pm - 5.30pm"],
    ]
    write(path, title(), Table(rows, style=GRID))


@document(
    """Anjali Patel: mon 09:00-12:00
    Bryn Jones: mon 14:00-17:00, tue 09:00-12:00"""
)
def initials_in_brackets_above(path: Path) -> None:
    rows = [["Day", "9.00-12.00", "2.00-5.00"], ["Monday", "AP", "BJ"], ["Tuesday", "BJ", "-"]]
    write(path, title(), text("Doctors: Dr Anjali Patel (AP), Dr Bryn Jones (BJ)"), Table(rows, style=GRID))


@document(
    """Irene Maddox: mon 08:00-12:00, wed 08:00-12:00, fri 08:00-12:00
    Joy Amund: fri 07:30-11:30, sat 09:00-12:00"""
)
def one_letter_among_days(path: Path) -> None:
    write(path, title(), text("Dr. Irene Maddox: MWF 8-12"), text("Dr. Joy Amund: F 7:30-11:30, Sat 9-12"))


@document("\n".join(f"{name} Lind: mon 09:00-12:00, wed 14:00-17:00" for name in ("Ada", "Bea", "Cleo", "Dora")))
def rows_far_apart_without_lines(path: Path) -> None:
    canvas = Canvas(str(path), pagesize=A4)
    canvas.setFont("Helvetica", 9)
    rows = [["Doctor", "Monday", "Tuesday", "Wednesday"]]
    rows += [[f"Dr {name} Lind", "9am-12pm", "-", "2pm-5pm"] for name in ("Ada", "Bea", "Cleo", "Dora")]
    for index, row in enumerate(rows):
        for column, content in enumerate(row):
            canvas.drawString(60 + 120 * column, 780 - 70 * index, content)
    canvas.drawString(60, 60, "Valley Institute, 9-11 Canal Street, page 1")
    canvas.save()


@document("Julia Arce: mon 09:00-13:00, wed 09:00-13:00", departments={"Julia Arce": "Pediatría"})
def spanish_form_with_consulta(path: Path) -> None:
    rows = [
        ["Médico", "Dra. Julia Arce"],
        ["Especialidad", "Pediatría"],
        ["Consulta", "Lunes y miércoles, 9:00-13:00"],
        ["Teléfono", "943 55 08 12"],
    ]
    write(path, title("Especialistas"), Table(rows, style=GRID))


@document("Lale Yildirim: fri 07:30-12:00")
def hours_of_the_desk_below(path: Path) -> None:
    write(
        path,
        title("Sprechstunden"),
        text("Dr. Lale Yildirim<br/>Fr 7.30-12.00 Uhr"),
        text("Anmeldung: Mo-Fr 7.30-18.00 Uhr, Tel. 0421 55 08 30"),
    )


@document(
    """Fay Corr: mon 08:30-12:00, tue 08:30-12:00 13:00-16:30
    Guy Lamb: mon 13:00-16:30""",
    departments={"Guy Lamb": "Surgery"},
)
def halves_explained_in_a_cell(path: Path) -> None:
    rows = [
        ["", "Mon", "Tue", "Wed"],
        ["Dr Fay Corr", "AM", "AM + PM", "-"],
        ["Mr Guy Lamb\nSurgery", "PM", "-", "-"],
        ["AM = 8:30-12:00    PM = 1:00-4:30", "", "", ""],
    ]
    write(path, title(), Table(rows, style=GRID))


@document(
    """Fay Corr: mon 08:00-12:00 13:00-16:00
    Guy Lamb: tue 13:00-16:00"""
)
def mornings_and_afternoons_from_and_to(path: Path) -> None:
    rows = [
        ["Name", "Day", "AM start", "AM end", "PM start", "PM end"],
        ["Dr Fay Corr", "Monday", "8:00", "12:00", "1:00", "4:00"],
        ["Dr Guy Lamb", "Tuesday", "-", "-", "1:00", "4:00"],
    ]
    write(path, title(), Table(rows, style=GRID))


@document(
    """Fay Corr: mon 09:00-12:30, tue 14:00-17:00
    Guy Lamb: mon 14:00-17:00"""
)
def ticks_below_days_and_halves(path: Path) -> None:
    rows = [
        ["Doctor", "Mon am", "Mon pm", "Tue am", "Tue pm"],
        ["Dr Fay Corr", "x", "", "", "x"],
        ["Dr Guy Lamb", "", "x", "", ""],
        ["am: 9.00-12.30   pm: 2.00-5.00", "", "", "", ""],
    ]
    write(path, title(), Table(rows, style=GRID))


@document(
    """Fay Corr: mon 09:00-12:00, thu 13:30-17:00
    Guy Lamb: mon 13:30-17:00, wed 09:00-12:00"""
)
def days_as_headings_hours_then_names(path: Path) -> None:
    lines = [
        "Monday",
        "• 09:00-12:00: Dr Fay Corr",
        "• 13:30-17:00: Dr Guy Lamb",
        "Wednesday",
        "• 09:00-12:00: Dr Guy Lamb",
        "• 13:30-17:00: no clinic",
        "Thursday",
        "• 09:00-12:00: no clinic",
        "• 13:30-17:00: Dr Fay Corr",
        "Repeat prescriptions: two days. Tel 01463 550 900, 08:30-17:30.",
    ]
    placed(path, [[(60, line)] for line in lines])


@document(
    """Ute Braun: mon 08:00-11:30, tue 15:00-19:00
    Ulf Hein: mon 09:00-12:00"""
)
def surnames_above_and_owners_below(path: Path) -> None:
    rows = [["", "Dr. Braun", "Dr. Hein"], ["Montag", "8.00-11.30", "9.00-12.00"], ["Dienstag", "15.00-19.00", "-"]]
    write(
        path,
        title(),
        Table(rows, style=GRID),
        text("Inhaber: Dr. med. Ute Braun, Ulf Hein (Arzt)"),
        text("Am Markt 9-11, 06484 Quedlinburg, Montag bis Freitag ab 7.30 Uhr"),
    )


@document("Fay Corr: mon 08:30-11:30, fri 13:00-15:30")
def closed_days_before_other_hours(path: Path) -> None:
    write(
        path,
        title(),
        text("Dr Fay Corr: Monday 8:30-11:30 AM; Friday 1:00-3:30 PM."),
        text("Closed weekends. X-ray available 8-4 without appointment."),
    )


@document(
    """Fay Corr: mon 08:00-12:00, tue 13:00-17:00
    Guy Lamb: mon 13:00-17:00, wed 08:00-12:00"""
)
def names_below_hours_in_cells_of_days(path: Path) -> None:
    monday = "08:00-12:00\nDr Fay Corr\n13:00-17:00\nDr Guy Lamb"
    rows = [["Monday", "Tuesday", "Wednesday"], [monday, "13:00-17:00\nDr Fay Corr", "08:00-12:00\nDr Guy Lamb"]]
    write(path, title(), Table(rows, style=GRID))


@document("Fay Corr: tue 09:00-12:00 14:00-17:30, fri 09:00-12:00", doubts=("Thursday all day",))
def all_day_with_hours_and_without(path: Path) -> None:
    lines = ["Dr Fay Corr", "Tuesday all day: 9am to 12pm and 2pm to 5.30pm", "Friday morning: 9am to 12pm"]
    placed(path, [[(60, line)] for line in [*lines, "Thursday all day"]])


@document(
    """Fay Corr: mon 09:00-13:00
    Guy Lamb: tue 09:00-16:00""",
    departments={"Fay Corr": "Women's Health", "Guy Lamb": "Diabetes"},
)
def departments_before_doctors_in_brackets(path: Path) -> None:
    lines = ["• Women's Health (Dr Fay Corr): Mondays, 9am-1pm", "• Diabetes (Dr Guy Lamb): Tuesdays, 9am-4pm"]
    placed(path, [[(60, line)] for line in lines])


@document(
    """Fay Corr: mon 09:00-13:00, tue 14:00-18:00
    Guy Lamb: mon 14:00-18:00"""
)
def sessions_with_hours_head_columns_of_names(path: Path) -> None:
    rows = [
        ["Day", "Morning surgery\n9.00 - 1.00", "Afternoon surgery\n2.00 - 6.00"],
        ["Monday", "Dr Fay Corr", "Dr Guy Lamb"],
        ["Tuesday", "-", "Dr Fay Corr"],
    ]
    write(path, title(), Table(rows, style=GRID))
