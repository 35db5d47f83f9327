"""And more rotas: tables below departments, sessions as rows, ids and addresses beside names, running text."""

from __future__ import annotations

from pathlib import Path

from reportlab.platypus import Table, TableStyle

from tests.integration.rota_documents import GRID, document, heading, text, title, write
from tests.integration.rota_documents_harder import placed


@document("""Nadia Haddad: mon 08:30-12:00, tue 13:00-16:30, thu 08:30-12:00
Peter Olsen: mon 13:00-17:00, fri 09:00-12:00
Ruth Abara: wed 10:00-15:00""")
def dept_headings_tables(path: Path) -> None:
    def t(r):
        return Table([["Doctor", "Mon", "Tue", "Wed", "Thu", "Fri"], *r], style=GRID)

    write(
        path,
        title(),
        heading("CARDIOLOGY"),
        t([["Dr N. Haddad", "8:30-12", "1-4:30", "", "8:30-12", ""], ["Dr P. Olsen", "1-5", "", "", "", "9-12"]]),
        heading("DERMATOLOGY"),
        t([["Dr R. Abara", "", "", "10-3", "", ""]]),
        text("Dr Nadia Haddad, Dr Peter Olsen and Dr Ruth Abara are accepting new patients."),
    )


@document("""Nadia Haddad: mon 08:30-12:00, tue 13:00-16:30
Peter Olsen: mon 13:00-17:00""")
def twelve_hours(path: Path) -> None:
    write(
        path,
        title(),
        Table(
            [
                ["Doctor Name", "Monday", "Tuesday"],
                ["Dr. Nadia Haddad", "8:30 AM - 12:00 PM", "1:00 PM - 4:30 PM"],
                ["Dr. Peter Olsen", "1:00 PM - 5:00 PM", "Not available"],
            ],
            style=GRID,
        ),
    )


@document("""Nadia Haddad: mon 08:30-12:00, tue 13:00-16:30
Peter Olsen: mon 13:00-17:00""")
def key_value_blocks(path: Path) -> None:
    write(
        path,
        title(),
        text("<b>Nadia Haddad</b><br/>Cardiology<br/>Mon 8:30–12<br/>Tue 1–4:30"),
        text("<b>Peter Olsen</b><br/>General Practice<br/>Mon 1–5<br/>Tue off"),
    )


@document("""Nadia Haddad: mon 08:30-12:00, tue 13:00-16:30, wed 08:30-12:00
Peter Olsen: mon 13:00-17:00, wed 13:00-17:00""")
def surnames_as_columns(path: Path) -> None:
    placed(
        path,
        [
            [(60, "WEEKLY ROTA")],
            [],
            [(150, "Dr Haddad"), (260, "Dr Olsen")],
            [(60, "Monday"), (150, "08:30-12:00"), (260, "13:00-17:00")],
            [(60, "Tuesday"), (150, "13:00-16:30"), (260, "closed")],
            [(60, "Wednesday"), (150, "08:30-12:00"), (260, "13:00-17:00")],
            [],
            [],
            [(60, "Dr Nadia Haddad: cardiology. Dr Peter Olsen: general practice.")],
        ],
    )


@document("""Nadia Haddad: mon 08:30-12:00, tue 08:30-12:00, wed 08:30-12:00, thu 08:30-12:00, fri 08:30-12:00
Peter Olsen: tue 14:00-19:00, thu 14:00-19:00""")
def hyphen_days(path: Path) -> None:
    write(
        path, title(), text("Dr. Nadia Haddad — Mon-Fri 08.30-12.00 h"), text("Dr. Peter Olsen — Tue+Thu 14.00-19.00 h")
    )


@document("""Nadia Haddad: mon 08:30-12:00, mon 13:00-16:30
Peter Olsen: tue 13:00-17:00""")
def sessions_rows(path: Path) -> None:
    write(
        path,
        title(),
        Table(
            [
                ["Doctor", "Session", "Mon", "Tue"],
                ["Dr Nadia Haddad", "Morning", "8:30-12", "-"],
                ["", "Afternoon", "1-4:30", "-"],
                ["Dr Peter Olsen", "Morning", "-", "-"],
                ["", "Afternoon", "-", "1-5"],
            ],
            style=GRID,
        ),
    )


@document("""Nadia Haddad: mon 08:30-12:00, tue 13:00-16:30
Peter Olsen: mon 13:00-17:00""")
def doctor_colspan(path: Path) -> None:
    write(
        path,
        title(),
        Table(
            [
                ["Dr. Nadia Haddad (Cardiology)", ""],
                ["Monday", "08:30-12:00"],
                ["Tuesday", "13:00-16:30"],
                ["Dr. Peter Olsen (ENT)", ""],
                ["Monday", "13:00-17:00"],
                ["Tuesday", "off"],
            ],
            style=TableStyle([*GRID.getCommands(), ("SPAN", (0, 0), (1, 0)), ("SPAN", (0, 3), (1, 3))]),
        ),
    )


