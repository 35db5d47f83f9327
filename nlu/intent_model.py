"""Which request an utterance is: logistic regression over its sentence vector and its letters.

The letters (character n-grams) help with short phrases and with words that a recogniser half heard. Probabilities are
calibrated by one temperature, chosen on held-out folds of the training data.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import scipy.sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold

_NUMBERS = "intent_model.npz"
_WORDS = "intent_model.json"


class IntentModel:
    """`names` in the order of the columns of `probabilities`."""

    def __init__(self, names: list[str], letters: TfidfVectorizer, weights: np.ndarray, bias: np.ndarray,
                 temperature: float, share: float) -> None:
        self.names = names
        self._letters = letters
        self._weights = weights
        self._bias = bias
        self._temperature = temperature
        self._share = share

    @classmethod
    def fit(cls, texts: Sequence[str], vectors: np.ndarray, labels: Sequence[str], *, strength: float = 8.0,
            letters_share: float = 0.5, folds: int = 5) -> IntentModel:
        """`strength` is scikit-learn's C; `letters_share` how much the letters weigh against the sentence vector."""
        names = sorted(set(labels))
        codes = np.array([names.index(label) for label in labels])
        letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=2)
        features = _features(letters.fit_transform(texts), vectors, letters_share)
        logits = np.zeros((len(texts), len(names)))
        smallest = int(np.bincount(codes).min())
        if smallest >= 2:
            for known, held_out in StratifiedKFold(min(folds, smallest), shuffle=True, random_state=7).split(features, codes):
                fold = _regression(strength).fit(features[known], codes[known])
                logits[held_out] = _logits(fold, features[held_out])
            temperature = _best_temperature(logits, codes)
        else:
            temperature = 1.0
        model = _regression(strength).fit(features, codes)
        if len(names) == 2:
            weights, bias = np.vstack([-model.coef_, model.coef_]) / 2, np.concatenate([-model.intercept_, model.intercept_]) / 2
        else:
            weights, bias = model.coef_, model.intercept_
        return cls(names, letters, weights.T.astype(np.float32), bias.astype(np.float32), temperature, letters_share)

    def probabilities(self, texts: Sequence[str], vectors: np.ndarray) -> np.ndarray:
        features = _features(self._letters.transform(texts), vectors, self._share)
        scores = np.asarray(features @ self._weights + self._bias) / self._temperature
        exponents = np.exp(scores - scores.max(axis=1, keepdims=True))
        return exponents / exponents.sum(axis=1, keepdims=True)

    def save(self, folder: Path) -> None:
        order = sorted(self._letters.vocabulary_, key=self._letters.vocabulary_.__getitem__)
        np.savez_compressed(folder / _NUMBERS, weights=self._weights, bias=self._bias, idf=self._letters.idf_)
        words = {"names": self.names, "letters": order, "temperature": self._temperature, "share": self._share}
        (folder / _WORDS).write_text(json.dumps(words), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> IntentModel:
        words = json.loads((folder / _WORDS).read_text(encoding="utf-8"))
        numbers = np.load(folder / _NUMBERS)
        letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True, min_df=2,
                                  vocabulary={word: index for index, word in enumerate(words["letters"])})
        letters.idf_ = numbers["idf"]
        return cls(words["names"], letters, numbers["weights"], numbers["bias"], words["temperature"], words["share"])


def _regression(strength: float) -> LogisticRegression:
    return LogisticRegression(C=strength, max_iter=500, class_weight="balanced")


def _features(letters: scipy.sparse.csr_matrix, vectors: np.ndarray, share: float) -> scipy.sparse.csr_matrix:
    return scipy.sparse.hstack([scipy.sparse.csr_matrix(vectors), letters * share], format="csr").astype(np.float32)


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
