"""What a time is for: the appointment wanted, the one that exists, or a time that does not suit."""

from collections.abc import Sequence
from typing import Literal

from nlu.spoken.calendar_dates import WEEKDAYS
from nlu.spoken.existing import is_moving, names_existing
from nlu.spoken.said import Clock, Found, Setting, text_at, words_at
from nlu.spoken.stories import only_tells
from nlu.spoken.tokens import Token, phrases, words

Tokens = Sequence[Token]

_FILL = words("the on at in a any like for to be of")
_EXCLUDING_BEFORE = phrases(
    "not, bar, barring, except, except for, excluding, other than, besides, apart from, instead of, rather than, "
    "can't do, can't make, cannot do, cannot make, can't come, cannot come, can't come in, can't make it, "
    "cannot make it, can not do, don't want, no, avoid, nothing, never, but not, anything but, day but, time but, "
    "days but, busy, i'm away, on holiday, "
    "on vacation, abroad, working, all but, every day but, anything except, isn't, away, out of town, "
    "can't be there, i can't, won't be able to make it, not available, not free, unavailable, don't like, "
    "work, i hate, but, over"
)
_EXCLUDING_AFTER = phrases(
    "doesn't work, does not work, don't work, won't work, won't do, isn't good, isn't possible, is not good, is not "
    "possible, is no good, is bad, is out, are out, i can't, is impossible, are bad, i'm busy, i'm working, i'm away, "
    "i have to work, i work, i cannot, no good, is too early, is too late, is too soon, doesn't suit, isn't going to "
    "work, is a problem, is difficult, is not great, isn't great, are difficult, are hard, is hard, is tricky, are "
    "tricky, are not good, aren't good, are no good, don't suit, isn't great for, i'm not free, i'm not available, "
    "won't suit, too late, too early, clashes"
)


_ENGAGEMENTS = words(
    "meeting meetings class classes wedding funeral trip flight conference exam exams party work shift school game "
    "court"
)
_GOOD = words("fine good great perfect ok okay better best ideal works suits work do")
_PLURALS = (*(day for day in WEEKDAYS if day.endswith("days")), "mornings", "afternoons", "evenings", "nights")
# "have you nothing on tuesday" asks for a tuesday.
_ASKED_FOR = {("have", "you"), ("is", "there"), ("you", "got"), ("you", "have"), ("haven't", "you"), ("isn't", "there")}
# Between two times of one story: "my first shot in may and my second in june".
_AND_MORE = words("and my in on the again then")
_HAS = words("have have've i've we've got has he's she's there's")


def give_roles(tokens: Tokens, found: list[Found], setting: Setting) -> list[Found]:
    """Set the role of each stretch. Those that only tell a story, and birth dates, are left out."""
    moving = is_moving(tokens)
    kept: list[Found] = []
    told = -1
    for position, one in enumerate(found):
        floor = found[position - 1].j if position else 0
        ceiling = found[position + 1].i if position + 1 < len(found) else len(tokens)
        goes_on = told >= 0 and {token.text for token in tokens[told : one.i]} <= _AND_MORE
        if only_tells(tokens, one, setting) or (goes_on and one.i >= told):
            told = one.j
            continue
        role = _role(tokens, one, floor, ceiling, moving, setting, kept)
        if one.free and role != "wanted":
            continue
        until_new = moving and role == "wanted" and one.bound == "by" and tokens[one.i].text in ("until", "till")
        if role == "excluded" and kept and _shares_the_verdict(tokens, kept[-1], one, ceiling):
            kept[-1] = kept[-1].moved(role="excluded")
        kept.append(one.moved(role=role, bound=None if until_new else one.bound))
    return kept


def _role(
    tokens: Tokens, one: Found, floor: int, ceiling: int, moving: bool, setting: Setting, earlier: list[Found]
) -> Literal["wanted", "current", "excluded"]:
    if text_at(tokens, one.i - 1) == "not" and _excluded(tokens, one, floor, ceiling, earlier):
        return "excluded"
    if names_existing(tokens, one, floor, moving, setting.expecting, earlier):
        return "current"
    if _excluded(tokens, one, floor, ceiling, earlier):
        return "excluded"
    return "current" if setting.expecting == "appointment_choice" else "wanted"


def _start_of_lead(tokens: Tokens, one: Found, floor: int) -> int:
    k = one.i
    while k > floor and tokens[k - 1].text in _FILL and one.i - k < 4:
        k -= 1
    return k


