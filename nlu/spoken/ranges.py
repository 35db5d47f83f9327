"""Putting stretches together: a day with its time, "from … to …", "after four", "monday or tuesday"."""

from collections.abc import Sequence
from datetime import timedelta

from nlu.spoken.calendar_dates import MONTHS, WEEKDAYS, add_months, agree, safe_date
from nlu.spoken.said import Clock, ClockRange, Day, Found, Part, Span, When, one_day, text_at
from nlu.spoken.tokens import Token, words

Tokens = Sequence[Token]

CONNECTORS = words(
    "at around about on in the of for like maybe say sometime some time any please a bit approximately "
    "roughly preferably ideally just during circa let's possibly perhaps towards sort kind ish well basically"
)
_WHICH_IS = (["which", "is", "a"], ["that's", "a"], ["it's", "a"], ["that", "is", "a"], ["which", "is"])
LOOSE = words("well on in the at around about of maybe say like some sometime time any approximately")


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


def words_between(tokens: Tokens, a: Found, b: Found) -> list[str]:
    return [token.text for token in tokens[a.j : b.i]]


def _only_connectors(tokens: Tokens, a: Found, b: Found) -> bool:
    if words_between(tokens, a, b) in _WHICH_IS and a.day and b.weekday is not None and not b.when:
        return True
    if any(mark in token.gap for token in tokens[a.j : b.i + 1] for mark in ".?!;-/"):
        return False
    return b.i - a.j <= 5 and all(word in CONNECTORS for word in words_between(tokens, a, b))


def combine(a: Found, b: Found, tokens: Tokens = ()) -> Found | None:
    """Two stretches as one when one gives what the other lacks; None when they say the same kind of thing twice."""
    if a.moment or b.moment or a.upto or b.upto:
        return None
    if a.free or b.free:
        keep = b if a.free else a
        return keep.moved(i=min(a.i, b.i), j=max(a.j, b.j)) if not (a.free and b.free) else None
    if a.day and b.day:
        if b.bound and _is_week(b):
            return None  # "from the fifth until the following week"
        return _day_in_week(a, b) or _day_in_month(a, b, tokens) or _named_and_dated(a, b)
    if a.bound and b.bound:
        return None
    day, when = a.day or b.day, a.when or b.when
    if a.when and b.when:
        merged = _combine_when(a.when, b.when)
        if merged is None:
            return None
        when = merged
        within = _within_the_part(merged, a, b)
        if within is not None:
            return Found(min(a.i, b.i), max(a.j, b.j), day=day, when=within, weekday=(a if a.day else b).weekday)
    timed = a if a.when else b
    dayed = a if a.day else b
    run = dayed.day is not None and dayed.day.span.until - dayed.day.span.first > timedelta(days=1)
    if run and isinstance(timed.when, Clock) and timed.when.weak and a.j == b.i:
        return None
    apart = timed is not dayed and timed.when and not timed.bound
    if apart and (dayed.bound in ("after", "before") or (dayed.bound == "by" and timed is a)):
        return None  # "half past nine until the fourteenth"
    bound = a.bound or b.bound
    return Found(
        min(a.i, b.i),
        max(a.j, b.j),
        day=day,
        when=when,
        bound=bound,
        any_day=(a.any_day or b.any_day) and not day,
        weekday=dayed.weekday,
    )


def _within_the_part(clock: When, a: Found, b: Found) -> ClockRange | None:
    """ "in the morning but not before nine" ends at noon, "in the afternoon before three" begins there."""
    bound, part = a.bound or b.bound, a.when if isinstance(a.when, Part) else b.when
    if not isinstance(clock, Clock) or not isinstance(part, Part) or part.name not in ("morning", "afternoon"):
        return None
    if bound in ("from", "after") and part.name == "morning":
        return ClockRange(clock, Clock(12, full_day=True))
    if bound in ("before", "by") and part.name == "afternoon":
        return ClockRange(Clock(12, full_day=True), clock)
    return None


def _day_in_week(a: Found, b: Found) -> Found | None:
    """A weekday and its week said apart: "next week maybe tuesday", "monday two weeks from now"."""
    if a.day is None or b.day is None or (a.when and b.when):
        return None
    week, named = (a, b) if b.weekday is not None or _is_week(a) else (b, a)
    if week.day is None or named.day is None:
        return None
    if not (_is_week(week) or week.week_of):
        return _day_in_part_of_week(a, b)
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