@document("""Nadia Haddad: mon 08:30-12:00, tue 13:00-16:30
Peter Olsen: mon 13:00-17:00""")
def with_id_and_mail(path: Path) -> None:
    write(
        path,
        title(),
        Table(
            [
                ["ID", "Name", "Email", "Phone", "Monday", "Tuesday"],
                ["101", "Dr Nadia Haddad", "n.haddad@clinic.org", "555-0101", "08:30-12:00", "13:00-16:30"],
                ["102", "Dr Peter Olsen", "p.olsen@clinic.org", "555-0102", "13:00-17:00", "---"],
            ],
            style=GRID,
        ),
    )


@document("""Nadia Haddad: mon 08:30-12:00
Peter Olsen: mon 13:00-17:00, tue 09:00-12:00""")
def in_words(path: Path) -> None:
    write(
        path,
        title(),
        text(
            "Our cardiologist, Dr. Nadia Haddad, sees patients every Monday from 8:30 until 12. "
            "Dr. Peter Olsen's clinic runs Monday afternoons, 1 pm to 5 pm, and "
            "Tuesday mornings, 9 am to 12 noon. Dr. Haddad is away on Fridays."
        ),
    )


@document("""Nadia Haddad: mon 08:30-12:00, tue 13:00-16:30
Peter Olsen: mon 13:00-17:00""")
def names_in_every_row(path: Path) -> None:
    placed(
        path,
        [
            [(60, "Doctor"), (180, "Department"), (300, "Day"), (400, "Hours")],
            [(60, "Nadia Haddad"), (180, "Internal Medicine"), (300, "Monday"), (400, "8:30am-12pm")],
            [(60, "Nadia Haddad"), (180, "Internal Medicine"), (300, "Tuesday"), (400, "1pm-4:30pm")],
            [(60, "Peter Olsen"), (180, "ENT"), (300, "Monday"), (400, "1pm-5pm")],
            [(60, "Peter Olsen"), (180, "ENT"), (300, "Tuesday"), (400, "Off")],
        ],
    )


@document("""Nadia Haddad: mon 08:30-12:00, tue 13:00-16:30
Peter Olsen: mon 13:00-17:00""")
def no_header(path: Path) -> None:
    write(
        path,
        title(),
        Table(
            [["Dr Nadia Haddad", "Cardiology", "Mon 8:30-12", "Tue 1-4:30"], ["Dr Peter Olsen", "ENT", "Mon 1-5", ""]],
            style=GRID,
        ),
    )


@document("""Nadia Haddad: mon 08:30-12:00, wed 14:00-18:00
Peter Olsen: mon 13:00-17:00""")
def leave_heading(path: Path) -> None:
    write(
        path,
        title(),
        heading("Dr Nadia Haddad (on leave until 7 Dec)"),
        text("Mon 08:30-12:00"),
        text("Wed 14:00-18:00"),
        heading("Dr Peter Olsen"),
        text("Mon 13:00-17:00"),
    )


@document("""Nadia Haddad: mon 08:30-12:00, tue 13:00-16:30
Peter Olsen: mon 13:00-17:00
María Ñúñez: fri 09:00-14:00""")
def spanish_table(path: Path) -> None:
    write(
        path,
        title("Horario"),
        Table(
            [
                ["Médico", "Lunes", "Martes", "Miércoles", "Jueves", "Viernes"],
                ["Dra. Nadia Haddad", "8:30-12:00", "13:00-16:30", "libre", "", ""],
                ["Dr. Peter Olsen", "13:00-17:00", "", "cerrado", "", ""],
                ["Dra. María Ñúñez", "", "", "", "", "9:00-14:00 h"],
            ],
            style=GRID,
        ),
    )


@document(
    """Nadia Haddad: mon 08:30-12:00, tue 13:00-16:30
Peter Olsen: mon 13:00-17:00""",
    dates={"monday": "2026-11-23", "tuesday": "2026-11-24"},
)
def iso_dates(path: Path) -> None:
    write(
        path,
        title(),
        Table(
            [
                ["", "2026-11-23", "2026-11-24"],
                ["Nadia Haddad", "08:30-12:00", "13:00-16:30"],
                ["Peter Olsen", "13:00-17:00", ""],
            ],
            style=GRID,
        ),
    )


@document("""Nadia Haddad: mon 08:30-12:00, mon 14:00-18:00, tue 13:00-16:30
Peter Olsen: mon 13:00-17:00""")
def plus_and(path: Path) -> None:
    write(
        path,
        title(),
        Table(
            [
                ["Doctor", "Mon", "Tue"],
                ["Dr Nadia Haddad", "8:30-12:00 and 14:00-18:00", "13:00-16:30 (telephone)"],
                ["Dr Peter Olsen", "13:00-17:00", "on call"],
            ],
            style=GRID,
        ),
    )
