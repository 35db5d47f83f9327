"""What a time is for: the appointment wanted, the one that exists, or a time that does not suit; and corrections."""

from collections.abc import Sequence
from datetime import timedelta

from nlu.spoken.said import Found, Setting, text_at, words_at
from nlu.spoken.tokens import Token, phrases, words

Tokens = Sequence[Token]

_MOVE = words(
    "move moving moved reschedule rescheduling rescheduled change changing switch switching push shift swap postpone "
    "rearrange transfer"
)
_CANCEL = words("cancel cancelling canceling cancelled delete")
_BOOK = words("book booking schedule want need like make get see come instead")
_APPOINTMENT = words("appointment appointments appt visit booking slot checkup check-up consultation")
_MINE = frozenset({"my", "our", "his", "her", "their", "existing", "current", "the", "that", "mom's", "son's"})
_FILL = words("the on at in a any um uh er like for to be of")

_EXCLUDING_BEFORE = phrases(
    "not, except, except for, excluding, other than, besides, apart from, instead of, rather than, can't do, can't "
    "make, cannot do, cannot make, can't come, cannot come, can't make it, cannot make it, can not do, don't want, no, "
    "avoid, nothing, never, but not, anything but, day but, time but, days but, busy, i'm away, working, all but, "
    "every day but, anything except, isn't, away, out of town, can't be there, i can't, won't be able to make it, not "
    "available, not free, unavailable, don't like, work, i hate, morning but"
)
_EXCLUDING_AFTER = phrases(
    "doesn't work, does not work, don't work, won't work, won't do, isn't good, isn't possible, is not good, is not "
    "possible, is no good, is bad, is out, are out, i can't, is impossible, are bad, i'm busy, i'm working, i'm away, "
    "i have to work, i work, i cannot, no good, is too early, is too late, is too soon, doesn't suit, isn't going to "
    "work, is a problem, is difficult, is not great, isn't great, i'm not free, i'm not available, won't suit, too "
    "late, too early"
)
_NARRATIVE = words(
    "called rang phoned came saw was were spoke fell happened started began hurt hurts hurting been went visited met "
    "tried waited since ago told last got"
)
_STORY_VERBS = words("saw came called rang phoned visited spoke met fell happened started began went")
_NOT_A_STORY = words("hoping wondering thinking if can could to want need looking and but see told")

_BEFORE_A_TIME = _FILL | words("is was it's which that with until")
_SUPPOSED = phrases(
    "i'm booked, booked in, down for, supposed to, i'm scheduled, was coming, am booked, was booked, already have,"
    " already got, am scheduled, was scheduled"
)
# A day said with a year that long gone is a date of birth.
LONG_AGO = timedelta(days=600)


def is_moving(tokens: Tokens) -> bool:
    """Whether the caller speaks of moving an appointment."""
    return any(token.text in _MOVE for token in tokens) or any(
        words_at(tokens, i, "bring") and text_at(tokens, i + 2) == "forward" for i in range(len(tokens))
    )


def give_roles(tokens: Tokens, found: list[Found], setting: Setting) -> list[Found]:
    """Set the role of each stretch. Those that tell a story ("I called yesterday") and birth dates are left out."""
    moving = is_moving(tokens)
    kept: list[Found] = []
    for position, one in enumerate(found):
        floor = found[position - 1].j if position else 0
        ceiling = found[position + 1].i if position + 1 < len(found) else len(tokens)
        role = _role(tokens, one, floor, ceiling, moving, setting, kept)
        if role is None:
            continue
        kept.append(one.moved(role=role))
    return kept


def _role(
    tokens: Tokens, one: Found, floor: int, ceiling: int, moving: bool, setting: Setting, earlier: list[Found]
) -> str | None:
    if _excluded(tokens, one, floor, ceiling, earlier):
        told = _cancelling(tokens, one) or moving
        return "current" if told and not _after_not(tokens, one) else "excluded"
    if _existing(tokens, one, floor, ceiling, moving):
        return "current"
    if one.day is not None and _tells(tokens, one, backward=one.day.backward):
        return None
    if one.day is not None and one.day.span.until < setting.today - LONG_AGO:
        return None
    if (one.bound == "from" and text_at(tokens, one.i) == "since") or text_at(tokens, one.i - 1) == "since":
        return None
    return "current" if setting.expecting == "appointment_choice" else "wanted"


def _start_of_lead(tokens: Tokens, one: Found, floor: int) -> int:
    k = one.i
    while k > floor and tokens[k - 1].text in _FILL and one.i - k < 4:
        k -= 1
    return k


def _after_not(tokens: Tokens, one: Found) -> bool:
    return text_at(tokens, one.i - 1) == "not"


