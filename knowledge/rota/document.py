"""Reads a whole rota: tables and text of each page in the order in which a person reads them."""

from __future__ import annotations

import itertools
import re
import statistics
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from knowledge.rota.cells import describe
from knowledge.rota.days import months_in
from knowledge.rota.gathering import Gathering, folded
from knowledge.rota.grids import Carried, read_grid
from knowledge.rota.headings import STRONG, role_of
from knowledge.rota.hours import OPENING, find_hours, opening_hours
from knowledge.rota.layout import regions
from knowledge.rota.model import Hours, Rota, Source
from knowledge.rota.pages import Page, open_pages
from knowledge.rota.people import find_departments, listed_names, name_and_department, whole_name
from knowledge.rota.statements import Given, read_statement
from knowledge.rota.tables import Cell, Grid, Line, aligned_grid
from knowledge.rota.wording import NOT_A_ROTA_LINE, Mark, read_marks, tidy, years_in

_CLOSING_HEADING = re.compile(
    r"(?:notes?|general\s+information|information|contact|reception|legend|key|abbreviations|hinweise|notas)\s*:?",
    re.IGNORECASE,
)
_KEY = re.compile(
    r"(?:^|[,;|]|\s\s|\t)\s*([A-Z][A-Za-z]{0,3}\.?(?=\s*[=:-])|[a-z][A-Za-z]{1,3}(?=\s*=))\s*[=:-]"
    r"\s*((?:Dr|Prof|Mr|Mrs|Ms)\b[^,;|=\t]*|[A-Z][^,;|=:\t\d]*)"
)


def _segment_kinds(line: Line, gathering: Gathering) -> list[str]:
    kinds: list[str] = []
    for run in line.segments:
        text = " ".join(word.text for word in run)
        cell = Cell(text, run[0].box, (0, 0), (0, 0))
        kinds.append(describe(cell, gathering).kind)
    return kinds


def _below_each(names: Line, following: Line) -> bool:
    """Whether something begins below every name: sections side by side."""
    starts = [run[0].box[0] for run in following.segments]
    return all(any(abs(run[0].box[0] - start) < 4 for start in starts) for run in names.segments)


def _heads_a_table(line: Line, following: Line | None, gathering: Gathering) -> bool:
    kinds = _segment_kinds(line, gathering)
    if kinds.count("hours") >= 2 and set(kinds) <= {"hours", "role"} and following:
        below = _segment_kinds(following, gathering)
        return below[0] == "days" and not {"hours", "other"} & set(below) and len(below) > 1
    if "hours" in kinds or "time" in kinds or len(kinds) < 2:
        return False
    if kinds.count("days") >= 2 or (kinds.count("days") and "role" in kinds and len(kinds) >= 3):
        return True
    roles = [role_of(" ".join(word.text for word in run)) for run in line.segments]
    if kinds.count("role") >= 2 and STRONG & set(roles):
        return True
    if kinds.count("name") >= 2 and kinds.count("name") + kinds.count("role") == len(kinds) and following:
        return _segment_kinds(following, gathering)[0] in ("days", "hours", "department") or _below_each(
            line, following
        )
    return False


def _belongs(line: Line, previous: Line, heading: Line, gathering: Gathering) -> bool:
    """Whether a line goes on with the table under the heading: not far below, not running text across the columns."""
    if line.box[1] - previous.box[3] > 3.2 * line.size:
        return False
    if len(line.segments) == 1:
        words = line.segments[0]
        crosses = sum(run[0].box[0] < words[-1].box[2] and run[-1].box[2] > words[0].box[0] for run in heading.segments)
        if crosses >= 2 or len(words) > 6:
            return (
                describe(Cell(line.text, line.box, (0, 0), (0, 0)), gathering).kind in ("department", "name")
                and len(words) <= 6
            )
        if NOT_A_ROTA_LINE.search(line.text) or line.box[0] > heading.box[2] or line.text.strip().endswith("."):
            return False
    return True


def _heads_a_section(lines: Sequence[Line], position: int, gathering: Gathering) -> bool:
    """A doctor's name by itself above the next table or list of days."""
    line, following = lines[position], lines[position + 1] if position + 1 < len(lines) else None
    if following is None or _segment_kinds(line, gathering) != ["name"]:
        return False
    after = lines[position + 2] if position + 2 < len(lines) else None
    return _heads_a_table(following, after, gathering) or _segment_kinds(following, gathering)[0] == "days"


