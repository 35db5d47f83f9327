"""Reads what a cell or a run of lines states about doctors, days and hours, given what its headings already say."""

from __future__ import annotations

import re
from collections.abc import Callable

from knowledge.rota.dated import dated_days
from knowledge.rota.gathering import Gathering
from knowledge.rota.model import DayRef, Source
from knowledge.rota.parts import Given, Part, divided, names_below_hours, names_first
from knowledge.rota.wording import Mark, own_line

SourceOf = Callable[[int, int], Source]
_SEPARATOR = re.compile(r"[,;\n|.]")
_GOES_ON = re.compile(r"(?:,|&|\+|\band|\bund|\by)\s*\n|\n\s*(?:&|\+|and\b|und\b|y\b)")
""" "Mon, Tue and\\nWed", "Monday\\nand Tuesday"."""


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
        return "\n" not in between or bool(_GOES_ON.search(between))

    def part(self, part: Part) -> None:
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
                elif previous and previous.kind == "absent" and self._closed(previous, mark, following):
                    days, used = self.given.days, True
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

    def _closed(self, absent: Mark, days: Mark, following: Mark | None) -> bool:
        """Whether days are only those of an absence: "Closed weekends. X-ray 8-4"."""
        ends = following is None or re.search(r"[;\n]|\.\s", self.text[days.end : following.start])
        return bool(ends) and self._clause(absent, days)

    def _ends(self, absent: Mark, following: Mark | None) -> bool:
        """Whether an absence closes what was said of a day, so that hours further on are not that day's."""
        return following is not None and bool(re.search(r"[;\n]|\.\s", self.text[absent.end : following.start]))

    def _unsure(self, part: Part, mark: Mark) -> None:
        if part.doctor or self.given.hours:
            self.gathering.doubt("not certain enough to store", self.source(mark.start, mark.end), part.doctor)

    def _why_not(self, marks: list[Mark], position: int, doubtful: str, part: Part) -> str:
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
    ordered = names_first(dated_days(marks, text, gathering), text)
    if given.days and not given.doctor:
        ordered = names_below_hours(ordered) or ordered
    parts = divided(ordered, text, given, gathering)
    for part in parts:
        if part.doctor or part.marks:
            reader.part(part)
    last = parts[-1]
    open_days = last.marks[-1] if last.marks and last.doctor is None else None
    heads = open_days is not None and open_days.kind == "days" and own_line(text, open_days)
    days: tuple[DayRef, ...] = open_days.value if heads and open_days else ()
    return Given(doctor=last.doctor, department=last.department, days=days, note=last.note)
