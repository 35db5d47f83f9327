"""Which request an utterance is: logistic regression over its sentence vector, its words, its letters and its sounds,
together with the examples that are nearest to it.

Words, letters and sounds (n-grams) help with short phrases and with words that a recogniser half heard; the nearest
examples with phrases unlike the rest of their intent. Probabilities are calibrated by one temperature, chosen on a
held-out part of the training data.
"""

from __future__ import annotations

import itertools
import json
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import jellyfish
import numpy as np
import scipy.sparse
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

_NUMBERS = "intent_model.npz"
_WORDS = "intent_model.json"
HELD_OUT = 0.3
FEWEST_TO_HOLD_OUT = 10
NEIGHBOURS = 15
STEPS = 40
NEIGHBOUR_WIDTH = 0.07


def letter_groups(text: str) -> Iterator[str]:
    """Two to four letters within words, each word padded by a space at both ends."""
    for word in text.lower().split():
        padded = f" {word} "
        for size in (2, 3, 4):
            if len(padded) <= size:
                yield padded
                break
            for start in range(len(padded) - size + 1):
                yield padded[start : start + size]


def sound_groups(text: str) -> Iterator[str]:
    """Three and four neighbouring consonants of the whole text by ear, marked by `~`: words heard as one, or split."""
    sounds = jellyfish.metaphone(text).replace(" ", "")
    yield from (f"~{sounds[start : start + size]}" for size in (3, 4) for start in range(len(sounds) - size + 1))


def letter_and_sound_groups(text: str) -> Iterator[str]:
    yield from letter_groups(text)
    yield from sound_groups(text)


def word_groups(text: str) -> Iterator[str]:
    """Words and pairs of neighbouring words."""
    words = text.lower().split()
    yield from words
    yield from (f"{first} {second}" for first, second in itertools.pairwise(words))


class Pieces:
    """Pieces of texts weighted as scikit-learn's `TfidfVectorizer` does, without its cost per utterance."""

    def __init__(self, split: Callable[[str], Iterator[str]], known: Sequence[str], rarity: np.ndarray) -> None:
        self.known = list(known)
        self.rarity = rarity
        self._split = split
        self._places = {piece: place for place, piece in enumerate(self.known)}

    @classmethod
    def fit(cls, split: Callable[[str], Iterator[str]], texts: Sequence[str]) -> Pieces:
        vectorizer = TfidfVectorizer(analyzer=lambda text: list(split(text)), min_df=2).fit(texts)
        return cls(split, vectorizer.get_feature_names_out(), vectorizer.idf_.astype(np.float32))

    def weights(self, text: str) -> tuple[list[int], np.ndarray]:
        """Places of the known pieces that occur, and their weights (a vector of length 1)."""
        counts = Counter(place for piece in self._split(text) if (place := self._places.get(piece)) is not None)
        places = list(counts)
        values = (1 + np.log(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))) * self.rarity[places]
        return places, values / max(float(np.linalg.norm(values)), 1e-9)

    def matrix(self, texts: Sequence[str]) -> scipy.sparse.csr_matrix:
        rows = [self.weights(text) for text in texts]
        ends = np.cumsum([0, *(len(places) for places, _ in rows)])
        places = np.concatenate([np.array(places, dtype=np.int32) for places, _ in rows])
        values = np.concatenate([values for _, values in rows])
        return scipy.sparse.csr_matrix((values, places, ends), shape=(len(texts), len(self.known)), dtype=np.float32)


