"""Collects what is read, page by page, and settles at the end who is who and which dates are meant."""

from __future__ import annotations

import contextlib
import unicodedata
from dataclasses import dataclass, replace
from datetime import date, timedelta

from knowledge.rota.days import WrittenDate, in_week
from knowledge.rota.hours import Half
from knowledge.rota.model import WEEKDAYS, DayRef, Doubt, Entry, Hours, ReadDoctor, Rota, Source, clock


def folded(name: str) -> str:
    """For comparing names: no case, accents or punctuation."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name.lower()) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in plain).split())


def same_person(short: str, full: str) -> bool:
    """Whether `short` ("Patel", "A. Patel") can stand for `full` ("Anita Patel")."""
    given, whole = folded(short).split(), folded(full).split()
    if len(given) > len(whole) or given == whole:
        return given == whole
    if given[-1] != whole[-1] and given != whole[-len(given) :]:
        return False
    position = 0
    for word in given:
        while position < len(whole) and not (
            whole[position] == word or (len(word) == 1 and whole[position].startswith(word))
        ):
            position += 1
        if position == len(whole):
            return False
        position += 1
    return True


@dataclass
class _Found:
    doctor: str
    entry: Entry


class Gathering:
    """`years`: the years that the document names; `today` decides between years where none is named.

    What the document explains, folded: `keys` initials, `codes` shifts (`may_be_codes`:
    what could be explained so), `halves` of the day where it
    ticks them. `months`: (year, month) that it names;
    `department`: the only one, in its title. `guessed`: names without a title above running text, which are nobody's
    when no hours follow. `titles`: what tells its tables apart, above each.
    """

    def __init__(self, today: date, years: list[int]) -> None:
        self.today = today
        self.years = years or [today.year - 1, today.year, today.year + 1]
        self.week: date | None = None
        self.keys: dict[str, str] = {}
        self.codes: dict[str, tuple[Hours, ...]] = {}
        self.may_be_codes: set[str] = set()
        self.halves: dict[Half, Hours] = {}
        self.months: list[tuple[int, int]] = []
        self.department: str | None = None
        self.guessed: set[str] = set()
        self.titles: frozenset[str] = frozenset()
        self._found: list[_Found] = []
        self._doubts: list[Doubt] = []
        self._departments: dict[str, str | None] = {}
        self._notes: dict[str, str] = {}

    def starts_week(self, written: WrittenDate) -> None:
        found = written.resolve(None, self.years, self.today) or written.resolve("monday", self.years, self.today)
        self.week = found - timedelta(days=found.weekday()) if found else None

    def dated(self, written: WrittenDate, weekday: str | None) -> date | None:
        return written.resolve(weekday, self.years, self.today)

    def on_day_of_month(self, ref: DayRef, number: int) -> DayRef:
        """The date of "Mon 7" in a month that the document names, when the weekday fits."""
        for year, month in self.months:
            with contextlib.suppress(ValueError):
                found = date(year, month, number)
                if WEEKDAYS[found.weekday()] == ref.day:
                    return DayRef(ref.day, found)
        return ref

    def mention(self, doctor: str, department: str | None) -> None:
        if department or doctor not in self._departments:
            self._departments[doctor] = department or self._departments.get(doctor)

    def add(
        self,
        doctor: str,
        department: str | None,
        days: tuple[DayRef, ...],
        hours: Hours,
        source: Source,
        note: str | None,
        joins: bool = False,
    ) -> None:
        """`joins`: hours that begin where the doctor's last ones of that day end go on with these."""
        self.mention(doctor, department)
        for ref in in_week(days, self.week):
            if joins and self._extended(doctor, ref, hours):
                continue
            entry = Entry(ref.day, clock(hours.start), clock(hours.end), source, ref.date, note)
            self._found.append(_Found(doctor, entry))

    def _extended(self, doctor: str, ref: DayRef, hours: Hours) -> bool:
        for found in reversed(self._found):
            entry = found.entry
            if found.doctor == doctor and (entry.day, entry.date) == (ref.day, ref.date):
                if entry.end == clock(hours.start):
                    found.entry = replace(entry, end=clock(hours.end))
                    return True
                return False
        return False

    def drop_days(self, doctor: str, days: tuple[DayRef, ...], since: int) -> None:
        dropped = {ref.day for ref in days}
        kept = [f for f in self._found[since:] if f.doctor != doctor or f.entry.day not in dropped]
        self._found[since:] = kept

    def count(self) -> int:
        return len(self._found)

    def doubt(self, reason: str, source: Source, doctor: str | None = None) -> None:
        self._doubts.append(Doubt(reason, source, doctor))

    def _canonical(self) -> dict[str, str]:
        """Each name as written -> the fullest spelling of the same person in the document."""
        names = list(self._departments)
        canonical = {}
        for name in names:
            target = self.keys.get(folded(name).replace(" ", ""), name)
            same = [other for other in names if folded(other) == folded(target)]
            fuller = {
                folded(o): o
                for o in [*names, *self.keys.values()]
                if folded(o) != folded(target) and same_person(target, o)
            }
            longest = [
                o
                for o in fuller.values()
                if not any(o != p and folded(o) != folded(p) and same_person(o, p) for p in fuller.values())
            ]
            canonical[name] = longest[0] if len(longest) == 1 else (same[0] if same else target)
            if len(longest) > 1:
                self._doubts.append(Doubt("could be " + " or ".join(longest), Source(1, name), name))
        return canonical

    def finish(self) -> Rota:
        canonical = self._canonical()
        doctors: dict[str, ReadDoctor] = {}
        for name, department in self._departments.items():
            doctor = doctors.setdefault(canonical[name], ReadDoctor(canonical[name]))
            doctor.department = doctor.department or department or self.department
        for found in self._found:
            entries = doctors[canonical[found.doctor]].availability
            key = (found.entry.day, found.entry.date, found.entry.start, found.entry.end)
            if all((e.day, e.date, e.start, e.end) != key for e in entries):
                entries.append(found.entry)
        for doctor in doctors.values():
            doctor.availability.sort(key=lambda e: (e.date or date.min, WEEKDAYS.index(e.day), e.start))
        for name in [n for n, d in doctors.items() if not d.availability and (n in self.guessed or " " not in n)]:
            del doctors[name]
        known = {name: target for name, target in canonical.items() if target in doctors}
        doubts = [replace(d, doctor=known.get(d.doctor) if d.doctor else None) for d in self._doubts]
        return Rota(list(doctors.values()), list(dict.fromkeys(doubts)))
