"""Reads what a body cell of a table states: shifts, an absence, a code, names beside hours, or something to doubt."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.rota.gathering import Gathering, folded
from knowledge.rota.model import Hours, Source
from knowledge.rota.parts import Given
from knowledge.rota.people import whole_name
from knowledge.rota.statements import read_statement
from knowledge.rota.wording import CODE, Mark, left_over, read_marks


def _coded(text: str, gathering: Gathering) -> list[Hours]:
    """The hours, when the text is a code, or several, that the document explains."""
    if folded(text) in gathering.codes:
        return list(gathering.codes[folded(text)])
    pieces = [folded(piece) for piece in re.split(r"[/,+&;\s]+", text.strip())]
    known = [gathering.codes.get(piece) for piece in pieces]
    return [hours for some in known if some for hours in some] if all(known) else []


def _with_names(text: str, marks: list[Mark]) -> list[tuple[str, Hours]]:
    """Names without a title beside hours in a cell, "09:00-12:00 Ada Long": all of the text, or none."""
    hours = [mark for mark in marks if mark.kind == "hours" and mark.value]
    if not hours:
        return []
    first = not re.search(r"\w", text[: hours[0].start])
    ends = [mark.start for mark in hours[1:]] + [len(text)] if first else [mark.start for mark in hours]
    begins = [mark.end for mark in hours] if first else [0] + [mark.end for mark in hours[:-1]]
    names = [whole_name(text[begin:end].strip(" \n,;:|-()")) for begin, end in zip(begins, ends, strict=True)]
    rest = "" if first else text[hours[-1].end :]
    if re.search(r"\w", rest) or not all(name and " " in name for name in names):
        return []
    return [(name, mark.value) for name, mark in zip(names, hours, strict=True) if name]


def read_cell(text: str, given: Given, gathering: Gathering, source: Source) -> None:
    """A body cell of a table: shifts, an absence, or something to be doubted."""
    if CODE.fullmatch(text):
        return
    number = re.match(r"\s*(\d{1,2})\.?(?:\n|$)", text)
    if number and gathering.months and len(given.days) == 1 and not given.days[0].date:
        given = replace(given, days=(gathering.on_day_of_month(given.days[0], int(number[1])),))
        text = text[number.end() :]
    if coded := _coded(text, gathering):
        if given.doctor and given.days:
            for hours in coded:
                gathering.add(given.doctor, given.department, given.days, hours, source, given.note)
        return
    marks = read_marks(text, given.half)
    kinds = {mark.kind for mark in marks}
    if not given.doctor and given.days and kinds == {"hours"} and (named := _with_names(text, marks)):
        for name, hours in named:
            gathering.add(name, given.department, given.days, hours, source, given.note)
        return
    rest = left_over(text, marks)
    if not kinds & {"hours", "absent", "unsure", "days", "name"}:
        if rest and (re.search(r"\w", rest)):
            gathering.doubt("not understood", source, given.doctor)
        return
    if "hours" in kinds and rest:
        given = replace(given, note="; ".join(filter(None, [given.note, rest])) if len(rest) <= 60 else given.note)
    if "hours" not in kinds and "absent" not in kinds and "unsure" not in kinds:
        gathering.doubt("a day without hours", source, given.doctor)
        return
    read_statement(text, marks, given, gathering, lambda start, end: source)