@dataclass(frozen=True)
class Neighbours:
    """The examples by their sentence vectors: `codes` are the places of their intents among `count` names."""

    vectors: np.ndarray
    codes: np.ndarray
    count: int

    def probabilities(self, vectors: np.ndarray) -> np.ndarray:
        """One row a vector: intents by the likeness of the nearest examples, an intent's size weighing by its root."""
        likeness = vectors @ self.vectors.T
        nearest = min(NEIGHBOURS, len(self.codes))
        places = np.argpartition(-likeness, nearest - 1, axis=1)[:, :nearest]
        codes = self.codes[places]
        sizes = np.maximum(np.bincount(self.codes, minlength=self.count), 1)
        votes = np.exp((np.take_along_axis(likeness, places, axis=1) - 1) / NEIGHBOUR_WIDTH)
        votes *= np.sqrt(sizes.mean() / sizes)[codes]
        found = np.full((len(vectors), self.count), 1e-3)
        for row in range(len(vectors)):
            np.add.at(found[row], codes[row], votes[row])
        return found / found.sum(axis=1, keepdims=True)


@dataclass(frozen=True)
class Tuning:
    """`strength` is scikit-learn's C; `letters_share` weighs letters and sounds against words and vector,
    `neighbours_share` (0..1) the nearest examples against the regression; `weights` favour intents (1 where left out).
    """

    strength: float = 5.0
    letters_share: float = 1.0
    neighbours_share: float = 0.3
    weights: Mapping[str, float] = field(default_factory=dict)