def _day_in_part_of_week(a: Found, b: Found) -> Found | None:
    """ "the end of next week thursday": the thursday that is in it."""
    if a.day is None or a.day.grain != "week" or b.weekday is None or a.when or a.bound or b.bound:
        return None
    first = a.day.span.first
    day = first + timedelta(days=(b.weekday - first.weekday()) % 7)
    return Found(a.i, b.j, day=one_day(day), when=b.when) if day < a.day.span.until else None


def _day_in_month(a: Found, b: Found, tokens: Tokens) -> Found | None:
    """ "next month the twentieth", "december on the third", "early in march monday the first"."""
    if a.day is None or b.day is None or (a.when and b.when) or a.bound or b.bound or a.day.grain != "month":
        return None
    said = [token for token in tokens[b.i : b.j] if token.text != "the"]
    if [token.kind for token in said[-1:]] != ["ord"] or any(token.text not in WEEKDAYS for token in said[:-1]):
        return None
    day = safe_date(a.day.span.first.year, a.day.span.first.month, said[-1].value)
    named = {WEEKDAYS[token.text] for token in said[:-1]}
    return Found(a.i, b.j, day=one_day(day), when=a.when or b.when) if day and named <= {day.weekday()} else None


def _named_and_dated(a: Found, b: Found) -> Found | None:
    """ "the twenty fourth on tuesday": one day, or two readings when they do not agree."""
    dated, named = (b, a) if a.weekday is not None else (a, b)
    if named.weekday is None or dated.weekday is not None or dated.day is None or (a.when and b.when):
        return None
    if dated.day.grain != "day" or (dated.day.span.until - dated.day.span.first).days != 1 or a.bound or b.bound:
        return None
    return Found(min(a.i, b.i), max(a.j, b.j), day=agree(named.weekday, dated.day), when=a.when or b.when)


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
        at = with_part(clock.or_at, part) if clock.or_at else None
        return ClockRange(with_part(clock.first, part), with_part(clock.until, part), at)
    return None


def merge_neighbours(tokens: Tokens, found: list[Found]) -> list[Found]:
    """Join stretches with nothing but small words between them, left to right."""
    merged: list[Found] = []
    for one in found:
        last = merged[-1] if merged else None
        if last is not None and _only_connectors(tokens, last, one) and not _stand_apart(tokens, last, one):
            both = combine(last, one, tokens)
            listed = both is not None and both.day is not None and len(both.day.choices) > 1 and last.day and one.day
            if both is not None and not (listed and "," in tokens[one.i].gap):
                merged[-1] = both
                continue
        merged.append(one)
    return merged


def _stand_apart(tokens: Tokens, a: Found, b: Found) -> bool:
    """ "not this week, the following monday" are two days; "after the fifth, any morning" is a day and any morning."""
    denied = "not" in (text_at(tokens, a.i - 1), text_at(tokens, a.i - 2) if text_at(tokens, a.i - 1) == "on" else "")
    put_right = denied and a.day is not None and b.day is not None and a.day.span != b.day.span
    bounded = a.bound or text_at(tokens, a.i - 1) in ("after", "before", "from", "until")
    return put_right or bool(b.any_day and a.day and bounded)


def _range_word(tokens: Tokens, a: Found, b: Found) -> str | None:
    said = [word for word in words_between(tokens, a, b) if word not in LOOSE]
    if len(said) == 1 and said[0] in ("to", "until", "through", "and"):
        return "to" if said[0] != "and" else "and"
    if said in (["up", "to"], ["to", "until"]) or (b.i == a.j and tokens[b.i].gap in ("-", "–", "—")):
        return "to"
    return None


def _opened_by(tokens: Tokens, one: Found) -> tuple[int, str]:
    """The index of "from" or "between" before a stretch, and that word."""
    k = one.i - 1
    while k >= 0 and tokens[k].text in LOOSE and one.i - k <= 3:
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
        if b.day and a.when.half and text_at(tokens, b.i) == "tomorrow":
            return a.moved(j=b.j, upto=b, day=one_day(b.day.span.first - timedelta(days=1)))
        return Found(
            a.i, b.j, day=a.day or b.day, when=ClockRange(a.when, b.when, _or_minutes_to(tokens, a, b, opener))
        )
    if a.day and b.day and not a.when:
        days = _range_of_days(tokens, a, b)
        return days.moved(when=b.when) if days else None
    if a.day and b.day:
        return a.moved(j=b.j, upto=b)
    if isinstance(a.when, Part) and isinstance(b.when, Part) and not (a.day and b.day):
        whole = Part(f"{a.when.name} to {b.when.name}", a.when.start, b.when.until)
        return Found(a.i, b.j, day=a.day or b.day, when=whole) if whole.start < whole.until else None
    return None


