"""Several times in one breath: "tomorrow no sorry wednesday" is one, "tuesday or thursday at ten" are two."""

from collections.abc import Sequence
from datetime import timedelta

from nlu.spoken.calendar_dates import MONTHS, safe_date
from nlu.spoken.days import monday, shift
from nlu.spoken.said import Clock, Found, When, one_day, text_at, words_at
from nlu.spoken.tokens import Token, phrases, words

Tokens = Sequence[Token]

_CORRECTING = words("no sorry actually wait correction rather scratch oops nope pardon hang")
_BEST = words("best better ideal perfect great good preferable prefer first")
_ALSO = words("okay ok fine works work possible alright too also")
_WEEKS = words("next this that following coming same")
_ENDS = frozenset(".!")
_CORRECTING_PHRASES = phrases(
    "i mean, i meant, make that, make it, or rather, on second thought, on second thoughts, is better, let's say,"
    " i'd rather"
)
_OR = phrases(
    "or, or else, or maybe, if not, otherwise, alternatively, and, or on, or at, or the, and the, and on, or in the, "
    "or even, or possibly, and also, or on the, or around, and at, and if not, if not then, and if not then, "
    "or if not, or if not then, if not on, failing that, or failing that, or else on, and failing that, otherwise on"
)

# How many further times one "or" after another may add.
MOST_OTHERS = 8


def drop_corrected(tokens: Tokens, found: list[Found]) -> list[Found]:
    """ "tomorrow no sorry wednesday": the last thing said wins, and takes over what it leaves unsaid."""
    kept: list[Found] = []
    for one in found:
        last = kept[-1] if kept else None
        if last is None or not _corrects(tokens, last, one) or one.role != last.role:
            kept.append(one)
            continue
        one = _in_the_week_said(tokens, last, one)
        if one.day and not one.when and last.when and last.day:
            kept[-1] = one.moved(when=last.when, bound=last.bound)
        elif one.when and not one.day and last.day:
            kept[-1] = one.moved(day=last.day, i=last.i)
        elif bool(one.day) == bool(last.day) or bool(one.when) == bool(last.when) or one.moment or last.moment:
            kept[-1] = one
        else:
            kept.append(one)
    return kept


def _in_the_week_said(tokens: Tokens, last: Found, one: Found) -> Found:
    """ "next week tuesday, no wednesday" is next week's wednesday."""
    if not of_a_week(tokens, last) or one.weekday is None or last.day is None:
        return one
    return one.moved(day=one_day(monday(last.day.span.first) + timedelta(days=one.weekday)))


def _goes_on(first: When | None, again: When | None) -> bool:
    """ "at ten, at ten thirty": the hour is said again, with its minutes."""
    if not isinstance(first, Clock) or not isinstance(again, Clock):
        return False
    return first.hour == again.hour and not first.minute and bool(again.minute)


def of_a_week(tokens: Tokens, one: Found) -> bool:
    """ "tuesday next week", "the following monday"; not "monday week", "a week from tuesday"."""
    return any(
        tokens[k].text == "following" or (tokens[k].text == "week" and text_at(tokens, k - 1) in _WEEKS)
        for k in range(one.i, one.j)
    )


def _corrects(tokens: Tokens, last: Found, one: Found) -> bool:
    between = [token.text for token in tokens[last.j : one.i]]
    if len(between) > 9:
        return False
    if set(between) <= {"at", "around", "about"} and one.day is None and _goes_on(last.when, one.when):
        return True
    hesitates = one.i < len(tokens) and tokens[one.i].hesitant
    if not between or between == ["well"]:
        again = bool(last.day and one.day) or bool(last.when and one.when and not one.day)
        return again and (hesitates or between == ["well"] or tokens[one.i].gap in _ENDS)
    if any(word in _CORRECTING for word in between):
        return True
    if any(words_at(tokens, k, *phrase) for k in range(last.j, one.i) for phrase in _CORRECTING_PHRASES):
        return True
    return words_at(tokens, one.j, "instead") and "of" not in between and text_at(tokens, one.j + 1) != "of"


