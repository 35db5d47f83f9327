"""Sets the wording that tells the request: tidied, with stand-ins for names and days, and with what was probably said
where a recogniser wrote something unlikely. The examples are taken as they were written.
"""

from __future__ import annotations

import json
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu import mishearing, noisy_channel
from nlu.components.sources import fingerprint
from nlu.noisy_channel import NoisyChannel
from nlu.spoken import fillers, stand_ins

WORDING = "wording"
_DOCTORS = ("doctor", "unknown_doctor")
_FILE = "word_pairs.json"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class Wording(GraphComponent):
    def __init__(self, model_storage: ModelStorage, resource: Resource, channel: NoisyChannel | None = None) -> None:
        self._model_storage = model_storage
        self._resource = resource
        self._channel = channel

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Wording:
        return cls(model_storage, resource)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        return fingerprint(fillers, stand_ins, mishearing, noisy_channel)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> Wording:
        with model_storage.read_from(resource) as folder:
            return cls(model_storage, resource, NoisyChannel(json.loads((folder / _FILE).read_text(encoding="utf-8"))))

    def train(self, training_data: TrainingData) -> Resource:
        self._channel = NoisyChannel.fit(_wording(each) for each in training_data.intent_examples if each.get(TEXT))
        with self._model_storage.write_to(self._resource) as folder:
            pairs = [[*words, count] for words, count in self._channel.pairs.items()]
            (folder / _FILE).write_text(json.dumps(pairs), encoding="utf-8")
        return self._resource

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        for message in training_data.training_examples:
            if message.get(TEXT):
                message.set(WORDING, _wording(message))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            if message.get(TEXT):
                heard = _wording(message)
                message.set(WORDING, self._channel.said(heard) if self._channel else heard)
        return messages


def _wording(message: Message) -> str:
    entities = message.get(ENTITIES) or []
    doctors = [(each["start"], each["end"]) for each in entities if each["entity"] in _DOCTORS]
    return stand_ins.with_stand_ins(fillers.tidy(stand_ins.with_stand_in_doctors(message.get(TEXT), doctors)))
