"""Words of an emergency that is happening now, found before anything else looks at what the caller said.

What counts is written in `nlu/emergency/<language>.txt`, for clinic staff to read and edit. Its pattern language, one
pattern a line, where the words are those of `_plain` (lower case, "can't" as "can not", "he's" as "he is"):

    word  collaps*     the word; any word that begins so
    (a|b c)  [a|b c]   one of these; one of these or nothing
    {name}  {name*}    one of the list of that name; any number of them
    ...                up to five words that do not begin a new statement
    ^  $               the beginning; the end
    X                  in "unless": where the words of the emergency stand
"""

from __future__ import annotations

import functools
import re
from pathlib import Path
from typing import Literal, NamedTuple

Emergency = Literal["medical", "suicidal"]

_FOLDER = Path(__file__).resolve().parents[1] / "emergency"
_TOKEN = re.compile(r"\{[^}]+\}|\.\.\.|[()\[\]|^$]|[^\s()\[\]|{}]+")
_SIGNS = {"(": "(?:", ")": ")", "[": "(?:", "]": ")?", "|": "|", "^": "^ ", "$": "$"}
_NEW_STATEMENT = "i he she we they it there but for since over now ago last started began"
_GAP = rf"(?:(?!(?:{_NEW_STATEMENT.replace(' ', '|')}) )[\w*]+ ){{0,5}}"

_SPELLINGS = [
    (r"[’`´]", "'"),
    (r"\b(um+|uh+|erm|(?<!the )er|ah+|hmm+|mm+)\b", " "),
    (r"^\W*(no|nope|yes|yeah|ok|okay),", " "),
    (r"\b(can)(no|')?t\b|\bcan t\b|\bkant\b", "can not"),
    (r"\bwon'?t\b|\bwon t\b", "will not"),
    (r"\bain'?t\b", "is not"),
    (r"\b(do|does|did|is|are|was|were|have|has|had|could|would|should)n(?:'| )?t\b", r"\1 not"),
    (r"\bi'?m\b|\bi m\b", "i am"),
    (r"\bi'?ve\b", "i have"),
    (r"\b(he|she|that|there|who|what)'?s\b", r"\1 is"),
    (r"\bit'?s\b", "it is"),
    (r"\b(they|we|you)'re\b|\b(they|you)re\b", r"\1\2 are"),
    (r"\b(they|we|you)'?ve\b", r"\1 have"),
    (r"(\w)'(?:ll|d)\b", r"\1 will"),
    (r"\blet's\b", "lets"),
    (r"(\w)'s\b", r"\1 is"),
    (r"\bgonna\b", "going to"),
    (r"\bwanna\b", "want to"),
    (r"[.?!;:]+", " . "),
    (r"[^\w.]+", " "),
    (r"\b(?!(?:no|one|nine)\b)(\w+(?: \w+){0,2})(?: \1\b)+", r"\1"),
]
_RESPELL = [(re.compile(pattern), plain) for pattern, plain in _SPELLINGS]


class _Phrases(NamedTuple):
    ordinary: re.Pattern[str]
    unless: re.Pattern[str]
    signs: dict[Emergency, list[re.Pattern[str]]]


def find_emergency(text: str, language: str = "en") -> Emergency | None:
    """Whether the caller tells of an emergency now, or of one that has just happened; history and questions are none.

    Suicidal words win over medical ones. Takes any recogniser's spelling; about 0.2 ms.

    >>> find_emergency("my husband's having a stroke can you book me in")
    'medical'
    >>> find_emergency("i had a stroke two years ago and need a check") is None
    True
    """
    phrases = _load(language)
    plain = phrases.ordinary.sub("* ", _plain(text))
    for kind in ("suicidal", "medical"):
        for sign in phrases.signs[kind]:
            for found in sign.finditer(plain):
                if not phrases.unless.search(f"{plain[: found.start()]}X {plain[found.end() :]}"):
                    return kind
    return None


def _plain(text: str) -> str:
    """Lower-case words with one space around each, contractions written out, no fillers, nothing said twice over."""
    plain = text.lower()
    for pattern, spelling in _RESPELL:
        plain = pattern.sub(spelling, plain)
    return f" {' '.join(plain.split())} "


@functools.cache
def _load(language: str) -> _Phrases:
    sections: dict[str, list[str]] = {}
    lists: dict[str, str] = {}
    lines: list[str] = []
    for line in (_FOLDER / f"{language}.txt").read_text(encoding="utf-8").splitlines():
        line = line.split("#")[0].strip()
        if line.startswith("=="):
            lines = sections.setdefault(line.strip("= "), [])
        elif line:
            lines.append(line)
    for line in sections["lists"]:
        name, _, words = line.partition("=")
        lists[name.strip()] = _expression(words, lists)

    def each(section: str) -> list[str]:
        return [("" if line[0] == "^" else "(?<= )") + _expression(line, lists) for line in sections[section]]

    def compiled(section: str) -> list[re.Pattern[str]]:
        return [re.compile(pattern) for pattern in each(section)]

    return _Phrases(
        ordinary=re.compile("|".join(each("ordinary"))),
        unless=re.compile("|".join(each("unless"))),
        signs={"suicidal": compiled("suicidal"), "medical": compiled("medical")},
    )


def _expression(line: str, lists: dict[str, str]) -> str:
    """The regular expression of one pattern; every word in it takes the space after it along."""
    parts: list[str] = []
    for token in _TOKEN.findall(line):
        if token == "...":
            parts.append(_GAP)
        elif token in _SIGNS:
            parts.append(_SIGNS[token])
        elif token.startswith("{"):
            name = token.strip("{*}")
            parts.append(f"(?:{lists[name]})" + ("{0,5}" if token.endswith("*}") else ""))
        else:
            parts.append(re.escape(token).replace(r"\*", r"\w*") + " ")
    return "".join(parts)


_load("en")
