"""Makes the sample rota beside this file: `python -m knowledge.rotas.make_sample [FILE.pdf]`."""

from __future__ import annotations

import sys
from pathlib import Path

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table, TableStyle

SAMPLE = Path(__file__).with_name("riverside.pdf")

ROWS = [
    ["Doctor", "Department", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"],
    ["Dr. Anita Patel", "Cardiology", "9:00–12:00", "9:00–12:00\n13:00–17:00", "theatre", "9:00–16:00", "off", "–"],
    ["Dr. Raj Patel", "Family Medicine", "8:00–12:00", "off", "8:00–16:00", "–", "8:00–14:00", "–"],
    ["Dr. Sarah O'Brien", "Family Medicine", "10:00–18:00", "10:00–18:00", "–", "10:00–18:00", "–", "9:00–13:00"],
    ["Dr. Elena Garcia", "Family Medicine", "–", "8:00–14:00", "12:00–18:00", "–", "8:00–14:00", "–"],
    ["Dr. James Nguyen", "Dermatology", "13:00–18:00", "–", "9:00–17:00", "off", "9:00–13:00", "–"],
    ["Dr. Thomas Weber", "Orthopedics", "theatre", "8:30–12:30", "13:00–17:00", "8:30–12:30", "theatre", "–"],
]


def make(path: Path) -> None:
    styles = getSampleStyleSheet()
    table = Table(ROWS, repeatRows=1, rowHeights=[20] + [30] * (len(ROWS) - 1))
    table.setStyle(
        TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.5, colors.grey),
                ("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey),
                ("FONTNAME", (0, 0), (-1, 0), "Helvetica-Bold"),
                ("FONTSIZE", (0, 0), (-1, -1), 9),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
            ]
        )
    )
    document = SimpleDocTemplate(str(path), pagesize=landscape(A4), title="Doctors' rota", invariant=1)
    document.build(
        [
            Paragraph("Riverside Clinic: doctors' rota", styles["Title"]),
            Paragraph(
                "Valid from 2 November 2026 until further notice. 410 Riverside Drive, tel. 202-555-0100",
                styles["Normal"],
            ),
            Spacer(0, 14),
            table,
            Spacer(0, 14),
            Paragraph(
                "Reception: Mon–Fri 8:00–18:00, Sat 9:00–13:00. Changes to this rota: practice office, room 2.",
                styles["Normal"],
            ),
        ]
    )


if __name__ == "__main__":
    make(Path(sys.argv[1]) if len(sys.argv) > 1 else SAMPLE)
