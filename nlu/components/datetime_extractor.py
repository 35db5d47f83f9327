"""Entities `datetime` (values as `nlu.spoken.datetimes` gives them) and `more` "later", "earlier" or "other"."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.engine.recipes.default_recipe import DefaultV1Recipe

from nlu.components.context import Context
from nlu.components.extraction import Extractor, entity
from nlu.spoken.datetimes import find_datetimes
from nlu.spoken.more import find_more


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class DateTimeExtractor(Extractor):
    def found(self, text: str, context: Context, before: List[Dict[str, Any]]) -> List[Dict[str, Any]]:
        times = find_datetimes(text, context.now, context.zone, expecting=context.expecting, offered=context.offered, hours=context.hours)
        entities = [entity("datetime", value, value["start"], value["end"]) for value in times]
        more = find_more(text, offered=bool(context.offered) or context.expecting == "slot_choice")
        return entities + ([entity("more", more.kind, more.start, more.end)] if more else [])
