"""What one time says of another once roles are known: the old day for a new hour, the week of "not tuesday"."""

from collections.abc import Sequence
from datetime import timedelta

from nlu.spoken.days import monday
from nlu.spoken.existing import is_moving
from nlu.spoken.said import ONE_DAY, Found, one_day
from nlu.spoken.tokens import Token, words

Tokens = Sequence[Token]

_CANCELS = words("cancel cancelling canceling cancelled canceled")
_PUTS_OFF = words("push postpone delay back off later")


def relate(tokens: Tokens, found: list[Found]) -> list[Found]:
    return _hours_of_the_old_day(tokens, _put_off(tokens, _excluded_in_the_week(found)))


def _single_day(one: Found) -> bool:
    return one.day is not None and one.day.span.until - one.day.span.first == ONE_DAY


def _hours_of_the_old_day(tokens: Tokens, found: list[Found]) -> list[Found]:
    """ "change my wednesday appointment to two thirty": on wednesday still."""
    old = [one for one in found if one.role == "current" and _single_day(one)]
    said = {token.text for token in tokens}
    if len(old) != 1 or (said & _CANCELS and not is_moving(tokens)):
        return found
    if any(one.role == "wanted" and (one.day or one.moment or one.free) for one in found):
        return found
    return [
        one.moved(day=old[0].day) if one.role == "wanted" and one.when and not one.any_day else one for one in found
    ]


def _excluded_in_the_week(found: list[Found]) -> list[Found]:
    """ "next week but not on tuesday": not on that week's tuesday."""
    runs = [one for one in found if one.role == "wanted" and one.day and _is_longer(one)]
    if len(runs) != 1 or runs[0].day is None:
        return found
    span = runs[0].day.span
    related = []
    for one in found:
        if one.role == "excluded" and one.weekday is not None and span.until - span.first <= timedelta(days=7):
            day = monday(span.first) + timedelta(days=one.weekday)
            one = one.moved(day=one_day(day)) if span.first <= day < span.until else one
        related.append(one)
    return related


def _is_longer(one: Found) -> bool:
    return one.day is not None and one.day.span.until - one.day.span.first > ONE_DAY


def _put_off(tokens: Tokens, found: list[Found]) -> list[Found]:
    """Something that is put off is moved to a later day: of two readings of the new day only those after the old."""
    old = [one for one in found if one.role == "current" and _single_day(one) and one.day]
    if len(old) != 1 or old[0].day is None or not is_moving(tokens) or not _PUTS_OFF & {t.text for t in tokens}:
        return found
    after = old[0].day.span.first
    related = []
    for one in found:
        if one.role == "wanted" and one.day is not None and len(one.day.choices) > 1:
            later = [span.first for span in one.day.choices if span.first > after]
            one = one.moved(day=one_day(*later)) if later and _single_day(one) else one
        related.append(one)
    return related
