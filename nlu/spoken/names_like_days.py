"""People and streets that are called like days and months: "doctor May", "my daughter June", "Sunday Drive"."""

from collections.abc import Sequence

from nlu.spoken.calendar_dates import MONTHS, WEEKDAYS
from nlu.spoken.first_names import FIRST_NAMES
from nlu.spoken.said import text_at, words_at
from nlu.spoken.surnames import SURNAMES
from nlu.spoken.tokens import Token, phrases, words

Tokens = Sequence[Token]

STREETS = words(
    "street st avenue ave road rd drive lane boulevard court place highway apartment suite floor square terrace"
)
_ALSO_STREETS = words("way circle crescent row parkway trail alley")
_TITLES = words("doctor dr doc mr mrs miss ms professor prof nurse doctor's mister missus missis")
_KIN = words(
    "daughter son wife husband mother father mom dad sister brother friend girl boy baby patient aunt niece tell named "
    "called colleague grandmother granddaughter dog cat"
)
_FIRST_NAMES = words("april may june august")
_OWNERS = words("my our his her their")
_OF_A_PERSON = words("her she she's his he he's who who's")
_ALSO_NAMES = words("noon lunch morning christmas")
_INTRODUCING = phrases("this is, name is, name's, my name's, speaking to, i'm, i am, it's")
_BEFORE_A_DATE = words(
    "on for to by of is it's after before until till from make say said mean meant and or not do about"
)
_BESIDE = words("near behind beside opposite by past at called")
_TIMES = words("at morning afternoon evening oclock am pm")


def names_like_days(tokens: Tokens, expecting: str | None) -> set[int]:
    """Indexes of the tokens that name a person or a street."""
    masked: set[int] = set()
    asked = expecting in ("name", "caller_name") and len(tokens) <= 4
    if asked and not any(token.kind in ("num", "clock") for token in tokens):
        masked |= {i for i, token in enumerate(tokens) if _like_a_day(token.text) and text_at(tokens, i - 1) != "on"}
    if len(tokens) == 2 and not tokens[1].gap and expecting not in ("datetime", "slot_choice"):
        _full_name(tokens, masked)
    masked |= _numbered_names(tokens, expecting) | _places(tokens) | _introduced(tokens, expecting)
    spelled = _spelled(tokens)
    for i, token in enumerate(tokens):
        if token.text == "name" and text_at(tokens, i + 1) in ("is", "was"):
            masked.update(k for k in (i + 2, i + 3) if text_at(tokens, k) in {*MONTHS, "noon"})
        elif not (_like_a_day(token.text) or token.text in _ALSO_NAMES):
            continue
        elif _is_name(tokens, i, expecting) or token.text in spelled:
            masked.add(i)
    if expecting in ("name", "caller_name"):
        names = {tokens[i].text for i in masked}
        masked |= {i for i, token in enumerate(tokens) if token.text in names}
    return masked


def _like_a_day(word: str) -> bool:
    return word in MONTHS or word in WEEKDAYS or word == "noon"


def _is_name(tokens: Tokens, i: int, expecting: str | None) -> bool:
    word, before, after = tokens[i].text, text_at(tokens, i - 1), text_at(tokens, i + 1)
    others = any(token.text in WEEKDAYS for k, token in enumerate(tokens) if k != i)
    anyone = word in WEEKDAYS and text_at(tokens, i - 2) in ("the", "a", "any")  # "see the nurse tuesday"
    dated = word in MONTHS and _ordinal_follows(tokens, i)
    titled = before in _TITLES and not anyone and "," not in tokens[i].gap and not dated
    if titled and (word not in WEEKDAYS or others or not _time_follows(tokens, i)):
        return True
    if word in _FIRST_NAMES and words_at(tokens, i - 2, "behalf", "of"):
        return True
    if after in STREETS | _ALSO_STREETS and text_at(tokens, i + 2) != "at":
        return True
    if (word in MONTHS and before in _KIN and not dated) or before in ("dog", "cat", "named", "called"):
        return True
    if word in _FIRST_NAMES and before == "is" and text_at(tokens, i - 2) in ("this", "name"):
        return True
    if _like_a_day(word) and before in _FIRST_NAMES and i > 1 and _is_name(tokens, i - 1, expecting):
        return True
    if i == 0 and after == "is" and text_at(tokens, 2) in _OWNERS and text_at(tokens, 3) in _KIN:
        return True  # "sunday is our dog"
    explained = words_at(tokens, i + 1, "as", "in") or (after == "with" and text_at(tokens, i + 2) in ("a", "an", "no"))
    if explained and before in ("", "it's", "is") and expecting in ("name", "caller_name"):
        return True  # "friday with an e", "it's march as in the month"
    if word in _FIRST_NAMES and after == "is" and text_at(tokens, i + 2) in _OWNERS:
        return True  # "june is my grandmother"
    if word in _FIRST_NAMES and before == "for" and after in _OF_A_PERSON:
        return True  # "I'm calling for april, her mom's at work"
    calls = words_at(tokens, i - 2, "it's", "for") or words_at(tokens, i - 2, "calling", "for")
    return word in _FIRST_NAMES and calls and i + 1 == len(tokens) and expecting != "datetime"


