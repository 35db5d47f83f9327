"""Words that look like dates and times and are none: phone numbers, codes, ages, prices, counts, names, greetings."""

from collections.abc import Sequence

from nlu.spoken.amounts import ALL_UNITS
from nlu.spoken.calendar_dates import AFTER_A_DAY_OF_THE_MONTH, MONTHS, WEEKDAYS, month_at
from nlu.spoken.clock_times import read_half
from nlu.spoken.counted import counted
from nlu.spoken.names_like_days import STREETS, names_like_days
from nlu.spoken.said import text_at, words_at
from nlu.spoken.small_talk import small_talk
from nlu.spoken.tokens import Token, phrases, words

Tokens = Sequence[Token]

_NUMBERED = words(
    "code codes pin extension ext room suite apartment apt flat unit floor zip number ward gate building level stage "
    "type grade chapter step option line version phase press dial plan tier size bus route"
)
_COUNTED = words(
    "people persons person patients children kids kid child adults of us doctors doctor appointments appointment slots "
    "options times old dollars dollar bucks pounds euros percent cents milligrams mg milligram pills "
    "tablets things other others teeth tooth eyes knees legs ankles questions reasons sons daughters brothers sisters "
    "siblings weeks' vaccines shots tests miles blocks stone feet inches degrees visits sessions prescriptions refills "
    "symptoms family members more extra different"
)
_COUNTED_OF = words("us them my our these those you the your his her")
_COUNTED_BY_PLACE = words("one ones opinion available slot option appointment opening time floor")
_BEFORE_A_PRONOUN = words(
    "either each every the this that any which another only no some first second third last next other earlier later "
    "coming new different"
)
_POINTING = frozenset({"the", "my", "that", "this"})
_DAYPARTS = words("morning afternoon evening oclock am pm")
_BEHIND_A_PRONOUN = words("on with for please of from that")
_BEFORE_SOMETHING = words("for get have want need book schedule another is there like")
_PARTS_COUNTED = words("nights mornings afternoons evenings")
_AGE = phrases("i'm, i am, she's, he's, she is, he is, aged, age, turned, turning, age of, age is")
_GREETING_WORDS = words("morning afternoon evening night day weekend week one")
_MEASURES = words(
    "cholesterol pressure sugar a1c rate pulse weight oxygen bmi temperature temp fever count glucose height dose "
    "reading level saturation weigh weighs weighed volume"
)
_IS = words("is was were are reads been stays stayed stay up down went goes")
_IS_AT = words(
    "a hundred and is was are were at of between around about like over above under reads been has running point "
    "stays stayed stay up down to went goes"
)
_NO_QUALITIES = words("at about around by after before till until for or and to past bit little like say maybe is")
_AFTER_A_COUNT = words("business working week please would works on at with if for is and or")
_SUMS = words("divided multiplied divide multiply times")
_DIVIDES = words("divided divide divisible multiplied multiply")
_COLLECTIVES = words("party group family total team crew pair couple set box pack bottle bunch household")
_LASTING = words("for the a just only another")
_STAYS = words("stay stays trip visit only hospital")
_OF_WHICH = words("this next in of on after before during that")
_MAIL = words("com org net edu gov info co io uk")
_PART_NAMES = words("morning afternoon evening night noon")
_COMPOUNDS = words(
    "clinic clinics pills medication meds medicine coffee routine person people nurse nurses shift shifts sickness "
    "sweats hours nap naps news school market class classes number line phone pains terrors vision blindness fever owl "
    "doctors staff rates guard guards"
)
_FEASTS = words("christmas thanksgiving easter halloween")
_OF_A_FEAST = words("turkey tree card cards gift gifts present presents shopping sale candy cookies eggs costume")
_RELATIVES = words("kids children sons daughters twins boys girls grandchildren kid son daughter baby he she they")


def not_times(tokens: Tokens, expecting: str | None) -> set[int]:
    """Indexes of the tokens that no date or time may use."""
    masked = small_talk(tokens, expecting) | names_like_days(tokens, expecting) | counted(tokens)
    _digit_runs(tokens, masked, time_asked=expecting in ("datetime", "slot_choice"))
    for i, token in enumerate(tokens):
        if token.kind in ("num", "ord", "clock"):
            _number(tokens, i, masked)
        else:
            _word(tokens, i, masked)
    if expecting in ("phone", "verification"):
        masked |= {i for i, token in enumerate(tokens) if token.kind == "num" and not _timed_by_at(tokens, i)}
    return masked


