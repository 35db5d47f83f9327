"""What is read from rotas in the layouts that clinics use."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge.rota.document import read_rota
from tests.integration import (  # noqa: F401  (they register documents)
    rota_documents_further,
    rota_documents_harder,
    rota_documents_keys,
    rota_documents_lines,
    rota_documents_mixed,
    rota_documents_pages,
    rota_documents_shifts,
)
from tests.integration.rota_documents import DOCUMENTS

TODAY = date(2026, 11, 20)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_shift_is_read_and_nothing_else(name: str, tmp_path: Path) -> None:
    document = DOCUMENTS[name]
    document.build(tmp_path / "rota.pdf")
    rota = read_rota(tmp_path / "rota.pdf", TODAY)
    found = {(d.name, e.day, e.start, e.end) for d in rota.doctors for e in d.availability}
    assert found == document.gold
    for doctor, department in (document.departments or {}).items():
        assert {d.name: d.department for d in rota.doctors}[doctor] == department
    dates = {e.day: e.date.isoformat() for d in rota.doctors for e in d.availability if e.date}
    assert dates == (document.dates or {})
    warnings = " ".join(rota.as_json()["warnings"])
    for text in document.doubts:
        assert text in warnings


def test_every_entry_says_where_it_stands(tmp_path: Path) -> None:
    DOCUMENTS["several_pages"].build(tmp_path / "rota.pdf")
    rota = read_rota(tmp_path / "rota.pdf", TODAY)
    sources = [entry.source for doctor in rota.doctors for entry in doctor.availability]
    assert {source.page for source in sources} == {1, 2}
    assert all("-" in source.text and source.box for source in sources)


def test_a_clear_rota_gives_no_warnings(tmp_path: Path) -> None:
    for name in (
        "days_as_rows",
        "no_lines",
        "list_from_to",
        "several_pages",
        "german",
        "spanish",
        "department_rows",
        "section_per_doctor",
    ):
        DOCUMENTS[name].build(tmp_path / "rota.pdf")
        assert read_rota(tmp_path / "rota.pdf", TODAY).as_json()["warnings"] == [], name


def test_all_documents_are_here() -> None:
    assert len(DOCUMENTS) > 55
    assert sum(len(document.gold) for document in DOCUMENTS.values()) > 440
