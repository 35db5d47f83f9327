"""Rotas typeset with LaTeX."""

from __future__ import annotations

from pathlib import Path

from tests.rotas.make.produce import document, latex


@document(
    """
    Agnieszka Wójcik [Cardiology]: mon 08:00-11:30, thu 08:00-11:30
    François Lefèvre [Cardiology]: tue 13:00-17:00, wed 13:00-17:00
    Håkan Åberg [Gastroenterology]: mon 09:00-12:00, fri 09:00-12:00 13:00-15:00
    Mary-Anne Fitzgerald [Gastroenterology]: wed 10:00-16:00
    """
)
def tex_booktabs(path: Path) -> None:
    latex(
        path,
        r"""\section*{Outpatient rota} \small
        \begin{tabular}{llccccc} \toprule
        Department & Doctor & Mon & Tue & Wed & Thu & Fri \\ \midrule
        Cardiology & Dr.\ Agnieszka W\'ojcik & 08:00--11:30 & --- & --- & 08:00--11:30 & --- \\
          & Dr.\ Fran\c{c}ois Lef\`evre & --- & 13:00--17:00 & 13:00--17:00 & --- & --- \\ \midrule
        Gastroenterology & Dr.\ H\aa kan \AA berg & 09:00--12:00 & --- & --- & --- & 09:00--12:00 \\
          & & & & & & 13:00--15:00 \\
          & Dr.\ Mary-Anne Fitzgerald & --- & theatre & 10:00--16:00 & --- & --- \\ \bottomrule
        \end{tabular}

        \bigskip Switchboard 0113 496 0000, open 24 hours.""",
        r"\usepackage{booktabs}",
        "a4paper,landscape,11pt",
    )


@document(
    """
    Stefan Huber: mon 08:00-12:00, tue 08:00-12:00, wed 08:00-12:00, thu 08:00-12:00, fri 08:00-12:00, tue 14:00-18:00
    Katharina Zöllner: mon 13:00-17:00, wed 13:00-17:00, fri 08:30-11:00
    """
)
def tex_description_german(path: Path) -> None:
    latex(
        path,
        r"""\section*{Sprechstunden} \begin{description}
        \item[Prof.\ Dr.\ Stefan Huber] Mo--Fr 8--12 Uhr, Di zus\"atzlich 14--18 Uhr
        \item[Dr.\ Katharina Z\"ollner] Mo und Mi 13.00--17.00 Uhr; Fr 8.30--11.00 Uhr; Do keine Sprechstunde
        \end{description} Hauptstra\ss e 9--13, Zimmer 10--12""",
    )


@document(
    """
    Eleanor Whitcombe [Paediatrics]: mon 09:00-12:30, wed 13:30-17:00
    Rafael Domingues [Paediatrics]: tue 09:00-12:30, thu 13:30-17:00
    Bartholomew Featherstonehaugh [Geriatrics]: mon 13:00-16:00, tue 13:00-16:00
    """
)
def tex_multirow(path: Path) -> None:
    """Ruled, cells merged both ways, names wrapped in narrow columns."""
    latex(
        path,
        r"""\subsection*{Consultation hours} \begin{tabular}{|p{2.3cm}|p{3cm}|l|l|l|l|} \hline
        \multirow{2}{*}{Unit} & \multirow{2}{*}{Physician} & \multicolumn{4}{c|}{Week} \\ \cline{3-6}
         & & Mon & Tue & Wed & Thu \\ \hline
        \multirow{2}{*}{Paediatrics} & Eleanor Whitcombe, MD & 9:00--12:30 & & 13:30--17:00 & \\ \cline{2-6}
         & Rafael Domingues, MD & & 9:00--12:30 & & 13:30--17:00 \\ \hline
        Geriatrics & Bartholomew Feather\-stonehaugh & \multicolumn{2}{c|}{13:00--16:00} & & \\ \hline
        \end{tabular}""",
        r"\usepackage{multirow}",
    )


@document(
    """
    Julia Sandoval: mon 09:00-13:00, tue 09:00-13:00, thu 09:00-13:00
    Kwame Asante: mon 14:00-17:00, wed 08:00-12:00
    Petra Vlčková: tue 14:00-18:00, fri 09:00-12:00
    """,
    doubts=("by appointment",),
)
def tex_sections_two_columns(path: Path) -> None:
    latex(
        path,
        r"""\begin{center}\Large Hillcrest Clinic\end{center}
        \begin{multicols}{2} \subsection*{Dr Julia Sandoval} Monday 9am--1pm\\ Tuesday 9am--1pm\\ Thursday 9am--1pm
        \subsection*{Dr Kwame Asante} Monday 2pm--5pm\\ Wednesday 8am--12pm\\ Friday by appointment
        \subsection*{Dr Petra Vl\v{c}kov\'a} Tuesday 2pm--6pm\\ Friday 9am--12pm \end{multicols}
        \vfill \footnotesize 17--19 Elm Avenue, Suite 8, tel.\ (202) 555-0171""",
        r"\usepackage{multicol}",
    )
