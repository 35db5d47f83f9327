"""Numbers that count people or measure a thing where an hour could stand: "a table for four", "ten to twelve kilos"."""

from collections.abc import Sequence

from nlu.spoken.amounts import ALL_UNITS
from nlu.spoken.calendar_dates import MONTHS, WEEKDAYS
from nlu.spoken.said import text_at
from nlu.spoken.tokens import Token, words

Tokens = Sequence[Token]

_SEATED = words("table tables seating seats space room dinner brunch")
_SEATS = words("for seat accommodate are we're")
_RATES = words("rate rating score scale rank ranking stars")
_HOUR_FOLLOWS = words("am pm a p oclock thirty fifteen ish sharp hundred")
_STARTS_AN_HOUR = words("half quarter a noon")
_DAY_WORDS = words("on this next coming the of today tomorrow tonight please") | WEEKDAYS.keys() | MONTHS.keys()
_MEASURES = words(
    "kilo kilos kilogram kilograms kg grams gram ounce ounces oz pound pounds lbs stone cup cups glass glasses litre "
    "litres liter liters ml metre metres meter meters km kilometre kilometres kilometer kilometers mile miles inches "
    "feet cigarettes drinks units beats steps calories percent dollars bucks euros quid cents people persons"
)
_AHEAD = words("from later ago time")
_STAYS = words("stay stays stayed staying remain remains")
_HOURS_OF_A_DAY = 24
_A_HUNDRED = 100


def counted(tokens: Tokens) -> set[int]:
    """Indexes of the numbers that count or measure."""
    masked: set[int] = set()
    for i, token in enumerate(tokens):
        if token.kind != "num":
            continue
        other = i + 2 if text_at(tokens, i + 1) in ("to", "and", "or") else i
        paired = other > i and other < len(tokens) and tokens[other].kind == "num"
        if paired and (_measures(tokens, i, other) or _of_a_scale(tokens, i, other)):
            masked.update((i, other))
        if not _with_minutes(tokens, i) and (_is_a_party(tokens, i) or _is_kept_at(tokens, i)):
            masked.add(i)
    return masked


def _with_minutes(tokens: Tokens, i: int) -> bool:
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    if following is None:
        return False
    part = following.text == "in" and text_at(tokens, i + 2) == "the"
    minutes = following.kind == "num" and following.value >= 10
    return following.text in _HOUR_FOLLOWS or minutes or part


def _is_a_party(tokens: Tokens, i: int) -> bool:
    """ "a table for four on friday"; "we are four on friday at three", where the hour comes after the day."""
    if text_at(tokens, i - 1) not in _SEATS:
        return False
    if text_at(tokens, i - 1) == "for" and text_at(tokens, i - 2) in _SEATED:
        return True
    k = i + 1
    while k < len(tokens) and (tokens[k].text in _DAY_WORDS or tokens[k].kind == "ord"):
        k += 1
    dayed = any(token.text in WEEKDAYS or token.kind == "ord" for token in tokens[i + 1 : k])
    dayed = dayed or bool({"today", "tomorrow", "tonight"} & {token.text for token in tokens[i + 1 : k]})
    timed = k + 1 < len(tokens) and (tokens[k + 1].kind in ("num", "clock") or tokens[k + 1].text in _STARTS_AN_HOUR)
    return dayed and timed and text_at(tokens, k) == "at"


def _measures(tokens: Tokens, i: int, other: int) -> bool:
    """ "ten to fifteen pounds", "between five and ten minutes"; not "in two to four weeks"."""
    after = text_at(tokens, other + 1)
    if after in _MEASURES:
        return True
    spans = text_at(tokens, i - 1) == "between" and text_at(tokens, i - 2) not in ("in", "within")
    return spans and after in ALL_UNITS and text_at(tokens, other + 2) not in _AHEAD


def _of_a_scale(tokens: Tokens, i: int, other: int) -> bool:
    """ "between 0 and 100", "rate it from one to five": a bare nought is no hour; "1400 to 1600" are two."""
    low, high = tokens[i], tokens[other]
    if text_at(tokens, i + 1) == "or" or low.text in ("oh", "o") or _with_minutes(tokens, other):
        return False
    if _RATES & {token.text for token in tokens[max(0, i - 6) : i]}:
        return True
    return low.value == 0 or (low.value < _A_HUNDRED and high.value >= _A_HUNDRED)


def _is_kept_at(tokens: Tokens, i: int) -> bool:
    """ "should i stay at seventeen": of a dose or a level; "make it twenty" of a number of people."""
    if text_at(tokens, i - 1) == "at" and text_at(tokens, i - 2) in _STAYS:
        return True
    made = text_at(tokens, i - 1) == "it" and text_at(tokens, i - 2) == "make"
    return made and 12 < tokens[i].value <= _HOURS_OF_A_DAY
