"""Further rotas printed from a browser: cards, merged shifts, small type over pages, prose, evening clinics."""

from pathlib import Path

from tests.rotas.make.browser import GRID, rows
from tests.rotas.make.produce import DOCUMENTS, browser, document, gold_json


@document(
    """
    Emily Zhang [Dermatology]: mon 09:00-13:00, wed 09:00-13:00
    Nikos Georgiou [Dermatology]: tue 12:00-16:00, thu 12:00-16:00
    Amelia Hughes [Neurology]: mon 08:30-12:00, fri 13:00-17:00
    Tariq Aziz [Cardiology]: wed 14:00-18:00
    Lotte de Vries [Cardiology]: tue 08:00-12:00, thu 08:00-12:00 13:00-15:00
    Jean-Luc Moreau [Neurology]: fri 09:00-15:00
    """
)
def browser_cards(path: Path) -> None:
    """Three cards beside each other, names without titles."""
    cards = (
        ("Emily Zhang, MD", "Dermatology", ("Mon & Wed: 9–1",)),
        ("Nikos Georgiou, MD", "Dermatology", ("Tue & Thu: 12–4",)),
        ("Amelia Hughes, MD", "Neurology", ("Mon: 8:30–12", "Fri: 1–5")),
        ("Tariq Aziz, MD", "Cardiology", ("Wed: 2–6", "Fri: on leave")),
        ("Lotte de Vries, MD", "Cardiology", ("Tue: 8–12", "Thu: 8–12, 1–3")),
        ("Jean-Luc Moreau, MD", "Neurology", ("Fri: 9–3",)),
    )
    body = "".join(
        f"<div class=card><b>{name}</b><br><i>{department}</i><br>{'<br>'.join(lines)}</div>"
        for name, department, lines in cards
    )
    browser(
        path,
        f"<h1>Meet our doctors</h1><div class=cards>{body}</div><p>Desk hours 8–6, call (555) 010-2030</p>",
        "body{font:12pt 'Liberation Sans'} .cards{display:grid;grid-template-columns:1fr 1fr 1fr;gap:18px}"
        ".card{border:1px solid #999;border-radius:6px;padding:10px;background:#f6f6ff}",
    )


@document(
    "\n".join(
        f"{name}: mon {a}, tue {b}, thu {a}, fri {b}"
        for name, a, b in (
            (f"{first} {last}", f"{7 + i % 4:02}:{30 * (i % 2):02}-{11 + i % 3:02}:45", f"{13 + i % 3}:15-{16 + i % 4}:00")
            for i, (first, last) in enumerate(
                zip(
                    ["Ada", "Boris", "Carla", "Didier", "Elin", "Fabio", "Greta", "Hassan", "Ilse", "Jorge", "Kirsten", "Lamar", "Mona", "Nils", "Orla", "Pavel", "Rita", "Sven"],
                    ["Abbott", "Becker", "Conti", "Dupont", "Eriksen", "Fusco", "Gruber", "Hamdan", "Iversen", "Jimenez", "Krause", "Lewis", "Mazur", "Nyberg", "Quinn", "Rybak", "Santos", "Thorsen"],
                    strict=True,
                )
            )
        )
    )
)  # fmt: skip
def browser_small_over_pages(path: Path) -> None:
    """Small type; the browser repeats the heading row on each page."""
    lines = []
    for doctor in gold_json(DOCUMENTS["browser_small_over_pages"])["doctors"]:  # type: ignore[attr-defined]
        first, last = doctor["name"].split()
        times = [f"{e['start']}-{e['end']}" for e in doctor["availability"]]
        lines.append(f"{last}, {first}|{times[0]}|{times[1]}|&nbsp;|{times[2]}|{times[3]}")
    head = rows("Doctor|Mon|Tue|Wed|Thu|Fri", tag="th")
    browser(
        path,
        f"<h3>All clinics</h3><table><thead>{head}</thead><tbody>{rows(*lines)}</tbody></table>",
        "@page{size:A5 landscape} body{font:7pt 'DejaVu Sans'} table{border-collapse:collapse;width:100%}"
        "td,th{border-bottom:1px solid #aaa;padding:9px 3px;text-align:left}",
    )


