"""Doctors' names as rotas write them. Names come out as "First Last", without titles and degrees."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

from knowledge.rota.days import find_days
from knowledge.rota.departments import DEPARTMENT, find_departments
from knowledge.rota.titles import DEGREE, DOCTORS_TITLE, TITLE


def _words(file: str) -> frozenset[str]:
    return frozenset(Path(__file__).with_name(file).read_text(encoding="utf-8").split())


_PARTICLES = _words("particles.txt")
_WORD = re.compile(r"[^\W\d_]\.(?=[\s,]|$|[^\W\d_])|[^\W\d_](?:[^\W\d_]|['’-](?=[^\W\d_]))*")
_NOT_NAMES = _words("not_names.txt")
"""Capitalised words of rotas that are nobody's name, in lower case."""
_ALSO_NAMES = _words("also_names.txt")
"""Of these, those that are somebody's name beside another name or after a title: "Dr Anna Day", "April Winter"."""
_PROFESSION = re.compile(
    r"[^\W\d_]+(?:ologists?|iatrists?|iatricians?|surgeons?|nurses?|physicians?|arzt|ärztin|ólog[oa]s?)"
    r"|specialist|senior|head|chief|director|lead|registrar|resident|fellow|associate|internist|especialista|jef[ea]"
    r"|surgeon|patients?|new|walk-in|children",
    re.IGNORECASE,
)
_PLACE = re.compile(r"[^\W\d_]*(?:clinics?|cl[ií]nicas?|klinik(?:en|um)?|praxis|zentrum|spital)", re.IGNORECASE)
_AND = re.compile(r"\s*(?:&|,?\s+and\b|,?\s+und\b|\s+y\b|,(?=\s*[A-Z]))\s*")
_ASIDE = re.compile(
    r"\((?:dra?|prof|mr|mrs|ms|miss|ed|edin|eng|glas|lond|oxon|cantab|hons?|locum|registrar|consultant)\.?\)",
    re.IGNORECASE,
)


_BEFORE_CAPITAL = re.compile(r"^(?:[dl]['’]|(?:bh|dt|gc|mb|nd|ng|bp|[htn])(?=[A-ZÁÉÍÓÚ]))")
"""Small letters before the capital of a name: "d'Arc", "Mac an tSaoi", "Ó hÓgáin"."""


def not_a_name(word: str) -> bool:
    return word.lower() in _NOT_NAMES


def is_name_word(word: str) -> bool:
    if not re.match(r"(?:[dl]['’])?[^\W\d_]", word) or not _BEFORE_CAPITAL.sub("", word)[:1].isupper():
        return False
    if word.lower().rstrip(".") in _NOT_NAMES:
        return False
    return not (DEPARTMENT.fullmatch(word) or _PROFESSION.fullmatch(word) or _PLACE.fullmatch(word))


def _also_a_name(word: str) -> bool:
    return word[0].isupper() and word.lower() in _ALSO_NAMES


def _cased(words: list[str]) -> str:
    """The name with words in capitals written as names are: "ANNA VAN DER BERG" as "Anna van der Berg"."""
    loud = len(words) > 1 and (
        (all(word.isupper() for word in words) and any(len(word) > 2 for word in words))
        or (len(words) == 2 and len(words[0]) > 2)
    )
    return " ".join(_cased_word(word, first=not index, loud=loud) for index, word in enumerate(words))


def _cased_word(word: str, first: bool, loud: bool) -> str:
    if not word.isupper() or (len(word) < 3 and not (loud and word.isalpha() and len(word) == 2)):
        return (
            word
            if not (word.isupper() and len(word) == 2 and word.lower() in _PARTICLES and not first)
            else word.lower()
        )
    if word.lower() in _PARTICLES and not first:
        return word.lower()
    cased = re.sub(r"[^\W\d_]+", lambda part: part[0].capitalize() if len(part[0]) > 1 else part[0], word)
    return re.sub(r"^Mc([a-z])", lambda match: "Mc" + match[1].upper(), cased)


