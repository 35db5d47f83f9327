"""A random clinic: who works when, and how it spells names, days and hours."""

from __future__ import annotations

import random
from datetime import date, timedelta

from tests.rotas.random.spellings import DAYS, DEPARTMENTS, FIRST, LAST, Shift, Spellings, clock24

Week = dict[str, list[Shift]]
Gold = set[tuple[str, ...]]
MONDAY = date(2026, 11, 23)


class Doctor:
    def __init__(self, first: str, last: str, department: str, week: Week) -> None:
        self.first, self.last, self.department, self.week = first, last, department, week

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"


def a_week(rng: random.Random, days: tuple[str, ...]) -> Week:
    week: Week = {}
    for day in rng.sample(days, rng.randint(1, len(days))):
        morning = (rng.choice((480, 495, 510, 540, 570, 600)), rng.choice((660, 690, 720, 750, 765)))
        afternoon = (rng.choice((780, 810, 840, 870)), rng.choice((960, 990, 1020, 1080, 1110)))
        week[day] = rng.choice(([morning], [afternoon], [morning, afternoon]))
    if rng.random() < 0.3 and len(week) > 2:
        same = next(iter(week.values()))
        week = {day: same if rng.random() < 0.7 else shifts for day, shifts in week.items()}
    return week


class RandomRota:
    """Doctors with their weeks, and one clinic's ways of spelling."""

    def __init__(self, seed: int) -> None:
        self.rng = rng = random.Random(seed)
        self.spell = Spellings.choose(rng)
        self.days = DAYS[: rng.choice((5, 5, 6, 7))]
        count = rng.randint(2, 7)
        latin = [name for name in LAST if name.encode("cp1252", "ignore").decode("cp1252") == name]
        firsts, lasts = rng.sample(FIRST, count), rng.sample(latin, count)
        self.doctors = [
            Doctor(first, last, rng.choice(DEPARTMENTS), a_week(rng, self.days))
            for first, last in zip(firsts, lasts, strict=True)
        ]
        self.dated = False

    def gold(self) -> Gold:
        found: Gold = set()
        for doctor in self.doctors:
            for day, shifts in doctor.week.items():
                for start, end in shifts:
                    entry: tuple[str, ...] = (doctor.name, day, clock24(start), clock24(end))
                    if self.dated:
                        entry += ((MONDAY + timedelta(days=DAYS.index(day))).isoformat(),)
                    found.add(entry)
        return found

    def _name(self, doctor: Doctor) -> str:
        return self.spell.name(doctor.first, doctor.last)

    def _day(self, day: str, letters: bool = False) -> str:
        return self.spell.day(day, letters)

    def _shifts(self, shifts: list[Shift]) -> str:
        return self.spell.between.join(map(self.spell.shift, shifts))

    def _cell(self, week: Week, day: str) -> str:
        if day in week:
            return self._shifts(week[day])
        return self.spell.doubtful(self.rng) if self.rng.random() < 0.04 else self.spell.absent(self.rng)

    def _line(self, week: Week, day: str) -> str:
        return " ".join(self._cell(week, day).replace("\n", ", ").split())

    def _word(self, key: str) -> str:
        return self.spell.word(self.rng, key)
