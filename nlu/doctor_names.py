"""An index over a clinic's doctors by all that callers say for one: full name, surname, first name, spoken forms."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from nlu.name_sounds import SOUNDS_LIKE
from nlu.sounds import consonants, likeness, plain, same_sound_key

_TITLES = {"dr", "doctor", "prof", "professor", "mr", "mrs", "ms", "md", "phd", "do", "jr", "sr", "ii", "iii"}
_PARTICLES = {
    "van", "von", "der", "den", "de", "la", "le", "del", "della", "di", "da", "dos", "al", "el", "bin", "ben", "st",
    "o", "mac", "mc",
}  # fmt: skip
_MOST_COMPARED = 40
_FAR = 0.05
GIVEN_NAME = 0.96
_LEAST_FOR_GIVEN_NAME = 0.9


@dataclass(frozen=True)
class Match:
    """`score` 0..1; `names` all who could be meant, best first; `exact` when the letters are those of the name."""

    score: float
    names: tuple[str, ...]
    exact: bool


class DoctorNames:
    def __init__(self, doctors: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        self.full: list[str] = []
        self._forms: dict[str, set[int]] = defaultdict(set)
        self._worth: dict[str, float] = {}
        for name, spoken in doctors:
            index = len(self.full)
            self.full.append(name)
            for form, worth in _forms(name, spoken).items():
                joined = form.replace(" ", "")
                self._forms[joined].add(index)
                self._worth[joined] = max(worth, self._worth.get(joined, 0.0))
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        self._by_consonants: dict[str, list[str]] = defaultdict(list)
        self._by_letters: dict[str, list[str]] = defaultdict(list)
        for form in self._forms:
            self._by_sound[same_sound_key(form)].append(form)
            self._by_consonants[consonants(form)].append(form)
            for piece in _pieces(form):
                self._by_letters[piece].append(form)

    def __bool__(self) -> bool:
        return bool(self.full)

    def match(self, words: str, *, fuzzy: bool) -> Match | None:
        """Who `words` (one or more, as heard) could name; without `fuzzy` only the same letters or the same sound."""
        joined = plain(words).replace(" ", "")
        if not joined:
            return None
        near = set(self._by_sound.get(same_sound_key(joined), ()))
        if joined in self._forms:
            near.add(joined)
        if fuzzy:
            near.update(self._by_consonants.get(consonants(joined), ()))
            shared = Counter(form for piece in _pieces(joined) for form in self._by_letters.get(piece, ()))
            near.update(form for form, _ in shared.most_common(_MOST_COMPARED))
        scores: dict[int, float] = {}
        for form in near:
            alike = likeness(joined, form)
            if self._worth[form] <= GIVEN_NAME and alike < _LEAST_FOR_GIVEN_NAME:
                continue
            score = alike * self._worth[form]
            for index in self._forms[form]:
                scores[index] = max(score, scores.get(index, 0.0))
        if not scores:
            return None
        best = max(scores.values())
        meant = sorted((i for i, score in scores.items() if score >= best - _FAR), key=lambda i: (-scores[i], i))
        return Match(round(best, 3), tuple(self.full[i] for i in meant), joined in self._forms)


def _forms(name: str, spoken: Iterable[str]) -> dict[str, float]:
    """What a doctor may be called, with how much a hit on it is worth."""
    words = [word for word in plain(name.replace("-", " ")).split() if word not in _TITLES]
    if not words:
        return {}
    given, family = words[0], words[1:] or words
    forms = {" ".join(words): 1.0, " ".join([given, words[-1]]): 1.0, " ".join(family): 1.0}
    if len(words) > 1:
        forms.setdefault(given, GIVEN_NAME)
        cut = next((i for i, word in enumerate(family) if word in _PARTICLES), len(family) - 1)
        for tail in (family[cut:], family[-1:], family[-2:]):
            if "".join(tail) not in _PARTICLES:
                forms.setdefault(" ".join(tail), 1.0)
        if "-" in name:
            forms.setdefault(family[0], 0.98)
    surname = " ".join(family)
    for said in [*spoken, *SOUNDS_LIKE.get(surname, ())]:
        forms.setdefault(plain(said.replace("-", " ")), 0.98)
        forms.setdefault(f"{given} {plain(said)}", 0.98)
    for said in SOUNDS_LIKE.get(given, ()):
        forms.setdefault(plain(said), 0.94)
        forms.setdefault(f"{plain(said)} {surname}", 0.98)
    return {form: worth for form, worth in forms.items() if form}


def _pieces(joined: str) -> set[str]:
    padded = f"^{joined}$"
    return {padded[i : i + 2] for i in range(len(padded) - 1)}
