"""An index over a clinic's doctors by all that callers say for one: full name, surname, first name, spoken forms."""

from __future__ import annotations

import functools
import math
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from jellyfish import metaphone
from rapidfuzz.distance import JaroWinkler
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import cdist

from nlu.lexicon import is_everyday, is_function_word, is_ordinary, is_surname
from nlu.name_sounds import SOUNDS_LIKE
from nlu.pronunciation import pronunciations
from nlu.sounds import NEVER, PHONES, SoundTable, plain
from nlu.spoken.first_names import FIRST_NAMES

_TITLES = {"dr", "doctor", "prof", "professor", "mr", "mrs", "ms", "md", "phd", "jr", "sr", "ii", "iii"}
_DEGREES = {"DO", "D.O."}  # Do is a surname
PARTICLES = {
    "van", "von", "der", "den", "de", "la", "le", "del", "della", "di", "da", "dos", "al", "el", "bin", "ben", "st",
    "o", "mac", "mc", "dela", "abu", "ter", "ten", "zu",
}  # fmt: skip
_CLIPPED = re.compile(r"\b[oO]['’](\w+)$")  # "connell" for O'Connell
WHOLE, GIVEN_NAME, SAME_SOUND, GIVEN_SOUND = 1.0, 0.96, 0.95, 0.93
_LESS_BY_TABLE = 0.01  # "battle" is Patel, unless there is a Battle
_MISHEARD, _GIVEN_MISHEARD = 0.92, 0.88
# How far what was heard may be from a name: farther for each phone of it and where the name next to it is far behind,
# less far for each natural logarithm of the directory's size, where something is always near. A word is surely no name
# of its own, nor are several; "Garrett" is rather a doctor whom the clinic does not have than Barrett misheard; what is
# neither may be either. Fitted (logistic regression) to names heard by a recogniser and to strangers.
_OF_A_WORD, _OF_SEVERAL, _OF_ANYTHING, _OF_A_SURNAME = 0.370, 0.295, 0.300, 0.235
_FOR_EACH_PHONE, _MOST_PHONES, _FOR_THE_SIZE = 0.0135, 10, 0.039
_FOR_THE_LEAD, _MOST_LEAD = (0.39, 0.16), 0.25  # a known surname is rather somebody else's
_OF_BOTH, _OF_A_WHOLE = (0.46, 0.040), (0.40, 0.024)
_WHOLE_FROM = 8
_FARTHEST_GIVEN = 0.45
_SURELY_THE_GIVEN = 0.15
_MORE_BESIDE_THE_GIVEN = (0.18, 0.28)  # a first name that is rare tells more
_FARTHEST_FAMILY = 0.6
_AS_NEAR = 0.06
_AS_GOOD = 0.051
_GIVEN_ALONE = 0.5
_LONG_ENOUGH_FOR_AN_S = 5
_AS_ONE_NAME = 0.1  # "abdul noor" for Abdelnour
# A distance is by ear for the most part, for the rest by the letters of what is written as a name; how it begins is
# seldom misheard.
_BY_LETTERS, _ANOTHER_CODE, _ANOTHER_BEGINNING = 0.23, 0.03, 0.05


@dataclass(frozen=True)
class Match:
    """`score` 0..1; `names` all who could be meant, best first; `exact` when the letters are those of the name.

    `given_only`: by the first name alone.
    """

    score: float
    names: tuple[str, ...]
    exact: bool
    given_only: bool = False