def _timed_by_at(tokens: Tokens, i: int) -> bool:
    """ "can we make it friday at one", "could it be at ten thirty": one or two numbers after "at"."""
    k = i if text_at(tokens, i - 1) == "at" else i - 1
    numbers = next((n for n in range(k, len(tokens)) if tokens[n].kind != "num"), len(tokens)) - k
    return text_at(tokens, k - 1) == "at" and tokens[k].kind == "num" and numbers <= 2 and 0 < tokens[k].value <= 12


def _single_digit(token: Token) -> bool:
    return token.text in ("oh", "o", "zero", "double", "triple") or (token.kind == "num" and 0 <= token.value <= 9)


def _digit_runs(tokens: Tokens, masked: set[int], *, time_asked: bool) -> None:
    """Three single digits in a row, or five figures together, are a phone number or a code."""
    run: list[int] = []
    for i, token in enumerate(tokens):
        if token.kind == "num" and not token.spelled and len(token.text) > 4:
            masked.add(i)
        if _single_digit(token):
            run.append(i)
            continue
        _close_run(tokens, run, masked, time_asked)
        run = []
    _close_run(tokens, run, masked, time_asked)
    numbers: list[int] = []
    for i in range(len(tokens) + 1):
        if i < len(tokens) and (tokens[i].kind == "num" or (numbers and _single_digit(tokens[i]))):
            numbers.append(i)
            continue
        written = [k for k in numbers if not tokens[k].spelled]
        if sum(len(tokens[k].text) for k in written) >= 7 or len(numbers) >= 5:
            masked.update(numbers)
        numbers = []


def _close_run(tokens: Tokens, run: list[int], masked: set[int], time_asked: bool) -> None:
    if len(run) < 3:
        return
    oh_five = len(run) == 3 and tokens[run[1]].text in ("oh", "o", "zero") and tokens[run[0]].value > 0
    before = text_at(tokens, run[0] - 1)
    told = before in ("at", "around", "to", "by") or before in WEEKDAYS or read_half(tokens, run[2] + 1)[1]
    if oh_five and tokens[run[0]].value <= 12 and (told or time_asked):
        return
    five_past = oh_five and tokens[run[2]].value == 5 and before not in _NUMBERED
    if five_past and any(_of_a_day(tokens, k) for k in range(len(tokens)) if k not in run):
        return
    masked.update(run)


def _of_a_day(tokens: Tokens, k: int) -> bool:
    word = tokens[k].text
    said = word in ("tomorrow", "today", "am", "pm", "days", "week", "weeks", "fortnight")
    return said or word in WEEKDAYS or word in MONTHS or tokens[k].kind in ("ord", "date")