def _last_row(lines: Sequence[Line], first: int, heading: Line, gathering: Gathering) -> int:
    """Index of the last line of the table whose first line is `first`."""
    last = first
    while last + 1 < len(lines) and _belongs(lines[last + 1], lines[last], heading, gathering):
        if last > first or lines[first] is not heading:
            following = lines[last + 2] if last + 2 < len(lines) else None
            if _heads_a_table(lines[last + 1], following, gathering) or _heads_a_section(lines, last + 1, gathering):
                break
        last += 1
    return last


def _goes_on(line: Line, heading: Line, gathering: Gathering) -> bool:
    """Whether a line at the top of a page is a row of the table that the page before left open."""
    kinds = _segment_kinds(line, gathering)
    edges = [
        edge
        for run in heading.segments
        for edge in (run[0].box[0], run[-1].box[2], (run[0].box[0] + run[-1].box[2]) / 2)
    ]
    box = (line.segments[0][0].box[0], line.segments[0][-1].box[2])
    aligned = min(abs(x - edge) for x in (*box, sum(box) / 2) for edge in edges) < 6
    return aligned and (
        "hours" in kinds or "time" in kinds or kinds[0] == "days" or (kinds[0] == "name" and len(kinds) > 1)
    )


def _aligned(heading: Line, below: Sequence[Line], page: int, gathering: Gathering) -> Grid:
    """Columns before the first one of days, hours or names hold the labels of rows."""
    kinds = _segment_kinds(heading, gathering)
    first = next((i for i, kind in enumerate(kinds) if kind in ("days", "hours", "name")), len(kinds))
    if below and below[0].box[0] < heading.box[0] - 8:
        first += 1

    def labels(column: int, text: str) -> bool:
        if column >= max(first, 1):
            return False
        kind = describe(Cell(text, heading.box, (0, 0), (0, 0)), gathering).kind
        return kind == "days" or (kind == "name" and len(text.split()) > 1)

    return aligned_grid(heading, below, page, labels)


def _divide(
    lines: Sequence[Line], page: int, gathering: Gathering, open_heading: Line | None
) -> list[Grid | list[Line]]:
    """Runs of text and tables without ruling lines, top to bottom. `open_heading`: of the last page's last table."""
    pieces: list[Grid | list[Line]] = []
    text: list[Line] = []
    position = 0
    if open_heading:
        top = next((i for i, line in enumerate(lines[:3]) if _goes_on(line, open_heading, gathering)), None)
        if top is not None and not any(_heads_a_table(line, None, gathering) for line in lines[: top + 1]):
            last = _last_row(lines, top, open_heading, gathering)
            pieces = [
                *([list(lines[:top])] if top else []),
                _aligned(open_heading, lines[top : last + 1], page, gathering),
            ]
            position = last + 1
    while position < len(lines):
        line = lines[position]
        following = lines[position + 1] if position + 1 < len(lines) else None
        if following is None or not _heads_a_table(line, following, gathering):
            text.append(line)
            position += 1
            continue
        if text:
            pieces.append(text)
            text = []
        last = _last_row(lines, position, line, gathering)
        pieces.append(_aligned(line, lines[position + 1 : last + 1], page, gathering))
        position = last + 1
    return [*pieces, text] if text else pieces


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
    name, _ = name_and_department(head.strip(" :-|("))
    if not name or len(name.split()) < 2:
        return None
    end = min([mark.start for mark in marks if mark.kind == "department"] + [len(head)])
    return Mark("name", 0, end, name, line[:end])


FULL_LINE = 50
"""Characters of a line that running text has filled, so that its last word may go on in the next."""


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
                for piece in _divide(run, page.number, self.gathering, opened)
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
            found = read_marks(own)
            explained = [m for m in found if m.kind != "note"]
            if _CLOSING_HEADING.fullmatch(own.strip()):
                self._state(text, marks, starts, lines, page)
                self.section, text, marks, starts = Given(), "", [], []
                continue
            first_sentence, _, others = own.partition(". ")
            if names := listed_names(first_sentence):
                for name in names:
                    self.gathering.mention(name, None)
                found, own = read_marks(others), others
                explained = [m for m in found if m.kind != "note"]
            if _codes([own]):
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
            return "\n" in mark.text and (mark.kind == "hours" or (mark.kind == "name" and len(line) >= FULL_LINE))

        whole = [mark for mark in read_marks(text) if cut(mark)]
        kept = [m for m in marks if not any(w.start < m.end and m.start < w.end for w in whole)]
        return sorted(kept + whole, key=lambda m: m.start)


