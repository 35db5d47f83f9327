"""What has happened or happens again and again: "it started on friday", "I was there in october", "worse at night"."""

from collections.abc import Sequence

from nlu.spoken.said import Clock, Found, Part, text_at
from nlu.spoken.tokens import Token, words

Tokens = Sequence[Token]

_IRREGULAR = words(
    "rang came saw met spoke fell hurt went gave sent ran threw woke broke cut began felt got had lost paid ate drank "
    "slept burnt bled tore flew drove swore knew grew wrote rode shook stuck struck swelled spent "
    "brought stood stepped won burst bent choked fought froze slid split spread stole swept swung understood "
    "was were did bit hit stung caught swam quit put took left finished"
)
# Past forms that speak of an appointment or of a wish, and words that only end like one.
_NO_STORY = words(
    "wanted needed booked scheduled rescheduled preferred hoped supposed cancelled canceled offered planned interested "
    "agreed confirmed decided suggested mentioned asked expected requested recommended closed opened used "
    "missed skipped listed registered checked looked liked loved advised assigned reserved arranged moved switched "
    "changed"
)
_CHANGEABLE = words("insurance job jobs address doctors medication medicine diet name")
_PEOPLE = words("i we he she it they just")
_MOVED_HOUSE = words("here in into away house back out apartments cities down up")
_SUBJECTS = words(
    "i we he she it they you who that which this somebody someone nobody everything something there i've we've he's "
    "she's it's they've"
)
_OWNERS = words("my our his her their your the")
_ADVERBS = words("just already also only really first then never actually even still both all suddenly recently last")
_WISHES = words(
    "let can could may want wants need needs like get please book would should i'd i'll we'd we'll let's hoping "
    "wondering wish might will shall"
)
_NO_EVENT = words(
    "if have has is are you're there's i'm we're wants needs said says saying that's appointment appointments "
    "appt slot slots visit booking reservation booked scheduled supposed hoping told wondering thinking looking going "
    "trying given offered coming meant hoped planning but so because and mind when until after before free available"
)
_PLACES = words("the my a an your our his her work school bed you him them urgent emergency er")
_FILL = words("on at in for the of a like by this that to it you me down him her us them")
_AHEAD = words("tomorrow next coming following later tonight soon")
_HABITS = words(
    "hurts hurt ache aches sleep sleeps sleeping wake wakes waking worse take takes eat eats drink drinks itch itches "
    "cough coughs coughing swell swells happens flares throbs burns dizzy tired nauseous snore snores worst bed "
    "bedtime pills tablets itchy sore stiff breathless bloated swollen"
)
_OFTEN = words("usually mostly mainly typically often always sometimes generally")
_IT = words("it's it they they're that's")
_GETS = words("i'm he's she's am get gets we're")
_OFFERED = words("free available open appointment slot doctor dr nurse")
_FREE_EVERY = words("free available works work good fine best")
_NEED_AN_OBJECT = words("had got was were put did took left finished")
_ILLS = words("headaches headache migraines migraine cramps chills pain pains fever sick nausea sweats symptoms")
_FEELS = words("feel feels get gets breathe sleep walk move eat swallow hurts hurt cough wheeze ache")
_MEALS = words("breakfast lunch dinner meals")
_ENDS = frozenset(".?!;")
_NOT_YET = words("haven't hasn't hadn't never havent hasnt")
_FURTHEST = 8


def tells_of_the_past(tokens: Tokens, one: Found) -> bool:
    """Whether a verb in the past governs a time that does not say of itself that it is to come."""
    if one.bound is not None or one.free or _AHEAD & {token.text for token in tokens[one.i : one.j]}:
        return False
    if text_at(tokens, one.i - 1) == "about":
        return False
    if _told_after(tokens, one) or _not_for_so_long(tokens, one):
        return True
    if text_at(tokens, one.i - 1 - (text_at(tokens, one.i - 1) == "on")) == "me":
        told = one.i - 2 - (text_at(tokens, one.i - 1) == "on")
        if text_at(tokens, told) == "told" and one.weekday is not None:
            return True
    for k in range(one.i - 1, max(-1, one.i - 1 - _FURTHEST), -1):
        if tokens[k + 1].gap and set(tokens[k + 1].gap) & _ENDS:
            return False
        word = tokens[k].text
        if word == "put" and text_at(tokens, k - 1) not in _PEOPLE and text_at(tokens, k + 1) in ("it", "that", "me"):
            return False  # "the meeting was changed, put it on thursday"
        if word in ("no", "not") and k + 2 >= one.i:
            return False  # "it was the eighth, no, the ninth": what is put right is no story
        if _is_past(tokens, k) and _has_subject(tokens, k):
            return not _wished(tokens, k) and _happened(tokens, k, one)
        if word in _WISHES or word in _NO_EVENT or (word == "to" and text_at(tokens, k + 1) not in _PLACES):
            return False
    return False


def _not_for_so_long(tokens: Tokens, one: Found) -> bool:
    """ "I haven't had my eyes looked at in a couple of years"."""
    if text_at(tokens, one.i) != "in":
        return False
    for k in range(one.i - 1, -1, -1):
        if tokens[k].text in _NOT_YET or (tokens[k].text == "not" and text_at(tokens, k - 1) in ("have", "has", "had")):
            return True
        if tokens[k].text in _WISHES or tokens[k].text in ("so", "and", "but"):
            return False
    return False


