"""Entity `department`: one that the clinic has, in its own spelling."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe

from nlu.components.context import Context
from nlu.components.extraction import Extractor, entity
from nlu.departments import find_departments

_ABOUT_SOMETHING_ELSE = {"name", "caller_name", "phone", "email", "address", "purpose", "message", "verification"}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class DepartmentExtractor(Extractor):
    def found(self, text: str, context: Context, before: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if context.expecting in _ABOUT_SOMETHING_ELSE:
            return []
        return [
            entity("department", mention.department, mention.start, mention.end)
            for mention in find_departments(text, context.directory.departments)
        ]
