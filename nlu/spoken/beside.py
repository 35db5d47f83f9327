"""What one time says of another once roles are known: the old day for a new hour, the week of "not tuesday"."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise

from nlu.spoken.calendar_dates import WEEKDAYS
from nlu.spoken.corrections import of_a_week
from nlu.spoken.days import monday
from nlu.spoken.existing import APPOINTMENT, is_moving
from nlu.spoken.periods import week_from
from nlu.spoken.put_off import by_an_amount
from nlu.spoken.ranges import with_part
from nlu.spoken.said import ONE_DAY, Clock, Found, Part, one_day, text_at
from nlu.spoken.tokens import Token, words

Tokens = Sequence[Token]

_PREFERABLY = words("a on any some preferably ideally maybe perhaps possibly say like if possible so and it's")
_CANCELS = words("cancel cancelling canceling cancelled canceled")
_PUTS_OFF = words("push postpone delay back off later")


def relate(tokens: Tokens, found: list[Found]) -> list[Found]:
    found = _weekday_of_the_week(tokens, _weekday_of_the_month(tokens, found))
    found = _not_the_other_day(tokens, found)
    found = _on_the_day_but(tokens, _first_after(tokens, by_an_amount(tokens, found)))
    return _hours_of_the_old_day(tokens, _put_off(tokens, _excluded_in_the_week(found)))


def _weekday_of_the_month(tokens: Tokens, found: list[Found]) -> list[Found]:
    """ "something in april, preferably a tuesday": the first tuesday of april."""
    for run, named in pairwise(found):
        between = {token.text for token in tokens[run.j : named.i]}
        wanted = run.role == named.role == "wanted" and not run.either and not named.either
        if not wanted or run.day is None or run.day.grain != "month" or run.when or named.weekday is None:
            continue
        if named.day and between <= _PREFERABLY and not named.bound and not run.bound:
            first = run.day.span.first
            day = first + timedelta(days=(named.weekday - first.weekday()) % 7)
            both = named.moved(i=run.i, day=one_day(day))
            return [both if one is named else one for one in found if one is not run]
    return found


def _weekday_of_the_week(tokens: Tokens, found: list[Found]) -> list[Found]:
    """ "she said in two weeks, so whatever you have then on the thursday": the thursday of the week counted to."""
    for counted, named in pairwise(found):
        said = [token.text for token in tokens[named.i : named.j]]
        back = "then" in {token.text for token in tokens[counted.j : named.i]}
        if not counted.week_of or counted.day is None or counted.when or not (back or said[:1] == ["the"]):
            continue
        if counted.role == named.role == "wanted" and not named.bound and said[-1] in WEEKDAYS and len(said) <= 2:
            day = monday(counted.day.span.first) + timedelta(days=WEEKDAYS[said[-1]])
            both = named.moved(day=one_day(day))
            return [both if one is named else one for one in found if one is not counted]
    return found


def day_of_the_current(tokens: Tokens, found: list[Found]) -> list[Found]:
    """ "I have a ten thirty with doctor shaw on tuesday": the day is that of the appointment that there is."""
    for timed, dayed in pairwise(found):
        bare = timed.role == "current" and dayed.role == "wanted" and timed.when and not timed.day and not dayed.bound
        between = [token.text for token in tokens[timed.j : dayed.i]]
        with_somebody = len(between) <= 5 and between[:1] == ["with"] and between[-1] in ("on", "for", "this", "next")
        behind = len(between) == 1 and between[0] in APPOINTMENT  # "I have an eight o'clock booking this evening"
        when = timed.when
        if behind and isinstance(timed.when, Clock) and isinstance(dayed.when, Part):
            when = with_part(timed.when, dayed.when)
        told = (with_somebody or behind) and (dayed.when is None or when is not timed.when)
        if bare and told and _single_day(dayed):
            both = timed.moved(j=dayed.j, day=dayed.day, weekday=dayed.weekday, when=when)
            return [both if one is timed else one for one in found if one is not dayed]
    return found


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


def _first_after(tokens: Tokens, found: list[Found]) -> list[Found]:
    """ "monday then, after the fourth", "away until tuesday so wednesday": the first such weekday after that day."""
    plain = [one for one in found if one.role == "wanted" and one.weekday is not None and not one.bound]
    bounds = [one for one in found if one.role == "wanted" and one.bound in ("after", "from") and _single_day(one)]
    if len(plain) != 1 or len(bounds) != 1 or plain[0].either or bounds[0].when:
        return found
    named, bound = plain[0], bounds[0]
    if named.day is None or bound.day is None or named.weekday is None or bound.weekday == named.weekday:
        return found
    between = tokens[named.j : bound.i] if named.i < bound.i else tokens[bound.j : named.i]
    if {"or", "otherwise", "and", "but"} & {token.text for token in between}:
        return found
    least = bound.day.span.until if bound.bound == "after" else bound.day.span.first
    first = max(least, named.day.span.first)
    day = first + timedelta(days=(named.weekday - first.weekday()) % 7)
    return [one.moved(day=one_day(day)) if one is named else one for one in found if one is not bound]


def _not_the_other_day(tokens: Tokens, found: list[Found]) -> list[Found]:
    """ "the tuesday not the monday at ten": the time is that of the day that is wanted."""
    for wanted, denied in pairwise(found):
        roles = wanted.role == "wanted" and denied.role == "excluded"
        if not roles or not _single_day(wanted) or wanted.when or wanted.bound or not isinstance(denied.when, Clock):
            continue
        if denied.day is not None and text_at(tokens, wanted.j) == "not" and denied.i - wanted.j <= 3:
            at = found.index(wanted)
            return [*found[:at], wanted.moved(when=denied.when), denied.moved(when=None), *found[at + 2 :]]
    return found


def _on_the_day_but(tokens: Tokens, found: list[Found]) -> list[Found]:
    """ "anything but mornings on thursday": thursday is wanted, only the morning is not.

    Of "any day but friday next week" the rest of that week is.
    """
    named = [one for one in found if not one.free]
    one = named[0] if len(named) == 1 else None
    if one is None or one.role != "excluded" or one.day is None or not _single_day(one):
        return found
    lead = [token.text for token in tokens[max(0, one.i - 3) : one.i]]
    wide = {"anything", "any", "anytime"} & set(lead) and lead[-1] in ("but", "except", "excluding", "for")
    if wide and isinstance(one.when, Part):
        return [one, one.moved(role="wanted", when=None)]
    if wide and one.when is None and of_a_week(tokens, one):
        return [one, one.moved(role="wanted", day=week_from(monday(one.day.span.first)))]
    return found


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
