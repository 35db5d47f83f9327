"""Times that name an appointment that exists: "my tuesday appointment", "I can't make it tomorrow", "from monday"."""

from collections.abc import Sequence

from nlu.spoken.said import Clock, Found, Part, text_at, words_at
from nlu.spoken.tokens import Token, phrases, words

Tokens = Sequence[Token]

_MOVE = words(
    "move moving moved reschedule rescheduling rescheduled change changing switch switching push shift swap postpone "
    "prepone delay rearrange transfer amend bump rebook flip"
)
_SHIFTS = words("my the a night day evening morning late early his her")
_MOVE_PHRASES = phrases("re arrange, put off, re schedule, put it off, bring it forward")
_CANCEL = words("cancel cancelling canceling cancelled canceled delete scrap wipe skip remove")
_CANCEL_PHRASES = phrases(
    "take me off, take my name off, take me out, pull me out, drop me, back out of, call off, no longer need, "
    "don't need my, take it out, out of my appointment"
)
_OTHERS = words("anybody anyone somebody someone nobody any")
_NEW = words("book schedule another instead give find something anything rebook make")
_MISSING = phrases(
    "can't make it, can't come, can't come in, can't be there, cannot make it, cannot come, cannot come in, "
    "can't attend, can't get there, can't get to, won't be able to make it, won't be able to come, "
    "won't be able to come in, "
    "won't be there, won't be coming, won't make it, not be able to make it, not be able to come, "
    "not be able to come in, not going to make it, not going to come, not going to be able to come in, "
    "not able to come, not able to attend, not able to make it, not coming, i missed, won't be able to make, not be "
    "able to make, not able to make, unable to make"
)
APPOINTMENT = words(
    "appointment appointments appt visit booking bookings reservation reservations slot checkup check-up consultation "
    "session"
)
_POSSESSIVES = words("my our her his their your")
_FILL = words("the on at in a any like for to be of is was it's which that with until tomorrow one")
_SUPPOSED = phrases(
    "i'm booked, supposed to, i'm scheduled, was coming, am booked, was booked, already have, already got, am "
    "scheduled, was scheduled, i'm in, am i in, booked in, i'm down, am i down, me down, me in, i have for, i have "
    "on, i've got for, i had for, i've got something, i have something with, i already have something, "
    "still on for, i'm on for, meant to, need to be there, need to be in, i'm seeing, "
    "i'm coming, are booked, something booked, anything booked, do i have anything, i have booked, have i booked, "
    "have i got, did i book, the schedule for, was given, been given, was to be in, was to come, "
    "am to come, i'm to come, i'm to be in, am to be in, were to be in, were to come, "
    "currently down, currently booked, currently scheduled, currently in"
)
_ASKING = words("schedule can could may might should possible like want need book put fit get squeeze would please")
_SOMEBODY = words("doctor dr doc a another any someone somebody")
_CHANGED = words("appointment appointments appt booking slot session it that this over one")
_BREAKS = words("but could can instead want like rather would")
_WANTS = words("need needs want wants book schedule get due")  # "she needs her checkup" is none that she has
_RELATIVES = words(
    "he she mom mum dad mother father wife husband son daughter brother sister kid child baby partner friend girl boy "
    "grandmother grandfather nana grandma grandpa patient"
)
_ENGAGED = words("meetings meeting class classes court school work town pain hospital surgery lessons training traffic")
_HAVING = words("have i've we've had got there's has")
_MAKES = words("make book get schedule set arrange")
_CANNOT = ("can't", "cannot")
# "my appointment, how's friday", "my checkup, do you have anything friday"
_PROPOSES = words("how's how what's could can maybe anything something")
_NO_OWNERS = words("doctor's it's there's that's what's he's she's who's here's where's when's how's let's")
_IN_DOUBT = words("if whether that hoping")  # "I was wondering if there's a slot"
_HOLDERS = words("i we he she they already still also has")
_OTHER_HOLDERS = words("he she they")
_OPENING = (None, "request", "anything_else", "rephrase")


def is_moving(tokens: Tokens) -> bool:
    """Whether the caller speaks of moving an appointment."""
    for i, token in enumerate(tokens):
        if token.text == "moved" and text_at(tokens, i + 1) in ("here", "into", "away", "house"):
            continue
        if token.text in _MOVE and not (token.text == "shift" and text_at(tokens, i - 1) in _SHIFTS):
            return True
    said = {token.text for token in tokens}
    if ("put" in said and "off" in said) or ("bring" in said and "forward" in said):
        return True
    return any(words_at(tokens, i, *phrase) for i in range(len(tokens)) for phrase in _MOVE_PHRASES)


def is_cancelling(tokens: Tokens, one: Found) -> bool:
    """Whether a verb of cancelling governs this: said before, with no new wish in between, or at the end."""
    for k in range(one.i - 1, -1, -1):
        if _cancels_at(tokens, k):
            return text_at(tokens, k - 1) not in _OTHERS
        if tokens[k].text in _NEW or (tokens[k].text in ("see", "come") and not _denied(tokens, k)):
            return False
    later = any(_cancels_at(tokens, k) for k in range(one.j, len(tokens)))
    return later and not any(token.text in ("book", "schedule") for token in tokens[: one.i])