def _scan(text: str, position: int, most: int = 5) -> tuple[int, list[str]]:
    """Name words from `position` on, joined by single spaces only; returns where they end."""
    words: list[str] = []
    end = position
    days = {start for start, _, _ in find_days(text)}
    while len(words) < most:
        gap = re.compile(r"[ \n]?").match(text, end)
        match = _WORD.match(text, gap.end() if gap and words else end)
        if not match:
            break
        word = match[0]
        if words and match.start() in days and not (len(words) == 1 and _ends_as_a_name(text, match)):
            break
        particle = word.lower() in _PARTICLES and _WORD.match(text, match.end() + 1)
        if not (particle and (word[0].islower() or words)) and not (
            is_name_word(word) or _also_a_name(word) or (not words and word[0].isupper())
        ):
            break
        if "\n" in text[end : match.start()] and len(words) >= 2 and words[-1] not in _PARTICLES:
            break
        if DEGREE.match(text, match.start()) or DOCTORS_TITLE.match(text, match.start()):
            break
        if word.endswith("'s"):
            words.append(word[:-2])
            return match.end(), words
        words.append(word)
        end = match.end()
    while words and words[-1].islower():
        end -= len(words.pop()) + 1
    return end, words


def _ends_as_a_name(text: str, day: re.Match[str]) -> bool:
    """ "Dr. Anna Sonntag" and nothing more on the line: the weekday is a surname."""
    return _also_a_name(day[0]) and bool(re.match(r"\s*(?:\n|$|\()", text[day.end() :]))


def _skip_suffixes(text: str, end: int) -> int:
    while match := re.compile(r",?\s*(?:" + DEGREE.pattern + ")").match(text, end):
        end = match.end()
    return end


_SURNAME_BEFORE = re.compile(r"(?:^|\n)[\s•*◦▪·-]*((?:[^\W\d_][\w'’-]*\s){0,3}[^\W\d_][\w'’-]*),\s*$")


def _surname(text: str) -> list[str]:
    """The words of a surname that a comma and a title follow, "von Hohenstein, Dr. Björn"."""
    words = text.split()
    if TITLE.search(text):
        return []
    fits = all(word.lower() in _PARTICLES or is_name_word(word) for word in words)
    return words if fits and words[-1][0].isupper() and not find_departments(text) else []


_GERMAN = re.compile(r"\b(?:med|rer|nat|dent|herr|frau)\b", re.IGNORECASE)
"""Titles of people whose surname is one word: in "Dr. med. Ute Braun, Ulf Hein" the comma is between two people."""


def find_titled_names(text: str) -> list[tuple[int, int, str]]:
    """(start, end, name) of every person with a title: "Dr. A. Patel", "Prof Weber, Thomas MD"."""
    found: list[tuple[int, int, str]] = []
    for match in DOCTORS_TITLE.finditer(text):
        if found and match.start() < found[-1][1]:
            continue
        start, position = match.start(), match.end()
        while more := TITLE.match(text, position):
            position = more.end()
        end, words = _scan(text, position)
        if (
            not words
            or (not words[0][0].isupper() and words[0].lower() not in _PARTICLES)
            or (words[0].lower() in _NOT_NAMES and not _surname_after_title(words, match[0], text[end:]))
        ):
            continue
        comma = re.compile(r",[ \n]").match(text, end)
        most = 1 if _GERMAN.search(text, match.start(), position) else 2
        if (
            comma
            and sum(word.lower() not in _PARTICLES for word in words) <= most
            and not DEGREE.match(text, comma.end())
        ):
            first_end, first = _scan(text, comma.end(), most=3)
            if (
                first
                and (is_name_word(first[0]) or _also_a_name(first[0]))
                and not (first[0].isupper() and 2 <= len(first[0]) <= 3)
            ):
                end, words = first_end, first + words
        elif (before := _SURNAME_BEFORE.search(text[:start])) and len(words) <= 2 and (surname := _surname(before[1])):
            start, words = before.start(1), [*words, *surname]
        end = _skip_suffixes(text, end)
        found.append((start, end, _cased(words)))
        found += _further_names(text, end, plural=match[0].lower().strip(" .") in ("drs", "dres", "doctors"))
    return found


def _surname_after_title(words: list[str], title: str, after: str) -> bool:
    """ "Dr. Sonntag 9-12", "Prof. April Winter", but not "Doctor  Friday" or "Dr Montag Dienstag"."""
    if not _also_a_name(words[0]) or title.strip().lower() in ("doctor", "doctora"):
        return False
    return len(words) > 1 or not (find_days(words[0]) and find_days(after.lstrip(" ,/-").split(" ")[0]))


