"""Everything that is spoken, in words: both voices misread digits, and the words are the audio's cache key.

`say_…` writes one value; `normalise` turns written text (a clinic's facts, a name from a directory) into spoken form.
American English; `region` (ISO country) decides the order in 11/24/2026 and which telephone numbers are local.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, time

from receptionist.speech.abbreviations import ABBREVIATIONS, COMPASS, ROOMS, STATES, STREETS, UNITS
from receptionist.speech.numbers_in_words import (
    say_code,
    say_digits,
    say_house_number,
    say_list,
    say_money,
    say_number,
    say_ordinal,
    say_phone,
    say_spelled,
    say_year,
)
from receptionist.speech.times_in_words import (
    MONTHS,
    WEEKDAYS,
    say_clock,
    say_date,
    say_hours,
    say_offers,
    say_range,
    say_spans,
    say_time,
    say_times,
    say_when,
)

__all__ = [
    "normalise",
    "say_clock",
    "say_code",
    "say_date",
    "say_digits",
    "say_doctor",
    "say_hours",
    "say_list",
    "say_money",
    "say_number",
    "say_offers",
    "say_ordinal",
    "say_phone",
    "say_range",
    "say_spans",
    "say_spelled",
    "say_time",
    "say_times",
    "say_when",
    "say_year",
]

_MONTH = (
    r"(?P<month>Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?"
    r"|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?\b"
_YEAR = r"(?P<year>(?:19|20)\d\d)\b"
_MERIDIEM = r"(?P<half{0}>[ap])(?:m\b|\.\s?m\b\.?)"
_CLOCK = r"(?<![\d:.])(?P<hour{0}>[01]?\d|2[0-4])(?:[:.](?P<minute{0}>[0-5]\d))?"
_TO = r"\s*(?:-|to|until|till)\s*"


def _month_number(name: str) -> int:
    return next(i for i, month in enumerate(MONTHS, 1) if month[:3] == name[:3].capitalize())


def _say_numeric_date(match: re.Match[str], region: str) -> str:
    first, second, year = int(match["a"]), int(match["b"]), match["year"]
    month, day = (first, second) if region == "US" else (second, first)
    if month > 12 >= day:
        month, day = day, month
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return match[0]
    if year is None:
        return f"{MONTHS[month - 1]} {say_ordinal(day)}"
    return f"{MONTHS[month - 1]} {say_ordinal(day)}, {say_year(int(year) if len(year) == 4 else 2000 + int(year))}"


def _dates(text: str, region: str) -> str:
    def iso(match: re.Match[str]) -> str:
        try:
            day = date(int(match[1]), int(match[2]), int(match[3]))
        except ValueError:
            return match[0]
        at = f" at {match[4]}" if match[4] else ""
        return f"{say_date(day)}, {say_year(day.year)}{at}"

    def month_first(match: re.Match[str]) -> str:
        year = f", {say_year(int(match['year']))}" if match["year"] else ""
        return f"{MONTHS[_month_number(match['month']) - 1]} {say_ordinal(int(match['day']))}{year}"

    def day_first(match: re.Match[str]) -> str:
        year = f", {say_year(int(match['year']))}" if match["year"] else ""
        return f"the {say_ordinal(int(match['day']))} of {MONTHS[_month_number(match['month']) - 1]}{year}"

    def month_and_year(match: re.Match[str]) -> str:
        return f"{MONTHS[_month_number(match['month']) - 1]} {say_year(int(match['year']))}"

    text = re.sub(r"\b(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d:\d\d)(?::\d\d)?)?\b", iso, text)
    text = re.sub(rf"\b{_MONTH}\s+{_DAY}(?:,?\s+{_YEAR})?", month_first, text)
    text = re.sub(rf"\b(?:the\s+)?{_DAY}\s+(?:of\s+)?{_MONTH}(?=\W|$)(?:,?\s+{_YEAR})?", day_first, text)
    text = re.sub(rf"\b{_MONTH}\s+{_YEAR}", month_and_year, text)
    numeric = r"(?<![\d/])(?P<a>\d{1,2})/(?P<b>\d{1,2})(?:/(?P<year>\d{4}|\d\d))?(?![\d/])"
    text = re.sub(r"\b24/7\b", "twenty-four hours a day, seven days a week", text)
    text = re.sub(r"(?<![\d/])(1/2|1/4|3/4)(?= (?:an? )?(?:hour|mile|day|cup|tablet|dose|inch))", _fraction, text)
    text = re.sub(numeric, lambda m: _say_numeric_date(m, region), text)
    days = {day[:n]: day for day in WEEKDAYS for n in (3, 4, 5) if day[:n] in _SHORT_DAYS}
    names = "|".join(sorted(days, key=len, reverse=True))
    text = re.sub(rf"\b({names})\b\.?(?=(\s*[-,:;&/)]|\s|$))", lambda m: days[m[1]], text)
    return re.sub(rf"\b({'|'.join(WEEKDAYS)})\s*-\s*({'|'.join(WEEKDAYS)})\b", r"\1 to \2", text)


_PLAIN = str.maketrans(dict(zip("–−‑‐’“”⁄", '----\'""/', strict=True)) | {"—": ", "})
_SHORT_DAYS = {"Mon", "Tue", "Tues", "Wed", "Thu", "Thur", "Thurs", "Fri", "Sat", "Sun"}


def _fraction(match: re.Match[str]) -> str:
    return {"1/2": "half", "1/4": "a quarter", "3/4": "three quarters"}[match[1]]


def _times(text: str) -> str:
    """Clock times and ranges of them.

    Without am or pm, "9:30" is read by the 24-hour clock when the text holds a time that
    only that clock has (09:00, 18:00).
    """
    clocks = re.findall(r"(?<![\d:.])(\d{1,2}):[0-5]\d(?!\s*[ap]\.?m)", text, re.I)
    by_24_hours = any(c.startswith("0") or int(c) > 12 for c in clocks)

    def at(hour: str, minute: str | None, half: str | None) -> time | None:
        number, minutes = int(hour), int(minute or 0)
        if half and 1 <= number <= 12:
            return time(number % 12 + (12 if half.lower() == "p" else 0), minutes)
        return time(number % 24, minutes) if not half and by_24_hours else None

    def stop_after(match: re.Match[str]) -> str:
        """The full stop of "6 p.m." also ends the sentence where a new one begins."""
        return "." if match[0].endswith(".") and re.match(r"\s+[A-Z]", match.string[match.end() :]) else ""

    def span(match: re.Match[str]) -> str:
        """A half of the day said once ("9-11:30am") holds for both ends, unless the range ran backwards ("11-2pm")."""
        half1, half2 = match["half1"], match["half2"]
        if half2 and not half1:
            backwards = int(match["hour1"]) % 12 > int(match["hour2"]) % 12
            half1 = {"p": "a", "a": "p"}[half2.lower()] if backwards else half2
        start, end = at(match["hour1"], match["minute1"], half1), at(match["hour2"], match["minute2"], half2)
        if start is None or end is None:
            return match[0]
        words = say_range(start, end).removeprefix("from ")
        if match.string[: match.start()].endswith("between "):
            words = words.replace(" to ", " and ")
        return words + stop_after(match)

    def single(match: re.Match[str]) -> str:
        moment = at(match["hour"], match["minute"], match["half"])
        if moment is None and not match["half"] and int(match["hour"]) <= 12:
            return say_clock(int(match["hour"]) % 12, int(match["minute"]))
        return f"{say_time(moment)}{stop_after(match)}" if moment else match[0]

    halves = [rf"\s*{_MERIDIEM.format(n)}" for n in ("1", "2")]
    first, second = _CLOCK.format("1"), _CLOCK.format("2")
    text = re.sub(rf"{first}(?:{halves[0]})?{_TO}{second}{halves[1]}", span, text, flags=re.I)
    whole_first, whole_second = first.removesuffix("?"), second.removesuffix("?")
    text = re.sub(rf"{whole_first}(?P<half1>)\s*-\s*{whole_second}(?P<half2>)(?![\d:])", span, text)
    text = re.sub(rf"{_CLOCK.format('')}\s*{_MERIDIEM.format('')}", single, text, flags=re.I)
    text = re.sub(r"(?<![\d:.])(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?::00)?(?P<half>)(?!\d)", single, text)
    return re.sub(r"\b(in the morning|in the afternoon|in the evening|noon) - (?=[a-z])", r"\1 to ", text)


def _addresses(text: str) -> str:
    compass = "|".join(sorted(COMPASS, key=len, reverse=True))
    streets = "|".join(sorted(STREETS, key=len, reverse=True))

    def address(match: re.Match[str]) -> str:
        before = f"{COMPASS[match['before']]} " if match["before"] else ""
        after = f" {COMPASS[match['after']]}" if match["after"] else ""
        return f"{say_house_number(match['house'])} {before}{match['name']}{STREETS[match['kind'].lower()]}{after}"

    text = re.sub(
        rf"\b(?P<house>\d+[A-Za-z]?)\s+(?:(?P<before>{compass})\.?\s+)?(?P<name>(?:(?:[A-Z][\w'.-]*|\d+(?:st|nd|rd|th))\s+){{1,4}}?)"
        rf"(?P<kind>{streets}|{streets.title()})\b\.?(?:,?\s+(?P<after>NE|NW|SE|SW|N|S|E|W)\b)?",
        address,
        text,
    )
    text = re.sub(
        r"\b(Suite|Ste|Room|Rm|Apartment|Apt|Unit|Gate|Bldg|Building)\b\.?\s*#?(\d+[A-Za-z]?)\b",
        lambda m: f"{ROOMS.get(m[1], m[1])} {say_house_number(m[2])}",
        text,
    )

    def state(match: re.Match[str]) -> str:
        """Two letters are a state after a street or before a ZIP code; elsewhere "MD" is a doctor's degree."""
        if not match["zip"] and not (first_street and first_street.start() < match.start()):
            return match[0]
        return f", {STATES[match['state']]}" + (f", {say_digits(match['zip'])}" if match["zip"] else "")

    first_street = re.search(rf"\b(?:{'|'.join(set(STREETS.values()))})\b", text)
    return re.sub(rf",\s*(?P<state>{'|'.join(STATES)})\b(?:\s+(?P<zip>\d{{5}}(?:-\d{{4}})?)\b)?", state, text)