def _or_minutes_to(tokens: Tokens, a: Found, b: Found, opener: str) -> Clock | None:
    """ "ten to twelve" may be ten minutes to twelve; "from ten to twelve", "ten a m to twelve" are not."""
    first, until = a.when, b.when
    if (
        opener
        or not isinstance(first, Clock)
        or not isinstance(until, Clock)
        or first.half
        or first.minute
        or until.minute
    ):
        return None
    said = [token.text for token in tokens[b.i - 2 : b.i]]
    bare = tokens[b.i - 2].kind == "num" and said[1] == "to" and tokens[b.i].kind == "num" and tokens[b.i].spelled
    if not bare or not tokens[b.i - 2].spelled or first.hour not in (5, 10) or until.hour > 12:
        return None
    hour = until.hour - 1 or 12
    return Clock(hour, 60 - first.hour, until.half)


def _range_of_days(tokens: Tokens, a: Found, b: Found) -> Found | None:
    if a.day is None or b.day is None:
        return None
    first, last = a.day.span.first, b.day.span.first
    until = b.day.span.until
    if a.weekday is not None and b.weekday is None and not _has_month(tokens, b):
        first = last - timedelta(days=(last.weekday() - a.weekday) % 7)
    named_month = _has_month(tokens, a)
    year = next((token.value for token in tokens[b.i : b.j] if token.kind == "num" and token.value > 1900), None)
    if named_month and year is not None and first.year < year and (moved := safe_date(year, first.month, first.day)):
        first = moved if moved <= last else first
    gone = [span.first for span in a.day.choices if span.first <= last]
    if first > last and gone:
        first = gone[0]
    if not named_month and _has_month(tokens, b) and _ordinal(tokens, a):
        moved = safe_date(last.year, last.month, first.day)
        first = moved if moved and moved < last else first
    elif _has_month(tokens, b):
        if last < first and add_months(first, -12) <= last:
            first = add_months(first, -12) if a.day.grain == "month" and last.month - first.month > 0 else first
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
    return any(token.text in MONTHS or token.kind == "date" for token in tokens[one.i : one.j])


def _ordinal(tokens: Tokens, one: Found) -> bool:
    return any(token.kind == "ord" for token in tokens[one.i : one.j])


def _on_the_bounded_day(found: list[Found], timed: Found) -> list[Found]:
    """ "after school on thursday, say quarter to four" is on that thursday."""
    bounded = [one for one in found if one.day and one.bound and one.when and one.role == "wanted"]
    if len(bounded) != 1 or bounded[0].i > timed.i:
        return found
    when, bound = timed.when, bounded[0].when
    if isinstance(when, Clock) and isinstance(bound, Clock) and bounded[0].bound in ("after", "from"):
        later = [minute for minute in when.readings() if minute >= bound.readings()[0]]
        if len(later) == 1:
            when = Clock(later[0] // 60, later[0] % 60, full_day=True)
    return [timed.moved(day=bounded[0].day, when=when) if one is timed else one for one in found]


def far_combine(found: list[Found]) -> list[Found]:
    """A day and a time said apart ("thursday would be good, maybe around three") are one wish."""
    result = list(found)
    for timed in [one for one in result if one.when and not one.day and one.role == "wanted"]:
        parts = [one for one in result if one.day and isinstance(one.when, Part) and one.role == "wanted"]
        if isinstance(timed.when, Clock) and len(parts) == 1 and parts[0].i < timed.i and not parts[0].either:
            both = combine(parts[0], timed)
            if both is not None:
                result = [both if one is parts[0] else one for one in result if one is not timed]
                continue
        days = [
            one for one in result
            if one.day and not one.when and not one.bound and one.role == "wanted" and not one.either
            and (one.day.span.until - one.day.span.first).days == 1
        ]  # fmt: skip
        if not days and isinstance(timed.when, Clock) and not timed.bound:
            result = _on_the_bounded_day(result, timed)
            continue
        if not days or timed.either:
            continue
        near = min(days, key=lambda one: abs(one.i - timed.i) + (1 if one.i > timed.i else 0))
        both = combine(near, timed)
        if both is not None:
            result = [one for one in result if one is not timed]
            result[result.index(near)] = both
    return result
