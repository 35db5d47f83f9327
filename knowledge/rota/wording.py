"""Cuts the text of a cell or a paragraph into marks: names, departments, days, hours, absences, and the rest."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal

from knowledge.rota.days import LONG_DATE, SHORT_DATE, find_days, long_dates, written_date
from knowledge.rota.departments import find_departments
from knowledge.rota.hours import Half, find_hours
from knowledge.rota.people import find_names_with_degree, find_titled_names

Kind = Literal["name", "department", "days", "date", "week", "hours", "absent", "unsure", "note", "except", "other"]

_DASHES = str.maketrans(
    dict.fromkeys("‐‑‒–—―−\xad", "-")
    | {"\u00a0": " ", "\u2009": " ", "\u202f": " ", "’": "'", "\t": " ", "\uf0b7": "•"}
)
_DATE = (
    r"(?:"
    + re.sub(r"\?P<\w+>", "?:", LONG_DATE.pattern).replace("(?P=sep)", "[/.]")
    + r"|\d{1,2}/\d{1,2}|\d{1,2}\.\d{1,2}\.)"
)
NOTES = re.compile(
    r"(?:\b(?:tel|phone|telephone|ext|extension|fax|pager|bleep|mobile|telefon"
    r"|tel[eé]fono)\b[.:\s#]*[+(]?\d[\d()\s./-]{2,}\d)"
    r"|\+\d[\d()\s./-]{6,}\d|\(\d{3}\)\s?\d{3}[\s.-]\d{4}|(?<!\d)\d{3}[\s.-]\d{3}[\s.-]\d{4}(?!\d)"
    r"|(?<![\d:])\d{3}-\d{4}(?![\d:])"
    r"|\b(?:rooms?|rm|suites?|ste|floor|building|bldg|zimmer|raum|räume|salas?|consultorios?|desk|bays?|level|page|seiten?"
    r"|parkpl[aä]tze?|plazas?|p[aá]ginas?|version|v(?=\.?\d))\.?\s*[a-z]?\d+(?:[.-]\d+|\s(?:to|bis|a)\s\d+(?![:.]?\d))?"
    r"(?:\s?[a-z]\b)?(?:\s+of\s+\d+)?"
    r"|\bR\.?\s?\d{1,3}\b|\b\d+(?:st|nd|rd|th)\s+floor\b|\b\d+(?:-\d+)?\s+(?:[A-Z]\w+\s){1,2}(?:street|st|road|rd"
    r"|avenue|ave|lane|drive|blvd)\b"
    r"|\b\w+(?:straße|strasse|str\.|weg|platz|gasse|allee|ring|damm)\s+\d+\s?[a-z]?(?:\s?-\s?\d+)?\b"
    r"|\b(?:street|road|avenue|lane|drive|calle|avda\.?|avenida|plaza|paseo|rue|c/)\s*(?:[^\W\d]+[\s,]+){0,3}\d+(?:-\d+)?(?![\d:.])"
    r"|\b\d{1,3}\s?[a-z]?(?:\s?-\s?\d{1,3}\s?[a-z]?)?(?=,\s*\d{5}\s[^\W\d_])|\S+@\S+|https?://\S+|www\.\S+|\b[A-Z]{2}\s\d{5}\b",
    re.IGNORECASE,
)
_ABSENT = re.compile(
    r"\b(?:(?:on|annual|study|maternity|paternity|sick|parental)\s+)*(?:leave|vacation|holidays?|urlaub|vacaciones"
    r"|away|absent|abwesend|ausente)\b"
    rf"(?:\s*,?\s*(?:until|till|from|to|through|bis|vom|hasta|desde|-|returns?|returning|back)\s*(?:on\s+)?{_DATE})*"
    rf"|\b(?:back|returns?|returning)\s+(?:on\s+)?{_DATE}"
    r"|\b(?:day\s+off|off(?:\s+duty)?|closed|not\s+in|not\s+available|unavailable|no\s+clinics?|no\s+surgery"
    r"|no\s+appointments|none|n\s*/\s*a|nil|free day|frei|geschlossen|"
    r"keine\s+sprechstunde|libre|cerrad[oa]s?|no\s+atiende|no\s+disponible|out\s+of\s+office|bank\s+holiday"
    r"|public\s+holiday|feiertag|festivo)\b",
    re.IGNORECASE,
)
_BUSY = re.compile(
    r"\b(?:theatre|theater|operating(?:\s+room)?|on[\s-]?call|admin(?:istration)?|teaching|training|study"
    r"|meetings?|ward(?:\s+rounds?)?|research|"
    r"home\s+visits?|hausbesuche|op|paperwork|conference|lunch(?:\s+break)?|break|mittagspause|pause|quir[oó]fano"
    r"|guardia|reuni[oó]n)\b",
    re.IGNORECASE,
)
_NAMED_DAYS = r"\s*[(,:]?\s*(?:from\s+|von\s+|de\s+)?(?:mon|montag|lunes|mo)[a-z]*\.?\s*(?:-|to|bis|a)\s*[a-zé]"
"""Days that say which ones "daily" means: "daily (Monday to Friday)"."""
_UNSURE = re.compile(
    r"\b(?:(?:every\s+)?(?:other|second|third|alternate)\s+(?:week|(?=mon|tue|wed|thu|fri|sat|sun))|alternat(?:e"
    r"|ing)\b(?:\s+weeks?)?|fortnightly|bi-?weekly|monthly|"
    r"(?:even|odd)\s+weeks?|(?:every\s+)?(?:first|last|1st|2nd|3rd|4th)(?:\s*(?:,|&|and|/)\s*(?:1st|2nd|3rd|4th"
    r"|third|last))*\s+(?=mon|tue|wed|thu|fri|sat|sun)|"
    r"t\.?b\.?[cad]\.?|to\s+be\s+(?:confirmed|announced|arranged)|provisional(?:ly)?|varies|variable"
    r"|approx(?:imately)?|"
    r"jeden\s+zweiten|14-tägig|nach\s+vereinbarung|con\s+cita|previa\s+cita|all\s+day(?!\s?[:,(-]?\s?\d)"
    rf"|(?:daily|täglich|every\s+day|a\s+diario)\b(?!{_NAMED_DAYS})|by\s+arrangement|on\s+request)\b|\?",
    re.IGNORECASE,
)
_EXCEPT = re.compile(
    r"\b(?:except(?:\s+for)?|excluding|but\s+not|not\s+on|außer|ausser|salvo|excepto)\b", re.IGNORECASE
)
_WEEK = re.compile(
    r"\b(?:weeks?\s+(?:of|commencing|beginning|starting|from)(?:\s+the)?|w/c|week\s+\d+\s*[:,(-]?|semana\s+del?"
    r"|woche\s+(?:vom|ab)|kw\s*\d+\s*[:,(-]?)\s*(?:monday|mon|montag|lunes)?,?\s*"
    rf"(?P<date>{_DATE})(?:\s*(?:-|to|bis|al)\s*{_DATE})?",
    re.IGNORECASE,
)
_WEEK_SPAN = re.compile(
    rf"\b(?:weeks?\s+(?:of|commencing|beginning|starting|from)|w/c)\s+(?P<first>[0-3]?\d)\s*-\s*(?P<rest>{_DATE})",
    re.IGNORECASE,
)
_SLASH = re.compile(
    r"(-\s*\d{1,2}(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?)?\s*)/(\s*\d{1,2}(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?)?\s*-)", re.IGNORECASE
)
_PART_OF_AN_HOUR = re.compile(
    r"\b(?P<part>half\s+past|quarter\s+past|quarter\s+to|halb|viertel\s+nach|viertel\s+vor)\s+(?P<hour>\d{1,2})\b(?![:.]\d)",
    re.IGNORECASE,
)
_LABEL_AFTER_HOURS = re.compile(r"(\bam\s?[=:]\s*\d[^\n]*?\d)\s+(?=pm\s?[=:]\s*\d)", re.IGNORECASE)
"""Before the second key of "AM = 8-12 PM = 1-5", which is no half of the hour before it."""
_OSTEOPATH = re.compile(r"(?P<name>[^\W\d_]{3,}),\s*DO\b(?!\s*[-\d,:;&/])")
"""A degree that looks like a German day."""
_YEAR = re.compile(r"(?<![\d/.-])20[2-4]\d(?![\d-])")

BLANK = re.compile(r"[\s\-–—―.·*_/xX×✗✘]*$")
CODE = re.compile(r"\s*\(?(?:A/?L|S/?L|PTO|OOO|LV|PH|BH|Hols?)\)?\.?\s*$")
"""Short for leave or a holiday, when it is all that a cell holds."""
TICK = re.compile(r"\s*(?:x|✓|✔|●|•|yes|in|available|ja|sí|si|✕|×)\s*$", re.IGNORECASE)
NOT_A_ROTA_LINE = re.compile(
    r"^\W*(?:(?:calls?|office|anmeldung|empfang|terminvergabe|recepción|admisión|secretaría)(?=\s*:)|tel|phone|telefon|fax|e-?mail)\b|\b(?:opening\s+(?:hours|times)|office\s+hours|clinic\s+(?:hours"
    r"|is\s+open)|(?:is|are)\s+open|open\s+(?:from\s+)?\d|open\s+24|open(?:ing)?\s*:|reception\b|telephone|phone\s+lines?|call\s+(?:us|the)|"
    r"switchboard|pharmacy|parking|visiting|out[\s-]of[\s-]hours|front\s+desk|answer(?:s|ed|ing)?\s+the\s+phones?|questions|öffnungszeiten|telefonzeiten"
    r"|telefonisch|erreichbar|rufen\s+sie|ll[aá]m(?:ar|arnos|enos|anos)|parkpl[aä]tze|apotheke|horario\s+de\s+apertura|aparcamiento|farmacia|centralita"
    r"|prescriptions|blood\s+tests?|flu\s+(?:clinics?|jabs?|shots?)|laboratory)\b"
    r"|\b(?:citas?|appointments?|bookings?|book|termine?|call|ring)\b[^\d.;]{0,40}\d[\d\s()/-]{6,}\d(?![:.]?\d)"
    r"|\b(?:phones?|tel|tel[eé]fonos?|telefon)\b[^\d;|]{0,25}\d[\d\s()/-]{6,}(?:\(\D|,\s*\d{1,2}[:.]\d\d\s?-)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Mark:
    kind: Kind
    start: int
    end: int
    value: Any
    text: str


def tidy(text: str) -> str:
    """Dashes and spaces made one kind, hyphenation at a line's end undone. Offsets of marks refer to this text."""
    text = text.translate(_DASHES)
    text = re.sub(r"(?<=[^\W\d_])-\n(?=[^\W\d_])", lambda m: "-" if text[m.end()].isupper() else "", text)
    text = _LABEL_AFTER_HOURS.sub(r"\1; ", text)
    text = _PART_OF_AN_HOUR.sub(_in_figures, text)
    return _SLASH.sub(r"\1;\2", text)


