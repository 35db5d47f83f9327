"""Who somebody says that they, or the patient, are: "yeah it's maria lopez l o p e z", "it's for my daughter emily".

Recognisers often write names in lower case, so the wording around a name counts for more than its letters.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from rapidfuzz.fuzz import ratio
from ruamel.yaml import YAML

from nlu.spoken.calendar_dates import WEEKDAYS
from nlu.spoken.first_names import FIRST_NAMES
from nlu.spoken.for_whom import RELATIVES
from nlu.spoken.name_remarks import at_correction, with_letters, without_remarks
from nlu.spoken.spelling import Spelled, find_spelled
from nlu.spoken.surnames import SURNAMES

LONGEST = 5
MOST_WORDS_OF_A_BARE_NAME = 4
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", re.UNICODE)
_WORDS: dict[str, list[str]] = {
    kind: words.split()
    for kind, words in YAML(typ="safe").load(Path(__file__).with_name("name_words.yml").read_text("utf-8")).items()
}
_INTRODUCTION = re.compile(
    r"\b(?:(?:my |the |her |his )?(?:surname|last name|family name|first name)(?:'s| is)|(?:my|the|her|his"
    r"|their|patient's|caller's|full)(?: full)? name(?:'s| is| was| would be| will be)|names? is|name's"
    r"|name it's|name would be|i'm called|call me"
    r"|(?:you're |you are )?(?:speaking|talking) (?:to|with)|booked (?:under|for)"
    r"|under(?: the)?(?: name)?(?: of)?|in the name of|put (?:it|me) (?:down )?(?:under|as)|patient is"
    r"|i am|i'm|this is|it's|it is|that's|that is|that would be|that'd be|for|he's|she's|called|named|its"
    r"|name)\b[\s,:]*",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"\b(?:name|surname|names|name's|called|call me|named|speaking (?:to|with)|talking (?:to|with)|under"
    r"|patient is|booked for)\b",
    re.IGNORECASE,
)
_SURNAME = re.compile(r"\b(?:last name|surname|family name|second name)(?:'s| is)?[\s,]+", re.IGNORECASE)
_IS_SURNAME = re.compile(
    r"\b((?:[a-z] ){2,}[a-z]|[\w'-]+) is (?:my|the|her|his|their) (?:last name|surname|family name)\b", re.IGNORECASE
)
_THEN_NAME = re.compile(
    r"^(.*?[\w'])(?:,? (?:is|was|that's)|'s) (?:the|my|his|her|their|our|me) (?:full |own |whole )?name\b.*$",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"^\W*(?:(?:no|nope|sorry|wait|actually|not quite)\W+)+"
    r"(?:(?:it's|its|that's|it is|(?:the|my) (?:last |sur)?name(?:'s| is)|i'm)\W+)?(?=\w)",
    re.IGNORECASE,
)
_HERE = re.compile(
    r"^\W*(?:(?:hi|hello|hey|yes|yeah|so|um|uh|good|morning|afternoon|evening|there)\W+)*"
    r"((?:[^\W\d_][\w'-]*\s+){1,2}[^\W\d_][\w'-]*) (?:here|speaking|calling)\b(?!')",
    re.IGNORECASE,
)
_HYPHEN = {"hyphen", "dash"}
_ALIKE = 50
_GIVEN = re.compile(r"\b(?:first name|given name|christian name|forename)(?:'s| is)?[\s,]+", re.IGNORECASE)
_ASKS = frozenset(
    ["did", "do", "does", "are", "were", "was", "what", "where", "when", "why", "how", "who", "can", "could", "should"]
)
_TITLES = {"mr", "mrs", "ms", "miss", "mister", "missus", "sir", "madam"}
_CONNECTED = {
    "van", "von", "der", "den", "de", "la", "le", "del", "della", "di", "da", "dos", "al", "el", "bin", "ben", "st",
    "saint", "o", "mac", "mc", "y",
}  # fmt: skip
_ENDS = frozenset(_WORDS["ends"])
_LEAD = frozenset(_WORDS["lead"])
_NOT_NAMES = frozenset(_WORDS["not_names"])
_PREFIXES = {"mc": 2, "o'": 2, "d'": 2}


@dataclass(frozen=True)
class Person:
    """`name` capitalised; `introduced` when the wording says that it is a name; offsets into the utterance."""

    name: str
    start: int
    end: int
    introduced: bool


@dataclass(frozen=True)
class _Piece:
    word: str
    start: int
    end: int


def find_name(text: str, *, expected: bool, is_ordinary: Callable[[str], bool] = lambda word: False) -> Person | None:
    """The person named. `expected`: a name was asked for, so a bare one counts and ordinary words may be part of it."""
    plain = text.replace("’", "'")
    if not expected:
        return _find(plain, expected, is_ordinary) or _who_is_here(plain, is_ordinary)
    remarked = without_remarks(plain)
    person = _find_corrected(remarked.text, is_ordinary)
    if person is None or not remarked.letters:
        return person
    return replace(person, name=capitalise(" ".join(with_letters(person.name.lower().split(), remarked.letters))))


def _who_is_here(text: str, is_ordinary: Callable[[str], bool]) -> Person | None:
    """ "Morning, Desmond Clarke here, I'd like …"."""
    found = _HERE.match(text)
    words = found[1].lower().split() if found else []
    if not found or words[0] not in FIRST_NAMES or (is_ordinary(words[-1]) and words[-1] not in SURNAMES):
        return None
    return Person(capitalise(found[1].lower()), found.start(1), found.end(1), introduced=True)


def find_corrected_name(text: str, *, is_ordinary: Callable[[str], bool]) -> Person | None:
    """ "no it's haddad", "no h a d d a d": a name, or a part of it, said against a read-back."""
    plain = text.replace("’", "'")
    against = _AGAINST.match(plain)
    if not against or (len(plain[against.end() :].split()) > 2 and not find_spelled(plain)):
        return None
    person = _find(" " * against.end() + plain[against.end() :], True, is_ordinary)
    if person is None or (not find_spelled(plain) and all(map(is_ordinary, person.name.lower().split()))):
        return None
    return person


def _find_corrected(text: str, is_ordinary: Callable[[str], bool]) -> Person | None:
    """ "maria lopez no it's lopes": what is said last holds, and stands for the part of the name that is like it."""
    corrected = at_correction(text)
    if corrected is None:
        return _find(text, True, is_ordinary)
    earlier, later = (_find(part, True, is_ordinary) for part in corrected)
    if earlier is None or later is None or " " in later.name:
        return later or earlier
    words = earlier.name.split()
    alike = [ratio(later.name.lower(), word.lower()) for word in words]
    if max(alike) < _ALIKE:
        return later
    words[alike.index(max(alike))] = later.name
    return Person(" ".join(words), earlier.start, later.end, earlier.introduced)


def _without_whole_name_spelled(text: str, spelled: list[Spelled]) -> str:
    """ "saoirse malone, s a o i r s e m a l o n e": the letters say where no word ends, and nothing more."""
    for one in spelled:
        said = [piece.word for piece in _pieces(text, 0, []) if piece.end <= one.start]
        if one.word not in said and "".join(said).endswith(one.word):
            text = text[: one.start] + " " * (one.end - one.start) + text[one.end :]
    return text


def _find(plain: str, expected: bool, is_ordinary: Callable[[str], bool]) -> Person | None:
    plain = _THEN_NAME.sub(r"\1", plain) if expected else plain  # "daniel evans is the name"
    plain = _without_whole_name_spelled(plain, find_spelled(plain))
    spelled = find_spelled(plain)
    parts = _by_parts(plain)
    if parts:
        return _spelled_right(parts, spelled)
    found = None
    for introduction in _introductions(plain):
        strong = bool(_STRONG.search(introduction[0]))
        pieces = _name_at(plain, introduction.end(), spelled)
        if pieces and _plausible(pieces, expected, strong, introduction[0].strip().lower(), is_ordinary):
            found = Person(_capitalised(pieces), pieces[0].start, pieces[-1].end, introduced=strong or not expected)
            if strong:
                break
    if found is None and expected:
        found = _bare(plain, spelled, is_ordinary) or _at_the_end(plain, spelled, is_ordinary)
    if found is None and expected and spelled:
        return _only_spelled(plain, spelled)
    if found and (expected or found.introduced):
        found = _in_full(plain, found, spelled)
    return (
        _spelled_right(found, spelled)
        if found and (expected or (spelled and spelled[0].start >= found.start))
        else found
    )


def _in_full(text: str, person: Person, spelled: list[Spelled]) -> Person:
    """ "this is dolores speaking, dolores figueroa": the first name said again with the surname; "lopez, maria"."""
    words = person.name.lower().split()
    if len(words) == 1:
        for piece in _pieces(text, person.end, spelled):
            again = _name_at(text, piece.start, spelled) if piece.word == words[0] else []
            if len(again) > 1:
                return Person(_capitalised(again), again[0].start, again[-1].end, person.introduced)
        beside = [letters for letters in spelled if letters.word == words[0]]
        after = _name_at(text, beside[-1].end, spelled) if beside else []
        if len(after) == 1 and after[0].word not in _NOT_NAMES:
            return replace(person, name=capitalise(f"{words[0]} {after[0].word}"), end=after[0].end)
    turned = len(words) == 2 and re.fullmatch(r"[^\s,]+,\s*[^\s,]+", text[person.start : person.end])
    if turned and words[1] in FIRST_NAMES and words[0] not in FIRST_NAMES:
        return replace(person, name=capitalise(f"{words[1]} {words[0]}"))
    return person


def _at_the_end(text: str, spelled: list[Spelled], is_ordinary: Callable[[str], bool]) -> Person | None:
    """ "same as before, tamika johnson"."""
    pieces = _pieces(text, 0, spelled)[-2:]
    if len(pieces) < 2 or pieces[0].word not in FIRST_NAMES or is_ordinary(pieces[0].word):
        return None
    if is_ordinary(pieces[1].word) and pieces[1].word not in SURNAMES:
        return None
    return Person(_capitalised(pieces), pieces[0].start, pieces[-1].end, introduced=False)


def _introductions(text: str) -> list[re.Match[str]]:
    return list(_INTRODUCTION.finditer(text))


def _pieces(text: str, start: int, spelled: list[Spelled]) -> list[_Piece]:
    pieces: list[_Piece] = []
    for found in _WORD.finditer(text, start):
        if any(letters.start <= found.start() < letters.end for letters in spelled):
            continue
        word = found[0].lower()
        if len(pieces) > 1 and pieces[-1].word in _HYPHEN:
            first = pieces[-2]
            pieces[-2:] = [_Piece(f"{first.word}-{word}", first.start, found.end())]
        elif pieces and pieces[-1].word == "o" and len(word) > 2:
            pieces[-1] = _Piece(f"o'{word}", pieces[-1].start, found.end())
        else:
            pieces.append(_Piece(word, found.start(), found.end()))
    return pieces


def _name_at(text: str, start: int, spelled: list[Spelled]) -> list[_Piece]:
    """The words after an introduction that could be a name: up to a comma after two words, or a word that ends it."""
    pieces: list[_Piece] = []
    for piece in _pieces(text, start, spelled):
        gap = text[pieces[-1].end if pieces else start : piece.start]
        if pieces and (re.search(r"[.;?!\d]", gap) or ("," in gap and len(pieces) > 1)):
            break
        if not pieces and re.search(r"\d", gap):
            break
        if not pieces and (
            piece.word in _TITLES or piece.word in _LEAD or piece.word in ("my", "our", "a", "the", *RELATIVES)
        ):
            start = piece.end
            continue
        if (piece.word in _ENDS and piece.word not in _CONNECTED) or len(pieces) == LONGEST:
            break
        if len(pieces) > 1 and piece.word in WEEKDAYS and piece.word.endswith("day"):
            break  # "an appointment for liam brooks wednesday eleven thirty"
        pieces.append(piece)
    return _once(pieces)


def _once(pieces: list[_Piece]) -> list[_Piece]:
    """Of "wright, peter wright" and "john john fletcher" the first word is left out."""
    return pieces[1:] if len(pieces) > 2 and pieces[0].word in (pieces[-1].word, pieces[1].word) else pieces


def _plausible(
    pieces: list[_Piece], expected: bool, strong: bool, lead: str, is_ordinary: Callable[[str], bool]
) -> bool:
    words = [piece.word for piece in pieces]
    if (
        any(word in _NOT_NAMES for word in words[:2])
        or (words[0] in _CONNECTED and len(words) == 1)
        or len(words[0]) < 2
    ):
        return False
    if strong:
        return expected or words[0] in FIRST_NAMES or not is_ordinary(words[0]) or len(words) == 2
    ordinary = [word for word in words if is_ordinary(word) and word not in FIRST_NAMES and word not in _CONNECTED]
    if expected:
        return len(ordinary) < len(words) or (len(words) == 2 and lead not in ("for", "i'm", "i am"))
    if lead in ("for", "this is", "it's", "i'm", "i am", "it is", "its", "that's"):
        return len(words) >= 2 and (words[0] in FIRST_NAMES or lead == "this is") and len(ordinary) < len(words)
    return False


def _bare(text: str, spelled: list[Spelled], is_ordinary: Callable[[str], bool]) -> Person | None:
    """An answer that is little more than the name."""
    pieces = _pieces(text, 0, spelled)
    while pieces and (pieces[0].word in _LEAD or pieces[0].word in _TITLES):
        pieces = pieces[1:]
    name = pieces[:1] if pieces else []
    if not name or (pieces[0].word in _ASKS and len(pieces) > 2):
        return None
    lone_stop = pieces[0].word in _ENDS | _NOT_NAMES
    if lone_stop and not (pieces[0].word in FIRST_NAMES and len(pieces) > 1):
        return None
    for piece in pieces[1:]:
        gap = text[name[-1].end : piece.start]
        if re.search(r"[.;?!\d]", gap) or (piece.word in _ENDS and piece.word not in _CONNECTED):
            break
        name.append(piece)
    name = _once(name)
    words = [piece.word for piece in name]
    if len(name) > MOST_WORDS_OF_A_BARE_NAME or any(word in _NOT_NAMES for word in words):
        return None
    ordinary = sum(is_ordinary(word) and word not in FIRST_NAMES for word in words)
    if (len(words) > 2 and ordinary > 1) or (
        ordinary == len(words)
        and len(words) != 1
        and words[0] not in FIRST_NAMES
        and ordinary > 1
        and not spelled
        and len(words) != 2
    ):
        return None
    return Person(_capitalised(name), name[0].start, name[-1].end, introduced=False)


def _by_parts(text: str) -> Person | None:
    """ "last name patel, first name nisha"."""
    text = _IS_SURNAME.sub(lambda said: f"surname {said[1]}".ljust(len(said[0])), text)
    surname, given = _SURNAME.search(text), _GIVEN.search(text)
    if not (surname and given):
        return None
    spelled = find_spelled(text)
    parts: dict[str, str] = {}
    ends = []
    for key, found, other in (("family", surname, given), ("given", given, surname)):
        until = other.start() if other.start() > found.start() else len(text)
        pieces = _name_at(text[:until], found.end(), spelled)
        letters = next((each for each in spelled if found.end() <= each.start < until), None)
        if letters and (not pieces or ratio(letters.word, pieces[0].word) > 40):
            parts[key] = letters.word
            ends.append(letters.end)
        elif pieces:
            parts[key] = " ".join(piece.word for piece in pieces)
            ends.append(pieces[-1].end)
        else:
            return None
    name = capitalise(f"{parts['given']} {parts['family']}")
    return Person(name, min(surname.start(), given.start()), max(ends), introduced=True)


def _only_spelled(text: str, spelled: list[Spelled]) -> Person | None:
    words = [letters.word for letters in spelled]
    if len(words) == 1:
        words = _split_name(words[0])
    return Person(capitalise(" ".join(words)), spelled[0].start, spelled[-1].end, introduced=False)


def _split_name(letters: str) -> list[str]:
    """ "marialopez" at a known first name, else in one piece."""
    if letters in FIRST_NAMES or letters in SURNAMES:
        return [letters]
    cuts = [cut for cut in range(len(letters) - 3, 2, -1) if letters[:cut] in FIRST_NAMES]
    return [letters[: cuts[0]], letters[cuts[0] :]] if cuts else [letters]


def _spelled_right(person: Person, spelled: list[Spelled]) -> Person:
    """Letters are to be trusted more: they replace the part of the name that is like them, or complete it."""
    words = person.name.lower().split()
    end, start = person.end, person.start
    for letters in spelled:
        if not letters.sure and len(letters.word) < 4:
            continue
        whole = _split_name(letters.word)
        for word in whole if len(whole) > 1 else [letters.word]:
            alike = [ratio(word, each) + 10 * (word[0] == each[0]) for each in words]
            best = max(range(len(words)), key=alike.__getitem__)
            if re.sub(r"[^a-z]", "", words[best]) == word:
                continue
            if alike[best] >= _ALIKE:
                words[best] = word
            elif letters.start < person.start:
                words.insert(0, word)
            else:
                words.append(word)
        start, end = min(start, letters.start), max(end, letters.end)
    return Person(capitalise(" ".join(words)), start, end, person.introduced)


def _capitalised(pieces: list[_Piece]) -> str:
    return capitalise(" ".join(piece.word for piece in pieces))


def capitalise(name: str) -> str:
    """ "o'brien" -> "O'Brien", "mcdonald" -> "McDonald", "ana-maria" -> "Ana-Maria"."""
    return " ".join("-".join(_capital(part) for part in word.split("-")) for word in name.split())


def _capital(word: str) -> str:
    for prefix, length in _PREFIXES.items():
        if word.startswith(prefix) and len(word) > length + 2:
            return word[:length].capitalize() + word[length:].capitalize()
    return word[:1].upper() + word[1:]
