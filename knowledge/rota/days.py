"""Weekdays and dates as rotas write them, in English, Spanish and German."""

from __future__ import annotations

import re
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.rota.model import WEEKDAYS, DayRef

_NAMES = (
    r"mon(?:days?|\b)|lun(?:es|\b)|montags?|mo|lu",
    r"tue(?:s(?:days?)?|\b)|mart(?:es|\b)|mar(?=\b)|dienstags?|di|tu|ma",
    r"wed(?:nesdays?|s?\b)|mi[eé](?:rcoles|\b)|mittwochs?|mi|we",
    r"thu(?:rs?(?:days?)?|\b)|jue(?:ves|\b)|donnerstags?|do|th|ju",
    r"fri(?:days?|\b)|vie(?:rnes|\b)|freitags?|fr|vi",
    r"sat(?:urdays?|\b)|s[aá]b(?:ados?|\b)|samstags?|sonnabends?|sa",
    r"sun(?:days?|\b)|dom(?:ingos?|\b)|sonntags?|so|su",
)
_DAY = re.compile("|".join(f"(?P<d{i}>(?:{names})(?![^\\W\\d_]))" for i, names in enumerate(_NAMES)), re.IGNORECASE)
_SHORT_FOLLOWED = re.compile(
    r"\.?\s*(?:[-,/+&:;|)\x00]|(?:und|u|bis|y|a|and|to|zusätzlich|auch"
    r"|nur|keine|geschlossen|frei|nach|vormittags?|nachmittags?|ganztags|abends?|von|ab|de)\b|\d|$|\n"
    r"|(?:M[oia]|D[io]|Fr|S[aou]|T[uh]|We|Lu|Ju|Vi)\b)"
)
_LETTERS = re.compile(
    r"(?<![^\W_])(?<![.'-])(?:(?:Sa|Su|Th|Tu|[MTWRF])\s?[-/,&]?\s?){1,6}(?:Sa|Su|Th|Tu|[MTWRF])(?=:?\s*[\d\x00])"
)
_ONE_LETTER = re.compile(r"(?:^|(?<=[,;:/]\s)|(?<=[,;:]))[MTWF](?=:?\s*[\d\x00])", re.MULTILINE)
"""Among other days: "F 8-12, Sat 9-12"."""
_LETTER = re.compile("Sa|Su|Th|Tu|[MTWRF]")
_LETTER_DAYS = {"M": 0, "T": 1, "Tu": 1, "W": 2, "Th": 3, "R": 3, "F": 4, "Sa": 5, "Su": 6}
_SPANISH_WEEK = re.compile(r"\b[Ll]\.?\s?(?:-|a)\s?(?:[Vv](?P<f>)|[Ss](?P<s>)|[Dd])\b(?=[.:,]?\s*(?:de\b|[\d\x00(]))")
_BETWEEN = re.compile(r"\.?\s*(?:-+|\bto\b|\bthrough\b|\bthru\b|\bbis\b|\ba\b)\s*", re.IGNORECASE)
_SETS = re.compile(
    r"\b(?:weekdays|(?:every|each|any)\s+weekday|werktags|d[ií]as laborables|(?P<weekend>weekends?))\b", re.IGNORECASE
)

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar enero ene",
            "feb february februar febrero",
            "mar march märz marzo mrz",
            "apr april abril abr",
            "may mai mayo",
            "jun june juni junio",
            "jul july juli julio",
            "aug august agosto ago",
            "sep sept september septiembre",
            "oct october oktober octubre okt",
            "nov november noviembre",
            "dec december dezember diciembre dez dic",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
