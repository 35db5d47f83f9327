"""Dates and times in what a caller says, as recognisers write it, for a given clock, zone and state of the call."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from nlu.spoken.believe import believable
from nlu.spoken.beside import day_of_the_current, relate
from nlu.spoken.bounds import attach_bounds, close_bounds
from nlu.spoken.calendar_dates import WEEKDAYS
from nlu.spoken.clauses import request_spans
from nlu.spoken.corrections import drop_corrected, group_either
from nlu.spoken.durations import attach_durations
from nlu.spoken.existing import is_moving
from nlu.spoken.homophones import hear_numbers
from nlu.spoken.not_times import not_times
from nlu.spoken.ranges import far_combine, make_ranges, merge_neighbours
from nlu.spoken.roles import give_roles
from nlu.spoken.said import ClockRange, Found, Hours, Setting
from nlu.spoken.scan import scan
from nlu.spoken.settle import Reading, settle
from nlu.spoken.stories import before_departing, departs, is_closed_on, returns
from nlu.spoken.tokens import Token, tokenise

OpeningHours = Mapping[str, Sequence[Sequence[str]]]


def find_datetimes(
    text: str,
    now: datetime,
    zone: str,
    *,
    expecting: str | None = None,
    offered: Sequence[str] = (),
    hours: OpeningHours | None = None,
) -> list[dict[str, Any]]:
    """Every date and time named in `text`, in order, in the shape of "parse" (docs of the command).

    now: local naive time of the clinic; zone: its IANA name; offered: local starts just offered ("2026-11-24T09:00");
    hours: weekday name to [["08:00", "18:00"], …], which settles am or pm where only one reading is open.
    Of readings that a receptionist would ask about `alternatives` holds all, `from` and `to` the likeliest. Times
    joined by "or" are not ambiguous, but the first lists all of them as alternatives. "Whenever" and "whatever
    you have" are as soon as possible with `indifferent` beside it: they name no time.
    """
    tokens = hear_numbers(tokenise(text), expecting)
    if not tokens:
        return []
    setting = Setting(
        now=now.replace(tzinfo=None),
        zone=ZoneInfo(zone),
        expecting=expecting,
        offered=tuple(sorted(datetime.fromisoformat(offer).replace(tzinfo=None) for offer in offered)),
        hours=_weekly(tuple((day, tuple(tuple(span) for span in spans)) for day, spans in (hours or {}).items())),
    )
    found = scan(tokens, setting, not_times(tokens, setting.expecting))
    return [
        value
        for first, until in _requests(text, tokens)
        for one in _understand(tokens[first:until], _within(found, first, until), setting)
        for value in _as_dicts(one, text, tokens[first:until], setting)
    ]


def wanted(datetimes: Sequence[Mapping[str, Any]]) -> dict[str, Any] | None:
    """The one that is wanted for the appointment, or None.

    The last one said, unless it is only an alternative to an earlier one ("tuesday or thursday") or says less of the
    same day; one with a day before one without, one that is still to come before one that is over.
    """
    candidates = [one for one in datetimes if one["role"] == "wanted"]
    if not candidates:
        return None
    ahead = [one for one in candidates if not one["past"]] or candidates
    dated = [one for one in ahead if one["has_date"]] or [one for one in ahead if one["has_time"]] or ahead
    last = dated[-1]
    for one in dated:
        if last["grain"] == "day" and one["has_time"] and _same_day(one, last):
            return dict(one)
        joined = not one["ambiguous"]
        if joined and any((other["from"], other["to"]) == (last["from"], last["to"]) for other in one["alternatives"]):
            return dict(one)
    return dict(last)


def _same_day(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return bool(one["from"] and other["from"]) and one["from"][:10] == other["from"][:10]


@lru_cache(maxsize=1024)
def _weekly(hours: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...]) -> dict[int, Hours]:
    weekly: dict[int, Hours] = {}
    for name, spans in hours:
        weekday = WEEKDAYS.get(name.lower())
        if weekday is not None:
            weekly[weekday] = tuple((_minutes(span[0]), _minutes(span[1])) for span in spans if len(span) == 2)
    return weekly


def _minutes(clock: str) -> int:
    hour, _, minute = clock.partition(":")
    return int(hour) * 60 + int(minute or 0)


def _requests(text: str, tokens: list[Token]) -> list[tuple[int, int]]:
    """[first, until) of the tokens of each request: the day of one is no day of the other."""
    ends = [sum(token.start < end for token in tokens) for _, end in request_spans(text)]
    ends[-1] = len(tokens)
    return list(zip([0, *ends], ends, strict=False))


def _within(found: list[Found], first: int, until: int) -> list[Found]:
    return [one.moved(i=one.i - first, j=one.j - first) for one in found if first <= one.i and one.j <= until]


def _understand(tokens: list[Token], found: list[Found], setting: Setting) -> list[Found]:
    moving = is_moving(tokens)
    found = merge_neighbours(tokens, found)
    found = make_ranges(tokens, found, moving)
    found = attach_bounds(tokens, found, moving)
    found = merge_neighbours(tokens, found)
    found = attach_durations(tokens, found)
    found = close_bounds(tokens, found)
    found = _believed(tokens, found, setting)
    found = give_roles(tokens, found, setting)
    found = day_of_the_current(tokens, drop_corrected(tokens, found))
    found = far_combine(found)
    found = relate(tokens, found)
    found = group_either(tokens, found)
    found = _last_floor(_without_habits(tokens, _without_departures(tokens, _once_excluded(found))))
    return _without_idle_wishes(_without_now(tokens, found))


def _once_excluded(found: list[Found]) -> list[Found]:
    """ "not tomorrow, my car is in the shop tomorrow": a day that does not suit is not wanted for being said again."""
    against = [one.day.span for one in found if one.role == "excluded" and one.day and not one.when]
    return [
        one for one in found
        if not (one.role == "wanted" and one.day and not one.when and not one.bound and one.day.span in against)
    ]  # fmt: skip


def _without_habits(tokens: list[Token], found: list[Found]) -> list[Found]:
    """ "the bus doesn't run on sundays": beside a day of its own, every such day is none that is wanted."""
    every = [
        one for one in found if one.role == "wanted" and any(t.text.endswith("days") for t in tokens[one.i : one.j])
    ]
    others = any(one.role == "wanted" and one.day is not None and one not in every for one in found)
    habits = [one for one in every if one.weekday is not None] if others else []
    return [one for one in found if one not in habits]


def _without_departures(tokens: list[Token], found: list[Found]) -> list[Found]:
    """ "tomorrow because I'm leaving on saturday": beside another day, when the caller goes is a reason.

    So is when the clinic is closed, and when what was lent is returned. With no other day "before I fly on the third"
    is before that day.
    """
    days = [one for one in found if one.role == "wanted" and one.day and not one.bound]
    leaving = [one for one in days if departs(tokens, one) or is_closed_on(tokens, one)]
    leaving += [one for one in days[1:] if one not in leaving and returns(tokens, one)]
    others = any(one.role == "wanted" and one.day is not None and one not in leaving for one in found)
    if others:
        return [one for one in found if one not in leaving]
    return [one.moved(bound="before") if one in days and before_departing(tokens, one) else one for one in found]


def _last_floor(found: list[Found]) -> list[Found]:
    """ "I finish at five, so after half past": of several times to come after, the last one counts.

    "A meeting until three on thursday, so after that" is after three, not after thursday.
    """
    floors = [one for one in found if one.bound in ("from", "after") and one.role == "wanted" and one.when]
    told = [one.day.span for one in floors if one.day is not None]
    found = [one for one in found if not (one.bound == "after" and not one.when and one.day and one.day.span in told)]
    return [one for one in found if one not in floors[:-1] or one.day is not None]


def _believed(tokens: list[Token], found: list[Found], setting: Setting) -> list[Found]:
    kept = list(found)
    for one in found:
        if not believable(tokens, one, kept, setting):
            kept.remove(one)
    return kept


def _without_now(tokens: list[Token], found: list[Found]) -> list[Found]:
    """ "book those for tonight right now": beside a day that is wanted, now is when it is booked."""
    if not any(one.role == "wanted" and one.day for one in found):
        return found
    return [one for one in found if one.upto or not one.moment or not _says_now(tokens, one)]


def _says_now(tokens: list[Token], one: Found) -> bool:
    return [token.text for token in tokens[one.i : one.j]] in (["now"], ["right", "now"])


def _without_idle_wishes(found: list[Found]) -> list[Found]:
    """ "the first available on thursday" is a thursday: as soon as possible says nothing beside a time."""
    named = any(not one.free and one.role == "wanted" for one in found)
    found = [one for one in found if not (_is_year(one) and any(other.day and other is not one for other in found))]
    wishes = [one for one in found if one.free]
    keep = None if named or not wishes else wishes[0]
    return [one for one in found if not one.free or one is keep]


def _is_year(one: Found) -> bool:
    return one.day is not None and one.day.span.until - one.day.span.first > timedelta(days=300)


def _as_dicts(one: Found, text: str, tokens: list[Token], setting: Setting) -> list[dict[str, Any]]:
    """One value; of a time that does not suit all readings are given, so that none of them is offered.

    A run of days with a time ("next week in the morning") is two values, each with the text of both.
    """
    start, end = tokens[one.i].start, tokens[one.j - 1].end
    place = {"role": one.role, "text": text[start:end], "start": start, "end": end}
    if one.day and one.when and not one.upto and one.day.span.until - one.day.span.first > timedelta(days=1):
        apart = (one.moved(when=None, bound=None), one.moved(day=None))
        return [value for part in apart for value in _as_dicts(part, text, tokens, setting)]
    readings = settle(one, setting)
    values = [_value(reading, setting) for reading in readings]
    if one.role == "excluded":
        return [{**value, "ambiguous": False, "alternatives": [], **place} for value in values]
    others = [_value(settle(other, setting)[0], setting) for other in (*one.either, *_same_words(one, setting))]
    ambiguous = len(values) > 1
    alternatives = [
        {**value, "ambiguous": False, "alternatives": [], **place}
        for value in (values if ambiguous else values[:1]) + others
    ]
    listed = alternatives if ambiguous or others else []
    idle = {"indifferent": True} if one.idle else {}
    return [{**values[0], "ambiguous": ambiguous, "alternatives": listed, **place, **idle}]


def _same_words(one: Found, setting: Setting) -> list[Found]:
    """ "ten to twelve on tuesday" is two hours, which are offered, and hold ten minutes to twelve."""
    at = one.when.or_at if isinstance(one.when, ClockRange) else None
    if at is None:
        return []
    other = one.moved(when=at)
    start = settle(other, setting)[0].start
    return [other] if start is not None and setting.is_open(start.hour * 60 + start.minute, start.date()) else []


def _value(reading: Reading, setting: Setting) -> dict[str, Any]:
    return {
        "kind": reading.kind,
        "from": _written(reading.start),
        "to": _written(reading.until),
        "grain": reading.grain,
        "has_date": reading.has_date,
        "has_time": reading.has_time,
        "past": reading.is_past(setting.now),
    }


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="minutes") if moment is not None else None
