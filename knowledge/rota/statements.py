"""Reads what a cell or a run of lines states about doctors, days and hours, given what its headings already say."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from knowledge.rota.days import WrittenDate
from knowledge.rota.gathering import Gathering, folded
from knowledge.rota.hours import Half
from knowledge.rota.model import WEEKDAYS, DayRef, Hours, Source
from knowledge.rota.people import whole_name
from knowledge.rota.wording import CODE, NOTES, Mark, left_over, read_marks

SourceOf = Callable[[int, int], Source]
_SEPARATOR = re.compile(r"[,;\n|.]")


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
class _Part:
    """The marks about one doctor."""

    doctor: str | None
    department: str | None
    marks: list[Mark] = field(default_factory=list)
    note: str | None = None
    named: tuple[int, int] = (0, 0)
    heading: Mark | None = None


def dated_days(marks: list[Mark], text: str, gathering: Gathering) -> list[Mark]:
    """Joins a weekday and the date beside it; a date alone becomes its weekday; an open date becomes unsure."""
    joined: list[Mark] = []
    for mark in marks:
        if mark.kind != "date":
            joined.append(mark)
            continue
        previous = joined[-1] if joined else None
        beside = (
            previous is not None
            and previous.kind == "days"
            and len(previous.value) == 1
            and previous.value[0].date is None
        )
        if re.search(
            r"\b(?:until|till|valid|effective|updated|printed|as\s+of|since|stand|issued|created|revised|ab|gültig|from|bis)\W*(?:from\W*)?$",
            text[: mark.start],
            re.I,
        ):
            joined.append(replace(mark, kind="note"))
        elif beside and previous and re.fullmatch(r"[\s,.(/-]*(?:the\s+)?", text[previous.end : mark.start]):
            found = gathering.dated(mark.value, previous.value[0].day)
            if found:
                value = (DayRef(previous.value[0].day, found),)
                joined[-1] = Mark("days", previous.start, mark.end, value, text[previous.start : mark.end])
            else:
                joined[-1] = Mark(
                    "unsure",
                    previous.start,
                    mark.end,
                    "the date does not fit the weekday",
                    text[previous.start : mark.end],
                )
        elif _dates_the_letter(mark, marks, text):
            joined.append(replace(mark, kind="note"))
        else:
            joined.append(_alone(mark, gathering))
    return _dates_before_days(joined, text, gathering)


def _dates_the_letter(mark: Mark, marks: list[Mark], text: str) -> bool:
    """A date by itself on a line, above a text that says weekdays before it says hours."""
    after = [other for other in marks if other.start > mark.start and other.kind in ("date", "days", "hours")]
    before = [other for other in marks if other.start < mark.start and other.kind != "note"]
    return not before and _own_line(text, mark) and bool(after) and after[0].kind == "days" and "\n" in text[mark.end : after[0].start]


def _alone(mark: Mark, gathering: Gathering) -> Mark:
    written: WrittenDate = mark.value
    found = gathering.dated(written, None)
    return (
        replace(mark, kind="days", value=(DayRef(WEEKDAYS[found.weekday()], found),))
        if found
        else replace(mark, kind="unsure", value="open date")
    )


def _dates_before_days(marks: list[Mark], text: str, gathering: Gathering) -> list[Mark]:
    """ "23 Nov (Mon)": the weekday after a date says the same day again."""
    kept: list[Mark] = []
    for mark in marks:
        previous = kept[-1] if kept else None
        if (
            previous
            and mark.kind == "days"
            and previous.kind == "days"
            and len(mark.value) == len(previous.value) == 1
            and previous.value[0].date
            and not mark.value[0].date
            and re.fullmatch(r"[\s,.(/-]*", text[previous.end : mark.start])
            and "\n" not in text[previous.end : mark.start]
        ):
            if previous.value[0].day != mark.value[0].day:
                kept[-1] = Mark(
                    "unsure",
                    previous.start,
                    mark.end,
                    "the date does not fit the weekday",
                    text[previous.start : mark.end],
                )
            continue
        kept.append(mark)
    return kept


def _parts(marks: list[Mark], text: str, given: Given, gathering: Gathering) -> list[_Part]:
    parts = [_Part(given.doctor, given.department, note=given.note)]
    section = given.department
    heading: Mark | None = None
    for mark in marks:
        current = parts[-1]
        if mark.kind == "name":
            if heading and not _above(text, heading) and "\n" in text[heading.end : mark.start]:
                heading = None
            last = current.marks[-1] if current.marks else None
            if (last and last.kind == "days" and "\n" in text[last.end : mark.start] and _own_line(text, last)) or (
                last and last.kind == "days" and re.fullmatch(r"[ :-]*", text[last.end : mark.start])
            ):
                heading = current.marks.pop()
            gathering.mention(mark.value, section)
            parts.append(
                _Part(mark.value, section, [heading] if heading else [], None, (mark.start, mark.end), heading)
            )
        elif mark.kind == "department":
            if (
                current.doctor
                and not [m for m in current.marks if m is not heading]
                and not _starts_section(text, mark, current)
            ):
                current.department = mark.value
                gathering.mention(current.doctor, mark.value)
            elif _own_line(text, mark):
                section, heading = mark.value, None
                parts.append(_Part(None, section))
        elif mark.kind == "week":
            gathering.starts_week(mark.value)
        else:
            current.marks.append(mark)
    for part, following in reversed(list(itertools.pairwise(parts))):
        between = text[part.named[1] : following.named[0]]
        if part.doctor and following.named[1] and re.fullmatch(r"\s*(?:and|und|y|&|,|/)\s*", between):
            part.marks = list(following.marks)
    return parts


def _above(text: str, heading: Mark) -> bool:
    """Whether the day stands on a line of its own above the names, not beside one."""
    return _own_line(text, heading)


def _starts_section(text: str, mark: Mark, current: _Part) -> bool:
    return current.doctor is None


def _own_line(text: str, mark: Mark) -> bool:
    """Apart from a room or a number of a telephone."""
    start, end = text.rfind("\n", 0, mark.start) + 1, text.find("\n", mark.end)
    line = NOTES.sub("", text[start : mark.start] + " " + text[mark.end : end if end >= 0 else len(text)])
    return not re.sub(
        r"\b(?:department|dept|abteilung|of|clinic|the|departamento|servicio|unidad|consultas?|service|unit|de|\d+)\b|[\W_]", "", line, flags=re.IGNORECASE
    )


def _hours_come_first(marks: list[Mark], text: str) -> bool:
    """ "9-12 on Mondays": the first hours stand before a day of the same line, and the last word is a day's."""
    said = [mark for mark in marks if mark.kind in ("days", "hours", "absent")]
    if not said or said[0].kind != "hours" or said[-1].kind != "days":
        return False
    first = next(mark for mark in said if mark.kind == "days")
    return "\n" not in text[said[0].end : first.start]


