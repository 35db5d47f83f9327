"""Files that cannot be read: one line that says what to do, within the limits."""

from __future__ import annotations

import os
import time
import zlib
from datetime import date
from pathlib import Path

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from cli.rota import show_rota
from knowledge.rota.limits import read_rota_safely
from knowledge.rota.model import UnreadableRota
from tests.integration.rota_documents import DOCUMENTS

TODAY = date(2026, 11, 20)


def a_rota(path: Path) -> bytes:
    DOCUMENTS["days_as_rows"].build(path)
    return path.read_bytes()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def a_letter(path: Path) -> None:
    path.write_text("Dear colleagues, here is the rota: Dr Patel Monday 9-12")


def cut_off(path: Path) -> None:
    path.write_bytes(a_rota(path)[:700])


def only_the_beginning(path: Path) -> None:
    path.write_bytes(b"%PDF-1.4\n")


def encrypted(path: Path) -> None:
    canvas = Canvas(str(path), encrypt=StandardEncryption("secret", canPrint=0))
    canvas.drawString(72, 700, "Dr Patel Monday 9-12")
    canvas.save()


def a_scan(path: Path) -> None:
    canvas = Canvas(str(path))
    canvas.rect(72, 72, 300, 500, fill=1)
    canvas.save()


def too_many_pages(path: Path) -> None:
    canvas = Canvas(str(path))
    for _ in range(2000):
        canvas.drawString(72, 700, "Dr Patel Monday 9-12")
        canvas.showPage()
    canvas.save()


def with_stream(path: Path, content: bytes, more: bytes = b"", filters: int = 1) -> None:
    """A page with this content, compressed `filters` times; `more` goes into the catalog."""
    stream = content
    for _ in range(filters):
        stream = zlib.compress(stream, 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R%s>>" % more,
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d/Filter[%s]>>stream\n%s\nendstream" % (len(stream), b"/FlateDecode" * filters, stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    body, offsets = b"%PDF-1.4\n", []
    for number, content_of in enumerate(objects, start=1):
        offsets.append(len(body))
        body += b"%d 0 obj%s\nendobj\n" % (number, content_of)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    path.write_bytes(
        body + b"xref\n0 6\n0000000000 65535 f \n" + table
        + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % len(body)
    )  # fmt: skip


def expanding(path: Path) -> None:
    with_stream(path, b" " * 300_000_000)


def expanding_twice(path: Path) -> None:
    with_stream(path, b" " * 600_000_000, filters=2)


def with_javascript(path: Path) -> None:
    action = b"/OpenAction<</S/JavaScript/JS(while \\(true\\) app.alert\\(1\\))>>"
    with_stream(path, b"BT /F1 9 Tf 72 700 Td (Dr Anita Patel: Monday 9-12) Tj ET", action)


def expanding_text(path: Path) -> None:
    with_stream(path, b"BT /F1 9 Tf 72 700 Td " + b"(Monday) Tj " * 8_000_000 + b"ET")


def ends_in_a_loop(path: Path) -> None:
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\n"
        b"trailer<</Root 1 0 R>>"
    )


UNREADABLE = {
    empty: "empty",
    a_letter: "not a PDF",
    cut_off: "damaged",
    only_the_beginning: "damaged",
    encrypted: "password",
    a_scan: "scan",
    too_many_pages: "pages",
    expanding: "export the rota",
    expanding_twice: "export the rota",
    with_javascript: "JavaScript",
    expanding_text: "export the rota",
    ends_in_a_loop: "again",
}


TAKES_LONG = (expanding_text,)


@pytest.mark.parametrize(
    "make",
    [
        pytest.param(make, marks=[pytest.mark.long] if make in TAKES_LONG else [], id=make.__name__)
        for make in UNREADABLE
    ],
)
def test_an_unreadable_file_gets_one_clear_line(make, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    make(tmp_path / "rota.pdf")
    began = time.monotonic()
    assert show_rota(tmp_path / "rota.pdf") == 1
    assert time.monotonic() - began < 60
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith("rota.pdf: ") and err.count("\n") == 1
    assert UNREADABLE[make] in err


def test_the_same_page_without_javascript_is_read(tmp_path: Path) -> None:
    with_stream(tmp_path / "rota.pdf", b"BT /F1 9 Tf 72 700 Td (Dr Anita Patel: Monday 9-12) Tj ET")
    [doctor] = read_rota_safely(tmp_path / "rota.pdf", TODAY)["doctors"]
    assert doctor["availability"] == [{"day": "monday", "start": "09:00", "end": "12:00"}]


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    for path in (tmp_path, tmp_path / "missing.pdf", tmp_path / "pipe.pdf"):
        with pytest.raises(UnreadableRota):
            read_rota_safely(path, TODAY)


def test_a_hostile_file_name_stays_one_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "--store;\n$(touch x)\x1b[31m.pdf"
    path.write_bytes(b"")
    assert show_rota(path) == 1
    err = capfd.readouterr().err
    assert err.count("\n") == 1 and "\x1b" not in err
    a_rota(path)
    assert show_rota(path) == 0


def test_a_slow_file_is_given_up(tmp_path: Path) -> None:
    a_rota(tmp_path / "rota.pdf")
    with pytest.raises(UnreadableRota, match="too much time"):
        read_rota_safely(tmp_path / "rota.pdf", TODAY, seconds=0.05)


def test_the_process_reads_what_the_reader_reads(tmp_path: Path) -> None:
    a_rota(tmp_path / "rota.pdf")
    rota = read_rota_safely(tmp_path / "rota.pdf", TODAY)
    assert [doctor["name"] for doctor in rota["doctors"]] == ["Anita Patel", "Thomas Weber", "Li Chen"]
    assert rota["doctors"][0]["availability"][0] == {"day": "monday", "start": "09:00", "end": "13:00"}
    assert rota["warnings"] == []