def _keys(pages: Sequence[Page]) -> dict[str, str]:
    """Initials that the document explains: "AP = Dr Anita Patel"."""
    keys: dict[str, str] = {}
    texts = [line.text for page in pages for line in page.lines]
    for text in texts:
        for match in _KEY.finditer(tidy(text)):
            name = whole_name(name_and_department(match[2].strip())[0] or "")
            if name and len(name.split()) > 1:
                keys[folded(match[1]).replace(" ", "")] = name
    for page in pages:
        for grid in page.grids:
            for row in range(grid.height):
                cells = [cell.text for cell in grid.row(row) if cell.text.strip()]
                if len(cells) != 2 or not re.fullmatch(r"[A-Z][A-Za-z]{1,3}", cells[0].strip()):
                    continue
                name = name_and_department(tidy(cells[1]))[0]
                if name and len(name.split()) > 1:
                    keys[cells[0].strip().lower()] = name
    return keys


_CODE = re.compile(
    r"(?:^|[,;|(]|\s\s)\s*(?:(?P<code>[A-Z][A-Za-z]{0,2}\d?|[A-Za-z]+(?: (?:day|shift|session))?)\s?(?:=|:)"
    r"|(?P<short>[A-Z]{1,3}\d?)\s?(?:-|\())\s*(?P<hours>\d[^,;|=\t()]*)"
)


def _codes(texts: Sequence[str]) -> dict[str, tuple[Hours, ...]]:
    """Codes of shifts that the document explains: "E = 07:00-15:00; L = 14:00-22:00"."""
    codes: dict[str, tuple[Hours, ...]] = {}
    for text in texts:
        for match in _CODE.finditer(text):
            code = match["code"] or match["short"]
            hours = tuple(hours for _, _, hours in find_hours(match["hours"]) if hours)
            if hours and len(code) <= 12 and not read_marks(code) and not role_of(code):
                codes[folded(code)] = hours
    return codes


def read_rota(path: Path, today: date) -> Rota:
    """The rota in a PDF file. `today` settles years that the document leaves out. Raises UnreadableRota.

    Runs in this process without limits: for files from outside use `limits.read_rota_safely`.
    """
    pages = list(open_pages(path))
    years = sorted(
        {year for page in pages for line in page.lines for year in years_in(line.text)}
        | {y for p in pages for g in p.grids for c in g.cells for y in years_in(c.text)}
    )
    OPENING.set(opening_hours(tidy(line.text) for page in pages for line in page.lines))
    gathering = Gathering(today, years)
    gathering.keys = _keys(pages)
    texts = [tidy(line.text) for page in pages for line in page.lines]
    cells = [tidy(cell.text) for page in pages for grid in page.grids for cell in grid.cells]
    pieces = [tidy(piece) for page in pages for line in page.lines for piece in line.text.split("\t")]
    gathering.codes = _codes([*pieces, *(text for text in cells if "=" in text)])
    named = {name for text in (*texts, *cells) for _, _, name in find_departments(text)}
    title = [name for text in texts[:3] for _, _, name in find_departments(text)]
    gathering.department = title[0] if title and len(named) == 1 else None
    gathering.months = [month for text in (*texts, *cells) for month in months_in(text)]
    reader = _Reader(gathering)
    for page in pages:
        if not page.lines and not page.grids and page.has_pictures:
            gathering.doubt("a page without text, perhaps a scan", Source(page.number, ""))
        for part in regions(page, lambda line: _heads_a_table(line, None, gathering)):
            reader.page(part)
    rota = gathering.finish()
    if not any(doctor.availability for doctor in rota.doctors):
        gathering.doubt("no doctor's hours were found", Source(1, ""))
        rota = gathering.finish()
    return rota