class IntentModel:
    """`names` in the order of the columns of `probabilities`."""

    def __init__(
        self,
        names: list[str],
        tuning: Tuning,
        words: Pieces,
        letters: Pieces,
        neighbours: Neighbours,
        weights: np.ndarray,
        bias: np.ndarray,
        temperature: float,
    ) -> None:
        self.names = names
        self._tuning = tuning
        self._words = words
        self._letters = letters
        self._neighbours = neighbours
        self._weights = weights
        self._bias = bias
        self._temperature = temperature
        self._favour = np.array([tuning.weights.get(name, 1.0) for name in names])
        dimensions = len(weights) - len(words.known) - len(letters.known)
        self._of_vector, self._of_words, self._of_letters = np.split(
            weights, [dimensions, dimensions + len(words.known)]
        )

    @classmethod
    def fit(cls, examples: Examples, tuning: Tuning, misheard: Examples | None = None) -> IntentModel:
        """`misheard` are the same examples as a recogniser might write them: learnt from, but no neighbours."""
        names = sorted(set(examples.labels))
        every = examples.joined(misheard) if misheard else examples
        words, letters = Pieces.fit(word_groups, every.texts), Pieces.fit(letter_and_sound_groups, every.texts)
        once, times = every.distinct()
        of_letters = letters.matrix(once.texts) * tuning.letters_share
        parts = [scipy.sparse.csr_matrix(once.vectors), words.matrix(once.texts), of_letters]
        features = scipy.sparse.hstack(parts, format="csr").astype(np.float32)
        codes = once.codes(names)
        model = _regression(features, codes, tuning.strength, times)
        weights, bias = model.coef_, model.intercept_
        if len(names) == 2:
            weights, bias = np.vstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
        own = len(examples.distinct()[0].texts)
        return cls(
            names,
            tuning,
            words,
            letters,
            Neighbours(examples.vectors.astype(np.float16).astype(np.float32), examples.codes(names), len(names)),
            weights.T.astype(np.float32),
            bias.astype(np.float32),
            _held_out_temperature(features[:own], codes[:own], tuning.strength),
        )

    def probabilities(self, texts: Sequence[str], vectors: np.ndarray) -> np.ndarray:
        """One row a text: (len(texts), len(names)), each row's sum is 1."""
        scores = vectors @ self._of_vector + self._bias
        for row, text in enumerate(texts):
            for pieces, of_pieces, share in (
                (self._words, self._of_words, 1.0),
                (self._letters, self._of_letters, self._tuning.letters_share),
            ):
                places, values = pieces.weights(text)
                scores[row] += values @ of_pieces[places] * share
        near = self._tuning.neighbours_share
        logs = (1 - near) * _log_softmax(scores / self._temperature)
        if near:
            logs += near * np.log(self._neighbours.probabilities(vectors))
        found = np.exp(logs) * self._favour
        return found / found.sum(axis=1, keepdims=True)

    def save(self, folder: Path) -> None:
        np.savez_compressed(
            folder / _NUMBERS,
            weights=self._weights,
            bias=self._bias,
            words=self._words.rarity,
            letters=self._letters.rarity,
            examples=self._neighbours.vectors.astype(np.float16),
            codes=self._neighbours.codes,
        )
        named = {"names": self.names, "words": self._words.known, "letters": self._letters.known,
                 "tuning": asdict(self._tuning), "temperature": self._temperature}  # fmt: skip
        (folder / _WORDS).write_text(json.dumps(named), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        named = json.loads((folder / _WORDS).read_text(encoding="utf-8"))
        with np.load(folder / _NUMBERS) as numbers:
            return cls(
                named["names"],
                Tuning(**named["tuning"]),
                Pieces(word_groups, named["words"], numbers["words"]),
                Pieces(letter_and_sound_groups, named["letters"], numbers["letters"]),
                Neighbours(numbers["examples"].astype(np.float32), numbers["codes"], len(named["names"])),
                numbers["weights"],
                numbers["bias"],
                named["temperature"],
            )


@dataclass(frozen=True)
class Examples:
    """`vectors` has one row a text; `labels` are names of intents."""

    texts: Sequence[str]
    vectors: np.ndarray
    labels: Sequence[str]

    def codes(self, names: Sequence[str]) -> np.ndarray:
        return np.array([names.index(label) for label in self.labels])

    def joined(self, other: Examples) -> Examples:
        vectors = np.concatenate([self.vectors, other.vectors])
        return Examples([*self.texts, *other.texts], vectors, [*self.labels, *other.labels])

    def distinct(self) -> tuple[Examples, np.ndarray]:
        """Each text once for each of its intents, in the order of the first ones, and how often it is there."""
        times = Counter(zip(self.texts, self.labels, strict=True))
        first: dict[tuple[str, str], int] = {}
        for place, pair in enumerate(zip(self.texts, self.labels, strict=True)):
            first.setdefault(pair, place)
        vectors = self.vectors[list(first.values())]
        once = Examples([text for text, _ in first], vectors, [label for _, label in first])
        return once, np.array(list(times.values()), dtype=float)


def _regression(
    features: scipy.sparse.csr_matrix, codes: np.ndarray, strength: float, repeated: np.ndarray | None = None
) -> LogisticRegression:
    """Every intent weighs the same, a row as often as it is `repeated`. Stopped after `STEPS`: going on costs time and
    does worse on misheard utterances.
    """
    rows = np.ones(len(codes)) if repeated is None else repeated
    intents = np.bincount(codes, rows)
    balanced = rows * rows.sum() / (np.count_nonzero(intents) * intents[codes])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return LogisticRegression(C=strength, max_iter=STEPS).fit(features, codes, balanced)


def _held_out_temperature(features: scipy.sparse.csr_matrix, codes: np.ndarray, strength: float) -> float:
    """What makes the probabilities of a trial model honest on examples that it has not seen; 1 when these are few."""
    if int(np.bincount(codes).min()) < FEWEST_TO_HOLD_OUT:
        return 1.0
    features = features[:, np.unique(features.indices)]
    known, held_out = train_test_split(np.arange(len(codes)), test_size=HELD_OUT, stratify=codes, random_state=7)
    trial = _regression(features[known], codes[known], strength)
    scores = trial.decision_function(features[held_out])
    if scores.ndim == 1:
        scores = np.stack([-scores, scores], axis=1) / 2
    right = np.arange(len(held_out)), codes[held_out]
    return float(min(np.geomspace(0.2, 3.0, 40), key=lambda one: -float(_log_softmax(scores / one)[right].mean())))


def _log_softmax(scores: np.ndarray) -> np.ndarray:
    shifted = scores - scores.max(axis=1, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