def _further_names(text: str, end: int, plural: bool) -> list[tuple[int, int, str]]:
    """Names that share the title before them: "Drs Sund and Lie", "Dr Ella Sund and Finn Lie"."""
    found = []
    while join := _AND.match(text, end):
        after, words = _scan(text, join.end())
        if not words or not is_name_word(words[0]) or DOCTORS_TITLE.match(text, join.end()):
            break
        if len(words) < 2 and not plural:
            break
        end = _skip_suffixes(text, after)
        found.append((join.end(), end, _cased(words)))
    return found


_WITH_DEGREE = re.compile(
    r"(?P<before>^|[.!?]\s+|\b(?:[a-zß-ÿ]+,?|[A-Z][a-z]+,)\s+)"
    r"(?P<name>[^\W\d_][\w'-]*\.?(?:[ \n][^\W\d_][\w'-]*\.?){1,4}),\s"
    r"(?P<degree>M\.?D|D\.?O|Ph\.?D|MBBS|MBChB|DDS|DMD|DPM|NP|PA-C|FRC[A-Z][A-Za-z]*)\b\.?(?=,|\s+[a-z])",
    re.MULTILINE,
)


def find_names_with_degree(text: str) -> list[tuple[int, int, str]]:
    """People without a title in a sentence, whom a degree follows: "our colleague, Anna Berg, MD, sees patients"."""
    found = []
    for match in _WITH_DEGREE.finditer(text):
        before = match["before"].strip(" ,.!?")
        opens = not before or before[0].islower() or before.lower() in _NOT_NAMES
        name = whole_name(match["name"])
        if opens and name and len(name.split()) > 1 and not TITLE.fullmatch(f"{before} "):
            found.append((match.start("name"), match.end("degree"), name))
    return found


_DOES = re.compile(
    r"\s+(?:sees|is|works|has|holds|runs|consults|attends|practi[cs]es|offers|hat|ist|hält|arbeitet|atiende|pasa|trabaja"
    r"|tiene)\b"
)


def acting_name(line: str) -> tuple[int, str] | None:
    """Where it ends and the name, when a line begins with a person without a title who does something.

    >>> acting_name("Anna Berg sees patients on Monday"), acting_name("Reception is open")
    ((9, 'Anna Berg'), None)
    """
    match = _DOES.search(line)
    name = whole_name(line[: match.start()]) if match else None
    return (match.start(), name) if match and name and len(name.split()) > 1 else None


_HEAD_OF_A_LIST = re.compile(
    r"\s*[^\W\d_][^:,\d]{2,25}:\s*|\s*(?:doctors|physicians|providers|clinicians|consultants)\.\s+", re.IGNORECASE
)


def listed_names(text: str) -> list[str]:
    """The names, when the text is a list of people: "Doctors: Arthur Pym, Bella Swann MD, Dr Cyril Nagy"."""
    head = _HEAD_OF_A_LIST.match(text)
    body = DEGREE.sub("", text[head.end() :] if head else text)
    pieces = [piece.strip() for piece in re.split(r"[,;]|\band\b|\bund\b|&|\by\b", body) if piece.strip(" .")]
    said = [piece for piece in pieces if not _PROFESSION.fullmatch(piece) and not find_departments(piece)]
    least = 2 if head or len(said) < len(pieces) else 3
    names = [whole_name(piece) for piece in said]
    full = [name for name in names if name and len(name.split()) > 1]
    return full if len(full) == len(said) and len(full) >= least else []


def _surname_last(words: list[str]) -> list[str]:
    """ "ROSSI Sofia" -> "Sofia ROSSI": a surname in capitals is written first."""
    capitals = next((i for i, word in enumerate(words) if not (word.isupper() and len(word) > 2)), len(words))
    mixed = 0 < capitals < len(words) and not all(word.isupper() for word in words)
    return words[capitals:] + words[:capitals] if mixed and len(words[-1]) > 2 else words


