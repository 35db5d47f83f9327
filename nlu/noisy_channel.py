"""What was probably said, given what a recogniser wrote: "any upper terms" for "any other times".

A noisy channel (Kernighan, Church and Gale, "A spelling correction program based on a noisy channel model", 1990): how
often the training examples have one word after another, times how likely a word is heard for it. Only words that stand
in several examples are put in, and only where the sentence becomes far likelier.
"""

from __future__ import annotations

import functools
import itertools
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from nlu.mishearing import Spelling, counted, likeness

WRONG = 0.03
UNLIKENESS = 0.2  # what a hundredth of unlikeness costs, in nats
COUNTED_COST = 1.5
LIKE_ENOUGH = 50
NEAREST = 8
FEWEST = 2
WORDS_OF_A_LANGUAGE = 30_000
UNSEEN = 0.3
START, END = "<s>", "</s>"
_LETTER = re.compile("[a-z]")


@dataclass(frozen=True)
class _Path:
    score: float
    words: tuple[str, ...]


class NoisyChannel:
    def __init__(self, pairs: Iterable[tuple[str, str, int]]) -> None:
        """`pairs`: a word, the one after it (START and END among them), how often."""
        self.pairs = {(word, following): count for word, following, count in pairs}
        self._followed: Counter[str] = Counter()
        self._following: Counter[str] = Counter()
        self._kinds_after: Counter[str] = Counter()
        for (word, following), count in self.pairs.items():
            self._followed[word] += count
            self._following[following] += count
            self._kinds_after[word] += 1
        self._all = sum(self._following.values()) + UNSEEN * WORDS_OF_A_LANGUAGE
        self._known = [word for word, count in self._following.items() if count >= FEWEST and word != END]
        self._spelling = Spelling.of(self._known)
        self._heard_for = defaultdict(list)
        for said, heard in counted():
            if said in self._following:
                self._heard_for[heard].append(said)
        self._meant = functools.lru_cache(maxsize=20_000)(self._candidates)
        self._after = functools.lru_cache(maxsize=200_000)(self._log_probability)

    @classmethod
    def fit(cls, texts: Iterable[str]) -> NoisyChannel:
        pairs: Counter[tuple[str, str]] = Counter()
        for text in set(texts):
            words = [START, *text.split(), END]
            pairs.update(itertools.pairwise(words))
        return cls((word, following, count) for (word, following), count in sorted(pairs.items()))

    def said(self, heard: str) -> str:
        """As many words as were heard (Viterbi)."""
        best = {START: _Path(0.0, ())}
        for word in heard.split():
            best = {meant: self._best(best, meant, channel, (meant,)) for meant, channel in self._meant(word).items()}
        return " ".join(self._best(best, END, 0.0, ()).words)

    def _best(self, paths: dict[str, _Path], word: str, channel: float, added: tuple[str, ...]) -> _Path:
        score, before = max((path.score + self._after(last, word), last) for last, path in paths.items())
        return _Path(score + channel, paths[before].words + added)

    def _candidates(self, heard: str) -> dict[str, float]:
        """What may have been said for a word that was heard, and the log probability of hearing it so."""
        if not _LETTER.search(heard):
            return {heard: 0.0}
        found = {heard: math.log(1 - WRONG)}
        alike = likeness(Spelling.of([heard]), self._spelling)[0]
        for place in np.argsort(-alike, kind="stable")[:NEAREST]:
            if alike[place] >= LIKE_ENOUGH and self._known[place] != heard:
                found[self._known[place]] = math.log(WRONG) - UNLIKENESS * (100 - float(alike[place]))
        for said in self._heard_for.get(heard, ()):
            if said != heard:
                found[said] = max(found.get(said, -math.inf), math.log(WRONG) - COUNTED_COST)
        return found

    def _log_probability(self, word: str, following: str) -> float:
        """Of `following` after `word`, pairs and single words interpolated (Witten and Bell)."""
        alone = (self._following[following] + UNSEEN) / self._all
        times = self._followed[word]
        if not times:
            return math.log(alone)
        trust = times / (times + self._kinds_after[word])
        return math.log(trust * self.pairs.get((word, following), 0) / times + (1 - trust) * alone)
