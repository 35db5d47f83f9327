"""Seasons ("next spring"), quarters, years ("in 2027"), and stretches gone by ("the last two weeks")."""

from collections.abc import Sequence
from datetime import date

from nlu.spoken.amounts import moved_by, read_amount
from nlu.spoken.calendar_dates import add_months, year_at
from nlu.spoken.said import Day, Setting, Span, run_of_days, skip, text_at
from nlu.spoken.tokens import Token

Tokens = Sequence[Token]

# First months; a season is three months, winter runs into the next year.
_SEASONS = {"spring": 3, "summer": 6, "fall": 9, "autumn": 9, "winter": 12}
_QUARTERS = {"q1": 1, "q2": 4, "q3": 7, "q4": 10}
_GONE = frozenset({"last", "past", "previous"})
_WHICH = frozenset({"this", "next", "coming", "upcoming"}) | _GONE


def read_year_part(tokens: Tokens, i: int, setting: Setting) -> tuple[int, Day] | None:
    """A season, a quarter, a year or a stretch gone by at i."""
    return _gone(tokens, i, setting) or _three_months(tokens, i, setting) or _year(tokens, i, setting)


def _gone(tokens: Tokens, i: int, setting: Setting) -> tuple[int, Day] | None:
    j = i + 1 if text_at(tokens, i) == "the" else i
    if text_at(tokens, j) not in _GONE:
        return None
    amount = read_amount(tokens, j + 1)
    if amount is None or amount[2] == "minute" or text_at(tokens, j + 1) in ("a", "an", "the"):
        return None
    return amount[0], Day((Span(moved_by(setting.today, -amount[1], amount[2]), setting.today),), backward=True)


def _three_months(tokens: Tokens, i: int, setting: Setting) -> tuple[int, Day] | None:
    j = i + 1 if text_at(tokens, i) == "the" else i
    which = text_at(tokens, j) if text_at(tokens, j) in _WHICH else ""
    k = j + 1 if which else j
    word = text_at(tokens, k)
    this = setting.today.replace(day=1)
    if word in _SEASONS:
        year = year_at(tokens, k + 1)
        asked = setting.expecting == "datetime" and text_at(tokens, i - 1) in ("in", "during")
        if not which and not asked and not (year and text_at(tokens, k + 1) == "of"):
            return None
        return _season(k + 1, _SEASONS[word], which, year, this)
    number = text_at(tokens, k + 1)
    if word == "q" and len(number) == 1 and number in "1234":
        return _numbered_quarter(tokens, k + 2, int(number) * 3 - 2, this)
    clock = text_at(tokens, k + 2) in ("to", "past", "after", "before")
    if k < len(tokens) and tokens[k].kind == "ord" and number == "quarter" and tokens[k].value <= 4 and not clock:
        return _numbered_quarter(tokens, k + 2, tokens[k].value * 3 - 2, this)
    if word == "quarter" and which and number not in ("to", "past", "after", "before", "of", "till", "until"):
        first = add_months(date(this.year, (this.month - 1) // 3 * 3 + 1, 1), _ahead(which) * 3)
        return k + 1, Day((Span(first, add_months(first, 3)),), backward=which in _GONE)
    return None


def _ahead(which: str) -> int:
    return 0 if which == "this" else -1 if which in _GONE else 1


def _season(end: int, month: int, which: str, year: tuple[int, int] | None, this: date) -> tuple[int, Day] | None:
    if year:
        first = date(year[1], month, 1)
        return year[0], run_of_days(first, add_months(first, 3))
    first = date(this.year, month, 1)
    if month == 12 and this.month < 3:
        first = add_months(first, -12)
    running = first <= this < add_months(first, 3)
    if which in _GONE:
        first = first if add_months(first, 3) <= this else add_months(first, -12)
        return end, Day((Span(first, add_months(first, 3)),), backward=True)
    if add_months(first, 3) <= this or (running and which in ("next", "coming", "upcoming")):
        first = add_months(first, 12)
    return end, run_of_days(first, add_months(first, 3))


def _numbered_quarter(tokens: Tokens, j: int, month: int, this: date) -> tuple[int, Day]:
    dated = year_at(tokens, j)
    end, year = dated or (j, this.year)
    k = skip(tokens, j, frozenset({"of", "in"}))
    if not dated and text_at(tokens, k) in _WHICH and text_at(tokens, k + 1) == "year":
        end, year = k + 2, this.year + _ahead(text_at(tokens, k))
    first = date(year, month, 1)
    return end, run_of_days(first, add_months(first, 3))


def _year(tokens: Tokens, i: int, setting: Setting) -> tuple[int, Day] | None:
    named = text_at(tokens, i) == "year"
    if not named and text_at(tokens, i - 1) not in ("in", "during"):
        return None
    dated = year_at(tokens, i + 1 if named else i)
    if dated is None or tokens[i + 1 if named else i].spelled:
        return None
    first, until = date(dated[1], 1, 1), date(dated[1] + 1, 1, 1)
    return dated[0], Day((Span(first, until),), backward=until <= setting.today)