def group_either(tokens: Tokens, found: list[Found]) -> list[Found]:
    """ "tuesday or thursday at ten": each takes what the other leaves unsaid, and the first knows of the others."""
    grouped = list(found)
    for position in range(len(grouped) - 2, -1, -1):
        a, b = grouped[position], grouped[position + 1]
        if not (a.role == b.role == "wanted") or a.free or b.free or not _joined_by_or(tokens, a, b):
            continue
        a, b = _same_week(tokens, a, b)
        if a.day and b.day and not a.when and b.when and not a.bound:
            a = a.moved(when=b.when, bound=b.bound)
        elif a.when and b.when and a.day and not b.day:
            b = b.moved(day=a.day)
        elif a.when and b.when and b.day and not a.day:
            a = a.moved(day=b.day)
        grouped[position], grouped[position + 1] = a.moved(either=[b, *b.either][:MOST_OTHERS]), b
    return grouped


def _same_week(tokens: Tokens, a: Found, b: Found) -> tuple[Found, Found]:
    """ "next wednesday or thursday" and "tuesday or thursday next week": the week said with one holds for both."""
    if a.day is None or b.day is None or a.day.backward:
        return a, b
    if b.weekday is not None and a.weekday is None:
        weeks = -(-(a.day.span.first - b.day.span.first).days // 7)
        return a, b.moved(day=shift(b.day, timedelta(weeks=weeks))) if weeks > 0 else b
    if a.weekday is not None and b.weekday is None and not (a.when and b.when) and of_a_week(tokens, b):
        first = monday(b.day.span.first) + timedelta(days=a.weekday)
        return a.moved(day=one_day(first)), b
    if all(token.kind == "ord" or token.text == "the" for token in tokens[a.i : a.j]):
        number = tokens[a.j - 1].value
        if any(token.text in MONTHS for token in tokens[b.i : b.j]):
            same_month = safe_date(b.day.span.first.year, b.day.span.first.month, number)
            return a.moved(day=one_day(same_month)) if same_month else a, b
    ordinal_only = b.j == b.i + 1 and tokens[b.i].kind == "ord"
    if ordinal_only and any(token.text in MONTHS for token in tokens[a.i : a.j]):
        same_month = safe_date(a.day.span.first.year, a.day.span.first.month, tokens[b.i].value)
        return a, b.moved(day=one_day(same_month)) if same_month else b
    return a, b


def _joined_by_or(tokens: Tokens, a: Found, b: Found) -> bool:
    between = tuple(token.text for token in tokens[a.j : b.i])
    if not between:
        return _side_by_side(tokens, a, b) or (bool(b.either) and a.day is not None and b.day is not None)
    behind = {token.text for token in tokens[b.j : b.j + 4]}
    if between[-1] == "but" and _BEST & set(between) and behind & _ALSO and len(between) <= 6:
        return True  # "tomorrow would be best but wednesday's okay too"
    if between == ("but",):
        return bool({"too", "also"} & {token.text for token in tokens[b.j : b.j + 4]})
    if between[0] == "and":
        return between in _OR and a.day is not None and b.day is not None
    days = a.day is not None and b.day is not None
    if days and between[0] in ("or", "if") and "if" in between[:2] and len(between) <= 6:
        return True  # "thursday or if that's full friday"
    return between in _OR or (between[0] == "or" and len(between) <= 3)


def _side_by_side(tokens: Tokens, a: Found, b: Found) -> bool:
    """ "two fifteen two thirty tomorrow", "tuesday wednesday in the morning": either of the two."""
    if b.i != a.j or tokens[b.i].gap not in ("", ",") or a.bound or b.bound:
        return False
    if isinstance(a.when, Clock) and isinstance(b.when, Clock) and not (a.day and b.day):
        return bool(a.when.minute and b.when.minute) and a.when != b.when
    days = a.weekday is not None and b.weekday is not None and a.weekday != b.weekday
    # "wednesday no I've a thing wednesday thursday"
    again = sum(token.text == tokens[a.i].text for token in tokens) > 1
    whole = a.j - a.i == 1 and tokens[a.i].text.endswith("day")  # "tues wednesday" is broken off
    return days and a.when is None and whole and not again