def _cancels_at(tokens: Tokens, k: int) -> bool:
    return tokens[k].text in _CANCEL or any(words_at(tokens, k, *phrase) for phrase in _CANCEL_PHRASES)


def _denied(tokens: Tokens, k: int) -> bool:
    return bool(
        {"can't", "not", "won't", "cannot", "don't", "too"} & {token.text for token in tokens[max(0, k - 5) : k]}
    )


def names_existing(
    tokens: Tokens, one: Found, floor: int, moving: bool, expecting: str | None, earlier: list[Found]
) -> bool:
    """Whether a stretch names the time of an appointment that the caller has; `floor`: where the one before ends."""
    before, after = text_at(tokens, one.i - 1), text_at(tokens, one.j)
    if after == "instead" and text_at(tokens, one.j + 1) != "of":
        return False
    if text_at(tokens, one.i) in ("earlier", "later", "sooner") and not _possessed(tokens, one, False):
        return False
    if moving and one.day is not None and _says_where_it_is(tokens, one.i):
        return True
    if words_at(tokens, one.j, "that", "i'm") or words_at(tokens, one.j, "i'm", "booked"):
        return True
    cancelling = is_cancelling(tokens, one)
    has = words_at(tokens, one.i - 2, "i've", "got") or words_at(tokens, one.i - 2, "i", "have")
    if has and (moving or cancelling):
        return True
    if _possessed(tokens, one, moving or cancelling) or (moving and before == "from"):
        return True
    if moving and (words_at(tokens, one.i - 2, "instead", "of") or words_at(tokens, one.i - 2, "rather", "than")):
        return True
    if earlier and earlier[-1].role == "current" and [t.text for t in tokens[floor : one.i]] in (["or"], ["or", "at"]):
        return True
    k = one.i
    while k > floor and tokens[k - 1].text in _FILL and one.i - k < 5:
        k -= 1
    if text_at(tokens, k - 2) == "put" and text_at(tokens, k - 3) not in _HOLDERS | {"you"}:
        return False  # "my appointment was changed, put it on friday"
    lead = {token.text for token in tokens[k : one.i]}
    to_new = bool((lead | {text_at(tokens, one.i)}) & {"to", "until", "be"}) or (moving and "for" in lead)
    to_new = to_new or (moving and (_to_somebody(tokens, one, floor) or _to_do_something(tokens, k, floor)))
    if _supposed(tokens, one, floor) and not (expecting == "confirm" and _should_be(tokens, one)):
        return True
    if _appointment_before(tokens, k, floor, moving, cancelling) and not (moving and to_new) and "be" not in lead:
        return True
    if expecting in _OPENING and _misses(tokens, one, floor):
        return True
    if moving and not to_new:
        verb = max((i for i in range(floor, one.i) if tokens[i].text in _MOVE), default=-1)
        return verb >= 0 and one.i - verb <= 3 and not {"time", "it", "be"} & {t.text for t in tokens[verb + 1 : one.i]}
    return cancelling and not moving


def _says_where_it_is(tokens: Tokens, i: int) -> bool:
    """ "it's on friday", "it's currently friday": of what is moved."""
    k = i - 1 if text_at(tokens, i - 1) == "the" else i
    on = any(
        words_at(tokens, k - 2, first, second)
        for first in ("it's", "is", "that's")
        for second in ("on", "for", "currently")
    )
    return on and (text_at(tokens, k - 2) != "is" or text_at(tokens, k - 3) in ("it", "that", "appointment", "one"))


def _to_somebody(tokens: Tokens, one: Found, floor: int) -> bool:
    """ "move my appointment to doctor wolfe on friday", where no other time is the new one."""
    to = max((k for k in range(floor, one.i) if tokens[k].text == "to"), default=-1)
    if to < 1 or "to" in {token.text for token in tokens[one.j :]} or text_at(tokens, to + 1) not in _SOMEBODY:
        return False
    before = range(max(floor, to - 3), to)
    return any(_bare(tokens[k].text) in _CHANGED or tokens[k].text in _MOVE for k in before)


def _to_do_something(tokens: Tokens, k: int, floor: int) -> bool:
    """ "change my appointment to come in on the fifth": "to" and what is to be done then, right before k."""
    to = max((m for m in range(max(floor, k - 4), k) if tokens[m].text == "to"), default=-1)
    return to > 0 and _bare(tokens[to - 1].text) in _CHANGED


