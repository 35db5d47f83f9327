"""The words that head columns and rows of rotas, in English, German and Spanish."""

from __future__ import annotations

import re
from typing import Literal

from knowledge.rota.hours import Half

Role = Literal["doctor", "first", "department", "day", "date", "hours", "start", "end", "note"]

_WORDS: dict[Role, str] = {
    "doctor": """doctor|doctors|dr|name|doctor name|doctor's name|physician|clinician|consultant|provider|practitioner
        |staff|gp|who|with|seen by|clinicians|consultants|physicians|providers|practitioners|specialist|doctor on duty
        |facultativo|facultativos|especialista|doctores|médicos|medicos|profesionales|mediziner|arzt / ärztin|arztname
        |facharzt|fachärztin|facharzt/fachärztin|behandelnder arzt|dr.|drs|dra|team member|employee
        |surname|last name|family name|nachname|apellido|apellidos|doctors on duty
        |arzt|ärztin|arzt/ärztin|ärzte|behandler|médico|medico|médica|doctor/a|profesional|nombre""",
    "first": "first name|first names|forename|forenames|given name|given names|vorname|vornamen|nombre de pila",
    "department": """department|dept|specialty|speciality|specialism|service|clinic|abteilung|fachrichtung|fachgebiet
        |especialidad|departamento|servicio|unidad|área|fachbereich|bereich|fach|station|klinik|unit|area|discipline
        |field|section|division|team|specialities|specialties""",
    "day": "day|days|weekday|day of week|weekdays|when|clinic days|tag|tage|wochentag|día|dia|días",
    "date": "date|dates|datum|fecha",
    "hours": """hours|time|times|availability|available|schedule|sessions|session|shift|shifts|clinic hours
        |consulting hours|consultation|consultations|zeit|zeiten|sprechzeiten|sprechzeit|uhrzeit
        |horario|horarios|hora|horas|consulta|consultas|días de consulta|horario de consulta""",
    "start": "from|start|starts|start time|begin|begins|von|beginn|desde|inicio|in|entrada",
    "end": "to|end|ends|end time|until|finish|finishes|bis|ende|hasta|fin|out|salida",
    "note": """note|notes|remark|remarks|comment|comments|room|phone|telephone|tel|ext|extension|location|loc|site|email
        |pager|bleep|raum|zimmer|ort|bemerkung|bemerkungen|hinweis|sala|notas|observaciones|consultorio|teléfono
        |no|nr|#|id""",
}
STRONG: frozenset[Role] = frozenset({"doctor", "department", "day", "date", "hours"})
"""Roles that only the heading of a rota names."""
_HALF_WORDS: dict[Half, str] = {
    "am": "am|a.m|morning|mornings|morning session|vormittag|vormittags|mañana|mañanas|früh",
    "pm": """pm|p.m|afternoon|afternoons|afternoon session|nachmittag|nachmittags|tarde|tardes|evening|evenings
        |abend""",
}
_ROLES = {word.strip(): role for role, words in _WORDS.items() for word in words.split("|")}
_HALVES = {word.strip(): half for half, words in _HALF_WORDS.items() for word in words.split("|")}


_ENDINGS: dict[str, Role] = {
    "hours": "hours", "times": "hours", "schedule": "hours", "days": "day", "doctor": "doctor", "physician": "doctor",
    "consultant": "doctor", "clinician": "doctor", "provider": "doctor", "name": "doctor", "id": "note",
}  # fmt: skip


def role_of(text: str) -> Role | None:
    """What a column holds, by its heading: "Doctor", "Hours (local)", "Attending physician".

    >>> role_of("Clinic hours (2026)"), role_of("Study day")
    ('hours', None)
    """
    heading = " ".join(re.sub(r"\([^)]*\)|\s\d$", " ", text.lower().strip()).split()).strip(" .:*()")
    words = heading.split()
    named = _ROLES.get(heading) or _ROLES.get(" ".join(text.lower().split()).strip(" .:*()"))
    return named or (_ENDINGS.get(words[-1]) if 2 <= len(words) <= 3 and heading.replace(" ", "").isalpha() else None)


def bound_of_half(text: str) -> tuple[Role, Half] | None:
    """Where mornings or afternoons begin or end.

    >>> bound_of_half("AM start"), bound_of_half("To (pm)"), bound_of_half("Start")
    (('start', 'am'), ('end', 'pm'), None)
    """
    words = re.sub(r"[():.]", " ", text.lower()).split()
    for half, role in (words, reversed(words)) if len(words) == 2 else ():
        if half in _HALVES and _ROLES.get(role) in ("start", "end"):
            return _ROLES[role], _HALVES[half]
    return None


def half_of(text: str) -> Half | None:
    """Morning or afternoon, when the text says that and nothing else."""
    return _HALVES.get(" ".join(text.lower().split()).strip(" .:()"))
