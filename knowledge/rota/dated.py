"""Joins what is written of a day: a weekday and its date, in either order, and dates that are no days of the rota."""

from __future__ import annotations

import re
from dataclasses import replace

from knowledge.rota.days import WrittenDate
from knowledge.rota.gathering import Gathering
from knowledge.rota.model import WEEKDAYS, DayRef
from knowledge.rota.wording import Mark, own_line


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
    return (
        not before
        and own_line(text, mark)
        and bool(after)
        and after[0].kind == "days"
        and "\n" in text[mark.end : after[0].start]
    )


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
