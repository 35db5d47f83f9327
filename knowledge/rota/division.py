"""Divides a page's lines into running text and tables without ruling lines."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.rota.cells import Reading, describe, different_days, letters_of_week
from knowledge.rota.centring import OVERLAP
from knowledge.rota.gathering import Gathering
from knowledge.rota.headings import STRONG, role_of
from knowledge.rota.rules import Bands, Rule
from knowledge.rota.tables import Cell, Grid, Line, aligned_grid
from knowledge.rota.wording import NOT_A_ROTA_LINE

_SENTENCE_END = re.compile(r"(?<![ap]\.m)(?<![ap]\.\sm)\.\s*$")


def _segments(line: Line, gathering: Gathering) -> list[Reading]:
    readings = [
        describe(Cell(" ".join(word.text for word in run), run[0].box, (0, 0), (0, 0)), gathering)
        for run in line.segments
    ]
    short = [len(reading.text.strip()) for reading in readings if not reading.role]
    if short.count(1) >= 3 and short.count(1) + short.count(2) >= 5:
        letters_of_week(readings)
    return readings


def _segment_kinds(line: Line, gathering: Gathering) -> list[str]:
    return [reading.kind for reading in _segments(line, gathering)]


def _below_each(names: Line, following: Line) -> bool:
    """Whether something begins below every name: sections side by side."""
    starts = [run[0].box[0] for run in following.segments]
    return all(any(abs(run[0].box[0] - start) < 4 for start in starts) for run in names.segments)


def heads_a_table(line: Line, following: Line | None, gathering: Gathering) -> bool:
    readings = _segments(line, gathering)
    kinds = [reading.kind for reading in readings]
    if kinds.count("hours") >= 2 and set(kinds) <= {"hours", "role"} and following:
        below = _segment_kinds(following, gathering)
        return below[0] == "days" and not {"hours", "other"} & set(below) and len(below) > 1
    if "hours" in kinds or "time" in kinds or len(kinds) < 2:
        return False
    if kinds.count("days") > 1 and not different_days(readings):
        return False
    if kinds.count("days") >= 2 or (kinds.count("days") and "role" in kinds and len(kinds) >= 3):
        return True
    roles = [role_of(" ".join(word.text for word in run)) for run in line.segments]
    if kinds.count("role") >= 2 and STRONG & set(roles):
        return True
    if kinds.count("name") >= 2 and kinds.count("name") + kinds.count("role") == len(kinds) and following:
        below = _segment_kinds(following, gathering)
        return below == ["role"] or below[0] in ("days", "hours", "department") or _below_each(line, following)
    return False


def _fills_columns(line: Line, heading: Line) -> bool:
    """Whether each run of words is level with a heading of its own, in at least three columns."""
    found = []
    for run in line.segments:
        sides = (run[0].box[0], run[-1].box[2], (run[0].box[0] + run[-1].box[2]) / 2)
        level = [
            column
            for column, head in enumerate(heading.segments)
            for edge in (head[0].box[0], head[-1].box[2], (head[0].box[0] + head[-1].box[2]) / 2)
            if min(abs(side - edge) for side in sides) < 4
        ]
        found.append(level[0] if level else None)
    return len(found) >= 3 and None not in found and len(set(found)) == len(found)


def _belongs(line: Line, previous: Line, heading: Line, gathering: Gathering, bands: Bands) -> bool:
    """Whether a line goes on with the table under the heading: not far below, not running text across the columns."""
    far = line.box[1] - previous.box[3] > 3.2 * line.size
    if far and not bands.go_on(line, previous) and not _fills_columns(line, heading):
        return False
    if len(line.segments) == 1:
        words = line.segments[0]
        crosses = sum(run[0].box[0] < words[-1].box[2] and run[-1].box[2] > words[0].box[0] for run in heading.segments)
        if crosses >= 2 or len(words) > 6:
            labels = (
                ("department", "name", "hours") if abs(line.box[0] - heading.box[0]) < 3 else ("department", "name")
            )
            return describe(Cell(line.text, line.box, (0, 0), (0, 0)), gathering).kind in labels and len(words) <= 6
        if NOT_A_ROTA_LINE.search(line.text) or line.box[0] > heading.box[2] or _SENTENCE_END.search(line.text):
            return False
    return True


def _heads_a_section(lines: Sequence[Line], position: int, gathering: Gathering) -> bool:
    """A doctor's name by itself above the next table or list of days, or at the end, where a ruled table may follow."""
    line, following = lines[position], lines[position + 1] if position + 1 < len(lines) else None
    if _segment_kinds(line, gathering) != ["name"]:
        return False
    if following is None:
        return len(line.words) > 1 and line.box[1] - lines[position - 1].box[3] > 0.8 * line.size
    if following.box[1] < line.box[3] - 0.3 * line.size:
        return False
    after = lines[position + 2] if position + 2 < len(lines) else None
    below = _segment_kinds(following, gathering)
    if below == ["role"] and after:
        below = _segment_kinds(after, gathering)
    return heads_a_table(following, after, gathering) or below[0] == "days"


