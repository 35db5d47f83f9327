"""Putting stretches together: a day with its time, "from … to …", "after four", "monday or tuesday"."""

from collections.abc import Sequence
from datetime import timedelta

from nlu.spoken.calendar_dates import MONTHS, add_months, safe_date
from nlu.spoken.said import Bound, Clock, ClockRange, Day, Found, Part, Span, one_day, text_at, words_at
from nlu.spoken.tokens import Token

Tokens = Sequence[Token]

CONNECTORS = frozenset(
    "at around about on in the of for um uh er erm like maybe say sometime some time any please a bit approximately"
    " roughly preferably ideally just during circa let's possibly perhaps towards sort kind ish".split()
)
_LOOSE = frozenset("on in the at around about of um uh er maybe say like some sometime time any approximately".split())
_BOUNDS: tuple[tuple[tuple[str, ...], Bound], ...] = (
    (("not", "before"), "from"), (("nothing", "before"), "from"), (("no", "earlier", "than"), "from"),
    (("not", "until"), "from"), (("not", "earlier", "than"), "from"), (("anything", "before"), "before"),
    (("not", "after"), "by"), (("nothing", "after"), "by"), (("no", "later", "than"), "by"),
    (("not", "later", "than"), "by"), (("later", "than"), "after"), (("earlier", "than"), "before"),
    (("prior", "to"), "before"), (("on", "or", "after"), "from"), (("on", "or", "before"), "by"),
    (("on", "or", "earlier", "than"), "by"), (("at", "or", "after"), "from"), (("before", "or", "on"), "by"),
    (("as", "of"), "from"), (("as", "early", "as"), "from"), (("as", "late", "as"), "by"), (("in", "advance", "of"), "before"),
    (("more", "than"), "after"), (("ahead", "of"), "before"), (("out", "of", "town", "until"), "after"),
    (("away", "until"), "after"), (("away", "till"), "after"), (("out", "until"), "after"), (("busy", "until"), "from"),
    (("work", "until"), "from"), (("working", "until"), "from"), (("at", "work", "until"), "from"),
    (("not", "free", "until"), "from"), (("not", "available", "until"), "from"), (("not", "back", "until"), "from"),
    (("can't", "before"), "from"), (("can't", "come", "before"), "from"), (("can't", "do", "before"), "from"),
    (("can't", "make", "it", "before"), "from"), (("can't", "until"), "from"), (("don't", "finish", "until"), "from"),
    (("school", "until"), "from"), (("finish", "at"), "from"), (("finish", "work", "at"), "from"), (("off", "at"), "from"),
    (("off", "work", "at"), "from"), (("out", "of", "school", "at"), "from"),
    (("after",), "after"), (("past",), "after"), (("following",), "after"), (("since",), "from"), (("from",), "from"),
    (("starting",), "from"), (("starting", "on"), "from"), (("beginning",), "from"), (("starting", "from"), "from"),
    (("before",), "before"), (("by",), "by"), (("until",), "by"),
)  # fmt: skip
_BOUND_ENDS = frozenset(words[-1] for words, _ in _BOUNDS)
_AFTERWARDS: tuple[tuple[tuple[str, ...], Bound], ...] = (
    (("or", "later"), "from"), (("or", "after"), "from"), (("onwards",), "from"), (("onward",), "from"),
    (("or", "earlier"), "by"), (("or", "before"), "by"), (("at", "the", "latest"), "by"), (("at", "the", "earliest"), "from"),
    (("and", "later"), "from"), (("and", "after"), "from"), (("or", "afterwards"), "from"), (("or", "any", "time", "after"), "from"),
)  # fmt: skip
# A meal or the working day as a bound: after lunch is from one, before lunch until twelve.
_MEAL_BOUNDS = {"lunchtime": (12 * 60, 13 * 60)}


def with_part(clock: Clock, part: Part) -> Clock:
    """A clock time with the part of the day said beside it."""
    if clock.half or clock.full_day or clock.hour > 12:
        return Clock(clock.hour, clock.minute, clock.half, full_day=clock.full_day)
    if part.name == "lunchtime":
        half = "am" if clock.hour == 11 else "pm"
    elif part.name.endswith("night") and (clock.hour == 12 or clock.hour < 5):
        half = "am"
    else:
        early, late = clock.hour % 12 * 60 + clock.minute, clock.hour % 12 * 60 + clock.minute + 720
        half = "am" if part.start <= early < part.until or part.until <= 720 else "pm"
        if not part.start <= late < part.until and part.start <= early < part.until:
            half = "am"
    return Clock(clock.hour, clock.minute, "am" if half == "am" else "pm")


def _between(tokens: Tokens, a: Found, b: Found) -> list[str]:
    return [token.text for token in tokens[a.j : b.i]]


def _only_connectors(tokens: Tokens, a: Found, b: Found) -> bool:
    if any(mark in token.gap for token in tokens[a.j : b.i + 1] for mark in ".?!;-/"):
        return False
    return b.i - a.j <= 5 and all(word in CONNECTORS for word in _between(tokens, a, b))