def _number(tokens: Tokens, i: int, masked: set[int]) -> None:
    token = tokens[i]
    if "$" in token.gap or "£" in token.gap or "€" in token.gap:
        masked.add(i)
    if token.kind == "clock":
        return
    if (":" in token.gap and i and tokens[i - 1].kind == "num") or (
        i + 1 < len(tokens) and tokens[i + 1].gap == ":" and tokens[i + 1].kind == "num"
    ):
        masked.add(i)
    before, after = text_at(tokens, i - 1), text_at(tokens, i + 1)
    if before == "to" and text_at(tokens, i - 2) == "through":
        masked.update((i, i + 1))  # "put me through to three fifteen"
    if any(tokens[k].text == "which" and tokens[k + 1].text in _NUMBERED for k in range(i - 1)):
        masked.add(i)  # "which bus do i take the 4 or the 15"
    if before == "by" and (text_at(tokens, i - 2) in _SUMS or _DIVIDES & {t.text for t in tokens[max(0, i - 5) : i]}):
        masked.add(i)
    if before in ("these", "those") or (before == "of" and text_at(tokens, i - 2) in _COLLECTIVES):
        masked.add(i)  # "book these two for tonight", "a party of six"
    if before in _NUMBERED or (before in ("is", "number") and text_at(tokens, i - 2) in _NUMBERED):
        masked.add(i)
    if token.kind == "num":
        in_part = after == "in" and text_at(tokens, i + 3) in _GREETING_WORDS and before not in _POINTING
        oclock = in_part or after in ("am", "pm", "oclock", "a", "p", "thirty", "fifteen", "ish")
        if not oclock and any(words_at(tokens, i - len(phrase), *phrase) for phrase in _AGE):
            masked.add(i)
        year = not token.spelled and len(token.text) == 4 and 1900 <= token.value <= 2099
        dated = any(month_at(tokens, k) is not None for k in range(max(0, i - 4), i))
        if year and before in ("from", "in", "since", "of") and not dated:
            masked.add(i)
        several = before in ("first", "last", "next") and text_at(tokens, i - 2) == "the" and after not in ("", "in")
        if several and not oclock and text_at(tokens, i - 3) not in MONTHS and tokens[i + 1].kind == "word":
            masked.update(
                {i - 1, i} if after not in _AFTER_A_COUNT | ALL_UNITS.keys() else ()
            )  # "the first three weeks were fine"
        if _measured(tokens, i):
            masked.add(i)
        if token.text == "one" and text_at(tokens, i - 2) in ("a", "an") and _qualifies(before):
            masked.add(i)  # "a quick one tomorrow"
        if before in ("is", "are", "and") and _RELATIVES & {t.text for t in tokens[max(0, i - 4) : i]} and not oclock:
            masked.add(i)
        is_counted = after in _COUNTED if after != "of" else text_at(tokens, i + 2) in _COUNTED_OF
        if after in ("appointment", "slot") and (token.value > 1 or before in ("at", "past", "to")):
            is_counted = False  # "my monday at two appointment"
        minutes = i and tokens[i - 1].kind == "num" and 1 <= tokens[i - 1].value <= 12 and token.value % 5 == 0
        if is_counted and not minutes and not (after == "more" and before in ("at", "around")):
            masked.add(i)
        if is_counted and i > 1 and before in ("and", "to", "or") and tokens[i - 2].kind == "num":
            masked.add(i - 2)
        if after in ("years", "year") and text_at(tokens, i + 2) in ("old", "of", "olds"):
            masked.add(i)
        and_a_half = text_at(tokens, i + 3) == "half" and text_at(tokens, i + 4) in ALL_UNITS
        if after in ("and", "or") and text_at(tokens, i + 2) in _COUNTED | {"a"} and before not in ("at", "between"):
            masked.update({i} if not and_a_half else ())
        if any(text_at(tokens, k) in STREETS for k in (i + 1, i + 2, i + 3)) and not token.gap and after != "in":
            masked.add(i)
        has_minutes = i + 1 < len(tokens) and tokens[i + 1].kind == "num" and 10 <= tokens[i + 1].value <= 59
        has_minutes = has_minutes or (after in ("oh", "o") and i + 2 < len(tokens) and _single_digit(tokens[i + 2]))
        one_of_a_day = before in _DAYPARTS or (before in WEEKDAYS and text_at(tokens, i - 2) in _POINTING)
        one_of_a_day = one_of_a_day or before in ("today's", "tomorrow's")
        if token.text == "one" and (before in _BEFORE_A_PRONOUN or one_of_a_day) and not oclock and not has_minutes:
            masked.add(i)
        apart = before in WEEKDAYS or before == "and" or (i and tokens[i - 1].kind == "ord")
        if token.text == "one" and after == "at" and apart and tokens[i + 2 : i + 3]:
            masked.update({i} if tokens[i + 2].kind in ("num", "clock") else ())
        if token.text == "one" and before in _BEFORE_SOMETHING and after in _BEHIND_A_PRONOUN:
            masked.add(i)
        if after in _PARTS_COUNTED and not oclock:
            masked.update((i, i + 1))
        lasting = before in _LASTING or text_at(tokens, i + 2) in _STAYS
        if after == "night" and (lasting or (token.value == 1 and text_at(tokens, i + 2) not in _OF_WHICH)):
            masked.update((i, i + 1))  # "just for one night", "a three night stay"
    elif (
        (words_at(tokens, i + 1, "on", "the") and text_at(tokens, i + 3) in ("left", "right", "list"))
        or (words_at(tokens, i + 1, "on") and text_at(tokens, i + 3) == "list")
        or (after == "name" and token.value <= 2)
        or (before == "the" and text_at(tokens, i - 2) == "or" and _counts_a_thing(tokens, i - 4))
        or (before == "and" and text_at(tokens, i - 2) in STREETS and text_at(tokens, i + 1) not in MONTHS)
    ):
        masked.add(i)
    elif after in _COUNTED_BY_PLACE and (token.value <= 3 or after not in ("one", "time")):
        named = before if before != "the" else text_at(tokens, i - 2)
        dated = (
            named == "on"
            or named in MONTHS
            or named in WEEKDAYS
            or (token.value > 5 and after in ("available", "time"))
        )
        if not dated and not (token.value == 1 and after == "available"):
            masked.add(i)
    elif token.value <= 3 and after in ("doctor", "dr", "thing") and before != "on" and not _in_the(tokens, i):
        masked.add(i)


