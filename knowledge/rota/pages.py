"""Pages of a PDF as lines of text and ruled tables, on pdfplumber; a sentence for staff when it cannot be read."""

from __future__ import annotations

import functools
import itertools
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect, PDFTextExtractionNotAllowed
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1
from pdfplumber.page import Page as PlumberPage
from pdfplumber.utils.exceptions import PdfminerException

from knowledge.rota.letters import mend_letters
from knowledge.rota.model import Box, UnreadableRota
from knowledge.rota.rules import Rule, long_rules, open_ends
from knowledge.rota.tables import Grid, Line, Word, ruled_grid, to_lines

MOST_PAGES = 100
MOST_EDGES = 6000

logging.getLogger("pdfminer").setLevel(logging.CRITICAL)


@dataclass
class Page:
    number: int
    lines: list[Line] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    has_pictures: bool = False
    rules: list[Rule] = field(default_factory=list)
    column: Grid | None = None
    """Its only table, where that has one column: perhaps the last of a sheet several pages wide."""


def _box(word: dict[str, float]) -> Box:
    return (float(word["x0"]), float(word["top"]), float(word["x1"]), float(word["bottom"]))


def _inside(word: Word, box: Box) -> bool:
    x, y = (word.box[0] + word.box[2]) / 2, (word.box[1] + word.box[3]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _words(page: PlumberPage) -> list[Word]:
    mend_letters(page)
    upright = page.filter(
        lambda item: item.get("object_type") != "char" or (item.get("upright", True) and item["x0"] < item["x1"])
    )
    found = upright.dedupe_chars(tolerance=1).extract_words(x_tolerance_ratio=0.15, y_tolerance=2, extra_attrs=["size"])
    words = [Word(w["text"].replace("\x00", ""), _box(w), float(w["size"])) for w in found]
    return [*words, *_turned_words(page)]


def _is_turned(item: dict[str, Any], sign: int) -> bool:
    if item.get("object_type") != "char":
        return False
    across, along = item["matrix"][:2]
    return bool(along * sign > 0 and abs(across) < 0.01 * abs(along))


def _turned_words(page: PlumberPage) -> list[Word]:
    """Labels that are written upwards or downwards; each is one word, since its lines are no lines of the page."""
    words = []
    for direction, sign in (("btt", 1), ("ttb", -1)):
        turned = page.filter(functools.partial(_is_turned, sign=sign))
        if turned.chars:
            found = turned.dedupe_chars(tolerance=1).extract_words(
                keep_blank_chars=True, x_tolerance=2, y_tolerance=2, char_dir_rotated=direction
            )
            words += [
                Word(" ".join(w["text"].split()), _box(w), float(w["x1"] - w["x0"])) for w in found if w["text"].strip()
            ]
    return words


def _read_page(page: PlumberPage, number: int, before: Grid | None = None) -> Page:
    """`before`: the last table of the last page."""
    words = _words(page)
    grids, rules = _grids(page, words, number, 1, before)
    column = grids[0] if len(grids) == 1 and grids[0].width == 1 else None
    grids = [grid for grid in grids if grid.width > 1]
    if any(_is_striped(grid, _outside(words, grids)) for grid in grids):
        grids, _ = _grids(page.filter(lambda item: not _is_background(item)), words, number)
    return Page(number, to_lines(_outside(words, grids)), grids, bool(page.images), rules, column)


def _grids(
    page: PlumberPage, words: list[Word], number: int, fewest: int = 2, before: Grid | None = None
) -> tuple[list[Grid], list[Rule]]:
    if len(page.edges) > MOST_EDGES:
        return [], []
    finder = page.debug_tablefinder()
    if missing := open_ends(finder.edges):
        finder = page.debug_tablefinder({"explicit_horizontal_lines": missing})
    cells = [[tuple(float(side) for side in cell) for cell in table.cells] for table in finder.tables]
    grids = [
        ruled_grid(boxes, words, number, fewest, None if index else before)  # type: ignore[arg-type]
        for index, boxes in enumerate(cells)
    ]
    return [grid for grid in grids if grid], long_rules(finder.edges)


def _outside(words: list[Word], grids: list[Grid]) -> list[Word]:
    return [word for word in words if not any(_inside(word, grid.box) for grid in grids)]


def _is_background(item: dict[str, Any]) -> bool:
    filled = item.get("object_type") == "rect" and item.get("fill") and not item.get("stroke")
    return bool(filled and item["width"] > 4 and item["height"] > 4)


def _is_striped(grid: Grid, outside: list[Word]) -> bool:
    """Whether the table goes on in lines that its own lines leave out: every other row has a background."""
    height = max(cell.box[3] - cell.box[1] for cell in grid.cells)
    for line in to_lines(outside):
        if not grid.box[1] < line.box[1] < grid.box[3] + height:
            continue
        columns = {
            max((i for i, edge in enumerate(grid.edges) if edge <= run[0].box[0] + 1), default=-1)
            for run in line.segments
        }
        if len(columns) > 1 and -1 not in columns and line.box[2] <= grid.box[2] + 1:
            return True
    return False


def open_pages(path: Path) -> Iterator[Page]:
    """Each page with text, in order. Raises UnreadableRota when the file as a whole cannot be read."""
    try:
        with pdfplumber.open(path) as pdf:
            yield from _pages(pdf)
    except UnreadableRota:
        raise
    except MemoryError as error:
        raise UnreadableRota("the file needs too much memory to read; export the rota again as a plain PDF") from error
    except RecursionError as error:
        raise UnreadableRota("the file is damaged; export the rota again as PDF") from error
    except Exception as error:
        inner: BaseException = error.args[0] if isinstance(error, PdfminerException) and error.args else error
        if isinstance(inner, MemoryError):
            raise UnreadableRota(
                "the file needs too much memory to read; export the rota again as a plain PDF"
            ) from error
        if isinstance(inner, (PDFPasswordIncorrect, PDFEncryptionError, PDFTextExtractionNotAllowed)):
            raise UnreadableRota("the file is protected by a password; save it without one and try again") from error
        raise UnreadableRota("the file is damaged or cut off; export the rota again as PDF") from error


def _has_script(pdf: pdfplumber.PDF) -> bool:
    """Whether the document, a page or something on a page starts JavaScript. Nothing is ever run here."""
    holders = [pdf.doc.catalog, resolve1(pdf.doc.catalog.get("Names"))]
    for page in itertools.islice(PDFPage.create_pages(pdf.doc), MOST_PAGES):
        annotations = resolve1(page.attrs.get("Annots")) or []
        holders += [page.attrs, *map(resolve1, annotations if isinstance(annotations, list) else [])]
    for holder in holders:
        if not isinstance(holder, dict):
            continue
        if "JavaScript" in holder:
            return True
        more = resolve1(holder.get("AA"))
        actions = [holder.get("OpenAction"), holder.get("A"), *(more.values() if isinstance(more, dict) else [])]
        for action in map(resolve1, actions):
            if isinstance(action, dict) and getattr(action.get("S"), "name", "") == "JavaScript":
                return True
    return False


def _pages(pdf: pdfplumber.PDF) -> Iterator[Page]:
    count = sum(1 for _ in itertools.islice(PDFPage.create_pages(pdf.doc), MOST_PAGES + 1))
    if count > MOST_PAGES:
        raise UnreadableRota(f"the file has more than {MOST_PAGES} pages; hand in the pages with the rota only")
    if count == 0:
        raise UnreadableRota("the file is damaged or cut off: it has no pages; export the rota again as PDF")
    if _has_script(pdf):
        raise UnreadableRota("the file contains JavaScript; print the rota to PDF again and hand that in")
    characters = undecoded = 0
    before: Grid | None = None
    for number, page in enumerate(pdf.pages, start=1):
        characters += len(page.chars)
        undecoded += sum(char["text"].startswith("(cid:") for char in page.chars)
        read = _read_page(page, number, before)
        before = read.grids[-1] if read.grids else None
        yield read
        page.close()
    if characters == 0:
        raise UnreadableRota(
            "the file has no text, it looks like a scan; export the rota from the program it was made with, "
            "or run text recognition (OCR) on it"
        )
    if undecoded > characters / 2:
        raise UnreadableRota(
            "the text in the file has no readable characters; print the rota to PDF again with another program"
        )
