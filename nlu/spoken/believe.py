"""Whether a bare number is meant as a clock time: "at three", "tuesday ten", or an answer to "what time?"."""

from collections.abc import Sequence

from nlu.spoken.calendar_dates import WEEKDAYS
from nlu.spoken.existing import APPOINTMENT, is_moving
from nlu.spoken.said import Clock, ClockRange, Found, Setting, text_at, words_at
from nlu.spoken.tokens import Token, words

Tokens = Sequence[Token]

_INTRODUCES = words("try at around about by after before until past from between circa towards said meant")
_MAKES = words(
    "so be wanted appointment make do take prefer say is it's like the to for have yes yeah maybe or and no want think "
    "let's then"
)
_BETWEEN = words("no or sorry actually i mean meant make that it wait rather maybe not and even let's say if")
_CORRECTING = words("actually no sorry wait rather mean meant")
_LEADS_TO_ANOTHER = words("say it do be for")
_BEFORE_LIKE = words("no maybe or be so do just something") | WEEKDAYS.keys()
_VERBS = words("would will is might could be work that'd is")
_VERDICTS = words(
    "best better good great perfect ideal fine ok okay nice lovely available free open too works suits preferable "
    "early late"
)
_NAMED_BY_A_TIME = APPOINTMENT | {"one"}
_GETS_THERE = words("get be come make arrive")
_OF_SOMEBODY = words("my our his her their")
_COMPARING = words("later earlier")
_OF_THE_ONE = words("still is available slot one")
_MAY_FOLLOW = words(
    "please would is works work if or and with would'nt on in this next to for thanks thank then that sounds fine good "
    "ok okay great could can today tomorrow tonight at maybe instead yes yeah no but i we perfect suits will "
    "doctor dr sharp exactly be so as may might should what when because from until it works, it's that's does was has "
    "you any possibly perhaps also too my not however though preferably by the better ideally latest earliest "
    "some sometime available free open later earlier there's i'm i've we've my each "
    "wednesday monday tuesday thursday friday"
)


def believable(tokens: Tokens, one: Found, found: Sequence[Found], setting: Setting) -> bool:
    """Weak clock times need a day, a word such as "at", or a question that asks for a time.

    `found`: all stretches, of which those before `one` are believed.
    """
    earlier = next((other for other in reversed(found) if other.i < one.i), None)
    weak = _weak(one)
    if not weak or one.day is not None or one.any_day:
        return True
    if setting.expecting in ("name", "caller_name", "phone", "email", "verification", "address", "purpose"):
        return text_at(tokens, one.i - 1) == "at" and setting.expecting in ("purpose", "phone")
    after = tokens[one.j] if one.j < len(tokens) else None
    may_end_here = after is None or bool(after.gap) or after.text in _MAY_FOLLOW
    if earlier is not None and earlier.when is not None and before_corrects(tokens, earlier, one) and may_end_here:
        return _plausible(one)
    if text_at(tokens, one.i - 1) == "to" and earlier is not None and is_moving(tokens) and may_end_here:
        return _plausible(one)
    if words_at(tokens, one.i - 2, "time", "to") and may_end_here:
        return _plausible(one)
    if text_at(tokens, one.i - 1) == "for" and text_at(tokens, one.i - 2) in ("booked", "down", "in") and may_end_here:
        return _plausible(one)
    there = text_at(tokens, one.i - 2) in ("there", "here") and text_at(tokens, one.i - 3) in _GETS_THERE
    if text_at(tokens, one.i - 1) == "for" and there and may_end_here:
        return _plausible(one)  # "I can be there for eight"
    put_right = setting.expecting == "confirm" and text_at(tokens, one.i - 1) == "not"
    if put_right and any(other.i == one.j and other.when for other in found):
        return True  # "no, not three thirty, two thirty"
    if words_at(tokens, one.j, "instead", "of") or words_at(tokens, one.i - 2, "instead", "of"):
        return _plausible(one)
    introduced = one.bound is not None or text_at(tokens, one.i) in _INTRODUCES
    before = text_at(tokens, one.i - 1)
    if (introduced or before in _INTRODUCES or before == "oclock") and may_end_here:
        return _plausible(one)
    named = one.j - one.i >= 2 and text_at(tokens, one.j) in _NAMED_BY_A_TIME
    if named and isinstance(one.when, Clock) and (_day_without_time(found) or before in _OF_SOMEBODY):
        return True  # "cancel my ten thirty appointment"
    the_one = before in ("the", "that") and one.j - one.i >= 2 and text_at(tokens, one.j) in _OF_THE_ONE
    the_one = the_one or (
        before in ("the", "that", "your") and tokens[one.j - 1].text.endswith("ty one") and may_end_here
    )
    if the_one:
        return True
    if _or_with_minutes(tokens, one) or _beside_another_time(one, found):
        return True
    if not may_end_here:
        return False
    if before in ("maybe", "say", "perhaps") and _COMPARING & {token.text for token in tokens[: one.i]}:
        return _plausible(one)  # "it has to be later, maybe three"
    if before == "for" and after is None and _day_without_time(found):
        return _plausible(one)  # "on friday please put us down for twelve"
    be = words_at(tokens, one.i - 2, "it", "be") and earlier is not None and earlier.when is not None
    if be or words_at(tokens, one.i - 2, "make", "it"):
        return _plausible(one)
    asked = setting.expecting in ("datetime", "slot_choice")
    if asked and (before == "say" or (before == "like" and text_at(tokens, one.i - 2) in _BEFORE_LIKE)):
        return _plausible(one)
    too = "too" in {text_at(tokens, one.j), text_at(tokens, one.j + 1)}
    if asked and before in ("do", "make", "prefer") and _day_without_time(found):
        return _plausible(one)  # "on the twenty fifth I could do nine or ten"
    if _judged(tokens, one) and (asked or too or _day_without_time(found)):
        return True
    if _is_the_time(tokens, one):
        return True
    clock = one.when
    if isinstance(clock, ClockRange):
        return asked
    if before == "want" and text_at(tokens, one.i - 2) in ("they", "you", "he", "she"):
        return False  # "they want one fifty"
    if isinstance(clock, Clock) and clock.minute % 5 == 0 and clock.minute and one.j - one.i >= 2:
        return asked or before in _MAKES or before in ("", "a", "my") or _day_without_time(found)
    if isinstance(clock, Clock) and asked and one.i > 0 and before not in _MAKES and not tokens[one.i].gap:
        return False
    if setting.expecting == "slot_choice" and isinstance(clock, Clock):
        offered = {offer.hour * 60 + offer.minute for offer in setting.offered}
        return clock.hour > 3 or bool(offered & set(clock.readings()))
    return asked and len(tokens) <= 8


