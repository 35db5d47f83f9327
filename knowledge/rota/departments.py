"""Departments as rotas write them: by the words of a field, or by a line that says that it names one."""

from __future__ import annotations

import re

from knowledge.rota.days import find_days
from knowledge.rota.titles import TITLE

_STEMS = (
    r"[^\W\d_]*(?:olog(?:y|ie|[ií]a)|iatr(?:y|ics|ie|[ií]a)|p(?:a)?edics|pädie|metry|therapy|therapie|terapia"
    r"|dontics|gnostics|odoncia|chirurgie|heilkunde|anästhesie|(?<=[^\W\d_])medizin|"
    r"ician's\s+clinic)"
)
DEPARTMENT = re.compile(
    rf"\b(?:{_STEMS}"
    r"|ear,?\s+nose,?\s+(?:and|&)\s+throat|ent|hno|hals-,?\s?nasen-(?:,?\s?(?:und\s+)?ohren(?:heilkunde)?)|gp|general\s+(?:practice|medicine|surgery)|obstetrics|obstetricia|geburtshilfe"
    r"|gyn(?:a)?e(?:cology)?|ob[/-]?gyn"
    r"|(?:internal|family|sports|sleep|pain|travel|emergency|nuclear|respiratory|geriatric|vascular|occupational"
    r"|rehabilitation|palliative)\s+(?:medicine|care)"
    r"|(?:general|plastic|vascular|oral|hand|heart|cardiac|orthop(?:a)?edic|minor|paediatric|colorectal|breast|bariatric)\s+surgery"
    r"|neurosurgery"
    r"|(?:women'?s|men'?s|mental|child|sexual|public)\s+health|primary\s+care|dentistry|dental|diabetes|nutrition"
    r"|dietetics|midwifery"
    r"|rehabilitation|allergy|immunization|vaccinations?|infectious\s+diseases|eye\s+clinic|pain\s+(?:clinic|management)|elderly\s+care|care\s+of\s+the\s+elderly|an(?:a)?esthetics|audiology|orthotics|speech\s+(?:(?:and|&)\s+language\s+)?therapy"
    r"|innere\s+medizin|orthopädie"
    r"|medicina\s+(?:general|interna|familiar|de\s+familia|del\s+deporte)|cirug[ií]a(?:\s+(?:general|vascular|pl[aá]stica))?"
    r"|rehabilitaci[oó]n|salud\s+mental|aparato\s+digestivo)\b",
    re.IGNORECASE,
)
_JOIN = re.compile(r"\s*(?:&|and|und|y|/)\s*")


_HALVED = re.compile(r"\b[A-ZÄÖÜ][a-zäöüß]+-,?\s+(?:und|u\.|&)\s+$")
""" "Kinder- und" before "Jugendmedizin"."""
_CALLED_DEPARTMENT = re.compile(
    r"^[\s•*◦▪·-]*(?:department|dept\.?|speciali?ty|unit|abteilung|fachrichtung|departamento|servicio|especialidad|unidad)"
    r"\s*:[ ]*(?P<name>[^\W\d_]+(?:[ ](?:[^\W\d_][\w'-]*|&)){0,4})[ ]*$",
    re.IGNORECASE | re.MULTILINE,
)


def find_departments(text: str) -> list[tuple[int, int, str]]:
    """Departments that are named by a word of the field, or by the line, "Department: Day Unit"; joined ones
    ("Obstetrics & Gynaecology") stay one."""
    found = _by_field(text)
    for match in _CALLED_DEPARTMENT.finditer(text):
        start, end = match.span("name")
        named = any(one[0] < end and start < one[1] for one in found)
        if match["name"][0].isupper() and not named and not find_days(text[start:end]) and not TITLE.match(text, start):
            found.append((start, end, match["name"]))
    return sorted(found)


def is_department(text: str) -> bool:
    """Whether the text names a department and says nothing else."""
    found = find_departments(text)
    return len(found) == 1 and found[0][2] == " ".join(text.split())


def _by_field(text: str) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for match in DEPARTMENT.finditer(text):
        if not match[0][0].isupper():
            continue
        start, end = match.span()
        if found and _JOIN.fullmatch(text[found[-1][1] : start]):
            start = found.pop()[0]
        else:
            before = re.search(
                r"\b(?!(?:Dr|Prof|The|Our|All)\b)([A-ZÄÖÜ][a-zäöü]+(?:ic|al|ive|iatric))\s+$", text[:start]
            )
            start = before.start(1) if before else start
        if halved := _HALVED.search(text[:start]):
            start = halved.start()
        name = " ".join(text[start:end].split())
        found.append((start, end, name.title().replace(" And ", " and ") if name.isupper() and len(name) > 5 else name))
    return found