class _Reader:
    def __init__(self, text: str, given: Given, gathering: Gathering, source: SourceOf) -> None:
        self.text, self.given, self.gathering, self.source = text, given, gathering, source

    def _clause(self, first: Mark, second: Mark) -> bool:
        between = self.text[first.end : second.start]
        return not _SEPARATOR.search(between) and not (first.text.endswith(".") and re.match(r"\s+[A-Z]", between))

    def _goes_on(self, first: Mark, second: Mark) -> bool:
        """A day on a line of its own ("Monday: -") is not joined to the next line's day; "Mon, Tue and\\nWed" is."""
        between = self.text[first.end : second.start]
        return "\n" not in between or bool(re.search(r"(?:,|&|\+|\band|\bund|\by)\s*\n", between))

    def part(self, part: _Part) -> None:
        marks = part.marks
        if _hours_come_first(marks, self.text) and not self.given.days:
            marks = self._days_before_hours(marks)
        days: tuple[DayRef, ...] = self.given.days
        used, doubtful, begun = True, "", self.gathering.count()
        previous: Mark | None = None
        for position, mark in enumerate(marks):
            following = marks[position + 1] if position + 1 < len(marks) else None
            if mark.kind == "days":
                if previous and previous.kind == "except":
                    self.gathering.drop_days(part.doctor or "", mark.value, begun)
                    days = tuple(ref for ref in days if ref.day not in {d.day for d in mark.value})
                else:
                    gathers = previous is not None and previous.kind == "days" and self._goes_on(previous, mark)
                    days = days + mark.value if gathers and days != self.given.days else mark.value
                    doubtful = (
                        doubtful if previous and previous.kind == "unsure" and self._clause(previous, mark) else ""
                    )
                    used = False
            elif mark.kind == "unsure":
                doubtful, used = mark.text, used
                if not days or (used and not (following and following.kind in ("days", "hours"))):
                    self._unsure(part, mark)
            elif mark.kind == "absent":
                if mark.value == "leave":
                    part.note = " ".join(mark.text.split())
                    self.gathering.doubt(
                        "leave is not stored, check the dates", self.source(mark.start, mark.end), part.doctor
                    )
                if previous and previous.kind == "days" and self._ends(mark, following):
                    days = self.given.days
                used = True
            elif mark.kind == "hours":
                if used and previous and "\n\n" in self.text[previous.end : mark.start]:
                    days = self.given.days
                reason = self._why_not(marks, position, doubtful, part)
                if not reason and not days:
                    reason = "hours without a day"
                if not reason and not part.doctor:
                    reason = "hours without a doctor"
                if reason == "break":
                    pass
                elif reason:
                    self.gathering.doubt(reason, self.source(mark.start, mark.end), part.doctor)
                elif part.doctor:
                    self.gathering.add(
                        part.doctor, part.department, days, mark.value, self.source(mark.start, mark.end), part.note
                    )
                used = True
            if mark.kind != "note":
                previous = mark
        if not used and part.doctor and not self.given.days and not self.given.hours:
            last = next(mark for mark in reversed(marks) if mark.kind == "days")
            self.gathering.doubt("a day without hours", self.source(last.start, last.end), part.doctor)

    def _ends(self, absent: Mark, following: Mark | None) -> bool:
        """Whether an absence closes what was said of a day, so that hours further on are not that day's."""
        return following is not None and bool(re.search(r"[;\n]|\.\s", self.text[absent.end : following.start]))

    def _unsure(self, part: _Part, mark: Mark) -> None:
        if part.doctor or self.given.hours:
            self.gathering.doubt("not certain enough to store", self.source(mark.start, mark.end), part.doctor)

    def _why_not(self, marks: list[Mark], position: int, doubtful: str, part: _Part) -> str:
        mark = marks[position]
        if mark.value is None:
            return "unclear times"
        if doubtful:
            return f"not certain ({doubtful.strip()})"
        for other in marks[max(position - 1, 0) : position] + marks[position + 1 : position + 2]:
            first, second = (other, mark) if other.start < mark.start else (mark, other)
            if not self._clause(first, second):
                continue
            after = other is second
            if (
                other.kind == "unsure"
                and after
                and not (
                    position + 2 < len(marks)
                    and marks[position + 2].kind == "days"
                    and "\n" not in self.text[other.end : marks[position + 2].start]
                )
            ):
                return f"not certain ({other.text.strip()})"
            if other.kind == "absent" and other.value == "busy":
                if re.match(r"lunch|break|mittags|pause", other.text, re.IGNORECASE):
                    if not after:
                        return "break"
                    continue
                return "not for appointments"
            if other.kind == "absent" and other.value == "off" and after:
                return "hours and an absence at once"
        return ""

    @staticmethod
    def _days_before_hours(marks: list[Mark]) -> list[Mark]:
        """ "9-12 on Mondays and 14-17 on Fridays" put as "Mondays 9-12, Fridays 14-17"."""
        ordered: list[Mark] = []
        hours: list[Mark] = []
        days: list[Mark] = []
        for mark in marks:
            if mark.kind == "hours" and days:
                ordered += days + hours
                hours, days = [mark], []
            elif mark.kind == "hours":
                hours.append(mark)
            elif mark.kind == "days":
                days.append(mark)
            else:
                ordered.append(mark)
        return ordered + days + hours


