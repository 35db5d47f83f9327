"""Days named by the calendar: "november the twenty-fourth", "the third", "the first monday in december"."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache

from nlu.spoken.said import Day, Setting, one_day, text_at, words_at
from nlu.spoken.tokens import Token, words

Tokens = Sequence[Token]

MONTHS: dict[str, int] = {
    "january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
    "october": 10, "november": 11, "december": 12, "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7,
    "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}  # fmt: skip
WEEKDAYS: dict[str, int] = {
    "monday": 0, "tuesday": 1, "wednesday": 2, "thursday": 3, "friday": 4, "saturday": 5, "sunday": 6,
    "mon": 0, "tue": 1, "tues": 1, "wed": 2, "weds": 2, "thu": 3, "thur": 3, "thurs": 3, "fri": 4, "sat": 5, "sun": 6,
    "wensday": 2, "wednsday": 2, "thurday": 3,
}  # fmt: skip
WEEKDAYS |= {f"{name}s": number for name, number in WEEKDAYS.items() if name.endswith("day")}
# "Thursday's fine" is a weekday as well.
WEEKDAYS |= {f"{name}'s": number for name, number in WEEKDAYS.items() if name.endswith("day")}

# A day of this month or year that has gone by is taken for the next one; up to this many days back a caller may also
# have mistaken the date, so both are given.
RECENT = timedelta(days=45)

# A written year further off than this is a slip or no date.
FURTHEST_YEARS = 120

AFTER_A_DAY_OF_THE_MONTH = words(
    "at in on around about after before by to until through or and between from of day if would will is isn't was "
    "works work please fine good great ok okay thanks thank then with for maybe perhaps but not would'nt any some "
    "sometime anytime early late first half quarter noon morning afternoon evening lunch lunchtime next this that "
    "instead can could do you i we that's are has have may might sounds looks suits should yes yeah no so "
    "when what who because as well how say let's available free am pm the doctor dr later earlier onwards onward "
    "same inclusive like be anywhere ideally preferably unless though sorry actually it's i'm we're i've we've"
)


_BEFORE_A_DAY_OF_THE_MONTH = words("on until by to from and or through for about after before like maybe say")
_AFTER_AN_HOUR = words("am pm a p oclock in hundred to past")


def month_at(tokens: Tokens, i: int) -> int | None:
    return MONTHS.get(text_at(tokens, i))


def safe_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def add_months(day: date, months: int) -> date:
    """The same day of a later month, or that month's last day when it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def year_at(tokens: Tokens, i: int) -> tuple[int, int] | None:
    """A year: "2026", "twenty twenty six", "two thousand and twenty six", after an optional "of" or "in"."""
    j = i + 1 if text_at(tokens, i) in ("of", "in") else i
    if j >= len(tokens) or tokens[j].kind != "num":
        return None
    token = tokens[j]
    if not token.spelled:
        return (j + 1, token.value) if len(token.text) == 4 and 1900 <= token.value <= 2100 else None
    if token.text in ("twenty", "nineteen") and j + 1 < len(tokens) and tokens[j + 1].kind == "num":
        rest = tokens[j + 1].value
        if tokens[j + 1].spelled and 10 <= rest <= 99 and text_at(tokens, j + 2) not in ("minutes", "people"):
            return j + 2, token.value * 100 + rest
    if words_at(tokens, j, "two", "thousand"):
        k = j + 3 if text_at(tokens, j + 2) == "and" else j + 2
        if k < len(tokens) and tokens[k].kind == "num" and tokens[k].value < 100:
            return k + 1, 2000 + tokens[k].value
        return j + 2, 2000
    return None


def _year_said(tokens: Tokens, i: int, setting: Setting) -> tuple[int, int] | None:
    """ "next year", "of this year"."""
    j = i + 1 if text_at(tokens, i) in ("of", "in") else i
    if text_at(tokens, j) not in ("next", "this") or text_at(tokens, j + 1) != "year":
        return None
    return j + 2, setting.today.year + (text_at(tokens, j) == "next")


