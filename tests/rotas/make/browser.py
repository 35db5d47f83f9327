"""Rotas printed from a browser (Chromium)."""

from pathlib import Path

from tests.rotas.make.produce import browser, document

GRID = "body{font:10pt Arial} table{border-collapse:collapse} td,th{border:1px solid #444;padding:4px 6px}"


def rows(*lines: str, tag: str = "td") -> str:
    return "".join(
        f"<tr>{''.join(f'<{tag}>{cell.strip()}</{tag}>' for cell in line.split('|'))}</tr>" for line in lines
    )


@document(
    """
    Anita Patel [Cardiology]: mon 09:00-12:30 14:00-17:00, wed 09:00-12:30, fri 09:00-12:30
    Jürgen Weiß-Krämer [Cardiology]: tue 08:00-13:00, thu 08:00-13:00 14:00-18:00
    Siobhán O'Neill [Dermatology]: mon 13:00-18:00, wed 13:00-18:00, thu 09:30-12:00
    Carlos Núñez [Dermatology]: tue 09:00-17:00, fri 09:00-13:00
    Grace Okafor-Williams [Paediatrics]: mon 08:30-11:30, tue 08:30-11:30, wed 08:30-11:30, thu 08:30-11:30
    """
)
def browser_rows_by_department(path: Path) -> None:
    """Doctors as rows, department merged over its rows, two shifts in a cell, a letterhead and a footer."""
    browser(
        path,
        """<div style="float:right;text-align:right">Lindenhof Medical Centre<br>12-14 Market Street<br>Open 8:00-18:00
        <br>Tel 030 555 0134, Fax 030 555 0135</div><h1>Doctors' rota</h1><p>Valid from 1 December 2026. Reception is
        staffed 07:30-18:30.</p><table><thead><tr><th>Dept</th><th>Doctor</th><th>Mon</th><th>Tue</th><th>Wed</th>
        <th>Thu</th><th>Fri</th><th>Room</th></tr></thead>
        <tr><td rowspan=2>Cardiology</td><td>Dr. Anita Patel, MD</td><td>09:00–12:30<br>14:00–17:00</td><td>theatre</td>
        <td>09:00–12:30</td><td>–</td><td>09:00–12:30</td><td>2.14</td></tr>
        <tr><td>PD Dr. med. Jürgen Weiß-Krämer</td><td></td><td>08:00–13:00</td><td></td>
        <td>08:00–13:00<br>14:00–18:00</td><td>closed</td><td>2.15</td></tr>
        <tr><td rowspan=2>Dermatology</td><td>Dr Siobhán O'Neill</td><td>13:00–18:00</td><td>—</td><td>13:00–18:00</td>
        <td>09:30–12:00</td><td>—</td><td>1-3</td></tr>
        <tr><td>Núñez, Carlos, Dr.</td><td>ward round</td><td>09:00–17:00</td><td>off</td><td>off</td><td>09:00–13:00</td>
        <td>1-4</td></tr><tr><td>Paediatrics</td><td>Dr Grace Okafor-<br>Williams</td>
        <td>08:30–11:30</td><td>08:30–11:30</td><td>08:30–11:30</td><td>08:30–11:30</td><td>on call</td><td>G-01</td></tr>
        </table><p>Emergencies: 030 555 0112 (24 h). Page 1 of 1. Printed 20.11.2026 14:32</p>""",
        GRID,
    )


@document(
    """
    Maria Gonzalez: mon 09:00-13:00, tue 09:00-13:00, wed 14:00-18:00
    Robert Chen: mon 13:00-17:00, thu 08:00-12:00, fri 08:00-12:00 13:00-16:00
    Aisha Khan: tue 10:00-14:00, wed 10:00-14:00, sat 09:00-12:00
    """
)
def browser_days_as_rows(path: Path) -> None:
    """Doctors as columns, am/pm, zebra stripes without lines."""
    browser(
        path,
        "<h2>Weekly schedule</h2><table><tr><th></th><th>Maria Gonzalez, M.D.</th><th>Robert Chen, D.O.</th>"
        "<th>Aisha Khan, MBBS, FRCP</th></tr>"
        + rows(
            "Monday|9 am - 1 pm|1 pm - 5 pm|Off",
            "Tuesday|9 am - 1 pm|Off|10 am - 2 pm",
            "Wednesday|2 pm - 6 pm|Off|10 am - 2 pm",
            "Thursday|Vacation|8 am - noon|Admin",
            "Friday|Off|8 am - noon, 1 - 4 pm|Off",
            "Saturday|Closed|Closed|9 am - 12 pm",
        )
        + "</table><p>Call 555-0100 for appointments. Parking lot B, spaces 9-12.</p>",
        "body{font:11pt Georgia} table{border-collapse:collapse;width:100%} th{text-align:left;background:#dde}"
        "td{padding:6px} tr:nth-child(even){background:#eee}",
    )


@document(
    """
    Ewa Kowalczyk [Neurology]: mon 08:00-12:00, wed 08:00-12:00
    Tomás Rivera [Neurology]: tue 13:00-17:30
    Hannah Schmidt [Orthopaedics]: mon 09:00-11:00 13:00-15:00, fri 10:00-14:00
    Ling Zhao [Orthopaedics]: thu 07:30-12:00, fri 07:30-12:00
    """
)
def browser_nested_bullets(path: Path) -> None:
    browser(
        path,
        """<h1>Who is in when</h1><ul><li>Neurology<ul><li>Dr Ewa Kowalczyk<ul><li>Monday 08:00 - 12:00</li>
        <li>Wednesday 08:00 - 12:00</li></ul></li><li>Dr Tomás Rivera<ul><li>Tuesday 13:00 - 17:30</li>
        <li>Thursday: by appointment</li></ul></li></ul></li><li>Orthopaedics<ul><li>Prof. Hannah Schmidt<ul>
        <li>Monday 09:00 - 11:00 and 13:00 - 15:00</li><li>Friday 10:00 - 14:00</li></ul></li><li>Dr Ling Zhao<ul>
        <li>Thursday and Friday 07:30 - 12:00</li><li>Tuesday: theatre</li></ul></li></ul></li></ul>""",
        "body{font-family:'DejaVu Serif';font-size:11pt}",
    )