def _told_after(tokens: Tokens, one: Found) -> bool:
    """ "this morning I woke up with", "on friday my daughter fell"."""
    k = one.j
    if k >= len(tokens) or set(tokens[k].gap) & _ENDS:
        return False
    k += 2 if tokens[k].text in _OWNERS else 1
    if tokens[one.j].text not in _OWNERS | _PEOPLE - {"just"}:
        return False
    while text_at(tokens, k) in _ADVERBS:
        k += 1
    if k >= len(tokens) or not _is_past(tokens, k):
        return False
    after = {token.text for token in tokens[k + 1 : k + 5]}
    return tokens[k].text not in ("was", "were", "had", "got") or not after & (_NO_EVENT - {"and", "so", "i'm"})


def _is_past(tokens: Tokens, k: int) -> bool:
    word, before = tokens[k].text, text_at(tokens, k - 1)
    after = {token.text for token in tokens[k + 1 : k + 4]}
    person = before in _PEOPLE or text_at(tokens, k - 2) in _OWNERS
    if word == "moved":
        return person and text_at(tokens, k + 1) in _MOVED_HOUSE | {"to"}
    if word == "missed":
        return bool({"call", "calls", "message"} & after)
    if word == "changed":
        return before not in ("i", "we", "you") or bool(after & _CHANGEABLE)
    if word == "got" and not person:
        return False
    regular = word.endswith("ed") and not word.endswith("eed") and len(word) > 3 and word not in _NO_STORY
    return word in _IRREGULAR or regular


def _has_subject(tokens: Tokens, k: int) -> bool:
    j = k - 1
    while j >= 0 and tokens[j].text in _ADVERBS and tokens[j].text != "last":
        j -= 1
    if (
        text_at(tokens, j - 1) in ("doctor", "dr", "nurse")
        or text_at(tokens, j) in _SUBJECTS
        or text_at(tokens, j) in ("was", "were", "got", "been")
    ):
        return True
    return any(text_at(tokens, m) in _OWNERS for m in range(j - 1, j - 4, -1))


def _wished(tokens: Tokens, k: int, wishes: frozenset[str] = _WISHES) -> bool:
    for m in range(k - 1, max(-1, k - 6), -1):
        if tokens[m].text in ("and", "but", "so", "because") or set(tokens[m + 1].gap) & _ENDS:
            return False
        if tokens[m].text in wishes:
            return True
    return False


def _happened(tokens: Tokens, k: int, one: Found) -> bool:
    """ "I had surgery", "I was ill"; not "I had friday", "it was on monday" or "my appointment was"."""
    if tokens[k].text not in _NEED_AN_OBJECT:
        return True
    if "off" in {token.text for token in tokens[k:]}:
        return False
    content = any(token.text not in _FILL for token in tokens[k + 1 : one.i])
    before = {token.text for token in tokens[max(0, k - 3) : k]}
    there = tokens[k].text in ("was", "were") and text_at(tokens, k + 1) in ("in", "there", "here") and "i" in before
    last = ("last" in before or _no_appointment(tokens, k)) and tokens[k].text in ("was", "were")
    return content or there or last


def _no_appointment(tokens: Tokens, k: int) -> bool:
    """ "my surgery was on the fifth"."""
    return text_at(tokens, k - 2) in _OWNERS and text_at(tokens, k - 1) not in _NO_EVENT | {"one", "time"}


def is_habit(tokens: Tokens, one: Found) -> bool:
    """ "every morning", "it hurts at night": again and again, without a day of its own."""
    every = text_at(tokens, one.i - 1) in ("every", "each") or text_at(tokens, one.i) in ("every", "each")
    near = {token.text for token in tokens[max(0, one.i - 4) : one.j + 3]}
    if every and not near & _FREE_EVERY:
        return True
    if one.day is not None or not isinstance(one.when, Part | Clock):
        return False
    said = {token.text for token in tokens}
    nightly = isinstance(one.when, Part) and one.when.name == "night" and text_at(tokens, one.i - 1) == "at"
    if nightly and len(tokens) > 2 and not said & (_WISHES | {"appointment", "open", "available", "free", "there"}):
        return True
    up = text_at(tokens, one.i - 1) == "up" and text_at(tokens, one.i - 2) in _GETS
    if up or (near & _OFTEN and near & _IT and not near & _FREE_EVERY):
        return True
    subject = text_at(tokens, one.j) in ("i", "he", "she", "it", "we", "my")
    after = {token.text for token in tokens[one.j + 1 : one.j + 3]}
    if subject and after & _FEELS and not after & {"can", "could"}:
        return True
    if one.bound is not None and not _MEALS & {token.text for token in tokens[one.i : one.j]}:
        return False
    part = isinstance(one.when, Part) or one.bound is not None
    if part and any(tokens[k].text in _ILLS for k in range(max(0, one.i - 3), one.i)):
        return not {"can", "could", "want", "need", "would", "like", "please"} & {t.text for t in tokens}
    for k in range(one.i - 1, max(-1, one.i - 9), -1):
        if tokens[k].text in _WISHES - {"get"} | _OFFERED or set(tokens[k + 1].gap) & _ENDS:
            return False
        wakes = tokens[k].text == "up" and text_at(tokens, k - 1) in (
            "get",
            "gets",
            "me",
            "been",
            "wake",
            "was",
            "stay",
        )
        if tokens[k].text in _HABITS or wakes:
            return not _wished(tokens, k - wakes, _WISHES - {"get"})
    return False
