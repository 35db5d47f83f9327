"""Spoken dates against days counted one by one, at any moment of twelve years in several zones, however written."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from nlu.spoken.datetimes import find_datetimes, wanted
from nlu.spoken.said import USUAL_HOURS

ZONES = ("America/New_York", "America/Los_Angeles", "Europe/London", "Europe/Dublin", "Asia/Tokyo", "Australia/Sydney")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
UNITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
ORDINALS = (
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "tenth",
    "twelfth",
    "fifteenth",
    "twentieth",
)
NUMBERS = (1, 2, 3, 4, 5, 10, 12, 15, 20)
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
FILLERS = ("", "um ", "uh ", "well um ", "er ")
# The year ends, the last days of February and the weekends on which clocks change, beside any other day.
EDGES = [
    date(year, month, day)
    for year in (2026, 2027, 2028)
    for month, day in ((12, 28), (12, 31), (1, 1), (2, 28), (3, 1), (3, 13), (3, 27), (10, 24), (10, 31), (11, 1))
]

days = st.one_of(st.sampled_from(EDGES), st.dates(date(2024, 1, 1), date(2036, 1, 1)))
moments = st.builds(lambda day, minute: datetime(day.year, day.month, day.day) + timedelta(minutes=minute), days,
                    st.integers(0, 24 * 60 - 1))  # fmt: skip
zones = st.sampled_from(ZONES)
weekdays = st.integers(0, 6)


def _first(start: date, fits: Callable[[date], bool]) -> date:
    """The first day from `start` on that fits, looked for one day after another."""
    day = start
    while not fits(day):
        day += timedelta(days=1)
    return day


def _heard(said: str, now: datetime, zone: str) -> dict[str, Any]:
    value = wanted(find_datetimes(said, now, zone))
    assert value is not None, said
    return value


def _day_of(said: str, now: datetime, zone: str) -> str:
    return str(_heard(said, now, zone)["from"])[:10]


def _tomorrow(now: datetime) -> date:
    return now.date() + timedelta(days=1)


@settings(deadline=None)
@given(moments, zones, weekdays)
@example(datetime(2026, 10, 31, 23, 30), "America/New_York", 0)
@example(datetime(2027, 3, 13, 1, 30), "America/New_York", 6)
def test_a_weekday_is_its_next_one(now: datetime, zone: str, weekday: int) -> None:
    coming = _first(_tomorrow(now), lambda day: day.weekday() == weekday)
    name = WEEKDAYS[weekday]
    if coming - now.date() < timedelta(days=7):
        assert _day_of(f"on {name}", now, zone) == coming.isoformat()
        assert _day_of(f"{name} week", now, zone) == (coming + timedelta(days=7)).isoformat()
        assert _day_of(f"a week on {name}", now, zone) == (coming + timedelta(days=7)).isoformat()
        assert _day_of(f"a fortnight on {name}", now, zone) == (coming + timedelta(days=14)).isoformat()
    else:
        value = _heard(f"on {name}", now, zone)
        open_still = now.hour * 60 + now.minute < USUAL_HOURS[0][1]
        listed = [other["from"][:10] for other in value["alternatives"]] or [value["from"][:10]]
        both = [now.date().isoformat(), coming.isoformat()]
        assert listed == (both if open_still else both[1:])
    assert _day_of(f"this coming {name}", now, zone) == coming.isoformat()


@settings(deadline=None)
@given(moments, zones, weekdays)
def test_next_week_begins_on_the_next_monday(now: datetime, zone: str, weekday: int) -> None:
    monday = _first(_tomorrow(now), lambda day: day.weekday() == 0)
    day = _first(monday, lambda day: day.weekday() == weekday)
    name = WEEKDAYS[weekday]
    assert _day_of(f"next week {name}", now, zone) == day.isoformat()
    assert _day_of(f"{name} next week", now, zone) == day.isoformat()
    assert _day_of(f"the week after next on {name}", now, zone) == (day + timedelta(days=7)).isoformat()
    assert (value := _heard("next week", now, zone))["from"] == f"{monday}T00:00"
    assert value["to"] == f"{monday + timedelta(days=7)}T00:00"


@settings(deadline=None)
@given(moments, zones, st.integers(2, 12))
def test_days_and_weeks_are_counted_by_the_calendar(now: datetime, zone: str, count: int) -> None:
    days_on, weeks_on = now.date(), now.date()
    for _ in range(count):
        days_on += timedelta(days=1)
        weeks_on = _first(weeks_on + timedelta(days=1), lambda day: day.weekday() == now.weekday())
    assert _day_of(f"in {UNITS[count]} days", now, zone) == days_on.isoformat()
    assert _day_of(f"{UNITS[count]} weeks from today", now, zone) == weeks_on.isoformat()
    assert _day_of(f"in {count} weeks", now, zone) == weeks_on.isoformat()


@settings(deadline=None)
@given(moments, zones, st.integers(0, 8))
def test_a_day_of_the_month_is_the_next_one(now: datetime, zone: str, place: int) -> None:
    said, number = ORDINALS[place], NUMBERS[place]
    assert _day_of(f"on the {said}", now, zone) == _first(now.date(), lambda day: day.day == number).isoformat()
    next_month = _first(_tomorrow(now), lambda day: day.day == 1)
    expected = _first(next_month, lambda day: day.day == number).isoformat()
    assert _day_of(f"the {said} of next month", now, zone) == expected


@settings(deadline=None)
@given(moments, zones, st.integers(0, 8), st.integers(1, 12))
def test_a_date_is_the_next_one_or_was_not_long_ago(now: datetime, zone: str, place: int, month: int) -> None:
    value = _heard(f"{MONTHS[month - 1]} {ORDINALS[place]}", now, zone)
    expected = _first(now.date(), lambda day: (day.month, day.day) == (month, NUMBERS[place]))
    assert value["from"] == f"{expected}T00:00"
    for other in value["alternatives"][1:]:
        assert now - timedelta(days=46) <= datetime.fromisoformat(other["from"]) < now


@settings(deadline=None)
@given(moments, zones, st.integers(1, 4), weekdays, st.integers(1, 12))
def test_counted_weekdays_of_a_month(now: datetime, zone: str, nth: int, weekday: int, month: int) -> None:
    name = f"the {ORDINALS[nth - 1]} {WEEKDAYS[weekday]} in {MONTHS[month - 1]}"
    for year in range(now.year, now.year + 2):
        counted = [day for k in range(366) if (day := date(year, 1, 1) + timedelta(days=k)).year == year
                   and day.month == month and day.weekday() == weekday]  # fmt: skip
        if len(counted) >= nth and counted[nth - 1] >= now.date():
            assert _day_of(name, now, zone) == counted[nth - 1].isoformat()
            return


@settings(deadline=None)
@given(moments, zones, st.integers(8, 17), st.sampled_from((0, 15, 30, 45)), weekdays)
def test_the_hour_stays_the_hour(now: datetime, zone: str, hour: int, minute: int, weekday: int) -> None:
    """Whatever the clocks do between now and then, ten o'clock is ten o'clock."""
    coming = _first(_tomorrow(now), lambda day: day.weekday() == weekday)
    half = "am" if hour < 12 else "pm"
    words = UNITS[hour if hour <= 12 else hour - 12]
    spoken = {0: f"{words} {half}", 15: f"quarter past {words} {half}", 30: f"half past {words} {half}",
              45: f"{words} forty five {half}"}  # fmt: skip
    said = f"this coming {WEEKDAYS[weekday]} at {spoken[minute]}"
    assert _heard(said, now, zone)["from"] == f"{coming}T{hour:02}:{minute:02}"


_DAY_SAID = st.sampled_from(
    ("tomorrow", "on thursday", "next week tuesday", "the third", "december second", "a week on friday",
     "the first monday in march", "in two weeks", "the day after tomorrow", "friday the fourth", "this coming monday")
)  # fmt: skip
_TIME_SAID = st.sampled_from(
    ("at ten", "at half past three", "at quarter to nine", "around two thirty", "in the morning", "after four",
     "before eleven", "between two and four", "at noon", "at 3 pm", "at nine fifteen")
)  # fmt: skip


def _meaning(said: str, now: datetime, zone: str) -> list[tuple[Any, ...]]:
    keys = ("kind", "from", "to", "grain", "has_date", "has_time", "past", "ambiguous", "role")
    return [tuple(value[key] for key in keys) for value in find_datetimes(said, now, zone)]


@settings(deadline=None, max_examples=200)
@given(moments, zones, _DAY_SAID, _TIME_SAID, st.sampled_from(FILLERS), st.sampled_from(FILLERS), st.integers(0, 5))
def test_case_punctuation_and_fillers_change_nothing(
    now: datetime, zone: str, day: str, time: str, before: str, between: str, how: int
) -> None:
    plain = _meaning(f"{day} {time}", now, zone)
    assert len(plain) == 1
    filled = f"{before}{day} {between}{time}"
    written = (
        filled,
        filled.upper(),
        filled.capitalize() + ".",
        f"{before}{day}, {between}{time}",
        filled.title() + "?",
        f"i'd like {filled} please",
    )[how]
    assert _meaning(written, now, zone) == plain, written


def _coming(now: datetime, weekday: int) -> date:
    return _first(_tomorrow(now), lambda day: day.weekday() == weekday)


def _next_month(now: datetime) -> date:
    return _first(_tomorrow(now), lambda day: day.day == 1)


_DAYS_MEANT: dict[str, Callable[[datetime], date]] = {
    "tomorrow": _tomorrow,
    "the day after tomorrow": lambda now: now.date() + timedelta(days=2),
    "in a fortnight": lambda now: now.date() + timedelta(days=14),
    "in three days": lambda now: now.date() + timedelta(days=3),
    "next week thursday": lambda now: _first(_coming(now, 0), lambda day: day.weekday() == 3),
    "this coming friday": lambda now: _coming(now, 4),
    "the ninth of next month": lambda now: _next_month(now).replace(day=9),
    "on the twenty second": lambda now: _first(now.date(), lambda day: day.day == 22),
}
_TIMES_MEANT = {
    "half past ten": "10:30", "quarter to three": "14:45", "nine fifteen": "09:15", "4 pm": "16:00", "1530": "15:30",
    "eleven ish": "11:00", "two oh five pm": "14:05", "twenty past eight": "08:20", "ten to five": "16:50",
    "noon": "12:00", "half three": "15:30", "one thirty": "13:30",
}  # fmt: skip
_TURNS = (
    "can i come in {day} at {time}", "i'd like an appointment {day} at {time} please", "could i get {time} {day}",
    "um so {day} uh at {time} if possible", "my name is june lopez and i need to see someone {day} at {time}",
    "i need to bring my two year old in {day} how about {time}", "i can do {day} any time around {time}",
    "today no sorry {day} at {time}", "my number is two oh two five five five oh one four four, {day} at {time}",
    "would {day} at {time} be okay",
)  # fmt: skip
_HISTORIES = (
    "i fell down the stairs on sunday", "my son had surgery in march", "she's had a cough for three weeks",
    "last night my husband threw up", "i called yesterday about the results", "i was in the hospital last month",
    "we've been waiting for twenty minutes", "my mother is eighty one", "it hurts mostly in the morning",
    "i take two pills every evening", "two weeks ago he broke his arm", "good morning this is may friday",
)  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(moments, zones, st.sampled_from(sorted(_DAYS_MEANT)), st.sampled_from(sorted(_TIMES_MEANT)),
       st.sampled_from(_TURNS), st.sampled_from(("", *(f"{told} and " for told in _HISTORIES))))  # fmt: skip
def test_day_and_time_of_a_turn(now: datetime, zone: str, day: str, time: str, turn: str, told: str) -> None:
    said = told + turn.format(day=day, time=time)
    assert _heard(said, now, zone)["from"] == f"{_DAYS_MEANT[day](now)}T{_TIMES_MEANT[time]}", said


@settings(deadline=None)
@given(moments, zones, st.lists(st.sampled_from(_HISTORIES), min_size=1, max_size=3))
def test_a_history_is_no_wish(now: datetime, zone: str, told: list[str]) -> None:
    said = " and ".join(told)
    assert find_datetimes(said, now, zone) == [], said
