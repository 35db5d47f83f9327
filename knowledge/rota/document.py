"""Reads a whole rota: tables and text of each page in the order in which a person reads them."""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from knowledge.rota.banners import titles_of_tables
from knowledge.rota.days import SPANISH, months_in, shortens_in_spanish
from knowledge.rota.departments import find_departments
from knowledge.rota.division import divide, heads_a_table
from knowledge.rota.gathering import Gathering, folded
from knowledge.rota.grids import Carried, read_grid
from knowledge.rota.headings import half_of, role_of
from knowledge.rota.hours import OPENING, Opening, opening_hours
from knowledge.rota.layout import regions
from knowledge.rota.legends import (
    FULL_LINE,
    codes_in_words,
    explained_codes,
    explained_halves,
    explained_initials,
    may_be_codes,
)
from knowledge.rota.model import Rota, Source
from knowledge.rota.pages import Page, open_pages
from knowledge.rota.parts import Given
from knowledge.rota.people import acting_name, listed_names, name_and_department
from knowledge.rota.statements import read_statement
from knowledge.rota.tables import Grid, Line
from knowledge.rota.wide_sheets import joined_sheets
from knowledge.rota.wording import NOT_A_ROTA_LINE, TICK, Mark, read_marks, tidy, years_in

_CLOSING_HEADING = re.compile(
    r"(?:notes?|general\s+information|information|contact|reception|legend|key|abbreviations|hinweise|notas)\s*:?",
    re.IGNORECASE,
)


def _untitled_heading(line: str, marks: list[Mark]) -> Mark | None:
    """A name without a title that begins a line: "Anita Patel", "Patel, Anita (ENT)", "Anita Patel: Mon 9-12"."""
    if any(mark.kind == "name" for mark in marks):
        return None
    first = next((mark for mark in marks if mark.kind not in ("department", "note")), None)
    head = line[: first.start] if first else line
    if re.fullmatch(r"[\s•*◦▪·-]*", head):
        return None
    head = re.sub(r"^[\s•*◦▪·-]+", "", head)
    head = re.sub(r"^([^:]{2,20}):\s*", lambda m: "" if role_of(m[1]) == "doctor" else m[0], head)
    beside = re.split(r"\s{2,}", head.strip())
    if all(role_of(piece) for piece in beside[1:]):
        head = beside[0]
    acting = acting_name(line)
    if acting and first and acting[0] <= first.start:
        return Mark("name", 0, acting[0], acting[1], line[: acting[0]])
    name, _ = name_and_department(head.strip(" :-|("))
    if not name or len(name.split()) < 2:
        return None
    end = min([mark.start for mark in marks if mark.kind == "department"] + [len(head)])
    return Mark("name", 0, end, name, line[:end])


class _Reader:
    def __init__(self, gathering: Gathering) -> None:
        self.gathering = gathering
        self.section = Given()
        self.carried: Carried | None = None
        self.after_table = 0
        self.open_heading: Line | None = None

    def page(self, page: Page) -> None:
        pieces: list[tuple[float, Grid | list[Line]]] = [(grid.box[1], grid) for grid in page.grids]
        runs: list[list[Line]] = [[]]
        tops = sorted(grid.box[1] for grid in page.grids)
        for line in page.lines:
            if runs[-1] and any(runs[-1][-1].box[1] < top <= line.box[1] for top in tops):
                runs.append([])
            runs[-1].append(line)
        for run in filter(None, runs):
            opened = self.open_heading if run is runs[0] and not any(top < run[0].box[1] for top in tops) else None
            pieces += [
                (piece.box[1] if isinstance(piece, Grid) else piece[0].box[1], piece)
                for piece in divide(run, page.number, self.gathering, opened, page.rules)
            ]
        ordered = sorted(pieces, key=lambda item: item[0])
        grids = [piece for _, piece in ordered[-2:] if isinstance(piece, Grid)]
        self.open_heading = grids[-1].heading if grids else None
        for _, piece in ordered:
            if isinstance(piece, Grid):
                self.section, self.carried = read_grid(piece, self.section, self.gathering, self.carried)
                self.after_table = page.number
            else:
                self._text(piece, page.number)

    def _text(self, lines: Sequence[Line], page: int) -> None:
        if self.after_table == page:
            self.section = Given()
            self.after_table = 0
        text = ""
        marks: list[Mark] = []
        starts: list[int] = []
        gaps = [below.box[1] - above.box[3] for above, below in itertools.pairwise(lines)]
        usual = statistics.median(gaps) if gaps else 0.0
        for line, gap in zip(lines, [0.0, *gaps], strict=True):
            if gap > max(1.7 * usual, 0.8 * line.size):
                text += "\n"
            own = tidy(line.text)
            found = [m for m in read_marks(own) if not (m.text.isupper() and folded(m.text) in self.gathering.keys)]
            explained = [m for m in found if m.kind != "note"]
            if _CLOSING_HEADING.fullmatch(own.strip()):
                self._state(text, marks, starts, lines, page)
                self.section, text, marks, starts = Given(), "", [], []
                continue
            first_sentence, _, others = (own, "", "") if listed_names(own) else own.partition(". ")
            if names := listed_names(first_sentence):
                for name in names:
                    self.gathering.mention(name, None)
                found, own = read_marks(others), others
                explained = [m for m in found if m.kind != "note"]
            if explained_codes([own]) or codes_in_words([line.text.split("\t")], self.gathering.may_be_codes):
                found, own = [], ""
            telephoned = any(m.kind == "note" and sum(c.isdigit() for c in m.text) >= 7 for m in found)
            if telephoned and {m.kind for m in explained} == {"hours"}:
                found, own = [], ""
            if NOT_A_ROTA_LINE.search(own) and not (explained and explained[0].kind == "name" and "?" not in own):
                found, own = [], ""
            heading = _untitled_heading(own, found) if own else None
            if heading and not explained and not self._stands_alone(own):
                heading = None
            if heading:
                self.gathering.guessed.add(heading.value)
                found = sorted([heading, *[m for m in found if m.start >= heading.end]], key=lambda m: m.start)
            starts.append(len(text))
            marks += [Mark(m.kind, m.start + len(text), m.end + len(text), m.value, m.text) for m in found]
            text += own + "\n"
        self._state(text, marks, starts, lines, page)

    @staticmethod
    def _stands_alone(line: str) -> bool:
        return len(line.split()) <= 8

    def _state(self, text: str, marks: list[Mark], starts: list[int], lines: Sequence[Line], page: int) -> None:
        if not text.strip():
            return

        def source(start: int, end: int) -> Source:
            index = max((i for i, begin in enumerate(starts) if begin <= start), default=0)
            return Source(
                page, text[starts[index] :].split("\n")[0] if starts else text, lines[min(index, len(lines) - 1)].box
            )

        after = read_statement(text, self._joined(text, marks), self.section, self.gathering, source)
        self.section = after

    @staticmethod
    def _joined(text: str, marks: list[Mark]) -> list[Mark]:
        """Hours and names that a line break cuts in two ("09:00-\\n12:00") are found in the joined text."""

        def cut(mark: Mark) -> bool:
            line = text[text.rfind("\n", 0, mark.start) + 1 : text.find("\n", mark.start)]
            full = len(line) >= FULL_LINE
            return "\n" in mark.text and (mark.kind == "hours" or (mark.kind in ("name", "days") and full))

        whole = [mark for mark in read_marks(text) if cut(mark)]
        kept = [m for m in marks if not any(w.start < m.end and m.start < w.end for w in whole)]
        return sorted(kept + whole, key=lambda m: m.start)


