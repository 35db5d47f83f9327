"""Times said out of politeness: "good morning", "how are you today", "what day is it today", "enjoy your weekend"."""

from collections.abc import Sequence

from nlu.spoken.calendar_dates import WEEKDAYS
from nlu.spoken.said import text_at, words_at
from nlu.spoken.tokens import Token, phrases, words

Tokens = Sequence[Token]

_PARTS = words("morning afternoon evening night noon")
_GREETED = words("morning afternoon evening night day weekend week one")
_PLEASANT = words(
    "good nice great lovely wonderful pleasant beautiful fantastic enjoy bad rough terrible awful horrible sleepless"
)
_FESTIVE = words("happy merry")
_CHAT = words("calling ringing phoning doing feeling help helping speaking")
_CHAT_PHRASES = phrases(
    "are you, help you, assist you, all for, it for, thank you, thanks for, doing fine, doing well, doing okay, doing "
    "good, it going, your time, everything, everyone, everybody, i'm fine, i'm good, i'm okay, i'm well, nothing else, "
    "nothing more"
)
_ASKED_BEFORE = phrases(
    "what day is, busy day, long day, great day, the date, date is, day is it, time is it, lovely day, nice day, "
    "beautiful day, god it's"
)
_ASKED_AFTER = phrases("is a good day, is a great day, date, a holiday, the day, is a holiday, weather")
_IDIOMS = phrases(
    "from now on, top of the morning, your weekend, your weekends, half the night, half the day, day and night, night "
    "and day, morning noon and night, one by one, two by two"
)
_TO_A_PERSON = words(
    "talk speak human person operator agent representative somebody someone help ambulance emergency transfer"
)
_ASKED_FOR = words("book see come appointment want need like make schedule")
_IS_ALL = words("that's thats is be that'll it's was")
_OF_ALL = words("the info information details i we needed need wanted want for have had to know you")
_NOT_SO_SOON = words("how so too very again real")
_AFTER_A_PART = words("is would please works if or on time appointment of and")


def small_talk(tokens: Tokens, expecting: str | None) -> set[int]:
    """Indexes of the tokens that only are polite."""
    masked: set[int] = set()
    if tokens[0].text in ("morning", "afternoon", "evening") and not _answers(tokens, expecting):
        masked.add(0)
    for i, token in enumerate(tokens):
        for idiom in _IDIOMS:
            masked.update(range(i, i + len(idiom)) if words_at(tokens, i, *idiom) else ())
        if text_at(tokens, i - 1) in _FESTIVE:
            masked.update(range(i, min(i + 3, len(tokens))))
        if token.kind == "word":
            _word(tokens, i, masked)
    return masked


def _word(tokens: Tokens, i: int, masked: set[int]) -> None:
    word, before = tokens[i].text, text_at(tokens, i - 1)
    serves = text_at(tokens, i + 1) in ("for", "to") and text_at(tokens, i + 2) not in ("you", "all", "everyone")
    pleasant = (
        before in _PLEASANT
        or words_at(tokens, i - 2, "enjoy", "your")
        or words_at(tokens, i - 2, "enjoy", "the")
        or words_at(tokens, i - 2, "this", "fine")
    )
    if (word in _GREETED and pleasant and not serves) or (word in _PARTS and before == "your"):
        masked.add(i)
    if (word in ("today", "today's", "now") or word in WEEKDAYS) and _asks_the_date(tokens, i):
        masked.add(i)
    weather = "weather" in {token.text for token in tokens[:i]} or text_at(tokens, i - 2) in ("it's", "isn't")
    if word == "today" and weather and tokens[i - 1].kind == "word" and before not in ("for", "on", "about"):
        masked.add(i)
    if word in WEEKDAYS and words_at(tokens, i - 2, "is", "it") and text_at(tokens, i + 1) == "today":
        masked.update((i, i + 1))
    if word == "last" and text_at(tokens, i + 1) == "thing" and before in ("one", "the", "a"):
        masked.update((i - 1, i, i + 1))
    if word == "soon" and (before in _NOT_SO_SOON or text_at(tokens, i + 1) == "enough"):
        masked.add(i)
    at = i - 1 if before == "this" and word in _PARTS else i
    if (word in ("today", "now") or at < i) and _is_chat(tokens, at):
        masked.update((at, i))
    if word == "today" and _is_all(tokens, i):
        masked.add(i)
    if word == "now" and before not in ("from", "between") and _TO_A_PERSON & {token.text for token in tokens[:i]}:
        masked.update((i - 1, i) if before == "right" else (i,))


def _is_all(tokens: Tokens, i: int) -> bool:
    """ "that's all I needed today", "that is all the information I need for today"."""
    k = i - 1
    while k > 0 and tokens[k].text in _OF_ALL:
        k -= 1
    return k > 0 and tokens[k].text in ("all", "everything", "it") and tokens[k - 1].text in _IS_ALL


def _answers(tokens: Tokens, expecting: str | None) -> bool:
    """Whether a part of the day that comes first is no greeting."""
    if all(token.text == tokens[0].text for token in tokens):
        return expecting in ("datetime", "slot_choice")
    following = tokens[1]
    return following.kind in ("num", "clock") or following.text in ("at", *_AFTER_A_PART, *_PARTS, "oclock")


def _asks_the_date(tokens: Tokens, i: int) -> bool:
    """ "what day is today", "what time is it now", "the time in rome now", "it's a lovely day today"."""
    there = any(words_at(tokens, k, "time", "in") or words_at(tokens, k, "time", "is", "it") for k in range(i))
    if tokens[i].text == "now" and there:
        return True
    before = any(words_at(tokens, i - len(phrase), *phrase) for phrase in _ASKED_BEFORE)
    return before or any(words_at(tokens, i + 1, *phrase) for phrase in _ASKED_AFTER)


def _is_chat(tokens: Tokens, i: int) -> bool:
    """ "how are you today", "I'm calling this morning about", "that's all for today"; not "can I book for today"."""
    if _ASKED_FOR & {token.text for token in tokens[max(0, i - 5) : i]}:
        return False
    said_before = any(words_at(tokens, i - len(phrase), *phrase) for phrase in _CHAT_PHRASES)
    return said_before or text_at(tokens, i - 1) in _CHAT
