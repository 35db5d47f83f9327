"""Entities `doctor` {"name", "score", "candidates"} and `unknown_doctor` (what was said after "doctor")."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe

from nlu.components.context import Context
from nlu.components.extraction import Extractor, entity
from nlu.doctor_mentions import find_mentions


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class DoctorExtractor(Extractor):
    def found(self, text: str, context: Context, before: list[dict[str, Any]]) -> list[dict[str, Any]]:
        entities = []
        for mention in find_mentions(text, context.directory.names, context.expecting):
            if mention.names:
                value = {"name": mention.names[0], "score": mention.score, "candidates": list(mention.names)}
                if mention.leaving:
                    value["role"] = "current"
                entities.append(entity("doctor", value, mention.start, mention.end))
            else:
                entities.append(entity("unknown_doctor", mention.text, mention.start, mention.end))
        return entities
