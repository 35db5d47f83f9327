"""The pipeline of config.yml, trained in this process on some of the examples: for evaluation.

What Rasa does for `rasa train` takes half a minute, most of it for the dialogue; this takes a few seconds. No sentence
is encoded twice in one process.
"""

from __future__ import annotations

import importlib
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import yaml
from rasa.engine.graph import ExecutionContext, GraphComponent, GraphSchema
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.nlu.constants import INTENT, INTENT_NAME_KEY, PREDICTED_CONFIDENCE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu import encoder
from nlu.example_files import ROOT, Utterance

CONFIG = ROOT / "config.yml"
Answer = tuple[str, float]


class Retrained:
    """Raises whatever a component raises when the examples are too few for it."""

    def __init__(self, examples: Sequence[Utterance], config: Path = CONFIG) -> None:
        _remember_vectors()
        self._folder = tempfile.TemporaryDirectory(prefix="retrained-")
        data = TrainingData([Message({TEXT: each.text, INTENT: each.intent}) for each in examples])
        context, storage = ExecutionContext(GraphSchema({})), LocalModelStorage(Path(self._folder.name))
        self._components: list[Any] = []
        for item in yaml.safe_load(config.read_text(encoding="utf-8"))["pipeline"]:
            kind, settings = _component(item)
            component: Any = kind.create(settings, storage, Resource(item["name"]), context)
            if hasattr(component, "train"):
                component.train(data)
            if hasattr(component, "process_training_data"):
                data = component.process_training_data(data)
            self._components.append(component)

    def answers(self, texts: Sequence[str]) -> list[Answer]:
        """Intent and confidence of each, as at the start of a call, where nothing has been asked yet."""
        messages = [Message({TEXT: text, "metadata": {}}) for text in texts]
        for component in self._components:
            messages = component.process(messages)
        found = [message.get(INTENT) or {} for message in messages]
        return [
            (str(each.get(INTENT_NAME_KEY)), float(each.get(PREDICTED_CONFIDENCE_KEY) or each.get("confidence") or 0.0))
            for each in found
        ]


def _component(item: dict[str, Any]) -> tuple[type[GraphComponent], dict[str, Any]]:
    module, _, name = item["name"].rpartition(".")
    kind = getattr(importlib.import_module(module), name)
    return kind, {**kind.get_default_config(), **{key: value for key, value in item.items() if key != "name"}}


class _Remembering:
    """The encoder, with a memory for every sentence."""

    def __init__(self, encoding: encoder.Encoder) -> None:
        self._encoding = encoding
        self._known: dict[str, np.ndarray] = {}

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        for start in range(0, len(new), encoder.BATCH):
            batch = sorted(new, key=len)[start : start + encoder.BATCH]
            self._known.update(zip(batch, self._encoding.encode([*batch, ""])[:-1], strict=True))
        return np.stack([self._known[text] for text in texts]) if texts else self._encoding.encode([])


def _remember_vectors() -> None:
    if not isinstance(encoder.shared_encoder(), _Remembering):
        remembering = _Remembering(encoder.shared_encoder())
        encoder.shared_encoder = lambda: remembering  # type: ignore[assignment]
