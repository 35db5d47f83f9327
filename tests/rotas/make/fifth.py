"""A fifth set, printed from a browser: wrapped headings, hours as headings, further titles and spellings of hours."""

from __future__ import annotations

from pathlib import Path

from tests.rotas.make.browser import GRID, rows
from tests.rotas.make.produce import browser, document

PLAIN = "body{font:11pt 'Liberation Sans'} td,th{padding:5px 14px;text-align:left;vertical-align:top}"


@document(
    """
    Annegret Sommer-Lindemann: mon 09:00-12:00, wed 09:00-12:00
    Bartosz Kwiatkowski: tue 13:00-17:00, wed 13:00-17:00
    Charlotte Beaumont-Hayes: mon 14:00-18:00, fri 08:00-11:30
    """
)
def browser_wrapped_headings(path: Path) -> None:
    """Doctors as columns without lines, their names over two and three lines."""
    browser(
        path,
        "<table><tr><th></th><th>Dr Annegret<br>Sommer-<br>Lindemann</th><th>Dr Bartosz<br>Kwiatkowski</th>"
        "<th>Dr Charlotte<br>Beaumont-<br>Hayes</th></tr>"
        + rows(
            "Monday|09:00–12:00|–|14:00–18:00",
            "Tuesday|–|13:00–17:00|–",
            "Wednesday|09:00–12:00|13:00–17:00|–",
            "Thursday|–|–|–",
            "Friday|–|–|08:00–11:30",
        )
        + "</table>",
        PLAIN,
    )


@document(
    """
    Jonna Salo: mon@2026-11-23 09:00-13:00, wed@2026-11-25 09:00-13:00
    Kiran Bedi: tue@2026-11-24 08:00-12:00, thu@2026-11-26 14:00-17:00
    """
)
def browser_dates_below_days(path: Path) -> None:
    """No lines; the date stands below the weekday."""
    browser(
        path,
        "<h3>Rota, November 2026</h3><table><tr><th>Doctor</th><th>Mon<br>23 Nov</th><th>Tue<br>24 Nov</th>"
        "<th>Wed<br>25 Nov</th><th>Thu<br>26 Nov</th><th>Fri<br>27 Nov</th></tr>"
        + rows("Dr Jonna Salo|9:00-13:00|–|9:00-13:00|–|–", "Dr Kiran Bedi|–|8:00-12:00|–|14:00-17:00|–")
        + "</table>",
        PLAIN,
    )


@document(
    """
    Anna Berg: mon 09:00-12:00, tue 09:00-12:00, wed 09:00-12:00
    Boris Kaplan: thu 14:00-18:00, fri 14:00-18:00
    Cleo Marsh: mon 09:00-13:00, tue 09:00-13:00, thu 09:00-13:00, fri 09:00-13:00
    """
)
def browser_prose_without_titles(path: Path) -> None:
    browser(
        path,
        "<h2>Our team</h2><p>Anna Berg sees patients Monday to Wednesday from 9 to 12.</p><p>Boris Kaplan is available "
        "on Thursdays and Fridays, 2pm–6pm.</p><p>Cleo Marsh works every weekday except Wednesday, 9am to 1pm.</p>",
        PLAIN,
    )


@document(
    """
    Dita Fiala: mon 09:00-12:00, wed 09:00-12:00, tue 13:00-17:00
    Egil Haugen: tue 09:00-12:00, thu 13:00-17:00, fri 13:00-17:00
    """
)
def browser_days_in_cells(path: Path) -> None:
    """Hours as headings of columns, days in the cells."""
    browser(
        path,
        "<table>"
        + rows("Doctor|9:00–12:00|13:00–17:00", tag="th")
        + rows("Dr Dita Fiala|Mon, Wed|Tue", "Dr Egil Haugen|Tue|Thu, Fri")
        + "</table>",
        GRID,
    )


@document(
    """
    Friedhelm Voß: mon 08:00-12:00 14:00-18:00, wed 08:00-12:00, thu 08:00-12:00 14:00-18:00
    Gesine Albrecht: tue 09:00-13:00, fri 09:00-13:00
    Lutz Ahrens: mon 07:30-11:00, tue 07:30-11:00, wed 07:30-11:00, thu 07:30-11:00, fri 07:30-11:00
    """
)
def browser_german_short_forms(path: Path) -> None:
    browser(
        path,
        "<table>"
        + rows("Arzt|Sprechstunde", tag="th")
        + rows(
            "Dr. med. Friedhelm Voß|Mo. + Do. 8–12 u. 14–18 Uhr<br>Mi. 8–12 Uhr",
            "Dr. med. Gesine Albrecht|Di./Fr. 9–13 Uhr",
            "Dr. med. dent. Lutz Ahrens|tägl. Mo–Fr 7:30–11 Uhr",
        )
        + "</table><p>Termine nach Vereinbarung: 0221 / 34 56-0</p>",
        GRID,
    )


@document(
    """
    Jane Poe-Smith: mon 09:00-17:30, tue 09:00-13:00
    Kwabena Osei-Tutu: wed 09:00-12:00
    Ludmila Horvat: thu 09:00-12:30, fri 12:00-16:00
    Mbali Dube: mon 08:30-12:15, fri 09:00-13:00
    """
)
def browser_titles_and_spellings(path: Path) -> None:
    browser(
        path,
        "<table>"
        + rows("Name|Mon|Tue|Wed|Thu|Fri", tag="th")
        + rows(
            "Assoc. Prof. Jane Poe-Smith, Ph.D., FACS|9.00am – 5.30pm|0900hrs to 1300hrs|||",
            "Dr (Mr) Kwabena Osei-Tutu, FRCS(Ed)|||9 o'clock to 12 o'clock||",
            "Prof. Dr. h.c. Ludmila Horvat||||9h00-12h30|noon – 4",
            "Sr Dr Mbali Dube (Registrar)|half past 8 to 12.15||||9AM-1PM",
        )
        + "</table>",
        GRID,
    )


@document(
    """
    Rina Patel [Cardiology]: mon 09:00-12:00, tue 09:00-12:00
    Sven Ode [Cardiology]: tue 13:00-16:00
    Tove Dahl [ENT]: mon 08:00-11:00
    Uwe Lenz [ENT]: mon 13:00-17:00, tue 10:00-12:00
    """
)
def browser_two_plans_without_lines(path: Path) -> None:
    """Days as rows, doctors as columns, two such plans beside each other."""
    left = "<h3>Cardiology</h3><table>" + rows("|Dr Rina Patel|Dr Sven Ode", tag="th")
    left += rows("Monday|9:00-12:00|–", "Tuesday|9:00-12:00|13:00-16:00") + "</table>"
    right = "<h3>ENT</h3><table>" + rows("|Dr Tove Dahl|Dr Uwe Lenz", tag="th")
    right += rows("Monday|8:00-11:00|13:00-17:00", "Tuesday|–|10:00-12:00") + "</table>"
    browser(
        path,
        f"<div style='display:flex;gap:50px'><div>{left}</div><div>{right}</div></div>",
        "body{font:9pt 'Liberation Sans'} td,th{padding:4px 8px;text-align:left}",
    )
