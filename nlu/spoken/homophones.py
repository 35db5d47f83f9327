"""Number words that recognisers write as other words: "at for thirty", "half passed three", "ate in the morning"."""

from collections.abc import Sequence
from dataclasses import replace

from nlu.spoken.calendar_dates import MONTHS, WEEKDAYS
from nlu.spoken.tokens import Token, words

_SOUNDS = {"to": 2, "too": 2, "for": 4, "fore": 4, "won": 1, "ate": 8}
_MINUTES = frozenset({15, 20, 25, 30, 35, 40, 45, 50, 55})
_AT = words("at after before until by")
_NEAR = words("about around")
_CLOCK_WORDS = words("oclock am pm ish p sharp")
_DAYS = frozenset(WEEKDAYS) | {"today", "tomorrow"}
_LEAD = words("yes yeah okay ok maybe say the so well like is")
_AFTER_A_TIME = _CLOCK_WORDS | words("a in please on or would works if is today tomorrow and thanks")


def hear_numbers(tokens: list[Token], expecting: str | None) -> list[Token]:
    """The tokens, with a word that sounds like a number as that number where only a clock time makes sense."""
    heard = list(tokens)
    for i, token in enumerate(tokens):
        if token.text == "passed" and _passes(heard, i):
            heard[i] = replace(token, text="past")
        if token.text == "forth" and _is_fourth(heard, i):
            heard[i] = Token("fourth", "ord", token.start, token.end, token.gap, 4, spelled=True)
        value = _SOUNDS.get(token.text)
        if value is not None and _is_hour(heard, i, expecting):
            heard[i] = Token(token.text, "num", token.start, token.end, token.gap, value, spelled=True)
    return heard


def _text(tokens: Sequence[Token], i: int) -> str:
    return tokens[i].text if 0 <= i < len(tokens) else ""


def _number(tokens: Sequence[Token], i: int) -> bool:
    return 0 <= i < len(tokens) and tokens[i].kind == "num"


def _is_fourth(tokens: Sequence[Token], i: int) -> bool:
    """ "the forth of november", "november forth"; not "back and forth"."""
    dated = _text(tokens, i + 1) in MONTHS or (_text(tokens, i + 1) == "of" and _text(tokens, i + 2) in MONTHS)
    return dated or _text(tokens, i - 1) in {*MONTHS, *WEEKDAYS, "the"}


def _passes(tokens: Sequence[Token], i: int) -> bool:
    """ "half passed three", "ten passed for"."""
    amount = _text(tokens, i - 1) in ("half", "quarter") or _number(tokens, i - 1)
    return amount and (_number(tokens, i + 1) or _text(tokens, i + 1) in _SOUNDS)


def _is_hour(tokens: Sequence[Token], i: int, expecting: str | None) -> bool:
    before, after = _text(tokens, i - 1), _text(tokens, i + 1)
    if before in MONTHS and _text(tokens, i) == "ate":
        return True
    if after == "oclock" and _text(tokens, i) != "to":
        return True
    minutes = _minutes_at(tokens, i + 1)
    if before == "between" or (before == "and" and "between" in {_text(tokens, i - k) for k in (3, 4, 5)}):
        return after in ("", "and") or after in _AFTER_A_TIME
    if before in _NEAR:
        return minutes or after in _CLOCK_WORDS or (not after and _text(tokens, i - 2) in _DAYS)
    ends = not after or bool(tokens[i + 1].gap)
    if before in _AT:
        return minutes or ends or after in _AFTER_A_TIME or after in _DAYS
    if before == "past" and (_text(tokens, i - 2) in ("half", "quarter") or _number(tokens, i - 2)):
        return ends or after in _AFTER_A_TIME or after in _DAYS
    if before == "to" and (_text(tokens, i - 2) == "quarter" or _number(tokens, i - 2)):
        return ends or after in _CLOCK_WORDS or after in _DAYS
    if before in _DAYS:
        return minutes
    asked = expecting in ("datetime", "slot_choice")
    return asked and minutes and all(token.text in _LEAD for token in tokens[:i])


def _minutes_at(tokens: Sequence[Token], i: int) -> bool:
    """Whether minutes of an hour stand at i, and no amount of minutes, dollars or the like."""
    if not _number(tokens, i) or tokens[i].value not in _MINUTES or not tokens[i].spelled:
        return False
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    return following is None or bool(following.gap) or following.text in _AFTER_A_TIME or following.text in _DAYS
