"""Days of one month given from and to: "november nineteenth to twentieth", "from 4 to 22 this month"."""

from collections.abc import Sequence
from datetime import date

from nlu.spoken.calendar_dates import add_months, month_at, read_month_reference, safe_date, year_at
from nlu.spoken.clock_times import AT
from nlu.spoken.existing import is_moving
from nlu.spoken.said import ONE_DAY, Found, Setting, run_of_days, skip, text_at
from nlu.spoken.tokens import Token, words

Tokens = Sequence[Token]

_TO = frozenset({"to", "until", "through", "and"})
_OPENERS = frozenset({"from", "between"})
_THE = frozenset({"the"})
_MOVED = words("appointment visit booking reservation it move change reschedule switch push moved changed")


def _number(tokens: Tokens, i: int) -> int | None:
    if i < len(tokens) and tokens[i].kind in ("num", "ord") and 1 <= tokens[i].value <= 31:
        return tokens[i].value
    return None


def _numbers(tokens: Tokens, i: int) -> tuple[int, int, int] | None:
    """ "[the] 9 to [the] 12" at i: (next token, 9, 12). "and" only after "between"."""
    opener = text_at(tokens, i)
    j = skip(tokens, i + 1 if opener in _OPENERS else i, _THE)
    first = _number(tokens, j)
    if first is None:
        return None
    link = text_at(tokens, j + 1)
    dashed = j + 1 < len(tokens) and tokens[j + 1].gap in ("-", "–")
    if not dashed and (link not in _TO or (link == "and" and opener != "between")):
        return None
    k = j + 1 if dashed else skip(tokens, j + 2, _THE)
    last = _number(tokens, k)
    return (k + 1, first, last) if last is not None else None


def _of_what_is_moved(tokens: Tokens, i: int) -> bool:
    """ "change my appointment from the third to the fourth of may"; not "between the third and the fourth"."""
    near = {token.text for token in tokens[max(0, i - 3) : i]}
    return text_at(tokens, i) != "between" and bool(near & _MOVED) and is_moving(tokens)


def read_date_range(tokens: Tokens, i: int, setting: Setting) -> Found | None:
    """A range of days of a named month at i, both days in it; what is moved has an old day and a new one instead."""
    if _of_what_is_moved(tokens, i):
        return None
    named = i + 1 if text_at(tokens, i) in _OPENERS else i
    if month_at(tokens, named) is not None:
        numbers = _numbers(tokens, skip(tokens, named + 1, _THE))
        month = read_month_reference(tokens, named, setting)
        if numbers is None or month is None or text_at(tokens, numbers[0]) in ("am", "pm", "oclock"):
            return None
        again = numbers[0] + 1 if text_at(tokens, numbers[0]) == "of" else numbers[0]
        if again == numbers[0] or month_at(tokens, again) is None:
            return _range(i, numbers[0], month[1], numbers[1], numbers[2], setting)
        if month_at(tokens, again) != month_at(tokens, named):
            return None  # "from december third to the ninth of january"
        return _range(i, again + 1, month[1], numbers[1], numbers[2], setting)
    numbers = _numbers(tokens, i)
    hour = tokens[i].kind == "num" and text_at(tokens, i - 1) in AT  # "from the third at three to the fourth of may"
    if numbers is None or hour:
        return None
    end, first, last = numbers
    j = end + 1 if text_at(tokens, end) in ("of", "in") else end
    whole = text_at(tokens, j) in ("this", "next") and text_at(tokens, j + 1) == "month"
    if month_at(tokens, j) is None and not whole:
        return None
    if month_at(tokens, j) is not None and _number(tokens, j + 1) is not None and year_at(tokens, j + 1) is None:
        return None
    month = read_month_reference(tokens, j, setting)
    return _range(i, month[0], month[1], first, last, setting) if month else None


def _range(i: int, j: int, month: date, first: int, last: int, setting: Setting) -> Found | None:
    start, end = safe_date(month.year, month.month, first), safe_date(month.year, month.month, last)
    if start is None or end is None or end < start:
        return None
    if end < setting.today and j - i > 0 and month.month == setting.today.month:
        return Found(i, j, day=run_of_days(start, end + ONE_DAY))
    if end < setting.today:
        start, end = add_months(start, 12), add_months(end, 12)
    return Found(i, j, day=run_of_days(start, end + ONE_DAY))