def _in_cells(names: Line, following: Line | None, heading: Line, gathering: Gathering) -> bool:
    """Whether the line is no heading of names: hours label the rows below days, here a little lower than the names."""
    of_days = _segment_kinds(heading, gathering).count("days") > 1
    labels = following is not None and _segment_kinds(following, gathering) == ["hours"]
    return of_days and labels and set(_segment_kinds(names, gathering)) == {"name"}


def _last_row(lines: Sequence[Line], first: int, heading: Line, gathering: Gathering, rules: Sequence[Rule]) -> int:
    """Index of the last line of the table whose first line is `first`."""
    last = first
    bands = Bands(rules, heading)
    while last + 1 < len(lines) and _belongs(lines[last + 1], lines[last], heading, gathering, bands):
        if last > first or lines[first] is not heading:
            following = lines[last + 2] if last + 2 < len(lines) else None
            heads = heads_a_table(lines[last + 1], following, gathering)
            if heads and not _in_cells(lines[last + 1], following, heading, gathering):
                break
            if _heads_a_section(lines, last + 1, gathering):
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


def _begun_above(heading: Line, lines: Sequence[Line], gathering: Gathering) -> list[Line]:
    """The last of `lines` that begin what the heading goes on with: names over several lines."""
    begun: list[Line] = []
    for line in reversed(lines):
        below = begun[0] if begun else heading
        kinds = set(_segment_kinds(line, gathering))
        if below.box[1] - line.box[3] > 0.5 * line.size or len(line.segments) < 2 or not kinds <= {"name", "other"}:
            break
        begun.insert(0, line)
    return begun


def _end_of_heading(lines: Sequence[Line], first: int, gathering: Gathering) -> int:
    """Index of the last line of a heading of names over several lines, which days or hours follow. What heads the
    labels at the left may stand between the lines."""
    if "name" not in _segment_kinds(lines[first], gathering):
        return first
    for last in range(first + 1, len(lines) - 1):
        kinds = _segment_kinds(lines[last], gathering)
        if kinds == ["role"] and lines[last].box[2] < lines[first].box[0]:
            continue
        if lines[last].box[1] - lines[last - 1].box[3] > 0.5 * lines[last].size or not set(kinds) <= {"name", "other"}:
            return first
        if _segment_kinds(lines[last + 1], gathering)[0] in ("days", "hours", "time"):
            return last
    return first