def _judged(tokens: Tokens, one: Found) -> bool:
    """ "ten would be best", "is eleven available", "nine is too early"; "one is" and "two are" rather count."""
    if not isinstance(one.when, Clock) or one.when.hour < 2:
        return False
    k = one.j
    verb = k
    while text_at(tokens, k) in _VERBS and k - verb < 3:
        k += 1
    word = text_at(tokens, k)
    if word == "too" and text_at(tokens, k + 1) in ("early", "late"):
        return True
    asked = text_at(tokens, one.i - 1) in ("is", "would", "does", "if") and k == verb
    return word in _VERDICTS and (k > verb or asked or word in ("available", "works", "suits"))


def _or_with_minutes(tokens: Tokens, one: Found) -> bool:
    """ "is that nine or nine thirty": the hour of a clock time that follows."""
    if text_at(tokens, one.j) != "or" or not isinstance(one.when, Clock) or one.j + 2 >= len(tokens):
        return False
    hour, minutes = tokens[one.j + 1], tokens[one.j + 2]
    near = hour.kind == "num" and one.when.hour <= hour.value <= one.when.hour + 1
    return near and minutes.kind == "num" and minutes.value in (15, 30, 45)


def _beside_another_time(one: Found, found: Sequence[Found]) -> bool:
    """ "two fifteen two thirty tomorrow": hour and minutes right before another clock time."""
    if not isinstance(one.when, Clock) or not one.when.minute or one.when.minute % 5 or one.j - one.i < 2:
        return False  # "seven thirteen two thirty" is a date and an hour
    beside = next((other for other in found if other.i == one.j), None)
    return beside is not None and isinstance(beside.when, Clock) and bool(beside.when.minute)


def _is_the_time(tokens: Tokens, one: Found) -> bool:
    """ "the time should be one fifteen", "what time, ten"."""
    before = [token.text for token in tokens[max(0, one.i - 4) : one.i]]
    return "time" in before and before[-1] in ("be", "is", "be at", "like", "preferably")


def _day_without_time(found: Sequence[Found]) -> bool:
    return any(one.day is not None and one.when is None and not one.day.backward for one in found)


def before_corrects(tokens: Tokens, earlier: Found, one: Found) -> bool:
    """Whether a number follows a time with only "no", "or", "sorry, I mean" or "um" in between."""
    between = [token.text for token in tokens[earlier.j : one.i]]
    if not between:
        return tokens[one.i].hesitant or text_at(tokens, earlier.i - 1) == "not"
    if _CORRECTING & set(between) and between[-1] in _LEADS_TO_ANOTHER and len(between) <= 9:
        return True  # "at one with doctor kim, actually can we say two"
    return len(between) <= 5 and all(word in _BETWEEN for word in between)


def _weak(one: Found) -> bool:
    if isinstance(one.when, ClockRange):
        return one.when.first.weak and one.when.until.weak and one.when.until.half is None
    return isinstance(one.when, Clock) and one.when.weak


def _plausible(one: Found) -> bool:
    return not (isinstance(one.when, Clock) and one.when.hour == 0 and not one.when.full_day)