LONG_DATE = re.compile(
    rf"\b(?P<iso>20\d\d-[01]\d-[0-3]\d)\b"
    rf"|\b(?P<day1>[0-3]?\d)(?:st|nd|rd|th|\.)?\s+(?:of\s+"
    rf"|de\s+)?(?P<month1>{_MONTH})(?:,?\s+(?:de\s+)?(?P<year1>20\d\d)\b)?"
    rf"|\b(?P<month2>{_MONTH})\s+(?P<day2>[0-3]?\d)(?:st|nd|rd|th)?\b(?!\s*[:.]\d|\s?/\s?\d|\s+a\s+\d|\s+{_MONTH}|\s+de\s+{_MONTH})(?:,?\s+(?P<year2>20\d\d)\b)?"
    rf"|\b(?P<a>[0-3]?\d)(?P<sep>[/.])(?P<b>[0-3]?\d)(?P=sep)(?P<year3>(?:20)?\d\d)\b",
    re.IGNORECASE,
)
SHORT_DATE = re.compile(r"(?<![\d:./-])(?P<a>[0-3]?\d)(?:/(?P<b>[0-3]?\d)(?![\d/:.-])|\.(?P<c>[01]?\d)\.(?![\d-]))")


_SPANISH_DAY = re.compile(r"\b(?:lun|mi[eé]|jue|vie|s[aá]b|dom)(?=[\s.,:]|$)", re.IGNORECASE)
SPANISH: ContextVar[bool] = ContextVar("spanish", default=False)
"""Whether the document shortens its days in Spanish, so that "mar 9" is no date in March."""


def shortens_in_spanish(texts: Iterable[str]) -> bool:
    return len({match[0].lower() for text in texts for match in _SPANISH_DAY.finditer(text)}) > 1


def long_dates(text: str) -> list[re.Match[str]]:
    found = list(LONG_DATE.finditer(text))
    return [m for m in found if not (SPANISH.get() and m["month2"] and m["month2"].lower().rstrip(".") == "mar")]


_MONTH_OF_YEAR = re.compile(rf"\b(?P<month>{_MONTH})\s+(?:de\s+)?(?P<year>20\d\d)\b", re.IGNORECASE)


def months_in(text: str) -> list[tuple[int, int]]:
    """(year, month) of each month that is named with its year.

    >>> months_in("Rota December 2026")
    [(2026, 12)]
    """
    return [(int(m["year"]), _MONTHS[m["month"].lower().rstrip(".")]) for m in _MONTH_OF_YEAR.finditer(text)]


@dataclass(frozen=True)
class WrittenDate:
    """A date as written: every (month, day) that it can mean; the year when it is given."""

    readings: tuple[tuple[int, int], ...]
    year: int | None = None

    def candidates(self, years: list[int]) -> list[date]:
        found = []
        for year in [self.year] if self.year else years:
            for month, day in self.readings:
                try:
                    found.append(date(year, month, day))
                except ValueError:
                    continue
        return found

    def resolve(self, weekday: str | None, years: list[int], today: date) -> date | None:
        """The date meant; a weekday beside it decides between readings and years. None when it stays open."""
        candidates = self.candidates(years)
        if weekday:
            candidates = [found for found in candidates if WEEKDAYS[found.weekday()] == weekday]
        elif len(self.readings) > 1:
            return None
        return min(candidates, key=lambda found: abs((found - today).days), default=None)


def _numeric(a: int, b: int, dotted: bool) -> tuple[tuple[int, int], ...]:
    readings = [(b, a)] if dotted else [(b, a), (a, b)]
    return tuple(dict.fromkeys((m, d) for m, d in readings if 1 <= m <= 12 and 1 <= d <= 31))


def written_date(match: re.Match[str]) -> WrittenDate:
    groups = match.groupdict()
    if groups.get("iso"):
        year, month, day = map(int, groups["iso"].split("-"))
        return WrittenDate(((month, day),), year)
    for n in ("1", "2"):
        if groups.get(f"month{n}"):
            month = _MONTHS[groups[f"month{n}"].lower().rstrip(".")]
            named = groups[f"year{n}"]
            return WrittenDate(((month, int(groups[f"day{n}"])),), int(named) if named else None)
    dotted = groups.get("sep") == "." or bool(groups.get("c"))
    year_text = groups.get("year3")
    readings = _numeric(int(groups["a"]), int(groups.get("b") or groups.get("c") or 0), dotted)
    return WrittenDate(readings, int(year_text.zfill(4).replace("00", "20", 1)) if year_text else None)


