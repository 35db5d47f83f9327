"""Sets `intent`, `intent_ranking` and `intents` from the sentence vector, the letters, and what was just asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import ENTITIES, INTENT, INTENT_RANKING_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from nlu import encoder, integer_products, intent_model, mishearing
from nlu.components.context import context_of
from nlu.components.sentence_encoder import SentenceEncoder
from nlu.components.sources import fingerprint
from nlu.components.transcript_cleaner import TIDY
from nlu.components.wording import WORDING
from nlu.expectation import FALLBACK, OUT_OF_SCOPE, Heard, Meaning, meaning, relevant, shared_out
from nlu.intent_model import Examples, IntentModel, Tuning
from nlu.mishearing import FREQUENT, mishearings
from nlu.several_bookings import in_parts
from nlu.spoken.clauses import clauses
from nlu.spoken.emergency import find_emergency
from nlu.spoken.silence import is_noise

INTENTS = "intents"
RANKED = 5
SEED = 11


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class RequestClassifier(GraphComponent, IntentClassifier):
    @classmethod
    def required_components(cls) -> list[type]:
        return [SentenceEncoder]

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`threshold`: below it the intent is nlu_fallback; `weights` as in `Tuning`; `misheard`: the shares of
        words that are wrong in the copies of each example that are learnt from beside it.
        """
        return {"threshold": 0.3, "weights": {"out_of_scope": 2.0}, "misheard": [0.1, 0.2, 0.3]}

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: IntentModel | None = None,
    ) -> None:
        self._config = config
        self._model_storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> RequestClassifier:
        return cls(config, model_storage, resource)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        return fingerprint(intent_model, encoder, integer_products, mishearing, mishearing.TABLE)

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> RequestClassifier:
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, IntentModel.load(folder))

    def train(self, training_data: TrainingData) -> Resource:
        examples = [example for example in training_data.intent_examples if example.get(TEXT) and example.get(TIDY)]
        texts = [example.get(WORDING) for example in examples]
        labels = [example.get(INTENT) for example in examples]
        frequent, rates = encoder.frequent_words(FREQUENT), self._config["misheard"]
        misheard = [text for copy, rate in enumerate(rates) for text in mishearings(texts, rate, SEED + copy, frequent)]
        self._model = IntentModel.fit(
            Examples(texts, np.concatenate([_vector(example) for example in examples]), labels),
            Tuning(weights=self._config["weights"]),
            Examples(misheard, encoder.encode(misheard), labels * len(rates)),
        )
        with self._model_storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            found = self._meaning(message)
            intents = _ranking([(name, found.confidence) for name in found.intents[:1]])
            message.set(INTENT, intents[0], add_to_output=True)
            message.set(INTENT_RANKING_KEY, _ranking(found.ranking[:RANKED]) or intents, add_to_output=True)
            entities: Sequence[Mapping[str, Any]] = relevant(message.get(ENTITIES) or [], found.intents)
            if found.by_clause:
                entities = shared_out(message.get(TEXT) or "", entities, found.by_clause)
            if _may_book(found, context_of(message.get("metadata")).expecting):
                entities = in_parts(message.get(TEXT) or "", entities)
            message.set(ENTITIES, list(entities), add_to_output=True)
            message.set(INTENTS, _said(found), add_to_output=True)
        return messages

    def _meaning(self, message: Message) -> Meaning:
        text, tidy = message.get(TEXT) or "", message.get(TIDY) or ""
        if self._model is None or text.startswith("/"):
            return Meaning([FALLBACK], 0.0)
        parts = clauses(message.get(WORDING) or tidy)
        context = context_of(message.get("metadata"))
        noise = is_noise(text) or not tidy
        return meaning(
            Heard(
                text=text,
                tidy=tidy,
                clauses=parts,
                scores=[] if noise else self._scores(message, parts if len(parts) > 1 else []),
                entities=message.get(ENTITIES) or [],
                expecting=context.expecting,
                offered=context.offered,
                noise=noise,
                emergency=find_emergency(text),
            ),
            self._config["threshold"],
        )

    def _scores(self, message: Message, parts: list[str]) -> Sequence[Mapping[str, float]]:
        assert self._model is not None
        vectors = np.concatenate([_vector(message), encoder.encode(parts)]) if parts else _vector(message)
        rows = self._model.probabilities([message.get(WORDING), *parts], vectors)
        return [dict(zip(self._model.names, map(float, row), strict=True)) for row in rows]


def _may_book(found: Meaning, expecting: str | None) -> bool:
    bare = found.intents[0] in ("inform", "affirm") and expecting in (None, "request", "anything_else", "doctor")
    return "book_appointment" in found.intents or bare


def _vector(message: Message) -> np.ndarray:
    _, sentence = message.get_dense_features(TEXT)
    return sentence.features if sentence is not None else encoder.encode([message.get(WORDING) or ""])


def _said(found: Meaning) -> list[str]:
    """What is refused for want of confidence is out of scope; noise is nothing."""
    if found.intents == [FALLBACK]:
        return [OUT_OF_SCOPE] if found.ranking else []
    return found.intents


def _ranking(pairs: Sequence[Any]) -> list[dict[str, Any]]:
    return [{"name": name, "confidence": round(float(score), 4)} for name, score in pairs]
