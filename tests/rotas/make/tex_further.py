"""Further rotas typeset with LaTeX: long tables, nested lists, Spanish, tabbing."""

from __future__ import annotations

from pathlib import Path

from tests.rotas.make.produce import DOCUMENTS, document, gold_json, latex


@document(
    "\n".join(
        f"{first} {last} [{department}]: mon {a}, wed {b}"
        for first, last, department, a, b in (
            ("Alma", "Reuter", "Oncology", "08:00-12:00", "13:00-17:00"),
            ("Basil", "Thorne", "Oncology", "09:00-12:00", "14:00-17:00"),
            ("Corinne", "Vidal", "Oncology", "10:00-13:00", "14:00-18:00"),
            ("Dusan", "Ilic", "Haematology", "08:30-11:30", "12:30-15:30"),
            ("Edna", "Shaw", "Haematology", "07:00-11:00", "12:00-16:00"),
            ("Floris", "Bakker", "Haematology", "09:30-12:30", "13:30-16:30"),
            ("Gemma", "Rossetti", "Nephrology", "08:15-12:15", "13:15-17:15"),
            ("Hugh", "Tremblay", "Nephrology", "09:00-11:00", "15:00-18:00"),
        )
    )
)
def tex_longtable(path: Path) -> None:
    """Over pages with a repeated heading, no rules, first and last name in columns of their own."""
    lines = []
    for doctor in gold_json(DOCUMENTS["tex_longtable"])["doctors"]:  # type: ignore[attr-defined]
        first, last = doctor["name"].split()
        for index, e in enumerate(doctor["availability"]):
            name = f"{last} & {first} & {doctor['department']}" if index == 0 else " & &"
            lines.append(
                f"{name} & {e['day'].title()} & {e['start'].replace(':', '.')}--{e['end'].replace(':', '.')} \\\\[9mm]"
            )
    latex(
        path,
        r"\begin{longtable}{lllll} \textbf{Surname} & \textbf{First name} & \textbf{Department} & \textbf{Day} & "
        r"\textbf{Clinic} \\[4mm] \endhead " + "\n".join(lines) + r"\end{longtable}",
        r"\usepackage{longtable}",
        "a5paper,landscape,10pt",
    )


@document(
    """
    Beatriz Quesada [Cardiología]: mon 09:00-14:00, tue 09:00-14:00, wed 09:00-14:00, thu 09:00-14:00, fri 09:00-14:00
    Ramón Iglesias [Traumatología]: mon 15:30-19:00, wed 15:30-19:00
    Inés Saavedra [Dermatología]: sat 10:00-13:00
    """
)
def tex_spanish(path: Path) -> None:
    """OT1 fonts: accents are set over the letters."""
    latex(
        path,
        r"""\section*{Consultas externas} \begin{itemize} \item \textbf{Cardiolog\'ia} \begin{itemize}
        \item Dra.\ Beatriz Quesada: L--V 9:00--14:00 h \end{itemize} \item \textbf{Traumatolog\'ia} \begin{itemize}
        \item Dr.\ Ram\'on Iglesias: Lun y Mi\'e 15:30--19:00 h (Vie cerrado) \end{itemize}
        \item \textbf{Dermatolog\'ia} \begin{itemize} \item Dra.\ In\'es Saavedra: s\'abados 10:00--13:00 h
        \end{itemize} \end{itemize} Calle Mayor 8--10. Tel.\ 91 555 12 13""",
        r"\renewcommand{\encodingdefault}{OT1}\renewcommand{\rmdefault}{cmr}\renewcommand{\sfdefault}{cmss}",
    )


@document(
    """
    Nina Falk: mon 08:00-12:00, wed 08:00-12:00, fri 08:00-12:00
    Otto Lindner: tue 13:00-17:00, thu 13:00-17:00
    """
)
def tex_tabbing(path: Path) -> None:
    latex(
        path,
        r"""\sffamily \begin{tabbing} \hspace{5cm}\=\hspace{5cm}\=\kill \textbf{Physician} \> \textbf{Days} \> \textbf{Hours} \\
        Nina Falk, MD \> Mon, Wed, Fri \> 8am--noon \\ Otto Lindner, MD \> Tue, Thu \> 1pm--5pm \end{tabbing}
        \vspace{2cm} {\small The desk is open 7am--6pm. Lab: Mon--Fri 7--10.}""",
        r"\usepackage{helvet}",
    )
