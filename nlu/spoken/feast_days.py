"""Days that go by a name: the holidays callers use to name a day, most of them the United States' own."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from nlu.spoken.calendar_dates import nth_weekday, year_at
from nlu.spoken.said import Day, Setting, one_day, words_at
from nlu.spoken.tokens import Token


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _nth(nth: int, weekday: int, month: int) -> Callable[[int], date]:
    return lambda year: nth_weekday(nth, weekday, date(year, month, 1)) or date(year, month, 28)


def _around_easter(days: int) -> Callable[[int], date]:
    return lambda year: easter(year) + timedelta(days=days)


_thanksgiving = _nth(4, 3, 11)

FEASTS: dict[tuple[str, ...], Callable[[int], date]] = {
    ("christmas", "eve"): _fixed(12, 24),
    ("christmas", "day"): _fixed(12, 25),
    ("christmas",): _fixed(12, 25),
    ("xmas",): _fixed(12, 25),
    ("boxing", "day"): _fixed(12, 26),
    ("new", "year's", "eve"): _fixed(12, 31),
    ("new", "years", "eve"): _fixed(12, 31),
    ("new", "year's", "day"): _fixed(1, 1),
    ("new", "years", "day"): _fixed(1, 1),
    ("new", "year", "day"): _fixed(1, 1),
    ("new", "year's"): _fixed(1, 1),
    ("new", "year"): _fixed(1, 1),
    ("martin", "luther", "king", "day"): _nth(3, 0, 1),
    ("mlk", "day"): _nth(3, 0, 1),
    ("groundhog", "day"): _fixed(2, 2),
    ("valentine's", "day"): _fixed(2, 14),
    ("valentines", "day"): _fixed(2, 14),
    ("valentine's",): _fixed(2, 14),
    ("presidents", "day"): _nth(3, 0, 2),
    ("president's", "day"): _nth(3, 0, 2),
    ("saint", "patrick's", "day"): _fixed(3, 17),
    ("saint", "patricks", "day"): _fixed(3, 17),
    ("st", "patrick's", "day"): _fixed(3, 17),
    ("st", "patricks", "day"): _fixed(3, 17),
    ("saint", "patrick"): _fixed(3, 17),
    ("april", "fool's", "day"): _fixed(4, 1),
    ("april", "fools", "day"): _fixed(4, 1),
    ("earth", "day"): _fixed(4, 22),
    ("may", "day"): _fixed(5, 1),
    ("international", "workers", "day"): _fixed(5, 1),
    ("cinco", "de", "mayo"): _fixed(5, 5),
    ("guy", "fawkes"): _fixed(11, 5),
    ("guy", "fawkes", "day"): _fixed(11, 5),
    ("bonfire", "night"): _fixed(11, 5),
    ("all", "saints", "day"): _fixed(11, 1),
    ("all", "souls", "day"): _fixed(11, 2),
    ("mardi", "gras"): _around_easter(-47),
    ("shrove", "tuesday"): _around_easter(-47),
    ("ash", "wednesday"): _around_easter(-46),
    ("palm", "sunday"): _around_easter(-7),
    ("maundy", "thursday"): _around_easter(-3),
    ("ascension", "day"): _around_easter(39),
    ("whit", "monday"): _around_easter(50),
    ("pentecost",): _around_easter(49),
    ("good", "friday"): _around_easter(-2),
    ("easter", "sunday"): _around_easter(0),
    ("easter", "monday"): _around_easter(1),
    ("easter",): _around_easter(0),
    ("mother's", "day"): _nth(2, 6, 5),
    ("mothers", "day"): _nth(2, 6, 5),
    ("memorial", "day"): _nth(-1, 0, 5),
    ("juneteenth",): _fixed(6, 19),
    ("father's", "day"): _nth(3, 6, 6),
    ("fathers", "day"): _nth(3, 6, 6),
    ("independence", "day"): _fixed(7, 4),
    ("fourth", "of", "july"): _fixed(7, 4),
    ("labor", "day"): _nth(1, 0, 9),
    ("labour", "day"): _nth(1, 0, 9),
    ("columbus", "day"): _nth(2, 0, 10),
    ("halloween",): _fixed(10, 31),
    ("veterans", "day"): _fixed(11, 11),
    ("thanksgiving", "day"): _thanksgiving,
    ("thanksgiving",): _thanksgiving,
    ("black", "friday"): lambda year: _thanksgiving(year) + timedelta(days=1),
}
_FIRST_WORDS = frozenset(name[0] for name in FEASTS)


def read_feast(tokens: Sequence[Token], i: int, setting: Setting) -> tuple[int, Day] | None:
    """A holiday at i: the next one that comes, today included, or the one of the year said after it."""
    if tokens[i].text not in _FIRST_WORDS:
        return None
    names = sorted((name for name in FEASTS if words_at(tokens, i, *name)), key=len)
    if not names:
        return None
    j = i + len(names[-1])
    feast = FEASTS[names[-1]]
    dated = year_at(tokens, j)
    if dated:
        return dated[0], one_day(feast(dated[1]))
    this_year = feast(setting.today.year)
    return j, one_day(this_year if this_year >= setting.today else feast(setting.today.year + 1))