def combine(a: Found, b: Found) -> Found | None:
    """Two stretches as one when one gives what the other lacks; None when they say the same kind of thing twice."""
    if a.moment or b.moment or a.upto or b.upto:
        return None
    if a.free or b.free:
        keep = b if a.free else a
        return keep.moved(i=min(a.i, b.i), j=max(a.j, b.j)) if not (a.free and b.free) else None
    if a.day and b.day:
        return _day_in_week(a, b)
    if a.bound and b.bound:
        return None
    day, when = a.day or b.day, a.when or b.when
    if a.when and b.when:
        merged = _combine_when(a.when, b.when)
        if merged is None:
            return None
        when = merged
    timed = a if a.when else b
    dayed = a if a.day else b
    if dayed.bound and timed is not dayed and not timed.bound and timed.when and dayed.bound in ("after", "before"):
        return None
    bound = a.bound or b.bound
    return Found(
        min(a.i, b.i), max(a.j, b.j), day=day, when=when, bound=bound, any_day=(a.any_day or b.any_day) and not day
    )


def _day_in_week(a: Found, b: Found) -> Found | None:
    """A weekday and its week said apart: "next week maybe tuesday", "monday two weeks from now"."""
    if a.day is None or b.day is None or (a.when and b.when):
        return None
    week, named = (a, b) if b.weekday is not None or _is_week(a) else (b, a)
    if week.day is None or named.day is None or not (_is_week(week) or week.week_of):
        return None
    start = week.day.span.first - timedelta(days=week.day.span.first.weekday())
    if named.weekday is not None:
        day = one_day(start + timedelta(days=named.weekday))
    elif not week.week_of and (named.day.span.until - named.day.span.first).days < 7 and not _is_week(named):
        ahead = (start - named.day.span.first).days
        shift = timedelta(days=(ahead + 6) // 7 * 7) if ahead > 0 else timedelta()
        day = Day((Span(named.day.span.first + shift, named.day.span.until + shift),), "day")
    else:
        return None
    return Found(min(a.i, b.i), max(a.j, b.j), day=day, when=a.when or b.when, bound=a.bound or b.bound)


def _is_week(one: Found) -> bool:
    return one.day is not None and one.day.grain == "week" and (one.day.span.until - one.day.span.first).days == 7


def _combine_when(a: Clock | Part | ClockRange, b: Clock | Part | ClockRange) -> Clock | Part | ClockRange | None:
    if isinstance(a, Part) and isinstance(b, Part):
        return None
    clock, part = (b, a) if isinstance(a, Part) else (a, b)
    if not isinstance(part, Part):
        return None
    if isinstance(clock, Clock):
        return with_part(clock, part)
    if isinstance(clock, ClockRange):
        return ClockRange(with_part(clock.first, part), with_part(clock.until, part))
    return None


def merge_neighbours(tokens: Tokens, found: list[Found]) -> list[Found]:
    """Join stretches with nothing but small words between them, left to right."""
    merged: list[Found] = []
    for one in found:
        last = merged[-1] if merged else None
        if last is not None and _only_connectors(tokens, last, one):
            both = combine(last, one)
            if both is not None:
                merged[-1] = both
                continue
        merged.append(one)
    return merged


def _range_word(tokens: Tokens, a: Found, b: Found) -> str | None:
    words = [word for word in _between(tokens, a, b) if word not in _LOOSE]
    if len(words) == 1 and words[0] in ("to", "until", "through", "and", "thru"):
        return "to" if words[0] != "and" else "and"
    if not words and a.j <= b.i and tokens[b.i].gap in ("-", "–", "—") and b.i == a.j:
        return "to"
    if words == ["up", "to"]:
        return "to"
    return None


def _opened_by(tokens: Tokens, one: Found) -> tuple[int, str]:
    """The index of "from" or "between" before a stretch, and that word."""
    k = one.i - 1
    while k >= 0 and tokens[k].text in _LOOSE and one.i - k <= 3:
        k -= 1
    word = text_at(tokens, k)
    return (k, word) if word in ("from", "between", "anywhere", "starting", "beginning") else (one.i, "")


def make_ranges(tokens: Tokens, found: list[Found], moving: bool) -> list[Found]:
    """ "from ten to twelve", "between two and four tomorrow", "monday to wednesday".

    With a verb of moving, "from tuesday to thursday" is no range but the old time and the new one.
    """
    made: list[Found] = []
    for one in found:
        last = made[-1] if made else None
        word = _range_word(tokens, last, one) if last else None
        if last is None or word is None:
            made.append(one)
            continue
        opened, opener = _opened_by(tokens, last)
        if (word == "and" and opener != "between") or (moving and opener != "between"):
            made.append(one)
            continue
        both = _range(tokens, last, one, opener)
        if both is None:
            made.append(one)
        else:
            made[-1] = both.moved(i=opened)
    return made


def _range(tokens: Tokens, a: Found, b: Found, opener: str) -> Found | None:
    if a.bound or b.bound or a.free or b.free or a.upto or b.upto:
        return None
    if a.moment and not a.to_moment:
        return Found(a.i, b.j, moment=a.moment, upto=b) if b.moment or b.day or b.when else None
    if isinstance(a.when, Clock) and isinstance(b.when, Clock):
        if a.day and b.day:
            return a.moved(j=b.j, upto=b)
        return Found(a.i, b.j, day=a.day or b.day, when=ClockRange(a.when, b.when))
    if a.day and b.day and not a.when and not b.when:
        return _range_of_days(tokens, a, b)
    if a.day and b.day:
        return a.moved(j=b.j, upto=b)
    if isinstance(a.when, Part) and isinstance(b.when, Part) and not (a.day and b.day):
        whole = Part(f"{a.when.name} to {b.when.name}", a.when.start, b.when.until)
        return Found(a.i, b.j, day=a.day or b.day, when=whole) if whole.start < whole.until else None
    return None


def _range_of_days(tokens: Tokens, a: Found, b: Found) -> Found | None:
    if a.day is None or b.day is None:
        return None
    first, last = a.day.span.first, b.day.span.first
    until = b.day.span.until
    named_month = _has_month(tokens, a)
    if not named_month and _has_month(tokens, b) and _ordinal(tokens, a):
        moved = safe_date(last.year, last.month, first.day)
        first = moved if moved and moved < last else first
    elif _has_month(tokens, b):
        while until <= first:
            last, until = add_months(last, 12), add_months(until, 12)
    elif last < first or (named_month and _ordinal(tokens, b)):
        later = [d for k in range(13) if (d := safe_date(first.year + (first.month - 1 + k) // 12,
                 (first.month - 1 + k) % 12 + 1, last.day)) and d >= first] if _ordinal(tokens, b) else []  # fmt: skip
        if later:
            last, until = later[0], later[0] + timedelta(days=1)
    while until <= first:
        weeks = timedelta(days=7)
        until += weeks
        if until - first > timedelta(days=400):
            return None
    return Found(a.i, b.j, day=Day((Span(first, until),), a.day.grain if a.day.grain == b.day.grain else "day"))


def _has_month(tokens: Tokens, one: Found) -> bool:
    return any(token.text in MONTHS for token in tokens[one.i : one.j])


def _ordinal(tokens: Tokens, one: Found) -> bool:
    return any(token.kind == "ord" for token in tokens[one.i : one.j])


def attach_bounds(tokens: Tokens, found: list[Found], moving: bool) -> list[Found]:
    """ "after four", "not before ten", "from tuesday on", "at three or later".

    With a verb of moving, "from" names the old time and bounds nothing.
    """
    bounded: list[Found] = []
    for position, one in enumerate(found):
        floor = found[position - 1].j if position else 0
        after = _bounded(tokens, one, floor)
        bounded.append(one if moving and text_at(tokens, after.i) == "from" and after.i < one.i else after)
    return bounded


def _bounded(tokens: Tokens, one: Found, floor: int) -> Found:
    if one.bound or one.free or one.upto or isinstance(one.when, ClockRange) or (one.moment and one.to_moment):
        return one
    for words, bound in _AFTERWARDS:
        if words_at(tokens, one.j, *words):
            return _apply(one.moved(j=one.j + len(words)), bound)
    if words_at(tokens, one.j, "on") and text_at(tokens, one.i - 1) == "from" and one.j + 1 == len(tokens):
        return _apply(one.moved(j=one.j + 1, i=one.i - 1), "from")
    k = one.i
    while k > floor and tokens[k - 1].text in _LOOSE - {"at", "of"} and one.i - k < 3:
        k -= 1
    for start in {one.i, k}:
        if text_at(tokens, start - 1) not in _BOUND_ENDS:
            continue
        best = max(
            ((words, bound) for words, bound in _BOUNDS
             if start - len(words) >= floor and words_at(tokens, start - len(words), *words)),
            key=lambda item: len(item[0]), default=None,
        )  # fmt: skip
        if best is not None:
            return _apply(one.moved(i=start - len(best[0])), best[1])
    return one


def _apply(one: Found, bound: Bound) -> Found:
    if isinstance(one.when, Part):
        part = one.when
        starts, ends = _MEAL_BOUNDS.get(part.name, (part.start, part.until))
        if bound in ("after", "from"):
            minute = ends if bound == "after" else part.start
        else:
            minute = starts if bound == "before" else part.until
        clock = Clock(minute // 60, minute % 60, full_day=True)
        return one.moved(when=clock, bound=bound) if minute < 24 * 60 else one
    return one.moved(bound=bound)


def far_combine(found: list[Found]) -> list[Found]:
    """A day and a time said apart ("thursday would be good, maybe around three") are one wish."""
    result = list(found)
    for timed in [one for one in result if one.when and not one.day and one.role == "wanted"]:
        days = [
            one for one in result
            if one.day and not one.when and not one.bound and one.role == "wanted" and not one.either
            and (one.day.span.until - one.day.span.first).days == 1
        ]  # fmt: skip
        if not days or timed.either:
            continue
        near = min(days, key=lambda one: abs(one.i - timed.i) + (1 if one.i > timed.i else 0))
        both = combine(near, timed)
        if both is not None:
            result = [one for one in result if one is not timed]
            result[result.index(near)] = both
    return result
