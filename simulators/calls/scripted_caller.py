"""A caller who follows a call file."""

from __future__ import annotations

from collections import Counter

from simulators.calls.call_file import Call, HangupTurn, PressTurn, SayTurn, SilenceTurn, Turn
from simulators.phone.callers import Act, HangUp, Press, Prompt, Say, Silence

PATIENCE = 3


class ScriptedCaller:
    """Says the opening first, then answers by what the agent expects; or follows `turns` one by one.

    What the file has no answer for is met with silence, and after three silences in a row the caller hangs up.
    """

    def __init__(self, call: Call) -> None:
        self._call = call
        self._opening = call.opening
        self._turns = list(call.turns or ())
        self._asked: Counter[str] = Counter()
        self._silences = 0

    def react(self, prompt: Prompt) -> Act:
        act = _act(self._next(prompt.expecting))
        if not isinstance(act, Silence):
            self._silences = 0
        elif self._silences == PATIENCE:
            return HangUp()
        else:
            self._silences += 1
        return act

    def _next(self, expecting: str | None) -> Turn | None:
        if self._call.turns is not None:
            return self._turns.pop(0) if self._turns else None
        if self._opening is not None:
            opening, self._opening = self._opening, None
            return opening
        answers = self._call.answers.get(expecting or "", [])
        if not answers:
            return None
        self._asked[expecting or ""] += 1
        return answers[min(self._asked[expecting or ""], len(answers)) - 1]


def _act(turn: Turn | None) -> Act:
    match turn:
        case SayTurn(say=text, confidence=confidence):
            return Say(text, confidence)
        case PressTurn(press=digits):
            return Press(digits)
        case HangupTurn():
            return HangUp()
        case SilenceTurn() | None:
            return Silence()