def read_statement(text: str, marks: list[Mark], given: Given, gathering: Gathering, source: SourceOf) -> Given:
    """Adds the entries that the (tidied) text states; returns what holds for the text after it."""
    reader = _Reader(text, given, gathering, source)
    parts = _parts(_names_first(dated_days(marks, text, gathering), text), text, given, gathering)
    for part in parts:
        if part.doctor or part.marks:
            reader.part(part)
    last = parts[-1]
    open_days = last.marks[-1] if last.marks and last.doctor is None else None
    heads = open_days is not None and open_days.kind == "days" and _own_line(text, open_days)
    days: tuple[DayRef, ...] = open_days.value if heads and open_days else ()
    return Given(doctor=last.doctor, department=last.department, days=days, note=last.note)


def _coded(text: str, gathering: Gathering) -> list[Hours]:
    """The hours, when the text is a code, or several, that the document explains."""
    if folded(text) in gathering.codes:
        return list(gathering.codes[folded(text)])
    pieces = [folded(piece) for piece in re.split(r"[/,+&;\s]+", text.strip())]
    known = [gathering.codes.get(piece) for piece in pieces]
    return [hours for some in known if some for hours in some] if all(known) else []


def _names_first(marks: list[Mark], text: str) -> list[Mark]:
    """ "9:00-12:00 Dr Lara Stone" by itself on a line put as "Dr Lara Stone 9:00-12:00"."""
    ordered: list[Mark] = []
    for line in _by_line(marks, text):
        said = [mark for mark in line if mark.kind not in ("note", "department")]
        kinds = [mark.kind for mark in said]
        names = kinds.count("name")
        before = said[: len(said) - names]
        start = text.rfind("\n", 0, line[0].start) + 1
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


def _by_line(marks: list[Mark], text: str) -> list[list[Mark]]:
    lines: list[list[Mark]] = []
    for mark in marks:
        if lines and "\n" not in text[lines[-1][-1].start : mark.start]:
            lines[-1].append(mark)
        else:
            lines.append([mark])
    return lines


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