def whole_name(text: str) -> str | None:
    """The name, when the text is a person's name and nothing else; titles and degrees may stand around it.

    >>> whole_name("Weber, Thomas, MD"), whole_name("Mon 9-12")
    ('Thomas Weber', None)
    """
    text = " ".join(_ASIDE.sub(" ", text).split()).strip(" :-*•·.;")
    if not text or re.search(r"\d|@", text) or TITLE.fullmatch(f"{text} "):
        return None
    inner = DOCTORS_TITLE.search(text)
    if inner and inner.start() and "," not in text[: inner.start()] and len(text[: inner.start()].split()) <= 2:
        text = text[inner.start() :]
    titled = bool(DOCTORS_TITLE.match(text))
    while match := TITLE.match(text):
        text = text[match.end() :]
    if (
        all(DEGREE.search(part) for part in text.split(","))
        and text.count(",") == 1
        and text.split(",")[1].count(" ") > 1
    ):
        return None
    text = DEGREE.sub("", text)
    text = re.sub(r"(?<=[^\W\d_]{2})((?:\s+\S+)*),\s*[A-Z]{4,6}$", r"\1", text) if " " in text.split(",")[0] else text
    text = re.sub(r"(?:\s*,\s*)+$", "", re.sub(r"\s+", " ", text)).strip()
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 2 and titled and DOCTORS_TITLE.match(parts[1]):
        return None
    if len(parts) == 2 and all(parts):
        while match := TITLE.match(parts[1] + " "):
            parts[1] = (parts[1] + " ")[match.end() :].strip()
        text = f"{parts[1]} {parts[0]}" if parts[1] else parts[0]
    elif len(parts) != 1:
        return None
    words = _surname_last(text.split())
    if not words or len(words) > 6 or words[-1].islower():
        return None
    named = [word for word in words if is_name_word(word) and word.lower() not in _PARTICLES]
    for word in words:
        if not _WORD.fullmatch(word) and not re.fullmatch(r"(?:[^\W\d_]\.)+-?(?:[^\W\d_]\.)?", word):
            return None
        if word.lower() in _PARTICLES and len(words) > 1:
            continue
        if not is_name_word(word) and not (_also_a_name(word) and (named or titled)):
            return None
    if not titled and len(words) == 1 and len(words[0]) < 3:
        return None
    return _cased(words)


def wrapped_names(text: str) -> list[str]:
    """People over several lines each, told apart by titles or degrees: "Siân\\nPark,\\nMD\\nOlu\\nMay,\\nMD". Empty
    when the text says anything else."""
    lines = text.split("\n")
    people: list[list[str]] = [[]]
    for line, following in itertools.zip_longest(lines, lines[1:], fillvalue=""):
        people[-1].append(line)
        ended = any(re.search(rf"{sign}[\s,;]*$", line, re.I) for sign in (DEGREE.pattern, _ASIDE.pattern))
        if (ended and not DEGREE.match(following)) or DOCTORS_TITLE.match(following):
            people.append([])
    names = [whole_name(" ".join(person)) for person in people if person]
    told = len(lines) > 1 and len(people) > 1 and all(name and " " in name for name in names)
    return [name for name in names if name] if told else []


def name_and_department(text: str) -> tuple[str | None, str | None]:
    """What a label cell says: "Dr Anita Patel\\nCardiology", "Weber, Thomas (ENT)", "Anita Patel - Wound Clinic"."""
    departments = find_departments(text)
    department = departments[0][2] if departments else None
    rest = text
    for start, end, _ in reversed(departments):
        rest = rest[:start] + "\n" + rest[end:]
    rest = re.sub(r"\b(?:department|dept\.?|abteilung)(?:\s+of)?\b", " ", rest, flags=re.IGNORECASE)
    rest = re.sub(r"\(\s*\)|\[\s*\]", " ", rest).strip(" \n,;:-|/(")
    if name := whole_name(rest):
        return name, department
    for pattern in (r"\s*[(\[]([^)\]]+)[)\]]\s*", r"\s+[-|/:]\s+(.+)", r"\n(.+)", r",\s+([^,]+)$"):
        match = re.search(pattern, rest, re.DOTALL)
        if match and (name := whole_name(rest[: match.start()])):
            aside = " ".join(match[1].split())
            if (
                not department
                and re.fullmatch(r"[^\W\d_][\w\s&'-]{2,40}", aside)
                and re.search(r"clinic|care|unit|medicine|health|surgery", aside, re.I)
            ):
                department = aside
            return name, department
    return None, department