def _contacts(text: str, region: str) -> str:
    def spelled_out(address: str) -> str:
        for sign, word in ((".", " dot "), ("-", " dash "), ("_", " underscore "), ("/", " slash "), ("@", " at ")):
            address = address.replace(sign, word)
        return address

    text = re.sub(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+", lambda m: spelled_out(m[0]), text)
    text = re.sub(r"\bhttps?://(?:www\.)?", "", text)
    text = re.sub(
        r"\b(?:www\.)?((?:[a-z0-9-]+\.)+(?:com|org|net|edu|gov|clinic|health|example)(?:/[\w/-]+)?)\b",
        lambda m: spelled_out(m[1]),
        text,
    )
    extension = r"(?:\s*(?:x|ext\.?|extension)\s*\d+)?"
    local = rf"(?<![\w-])(?:\+?1[\s.-]?)?(?:\(\d{{3}}\)\s?|\d{{3}}[\s.-])\d{{3}}[\s.-]\d{{4}}{extension}(?![\w-])"
    return re.sub(rf"\+\d[\d\s().-]{{6,18}}\d(?!\d)|{local}", lambda m: say_phone(m[0], region), text)


def _amounts(text: str) -> str:
    signs = {"$": "USD", "€": "EUR", "£": "GBP"}

    def money(match: re.Match[str]) -> str:
        return say_money(match[2].replace(",", ""), signs[match[1]])

    def unit(match: re.Match[str]) -> str:
        name = UNITS[match[2].lower()]
        return f"{match[1]} {name if match[1] == '1' else name + 's'}"

    text = re.sub(r"(?<=[$€£\d])(\s*)-\s*(?=[$€£]?\d)", " to ", text)
    text = re.sub(r"([$€£])\s?(\d+(?:,\d{3})*(?:\.\d\d)?)", money, text)
    text = re.sub(r"(?<=[a-z\d])\s?/\s?(?=(?:hour|day|week|month|year|visit|person)\b)", " per ", text)
    text = re.sub(rf"\b(\d+)\s?({'|'.join(sorted(UNITS, key=len, reverse=True))})\b\.?(?=\W|$)", unit, text)
    text = re.sub(r"(?<=\d)\s?%", " percent", text)
    text = re.sub(r"#\s?(?=\d)", "number ", text)
    year = r"\b(in|since|of|until|by|year) ((?:19|20)\d\d)\b(?![,.]\d)"
    text = re.sub(year, lambda m: f"{m[1]} {say_year(int(m[2]))}", text)
    text = re.sub(r"\b(\d+)(?:st|nd|rd|th)\b", lambda m: say_ordinal(int(m[1][:9])), text)
    return re.sub(r"\b(\d{2,3})/(\d{2,3})\b", r"\1 over \2", text)


def _numbers(text: str) -> str:
    def number(match: re.Match[str]) -> str:
        digits = match[0].replace(",", "")
        whole = digits.split(".")[0]
        if (len(whole) > 6 and "," not in match[0]) or (len(whole) > 1 and whole.startswith("0")) or len(whole) > 15:
            return say_digits(digits)
        return say_number(digits)

    text = re.sub(r"(?<=[A-Za-z])-?(?=\d)|(?<=\d)-?(?=[A-Za-z])", " ", text)
    text = re.sub(r"(?<![\w)])-(?=\d)", "minus ", text)
    return re.sub(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?", number, text)


def _signs(text: str) -> str:
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"\s*&\s*", " and ", text)
    text = re.sub(r"\s+@\s+", " at ", text)
    text = re.sub(r"\s*°\s*[CF]?\b", " degrees", text)
    text = re.sub(r"[*_`~^|<>{}\[\]\\]+", " ", text)
    text = re.sub(r"\s+([,.;:?!])", r"\1", text)
    return re.sub(r"\s+", " ", text).strip()


def normalise(text: str, region: str = "US") -> str:
    """Written text -> words only: no digits, no abbreviated titles, streets, days or months. Words stay as they are."""
    text = unicodedata.normalize("NFKC", text)
    last = text.rstrip()[-1:]
    text = text.translate(_PLAIN)
    steps: tuple[Callable[[str], str], ...] = (
        lambda t: _contacts(t, region),
        _addresses,
        lambda t: _dates(t, region),
        _times,
    )
    for step in steps:
        text = step(text)
    for pattern, words in ABBREVIATIONS.items():
        text = re.sub(rf"(?<![\w.]){pattern}(?!\w)" if not pattern.endswith(" ") else rf"(?<!\w){pattern}", words, text)
    said = _signs(_numbers(_amounts(text)))
    return said + last if last and last in ".?!" and said[-1:] not in ".?!" else said


def say_doctor(name: str) -> str:
    """ "Dr. Anita Patel" or "Anita Patel" -> "Doctor Anita Patel"; qualifications after a comma are dropped."""
    bare = re.sub(r"^\s*(?:dr|doctor)\b\.?\s*", "", name.split(",")[0], flags=re.I)
    return normalise(f"Doctor {bare}")