def _time_follows(tokens: Tokens, i: int) -> bool:
    following = tokens[i + 1] if i + 1 < len(tokens) else None
    return following is not None and (following.kind in ("num", "clock") or following.text in _TIMES)


def _ordinal_follows(tokens: Tokens, i: int) -> bool:
    k = i + 2 if text_at(tokens, i + 1) == "the" else i + 1
    return k < len(tokens) and tokens[k].kind == "ord"


def _full_name(tokens: Tokens, masked: set[int]) -> None:
    """ "sunday okafor", "joe friday": a first name with a surname, of which one is a weekday or a month too."""
    first, last = tokens[0].text, tokens[1].text
    if _like_a_day(first) and tokens[1].kind == "word" and last in SURNAMES:
        masked.add(0)
    if _like_a_day(last) and first in FIRST_NAMES and not _like_a_day(first):
        masked.add(1)


def _introduced(tokens: Tokens, expecting: str | None) -> set[int]:
    """ "this is wednesday adams", "my name is robert sunday"."""
    masked: set[int] = set()
    for k in range(len(tokens) - 1):
        starts = [k + len(words) for words in _INTRODUCING if words_at(tokens, k, *words)]
        starts += [0] if k == 0 and expecting in ("name", "caller_name") else []
        for i in starts:
            first, last = text_at(tokens, i), text_at(tokens, i + 1)
            named = last in SURNAMES or "name" in {token.text.removesuffix("'s") for token in tokens[k:i]}
            if first in WEEKDAYS and named and last not in _TIMES and not _time_follows(tokens, i):
                masked.add(i)
            if first in FIRST_NAMES and last in WEEKDAYS and not _like_a_day(first):
                masked.add(i + 1)
    return masked


def _numbered_names(tokens: Tokens, expecting: str | None) -> set[int]:
    """ "john the third"; "is it the third" asks for a floor or a door where no time was asked for."""
    if len(tokens) < 3 or tokens[-1].kind != "ord" or text_at(tokens, len(tokens) - 2) != "the":
        return set()
    last = len(tokens) - 1
    before = text_at(tokens, last - 2)
    named = expecting in ("name", "caller_name") and tokens[last].value <= 6 and before not in _BEFORE_A_DATE
    asked = words_at(tokens, last - 3, "is", "it") and expecting not in ("datetime", "slot_choice", "confirm")
    floor = words_at(tokens, last - 3, "is", "it") and any(
        token.text in ("floor", "door", "street") for token in tokens
    )
    return {last} if named or before in FIRST_NAMES or (asked and last == 3) or floor else set()


def _places(tokens: Tokens) -> set[int]:
    """ "t g i fridays", "next to ruby tuesday"."""
    masked: set[int] = set()
    for i, token in enumerate(tokens):
        if token.text.removesuffix("'s") not in WEEKDAYS or i < 1:
            continue
        if text_at(tokens, i - 1) == "at" and token.text.endswith("days"):
            masked.add(i)  # "the wait at fridays"
        letters = i > 1 and len(text_at(tokens, i - 1)) == len(text_at(tokens, i - 2)) == 1
        letters = letters and {"a", "p"}.isdisjoint({text_at(tokens, i - 2)}) and tokens[i - 2].kind == "word"
        beside = text_at(tokens, i - 2) in _BESIDE or words_at(tokens, i - 3, "next", "to")
        if letters or text_at(tokens, i - 1) == "tgi" or (beside and text_at(tokens, i - 1) in FIRST_NAMES):
            masked.add(i)
    return masked


def _spelled(tokens: Tokens) -> set[str]:
    """Words that are also spelled: "friday f r i d a y"."""
    letters = "".join(token.text if len(token.text) == 1 else " " for token in tokens)
    return {run for run in letters.split() if len(run) >= 3}
