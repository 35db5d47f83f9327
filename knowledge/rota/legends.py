"""What a rota explains of itself: whose initials stand in the cells, and which hours the codes of shifts mean."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence, Set

from knowledge.rota.gathering import folded
from knowledge.rota.headings import role_of
from knowledge.rota.hours import Half, find_hours
from knowledge.rota.model import Hours
from knowledge.rota.pages import Page
from knowledge.rota.people import name_and_department, whole_name
from knowledge.rota.wording import read_marks, tidy

FULL_LINE = 50
"""Characters of a line that text has filled, so that it may go on in the next."""
_KEY = re.compile(
    r"(?:^|[,;|]|\s\s|\t)\s*([A-ZÀ-ÖØ-Þ][A-Za-zÀ-ÖØ-öø-ÿ]{0,3}\.?(?=\s*[=:]|\s+-|-\s?(?:Dr|Prof)\b)|[a-z][A-Za-z]{1,3}(?=\s*=))\s*[=:-]"
    r"\s*((?:Dr|Prof|Mr|Mrs|Ms)\b[^,;|=\t]*|[A-ZÀ-ÖØ-Þ][^,;|=:\t\d]*)"
)


_SURNAME_KEY = re.compile(r"\s*([^\W\d_][\w' -]*?)\s*[:=]\s*([^:=\d]+)")
"""All of a line: "Trujillo: Marisol Trujillo, MD"."""
_NAME_WITH_INITIALS = re.compile(r"((?:[A-ZÀ-ÖØ-Þ][\w'.-]+\s){1,3}[A-ZÀ-ÖØ-Þ][\w'-]+)\s*\(([A-ZÀ-ÖØ-Þ]{2,4})\)")
"""A part of a line: "Dr Anjali Patel (AP)"."""
_KEY_BESIDE = re.compile(r"\s*([A-Z][A-Za-z]{1,3})\s*\t\s*([^\t]+)")


def _with_end(text: str, following: str) -> str:
    """A key whose last name goes on in the next line: "LM = Dr Li" and "May; MS = ..."."""
    end = re.match(r"\s*([A-ZÀ-ÖØ-Þ][\w'’-]*(?:\s[A-ZÀ-ÖØ-Þ][\w'’-]*)?)\s*(?:[;,]|$)", following)
    goes_on = end and len(text) >= FULL_LINE and len(_KEY.findall(text)) > 1
    return f"{text} {end[1]}" if goes_on and end else text


def _abbreviates(key: str, name: str) -> bool:
    """Whether the letters are the first ones of the name's words, or the beginning of the surname."""
    words = folded(name).split()
    return key.lower()[0] in {word[0] for word in words} and all(c in folded(name) for c in key.lower())


def _initials_of(key: str, name: str) -> bool:
    """ "MO" for "Morwenna Opie", in capitals: no Monday."""
    return key.isupper() and key.lower() == "".join(word[0] for word in folded(name).split())


def explained_initials(pages: Sequence[Page]) -> dict[str, str]:
    """Initials that the document explains: "AP = Dr Anita Patel"."""
    keys: dict[str, str] = {}
    texts = [line.text for page in pages for line in page.lines]
    cells = [cell.text for page in pages for grid in page.grids for cell in grid.cells]
    texts += [
        line for text in cells for line in text.split("\n") if (key := _KEY.match(tidy(line))) and key[1].isupper()
    ]
    for text, following in itertools.zip_longest(texts, texts[1:], fillvalue=""):
        for match in _KEY.finditer(tidy(_with_end(text, following))):
            name = whole_name(name_and_department(match[2].strip())[0] or "")
            if name and len(name.split()) > 1:
                keys[folded(match[1]).replace(" ", "")] = name
        for match in _NAME_WITH_INITIALS.finditer(tidy(text)):
            name = whole_name(match[1])
            if name and _initials_of(match[2], name):
                keys[match[2].lower()] = name
        surname = _SURNAME_KEY.fullmatch(tidy(text))
        if surname and (name := whole_name(surname[2])) and name.endswith(f" {surname[1]}"):
            keys[folded(surname[1]).replace(" ", "")] = name
        if beside := _KEY_BESIDE.fullmatch(text):
            name = name_and_department(tidy(beside[2]).strip())[0]
            if name and (not read_marks(beside[1]) or _initials_of(beside[1], name)) and _abbreviates(beside[1], name):
                keys[beside[1].lower()] = name
    for page in pages:
        for grid in page.grids:
            for row in range(grid.height):
                cells = [cell.text for cell in grid.row(row) if cell.text.strip()]
                if len(cells) != 2 or not re.fullmatch(r"[A-Z][A-Za-z]{1,3}", cells[0].strip()):
                    continue
                name = name_and_department(tidy(cells[1]))[0]
                if name and len(name.split()) > 1:
                    keys[cells[0].strip().lower()] = name
    return keys