def read_rota(path: Path, today: date, opening: Opening | None = None) -> Rota:
    """The rota in a PDF file. `today` settles years that the document leaves out, `opening` bare hours before what the
    document says of them. Raises UnreadableRota.

    Runs in this process without limits: for files from outside use `limits.read_rota_safely`.
    """
    pages = list(open_pages(path))
    years = sorted(
        {year for page in pages for line in page.lines for year in years_in(line.text)}
        | {y for p in pages for g in p.grids for c in g.cells for y in years_in(c.text)}
    )
    OPENING.set(())
    stated = opening_hours(tidy(line.text) for page in pages for line in page.lines)
    OPENING.set(tuple(hours for hours in (opening, stated) if hours))
    gathering = Gathering(today, years)
    gathering.titles = titles_of_tables(pages)
    gathering.keys = explained_initials(pages)
    texts = [tidy(line.text) for page in pages for line in page.lines]
    cells = [tidy(cell.text) for page in pages for grid in page.grids for cell in grid.cells]
    SPANISH.set(shortens_in_spanish([*texts, *cells]))
    pieces = [tidy(piece) for page in pages for line in page.lines for piece in line.text.split("\t")]
    grids = [grid for page in pages for grid in page.grids]
    rows = [[cell.text for cell in grid.row(i) if cell.text] for grid in grids for i in range(grid.height)]
    lines = [*rows, *(line.text.split("\t") for page in pages for line in page.lines)]
    gathering.may_be_codes = may_be_codes(lines)
    gathering.codes = codes_in_words(lines, gathering.may_be_codes) | explained_codes(
        [*pieces, *(text for text in cells if "=" in text)]
    )
    halves_in_cells = {
        folded(piece): half
        for line in lines
        if len(line) > 2 and name_and_department(tidy(line[0]))[0]
        for text in line[1:]
        for piece in re.split(r"[/,+&;\n]", text)
        if (half := half_of(piece))
    }
    alone = [tidy(row[0]) for row in rows if len(row) == 1]
    if halves_in_cells:
        stated_halves = explained_halves([*texts, *alone])
        gathering.codes |= {
            text: (stated_halves[half],) for text, half in halves_in_cells.items() if half in stated_halves
        } | gathering.codes
    if any(TICK.fullmatch(text) for text in cells):
        gathering.halves = explained_halves([*texts, *alone])
        for half in gathering.halves:
            gathering.codes.pop(half, None)
    named = {name for text in (*texts, *cells) for _, _, name in find_departments(text)}
    title = [name for text in texts[:3] for _, _, name in find_departments(text)]
    gathering.department = title[0] if title and len(named) == 1 else None
    gathering.months = [month for text in (*texts, *cells) for month in months_in(text)]
    reader = _Reader(gathering)
    for page in joined_sheets(pages, gathering):
        if not page.lines and not page.grids and page.has_pictures:
            gathering.doubt("a page without text, perhaps a scan", Source(page.number, ""))
        for part in regions(page, lambda line: heads_a_table(line, None, gathering)):
            reader.page(part)
    rota = gathering.finish()
    if not any(doctor.availability for doctor in rota.doctors):
        gathering.doubt("no doctor's hours were found", Source(1, ""))
        rota = gathering.finish()
    return rota
