"""Which of the clinic's departments an utterance means: "cardiology", "a heart doctor", "something for my skin"."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz.distance import OSA
from ruamel.yaml import YAML

from nlu.lexicon import is_ordinary
from nlu.sounds import distance, plain

_TABLE = Path(__file__).parent / "departments.{language}.yml"
_NEAR = 0.2
_WORDS = re.compile(r"[a-z]{7,}", re.IGNORECASE)
_NOT_MEANT = re.compile(r"\b(?:not|no|isn't|instead of|rather than)(?: the| a| for| my)?\s*$", re.IGNORECASE)


_OF_THE_FIELD = re.compile(r"(?:olog(?:y|ist)|iatr(?:y|ics|ist|ician)|metr(?:y|ist)|dentist(?:ry)?|orthop\w+)$")


@dataclass(frozen=True)
class Row:
    names: tuple[str, ...]
    words: tuple[str, ...]
    otherwise: bool


@dataclass(frozen=True)
class DepartmentMention:
    """`department` in the clinic's own spelling; offsets into the utterance."""

    department: str
    start: int
    end: int


@dataclass(frozen=True)
class _Wording:
    department: str
    pattern: re.Pattern[str]
    otherwise: bool


def find_departments(text: str, departments: Iterable[str], language: str = "en") -> list[DepartmentMention]:
    """Those meant, in the order said; none that the clinic does not have."""
    own = tuple(departments)
    if not own:
        return []
    text = _meaning_none(language).sub(lambda idiom: " " * len(idiom[0]), text)
    found: dict[str, tuple[DepartmentMention, bool]] = {}
    for wording in _wordings(own, language):
        hit = wording.pattern.search(text)
        if hit and wording.department not in found and not _NOT_MEANT.search(text[: hit.start()]):
            found[wording.department] = DepartmentMention(wording.department, hit.start(), hit.end()), wording.otherwise
    if not found:
        found = {mention.department: (mention, False) for mention in _misheard(text, own, language)}
    specific = [mention for mention, otherwise in found.values() if not otherwise]
    meant = specific or [mention for mention, _ in found.values()]
    return sorted(meant, key=lambda mention: mention.start)


def find_missing(text: str, departments: Iterable[str], language: str = "en") -> DepartmentMention | None:
    """A department by its name in the field ("neurology", "a podiatrist") that the clinic does not have."""
    table = _table(language)
    own = {_row_of(department, table) for department in departments}
    for row in table:
        names = [name for name in row.names if _OF_THE_FIELD.search(name)] if row not in own else []
        hit = _pattern(names).search(text) if names else None
        if hit and not _NOT_MEANT.search(text[: hit.start()]):
            return DepartmentMention(row.names[0], hit.start(), hit.end())
    return None


def _misheard(text: str, own: tuple[str, ...], language: str) -> list[DepartmentMention]:
    """Long words that sound like a department's name: "dermotology", "cardeology"."""
    names = _long_names(own, language)
    for word in _WORDS.finditer(text):
        heard = word[0].lower()
        if is_ordinary(heard):
            continue
        best = min(((_unlike(heard, name), department) for name, department in names), default=(1.0, ""))
        if best[0] <= _NEAR:
            return [DepartmentMention(best[1], word.start(), word.end())]
    return []


def _unlike(heard: str, name: str) -> float:
    """By ear, or by eye where a recogniser has mixed up letters ("nuerology")."""
    return min(distance(heard, name), OSA.normalized_distance(heard, name))


@functools.lru_cache(maxsize=256)
def _long_names(departments: tuple[str, ...], language: str) -> tuple[tuple[str, str], ...]:
    rows = [(department, _row_of(department, _table(language))) for department in departments]
    return tuple(
        (name.replace(" ", ""), department)
        for department, row in rows
        for name in {plain(department), *(row.names if row else ())}
        if len(name) >= 7
    )


@functools.lru_cache(maxsize=256)
def _wordings(departments: tuple[str, ...], language: str) -> tuple[_Wording, ...]:
    table = _table(language)
    rows = {department: _row_of(department, table) for department in departments}
    ordered = sorted(departments, key=lambda name: table.index(row) if (row := rows[name]) else -1)
    wordings = [_Wording(name, _pattern([plain(name)]), False) for name in departments]
    for department in ordered:
        row = rows[department]
        if row:
            wordings.append(_Wording(department, _pattern(row.names), False))
            wordings.append(_Wording(department, _pattern(row.words), row.otherwise))
    return tuple(wordings)


def _row_of(department: str, table: tuple[Row, ...]) -> Row | None:
    own = plain(department)
    for row in table:
        if own in row.names:
            return row
    return next((row for row in table if any(f" {name} " in f" {own} " for name in row.names)), None)


def _pattern(words: Iterable[str]) -> re.Pattern[str]:
    longest_first = sorted({word.lower() for word in words}, key=len, reverse=True)
    options = "|".join(re.escape(word).replace(r"\ ", r"[\s-]+").replace("'", "['’]?") for word in longest_first)
    return re.compile(rf"(?<![\w'’-])(?:{options})(?:s|es|['’]s)?(?![\w-])", re.IGNORECASE)


@functools.lru_cache(maxsize=4)
def _meaning_none(language: str) -> re.Pattern[str]:
    words = [word for row in _table(language) if not row.names for word in row.words]
    return _pattern(words) if words else re.compile(r"(?!)")


@functools.lru_cache(maxsize=4)
def _table(language: str) -> tuple[Row, ...]:
    path = Path(str(_TABLE).format(language=language))
    rows = YAML(typ="safe").load(path.read_text(encoding="utf-8")) if path.is_file() else []
    return tuple(
        Row(
            tuple(plain(str(name)) for name in row["names"]),
            tuple(str(word) for word in [*row["words"], *(name for name in row["names"] if "'" in name)]),
            bool(row.get("otherwise")),
        )
        for row in rows
    )