def month_day(month: int, day: int, setting: Setting, year: int | None = None) -> Day | None:
    """A day of a named month; without a year the next one, and the one just gone by as a second reading.

    Of a day that the month has not ("february thirtieth") the last one and the day after it are the readings.
    """
    today = setting.today
    if year is not None:
        exact = safe_date(year, month, day)
        return one_day(exact) if exact else None
    if day > monthrange(2024, month)[1]:
        first = date(today.year + (month < today.month), month, 1)
        return one_day(add_months(first, 1) - timedelta(days=1), add_months(first, 1))
    coming = next(
        (found for ahead in range(9) if (found := safe_date(today.year + ahead, month, day)) and found >= today), None
    )
    if coming is None:
        return None
    if coming - today > timedelta(days=366):
        first = add_months(date(today.year, month, 1), 12 if month < today.month else 0)
        return one_day(add_months(first, 1) - timedelta(days=1), add_months(first, 1))
    gone = safe_date(coming.year - 1, month, day)
    if gone and today - RECENT <= gone < today:
        return one_day(coming, gone)
    return one_day(coming)


def day_of_month(day: int, setting: Setting) -> Day | None:
    """ "the third": the next third that comes, today included."""
    if not 1 <= day <= 31:
        return None
    first = setting.today.replace(day=1)
    for ahead in range(13):
        start = add_months(first, ahead)
        found = safe_date(start.year, start.month, day)
        if found and found >= setting.today:
            return one_day(found)
    return None


def _day_number(tokens: Tokens, i: int) -> int | None:
    if i < len(tokens) and tokens[i].kind in ("ord", "num") and 1 <= tokens[i].value <= 31:
        return tokens[i].value
    return None


def read_month_and_day(tokens: Tokens, i: int, setting: Setting) -> tuple[int, Day] | None:
    """ "november the twenty fourth", "november 24 2026", "the 24th day of november", "24 november"."""
    month = month_at(tokens, i)
    if month is not None:
        j = i + 1
        if text_at(tokens, j) == "the":
            j += 1
        day = _day_number(tokens, j)
        if day is None or (text_at(tokens, i) in ("may", "march") and tokens[j].kind == "num" and j > i + 1):
            return None
        if tokens[j].kind == "num" and text_at(tokens, j + 1) in ("am", "pm", "oclock"):
            return None
        return _with_year(tokens, j + 1, month, day, setting)
    j = i + 1 if text_at(tokens, i) == "the" else i
    day = _day_number(tokens, j)
    if day is None:
        return None
    if text_at(tokens, j + 1) == "day" and text_at(tokens, j + 2) == "of":
        j += 1
    linked = text_at(tokens, j + 1) in ("of", "in")
    month = month_at(tokens, j + 2 if linked else j + 1)
    if month is None or (linked and text_at(tokens, j + 1) == "in" and tokens[j].kind == "num"):
        return None
    end = j + 3 if linked else j + 2
    if text_at(tokens, end - 1) == "may" and not linked and text_at(tokens, end) in ("i", "we", "be", "you"):
        return None
    dated = end + 1 if text_at(tokens, end) == "the" else end
    if not linked and tokens[j].kind == "num" and _day_number(tokens, dated) and tokens[dated].kind == "ord":
        return None  # "at eleven march the fifth"
    return _with_year(tokens, end, month, day, setting)


def _with_year(tokens: Tokens, j: int, month: int, day: int, setting: Setting) -> tuple[int, Day] | None:
    dated = year_at(tokens, j) or _year_said(tokens, j, setting)
    if dated is None and j < len(tokens) and tokens[j].kind == "num" and tokens[j].spelled and tokens[j].value >= 60:
        dated = j + 1, 1900 + tokens[j].value
    found = month_day(month, day, setting, dated[1] if dated else None)
    return (dated[0] if dated else j, found) if found else None


def _after_an_ordinal(tokens: Tokens, i: int) -> bool:
    """ "the second or third"."""
    return text_at(tokens, i - 1) in ("or", "and", "to") and i > 1 and tokens[i - 2].kind == "ord"


_SOMETHING = words("something anything nothing appointment slot")  # "no, something on the second" is a day

_ON_A_STREET = words("bank store office clinic building place shop branch location pharmacy hospital corner practice")

# "on the eighth" is a day of the month before any word but those for what is counted.
_COUNTED_BY_ORDINALS = words(
    "try attempt page grade hole ring month week day time year call visit round dose pill hour minute street avenue "
    "floor line level of half quarter thoracic rib tooth vertebra stop item one ave st"
)