def _in_figures(match: re.Match[str]) -> str:
    part, hour = " ".join(match["part"].lower().split()), int(match["hour"])
    past = {"half past": 30, "quarter past": 15, "viertel nach": 15}.get(part)
    if past:
        return f"{hour}:{past}"
    return f"{hour - 1 or 12}:{30 if part == 'halb' else 45}"


def years_in(text: str) -> list[int]:
    return sorted({int(year) for year in _YEAR.findall(text)})


def read_marks(text: str, half: Half | None = None) -> list[Mark]:
    """The marks of a tidied text in order; what lies between them is left over. Unclear hours have the value None."""
    rest, marks = text, []

    def take(kind: Kind, start: int, end: int, value: Any) -> None:
        nonlocal rest
        marks.append(Mark(kind, start, end, value, text[start:end]))
        rest = rest[:start] + "\x00" * (end - start) + rest[end:]

    for match in list(_WEEK_SPAN.finditer(rest)):
        inner = LONG_DATE.search(match["rest"])
        if inner:
            first = LONG_DATE.search(re.sub(r"\b[0-3]?\d(?=\D)", match["first"], match["rest"], count=1))
            take("week", match.start(), match.end(), written_date(first or inner))
    for match in list(_WEEK.finditer(rest)):
        inner = LONG_DATE.search(match["date"]) or SHORT_DATE.search(match["date"])
        if inner:
            take("week", match.start(), match.end(), written_date(inner))
    for match in list(NOTES.finditer(rest)):
        take("note", match.start(), match.end(), match[0])
    for start, end, name in find_names_with_degree(rest):
        take("name", start, end, name)
    for match in list(_OSTEOPATH.finditer(rest)):
        if not find_days(match["name"]):
            take("note", match.end("name"), match.end(), match[0])
    for match in list(_ABSENT.finditer(rest)):
        take("absent", match.start(), match.end(), "leave" if re.search(r"\d", match[0]) else "off")
    for match in list(_UNSURE.finditer(rest)):
        take("unsure", match.start(), match.end(), match[0])
    for match in list(_EXCEPT.finditer(rest)):
        take("except", match.start(), match.end(), match[0])
    for match in long_dates(rest):
        take("date", match.start(), match.end(), written_date(match))
    for start, end, name in find_titled_names(rest):
        take("name", start, end, name)
    for start, end, hours in find_hours(rest, half):
        take("hours", start, end, hours)
    for start, end, days in find_days(rest):
        take("days", start, end, days)
    for match in list(SHORT_DATE.finditer(rest)):
        date = written_date(match)
        if date.readings:
            take("date", match.start(), match.end(), date)
    for start, end, department in find_departments(rest):
        take("department", start, end, department)
    for match in list(_BUSY.finditer(rest)):
        take("absent", match.start(), match.end(), "busy")
    return sorted(marks, key=lambda mark: mark.start)


def left_over(text: str, marks: list[Mark]) -> str:
    """What no mark explains, without punctuation and joining words."""
    for mark in reversed(marks):
        text = text[: mark.start] + " " + text[mark.end :]
    text = re.sub(
        r"\b(?:and|und|u|y|on|is|in|from|the|at|am|um|von|de|del|el|los|las|every|each|jeden|uhr|hours?|hrs?|h|available"
        r"|sees|patients|clinic|works|consults?|then)\b|[&,;:|/()\[\].•◦▪·*+–-]",
        " ",
        text,
        flags=re.IGNORECASE,
    )
    return " ".join(text.split())


def own_line(text: str, mark: Mark) -> bool:
    """Apart from a room or a number of a telephone."""
    start, end = text.rfind("\n", 0, mark.start) + 1, text.find("\n", mark.end)
    line = NOTES.sub("", text[start : mark.start] + " " + text[mark.end : end if end >= 0 else len(text)])
    return not re.sub(
        r"\b(?:department|dept|abteilung|of|clinic|the|departamento|servicio|unidad|consultas?|service|unit|de|\d+)\b|[\W_]",
        "",
        line,
        flags=re.IGNORECASE,
    )
