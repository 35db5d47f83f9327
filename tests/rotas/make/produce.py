"""One function per producer, and the register of documents with their gold."""

from __future__ import annotations

import json
import re
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SHORT = {day[:3]: day for day in DAYS}
_GOLD_LINE = re.compile(r"(?P<name>[^:\[]+?)\s*(?:\[(?P<department>[^\]]*)\])?\s*:(?P<shifts>.*)")


@dataclass(frozen=True)
class Document:
    """`doubts`: texts that must come back in the warnings."""

    make: Callable[[Path], None]
    gold: str
    doubts: tuple[str, ...] = ()


DOCUMENTS: dict[str, Document] = {}


def document(gold: str, doubts: tuple[str, ...] = ()) -> Callable[[Callable[[Path], None]], Callable[[Path], None]]:
    def register(make: Callable[[Path], None]) -> Callable[[Path], None]:
        DOCUMENTS[make.__name__] = Document(make, gold, doubts)
        return make

    return register


def gold_json(document: Document) -> dict[str, object]:
    """From lines such as "Anita Patel [Cardiology]: mon 09:00-12:00 14:00-17:00, wed@2026-11-25 10:00-13:00"."""
    doctors = []
    for line in filter(None, map(str.strip, document.gold.splitlines())):
        match = _GOLD_LINE.fullmatch(line)
        assert match, line
        availability = []
        for shift in filter(None, map(str.strip, match["shifts"].split(","))):
            day, *spans = shift.split()
            name, _, date = day.partition("@")
            for start, end in (span.split("-") for span in spans):
                entry = {"day": _SHORT[name], "start": start, "end": end}
                availability.append(entry | ({"date": date} if date else {}))
        doctors.append({"name": match["name"], "department": match["department"], "availability": availability})
    return {"doctors": doctors, "doubts": list(document.doubts)}


def make(name: str) -> None:
    document = DOCUMENTS[name]
    document.make(HERE / f"{name}.pdf")
    gold = json.dumps(gold_json(document), ensure_ascii=False, indent=1)
    gold = re.sub(r"\{\s+(\"day\"[^}]*?)\s+\}", lambda m: "{" + re.sub(r"\s+", " ", m[1]) + "}", gold)
    (HERE / f"{name}.json").write_text(gold + "\n", encoding="utf-8")


def _run(*command: str, cwd: Path) -> None:
    subprocess.run(command, cwd=cwd, check=True, capture_output=True, timeout=180)


def browser(path: Path, body: str, style: str = "") -> None:
    """Chromium's print to PDF."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "rota.html"
        page.write_text(
            f"<!doctype html><html><head><meta charset=utf-8><style>{style}</style></head><body>{body}</body></html>"
        )
        _run(
            "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer",
            f"--user-data-dir={folder}/profile", f"--print-to-pdf={path}", str(page), cwd=Path(folder),
        )  # fmt: skip


def office(path: Path, save: Callable[[str], None], extension: str) -> None:
    """LibreOffice's export to PDF of a file that `save` writes: docx, xlsx, fodt, html."""
    with tempfile.TemporaryDirectory() as folder:
        save(f"{folder}/rota.{extension}")
        _run(
            "soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", "pdf",
            "--outdir", folder, f"{folder}/rota.{extension}", cwd=Path(folder),
        )  # fmt: skip
        path.write_bytes((Path(folder) / "rota.pdf").read_bytes())


def latex(path: Path, body: str, preamble: str = "", options: str = "a4paper,11pt") -> None:
    with tempfile.TemporaryDirectory() as folder:
        source = (
            f"\\documentclass[{options}]{{article}}\n\\usepackage[T1]{{fontenc}}\\usepackage[utf8]{{inputenc}}\n"
            f"\\usepackage[margin=2cm]{{geometry}}\n{preamble}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"
        )
        (Path(folder) / "rota.tex").write_text(source, encoding="utf-8")
        for _ in range(2):
            _run("pdflatex", "-interaction=nonstopmode", "-halt-on-error", "rota.tex", cwd=Path(folder))
        path.write_bytes((Path(folder) / "rota.pdf").read_bytes())