def _measured(tokens: Tokens, i: int) -> bool:
    """ "my cholesterol is two forty", "her temp was one oh one": a number at i that measures."""
    k = i - 1
    while k >= 0 and (tokens[k].text in _IS_AT or _single_digit(tokens[k]) or tokens[k].kind == "num") and i - k < 6:
        k -= 1
    if words_at(tokens, k - 1, "ends", "in") or words_at(tokens, k - 1, "ending", "in"):
        return True
    if k < 0 or tokens[k].text.removesuffix("'s") not in _MEASURES:
        return False
    verb = tokens[k].text.endswith("'s") or tokens[k].text.startswith("weigh")
    return verb or bool(_IS & {token.text for token in tokens[k + 1 : i]})


def _qualifies(word: str) -> bool:
    return word not in _NO_QUALITIES and word not in WEEKDAYS and word not in _DAYPARTS


def _counts_a_thing(tokens: Tokens, i: int) -> bool:
    """ "is it the second booster or the third": an ordinal at i with a thing behind it."""
    if i < 0 or tokens[i].kind != "ord" or tokens[i + 1].kind != "word":
        return False
    return text_at(tokens, i + 1) not in AFTER_A_DAY_OF_THE_MONTH | MONTHS.keys() | WEEKDAYS.keys()


def _in_the(tokens: Tokens, i: int) -> bool:
    """ "first thing" as a time: not "the first thing is", "first thing I want"."""
    following = text_at(tokens, i + 2)
    if following in ("you", "you've", "available", "free", "going", "there"):  # the earliest there is, or of a day
        return any(token.text in WEEKDAYS or token.text in ("today", "tomorrow") for token in tokens)
    return text_at(tokens, i + 1) == "thing" and following not in ("is", "i", "was", "we", "to", "my", "that")


def _word(tokens: Tokens, i: int, masked: set[int]) -> None:
    word, before = tokens[i].text, text_at(tokens, i - 1)
    if word == "dot" and text_at(tokens, i + 1) in _MAIL:
        masked.update(k for k in range(max(0, i - 9), i) if "is" not in {t.text for t in tokens[k:i]})
    if word in (*_PART_NAMES, "weekend", "day") and text_at(tokens, i + 1) in _COMPOUNDS:
        masked.add(i)
    if word in _FEASTS and text_at(tokens, i + 1) in _OF_A_FEAST:
        masked.add(i)  # "a christmas card"
    measured = text_at(tokens, i + 1) in ("later", "earlier", "after", "before", "from", "ago", "or")
    if word in ("day", "night", "weekend") and before in ("every", "each", "per", "all", "a") and not measured:
        masked.add(i)
    if before == "many" and word in (*_PARTS_COUNTED, "nights"):
        masked.add(i)  # "how many nights"
    if word == "weekends" and "open" in {token.text for token in tokens[max(0, i - 3) : i]}:
        masked.add(i)  # "are you open on weekends"
    if word in ("born", "birth", "dob", "birthday's") or (
        word == "birthday" and text_at(tokens, i + 1) in ("is", "was")
    ):
        _birth(tokens, i, masked)


def _birth(tokens: Tokens, i: int, masked: set[int]) -> None:
    """A date of birth: all that names a date after "born" or "date of birth"."""
    for k in range(i + 1, min(i + 12, len(tokens))):
        token = tokens[k]
        if token.kind != "word" or token.text in MONTHS or token.text in WEEKDAYS:
            masked.add(k)
        elif token.text in ("and", "i", "can", "so", "but") and k > i + 4:
            break
