"""Days, clock times and opening hours as an American receptionist says them.

Every function takes local time of the clinic: naive, or aware in the clinic's zone.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from itertools import groupby

from receptionist.speech.numbers_in_words import DIGITS, say_list, say_number, say_ordinal, say_year

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SAY_YEAR_BEYOND_DAYS = 180


def _clock(at: time) -> str:
    hour = say_number(at.hour % 12 or 12)
    if at.minute == 0:
        return hour
    return f"{hour} oh {DIGITS[at.minute]}" if at.minute < 10 else f"{hour} {say_number(at.minute)}"


def _part_of_day(at: time) -> str:
    """The words that follow the hour; empty for noon and midnight, which need none."""
    if at.minute == 0 and at.hour in (0, 12):
        return ""
    if at.hour < 12:
        return "in the morning"
    if at.hour < 18:
        return "in the afternoon"
    return "in the evening" if at.hour < 21 else "at night"


def say_clock(hour: int, minute: int = 0) -> str:
    """A clock time whose half of the day is not known: (9, 30) -> "nine thirty"."""
    return _clock(time(hour, minute))


def say_time(at: time | datetime) -> str:
    """15:30 -> "three thirty in the afternoon", 12:00 -> "noon"."""
    at = at.time() if isinstance(at, datetime) else at
    if at.minute == 0 and at.hour in (0, 12):
        return "noon" if at.hour else "midnight"
    return f"{_clock(at)} {_part_of_day(at)}"


def say_times(times: Sequence[time | datetime], conjunction: str = "or") -> str:
    """09:00, 09:30, 14:00 -> "nine or nine thirty in the morning, or two in the afternoon"."""
    clocks = [t.time() if isinstance(t, datetime) else t for t in times]
    groups = []
    for part, members in groupby(clocks, key=_part_of_day):
        same = list(members)
        groups.append(f"{say_list([_clock(t) for t in same], conjunction)} {part}" if part else say_time(same[0]))
    if len(groups) > 1 and len(groups) < len(clocks):
        return f"{', '.join(groups[:-1])}, {conjunction} {groups[-1]}"
    return say_list(groups, conjunction)


def say_range(start: time, end: time) -> str:
    """ "from eight in the morning to six in the evening"; the part of the day once where both share it."""
    if _part_of_day(start) == _part_of_day(end) != "":
        return f"from {_clock(start)} to {say_time(end)}"
    return f"from {say_time(start)} to {say_time(end)}"


def say_date(day: date, today: date | None = None) -> str:
    """ "Tuesday the twenty-fourth of November"; with `today` also "tomorrow, Tuesday the twenty-fourth".

    The year is said when the day is more than half a year from `today`.
    """
    day = day.date() if isinstance(day, datetime) else day
    today = today.date() if isinstance(today, datetime) else today
    said = f"{WEEKDAYS[day.weekday()]} the {say_ordinal(day.day)}"
    distance = (day - today).days if today else None
    if distance in (0, 1):
        return f"{'tomorrow' if distance else 'today'}, {said}"
    said += f" of {MONTHS[day.month - 1]}"
    if distance is not None and abs(distance) > SAY_YEAR_BEYOND_DAYS:
        said += f", {say_year(day.year)}"
    return said


def _today(now: datetime | None, zone_of: datetime) -> date | None:
    if now is None:
        return None
    return (now.astimezone(zone_of.tzinfo) if now.tzinfo and zone_of.tzinfo else now).date()


def _day_and_times(starts: Sequence[datetime], now: datetime | None) -> str:
    day = say_date(starts[0].date(), _today(now, starts[0]))
    return f"{day}{', at' if ',' in day else ' at'} {say_times(starts)}"


def say_when(at: datetime, now: datetime | None = None) -> str:
    """ "Tuesday the first of December at nine in the morning"; "tomorrow, Tuesday the twenty-fourth, at noon"."""
    return _day_and_times([at], now)


def say_offers(starts: Sequence[datetime], now: datetime | None = None) -> str:
    """Starts in order, each day named once: "tomorrow, Tuesday the twenty-fourth, at nine or ten in the morning"."""
    days = [_day_and_times(list(same), now) for _, same in groupby(starts, key=lambda at: at.date())]
    if len(days) < 2:
        return "".join(days)
    return f"{', '.join(days[:-1])}, or {days[-1]}"


def _parse(clock: str) -> time:
    hour, minute = (int(part) for part in clock.split(":")[:2])
    return time(hour % 24, minute)


def say_spans(spans: Sequence[Sequence[str]]) -> str:
    if [tuple(span) for span in spans] == [("00:00", "24:00")]:
        return "around the clock"
    return say_list([say_range(_parse(start), _parse(end)) for start, end in spans], "and")


def say_hours(hours: Mapping[str, Sequence[Sequence[str]]]) -> str:
    """{"monday": [["08:00", "18:00"]], …} -> "Monday to Friday from eight in the morning to six in the evening".

    Neighbouring days with the same hours are said together; days without hours are left out; "" when none has any.
    """
    week = [(name, tuple(tuple(span) for span in hours.get(name.lower(), ()))) for name in WEEKDAYS]
    said = []
    for spans, members in groupby(week, key=lambda day: day[1]):
        days = [name for name, _ in members]
        if spans:
            named = say_list(days, "and") if len(days) < 3 else f"{days[0]} to {days[-1]}"
            said.append(f"{named} {say_spans(spans)}")
    if len(said) < 2:
        return "".join(said)
    return f"{', '.join(said[:-1])}, and {said[-1]}"