class DoctorNames:
    """(full name, spoken forms) of each doctor; indexed once, then only read."""

    def __init__(self, doctors: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        self.full: list[str] = []
        self._by_letters: dict[str, dict[int, float]] = defaultdict(dict)
        self._by_sound: dict[str, dict[int, float]] = defaultdict(dict)
        families: list[list[str]] = []
        givens: list[list[str]] = []
        wholes: list[list[str]] = []
        surnames: list[str] = []
        for name, spoken in doctors:
            parts = _parts(name, spoken)
            if parts.families:
                self._add(name, parts)
                families.append(parts.families)
                givens.append(parts.givens)
                surnames.append(parts.families[0])
                wholes.append(list(dict.fromkeys(f"{parts.givens[0]} {each}" for each in parts.families[::2][:2])))
        self._family = _Column(families)
        self._given = _Column(givens)
        self._whole = _Column(wholes)
        self._surnames = np.unique(surnames, return_inverse=True)[1]
        self._nobody = np.full(len(self.full), NEVER, dtype=np.float32)
        self._size = math.log(max(len(self.full), 2))
        self._family_distances: Callable[[str], np.ndarray] = functools.lru_cache(128)(self._family.distances)
        self._whole_distances: Callable[[str], np.ndarray] = functools.lru_cache(128)(self._whole.distances)
        self._given_distances: Callable[[str], np.ndarray] = functools.lru_cache(128)(self._given.distances)

    def _add(self, name: str, parts: _Parts) -> None:
        index = len(self.full)
        self.full.append(name)
        for forms, letters_worth, sound_worth in (
            (parts.wholes, WHOLE, SAME_SOUND),
            (parts.families, WHOLE, SAME_SOUND),
            (parts.givens, GIVEN_NAME, GIVEN_SOUND),
        ):
            for form in forms:
                joined = form.replace(" ", "")
                by_ear = sound_worth - _LESS_BY_TABLE * (form in parts.by_table)
                worth = letters_worth if form in parts.written else by_ear
                self._by_letters[joined][index] = max(worth, self._by_letters[joined].get(index, 0.0))
                for said in pronunciations(form) if forms is not parts.wholes else ():
                    self._by_sound[said][index] = max(by_ear, self._by_sound[said].get(index, 0.0))

    def __bool__(self) -> bool:
        return bool(self.full)

    def match(self, heard: Sequence[str], *, reach: float = 0.0, by_ear: bool = True) -> Match | None:
        """Who the words heard could name: by the same letters, `by_ear` also by the same sound or one near it.

        `reach`: 0 no other sound, 1 as far as names are misheard. What is nobody's ("rue's") may end in an s itself.
        """
        found = self._match(heard, reach, by_ear)
        if found is None and any(word.endswith("'s") for word in heard):
            return self._match([re.sub("'s$", "s", word) for word in heard], reach, by_ear)
        return found

    def _match(self, heard: Sequence[str], reach: float, by_ear: bool) -> Match | None:
        words = plain(" ".join(heard)).split()
        joined = "".join(words)
        if not joined:
            return None
        written = self._by_letters.get(joined, {}) or self._possessive(joined)
        same: dict[int, float] = {}
        a_surname = _is_only_a_surname(joined)
        for said in pronunciations(" ".join(words)) if by_ear else ():
            for index, worth in self._by_sound.get(said, {}).items():
                if worth > GIVEN_SOUND or not a_surname:
                    same[index] = max(worth, same.get(index, 0.0))
        if len(words) > 1 and max(written.values(), default=0.0) == WHOLE:
            same = {}
        if written or same:
            scores = {i: max(same.get(i, 0.0), written.get(i, 0.0)) for i in {*same, *written}}
            return self._ranked(scores, joined, exact=max(written.values(), default=0.0) >= GIVEN_NAME)
        return self._misheard(words, reach) if reach > 0 else None

    def _possessive(self, joined: str) -> dict[int, float]:
        """Whom "oforis" names in "doctor oforis next opening", by the surname."""
        if not joined.endswith("s") or len(joined) < _LONG_ENOUGH_FOR_AN_S or _is_known(joined) or is_ordinary(joined):
            return {}
        return {i: SAME_SOUND for i, worth in self._by_letters.get(joined[:-1], {}).items() if worth == WHOLE}

    def match_both(self, heard: Sequence[str]) -> Match | None:
        """Who a first name heard rightly and a surname heard wrongly could name: "kwame men saw" is Kwame Mensah."""
        words = plain(" ".join(heard)).split()
        distance = self._nobody
        for cut in range(1, len(words)):
            if not (is_function_word(words[cut - 1]) or all(map(is_function_word, words[cut:]))):
                given = self._given_distances(" ".join(words[:cut]))
                if given.min(initial=NEVER) <= _SURELY_THE_GIVEN:
                    both = np.where(given <= _SURELY_THE_GIVEN, self._both(words[:cut], words[cut:], 1.0), NEVER)
                    distance = np.minimum(distance, both)
        if distance is self._nobody:
            return None
        return self._nearest(distance, _MISHEARD)

    def _ranked(self, scores: dict[int, float], joined: str, *, exact: bool) -> Match:
        """Of those that sound the same the likeliest is the one that is written most alike."""
        best = max(scores.values())
        meant = [i for i, score in scores.items() if score >= best - _AS_GOOD]
        if len(meant) > 1:
            alike = {i: ratio(joined, plain(self.full[i]).split()[-1]) for i in meant}
            meant.sort(key=lambda i: (-scores[i], -alike[i], i))
        return Match(round(best, 3), tuple(self.full[i] for i in meant), exact, best in (GIVEN_NAME, GIVEN_SOUND))

    def _misheard(self, words: list[str], reach: float) -> Match | None:
        """Who sounds nearly like it: by surname, by both names, or by first name alone."""
        family = self._family_distances(" ".join(words))
        a_name = len(words) == 1 and _is_known(words[0])
        farthest = (self._farthest(words) + _FOR_THE_LEAD[a_name] * self._lead(family)) * reach
        distance = np.where(family <= farthest, family, NEVER)
        worth = _MISHEARD
        if len(words) > 1 and words[0] in FIRST_NAMES and is_surname(words[-1]):
            distance = np.where(distance <= _AS_ONE_NAME, distance, NEVER)  # else two names as they are written
            distance = np.minimum(distance, self._both(words[:-1], words[-1:], reach))
        else:
            for cut in range(1, len(words)):
                distance = np.minimum(distance, self._both(words[:cut], words[cut:], reach))
            distance = np.minimum(distance, self._run_together(words, reach))
        if distance.min(initial=NEVER) == NEVER and not _is_only_a_surname("".join(words)):
            given = self._given_distances(" ".join(words))
            distance = np.where(given <= self._farthest(words) * reach * _GIVEN_ALONE, given, NEVER)
            worth = _GIVEN_MISHEARD
        return self._nearest(distance, worth)

    def _run_together(self, words: list[str], reach: float) -> np.ndarray:
        """Distances for both names heard as one, or parted elsewhere: "thanwin", "roe hetbandari".

        Whom the first word names by the first name is left to `_both`: the surname must fit, too; so is what is two
        names as they are written."""
        joined = "".join(words)
        a_word = len(words) == 1 and (_is_known(joined) or is_ordinary(joined))
        written = len(words) > 1 and max(self._by_letters.get(words[-1], {}).values(), default=0.0) == WHOLE
        if len(joined) < _WHOLE_FROM or a_word or written:
            return self._nobody
        distance = self._whole_distances(" ".join(words))
        fits = distance <= max(_OF_A_WHOLE[0] - _OF_A_WHOLE[1] * self._size, 0.0) * reach
        if len(words) > 1 and fits.any():
            fits &= self._given_distances(words[0]) > _SURELY_THE_GIVEN
        return np.where(fits, distance, NEVER)

    def _nearest(self, distance: np.ndarray, worth: float) -> Match | None:
        nearest = float(distance.min(initial=NEVER))
        if nearest == NEVER:
            return None
        meant = np.flatnonzero(distance <= nearest + _AS_NEAR)
        names = tuple(self.full[i] for i in meant[np.argsort(distance[meant], kind="stable")[:20]])
        return Match(round(worth - nearest, 3), names, exact=False, given_only=worth == _GIVEN_MISHEARD)

    def _farthest(self, words: list[str]) -> float:
        joined = "".join(words)
        if len(words) == 1 and _is_known(joined):
            most = _OF_A_SURNAME
        elif all(map(is_ordinary, words)) and not any(map(is_surname, words)):
            most = _OF_A_WORD
        else:
            most = _OF_SEVERAL if len(words) > 1 else _OF_ANYTHING
        phones = min(len(pronunciations(" ".join(words))[0]), _MOST_PHONES)
        return max(most + _FOR_EACH_PHONE * phones - _FOR_THE_SIZE * self._size, 0.0)

    def _lead(self, distance: np.ndarray) -> float:
        """How far the next other surname is behind the nearest."""
        nearest = int(distance.argmin())
        behind = float(distance[self._surnames != self._surnames[nearest]].min(initial=NEVER))
        return min(behind - float(distance[nearest]), _MOST_LEAD)

    def _both(self, given: list[str], family: list[str], reach: float) -> np.ndarray:
        """Distances for a first name and a surname heard; a surname known elsewhere counts when the first name fits."""
        weights = len("".join(given)), len("".join(family))
        farthest_together = max(_OF_BOTH[0] - _OF_BOTH[1] * self._size, 0.0) * reach
        to_given = self._given_distances(" ".join(given))
        given_fits = to_given <= min(_FARTHEST_GIVEN, farthest_together * sum(weights) / weights[0])
        if not given_fits.any():
            return self._nobody
        to_family = self._family_distances(" ".join(family))
        together = (to_given * weights[0] + to_family * weights[1]) / sum(weights)
        farthest = self._farthest(family)
        rare = "".join(given) not in FIRST_NAMES
        beside_the_given = farthest + _MORE_BESIDE_THE_GIVEN[rare] if len(family) == 1 else _FARTHEST_FAMILY
        fits = (to_family <= farthest * reach) | ((to_given <= _SURELY_THE_GIVEN) & (to_family <= beside_the_given))
        return np.where(fits & given_fits & (together <= farthest_together), together, NEVER)


class _Column:
    """One kind of name of all doctors, several forms each; compared by ear and, a quarter of it, by letters."""

    def __init__(self, forms: list[list[str]]) -> None:
        distinct = {form: number for number, form in enumerate(dict.fromkeys(f for each in forms for f in each))}
        self._table = SoundTable((number, form) for form, number in distinct.items())
        self._letters = np.array([form.replace(" ", "") for form in distinct], dtype=object)
        self._code = np.array([metaphone(letters) for letters in self._letters], dtype=object)
        self._begins = np.array([_first_phones(form) for form in distinct], dtype=np.int64)
        self._numbers = np.array([distinct[form] for each in forms for form in each], dtype=np.int32)
        self._starts = np.cumsum([0, *map(len, forms)])[:-1]
        self._never = np.full(len(forms), NEVER, dtype=np.float32)

    def distances(self, words: str) -> np.ndarray:
        """The distance of each doctor's name to the words heard."""
        distance = self._table.distances(pronunciations(words))
        near = np.flatnonzero(distance < NEVER)
        if not len(near):
            return self._never
        if _is_spelled(words):
            by_letters = cdist([words], self._letters[near], scorer=JaroWinkler.normalized_distance)[0]
            distance[near] *= 1 - _BY_LETTERS
            distance[near] += _BY_LETTERS * by_letters + _ANOTHER_CODE * (self._code[near] != metaphone(words))
            distance[near] += _ANOTHER_BEGINNING * (self._begins[near] & _first_phones(words) == 0)
        return np.minimum.reduceat(distance[self._numbers], self._starts)


def _is_known(word: str) -> bool:
    return is_surname(word) or word in FIRST_NAMES or (is_everyday(word) and not is_function_word(word))


def _is_spelled(words: str) -> bool:
    """Whether the letters heard are those of a name; "hall or ann" only sounds like one."""
    return " " not in words and (_is_known(words) or not is_ordinary(words))


def _first_phones(words: str) -> int:
    """The phones with which the words may begin, each as a bit."""
    return sum({1 << PHONES.index(said[0]) for said in pronunciations(words) if said})


@dataclass(frozen=True)
class _Parts:
    """All that a doctor is called, plain; `written` are the forms that stand in the name itself, `by_table` those of
    `SOUNDS_LIKE`.
    """

    wholes: list[str]
    families: list[str]
    givens: list[str]
    written: frozenset[str]
    by_table: frozenset[str]


def _parts(name: str, spoken: Iterable[str]) -> _Parts:
    tokens = [plain(each.replace("-", " ")) for each in name.split() if each.strip(",") not in _DEGREES]
    tokens = [token for token in tokens if token and token not in _TITLES]
    if not tokens:
        return _Parts([], [], [], frozenset(), frozenset())
    given, family = tokens[0], " ".join(tokens[1:] or tokens).split()
    cut = next((i for i, word in enumerate(family) if word in PARTICLES), len(family) - 1)
    tails = [family, family[cut:], family[-1:], family[-2:]]
    if len(tokens) > 1 and " " in tokens[-1]:
        tails.append(tokens[-1].split()[:1])
    families = [" ".join(tail) for tail in tails if tail == family or "".join(tail) not in PARTICLES]
    givens = [given, " ".join([given, *family[:cut]]), given.split()[0]] if len(tokens) > 1 else [given]
    wholes = [f"{each} {surname}" for each in givens for surname in families]
    written = frozenset([*families, *givens, *wholes])
    heard = [
        said for surname in (" ".join(family), family[-1]) for said in SOUNDS_LIKE.get(surname.replace(" ", ""), ())
    ]
    given_heard = SOUNDS_LIKE.get(given, ())
    by_table = frozenset(plain(said.replace("-", " ")) for said in (*heard, *given_heard)) - written
    families += [plain(said.replace("-", " ")) for said in heard]
    givens += [plain(said) for said in given_heard]
    families += [plain(said.replace("-", " ")) for said in spoken]
    families += [plain(clipped[1]) for clipped in (_CLIPPED.search(name),) if clipped]
    return _Parts(_distinct(wholes), _distinct(families), _distinct(givens), written, by_table)


def _is_only_a_surname(word: str) -> bool:
    return is_surname(word) and word not in FIRST_NAMES


def _distinct(forms: list[str]) -> list[str]:
    return [form for form in dict.fromkeys(forms) if form]
