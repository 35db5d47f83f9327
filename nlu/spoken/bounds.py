"""Times that only bound: "after four", "not before ten", "by friday", "at three or later"."""

from collections.abc import Sequence

from nlu.spoken.ranges import LOOSE, words_between
from nlu.spoken.said import Bound, Clock, ClockRange, Found, Part, run_of_days, text_at, words_at
from nlu.spoken.tokens import Token, phrases, words

Tokens = Sequence[Token]

_SAID_BEFORE: dict[Bound, tuple[tuple[str, ...], ...]] = {
    "from": phrases(
        "can't get there until, can't be there until, not there until, can't make it until, can't come until, not "
        "before, nothing before, nothing earlier than, no earlier than, not until, not earlier than, on or after, at "
        "or after, as of, as early as, busy until, work until, working until, at work until, not free until, not "
        "available until, not back until, can't before, can't come before, can't do before, can't make it before, "
        "can't until, don't finish until, school until, meetings until, a meeting until, "
        "class until, classes until, tied up until, finish at, finish work at, off at, off work at, out of school "
        "at, since, from, starting, at the earliest, at least, ends at, end at, get off at, get off work at, gets off "
        "at, gets out at, get out at, starting on, beginning, starting from"
    ),
    "before": phrases(
        "anything before, sooner than, earlier than, anything earlier than, prior to, in advance of, ahead of, before"
    ),
    "by": phrases(
        "not after, nothing after, no later than, nothing later than, not later than, on or before, on or earlier "
        "than, before or on, as late as, at the latest, by, until"
    ),
    "after": phrases(
        "later than, anything later than, more than, on holiday until, on vacation until, abroad until, "
        "out of town until, away until, away till, out until, after, "
        "past, following"
    ),
}
_SAID_AFTER: dict[Bound, tuple[tuple[str, ...], ...]] = {
    "from": phrases(
        "or later, or after, onwards, onward, at the earliest, and later, and after, or afterwards, or any time after"
    ),
    "by": phrases("or earlier, or before, at the latest"),
}
# A meal or the working day as a bound: after lunch is from one, before lunch until twelve.
_MEAL_BOUNDS = {"lunchtime": (12 * 60, 13 * 60)}
_COMING = words("come coming stop stopping drop dropping swing pass")
_HAS_IT = words("and i i'll i'd we we'll will need want have keep it be here to then")
_LEAD = LOOSE - {"at", "of"}

_AFTERWARDS = [(phrase, bound) for bound, listed in _SAID_AFTER.items() for phrase in listed]
# By last word, the longest phrase first.
_BOUNDS: dict[str, list[tuple[tuple[str, ...], Bound]]] = {}
for _bound, _listed in _SAID_BEFORE.items():
    for _phrase in _listed:
        _BOUNDS.setdefault(_phrase[-1], []).append((_phrase, _bound))
for _same_end in _BOUNDS.values():
    _same_end.sort(key=lambda entry: -len(entry[0]))


def attach_bounds(tokens: Tokens, found: list[Found], moving: bool) -> list[Found]:
    """ "after four", "not before ten", "from tuesday on", "at three or later".

    With a verb of moving, "from" names the old time and bounds nothing.
    """
    bounded: list[Found] = []
    for one in found:
        floor = bounded[-1].j if bounded else 0
        after = _bounded(tokens, one, floor)
        bounded.append(one if moving and text_at(tokens, after.i) == "from" and after.i < one.i else after)
    return bounded


def close_bounds(tokens: Tokens, found: list[Found]) -> list[Found]:
    """ "after three but before five" is a range."""
    closed: list[Found] = []
    for one in found:
        last = closed[-1] if closed else None
        if (
            last is not None
            and last.bound in ("after", "from")
            and one.bound in ("before", "by")
            and isinstance(last.when, Clock)
            and isinstance(one.when, Clock)
            and not (last.day and one.day)
            and set(words_between(tokens, last, one)) <= {"but", "and", "then"}
        ):
            closed[-1] = Found(last.i, one.j, day=last.day or one.day, when=ClockRange(last.when, one.when))
        elif last is not None and _days_closed(tokens, last, one) and last.day and one.day:
            closed[-1] = Found(last.i, one.j, day=run_of_days(last.day.span.first, one.day.span.until))
        else:
            closed.append(one)
    return closed


def _days_closed(tokens: Tokens, last: Found, one: Found) -> bool:
    """ "from friday next week, and I need it until the tenth": one run of days."""
    if last.bound != "from" or one.bound != "by" or last.when or one.when or not (last.day and one.day):
        return False
    ahead = last.day.span.first < one.day.span.first
    return ahead and set(words_between(tokens, last, one)) <= _HAS_IT


def _bounded(tokens: Tokens, one: Found, floor: int) -> Found:
    if one.bound or one.free or one.upto or isinstance(one.when, ClockRange) or (one.moment and one.to_moment):
        return one
    for phrase, bound in _AFTERWARDS:
        end = one.j + len(phrase)
        goes_on = end < len(tokens) and tokens[end].kind in ("num", "ord", "clock")
        if words_at(tokens, one.j, *phrase) and not goes_on:
            return _apply(one.moved(j=end), bound)
    if words_at(tokens, one.j, "on") and text_at(tokens, one.i - 1) == "from" and one.j + 1 == len(tokens):
        return _apply(one.moved(j=one.j + 1, i=one.i - 1), "from")
    k = one.i
    while k > floor and tokens[k - 1].text in _LEAD and one.i - k < 3:
        k -= 1
    for end in (one.i, k):
        for phrase, bound in _BOUNDS.get(text_at(tokens, end - 1), ()):
            start = end - len(phrase)
            if phrase == ("past",) and end < one.i:
                continue
            if phrase == ("by",) and text_at(tokens, start - 1) in _COMING:
                continue
            if phrase == ("from",) and (tokens[one.j - 1].text.endswith("'s") or text_at(tokens, start - 1) == "apart"):
                continue
            if start >= floor and words_at(tokens, start, *phrase):
                return _apply(one.moved(i=start), bound)
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
