"""Entities `department`, one that the clinic has, in its own spelling, and `unknown_department`, one that it lacks."""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe

from nlu.components.context import Context
from nlu.components.extraction import Extractor, entity
from nlu.departments import find_departments, find_missing

_ABOUT_SOMETHING_ELSE = {"name", "caller_name", "phone", "email", "address", "purpose", "message", "verification"}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class DepartmentExtractor(Extractor):
    def found(self, text: str, context: Context, before: list[dict[str, Any]]) -> list[dict[str, Any]]:
        if context.expecting in _ABOUT_SOMETHING_ELSE:
            return []
        own = context.directory.departments
        found = [
            entity("department", mention.department, mention.start, mention.end)
            for mention in find_departments(text, own)
        ]
        missing = find_missing(text, own) if not found else None
        return [entity("unknown_department", missing.department, missing.start, missing.end)] if missing else found