def _aligned(
    heading: Line,
    below: Sequence[Line],
    page: int,
    gathering: Gathering,
    rules: Sequence[Rule],
    above: Sequence[Line] = (),
) -> Grid:
    """Columns before the first one of days, hours or names hold the labels of rows."""
    kinds = _segment_kinds(heading, gathering)
    first = next((i for i, kind in enumerate(kinds) if kind in ("days", "hours", "name")), len(kinds))
    indented = bool(below) and below[0].box[0] < heading.box[0] - 8
    first += indented

    def labels(column: int, text: str) -> bool:
        if column >= max(first, 1):
            return False
        kind = describe(Cell(text, heading.box, (0, 0), (0, 0)), gathering).kind
        return kind == "days" or (kind == "name" and len(text.split()) > 1)

    roles = [role_of(" ".join(word.text for word in run)) for run in heading.segments]
    values = [i for i, role in enumerate(roles) if role in ("hours", "start", "end") or (i and role in ("day", "date"))]
    labelled = min([first, *(i + indented for i in values)])

    def one_label(text: str) -> bool:
        """A weekday above its date."""
        days = describe(Cell(text, heading.box, (0, 0), (0, 0)), gathering).days
        return len(days) == 1 and days[0].date is not None

    def bears_a_label(line: Line) -> bool:
        text = " ".join(word.text for word in line.segments[0])
        kind = describe(Cell(text, heading.box, (0, 0), (0, 0)), gathering).kind
        at_left = line.box[0] < (heading.box[0] + heading.segments[0][-1].box[2]) / 2 or indented
        return at_left and (kind in ("days", "hours", "time") or (kind == "name" and len(text.split()) > 1))

    bands = Bands(rules, heading).rows(below, bears_a_label) if below else []
    return aligned_grid(heading, below, page, labels, one_label, above, labelled, bands)


def _labels_first(lines: Sequence[Line], gathering: Gathering) -> list[Line]:
    """A day that stands halfway down its hours, beside them, put before the first of them."""
    ordered = list(lines)
    for index in range(1, len(lines) - 1):
        above, label, below = lines[index - 1 : index + 2]
        reaches = above.box[3] - label.box[1] > OVERLAP * label.size and label.box[3] - below.box[1] > 0
        beside = label.box[2] < min(above.box[0], below.box[0]) and len(label.segments) == 1
        if (
            reaches
            and beside
            and [_segment_kinds(line, gathering) for line in (above, label, below)]
            == [
                ["hours"],
                ["days"],
                ["hours"],
            ]
        ):
            ordered[index - 1], ordered[index] = Line([*label.words, *above.words]), Line([])
    return [line for line in ordered if line.words]


def divide(
    lines: Sequence[Line], page: int, gathering: Gathering, open_heading: Line | None, rules: Sequence[Rule] = ()
) -> list[Grid | list[Line]]:
    """Runs of text and tables without ruling lines, top to bottom. `open_heading`: of the last page's last table."""
    pieces: list[Grid | list[Line]] = []
    text: list[Line] = []
    position = 0
    if open_heading:
        top = next((i for i, line in enumerate(lines[:3]) if _goes_on(line, open_heading, gathering)), None)
        if top is not None and not any(heads_a_table(line, None, gathering) for line in lines[: top + 1]):
            last = _last_row(lines, top, open_heading, gathering, rules)
            pieces = [
                *([list(lines[:top])] if top else []),
                _aligned(open_heading, lines[top : last + 1], page, gathering, rules),
            ]
            position = last + 1
    while position < len(lines):
        line = lines[position]
        following = lines[position + 1] if position + 1 < len(lines) else None
        if following is None and position and set(_segment_kinds(line, gathering)) == {"role"}:
            heads = heads_a_table(line, None, gathering)
        else:
            heads = following is not None and heads_a_table(line, following, gathering)
        if not heads:
            text.append(line)
            position += 1
            continue
        above = _begun_above(line, text, gathering) if "name" in _segment_kinds(line, gathering) else []
        text = text[: len(text) - len(above)]
        if (end := _end_of_heading(lines, position, gathering)) > position:
            above, position, line = [*above, *lines[position:end]], end, lines[end]
        if text:
            pieces.append(_labels_first(text, gathering))
            text = []
        last = _last_row(lines, position, line, gathering, rules)
        pieces.append(_aligned(line, lines[position + 1 : last + 1], page, gathering, rules, above))
        position = last + 1
    return [*pieces, _labels_first(text, gathering)] if text else pieces
