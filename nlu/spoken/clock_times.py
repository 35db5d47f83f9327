"""Clock times and parts of the day: "half past three", "three thirty", "nine a m", "tomorrow morning", "lunchtime"."""

from collections.abc import Sequence
from typing import Literal

from nlu.spoken.calendar_dates import MONTHS, WEEKDAYS
from nlu.spoken.said import Clock, Part, Setting, skip, text_at, words_at
from nlu.spoken.tokens import Token, words

Tokens = Sequence[Token]

# A clinic's sense of the words, in minutes of the day.
PARTS: dict[str, tuple[int, int]] = {
    "morning": (6 * 60, 12 * 60),
    "afternoon": (12 * 60, 17 * 60),
    "evening": (17 * 60, 21 * 60),
    "night": (18 * 60, 24 * 60),
    "lunchtime": (12 * 60, 14 * 60),
}
_SHADES: dict[str, dict[str, tuple[int, int]]] = {
    "early": {"morning": (360, 540), "afternoon": (720, 870), "evening": (1020, 1140), "night": (1080, 1260)},
    "mid": {"morning": (540, 660), "afternoon": (840, 960), "evening": (1080, 1200)},
    "late": {"morning": (600, 720), "afternoon": (900, 1020), "evening": (1140, 1260), "night": (1260, 1440)},
}
_SHADES["earlier"], _SHADES["later"], _SHADES["middle"] = _SHADES["early"], _SHADES["late"], _SHADES["mid"]
_PLURALS = {"mornings": "morning", "afternoons": "afternoon", "evenings": "evening", "nights": "night"}
_PLURALS |= {f"{name}'s": name for name in _PLURALS.values()}  # "tuesday morning's good for me"
_UNITS = words("hour hours minute minutes day days week weeks month months year years thousand million")
_DAY_NAMES = frozenset(WEEKDAYS) | {"today", "tomorrow"}
AT = frozenset({"at", "around", "about"})
_COUNTED_IN_HUNDREDS = words("dollars bucks pounds euros people milligrams calories steps times miles")
_DURING = frozenset({"during", "in", "the"})
_MEALS = frozenset({"lunch", "breakfast", "dinner"})
_BEFORE_A_MEAL = words("before after around at over during about until till past by any")
_LUNCH = frozenset({"lunch", "lunchtime", "lunchtimes"})
_MINUTES_TO_OR_PAST = frozenset({5, 10, 15, 20, 25})
_MINUTES = frozenset({15, 20, 30, 40, 45, 50})
_TO = frozenset({"to", "till", "until", "before", "of"})
_PAST = frozenset({"past", "after"})
_THE = frozenset({"the"})


def read_half(tokens: Tokens, i: int) -> tuple[int, Literal["am", "pm"] | None]:
    """The am or pm at i: "am", "p m", "p . m ."; (i, None) when there is none."""
    if words_at(tokens, i, "in", "the") and text_at(tokens, i + 2) in ("am", "pm"):
        i += 2
    word = text_at(tokens, i)
    if word in ("am", "pm"):
        return i + 1, "am" if word == "am" else "pm"
    if word in ("a", "p") and text_at(tokens, i + 1) == "m":
        return i + 2, "am" if word == "a" else "pm"
    if word == "p" or (word == "a" and i and not tokens[i - 1].spelled and tokens[i].start == tokens[i - 1].end):
        return i + 1, "am" if word == "a" else "pm"
    return i, None


def _finish(tokens: Tokens, j: int, hour: int, minute: int, weak: bool, full_day: bool = False) -> tuple[int, Clock]:
    """Take "o'clock", "am", "ish", "sharp" after the numbers."""
    strong = not weak
    if text_at(tokens, j) == "oclock":
        j, strong = j + 1, True
    j, half = read_half(tokens, j)
    if half and hour > 12:
        half = None
    hour = 12 if half and hour == 0 else hour
    if text_at(tokens, j) == "oclock":
        j, strong = j + 1, True
    if text_at(tokens, j) in ("ish", "sharp", "exactly"):
        j, strong = j + 1, True
        j, half = (j, half) if half or hour > 12 else read_half(tokens, j)
    if words_at(tokens, j, "or", "so"):
        j += 2
    return j, Clock(hour, minute, half, weak=not strong and half is None, full_day=full_day and half is None)


def _hour(token: Token) -> bool:
    return token.kind == "num" and 1 <= token.value <= 12


