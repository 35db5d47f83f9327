"""`--show`: the pages of a rota with everything that was read marked where it stands."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from PIL import Image

from bench.rota import ROTAS, TODAY
from cli.rota import show_rota
from knowledge.rota.document import read_rota
from knowledge.rota.pictures import marked_pages, write_pictures

ROTA = ROTAS / "browser_rows_by_department.pdf"


def test_every_entry_is_marked_where_it_stands() -> None:
    rota = read_rota(ROTA, TODAY)
    [page] = marked_pages(ROTA, rota)["pages"]
    said = " ".join(mark["said"] for mark in page["marks"])
    entries = [(doctor.name, entry) for doctor in rota.doctors for entry in doctor.availability]
    assert len(entries) > 10
    for name, entry in entries:
        assert re.search(rf"{name}  [^?]*{entry.day[:3].title()} {entry.start}–{entry.end}", said)
    boxes = [tuple(mark["box"]) for mark in page["marks"] if mark["box"]]
    assert len(boxes) == len(set(boxes))
    assert all(0 <= x0 < x1 <= page["width"] and 0 <= y0 < y1 <= page["height"] for x0, y0, x1, y1 in boxes)


def test_the_picture_shows_the_marks(tmp_path: Path) -> None:
    write_pictures(ROTA, TODAY, tmp_path / "out.png")
    [page] = marked_pages(ROTA, read_rota(ROTA, TODAY))["pages"]
    picture = Image.open(io.BytesIO((tmp_path / "out.png").read_bytes())).convert("RGB")
    for mark in page["marks"]:
        x0, _, _, y1 = mark["box"]
        assert picture.getpixel((x0, y1 - 2)) != (255, 255, 255)
    assert picture.width > page["width"] and picture.height >= page["height"]


def test_the_page_for_a_browser_is_complete_and_safe(tmp_path: Path) -> None:
    write_pictures(ROTAS / "word_prose.pdf", TODAY, tmp_path / "out.html")
    written = (tmp_path / "out.html").read_text(encoding="utf-8")
    assert written.count('class="mark"') == written.count("<li ")
    assert "Samuel Adeyemi" in written and "<script" not in written and "http" not in written


@pytest.mark.parametrize("out", ["out.gif", "no/such/folder/out.png"])
def test_a_place_that_cannot_be_written(out: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert show_rota(ROTA, show=tmp_path / out) == 1
    written, error = capfd.readouterr()
    assert written == "" and error.count("\n") == 1 and "name" in error