def _excluded(tokens: Tokens, one: Found, floor: int, ceiling: int, earlier: list[Found]) -> bool:
    if one.bound and text_at(tokens, one.i) in ("not", "nothing", "no"):
        return False
    for start in {one.i, _start_of_lead(tokens, one, floor)}:
        for phrase in _EXCLUDING_BEFORE:
            if start > floor and words_at(tokens, start - len(phrase), *phrase) and _meant(tokens, one, start, phrase):
                return True
    for phrase in _EXCLUDING_AFTER:
        gap = 1 if text_at(tokens, one.j) in ("is", "that", "are", "then") else 0
        if any(words_at(tokens, one.j + k, *phrase) and one.j + k < ceiling for k in {0, gap}):
            return True
    between = [token.text for token in tokens[floor : one.i]]
    joined = between in (["or"], ["and"], ["nor"]) and bool(earlier) and earlier[-1].j == floor
    return joined and earlier[-1].role == "excluded"


def _meant(tokens: Tokens, one: Found, start: int, phrase: tuple[str, ...]) -> bool:
    """ "why not", "no" as an answer and somebody's "work" exclude nothing."""
    before = text_at(tokens, start - 2)
    if phrase == ("not",):
        return before not in ("why", "if")
    if phrase == ("no",):
        return tokens[one.i].text.endswith("s")
    return phrase not in (("work",), ("working",)) or before in ("i", "i'm", "am")


def _cancelling(tokens: Tokens, one: Found) -> bool:
    """A verb of cancelling governs this: it comes before, with no new wish in between."""
    for k in range(one.i - 1, -1, -1):
        if tokens[k].text in _CANCEL:
            return True
        if tokens[k].text in _BOOK and tokens[k].text not in ("booking", "need", "want", "like"):
            return False
    verbs = [k for k in range(one.j, len(tokens)) if tokens[k].text in _CANCEL]
    return bool(verbs) and not any(token.text in ("book", "schedule", "see") for token in tokens[: one.i])


def _existing(tokens: Tokens, one: Found, floor: int, ceiling: int, moving: bool) -> bool:
    before, after = text_at(tokens, one.i - 1), text_at(tokens, one.j)
    possessed = before in _MINE or any(t.text.endswith("'s") for t in tokens[max(0, one.i - 1) : one.i])
    if possessed and after in _APPOINTMENT and (before != "the" or moving or _cancelling(tokens, one)):
        return True
    if before in ("my", "our") and one.i - 1 >= floor:
        return True
    if tokens[one.j - 1].text.endswith("'s") and after in _APPOINTMENT:
        return True
    k = one.i
    while k > floor and tokens[k - 1].text in _BEFORE_A_TIME and one.i - k < 5:
        k -= 1
    lead = {token.text for token in tokens[k : one.i]}
    if moving and before == "from":
        return True
    to_new = bool(lead & {"to", "until"}) or (moving and "for" in lead)
    if _supposed(tokens, one, floor):
        return True
    if _appointment_before(tokens, k, floor, moving, _cancelling(tokens, one)) and not (moving and to_new):
        return True
    if moving and not to_new:
        verb = max((i for i in range(floor, one.i) if tokens[i].text in _MOVE), default=-1)
        return verb >= 0 and one.i - verb <= 3 and not {"time", "it", "be"} & {t.text for t in tokens[verb + 1 : one.i]}
    if _cancelling(tokens, one) and not moving:
        return not (before == "for" and any(t.text in ("book", "schedule", "another") for t in tokens[floor : one.i]))
    return False


def _supposed(tokens: Tokens, one: Found, floor: int) -> bool:
    return any(words_at(tokens, k, *phrase) for k in range(floor, one.i) for phrase in _SUPPOSED)


def _appointment_before(tokens: Tokens, k: int, floor: int, moving: bool, cancelling: bool) -> bool:
    """ "my appointment on …", "I have an appointment at …"; not "I would like an appointment on …"."""
    at = next((i for i in range(k - 1, max(floor, k - 6) - 1, -1) if tokens[i].text in _APPOINTMENT), None)
    if at is None:
        return False
    lead = [token.text for token in tokens[max(floor, at - 6) : at]]
    if cancelling or (moving and not {"want", "like", "new"} & set(lead[-3:])):
        return True
    if any(word in ("my", "our") for word in lead[-3:]):
        return True
    has = next((i for i, word in enumerate(lead) if word in ("have", "i've", "had", "got", "there's")), None)
    if has is None:
        return False
    asking = {"can", "could", "may", "to", "might", "possible", "like", "you", "we", "do", "i'll", "please", "wanna"}
    return lead[has] in ("i've", "had", "there's") or not asking & set(lead[max(0, has - 3) : has])


def _tells(tokens: Tokens, one: Found, backward: bool) -> bool:
    """ "I called yesterday", "he saw me on monday", "I was in on tuesday": what happened, not what is wanted."""
    if backward:
        return bool({token.text for token in tokens[max(0, one.i - 6) : one.i]} & _NARRATIVE)
    for k in range(one.i - 1, max(-1, one.i - 6), -1):
        if tokens[k].text in _NOT_A_STORY:
            return False
        was_there = tokens[k].text in ("was", "were") and text_at(tokens, k + 1) in ("in", "there", "here")
        if tokens[k].text in _STORY_VERBS or was_there:
            return one.weekday is not None or (one.day is not None and one.day.backward)
    return False
