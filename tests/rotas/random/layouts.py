"""The blocks of a page (`pages.py`) that say who works when in a random clinic, in each of many layouts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from tests.rotas.random.pages import Block, Bullets, Columns, Heading, Rows, Text
from tests.rotas.random.rota import MONDAY, Doctor, RandomRota, Week
from tests.rotas.random.spellings import DAYS, Shift, clock24


class LaidOutRota(RandomRota):
    """`gold` after one of `LAYOUTS` was asked for its blocks, since some layouts leave something out."""

    def blocks(self, layout: str) -> list[Block]:
        body = list(getattr(self, f"_{layout}")())
        return [*self._letterhead(), *body, *self._footer()]

    def _letterhead(self) -> Iterator[Block]:
        rng = self.rng
        yield Heading(
            rng.choice(("Riverside Clinic – Doctors' Rota", "Clinic schedule", "Harbour Medical Centre", "Dienstplan"))
        )
        if rng.random() < 0.6:
            yield Text(
                rng.choice(
                    (
                        "12-14 River Street · Tel. 555-0101 · Fax 555-0102",
                        "Harbour House, 9-11 Quay Road, Suite 8-10, Phone (020) 7946 0900",
                        "Musterstraße 8-10, 10115 Berlin, Tel. 030 1234-900",
                        "Avda. de la Paz 9, 28012 Madrid – Tel. 915 550 900",
                        "Rooms 1-9, second floor. Switchboard 0113 496 0900, ext. 1300",
                    )
                )
            )
        if rng.random() < 0.3:
            yield Text(
                rng.choice(
                    ("Valid from 1 November 2026", "Printed 20.11.2026 09:15", "Version 3, updated 12 Nov 2026, 14:30")
                )
            )

    def _footer(self) -> Iterator[Block]:
        rng = self.rng
        if rng.random() < 0.5:
            yield Text(
                rng.choice(
                    (
                        "Questions? Call reception on 555-0101, Mon-Fri 8:00-18:00.",
                        "Page 1 of 1",
                        "Reception is open Monday to Friday 08:00-18:30 and Saturday 9-1.",
                        "Please tell reception of changes by 17:00 on Thursday.",
                        "© 2026 Riverside Clinic, 12-14 River Street",
                    )
                )
            )

    def _heads(self) -> list[str]:
        return [self._day(day, letters=True) for day in self.days]

    def _doctors_as_rows(self) -> Iterator[Block]:
        where = self.rng.choice(("column", "in name", "none", "none"))
        head = [self._word("doctor"), *([self._word("department")] if where == "column" else []), *self._heads()]
        rows = [
            [
                self._name(d) + (f"\n{d.department}" if where == "in name" else ""),
                *([d.department] if where == "column" else []),
                *(self._cell(d.week, day) for day in self.days),
            ]
            for d in self.doctors
        ]
        yield Rows([head, *rows], wide=True)

    def _two_lines_per_doctor(self) -> Iterator[Block]:
        """Morning and afternoon below each other; the name on the first of the two rows only, or merged over both."""
        merged = self.rng.random() < 0.6
        label = self.rng.random() < 0.5
        halves = {"en": ("AM", "PM"), "de": ("vormittags", "nachmittags"), "es": ("mañana", "tarde")}
        rows, spans = [[self._word("doctor") or "Name", *([""] if label else []), *self._heads()]], []
        for d in self.doctors:
            for half in (0, 1):
                here = [
                    "".join(self.spell.shift(s) for s in d.week.get(day, []) if (s[0] >= 780) == bool(half))
                    for day in self.days
                ]
                name = self._name(d) if half == 0 else ""
                rows.append([name, *([halves[self.spell.language][half]] if label else []), *here])
            if merged:
                spans.append((0, len(rows) - 2, 0, len(rows) - 1))
        yield Rows(rows, spans, wide=True, ruled=True)

    def _days_as_rows(self) -> Iterator[Block]:
        self.doctors = self.doctors[:4]
        below = self.rng.random() < 0.3
        head = [self._word("day"), *(self._name(d) + (f"\n{d.department}" if below else "") for d in self.doctors)]
        rows = [[self._day(day), *(self._cell(d.week, day) for d in self.doctors)] for day in self.days]
        yield Rows([head, *rows], wide=True)

    def _list(self) -> Iterator[Block]:
        once, shift_each = self.rng.random() < 0.5, self.rng.random() < 0.3
        merged = once and self.rng.random() < 0.5
        rows, spans = (
            [[self._word("doctor") or "Name", self._word("department"), self._word("day"), self._word("hours")]],
            [],
        )
        for d in self.doctors:
            first = len(rows)
            for day in sorted(d.week, key=DAYS.index):
                cells = [self.spell.shift(s) for s in d.week[day]] if shift_each else [self._cell(d.week, day)]
                for index, cell in enumerate(cells):
                    name = "" if once and len(rows) > first else self._name(d)
                    rows.append(
                        [name, d.department if name else "", self._day(day) if not index or not once else "", cell]
                    )
            if merged and len(rows) - first > 1:
                spans += [(0, first, 0, len(rows) - 1), (1, first, 1, len(rows) - 1)]
        yield Rows(rows, spans, repeat=self.rng.random() < 0.6, ruled=merged)

    def _from_to(self) -> Iterator[Block]:
        twice = self.rng.random() < 0.3
        head = [self._word("doctor") or "Name", self._word("day") or "Day", self._word("from"), self._word("to")]
        rows = [head + ([self._word("from"), self._word("to")] if twice else [])]
        for d in self.doctors:
            for day in sorted(d.week, key=DAYS.index):
                pairs = [[clock24(s), clock24(e)] for s, e in d.week[day]]
                if twice:
                    rows.append([self._name(d), self._day(day), *pairs[0], *(pairs[1] if len(pairs) > 1 else ["", ""])])
                else:
                    rows += [[self._name(d), self._day(day), *pair] for pair in pairs]
        yield Rows(rows, repeat=True)

    def _from_to_per_day(self) -> Iterator[Block]:
        """Each day over two columns, from and to."""
        self.days = self.days[:5]
        for d in self.doctors:
            d.week = {day: shifts[:1] for day, shifts in d.week.items() if day in self.days} or {"monday": [(540, 720)]}
        start, end = self._word("from"), self._word("to")
        rows = [["", *(x for day in self.days for x in (self._day(day), ""))], ["Name", *[start, end] * len(self.days)]]
        spans = [(1 + 2 * i, 0, 2 + 2 * i, 0) for i in range(len(self.days))]
        for d in self.doctors:
            rows.append(
                [self._name(d)] + [clock24(t) for day in self.days for t in (d.week[day][0] if day in d.week else ())]
                if all(day in d.week for day in self.days)
                else [
                    self._name(d),
                    *(x for day in self.days for x in (map(clock24, d.week[day][0]) if day in d.week else ("", "-"))),
                ]
            )
        yield Rows(rows, spans, wide=True, ruled=True)

    def _sections(self) -> Iterator[Block]:
        aside = self.rng.choice(("dash", "brackets", "below", "none"))
        colon = self.rng.choice((": ", " ", " – ", " | ", "\t"))
        for d in self.doctors:
            name = self._name(d)
            yield Heading({"dash": f"{name} – {d.department}", "brackets": f"{name} ({d.department})"}.get(aside, name))
            if aside == "below":
                yield Text(d.department)
            for day in self.days:
                if day in d.week or self.rng.random() < 0.3:
                    said = self._line(d.week, day) or "–"
                    yield Text(f"{self._day(day)}{': ' if said in '-–—' else colon}{said}")

    def _section_tables(self) -> Iterator[Block]:
        across = self.rng.random() < 0.3
        headed = self.rng.random() < 0.6
        for d in self.doctors:
            yield Heading(self._name(d))
            if across:
                yield Rows([self._heads(), [self._cell(d.week, day) or "-" for day in self.days]], wide=True)
            else:
                head = [[self._word("day"), self._word("hours")]] if headed else []
                yield Rows([*head, *([self._day(day), self._cell(d.week, day)] for day in self.days)])

    def _bullets(self) -> Iterator[Block]:
        by = self.rng.choice(("doctor", "department", "day"))
        if by == "day":
            yield Bullets(
                [
                    (
                        self._day(day),
                        [f"{self._name(d)}: {self._line(d.week, day)}" for d in self.doctors if day in d.week],
                    )
                    for day in self.days
                    if any(day in d.week for d in self.doctors)
                ]
            )
            return
        items: list[tuple[str, list]] = []
        for d in self.doctors:
            lines = [f"{self._day(day)}: {self._line(d.week, day)}" for day in self.days if day in d.week]
            items.append((self._name(d), lines))
        if by == "doctor":
            yield Bullets(items)
        else:
            names = list(dict.fromkeys(d.department for d in self.doctors))
            yield Bullets(
                [
                    (name, [i for i, d in zip(items, self.doctors, strict=True) if d.department == name])
                    for name in names
                ]
            )

    def _grouped(self, week: Week) -> list[tuple[list[str], list[Shift]]]:
        groups: list[tuple[list[str], list[Shift]]] = []
        for day in sorted(week, key=DAYS.index):
            same = next((g for g in groups if g[1] == week[day]), None)
            if same:
                same[0].append(day)
            else:
                groups.append(([day], week[day]))
        return groups

    def _days(self, days: list[str]) -> str:
        words = {"en": " and ", "de": " und ", "es": " y "}[self.spell.language]
        first, last = DAYS.index(days[0]), DAYS.index(days[-1])
        if len(days) > 2 and last - first == len(days) - 1:
            dash = self.rng.choice(("–", "-", {"en": " to ", "de": " bis ", "es": " a "}[self.spell.language]))
            return f"{self._day(days[0])}{dash}{self._day(days[-1])}"
        names = list(map(self._day, days))
        return names[0] if len(names) == 1 else ", ".join(names[:-1]) + self.rng.choice((words, ", ")) + names[-1]

    def _lines_of_ranges(self) -> Iterator[Block]:
        mid = self.rng.choice((": ", " – ", " "))
        for d in self.doctors:
            said = self.rng.choice(("; ", ", ")).join(
                f"{self._days(days)} {self._shifts(shifts)}".replace("\n", " / ")
                for days, shifts in self._grouped(d.week)
            )
            yield Text(f"{self._name(d)}{mid}{said}")

    def _prose(self) -> Iterator[Block]:
        verb = {
            "en": ("sees patients on", "is in on", "works", "holds clinics on"),
            "de": ("hat Sprechstunde am", "arbeitet"),
            "es": ("atiende los", "pasa consulta los"),
        }[self.spell.language]
        words = {"en": " and ", "de": " und ", "es": " y "}[self.spell.language]
        title = {"en": "Dr", "de": "Dr.", "es": "Dra."}[self.spell.language]
        sentences = []
        for d in self.doctors:
            said = [
                f"{self._days(days)} {words.join(self.spell.shift(s) for s in shifts)}"
                for days, shifts in self._grouped(d.week)
            ]
            joined = said[0] if len(said) == 1 else ", ".join(said[:-1]) + "," + words + said[-1]
            aside = f" ({d.department})" if self.rng.random() < 0.5 else ""
            sentences.append(f"{title} {d.name}{aside} {self.rng.choice(verb)} {joined}.")
        if self.rng.random() < 0.5:
            yield Text(" ".join(sentences))
        else:
            yield from map(Text, sentences)

    def _initials(self) -> Iterator[Block]:
        """Hours as rows, days as columns, initials in the cells and what they stand for below."""
        keys: dict[str, Doctor] = {}
        for d in self.doctors:
            letters = d.first[0] + next(c for c in d.last if c.isupper())
            key, number = letters, 1
            while key in keys:
                key, number = letters + d.last.rstrip("z")[number], number + 1
            keys[key] = d
        spans = sorted({s for d in self.doctors for shifts in d.week.values() for s in shifts})
        rows = [[self._word("hours"), *map(self._day, self.days)]]
        for span in spans:
            cells = []
            for day in self.days:
                here = [key for key, d in keys.items() if span in d.week.get(day, [])]
                cells.append(self.rng.choice((", ", "/", "\n", " & ")).join(here) or self.rng.choice(("", "-")))
            rows.append([f"{clock24(span[0])}-{clock24(span[1])}", *cells])
        yield Rows(rows, wide=True, ruled=True)
        sign = self.rng.choice((" = ", ": ", " – ", "\t"))
        sign = " = " if sign == "\t" else sign
        lines = [f"{key}{sign}Dr {d.name}" for key, d in keys.items()]
        if self.rng.random() < 0.4:
            yield Text("; ".join(lines))
        else:
            yield from map(Text, lines)

    def _names_in_cells(self) -> Iterator[Block]:
        """Hours as rows, days as columns, names in the cells."""
        self.doctors = self.doctors[:4]
        spans = sorted({s for d in self.doctors for shifts in d.week.values() for s in shifts})
        turned = self.rng.random() < 0.4
        rows = [[self._word("hours"), *map(self._day, self.days)]]
        for span in spans:
            cells = []
            for day in self.days:
                here = [self._name(d) for d in self.doctors if span in d.week.get(day, [])]
                cells.append("\n".join(here) or self.rng.choice(("", "-")))
            rows.append([f"{clock24(span[0])}-{clock24(span[1])}", *cells])
        yield Rows([list(row) for row in zip(*rows, strict=True)] if turned else rows, wide=True, ruled=True)

    def _merged_days(self) -> Iterator[Block]:
        """Doctors as rows; equal cells of neighbouring days are one."""
        rows, spans = [[self._word("doctor"), *self._heads()]], []
        for number, d in enumerate(self.doctors, start=1):
            line, column = [self._name(d)], 0
            while column < len(self.days):
                shifts = d.week.get(self.days[column])
                same = next(
                    (c for c in range(column, len(self.days)) if d.week.get(self.days[c]) != shifts), len(self.days)
                )
                if shifts and same - column > 1:
                    spans.append((column + 1, number, same, number))
                line += [self._cell(d.week, self.days[column])] + [""] * (same - column - 1)
                if not shifts:
                    line[column + 2 - (same - column) + (same - column) - 1 :] = line[column + 1 :]
                column = same
            rows.append(line[: len(self.days) + 1])
        yield Rows(rows, spans, wide=True, ruled=True)

    def _dated_week(self) -> Iterator[Block]:
        self.dated = True
        if self.rng.random() < 0.5:
            yield Text(
                self.rng.choice(
                    ("Week commencing 23 November 2026", "Week of 23/11/2026", "KW 48, 23.11.2026 – 29.11.2026")
                )
            )
            dates = {day: self._day(day) for day in self.days}
        else:
            style = self.rng.choice(
                (
                    lambda d: f"{d.day}.{d.month}.",
                    lambda d: f"{d:%d/%m}",
                    lambda d: f"{d.day} Nov",
                    lambda d: f"{d:%d/%m/%Y}",
                )
            )
            between = self.rng.choice((" ", "\n", ", "))
            dates = {
                day: f"{self._day(day)}{between}{style(MONDAY + timedelta(days=i))}" for i, day in enumerate(self.days)
            }
        if self.rng.random() < 0.5:
            rows = [[self._name(d), *(self._cell(d.week, day) for day in self.days)] for d in self.doctors]
            yield Rows([[self._word("doctor"), *dates.values()], *rows], wide=True)
        else:
            self.doctors = self.doctors[:4]
            rows = [
                [dates[day].replace("\n", " "), *(self._cell(d.week, day) for d in self.doctors)] for day in self.days
            ]
            yield Rows([[self._word("day"), *map(self._name, self.doctors)], *rows], wide=True)

    def _side_by_side(self) -> Iterator[Block]:
        """Each doctor's list or table beside the next one's."""
        self.doctors = self.doctors[:2]
        table = self.rng.random() < 0.5
        columns: list[list[Block]] = []
        for d in self.doctors:
            lines = [[self._day(day), self._line(d.week, day) or "-"] for day in self.days]
            head: list[Block] = [Heading(self._name(d)), Text(d.department)]
            columns.append([*head, *([Rows(lines)] if table else [Text(" ".join(line)) for line in lines])])
        yield Columns(columns)

    def _departments_as_rows(self) -> Iterator[Block]:
        """A row over the whole width names the department of the rows below it."""
        names = list(dict.fromkeys(d.department for d in self.doctors))
        rows, spans = [[self._word("doctor") or "Name", *self._heads()]], []
        for name in names:
            spans.append((0, len(rows), len(self.days), len(rows)))
            rows.append([name, *[""] * len(self.days)])
            rows += [
                [self._name(d), *(self._cell(d.week, day) for day in self.days)]
                for d in self.doctors
                if d.department == name
            ]
        yield Rows(rows, spans, wide=True)


LAYOUTS = tuple(name.removeprefix("_") for name in (
    "_doctors_as_rows", "_two_lines_per_doctor", "_days_as_rows", "_list", "_from_to", "_from_to_per_day", "_sections",
    "_section_tables", "_bullets", "_lines_of_ranges", "_prose", "_initials", "_names_in_cells", "_merged_days",
    "_dated_week", "_side_by_side", "_departments_as_rows",
))  # fmt: skip
