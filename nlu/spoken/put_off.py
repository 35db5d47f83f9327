"""An appointment moved by an amount: "make it an hour later", "push it back a week", "the same time next week"."""

from collections.abc import Sequence
from datetime import timedelta

from nlu.spoken.amounts import moved_by, read_amount
from nlu.spoken.days import monday
from nlu.spoken.existing import is_moving
from nlu.spoken.said import ONE_DAY, Clock, Found, one_day, text_at, words_at
from nlu.spoken.tokens import Token, words

Tokens = Sequence[Token]

_LATER = words("later")
_EARLIER = words("earlier sooner")
_BACK = words("back off out")
_FORWARD = words("forward up ahead")
_PUSHES = words("push pushing pushed")  # what is pushed forward may be meant either way
_DELAYS = words("push pushing pushed delay delayed postpone postponed")
_BETWEEN = words("by just about another like maybe only a good")


def by_an_amount(tokens: Tokens, found: list[Found]) -> list[Found]:
    """Adds what is wanted where only the distance from the one appointment named was said."""
    old = [one for one in found if one.role == "current" and _single_day(one)]
    if len(old) != 1:
        return found
    found = [_in_the_week_of(tokens, one, old[0]) for one in found]
    distance = _distance(tokens, old[0])
    if distance is None:
        return found
    i, j, sign, count, unit = distance
    if any(one.role == "wanted" and not (i <= one.i and one.j <= j) for one in found):
        return found
    new = _shifted(old[0], sign * count, unit)
    if new is None:
        return found
    kept = [one for one in found if one.role != "wanted"]
    return sorted([*kept, new.moved(i=i, j=j, role="wanted", bound=None, either=[])], key=lambda one: one.i)


def _single_day(one: Found) -> bool:
    return one.day is not None and one.day.span.until - one.day.span.first == ONE_DAY


def _distance(tokens: Tokens, old: Found) -> tuple[int, int, int, float, str] | None:
    """[i, j) of the words, the direction, the amount and its unit."""
    for i in range(len(tokens)):
        if old.i <= i < old.j:
            continue
        amount = read_amount(tokens, i)
        if amount is None:
            continue
        j, count, unit = amount
        after = text_at(tokens, j)
        if after in _LATER | _EARLIER and text_at(tokens, j + 1) != "than":
            return i, j + 1, 1 if after in _LATER else -1, count, unit
        way = _way_before(tokens, i)
        if way:
            return i, j, way, count, unit
    return None


def _way_before(tokens: Tokens, i: int) -> int:
    """ "push it back (by) …" is 1, "bring it forward …" -1, anything else 0."""
    k = i - 1
    while text_at(tokens, k) in _BETWEEN:
        k -= 1
    lead = {token.text for token in tokens[max(0, k - 6) : k]}
    if not (is_moving(tokens[max(0, k - 6) : k]) or lead & {"put", "bring"}):
        return 0
    delayed = text_at(tokens, i - 1) == "by" and _DELAYS & {token.text for token in tokens[max(0, i - 6) : i]}
    if text_at(tokens, k) in _BACK or (delayed and text_at(tokens, k) not in _FORWARD):
        return 1
    return -1 if text_at(tokens, k) in _FORWARD and not lead & _PUSHES else 0


def _shifted(old: Found, count: float, unit: str) -> Found | None:
    if old.day is None:
        return None
    if unit != "minute":
        return old.moved(day=one_day(*(moved_by(span.first, count, unit) for span in old.day.choices)))
    clock = old.when
    if not isinstance(clock, Clock):
        return None
    later = clock.later(int(count))
    return old.moved(when=later) if later else None


def _in_the_week_of(tokens: Tokens, one: Found, old: Found) -> Found:
    """ "the same time next week" is on the weekday of the appointment that there is."""
    week = one.day is not None and one.day.grain == "week" and one.day.span.until - one.day.span.first == 7 * ONE_DAY
    if one.role != "wanted" or not week or one.day is None or old.day is None:
        return one
    same = [k for k in range(max(0, one.i - 3), one.j + 3) if words_at(tokens, k, "same", "time")]
    same = same or [k for k in range(max(0, one.i - 3), one.j) if words_at(tokens, k, "same", "day")]
    if not same:
        return one
    day = monday(one.day.span.first) + timedelta(days=old.day.span.first.weekday())
    return one.moved(
        day=one_day(day), when=one.when or (old.when if words_at(tokens, same[0], "same", "time") else None)
    )
