"""The first pass over an utterance: every stretch of words that by itself names a day, a time or a moment."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from nlu.spoken.calendar_dates import WEEKDAYS
from nlu.spoken.clock_times import PARTS, read_clock, read_part
from nlu.spoken.date_ranges import read_date_range
from nlu.spoken.days import coming, goes_on, read_day, shift
from nlu.spoken.number_dates import read_number_date
from nlu.spoken.offsets import read_beside, read_offset, read_within
from nlu.spoken.periods import read_period
from nlu.spoken.said import Clock, Found, Part, Setting, at_minute, one_day, run_of_days, skip, text_at, words_at
from nlu.spoken.tokens import Token, phrases, words
from nlu.spoken.year_parts import read_year_part

Tokens = Sequence[Token]

_SOONEST = phrases(
    "first thing you have, first thing you have got, first thing you've got, first thing available, first thing going, "
    "as soon as possible, as early as possible, as soon as you can, as early as you can, as soon as i can, as quickly "
    "as possible, as soon as, asap, a s a p, straight away, right away, immediately, as early as we can, next "
    "available, first available, earliest available, soonest available, earliest possible, soonest possible, the "
    "earliest, the soonest, earliest, soonest, next free, next opening, first opening, next appointment, first free, "
    "next open, next slot, first appointment, first slot, whatever's first, whatever is first, whatever comes first, "
    "whatever you have first, whenever you can, sooner the better, earlier the better, soon, any time soon"
)
_ANY_TIME = phrases(
    "any time, whenever, any day, any weekday, any date, whatever you have, at your earliest, anything you have, "
    "whatever's available, anything is fine, don't mind when"
)
# Said of a time only where one was asked for.
_ANSWERS = phrases(
    "whatever you have, anything you have, whatever's available, anything is fine, whatever you've got, whatever you "
    "got, whatever works, whatever suits, whatever's easiest, whatever is easiest, anything works, anything's fine, "
    "anything is good, anything will do, i'm easy, i'm flexible, you choose, you pick, you decide, up to you, no "
    "preference"
)
_OF_A_TIME = words(
    "you you've i i'd we possible available free open appointment appointments slot slots time times date day one that "
    "there there's on in at for with doctor dr please would can could and or if next this today tomorrow is was "
    "convenience opening availability he she they but after before morning afternoon anything works"
)
_ANSWERING = words(
    "call ring phone fax send text email mail reply answer forward transfer connect refund freeze block mute talk speak"
)
# What is wanted at once without a visit.
_ERRANDS = words(
    "prescription prescriptions refill refills refilled results result referral records record note letter form forms "
    "bill invoice receipt refund copy paperwork certificate account card replacement money payment medication "
    "medications insurance"
)
_OF_A_VISIT = words("appointment appointments slot in see seen come visit book booked schedule scheduled reschedule")
_OF_SOMETHING_ELSE = words("who which doctor about with if how")
# Minutes of the day at which a working or school day begins and ends for the people who call.
_WORKING_DAY = {"work": (9 * 60, 17 * 60), "school": (8 * 60 + 30, 15 * 60)}
_FREE = sorted({*_SOONEST, *_ANY_TIME, *_ANSWERS}, key=len, reverse=True)
_WHO = words("i my he she they it the we")
_ANYTHING = words("anything something any available appointment book slot")
_SOON_AS = tuple(
    phrase for phrase in _SOONEST if phrase[0] in ("as", "asap", "a", "soon", "right", "straight", "immediately")
)
_FREE_STARTS = frozenset(phrase[0] for phrase in _FREE)
_ASKS = words("can could need want like go come see is are meet")
_DONE_NOW = words("book reserve schedule cancel confirm order pay buy")
_SEEN = words("duty there here go back see seen come appointment slot in fit squeeze available open free book meet")
_AFTER_A_DAY = words("please at would works is if maybe then instead in")
_WHO_IS = words("i'm im we're")
_COMING = words("coming hoping looking trying going calling wondering")
_NOT_BEFORE_NOW = words("for by until till go going busy okay ok bye thanks fine not")


def scan(tokens: Tokens, setting: Setting, masked: set[int]) -> list[Found]:
    """Stretches in order, none overlapping; at each word the longest reading wins."""
    readers: tuple[Callable[[Tokens, int, Setting], Found | None], ...] = (
        _soonest, read_number_date, read_within, read_offset, _same, read_date_range, read_beside, _day, _weekday_after,
        _period, _year_part, _this_part, _working_day, _part, _clock, _now, _next,
    )  # fmt: skip
    found: list[Found] = []
    i = 0
    while i < len(tokens):
        best: Found | None = None
        if i not in masked:
            for reader in readers:
                one = reader(tokens, i, setting)
                if one and (best is None or one.j > best.j) and not any(k in masked for k in range(one.i, one.j)):
                    best = one
        if best is None:
            i += 1
        else:
            beside = _beside_what_was_said(tokens, best, found)
            found += [beside] if beside else []
            i = best.j
    return found


def _beside_what_was_said(tokens: Tokens, one: Found, earlier: list[Found]) -> Found | None:
    """ "not tomorrow, the day after", "from friday to the following friday": counted from the day said before.

    None for "after that" and "the same time" with nothing said before.
    """
    if isinstance(one.when, Part) and one.when.name == "same time":
        times = [other.when for other in earlier if isinstance(other.when, Clock)]
        return one.moved(when=times[-1]) if times else None
    last = next((other.day for other in reversed(earlier) if other.day is not None), None)
    hangs = words_at(tokens, one.i, "before", "then") or words_at(tokens, one.i, "before", "that")
    if hangs and one.bound == "before" and one.day is not None:
        return one.moved(day=last) if last is not None else None
    said = " ".join(token.text for token in tokens[one.i : one.j]).removeprefix("the ")
    if said.startswith("same day as") and last is not None:
        return None
    if said == "after" and (last is None or last.grain != "week"):
        return None
    if said in ("next", "after") and last is not None:
        return one.moved(day=shift(last, timedelta(days=7))) if last.grain in ("day", "week") else None
    weekday = WEEKDAYS.get(said.removesuffix(" that").removesuffix(" after")) if " after" in said else None
    if last is None and weekday is not None and said.endswith(" that"):
        return one
    if last is None or one.day is None:
        hangs = said == "next" or weekday is not None or (said == "after that" and one.day is not None)
        return None if hangs else one
    if said in ("day after", "next day", "following day"):
        return one.moved(day=one_day(last.span.until))
    if said == "day before":
        return one.moved(day=one_day(last.span.first - timedelta(days=1)))
    if weekday is not None:
        return one.moved(day=one_day(last.span.until + timedelta(days=(weekday - last.span.until.weekday()) % 7)))
    if said == "after that":
        timed = isinstance(earlier[0].when, Clock) and earlier[0].day is None and earlier[-1].j == one.i
        return None if timed and earlier[-1].weekday is not None else one.moved(day=last)
    if said in ("week after", "following week"):
        first = last.span.first - timedelta(days=last.span.first.weekday()) + timedelta(days=7)
        return one.moved(day=run_of_days(first, first + timedelta(days=7), "week"))
    if said.startswith("following ") and said.removeprefix("following ") in WEEKDAYS:
        before = last.span.until - timedelta(days=1) if last.grain == "week" else last.span.first
        ahead = (WEEKDAYS[said.removeprefix("following ")] - before.weekday() - 1) % 7 + 1
        return one.moved(day=one_day(before + timedelta(days=ahead)))
    return one


def _day(tokens: Tokens, i: int, setting: Setting) -> Found | None:
    read = read_day(tokens, i, setting)
    if read is None:
        return None
    alone = WEEKDAYS.get(text_at(tokens, i)) if read[0] == i + 1 else None
    return Found(i, read[0], day=read[1], weekday=alone)


def _weekday_after(tokens: Tokens, i: int, setting: Setting) -> Found | None:
    """ "not this friday but the friday after", "the monday after that": counted from the day said before."""
    j = i + 1
    weekday = WEEKDAYS.get(text_at(tokens, j)) if tokens[i].text == "the" else None
    if weekday is not None and words_at(tokens, j + 1, "after", "that") and not setting.offered:
        return Found(i, j + 3, day=one_day(coming(weekday, setting) + timedelta(days=7)))
    ends = j + 2 >= len(tokens) or tokens[j + 2].gap or text_at(tokens, j + 2) in _AFTER_A_DAY
    if tokens[i].text != "the" or text_at(tokens, j) not in WEEKDAYS or text_at(tokens, j + 1) != "after" or not ends:
        return None
    return Found(i, j + 2, day=one_day(setting.today))


def _period(tokens: Tokens, i: int, setting: Setting) -> Found | None:
    read = read_period(tokens, i, setting)
    return Found(i, read[0], day=read[1]) if read else None


def _year_part(tokens: Tokens, i: int, setting: Setting) -> Found | None:
    read = read_year_part(tokens, i, setting)
    return Found(i, read[0], day=read[1]) if read else None


def _part(tokens: Tokens, i: int, setting: Setting) -> Found | None:
    any_day = text_at(tokens, i) in ("any", "some", "one", "1") and text_at(tokens, i + 1) != "time"
    read = read_part(tokens, i + 1 if any_day else i, setting)
    return Found(i, read[0], when=read[1], any_day=any_day) if read else None


def _clock(tokens: Tokens, i: int, setting: Setting) -> Found | None:
    read = read_clock(tokens, i)
    return Found(i, read[0], when=read[1]) if read else None


def _working_day(tokens: Tokens, i: int, setting: Setting) -> Found | None:
    """ "after work", "before school": from five or three, until nine or half past eight."""
    if text_at(tokens, i) not in ("after", "before") or text_at(tokens, i + 1) not in _WORKING_DAY:
        return None
    before, after = _WORKING_DAY[text_at(tokens, i + 1)]
    minute = after if text_at(tokens, i) == "after" else before
    clock = Clock(minute // 60, minute % 60, full_day=True)
    return Found(i, i + 2, when=clock, bound="from" if minute == after else "by")


def _this_part(tokens: Tokens, i: int, setting: Setting) -> Found | None:
    """ "this afternoon", "later this morning", "tonight"."""
    if tokens[i].text == "on":
        return None
    j = skip(tokens, i, frozenset({"later", "early", "late", "earlier", "on"}))
    if text_at(tokens, j) == "tonight":
        return Found(i, j + 1, day=one_day(setting.today), when=Part("tonight", *PARTS["night"]))
    lead = text_at(tokens, j)
    if lead == "last" and text_at(tokens, j + 1) == "night":
        yesterday = date.fromordinal(setting.today.toordinal() - 1)
        return Found(i, j + 2, day=one_day(yesterday, backward=True), when=Part("night", *PARTS["night"]))
    if lead not in ("this", "next") or (
        lead == "next" and text_at(tokens, j + 1) not in ("evening", "morning", "night")
    ):
        return None
    shaded = read_part(tokens, j + 1, setting)
    if shaded is None:
        return None
    part = shaded[1]
    if j > i and part.name in PARTS:
        middle = (part.start + part.until) // 2
        later = text_at(tokens, i) in ("later", "late")
        part = Part(part.name, middle if later else part.start, part.until if later else middle)
    ahead = 0 if lead == "this" else 1
    day = one_day(date.fromordinal(setting.today.toordinal() + ahead))
    return Found(i, shaded[0], day=day, when=part)


def _does_it_now(tokens: Tokens, i: int) -> bool:
    """ "go ahead and reserve it now": when the booking is made, not when the appointment is."""
    k = i - 2 if text_at(tokens, i - 1) in ("it", "that", "this", "one", "them") else i - 1
    return text_at(tokens, k) in _DONE_NOW


def _goes_on_now(tokens: Tokens, i: int) -> bool:
    """ "I'm really craving something sweet right now": what is so at this moment."""
    k = max((k for k in range(i) if tokens[k].text in _WHO_IS), default=i)
    doing = {token.text for token in tokens[k + 1 : k + 3] if token.text.endswith("ing")}
    return bool(doing - _COMING) and not _ASKS & {token.text for token in tokens[k + 1 : i]}


def _next(tokens: Tokens, i: int, setting: Setting) -> Found | None:
    """ "not this friday but next", "this week or the next", "the one after": a week after the day said before."""
    if words_at(tokens, i - 2, "the", "one", "after") and (i + 1 == len(tokens) or goes_on(tokens, i + 1)):
        return Found(i, i + 1, day=one_day(setting.today))
    if tokens[i].text != "next" or text_at(tokens, i - 1) not in ("or", "but", "the"):
        return None
    ends = i + 1 == len(tokens) or tokens[i + 1].gap or text_at(tokens, i + 1) in ("please", "if", "would", "then")
    return Found(i, i + 1, day=one_day(setting.today)) if ends else None


def _soonest(tokens: Tokens, i: int, setting: Setting) -> Found | None:
    if tokens[i].text not in _FREE_STARTS or text_at(tokens, i - 1 - (text_at(tokens, i - 1) == "the")) == "at":
        return None
    of_a_day = any(token.text in WEEKDAYS or token.text in ("today", "tomorrow") for token in tokens)
    if of_a_day and words_at(tokens, i, "first", "thing"):
        return None
    for phrase in _FREE:
        j = i + len(phrase)
        if text_at(tokens, j) == "you" and text_at(tokens, j + 1) in ("open", "close", "start", "stop"):
            continue  # "what's the earliest you open"
        if phrase[-1] in ("earliest", "soonest") and j < len(tokens) and not _names_a_time(tokens[j]):
            continue  # "what's the earliest age you see kids"
        later = phrase == ("as", "soon", "as") and text_at(tokens, j) in _WHO and text_at(tokens, j + 1) != "can"
        if later or (phrase == ("soon",) and not _asks_for_soon(tokens, i, setting)):
            continue  # "as soon as I get paid", "get well soon"
        if phrase in _SOON_AS and _to_answer(tokens, i):
            continue
        of_a_time = setting.expecting == "datetime" and text_at(tokens, j) not in _OF_SOMETHING_ELSE
        if words_at(tokens, i, *phrase) and (phrase not in _ANSWERS or of_a_time):
            return Found(i, j, free=True, idle=phrase not in _SOONEST)
    return None


def _names_a_time(token: Token) -> bool:
    """Whether what follows "the earliest" still speaks of a time."""
    return token.kind != "word" or bool(token.gap) or token.text in _OF_A_TIME or token.text in WEEKDAYS


def _asks_for_soon(tokens: Tokens, i: int, setting: Setting) -> bool:
    said = {token.text for token in tokens[:i]}
    asked = setting.expecting in ("datetime", "slot_choice") or len(tokens) <= 2
    return asked or bool(_ASKS & said and _SEEN & said) or bool(said & _ANYTHING)


def _to_answer(tokens: Tokens, i: int) -> bool:
    """ "please call me back as soon as possible", "let me know as soon as you can", "I need a refill right away"."""
    said = [token.text for token in tokens[max(0, i - 6) : i]]
    if any(words_at(tokens, k, "let", "me", "know") for k in range(max(0, i - 4), i)):
        return True
    if _ANSWERING & set(said) and not {"appointment", "slot", "in", "see"} & set(said):
        return True
    whole = {token.text for token in tokens[:i]}
    return bool(_ERRANDS & whole) and not _OF_A_VISIT & whole


def _same(tokens: Tokens, i: int, setting: Setting) -> Found | None:
    """ "the same time": the one clock time of what was just offered."""
    j = i + 1 if text_at(tokens, i) == "the" else i
    if words_at(tokens, i, "this", "time"):
        return _this_time(tokens, i, setting)
    if words_at(tokens, j, "same", "day", "as") and (other := read_day(tokens, j + 3, setting)):
        return Found(i, other[0], day=other[1])
    if not words_at(tokens, j, "same", "time"):
        return None
    times = {(offer.hour, offer.minute) for offer in setting.offered}
    if not setting.offered:
        other = read_day(tokens, j + 3, setting) if text_at(tokens, j + 2) == "as" else None  # "same time as today"
        return Found(i, other[0] if other else j + 2, when=Part("same time", 0, 24 * 60))
    if len(times) != 1:
        return None
    hour, minute = times.pop()
    return Found(i, j + 2, when=Clock(hour, minute, full_day=True))


def _this_time(tokens: Tokens, i: int, setting: Setting) -> Found | None:
    """ "this time next week", "this time tomorrow"."""
    clock = Clock(setting.now.hour, setting.now.minute, full_day=True)
    if words_at(tokens, i + 2, "next", "week"):
        return Found(i, i + 4, day=one_day(setting.today + timedelta(days=7)), when=clock)
    read = read_day(tokens, i + 2, setting) if text_at(tokens, i + 2) in ("tomorrow", "on", *WEEKDAYS) else None
    return Found(i, read[0], day=read[1], when=clock) if read else None


def _now(tokens: Tokens, i: int, setting: Setting) -> Found | None:
    said = {token.text for token in tokens[:i]}
    asked = bool(_ASKS & said and _SEEN & said) and not _does_it_now(tokens, i) and not _goes_on_now(tokens, i)
    if words_at(tokens, i, "right", "now") and ((i == 0 and text_at(tokens, 2) in _AFTER_A_DAY | {""}) or asked):
        return Found(i, i + 2, moment=setting.now)
    last = (
        words_at(tokens, i, "now") and i > 1 and i + 1 == len(tokens) and text_at(tokens, i - 1) not in _NOT_BEFORE_NOW
    )
    if last and asked:
        return Found(i, i + 1, moment=setting.now)
    that = (
        not setting.offered
        and words_at(tokens, i, "before", "that")
        and text_at(tokens, i + 2) in _AFTER_A_DAY | {"", "for"}
    )
    if that or words_at(tokens, i, "before", "then"):
        return Found(i, i + 2, day=one_day(setting.today), bound="before")
    if not setting.offered and words_at(tokens, i, "after", "that"):
        return Found(i, i + 2, day=one_day(setting.today), bound="after")
    later_on = words_at(tokens, i, "later", "that", "day") or words_at(tokens, i, "later", "the", "same", "day")
    if setting.offered and later_on:
        return Found(i, i + (3 if text_at(tokens, i + 1) == "that" else 4), moment=setting.offered[-1], bound="after")
    if text_at(tokens, i - 1) == "one" and setting.offered:
        return None
    if setting.offered and words_at(tokens, i + 1, "that") and text_at(tokens, i) in ("after", "before"):
        if text_at(tokens, i) == "after":
            return Found(i, i + 2, moment=setting.offered[-1], bound="after")
        return Found(i, i + 2, moment=setting.offered[0], bound="before")
    if text_at(tokens, i) == "rest":
        j = skip(tokens, i + 1, frozenset({"of", "the", "my", "this", "current"}))
        if text_at(tokens, j) in ("day", "today"):
            midnight = at_minute(setting.today, 24 * 60)
            return Found(i, j + 1, moment=setting.now, to_moment=midnight)
    if words_at(tokens, i, "now") and text_at(tokens, i - 1) in ("between", "from"):
        return Found(i, i + 1, moment=setting.now)
    later = words_at(tokens, i, "a", "bit") or words_at(tokens, i, "a", "little")
    j = i + 3 if later and text_at(tokens, i + 2) in ("bit", "while") else i + 2
    if later and setting.offered and text_at(tokens, j) in ("later", "earlier"):
        if text_at(tokens, j) == "later":
            return Found(i, j + 1, moment=setting.offered[-1], bound="after")
        return Found(i, j + 1, moment=setting.offered[0], bound="before")
    return None