def _near_hour(tokens: Tokens, k: int, minutes_before: int, minutes_after: int) -> tuple[int, Clock] | None:
    """ "quarter to nine", "ten past noon": the hour at k with minutes taken off or added."""
    k = skip(tokens, k, _THE)
    if k >= len(tokens):
        return None
    token = tokens[k]
    if token.text in ("noon", "midnight"):
        base = 12 * 60 if token.text == "noon" else 24 * 60
        total = (base - minutes_before + minutes_after) % (24 * 60)
        return k + 1, Clock(total // 60, total % 60, full_day=True)
    if not _hour(token):
        return None
    total = token.value * 60 - minutes_before + minutes_after
    hour = total // 60 or 12
    return _finish(tokens, k + 1, hour if hour <= 12 else hour - 12, total % 60, weak=False)


def _relative_to_hour(tokens: Tokens, i: int) -> tuple[int, Clock] | None:
    first = skip(tokens, i, frozenset({"a"}))
    word = text_at(tokens, first)
    if word == "half":
        if text_at(tokens, first + 1) in _PAST:
            return _near_hour(tokens, first + 2, 0, 30)
        if first + 1 < len(tokens) and _hour(tokens[first + 1]) and text_at(tokens, first + 2) not in ("hour", "hours"):
            return _near_hour(tokens, first + 1, 0, 30)
        return None
    if word == "quarter":
        link, amount, j = text_at(tokens, first + 1), 15, first + 2
    elif first < len(tokens) and tokens[first].kind == "num" and _minutes_to_or_past(tokens, first):
        amount, j = tokens[first].value, first + 1
        had_minutes = text_at(tokens, j) in ("minutes", "minute")
        j += had_minutes
        link = text_at(tokens, j)
        j += 1
        loose = link in ("before", "until") or (link == "of" and not _beside_a_day(tokens, i, j))
        if not had_minutes and loose:
            return None
    else:
        return None
    if link == "to" and _range_of_hours(tokens, i, amount, j):
        return None
    if link in _TO:
        return _near_hour(tokens, j, amount, 0)
    return _near_hour(tokens, j, 0, amount) if link in _PAST else None


def _beside_a_day(tokens: Tokens, i: int, hour: int) -> bool:
    """ "at ten of three", "ten of three on friday", "friday ten of three": no count of three things."""
    before, after = text_at(tokens, i - 1), text_at(tokens, hour + 1)
    return (
        before == "at"
        or before in _DAY_NAMES
        or after in _DAY_NAMES | {"am", "pm", "a", "p"}
        or (after in ("on", "in") and text_at(tokens, hour + 2) in _DAY_NAMES | {"the"})
    )


def _minutes_to_or_past(tokens: Tokens, i: int) -> bool:
    said = text_at(tokens, i + 1) in ("minutes", "minute")
    return tokens[i].value in _MINUTES_TO_OR_PAST or (said and 1 <= tokens[i].value <= 59)


def _range_of_hours(tokens: Tokens, i: int, first: int, j: int) -> bool:
    """ "five to seven", "from ten to eleven": rather two hours than minutes to the hour; "at ten to eleven" is not."""
    before = text_at(tokens, i - 1)
    if (
        text_at(tokens, i) in ("a", "quarter")
        or before in ("at", "about", "around", "for")
        or text_at(tokens, j - 2) in ("minutes", "minute")
    ):
        return False
    if first not in (5, 10) or j >= len(tokens) or not _hour(tokens[j]):
        return False
    hours = (tokens[j].value - first) % 12
    return before in ("from", "between") or hours == 2 or (hours in (1, 3) and not tokens[j].spelled)


def _hundreds(tokens: Tokens, i: int, hour: int) -> tuple[int, Clock] | None:
    """ "fifteen hundred hours", and "two hundred and thirty pm", which is how some recognisers write 2:30 pm."""
    j = i + 3 if text_at(tokens, i + 2) == "and" else i + 2
    minute = tokens[j].value if j < len(tokens) and tokens[j].kind == "num" else 0
    end = j + 1 if 10 <= minute <= 59 else i + 2
    minute = minute if 10 <= minute <= 59 else 0
    if text_at(tokens, end) == "hours":
        return end + 1, Clock(hour, minute, full_day=True)
    end, half = read_half(tokens, end)
    if half is not None and hour <= 12:
        return end, Clock(hour, minute, half)
    before, after = text_at(tokens, i - 1), text_at(tokens, end)
    timed = before in AT or before == "try" or any(_of_a_day(token) for token in tokens)
    if hour > 12 and after not in _COUNTED_IN_HUNDREDS and timed:
        return end, Clock(hour, minute, full_day=True)
    dated = after in _DAY_NAMES or before in _DAY_NAMES or (after == "on" and text_at(tokens, end + 1) in _DAY_NAMES)
    ends = end >= len(tokens) and (hour > 9 or bool(minute))  # "my sugar's at three hundred"
    return (end, Clock(hour, minute, weak=True)) if ends or dated else None


def _of_a_day(token: Token) -> bool:
    return token.text in _DAY_NAMES or token.text in MONTHS or token.kind in ("ord", "date") or token.text == "days"


def _is_unit(tokens: Tokens, i: int) -> bool:
    """A unit of time that the number before i counts; not "at five day after tomorrow"."""
    return text_at(tokens, i) in _UNITS and not words_at(tokens, i, "day", "after", "tomorrow")


def _minutes_of_full_day(tokens: Tokens, i: int) -> bool:
    """ "15 30", "sixteen fifteen": minutes written like the hour."""
    if i + 1 >= len(tokens) or tokens[i + 1].kind != "num" or tokens[i + 1].gap:
        return False
    minutes = 10 <= tokens[i + 1].value <= 59 or tokens[i + 1].text == "00"
    return minutes and tokens[i].spelled == tokens[i + 1].spelled and not _is_unit(tokens, i + 2)


def _after_oh(tokens: Tokens, i: int) -> tuple[int, Clock] | None:
    """ "oh nine hundred", "oh eight thirty"."""
    if words_at(tokens, i + 1, "hundred"):
        return skip(tokens, i + 2, frozenset({"hours"})), Clock(tokens[i].value, full_day=True)
    minutes = i + 1 < len(tokens) and tokens[i + 1].kind == "num" and 10 <= tokens[i + 1].value <= 59
    return (i + 2, Clock(tokens[i].value, tokens[i + 1].value, weak=True, full_day=True)) if minutes else None


def read_clock(tokens: Tokens, i: int) -> tuple[int, Clock] | None:
    """A clock time at i. Bare numbers come back `weak`: it is for the caller of this to believe them or not."""
    token = tokens[i]
    if token.kind == "clock":
        return _finish(tokens, i + 1, token.value, token.minute, False, token.text.startswith("0") or token.value > 12)
    if token.text in ("noon", "midnight"):
        minutes = i + 1 < len(tokens) and tokens[i + 1].kind == "num" and tokens[i + 1].value in (15, 30, 45)
        minute = tokens[i + 1].value if minutes else 0
        return i + 1 + minutes, Clock(12 if token.text == "noon" else 0, minute, full_day=True)
    if (near := _relative_to_hour(tokens, i)) is not None:
        return near
    if token.text in ("oh", "o", "zero") and i + 1 < len(tokens) and 1 <= tokens[i + 1].value <= 9:
        return _after_oh(tokens, i + 1)
    if token.kind != "num":
        return None
    if not token.spelled and len(token.text) in (3, 4):
        hour, minute = divmod(token.value, 100)
        if hour <= 23 and minute <= 59:
            full_day = len(token.text) == 4 and (token.text.startswith("0") or hour > 12)
            if text_at(tokens, i + 1) == "hours":
                return i + 2, Clock(hour, minute, full_day=True)
            return _finish(tokens, i + 1, hour, minute, True, full_day)
        return None
    if token.value > 23 or token.value < 0:
        return None
    if _is_unit(tokens, i + 1):
        timed = words_at(tokens, i + 1, "hours") and text_at(tokens, i - 1) == "at" and _ends(tokens, i + 2)
        return (i + 2, Clock(token.value, 0, full_day=token.value > 12)) if timed and token.value else None
    if words_at(tokens, i + 1, "hundred"):
        return _hundreds(tokens, i, token.value)
    if i + 1 < len(tokens) and _hour(token):
        if text_at(tokens, i + 1) in ("noon", "midnight") and token.value == 12:
            return i + 2, Clock(12 if text_at(tokens, i + 1) == "noon" else 0, full_day=True)
        minute_token = tokens[i + 1]
        if minute_token.text in ("oh", "o", "zero") and i + 2 < len(tokens) and 1 <= tokens[i + 2].value <= 9:
            return _finish(tokens, i + 3, token.value, tokens[i + 2].value, True)
        together = (
            minute_token.gap in ("", "-" if minute_token.spelled else "")
            and minute_token.kind == "num"
            and (10 <= minute_token.value <= 59 or minute_token.text == "00")
            and not (minute_token.hesitant and minute_token.value <= 12)
            and not _hour_and_minutes(tokens, i + 1)
        )
        if together and (minute_token.spelled or len(minute_token.text) == 2):
            after = tokens[i + 2] if i + 2 < len(tokens) else None
            units = after is not None and after.text in ("minutes", "days", "weeks", "years", "milligrams")
            if not units:
                minute = minute_token.value - _the_one(tokens, i)
                return _finish(tokens, i + 2, token.value, minute, True)
    if token.value > 12 or token.value == 0:
        if text_at(tokens, i + 1) in ("oh", "o") and i + 2 < len(tokens) and 1 <= tokens[i + 2].value <= 9:
            return _finish(tokens, i + 3, token.value, tokens[i + 2].value, True, full_day=True)
        if _minutes_of_full_day(tokens, i):
            return _finish(tokens, i + 2, token.value, tokens[i + 1].value, True, full_day=True)
        j, clock = _finish(tokens, i + 1, token.value, 0, True)
        return (j, clock) if token.value <= 23 else None
    return _finish(tokens, i + 1, token.value, 0, True)


def _ends(tokens: Tokens, i: int) -> bool:
    """ "at eleven hours", "at fourteen hours on friday"; not "at two hours a night"."""
    return i >= len(tokens) or bool(tokens[i].gap) or text_at(tokens, i) in {"on", "please", *_DAY_NAMES}


def _hour_and_minutes(tokens: Tokens, i: int) -> bool:
    """ "ten, ten thirty": a number after an hour that is an hour itself, with its minutes behind it."""
    return _hour(tokens[i]) and i + 1 < len(tokens) and tokens[i + 1].kind == "num" and tokens[i + 1].value in _MINUTES


def _the_one(tokens: Tokens, i: int) -> bool:
    """ "the two thirty one" is the one at two thirty."""
    return text_at(tokens, i - 1) in ("the", "that", "your") and tokens[i + 1].text.endswith("ty one")


def _opening(setting: Setting) -> int:
    spans = [span for day in setting.hours.values() for span in day]
    return min((opens for opens, _ in spans), default=8 * 60)


def _closing(setting: Setting) -> int:
    spans = [span for day in setting.hours.values() for span in day]
    return max((closes for _, closes in spans), default=18 * 60)


def read_part(tokens: Tokens, i: int, setting: Setting) -> tuple[int, Part] | None:
    """A part of the day at i, with the words that belong to it ("first thing in the morning")."""
    word = text_at(tokens, i)
    following = text_at(tokens, i + 1)
    if word == "first" and following == "thing":
        j = skip(tokens, i + 2, frozenset({"in", "the"}))
        start = _opening(setting)
        return (j + 1 if text_at(tokens, j) == "morning" else i + 2), Part("first thing", start, start + 120)
    if word == "last" and following == "thing":
        return i + 2, Part("end of the day", _closing(setting) - 120, _closing(setting))
    if word in ("eod", "cob"):
        return i + 1, Part("end of the day", _closing(setting) - 120, _closing(setting))
    if word in ("end", "close") and following == "of":
        j = skip(tokens, i + 2, frozenset({"the", "business"}))
        if text_at(tokens, j) in ("day", "business") or text_at(tokens, j - 1) == "business":
            end = _closing(setting)
            return (j + 1 if text_at(tokens, j) == "day" else j), Part("end of the day", end - 120, end)
    if word in ("early", "late") and words_at(tokens, i + 1, "in", "the", "day"):
        opening, closing = _opening(setting), _closing(setting)
        early = word == "early"
        return i + 4, Part(f"{word} in the day", *((opening, opening + 180) if early else (closing - 180, closing)))
    if word in _SHADES:
        j = skip(tokens, i + 1, frozenset({"in", "of", "the", "this"}))
        part = _PLURALS.get(text_at(tokens, j), text_at(tokens, j))
        if part in _SHADES[word]:
            return j + 1, Part(f"{word} {part}", *_SHADES[word][part])
    if word in _MEALS and following not in ("time", "hour") and text_at(tokens, i - 1) not in _BEFORE_A_MEAL:
        return None
    if word in _LUNCH:
        j = i + 2 if following in ("time", "hour", "break") else i + 1
        return j, Part("lunchtime", *PARTS["lunchtime"])
    if word == "breakfast":
        return i + 1, Part("breakfast", 7 * 60, 9 * 60)
    if word in ("dinner", "dinnertime", "suppertime"):
        return i + 1 + (following == "time"), Part("evening", *PARTS["evening"])
    if word in ("business", "working", "office") and following == "hours" and text_at(tokens, i - 1) in _DURING:
        return i + 2, Part("opening hours", _opening(setting), _closing(setting))
    if word in ("daytime", "daytimes"):
        return i + 1, Part("daytime", _opening(setting), _closing(setting))
    name = _PLURALS.get(word, word)
    if name in ("morning", "afternoon", "evening", "night"):
        return i + 1, Part(name, *PARTS[name])
    if word in ("am", "pm") and i and (text_at(tokens, i - 1) in _DAY_NAMES or tokens[i - 1].kind == "ord"):
        return i + 1, Part(
            "morning" if word == "am" else "afternoon", *PARTS["morning" if word == "am" else "afternoon"]
        )
    return None
