"""Rasa's entity form, and the base of the extractors: each looks at one message with its context."""

from __future__ import annotations

from abc import abstractmethod
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message

from nlu.components.context import Context, context_of


def entity(kind: str, value: Any, start: int, end: int) -> dict[str, Any]:
    return {"entity": kind, "value": value, "start": start, "end": end}


class Extractor(GraphComponent, EntityExtractorMixin):
    """Subclasses implement `found`; nothing is kept between messages, which may be processed at the same time."""

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> Extractor:
        return cls()

    @abstractmethod
    def found(self, text: str, context: Context, before: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The entities of `text`; `before` are those of the extractors that came first."""

    def process(self, messages: list[Message]) -> list[Message]:
        for message in messages:
            text = message.get(TEXT) or ""
            if text.startswith("/"):
                continue
            before = message.get(ENTITIES) or []
            own = self.add_extractor_name(self.found(text, context_of(message.get("metadata")), before))
            message.set(ENTITIES, before + own, add_to_output=True)
        return messages
