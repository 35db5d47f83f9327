"""Times that only tell a story ("I called yesterday", "since last week") or take leave ("see you on thursday")."""

from collections.abc import Sequence
from datetime import timedelta

from nlu.spoken.existing import is_moving
from nlu.spoken.past_events import is_habit, tells_of_the_past
from nlu.spoken.said import Found, Part, Setting, text_at, words_at
from nlu.spoken.tokens import Token, phrases, words

Tokens = Sequence[Token]

_PAST_VERBS = words(
    "called rang phoned came saw was were spoke fell happened started began hurt hurts hurting been went visited met "
    "tried waited since ago told last got had did made booked took won broke twisted cut woke"
)
_APPOINTMENT = words("appointment slot visit book")
_WISHED_FOR = words("come for on at in")
_IDIOM_GOES_ON = words("it's it i i'm you we we're they that's is not what")
_OPENS = words("open opens opening close closes closed shut shuts start starts")
_WHO_OPENS = words("you they guys doors clinic surgery office pharmacy lab place it's reception you're")
_BESIDE_OPEN = words("up in at during over the for late early on down")
_EVENTS = words("visit appointment surgery operation procedure fall accident scan test injury checkup")
_READY = words("over ready results done")
_DEPARTS = words("leaving leave leaves flying fly flies travelling traveling travel moving")
_RETURNS = words("return returning returns")
_RETURNED = words("it them that the car back on by at")
_AFTER_A_DEPARTURE = words("on out off away for town the country vacation holiday early first thing")
_CLOSES = words("close closes closed closing shut")
_TRAVELLERS = words("i i'm we we're he's she's they're he she they we'll i'll")
_LEAVES = phrases(
    "see you, catch you, talk, speak, see ya, all for, that's it for, this is it for, that'll be all for, that is all "
    "for, talk to you, speak to you"
)
_LEAVE_STARTS = words("okay ok then bye will i'll we'll thanks great perfect fine good alright yes thank right")

# A day said with a year that long gone is a date of birth.
LONG_AGO = timedelta(days=600)


def only_tells(tokens: Tokens, one: Found, setting: Setting) -> bool:
    """Whether a time is no part of what the caller wants to have done."""
    since = "since" in (text_at(tokens, one.i), text_at(tokens, one.i - 1))
    if (since and "tomorrow" not in {t.text for t in tokens[one.i : one.j]}) or _takes_leave(tokens, one):
        return True
    if one.bound is not None and text_at(tokens, one.i - 1) == "wait" and one.role == "wanted":
        return True
    if one.moment == setting.now and {"don't", "not", "hang", "hear"} & {token.text for token in tokens[: one.i]}:
        return True
    if is_habit(tokens, one) or _is_a_phrase(tokens, one) or _asks_the_hours(tokens, one):
        return True
    if one.moment is not None and one.moment < setting.now and not one.to_moment:
        return True
    if tells_of_the_past(tokens, one):
        return True
    if one.day is None:
        return False
    if one.day.span.until < setting.today - LONG_AGO:
        return True
    if _after_an_event(tokens, one):
        return True
    made = text_at(tokens, one.i - 1) in ("made", "booked", "took", "scheduled")
    if made and one.weekday is None and text_at(tokens, one.i - 2) in ("i", "we", "she", "he", "you"):
        return True
    return one.day.backward and _gone_by(tokens, one)


def _asks_the_hours(tokens: Tokens, one: Found) -> bool:
    """ "when do you open in the morning", "are you open late any day": of every day."""
    if one.day is not None or not (one.idle or isinstance(one.when, Part)):
        return False
    if words_at(tokens, one.i - 4, "walk", "ins") or words_at(tokens, one.i - 4, "walk", "in"):
        return True
    k = one.i
    while k and tokens[k - 1].text in _BESIDE_OPEN and one.i - k < 4:
        k -= 1
    return text_at(tokens, k - 1) in _OPENS and text_at(tokens, k - 2) in _WHO_OPENS


def _after_an_event(tokens: Tokens, one: Found) -> bool:
    """ "a follow up from my visit in march", of nothing that is moved."""
    k = one.i - 1 if text_at(tokens, one.i - 1) in ("in", "on") else one.i
    before = [token.text for token in tokens[max(0, k - 4) : k - 1]]
    return text_at(tokens, k - 1) in _EVENTS and "from" in before and not is_moving(tokens)


def departs(tokens: Tokens, one: Found) -> bool:
    """ "I'm leaving on saturday", "we fly out monday"."""
    k = one.i
    while k and tokens[k - 1].text in _AFTER_A_DEPARTURE and one.i - k < 5:
        k -= 1
    if text_at(tokens, k - 2) == "for" and text_at(tokens, k - 3) in _DEPARTS:
        k -= 2  # "we leave for florida on friday"
    return (
        k > 1 and tokens[k - 1].text in _DEPARTS and bool(_TRAVELLERS & {t.text for t in tokens[max(0, k - 4) : k - 1]})
    )


def returns(tokens: Tokens, one: Found) -> bool:
    """ "I can return it on the fourteenth", "returning on sunday": the end of what begins on another day."""
    k = one.i
    while k and tokens[k - 1].text in _RETURNED and one.i - k < 4:
        k -= 1
    return text_at(tokens, k - 1) in _RETURNS


def before_departing(tokens: Tokens, one: Found) -> bool:
    """ "before I fly on the third"."""
    return departs(tokens, one) and "before" in {token.text for token in tokens[max(0, one.i - 6) : one.i]}


def is_closed_on(tokens: Tokens, one: Found) -> bool:
    """ "or are you closed for the fourth", "before you close for christmas"."""
    return text_at(tokens, one.i - 1) in ("on", "for") and text_at(tokens, one.i - 2) in _CLOSES


def _is_a_phrase(tokens: Tokens, one: Found) -> bool:
    """ "in a minute", "at the end of the day it's up to you"."""
    said = " ".join(token.text for token in tokens[one.i : one.j])
    if said in ("in a minute", "in a few minutes", "in just a minute") and one.i == 0:
        return True
    if one.moment is not None and _READY & {token.text for token in tokens[: one.i]}:
        return True
    goes_on = text_at(tokens, one.j) in _IDIOM_GOES_ON and one.day is None
    return said == "end of the day" and goes_on and text_at(tokens, one.i - 2) == "at"


def _takes_leave(tokens: Tokens, one: Found) -> bool:
    k = one.i
    while k and tokens[k - 1].text in ("on", "at", "then", "in"):
        k -= 1
    for phrase in _LEAVES:
        start = k - len(phrase)
        if words_at(tokens, start, *phrase) and (start == 0 or text_at(tokens, start - 1) in _LEAVE_STARTS):
            return True
    return False


def _gone_by(tokens: Tokens, one: Found) -> bool:
    """Of "yesterday" and "last week" only what is asked for counts: "an appointment yesterday at three"."""
    before = [token.text for token in tokens[max(0, one.i - 8) : one.i]]
    long = one.day is not None and one.day.span.until - one.day.span.first > timedelta(days=1)
    if set(before) & _PAST_VERBS or (long and before and before[-1] in ("for", "over", "during", "within")):
        return True
    if text_at(tokens, one.j) in ("have", "has", "was", "were"):
        return True
    if _APPOINTMENT & set(before) or set(before[-3:]) & _WISHED_FOR:
        return False
    return len(tokens) - (one.j - one.i) > 3