_CODE = re.compile(
    r"(?:^|[,;|(]|\s\s)\s*(?:(?P<code>[A-Z][A-Za-z]{0,2}\d?|[A-Za-z]+(?: (?:day|shift|session))?)\s?(?:=|:)"
    r"|(?P<short>[A-Z]{1,3}\d?)\s?(?:-|\())\s*(?P<hours>\d[^,;|=\t()]*)"
)


_CODE_IN_WORDS = re.compile(
    r"\s*(?:(?:Key|Legend|Codes?|Legende|Leyenda|Clave)\s*:\s*)?"
    r"(?P<code>[A-Z][A-Za-z]{0,2}\d?)(?:\s*[=:]\s*|\s*\t\s*|\s+-\s+|\s*(?=\())"
    r"(?:\(?[^\W\d_][^\d=:;,\t()]{2,30}\)?[\s=:,(\t-]*)?"
    r"(?P<hours>\d[^;|=\t()]*)\)?\s*(?:Uhr|h|hrs)?\.?\s*"
)
"""All of a line: "F   Frühdienst 07:30-13:30 Uhr", "LD (long day) = 08:00-20:00"."""


def _hours_last(line: Sequence[str]) -> list[str]:
    """The tidied pieces of a line, "D", "7:00-15:00", "Day" put as "D", "Day", "7:00-15:00"."""
    pieces = [tidy(piece).strip() for piece in line]
    return [pieces[0], *sorted(pieces[1:], key=lambda piece: piece[:1].isdigit())] if len(pieces) == 3 else pieces


def codes_in_words(lines: Sequence[Sequence[str]], said: Set[str]) -> dict[str, tuple[Hours, ...]]:
    """Codes of shifts that lines of their own, each in its pieces, explain in words and hours. `said`: what stands by
    itself elsewhere in the document, folded; only that can be a code."""
    codes: dict[str, tuple[Hours, ...]] = {}
    pieces = [piece for line in lines for piece in re.split("[;·•|]", "\t".join(_hours_last(line)))]
    for match in filter(None, map(_CODE_IN_WORDS.fullmatch, pieces)):
        hours = tuple(hours for _, _, hours in find_hours(match["hours"]) if hours)
        if hours and folded(match["code"]) in said and not read_marks(match["code"]):
            codes[folded(match["code"])] = hours
    return codes


_HALF = re.compile(
    r"(?<![\d.])(?<!\d\s)\b(?:(?P<am>a\.?m|mornings?|vormittags?|mañanas?)|(?P<pm>p\.?m|afternoons?|nachmittags?|tardes?))\b"
    r"(?=(?P<hours>[^\d;]{0,30}\d[^;]*))",
    re.IGNORECASE,
)


def explained_halves(texts: Sequence[str]) -> dict[Half, Hours]:
    """The hours of mornings and of afternoons, where lines about no doctor and no day say them, each only once:
    "Morning surgery (am) 9.00-12.30. Afternoon surgery (pm) 2.00-5.30."."""
    found: dict[Half, set[Hours]] = {"am": set(), "pm": set()}
    for text in texts:
        if {"name", "days"} & {mark.kind for mark in read_marks(text)}:
            continue
        for match in _HALF.finditer(text):
            half: Half = "am" if match["am"] else "pm"
            found[half] |= {hours for _, _, hours in find_hours(match["hours"], half)[:1] if hours}
    return {half: next(iter(hours)) for half, hours in found.items() if len(hours) == 1}


def explained_codes(texts: Sequence[str]) -> dict[str, tuple[Hours, ...]]:
    """Codes of shifts that the document explains: "E = 07:00-15:00; L = 14:00-22:00"."""
    codes: dict[str, tuple[Hours, ...]] = {}
    for text in texts:
        for match in _CODE.finditer(text):
            code = match["code"] or match["short"]
            hours = tuple(hours for _, _, hours in find_hours(match["hours"]) if hours)
            before = re.split(r"[;|\t•]|\s\s", text[: match.start()])[-1].strip(" -*·")
            if before and len((whole_name(f"{before}, {code}") or "").split()) > 1:
                continue
            if hours and len(code) <= 12 and not read_marks(code) and not role_of(code):
                codes[folded(code)] = hours
    return codes