def _single_days(text: str) -> list[tuple[int, int, int]]:
    found = []
    for match in _DAY.finditer(text):
        start, end = match.span()
        if (start and (text[start - 1].isalnum() or text[start - 1] in "'’")) or (
            end < len(text) and text[end].isalpha()
        ):
            continue
        word = match[0]
        if len(word) == 2 and not (word[0].isupper() and _SHORT_FOLLOWED.match(text, end)):
            continue
        index = next(int(key[1:]) for key, value in match.groupdict().items() if value)
        if len(word) > 2 and word.islower() and word in ("mar", "sat", "sun", "dom", "wed"):
            continue
        found.append((start, end, index))
    return found


def _letter_days(text: str) -> list[tuple[int, int, tuple[DayRef, ...]]]:
    """ "M-F 8-5", "MWF 9-12", "T/Th 1-5": only before hours. "L-V 9-14" is Spanish."""
    found = []
    for match in _LETTERS.finditer(text):
        letters = [_LETTER_DAYS[letter] for letter in _LETTER.findall(match[0])]
        if len(letters) == 2 and "-" in match[0] and letters[0] < letters[1]:
            letters = list(range(letters[0], letters[1] + 1))
        if letters == sorted(set(letters)) and (len(letters) > 1):
            found.append((match.start(), match.end(), tuple(DayRef(WEEKDAYS[day]) for day in letters)))
    if not SPANISH.get() and (found or _DAY.search(text)):
        for match in _ONE_LETTER.finditer(text):
            if not any(start <= match.start() < end for start, end, _ in found):
                found.append((match.start(), match.end(), (DayRef(WEEKDAYS[_LETTER_DAYS[match[0]]]),)))
    for match in _SPANISH_WEEK.finditer(text):
        last = 5 if match["f"] is not None else 6 if match["s"] is not None else 7
        found.append((match.start(), match.end(), tuple(DayRef(day) for day in WEEKDAYS[:last])))
    return found


def find_days(text: str) -> list[tuple[int, int, tuple[DayRef, ...]]]:
    """(start, end, days) for each weekday or range of weekdays. Dashes must be ASCII already.

    >>> [[d.day for d in days] for _, _, days in find_days("Mon-Wed and Fridays; T/Th 1-5")]
    [['monday', 'tuesday', 'wednesday'], ['friday'], ['tuesday', 'thursday']]
    """
    singles, found, position = _single_days(text), [], 0
    while position < len(singles):
        start, end, index = singles[position]
        days = [index]
        if position + 1 < len(singles):
            next_start, next_end, last = singles[position + 1]
            if _BETWEEN.fullmatch(text[end:next_start]):
                days = [(index + step) % 7 for step in range((last - index) % 7 + 1)]
                end, position = next_end, position + 1
        found.append((start, end, tuple(DayRef(WEEKDAYS[day]) for day in days)))
        position += 1
    letters = _letter_days(text)
    found = [item for item in found if not any(start <= item[0] and item[1] <= end for start, end, _ in letters)]
    found += [item for item in letters if not any(s < item[1] and item[0] < e for s, e, _ in found)]
    for match in _SETS.finditer(text):
        names = WEEKDAYS[5:] if match["weekend"] else WEEKDAYS[:5]
        found.append((match.start(), match.end(), tuple(DayRef(day) for day in names)))
    return sorted(found, key=lambda item: item[0])


def in_week(days: tuple[DayRef, ...], week: date | None) -> tuple[DayRef, ...]:
    """The days as dates of the week that begins on Monday `week`, when the rota is for one week."""
    if week is None:
        return days
    return tuple(d if d.date else DayRef(d.day, week + timedelta(days=WEEKDAYS.index(d.day))) for d in days)