def _possessed(tokens: Tokens, one: Found, changing: bool) -> bool:
    before, after = text_at(tokens, one.i - 1), _bare(text_at(tokens, one.j))
    if before in ("my", "our"):
        return not (isinstance(one.when, Part) and one.when.name == "lunchtime")
    if before in ("a", "an") and isinstance(one.when, Clock) and not one.bound and _holds(tokens, one.i - 2):
        return True
    if after not in APPOINTMENT:
        return False
    if tokens[one.j - 1].text.endswith("'s") or before in _POSSESSIVES or before.endswith("'s"):
        return True
    return changing and (before in ("the", "that", "this") or text_at(tokens, one.i) == "the")


def _holds(tokens: Tokens, k: int) -> bool:
    """ "I have a three o'clock"; not "can I have a three o'clock"."""
    if text_at(tokens, k) not in ("have", "got", "had", "i've") or text_at(tokens, k - 1) in ("to", "you"):
        return False
    return not _ASKING & {token.text for token in tokens[max(0, k - 4) : k]}


def _bare(word: str) -> str:
    return word.removesuffix("'s")


def _supposed(tokens: Tokens, one: Found, floor: int) -> bool:
    for k in range(max(floor, one.i - 7), one.i):
        for phrase in _SUPPOSED:
            end = k + len(phrase)
            if end > one.i or not words_at(tokens, k, *phrase):
                continue
            if phrase[-1] == "in" and text_at(tokens, end) in _ENGAGED:
                continue
            asked = phrase[0] == "me" and _ASKING & {token.text for token in tokens[floor:k]}
            if not asked and not _BREAKS & {token.text for token in tokens[end : one.i]}:
                return True
    return False


def _should_be(tokens: Tokens, one: Found) -> bool:
    """ "it's supposed to be three fifteen", of what was just read out."""
    return words_at(tokens, one.i - 3, "supposed", "to", "be") or words_at(tokens, one.i - 3, "meant", "to", "be")


def _appointment_before(tokens: Tokens, k: int, floor: int, moving: bool, cancelling: bool) -> bool:
    """ "my appointment on …", "I have an appointment at …"; not "I would like an appointment on …"."""
    at = next((i for i in range(k - 1, max(floor, k - 6) - 1, -1) if _is_appointment(tokens, i)), None)
    if at is None or _PROPOSES & {token.text for token in tokens[at + 1 : k]}:
        return False
    if text_at(tokens, at + 1) in ("i", "we") and text_at(tokens, at + 2) in ("have", "got"):
        return True
    lead = [token.text for token in tokens[max(floor, at - 6) : at]]
    if cancelling or (moving and not {"want", "like", "new"} & set(lead[-3:])):
        return True
    owner = next((i for i, word in enumerate(lead) if i >= len(lead) - 3 and _owns(word)), None)
    if owner is not None and not (owner and lead[owner - 1] in _WANTS):
        return True
    if lead[-1:] == ["the"] and any(words_at(tokens, i, *phrase) for i in range(k, len(tokens)) for phrase in _MISSING):
        return True  # "the appointment on tuesday, I won't be able to make it"
    has = next((i for i, word in enumerate(lead) if word in _HAVING), None)
    if has is None:
        return False
    if {"to"} & set(lead[has:]) and _MAKES & set(lead[has:]):
        return False  # "I've been told to make an appointment"
    if lead[has] == "there's" and _IN_DOUBT & set(lead[:has]):
        return False
    if lead[has] in ("i've", "we've", "had", "there's"):
        return True
    if lead[has] == "has":
        return bool(has) and lead[has - 1] in _RELATIVES
    if lead[has : has + 2] in (["have", "i"], ["have", "we"]):
        return True
    holder = lead[has - 1] if has else ""
    if holder in _OTHER_HOLDERS and ({"any", "available"} & set(lead[has:]) or lead[:has][-2:] == ["do", "they"]):
        return False  # "do they have any appointments on friday" asks for what there is
    asking = _ASKING | {"to", "if"}
    return holder in _HOLDERS | {"should"} and not asking - {"should"} & set(lead[max(0, has - 3) : has])


def _owns(word: str) -> bool:
    return word in _POSSESSIVES or (word.endswith("'s") and word not in _NO_OWNERS)


def _is_appointment(tokens: Tokens, i: int) -> bool:
    word = _bare(tokens[i].text)
    if word in ("doctor", "dr") and {"got", "have", "i've"} & {token.text for token in tokens[max(0, i - 2) : i]}:
        return True
    return word in APPOINTMENT or (word == "up" and text_at(tokens, i - 1) == "check")


def _misses(tokens: Tokens, one: Found, floor: int) -> bool:
    k = one.i
    while k > floor and tokens[k - 1].text in ("on", "for", "at", "in", "the", "to") and one.i - k < 3:
        k -= 1
    missing = any(words_at(tokens, end - len(phrase), *phrase) for end in {one.i, k} for phrase in _MISSING)
    timed = one.day is not None and isinstance(one.when, Clock)
    missing = missing or (
        timed and any(words_at(tokens, end - 2, verb, "make") for end in {one.i, k} for verb in _CANNOT)
    )
    return missing and not {"book", "like", "want", "new"} & {token.text for token in tokens[:k]}