def read_ordinal_day(tokens: Tokens, i: int, setting: Setting) -> tuple[int, Day] | None:
    """ "the third", "the 24th of this month", "the thirty-first day of the month"; not "the first one"."""
    has_the = text_at(tokens, i) == "the"
    j = i + 1 if has_the else i
    if j >= len(tokens) or not 1 <= tokens[j].value <= 31:
        return None
    number, on = tokens[j].value, text_at(tokens, i - 1) == "on"
    if on and not has_the and text_at(tokens, i - 2) in _ON_A_STREET:
        return None  # "the clinic on fifth"
    bare = tokens[j].kind == "num" and ((on and has_the) or (number > 12 and (on or has_the)))
    if tokens[j].kind != "ord" and not (bare and text_at(tokens, j + 1) not in _AFTER_AN_HOUR):
        return None
    end = j + 1
    if text_at(tokens, end) == "day" and text_at(tokens, end + 1) == "of":
        end += 1
    k = end + 1 if text_at(tokens, end) in ("of", "in") else end
    if text_at(tokens, k) == "the" and text_at(tokens, k + 1) == "month":
        coming = day_of_month(number, setting)
        return (k + 2, coming) if coming else None
    k = k + 1 if text_at(tokens, k) == "the" and text_at(tokens, k + 2) == "month" else k
    if text_at(tokens, k) in ("this", "next", "coming", "following") and text_at(tokens, k + 1) == "month":
        ahead = text_at(tokens, k) != "this"
        start = add_months(setting.today.replace(day=1), 1 if ahead else 0)
        found = safe_date(start.year, start.month, number)
        return (k + 2, one_day(found)) if found else None
    following = tokens[end] if end < len(tokens) else None
    if following is not None:
        plain = following.kind == "word" and following.text in AFTER_A_DAY_OF_THE_MONTH | WEEKDAYS.keys()
        dated = on and has_the and number > 5 and following.text not in _COUNTED_BY_ORDINALS
        plain = plain or (dated and following.kind == "word") or words_at(tokens, end, "a", "quarter")
        if not plain and following.kind == "word" and not following.gap:
            return None
        if following.text == "available" and number <= 5 and tokens[0].text != "is":
            return None
        if following.text in ("of", "day", "time", "half", "quarter") and not plain:
            return None
        if following.text == "of":
            return None
    may_count = number <= 3 and tokens[j].spelled
    introduced = has_the or i == 0 or text_at(tokens, i - 1) in _BEFORE_A_DAY_OF_THE_MONTH
    counting = not has_the and text_at(tokens, i - 1) != "on" and not _after_an_ordinal(tokens, i)
    choosing = setting.expecting == "slot_choice" and text_at(tokens, i - 2) not in _SOMETHING
    if may_count and (choosing or counting):
        return None
    if not introduced and tokens[j].spelled and setting.expecting != "datetime":
        return None
    if not has_the and not tokens[j].spelled and setting.expecting in ("address", "name", "phone"):
        return None
    day = day_of_month(number, setting)
    return (end, day) if day else None


def weekday_on(weekday: int, number: int, setting: Setting) -> Day | None:
    """ "tuesday the third": the next third that is a Tuesday; when none is near, caller and calendar disagree."""
    first = setting.today.replace(day=1)
    days = [safe_date(m.year, m.month, number) for m in (add_months(first, ahead) for ahead in range(13))]
    coming = [day for day in days if day and day >= setting.today]
    if not coming:
        return None
    matching = next((day for day in coming if day.weekday() == weekday), None)
    if matching and matching - setting.today <= timedelta(days=62):
        return one_day(matching)
    nearest = setting.today + timedelta(days=(weekday - setting.today.weekday()) % 7)
    return one_day(*dict.fromkeys((coming[0], nearest)))


def agree(weekday: int, dated: Day) -> Day:
    """A weekday and a date said together; where they do not go together both are kept."""
    fitting = [span.first for span in dated.choices if span.first.weekday() == weekday]
    if fitting:
        return one_day(*fitting)
    day = dated.span.first
    nearest = min((day + timedelta(days=offset) for offset in range(-3, 4)), key=lambda d: (d.weekday() != weekday, d))
    return one_day(day, nearest)


def nth_weekday(nth: int, weekday: int, month_start: date) -> date | None:
    """The nth (from 1; -1 the last) such weekday of the month that begins at `month_start`."""
    if nth < 0:
        last = add_months(month_start, 1) - timedelta(days=1)
        return last - timedelta(days=(last.weekday() - weekday) % 7)
    found = month_start + timedelta(days=(weekday - month_start.weekday()) % 7 + 7 * (nth - 1))
    return found if found.month == month_start.month else None