@document(
    """
    Peter Brandt [Allgemeinmedizin]: mon 08:00-12:30, tue 08:00-12:30, wed 08:00-12:30, thu 08:00-12:30, fri 08:00-12:30, mon 15:00-18:00, thu 15:00-18:00
    Sabine Vogel [Kinderheilkunde]: mon 09:00-12:00, wed 09:00-12:00 14:00-16:30, fri 09:00-12:00
    Anna-Lena Groß [Allgemeinmedizin]: tue 14:00-19:00, thu 07:30-11:00
    """,
    doubts=("nach Vereinbarung",),
)
def browser_german_sections(path: Path) -> None:
    browser(
        path,
        """<header><b>Gemeinschaftspraxis am Markt</b> · Marktstr. 9-11 · 70173 Stuttgart · Tel. 0711 12-1314</header>
        <h1>Sprechzeiten</h1>
        <h3>Dr. med. Peter Brandt (Allgemeinmedizin)</h3><p>Mo–Fr 08.00–12.30 Uhr<br>Mo, Do 15.00–18.00 Uhr</p>
        <h3>Dr. med. Sabine Vogel (Kinderheilkunde)</h3><p>Mo, Mi, Fr 9–12 Uhr<br>Mi auch 14–16.30 Uhr<br>
        Di nach Vereinbarung</p>
        <h3>Dipl.-Med. Anna-Lena Groß (Allgemeinmedizin)</h3><p>Dienstag 14 bis 19 Uhr<br>Donnerstag 7.30 bis 11 Uhr<br>
        Freitag geschlossen</p><footer>Stand: 15.11.2026 – Seite 1/1</footer>""",
        "body{font:12pt Carlito} header,footer{color:#555;font-size:9pt}",
    )


@document(
    """
    Leila Haddad: mon@2026-11-23 09:00-13:00, tue@2026-11-24 09:00-13:00, fri@2026-11-27 14:00-18:00
    Owen Price: mon@2026-11-23 14:00-18:00, wed@2026-11-25 08:00-12:00 13:00-16:00
    Marta Bjørnsen: tue@2026-11-24 10:00-16:00, thu@2026-11-26 10:00-16:00
    """
)
def browser_dated_week(path: Path) -> None:
    browser(
        path,
        "<h2>Rota for the week of 23 November 2026</h2><table><tr><th>Clinician</th><th>Mon 23/11</th><th>Tue 24/11</th>"
        "<th>Wed 25/11</th><th>Thu 26/11</th><th>Fri 27/11</th></tr>"
        + rows(
            "Leila Haddad|09:00 to 13:00|09:00 to 13:00|A/L|A/L|14:00 to 18:00",
            "Owen Price|14:00 to 18:00|x|08:00 to 12:00 / 13:00 to 16:00|x|x",
            "Marta Bjørnsen|x|10:00 to 16:00|on leave until 26 Nov|10:00 to 16:00|x",
        )
        + "</table>",
        GRID,
    )


@document(
    """
    Alan Turner [Eye Clinic]: mon 09:00-12:00, wed 09:00-12:00
    Beatriz Costa [Eye Clinic]: tue 13:30-17:00, thu 13:30-17:00
    Ivan Petrov [ENT]: mon 08:00-11:00, fri 08:00-11:00
    Yuki Tanaka [ENT]: wed 13:00-16:00
    """
)
def browser_two_tables_side_by_side(path: Path) -> None:
    browser(
        path,
        "<h1>Outpatient clinics</h1><div style='display:flex;gap:40px'><div><h3>Eye Clinic (Room 3-5)</h3><table>"
        "<tr><th>Doctor</th><th>Day</th><th>Hours</th></tr>"
        + rows("Dr Alan Turner|Mon, Wed|09:00-12:00", "Dr Beatriz Costa|Tue, Thu|13:30-17:00")
        + "</table></div><div><h3>ENT (Room 7-9)</h3><table><tr><th>Doctor</th><th>Day</th><th>Hours</th></tr>"
        + rows("Dr Ivan Petrov|Mon, Fri|08:00-11:00", "Dr Yuki Tanaka|Wed|13:00-16:00")
        + "</table></div></div><p>1-5 Hill Road, phone lines open 8-6</p>",
        GRID,
    )


@document(
    """
    Nadia Rahman: mon 09:00-12:00, tue 09:00-12:00, wed 09:00-12:00, thu 09:00-12:00, fri 09:00-12:00
    Kofi Mensah: mon 09:00-12:00, tue 09:00-12:00, thu 14:00-17:00
    Elena Popescu: tue 14:00-17:00, wed 14:00-17:00, fri 14:00-17:00
    """
)
def browser_hours_as_rows_with_key(path: Path) -> None:
    browser(
        path,
        "<h2>Duty plan</h2><table><tr><th>Session</th><th>Monday</th><th>Tuesday</th><th>Wednesday</th><th>Thursday</th>"
        "<th>Friday</th></tr>"
        + rows("09:00–12:00|NR, KM|NR / KM|NR|NR|NR", "14:00–17:00|–|EP|EP|KM|EP")
        + "</table><p><b>Key</b><br>NR = Dr Nadia Rahman<br>KM = Dr Kofi Mensah<br>EP = Dr Elena Popescu</p>",
        GRID,
    )
