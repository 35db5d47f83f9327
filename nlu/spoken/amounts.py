"""Lengths of time: "two weeks", "half an hour", "a couple of days", "three working days"."""

from collections.abc import Sequence
from datetime import date, timedelta

from nlu.spoken.calendar_dates import add_months
from nlu.spoken.said import ONE_DAY, skip, text_at, words_at
from nlu.spoken.tokens import Token

Tokens = Sequence[Token]

DAY_UNITS = {"day": 1, "days": 1, "night": 1, "nights": 1, "week": 7, "weeks": 7, "fortnight": 14, "fortnights": 14,
              "day's": 1, "days'": 1, "week's": 7, "weeks'": 7, "fortnight's": 14}  # fmt: skip
MONTH_UNITS = frozenset({"month", "months", "month's", "year", "years"})
MINUTE_UNITS = {"minute": 1, "minutes": 1, "hour": 60, "hours": 60, "h": 60}
ALL_UNITS: dict[str, tuple[int, str]] = {
    **{unit: (days, "day") for unit, days in DAY_UNITS.items()},
    **{unit: (minutes, "minute") for unit, minutes in MINUTE_UNITS.items()},
    "month": (1, "month"),
    "months": (1, "month"),
}

# More of anything is a code or a number of the house.
MOST = 400


def read_count(tokens: Tokens, i: int) -> tuple[int, float] | None:
    """How many: "two", "a", "a couple of", "a few", "half an", "two and a half"."""
    if i >= len(tokens):
        return None
    word = tokens[i].text
    if tokens[i].kind == "num" and words_at(tokens, i + 1, "quarters", "of", "an"):
        return i + 4, tokens[i].value / 4
    if tokens[i].kind == "num":
        if words_at(tokens, i + 1, "and", "a", "half"):
            return i + 4, tokens[i].value + 0.5
        if not tokens[i].spelled and i + 1 < len(tokens) and tokens[i + 1].gap == "." and tokens[i + 1].kind == "num":
            return i + 2, float(f"{tokens[i].value}.{tokens[i + 1].text}")
        return i + 1, float(tokens[i].value)
    j = i + 1 if word in ("a", "the", "another") else i
    if words_at(tokens, j, "couple"):
        return skip(tokens, j + 1, frozenset({"of"})), 2.0
    if words_at(tokens, j, "few"):
        return j + 1, 3.0
    if word == "half" and text_at(tokens, i + 1) in ("an", "a"):
        return i + 2, 0.5
    if words_at(tokens, j, "half", "hour"):
        return j + 1, 0.5
    if words_at(tokens, i, "quarter", "of", "an") or words_at(tokens, j, "quarter", "of", "an"):
        return (i if word == "quarter" else j) + 3, 0.25
    return (i + 1, 1.0) if word in ("a", "an", "another") else None


def read_amount(tokens: Tokens, i: int) -> tuple[int, float, str] | None:
    """A count and a unit at i: ("two weeks") -> (next token, 2.0, "week"); unit is day, month or minute."""
    i = i + 2 if words_at(tokens, i, "less", "than") else i
    i = skip(tokens, i, frozenset({"about", "around", "like", "roughly", "approximately", "just", "under"}))
    if words_at(tokens, i, "one", "and", "a", "half", "hours"):
        return i + 5, 90.0, "minute"
    counted = read_count(tokens, i)
    if counted is None or not 0 < counted[1] <= MOST:
        return None
    j, count = counted
    j = skip(tokens, j, frozenset({"business", "working", "more", "full"}))
    unit = text_at(tokens, j)
    if unit in DAY_UNITS:
        j += 1
        if words_at(tokens, j, "and", "a", "half"):
            return j + 3, (count + 0.5) * DAY_UNITS[unit], "day"
        more = read_amount(tokens, skip(tokens, j, frozenset({"and"}))) if j < len(tokens) else None
        if more and more[2] == "minute":
            return more[0], count * DAY_UNITS[unit] * 24 * 60 + more[1], "minute"
        if more and more[2] == "day" and more[1] < count * DAY_UNITS[unit] and unit.startswith("week"):
            return more[0], count * DAY_UNITS[unit] + more[1], "day"
        j = j + 1 if words_at(tokens, j, "or", "so") is False and text_at(tokens, j) in ("time", "times") else j
        return j, count * DAY_UNITS[unit], "day"
    if unit in MONTH_UNITS:
        j = j + 2 if text_at(tokens, j + 1) == "time" else j + 1
        months = count * (12 if unit.startswith("year") else 1)
        if words_at(tokens, j, "and", "a", "half"):
            return j + 3, months + (6 if unit.startswith("year") else 0.5), "month"
        more = read_amount(tokens, skip(tokens, j, frozenset({"and"}))) if unit.startswith("year") else None
        return (more[0], months + more[1], "month") if more and more[2] == "month" else (j, months, "month")
    if unit in MINUTE_UNITS:
        minutes, j = count * MINUTE_UNITS[unit], j + 1
        if words_at(tokens, j, "and", "a", "half"):
            return j + 3, minutes + 30, "minute"
        more = read_amount(tokens, skip(tokens, j, frozenset({"and"}))) if unit.startswith("hour") else None
        if more and more[2] == "minute" and more[1] < 60:
            return more[0], minutes + more[1], "minute"
        return j, minutes, "minute"
    return None


def moved_by(day: date, count: float, unit: str) -> date:
    """`day` moved by that many months or days; half a month is fifteen days."""
    if unit != "month":
        return day + timedelta(days=int(count))
    return add_months(day, int(count)) + timedelta(days=int((count - int(count)) * 30))


def has_working_days(tokens: Tokens, i: int, j: int) -> bool:
    return any(tokens[k].text in ("business", "working") for k in range(i, j))


def count_working(day: date, count: int) -> date:
    while count:
        day += ONE_DAY
        count -= day.weekday() < 5
    return day
