"""Divides the marks of a text into parts, each about one doctor, with the day or department that heads them."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass, field, replace

from knowledge.rota.gathering import Gathering
from knowledge.rota.hours import Half
from knowledge.rota.model import DayRef, Hours
from knowledge.rota.wording import Mark, own_line


@dataclass(frozen=True)
class Given:
    """What is known before the text is read, from the row, the column or the section."""

    doctor: str | None = None
    department: str | None = None
    days: tuple[DayRef, ...] = ()
    hours: tuple[Hours, ...] = ()
    half: Half | None = None
    note: str | None = None


@dataclass
class Part:
    """The marks about one doctor."""

    doctor: str | None
    department: str | None
    marks: list[Mark] = field(default_factory=list)
    note: str | None = None
    named: tuple[int, int] = (0, 0)
    heading: Mark | None = None


def divided(marks: list[Mark], text: str, given: Given, gathering: Gathering) -> list[Part]:
    parts = [Part(given.doctor, given.department, note=given.note)]
    section = given.department
    heading: Mark | None = None
    for mark in marks:
        current = parts[-1]
        if mark.kind == "name":
            if heading and not own_line(text, heading) and "\n" in text[heading.end : mark.start]:
                heading = None
            last = current.marks[-1] if current.marks else None
            if (last and last.kind == "days" and "\n" in text[last.end : mark.start] and own_line(text, last)) or (
                last and last.kind == "days" and re.fullmatch(r"[ :-]*", text[last.end : mark.start])
            ):
                heading = current.marks.pop()
            elif current.heading and (later := _day_without_names(current, text)):
                heading = current.marks[later]
                del current.marks[later:]
            department = _department_before(mark, marks, text) or section
            gathering.mention(mark.value, department)
            parts.append(
                Part(mark.value, department, [heading] if heading else [], None, (mark.start, mark.end), heading)
            )
        elif mark.kind == "department":
            if current.doctor and not [m for m in current.marks if m is not heading]:
                current.department = mark.value
                gathering.mention(current.doctor, mark.value)
            elif own_line(text, mark):
                section, heading = mark.value, None
                parts.append(Part(None, section))
        elif mark.kind == "week":
            gathering.starts_week(mark.value)
        else:
            current.marks.append(mark)
    for part, following in reversed(list(itertools.pairwise(parts))):
        between = text[part.named[1] : following.named[0]]
        if part.doctor and following.named[1] and re.fullmatch(r"\s*(?:and|und|y|&|,|/)\s*", between):
            part.marks = list(following.marks)
    return parts


def _department_before(name: Mark, marks: list[Mark], text: str) -> str | None:
    """The department that begins the line of a doctor: "Diabetes (Dr Stone): Mon 9-12"."""
    start = text.rfind("\n", 0, name.start) + 1
    for mark in marks:
        if mark.kind == "department" and start <= mark.start < name.start:
            begins = not re.search(r"\w", text[start : mark.start])
            return mark.value if begins and re.fullmatch(r"\s*[(:|-]\s*", text[mark.end : name.start]) else None
    return None


def _day_without_names(part: Part, text: str) -> int:
    """Where a day heads lines without names, in a list whose days head lines with names: "Tuesday" above "9-12: no
    clinic". 0 when there is none."""
    if not part.heading or not own_line(text, part.heading):
        return 0
    days = [i for i, mark in enumerate(part.marks) if i and mark.kind == "days" and own_line(text, mark)]
    return days[-1] if days else 0


def names_first(marks: list[Mark], text: str) -> list[Mark]:
    """ "9:00-12:00 Dr Lara Stone" by itself on a line put as "Dr Lara Stone 9:00-12:00"."""
    ordered: list[Mark] = []
    for line in _by_line(marks, text):
        said = [mark for mark in line if mark.kind not in ("note", "department")]
        kinds = [mark.kind for mark in said]
        names = kinds.count("name")
        before = said[: len(said) - names]
        start = text.rfind("\n", 0, line[0].start) + 1
        if turned := _each_after_its_hours(said, text):
            ordered += turned
            continue
        if (
            not names
            or "hours" not in kinds
            or not {mark.kind for mark in before} <= {"hours", "days"}
            or re.search(r"\w", text[start : line[0].start])
            or not re.fullmatch(r"[\s:|()-]*", text[before[-1].end : said[len(before)].start] if before else "?")
        ):
            ordered += line
            continue
        at = line[0].start
        for name in said[len(before) :]:
            ordered += [replace(name, start=at, end=at), *before]
        ordered += [mark for mark in line if mark not in said]
    return ordered


def names_below_hours(marks: list[Mark]) -> list[Mark]:
    """ "9-12\\nDr Stone\\n14-17\\nDr Ray" below a day put as "Dr Stone 9-12 Dr Ray 14-17"; empty when it is not so."""
    said = [mark for mark in marks if mark.kind not in ("note", "department")]
    if {mark.kind for mark in said} != {"hours", "name"} or said[0].kind == "name" or said[-1].kind == "hours":
        return []
    ordered: list[Mark] = []
    for kind, group in itertools.groupby(said, key=lambda mark: mark.kind):
        together = list(group)
        if kind == "hours":
            hours = together
            continue
        for name in together:
            ordered += [replace(name, start=hours[0].start, end=hours[0].start), *hours]
    return ordered


def _each_after_its_hours(said: list[Mark], text: str) -> list[Mark]:
    """ "Mon: 9-12 (Dr Stone); 14-17 (Dr Ray)" put as "Dr Stone Mon 9-12 Dr Ray Mon 14-17"; empty when it is not so."""
    ordered: list[Mark] = []
    days: list[Mark] = []
    hours: list[Mark] = []
    if [mark.kind for mark in said].count("name") < 2:
        return []
    for mark, before in zip(said, [None, *said], strict=False):
        if mark.kind == "days" and not hours:
            days = [*(days if before and before.kind == "days" else []), mark]
        elif mark.kind == "hours":
            hours.append(mark)
        elif mark.kind == "name" and hours and re.fullmatch(r"[\s:|(-]*", text[hours[-1].end : mark.start]):
            at = (days or hours)[0].start
            ordered += [replace(mark, start=at, end=at), *days, *hours]
            hours = []
        else:
            return []
    return ordered if days and not hours else []


def _by_line(marks: list[Mark], text: str) -> list[list[Mark]]:
    lines: list[list[Mark]] = []
    for mark in marks:
        if lines and "\n" not in text[lines[-1][-1].start : mark.start]:
            lines[-1].append(mark)
        else:
            lines.append([mark])
    return lines
