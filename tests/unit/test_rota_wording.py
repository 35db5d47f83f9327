"""How rotas write hours, days, names and absences."""

from __future__ import annotations

from datetime import date

import pytest

from knowledge.rota.days import LONG_DATE, SHORT_DATE, find_days, written_date
from knowledge.rota.departments import find_departments
from knowledge.rota.hours import find_hours
from knowledge.rota.model import clock
from knowledge.rota.people import find_titled_names, name_and_department, whole_name
from knowledge.rota.wording import left_over, read_marks, tidy


def times(text: str, half=None) -> list[str | None]:
    return [hours and f"{clock(hours.start)}-{clock(hours.end)}" for _, _, hours in find_hours(tidy(text), half)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("09:00-12:30", ["09:00-12:30"]),
        ("9–1", ["09:00-13:00"]),
        ("2-5", ["14:00-17:00"]),
        ("12-4", ["12:00-16:00"]),
        ("8-8", ["08:00-20:00"]),
        ("9-12pm", ["09:00-12:00"]),
        ("1-5pm", ["13:00-17:00"]),
        ("9-5pm", ["09:00-17:00"]),
        ("9am-1", ["09:00-13:00"]),
        ("9:00 a.m. – 1:00 p.m.", ["09:00-13:00"]),
        ("9 a.m. to noon", ["09:00-12:00"]),
        ("08.00–12.30", ["08:00-12:30"]),
        ("0900-1230", ["09:00-12:30"]),
        ("8 bis 12 Uhr", ["08:00-12:00"]),
        ("9h-12h30", ["09:00-12:30"]),
        ("between 9 and 12", ["09:00-12:00"]),
        ("12:00 and 14:00-18:00", ["14:00-18:00"]),
        ("9-12 / 2-5", ["09:00-12:00", "14:00-17:00"]),
        ("10-2, 3-6", ["10:00-14:00", "15:00-18:00"]),
        ("6-9", [None]),
        ("22:00-06:00", [None]),
        ("09:00-01:00", [None]),
        ("2026-2027", []),
        ("2026-11-23", []),
        ("555-0101", []),
        ("+1 202-555-0101", []),
    ],
)
def test_hours(text: str, expected: list[str | None]) -> None:
    assert times(text) == expected


def test_bare_hours_follow_the_half_of_the_day_that_heads_them() -> None:
    assert times("7-9", "pm") == ["19:00-21:00"]
    assert times("7-9", "am") == ["07:00-09:00"]
    assert times("9-11", "pm") == [None]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Mon-Fri", ["mon tue wed thu fri"]),
        ("Mo–Fr", ["mon tue wed thu fri"]),
        ("Fri-Mon", ["fri sat sun mon"]),
        ("Tuesdays and Thursdays", ["tue", "thu"]),
        ("Mo, Mi und Fr", ["mon", "wed", "fri"]),
        ("lunes a miércoles", ["mon tue wed"]),
        ("weekdays", ["mon tue wed thu fri"]),
        ("So please do not park at the door", []),
        ("Dr. Di Marco sat in the sun", []),
        ("Martin Sunderland", []),
    ],
)
def test_days(text: str, expected: list[str]) -> None:
    assert [" ".join(ref.day[:3] for ref in days) for _, _, days in find_days(tidy(text))] == expected


@pytest.mark.parametrize(
    ("text", "weekday", "expected"),
    [
        ("23 Nov", "monday", date(2026, 11, 23)),
        ("Nov 23rd, 2026", None, date(2026, 11, 23)),
        ("23/11", "monday", date(2026, 11, 23)),
        ("7/12", "monday", date(2026, 12, 7)),
        ("12/7", "monday", date(2026, 12, 7)),
        ("7/12/2026", None, None),
        ("7.12.26", None, date(2026, 12, 7)),
        ("23.11.", "monday", date(2026, 11, 23)),
        ("2026-11-23", None, date(2026, 11, 23)),
        ("23 Nov", "tuesday", date(2027, 11, 23)),
    ],
)
def test_dates(text: str, weekday: str | None, expected: date | None) -> None:
    match = LONG_DATE.search(text) or SHORT_DATE.search(text)
    assert match
    assert written_date(match).resolve(weekday, [2025, 2026, 2027], date(2026, 11, 20)) == expected


@pytest.mark.parametrize(
    ("text", "name", "department"),
    [
        ("Dr. Anita Patel", "Anita Patel", None),
        ("WEBER, Thomas, MD", "Thomas Weber", None),
        ("Weber, Dr Thomas", "Thomas Weber", None),
        ("Dr. med. Jürgen Müller-Lüdenscheidt", "Jürgen Müller-Lüdenscheidt", None),
        ("Prof. Dr. Ana de la Cruz, PhD", "Ana de la Cruz", None),
        ("Dr van der Berg, Björn", "Björn van der Berg", None),
        ("Maria Garcia-\nLopez", "Maria Garcia-Lopez", None),
        ("Dr Anita Patel\nCardiology", "Anita Patel", "Cardiology"),
        ("Anita Patel, MD, Cardiology", "Anita Patel", "Cardiology"),
        ("Anita Patel (ENT)", "Anita Patel", "ENT"),
        ("Dr Patel – Wound Clinic", "Patel", "Wound Clinic"),
        ("Obstetrics & Gynaecology", None, "Obstetrics & Gynaecology"),
        ("Dr Sun", "Sun", None),
        ("Riverside Clinic", None, None),
        ("On leave", None, None),
        ("Monday", None, None),
    ],
)
def test_names(text: str, name: str | None, department: str | None) -> None:
    assert name_and_department(tidy(text)) == (name, department)


def test_a_name_in_running_text_ends_where_the_sentence_goes_on() -> None:
    assert [name for _, _, name in find_titled_names("Dr Anita Patel is in, Dr. O'Brien Monday 9-12")] == [
        "Anita Patel",
        "O'Brien",
    ]
    assert whole_name("Dr Anita Patel, Dr Thomas Weber") is None
    assert find_departments("a surgery in the morning") == []


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("9-12 Room 4-12", ["hours", "note"]),
        ("tel. 555-0101, Mon 9-12", ["note", "days", "hours"]),
        ("12-14 River Street", ["note"]),
        ("on leave until 1 Dec 2026", ["absent"]),
        ("1st and 3rd Tue 9-12", ["unsure", "days", "hours"]),
        ("Week commencing 23 November 2026", ["week"]),
        ("Mon-Fri 9-12 except Wed", ["days", "hours", "except", "days"]),
    ],
)
def test_marks(text: str, kinds: list[str]) -> None:
    marks = read_marks(tidy(text))
    assert [mark.kind for mark in marks] == kinds
    assert left_over(tidy(text), marks) == ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("our colleague, Anna Berg, MD, sees patients", ["Anna Berg"]),
        ("Finally, Anna Berg, DO, is in", ["Anna Berg"]),
        ("Berg, Anna Maria, MD", []),
        ("Dr Rhys ap Gwilym", ["Rhys ap Gwilym"]),
    ],
)
def test_names_in_a_sentence(text: str, expected: list[str]) -> None:
    assert [mark.value for mark in read_marks(tidy(text)) if mark.kind == "name"] == expected


@pytest.mark.parametrize("text", ["Parkplätze 8 bis 12", "Calle Mayor, 8-10, 1.º", "Rooms 3 to 5 upstairs"])
def test_numbers_that_are_no_hours(text: str) -> None:
    assert not [mark for mark in read_marks(tidy(text)) if mark.kind == "hours"]
