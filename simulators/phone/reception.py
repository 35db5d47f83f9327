"""The person at the clinic's reception, who is rung by a Dial."""

from __future__ import annotations

from typing import Literal

Behaviour = Literal["answers", "declines", "no_answer", "busy"]


class Reception:
    """How whoever is dialled reacts. Emergency services (three digits) always answer."""

    def __init__(self, behaviour: Behaviour = "answers") -> None:
        self._behaviour = behaviour

    def reaction_to(self, number: str) -> Behaviour:
        return "answers" if len(number.lstrip("+")) <= 3 else self._behaviour