def read_month_reference(tokens: Tokens, i: int, setting: Setting) -> tuple[int, date] | None:
    """ "december", "next month", "the month", "december 2027": its first day; a month gone by is next year's."""
    j = i + 1 if text_at(tokens, i) == "the" else i
    this = setting.today.replace(day=1)
    if text_at(tokens, j) == "month":
        return j + 1, this
    if text_at(tokens, j) in ("this", "next", "following", "coming") and text_at(tokens, j + 1) == "month":
        return j + 2, this if text_at(tokens, j) == "this" else add_months(this, 1)
    named = j + 1 if text_at(tokens, j) in ("this", "next", "coming") else j
    month = month_at(tokens, named)
    if month is None:
        return None
    dated = year_at(tokens, named + 1) or _year_said(tokens, named + 1, setting)
    if dated:
        return dated[0], date(dated[1], month, 1)
    ahead = (month - this.month) % 12
    if named > j and text_at(tokens, j) == "next" and ahead == 0:
        ahead = 12
    return named + 1, add_months(this, ahead)


def read_nth_weekday(tokens: Tokens, i: int, setting: Setting) -> tuple[int, Day] | None:
    """ "the first monday in december", "last friday of the month"."""
    j = i + 1 if text_at(tokens, i) == "the" else i
    if j + 1 >= len(tokens):
        return None
    nth = tokens[j].value if tokens[j].kind == "ord" and tokens[j].value <= 5 else None
    if tokens[j].text == "last":
        nth = -1
    weekday = WEEKDAYS.get(text_at(tokens, j + 1))
    if nth in (1, -1) and weekday is None:
        return _edge_of_month(tokens, j, setting, last=nth == -1)
    if nth is None or weekday is None:
        return None
    linked = text_at(tokens, j + 2) in ("in", "of")
    bare = text_at(tokens, j + 2) in ("this", "next") and text_at(tokens, j + 3) == "month"
    reference = read_month_reference(tokens, j + 3 if linked else j + 2, setting) if linked or bare else None
    if reference is None:
        return None
    end, start = reference
    found = nth_weekday(nth, weekday, start)
    if found and found < setting.today and text_at(tokens, end - 2) != "this":
        found = nth_weekday(nth, weekday, add_months(start, 12 if text_at(tokens, end - 1) in MONTHS else 1))
    return (end, one_day(found)) if found else None


def _edge_of_month(tokens: Tokens, j: int, setting: Setting, last: bool) -> tuple[int, Day] | None:
    """ "the last day of the month", "first working day of december"."""
    working = text_at(tokens, j + 1) in ("working", "business", "week")
    k = j + 2 if working else j + 1
    if text_at(tokens, k) not in ("day", "weekday") or text_at(tokens, k + 1) not in ("of", "in"):
        return None
    reference = read_month_reference(tokens, k + 2, setting)
    if reference is None:
        return None
    end, start = reference
    if not last and start < setting.today and text_at(tokens, end - 1) == "month":
        start = add_months(start, 1)
    day = add_months(start, 1) - timedelta(days=1) if last else start
    while (working or text_at(tokens, k) == "weekday") and day.weekday() > 4:
        day += timedelta(days=-1 if last else 1)
    return end, one_day(day)


@lru_cache(maxsize=512)
def _written(text: str, month_first: bool) -> date | None:
    import dateparser  # half a second to import, and most calls never need it

    order = "YMD" if text[:4].isdigit() else "MDY" if month_first else "DMY"
    found = dateparser.parse(text, languages=["en"], settings={"DATE_ORDER": order})
    return found.date() if found else None


def read_written(tokens: Tokens, i: int, setting: Setting) -> tuple[int, Day] | None:
    """A date in digits ("11/24", "2026-11-24"), month first as the clinic's country writes it; dateparser reads it."""
    if tokens[i].kind != "date":
        return None
    numbers = [int(piece) for piece in tokens[i].text.replace("/", "-").replace(".", "-").split("-")]
    month_first = numbers[0] <= 12
    if len(numbers) == 2:
        month, number = numbers if month_first else numbers[::-1]
        near = month_day(month, number, setting) if 1 <= month <= 12 and 1 <= number <= 31 else None
        return (i + 1, near) if near else None
    found = _written(tokens[i].text, month_first)
    return (i + 1, one_day(found)) if found and abs(found.year - setting.today.year) <= FURTHEST_YEARS else None
