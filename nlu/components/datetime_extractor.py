"""Entities `datetime` (values as `nlu.spoken.datetimes` gives them), `choice` {"index"} and `more`.

`choice` is which of the offered times is taken, `more` "later", "earlier" or "other" the wish for other ones. Digits
of a telephone number, a code, an address or a date of birth are no times.
"""

from __future__ import annotations

from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe

from nlu.choices_by_ear import choice_by_ear
from nlu.components.context import Context
from nlu.components.extraction import Extractor, entity
from nlu.spoken.choices import find_choice
from nlu.spoken.datetimes import find_datetimes
from nlu.spoken.more import find_more

_OTHER_NUMBERS = {"phone", "code", "address", "date_of_birth", "email", "message", "purpose", "person_name"}


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class DateTimeExtractor(Extractor):
    def found(self, text: str, context: Context, before: list[dict[str, Any]]) -> list[dict[str, Any]]:
        taken = [
            (each["start"], each["end"])
            for each in before
            if each["entity"] in _OTHER_NUMBERS and each["value"] != "caller"
        ]
        times = [
            time
            for time in find_datetimes(
                text,
                context.now,
                context.zone,
                expecting=context.expecting,
                offered=context.offered,
                hours=context.hours,
            )
            if not any(start < time["end"] and time["start"] < end for start, end in taken)
        ]
        entities = [entity("datetime", time, time["start"], time["end"]) for time in times]
        index = find_choice(text, context.offered, times) if context.offered else None
        if index is not None:
            return [*entities, entity("choice", {"index": index}, 0, len(text))]
        more = find_more(text, offered=bool(context.offered) or context.expecting == "slot_choice")
        if more:
            return [*entities, entity("more", more.kind, more.start, more.end)]
        if context.expecting == "slot_choice" and context.offered and not entities and not before:
            index = choice_by_ear(text, context.offered)
            return [entity("choice", {"index": index}, 0, len(text))] if index is not None else []
        return entities
