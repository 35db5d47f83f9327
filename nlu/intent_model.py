"""Which request an utterance is: logistic regression over its sentence vector, its words and its letters.

Words and letters (n-grams) help with short phrases and with words that a recogniser half heard. Probabilities are
calibrated by one temperature, chosen on a held-out part of the training data.
"""

from __future__ import annotations

import itertools
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import scipy.sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split

_NUMBERS = "intent_model.npz"
_WORDS = "intent_model.json"
HELD_OUT = 0.2
FEWEST_TO_HOLD_OUT = 10


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


class IntentModel:
    """`names` in the order of the columns of `probabilities`."""

    def __init__(
        self,
        names: list[str],
        words: Pieces,
        letters: Pieces,
        letters_share: float,
        weights: np.ndarray,
        bias: np.ndarray,
        temperature: float,
    ) -> None:
        self.names = names
        self._words = words
        self._letters = letters
        self._letters_share = letters_share
        self._weights = weights
        self._bias = bias
        self._temperature = temperature
        dimensions = len(weights) - len(words.known) - len(letters.known)
        self._of_vector, self._of_words, self._of_letters = np.split(
            weights, [dimensions, dimensions + len(words.known)]
        )

    @classmethod
    def fit(
        cls, texts: Sequence[str], vectors: np.ndarray, labels: Sequence[str], *, strength: float, letters_share: float
    ) -> IntentModel:
        """`strength` is scikit-learn's C; `letters_share` how much the letters weigh against words and vector."""
        names = sorted(set(labels))
        codes = np.array([names.index(label) for label in labels])
        words, letters = Pieces.fit(word_groups, texts), Pieces.fit(letter_groups, texts)
        features = scipy.sparse.hstack(
            [scipy.sparse.csr_matrix(vectors), words.matrix(texts), letters.matrix(texts) * letters_share], format="csr"
        ).astype(np.float32)
        temperature = 1.0
        if int(np.bincount(codes).min()) >= FEWEST_TO_HOLD_OUT:
            known, held_out = train_test_split(
                np.arange(len(codes)), test_size=HELD_OUT, stratify=codes, random_state=7
            )
            trial = _regression(strength).fit(features[known], codes[known])
            temperature = _best_temperature(_logits(trial, features[held_out]), codes[held_out])
        model = _regression(strength).fit(features, codes)
        weights, bias = model.coef_, model.intercept_
        if len(names) == 2:
            weights, bias = np.vstack([-weights, weights]) / 2, np.concatenate([-bias, bias]) / 2
        return cls(
            names, words, letters, letters_share, weights.T.astype(np.float32), bias.astype(np.float32), temperature
        )

    def probabilities(self, texts: Sequence[str], vectors: np.ndarray) -> np.ndarray:
        """One row a text: (len(texts), len(names)), each row's sum is 1."""
        scores = vectors @ self._of_vector + self._bias
        for row, text in enumerate(texts):
            for pieces, of_pieces, share in (
                (self._words, self._of_words, 1.0),
                (self._letters, self._of_letters, self._letters_share),
            ):
                places, values = pieces.weights(text)
                scores[row] += values @ of_pieces[places] * share
        exponents = np.exp((scores - scores.max(axis=1, keepdims=True)) / self._temperature)
        return exponents / exponents.sum(axis=1, keepdims=True)

    def save(self, folder: Path) -> None:
        np.savez_compressed(
            folder / _NUMBERS,
            weights=self._weights,
            bias=self._bias,
            words=self._words.rarity,
            letters=self._letters.rarity,
        )
        named = {"names": self.names, "words": self._words.known, "letters": self._letters.known,
                 "letters_share": self._letters_share, "temperature": self._temperature}  # fmt: skip
        (folder / _WORDS).write_text(json.dumps(named), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        named = json.loads((folder / _WORDS).read_text(encoding="utf-8"))
        with np.load(folder / _NUMBERS) as numbers:
            words = Pieces(word_groups, named["words"], numbers["words"])
            letters = Pieces(letter_groups, named["letters"], numbers["letters"])
            return cls(
                named["names"],
                words,
                letters,
                named["letters_share"],
                numbers["weights"],
                numbers["bias"],
                named["temperature"],
            )


def _regression(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=300, tol=1e-3, class_weight="balanced")


def _logits(model: LogisticRegression, features: scipy.sparse.csr_matrix) -> np.ndarray:
    scores = model.decision_function(features)
    return scores if scores.ndim == 2 else np.stack([-scores, scores], axis=1) / 2


def _best_temperature(logits: np.ndarray, codes: np.ndarray) -> float:
    def loss(temperature: float) -> float:
        scaled = logits / temperature
        top = scaled.max(axis=1)
        spread = top + np.log(np.exp(scaled - top[:, None]).sum(axis=1))
        return float((spread - scaled[np.arange(len(codes)), codes]).mean())

    return float(min(np.geomspace(0.2, 3.0, 40), key=loss))
