"""What a rota explains of itself: whose initials stand in the cells, and which hours the codes of shifts mean."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence, Set

from knowledge.rota.gathering import folded
from knowledge.rota.headings import role_of
from knowledge.rota.hours import Half, find_hours, find_time
from knowledge.rota.model import Hours
from knowledge.rota.pages import Page
from knowledge.rota.people import name_and_department, whole_name
from knowledge.rota.wording import NOT_A_ROTA_LINE, read_marks, tidy

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


_SHORT = re.compile(r"[^\W\d_]{1,10}\d?|\d{1,2}")
_BEFORE_A_NUMBER = r"(?:^|[;,|]|\s\s)\W*"


def _places(text: str, said: Set[str]) -> list[tuple[int, int, str]]:
    """Where codes stand in the text; a number only where a key begins with it, "1 = 8:00-12:00"."""
    found = []
    for match in re.finditer(r"(?<![\w.'-])[^\W_]+(?![\w'])", text):
        number = match[0].isdigit()
        begins = re.search(_BEFORE_A_NUMBER + "$", text[: match.start()]) and re.match(
            r"\s*[=:)]\s", text[match.end() :]
        )
        if match[0] in said and (begins or not number):
            found.append((match.start(), match.end(), match[0]))
    return found


def _as_text(line: Sequence[str]) -> str:
    """The pieces of a line or of a row of a table, times in two of them put as hours."""
    pieces = [tidy(piece).strip() for piece in line]
    times = [index for index, piece in enumerate(pieces) if find_time(piece)]
    if len(times) == 2 and times[1] == times[0] + 1:
        pieces[times[0] : times[1] + 1] = [" - ".join(pieces[times[0] : times[1] + 1])]
    return "   ".join(pieces)


def codes_in_words(lines: Sequence[Sequence[str]], said: Set[str]) -> dict[str, tuple[Hours, ...]]:
    """Codes of shifts that lines about no doctor and no day explain, whichever way they put it, by folded code: "F
    Frühdienst 07:30-13:30", "Late (L): 1pm-7pm". `lines` in their pieces; `said`: what stands by itself in cells, only
    that can be a code. What is explained in two ways is left out."""
    found: dict[str, set[tuple[Hours, ...]]] = {}
    for line in lines:
        text = _as_text(line)
        spans = [(start, end, hours) for start, end, hours in find_hours(text) if hours]
        if not spans or NOT_A_ROTA_LINE.search(text) or {"name", "days"} & {mark.kind for mark in read_marks(text)}:
            continue
        labels = [whole_name(piece) or "" for piece in (line if len(line) > 1 else [text[: spans[0][0]]])]
        if any(" " in label and not said & set(label.split()) for label in labels):
            continue
        by_itself = sorted((piece.strip() for piece in line if piece.strip() in said), key=len)
        if len(line) > 1 and by_itself:
            found.setdefault(folded(by_itself[0]), set()).add(tuple(hours for _, _, hours in spans))
            continue
        places = [p for p in _places(text, said) if not any(start <= p[0] < end for start, end, _ in spans)]
        for (_, begin, code), following in itertools.zip_longest(places, places[1:]):
            end = following[0] if following else len(text)
            hours = tuple(h for start, _, h in spans if begin <= start < end)
            if not hours and len(places) == 1:
                hours = tuple(h for _, _, h in spans)
            if hours:
                found.setdefault(folded(code), set()).add(hours)
    return {code: next(iter(hours)) for code, hours in found.items() if len(hours) == 1}


def may_be_codes(rows: Sequence[Sequence[str]]) -> set[str]:
    """What stands by itself beside the labels of rows of more than two pieces and says nothing else."""
    pieces = [re.split(r"[\s/,+&;]+", tidy(piece).strip()) for row in rows if len(row) > 2 for piece in row[1:]]
    alone = {piece[0] for piece in pieces if len(piece) == 1}
    words = {word for word in alone if _SHORT.fullmatch(word)}
    for piece in pieces:
        if all(word in words or re.fullmatch(r"[A-Z]{1,3}\d?", word) for word in piece):
            words |= set(piece)
    return {word for word in words if not read_marks(word) and not role_of(word)}


_HALF = re.compile(
    r"(?<![\d.])(?<!\d\s)\b(?:(?P<am>a\.?m|mornings?|vormittags?|früh|mañanas?)|(?P<pm>p\.?m|afternoons?|nachmittags?|tardes?))\b"
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