@document(
    """
    Margaret Sinclair: mon 08:30-11:30, tue 08:30-11:30, thu 15:30-18:00
    Dev Chatterjee: mon 15:30-18:00, wed 08:30-11:30, fri 08:30-11:30
    Agatha Nowicka [Midwifery]: tue 13:00-16:00
    """
)
def browser_prose(path: Path) -> None:
    browser(
        path,
        """<p style="text-align:right">The Surgery, 2-4 Church Lane, open 8.00-18.30</p><h2>When to see us</h2>
        <p>Dr Margaret Sinclair holds morning surgeries on Monday and Tuesday, 8.30 am to 11.30 am, and an evening
        surgery on Thursday from 3.30 pm until 6 pm. She does not see patients on Wednesdays.</p>
        <p>Dr Dev Chatterjee is in on Monday afternoons (3.30 pm – 6 pm) and on Wednesday and Friday mornings
        (8.30 am – 11.30 am).</p><p>Our midwife, Ms Agatha Nowicka (Midwifery), runs a clinic every Tuesday from 1 pm to
        4 pm in room 1-2. Telephone advice is given between 12 and 1.</p>
        <style>p{max-width:420px}</style>""",
        "body{font:13pt 'Noto Serif','Liberation Serif'}",
    )


@document(
    """
    Salma Benali: mon 18:00-22:00, wed 18:00-22:00
    Terrence Hall: tue 14:00-18:00, sat 15:00-21:00
    Oksana Bondar: thu 17:00-22:00, sun 14:00-20:00
    """
)
def browser_evening_clinic(path: Path) -> None:
    """Bare hours that only the clinic's opening hours settle."""
    browser(
        path,
        "<h2>Evening clinic</h2><p>Opening hours: daily 14:00–22:00</p><table>"
        + rows("|Salma Benali|Terrence Hall|Oksana Bondar", tag="th")
        + rows("Mon|6–10|–|–", "Tue|–|2–6|–", "Wed|6–10|–|–", "Thu|–|–|5–10", "Fri|–|–|–", "Sat|–|3–9|–", "Sun|–|–|2–8")
        + "</table>",
        GRID,
    )


@document(
    """
    Joan Ferris: mon 09:00-12:00, tue 09:00-12:00
    Kenji Watanabe: mon 14:00-17:00, fri 09:00-12:00
    Lars Holm: wed 09:00-12:00 14:00-17:00
    """
)
def browser_day_cells(path: Path) -> None:
    """Days as columns without row labels, doctor and hours together in each cell, on white lines."""
    browser(
        path,
        "<h2>This is our week</h2><table>"
        + rows("Monday|Tuesday|Wednesday|Thursday|Friday", tag="th")
        + rows(
            "Dr Joan Ferris<br>9:00–12:00<br><br>Dr Kenji Watanabe<br>14:00–17:00|Dr Joan Ferris<br>9:00–12:00|"
            "Dr Lars Holm<br>9:00–12:00, 14:00–17:00|no clinics|Dr Kenji Watanabe<br>9:00–12:00"
        )
        + "</table>",
        "body{font:10pt Carlito} td,th{padding:8px;vertical-align:top;background:#eef}",
    )


@document(
    """
    Carmen Delgado [Cardiology]: mon 09:00-12:00, thu 14:00-17:00
    Stuart Napier [Cardiology]: tue 10:00-13:00
    Birgit Olsen [Rheumatology]: wed 08:00-12:00, fri 08:00-12:00
    """
)
def browser_list_by_day(path: Path) -> None:
    """Sorted by day; the day stands on its first row only; department in a column at the right; ext. and room."""
    browser(
        path,
        "<table>"
        + rows("Day|Time|Who|Ext.|Room|Clinic", tag="th")
        + rows(
            "Mon|09:00 – 12:00|Dr C. Delgado|4-1012|R 2|Cardiology",
            "Tue|10:00 – 13:00|Dr S. Napier|4-1013|R 3|Cardiology",
            "Wed|08:00 – 12:00|Dr B. Olsen|4-0900|R 9-10|Rheumatology",
            "Thu|14:00 – 17:00|Dr C. Delgado|4-1012|R 2|Cardiology",
            "Fri|08:00 – 12:00|Dr B. Olsen|4-0900|R 9-10|Rheumatology",
        )
        + "</table><p>Consultants: Dr Carmen Delgado, Dr Stuart Napier, Dr Birgit Olsen</p>",
        GRID,
    )