def _excluded(tokens: Tokens, one: Found, floor: int, ceiling: int, earlier: list[Found]) -> bool:
    if one.bound and text_at(tokens, one.i) in ("not", "nothing", "no", "can't"):
        return False
    for start in range(_start_of_lead(tokens, one, floor), one.i + 1):
        for phrase in _EXCLUDING_BEFORE:
            said = start > floor and words_at(tokens, start - len(phrase), *phrase)
            if said and _meant(tokens, one, start, phrase, earlier):
                return True
    for phrase in _EXCLUDING_AFTER:
        gap = 1 if text_at(tokens, one.j) in ("is", "that", "are", "then") else 0
        ends = [one.j + k + len(phrase) for k in {0, gap} if words_at(tokens, one.j + k, *phrase)]
        if any(end < ceiling or (end == ceiling and not _of_the_next(phrase, ceiling, tokens)) for end in ends):
            return True
    if _engaged(tokens, one, floor, earlier):
        return True
    if tokens[one.j - 1].text.endswith("'s"):
        for phrase in _EXCLUDING_AFTER:
            if phrase[0] == "is" and words_at(tokens, one.j, *phrase[1:]):
                return True
    between = [token.text for token in tokens[floor : one.i]]
    joined = between in (["or"], ["and"], ["nor"]) and bool(earlier) and earlier[-1].j == floor
    return joined and earlier[-1].role == "excluded"


def _of_the_next(phrase: tuple[str, ...], ceiling: int, tokens: Tokens) -> bool:
    """ "thursday afternoon i work mornings": what the caller does is said of the time that follows at once."""
    return phrase[0] in ("i", "i'm") and ceiling < len(tokens)


def _engaged(tokens: Tokens, one: Found, floor: int, earlier: list[Found]) -> bool:
    """ "I have a meeting on friday", "we've to go to a funeral on wednesday", "before nine, I've a meeting at ten"."""
    wished = any(other.role == "wanted" and other.when for other in earlier)
    if one.bound is not None or (one.day is None and not wished) or text_at(tokens, one.j) == "then":
        return False
    if text_at(tokens, one.j) in ("would", "is", "works", "will", "suits") and _GOOD & {
        t.text for t in tokens[one.j :]
    }:
        return False
    busy = [k for k in range(max(floor, one.i - 3), one.i) if tokens[k].text in _ENGAGEMENTS]
    if busy and {token.text for token in tokens[busy[-1] + 1 : one.i]} - {
        "on",
        "at",
        "this",
        "next",
        "in",
        "for",
        "the",
    }:
        return False
    return bool(busy) and bool(_HAS & {token.text for token in tokens[max(floor, busy[0] - 6) : busy[0]]})


def _shares_the_verdict(tokens: Tokens, last: Found, one: Found, ceiling: int) -> bool:
    """ "mondays and fridays are bad"."""
    if last.role != "wanted" or [token.text for token in tokens[last.j : one.i]] not in (["and"], ["or"]):
        return False
    return any(words_at(tokens, one.j, *phrase) and one.j + len(phrase) <= ceiling for phrase in _EXCLUDING_AFTER)


def _meant(tokens: Tokens, one: Found, start: int, phrase: tuple[str, ...], earlier: list[Found]) -> bool:
    """ "why not", "no" as an answer and somebody's "work" exclude nothing."""
    before = text_at(tokens, start - 2)
    if phrase == ("not",):
        return before not in ("why", "if")
    if phrase == ("no",):
        return tokens[one.j - 1].text.endswith(_PLURALS)
    if phrase == ("nothing",):
        return (text_at(tokens, start - 3), before) not in _ASKED_FOR
    if phrase == ("over",):
        return bool({"prefer", "rather", "better"} & {token.text for token in tokens[: one.i]})
    if phrase == ("but",):
        judged = isinstance(one.when, Clock) and text_at(tokens, one.j) in ("would", "is", "works", "will")
        return not judged and bool(earlier) and earlier[-1].j == start - 1 and _any_of(tokens, earlier[-1])
    if phrase in (("work",), ("working",)):
        return before in ("i", "i'm", "am")
    return True


def _any_of(tokens: Tokens, one: Found) -> bool:
    """Whether it was said as "any afternoon", "every day"."""
    return one.any_day or bool({"any", "every", "all"} & {token.text for token in tokens[max(0, one.i - 2) : one.j]})
