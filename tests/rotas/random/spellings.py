"""How clinics write people, days, hours and absences: one choice of each per rota."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Shift = tuple[int, int]
"""Minutes after midnight."""

FIRST = (
    "Anita", "Thomas", "María José", "Jean-Pierre", "Li", "Sarah", "Jürgen", "Fatima", "Olu", "Katarzyna", "Björn",
    "Tamsin", "April", "Zoë", "José", "Ngozi", "Siân", "August", "Mark", "Þóra", "Iñaki", "Ann-Kathrin",
)  # fmt: skip
LAST = (
    "Patel", "Weber", "García-López", "O'Brien", "Chen", "van der Berg", "Müller", "Al-Sayed", "Adeyemi", "Nowak",
    "Lindqvist", "Marsh", "May", "Long", "Sommer", "Núñez", "Winter", "Day", "de la Cruz", "von Hohenstein", "Ng",
    "Łukasik", "McKay", "Şahin", "Brandt-Vogel", "Close", "Young", "Parks",
)  # fmt: skip
DEPARTMENTS = (
    "Cardiology", "Dermatology", "General Practice", "ENT", "Obstetrics & Gynaecology", "Internal Medicine",
    "Orthopaedics", "Neurology", "Paediatrics", "Family Medicine", "Urology",
)  # fmt: skip


def clock24(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _short24(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def _hours24(minutes: int) -> str:
    return f"{minutes // 60}" if minutes % 60 == 0 else _short24(minutes)


def _clock12(minutes: int, am: str, pm: str, whole: bool) -> str:
    hour, half = minutes // 60 % 12 or 12, am if minutes < 720 else pm
    return f"{hour}{half}" if minutes % 60 == 0 and not whole else f"{hour}:{minutes % 60:02d}{half}"


def _bare(minutes: int) -> str:
    hour = minutes // 60 if minutes < 780 else minutes // 60 - 12
    return str(hour) if minutes % 60 == 0 else f"{hour}:{minutes % 60:02d}"


def _one_half(shift: Shift) -> str:
    """ "2–5 pm", "9am–1pm": am or pm once where both are the same."""
    start, end = (_clock12(m, " am", " pm", False) for m in shift)
    return f"{start[:-3]}–{end}" if start[-2:] == end[-2:] else f"{start}–{end}"


HOURS: dict[str, Callable[[Shift], str]] = {
    "24h": lambda s: f"{clock24(s[0])}-{clock24(s[1])}",
    "24h spaced": lambda s: f"{clock24(s[0])} – {clock24(s[1])}",
    "24h no zero": lambda s: f"{_short24(s[0])}–{_short24(s[1])}",
    "dots": lambda s: f"{clock24(s[0])}–{clock24(s[1])}".replace(":", "."),
    "dots no zero": lambda s: f"{_short24(s[0])} - {_short24(s[1])}".replace(":", "."),
    "12h to": lambda s: f"{_clock12(s[0], 'am', 'pm', False)} to {_clock12(s[1], 'am', 'pm', False)}",
    "12h spaced": lambda s: f"{_clock12(s[0], ' am', ' pm', True)} - {_clock12(s[1], ' am', ' pm', True)}",
    "12h a.m.": lambda s: f"{_clock12(s[0], ' a.m.', ' p.m.', True)} – {_clock12(s[1], ' a.m.', ' p.m.', True)}",
    "12h upper": lambda s: f"{_clock12(s[0], 'AM', 'PM', True)}-{_clock12(s[1], 'AM', 'PM', True)}",
    "12h letter": lambda s: f"{_clock12(s[0], 'a', 'p', False)}-{_clock12(s[1], 'a', 'p', False)}",
    "12h once": _one_half,
    "bare": lambda s: f"{_bare(s[0])}-{_bare(s[1])}",
    "bare dash": lambda s: f"{_bare(s[0])} – {_bare(s[1])}",
    "military": lambda s: f"{clock24(s[0])}-{clock24(s[1])}".replace(":", ""),
    "military h": lambda s: f"{clock24(s[0])}h – {clock24(s[1])}h".replace(":", ""),
    "Uhr": lambda s: f"{_hours24(s[0])}-{_hours24(s[1])} Uhr",
    "Uhr dots": lambda s: f"{_short24(s[0])} bis {_short24(s[1])} Uhr".replace(":", "."),
    "h": lambda s: f"{_hours24(s[0])}–{_hours24(s[1])} h",
    "9h00": lambda s: f"{_short24(s[0])}-{_short24(s[1])}".replace(":", "h"),
    "de a": lambda s: f"de {_short24(s[0])} a {_short24(s[1])}",
    "arrow": lambda s: f"{clock24(s[0])} → {clock24(s[1])}",
}
OF_LANGUAGE = {
    "en": [name for name in HOURS if name not in ("Uhr", "Uhr dots", "h", "9h00", "de a", "military h", "arrow")],
    "de": ["24h", "24h spaced", "dots", "Uhr", "Uhr dots", "24h no zero"],
    "es": ["24h", "24h spaced", "24h no zero", "h", "9h00", "de a"],
}
_LONG = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "de": ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
    "es": ("Lunes", "Martes", "Miércoles", "Jueves", "Viernes", "Sábado", "Domingo"),
}
_SHORT = {
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    "de": ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"),
    "es": ("Lun", "Mar", "Mié", "Jue", "Vie", "Sáb", "Dom"),
}
_OTHER = {
    "en": ("Mon", "Tues", "Weds", "Thurs", "Fri", "Sat", "Sun"),
    "de": ("Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So."),
    "es": ("L", "M", "X", "J", "V", "S", "D"),
}
_ABSENT = {
    "en": ("", "-", "–", "—", "off", "closed", "OFF", "n/a", "on leave", "theatre", "Annual leave", "Day off", "admin",
           "on leave until 1 Dec", "A/L", "not in", "Closed", "teaching", "on call"),
    "de": ("", "-", "–", "frei", "geschlossen", "Urlaub", "OP", "keine Sprechstunde", "—"),
    "es": ("", "-", "–", "libre", "cerrado", "vacaciones", "Quirófano", "no atiende", "—"),
}  # fmt: skip
DOUBTFUL = {
    "en": ("by appointment", "by appointment only", "on request", "tbc", "TBA", "as arranged"),
    "de": ("nach Vereinbarung", "n. V."),
    "es": ("con cita previa", "a convenir"),
}
TITLES: dict[str, tuple[Callable[[str, str], str], ...]] = {
    "en": (
        lambda f, n: f"Dr. {f} {n}", lambda f, n: f"Dr {f} {n}", lambda f, n: f"{n}, {f}", lambda f, n: f"{f} {n}",
        lambda f, n: f"{f} {n}, MD", lambda f, n: f"Prof. {f} {n}", lambda f, n: f"Dr {n}, {f}",
        lambda f, n: f"{f} {n.upper()}", lambda f, n: f"{n.upper()}, {f}", lambda f, n: f"Ms {f} {n} FRCS",
        lambda f, n: f"{f} {n} MD, PhD", lambda f, n: f"{n}, {f} (Dr)", lambda f, n: f"DR {f.upper()} {n.upper()}",
    ),
    "de": (
        lambda f, n: f"Dr. med. {f} {n}", lambda f, n: f"Prof. Dr. {f} {n}", lambda f, n: f"{n}, {f}",
        lambda f, n: f"Dr. {n}, {f}", lambda f, n: f"Frau Dr. {f} {n}", lambda f, n: f"{f} {n}",
        lambda f, n: f"PD Dr. med. {f} {n}", lambda f, n: f"{n}, Dr. {f}",
    ),
    "es": (
        lambda f, n: f"Dra. {f} {n}", lambda f, n: f"Dr. {f} {n}", lambda f, n: f"{n}, {f}", lambda f, n: f"{f} {n}",
    ),
}  # fmt: skip
WORDS = {
    "en": {
        "doctor": ("Doctor", "Name", "Physician", "Clinician", "Consultant", ""),
        "department": ("Department", "Specialty", "Dept"),
        "day": ("Day", "Weekday", ""),
        "hours": ("Hours", "Time", "Clinic hours"),
        "from": ("From", "Start"),
        "to": ("To", "End"),
    },
    "de": {
        "doctor": ("Arzt", "Name", "Ärztin/Arzt", ""),
        "department": ("Fachrichtung", "Abteilung"),
        "day": ("Tag", "Wochentag", ""),
        "hours": ("Zeit", "Sprechzeiten", "Uhrzeit"),
        "from": ("von", "Beginn"),
        "to": ("bis", "Ende"),
    },
    "es": {
        "doctor": ("Médico", "Nombre", "Profesional", ""),
        "department": ("Especialidad", "Servicio"),
        "day": ("Día", ""),
        "hours": ("Horario", "Hora"),
        "from": ("Desde", "Inicio"),
        "to": ("Hasta", "Fin"),
    },
}


@dataclass
class Spellings:
    language: str
    hours: str
    long: bool
    upper: bool
    odd_short: bool
    title: int
    between: str

    @classmethod
    def choose(cls, rng: random.Random) -> Spellings:
        language = rng.choice(("en", "en", "en", "de", "es"))
        return cls(
            language,
            rng.choice(OF_LANGUAGE[language]),
            rng.random() < 0.5,
            rng.random() < 0.15,
            rng.random() < 0.3,
            rng.randrange(len(TITLES[language])),
            rng.choice((", ", "\n", " / ", " & ", "; ", "\n", " + ", " and ")),
        )

    def day(self, day: str, letters: bool = False) -> str:
        """`letters`: as the heading of a column, where one letter is enough."""
        index = DAYS.index(day)
        if self.long:
            found = _LONG[self.language][index]
        elif self.odd_short and (letters or self.language != "es"):
            found = _OTHER[self.language][index]
        else:
            found = _SHORT[self.language][index]
        return found.upper() if self.upper and self.language != "de" else found

    def shift(self, shift: Shift) -> str:
        return HOURS[self.hours](shift)

    def name(self, first: str, last: str) -> str:
        return TITLES[self.language][self.title](first, last)

    def absent(self, rng: random.Random) -> str:
        return rng.choice(_ABSENT[self.language])

    def doubtful(self, rng: random.Random) -> str:
        return rng.choice(DOUBTFUL[self.language])

    def word(self, rng: random.Random, key: str) -> str:
        return rng.choice(WORDS[self.language][key])
