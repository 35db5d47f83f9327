"""What the caller hears: no digit, no abbreviation, nothing that a voice misreads."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from receptionist.speech.spoken_form import (
    normalise,
    say_code,
    say_date,
    say_doctor,
    say_hours,
    say_list,
    say_money,
    say_number,
    say_offers,
    say_phone,
    say_range,
    say_time,
    say_times,
    say_when,
)

NOW = datetime(2026, 11, 23, 8, 55)


@pytest.mark.parametrize(
    ("at", "said"),
    [
        ("09:00", "nine in the morning"),
        ("09:05", "nine oh five in the morning"),
        ("12:00", "noon"),
        ("12:30", "twelve thirty in the afternoon"),
        ("15:30", "three thirty in the afternoon"),
        ("18:00", "six in the evening"),
        ("21:45", "nine forty-five at night"),
        ("00:00", "midnight"),
        ("00:15", "twelve fifteen in the morning"),
    ],
)
def test_time(at: str, said: str) -> None:
    assert say_time(time.fromisoformat(at)) == said


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2026, 11, 23), "today, Monday the twenty-third"),
        (date(2026, 11, 24), "tomorrow, Tuesday the twenty-fourth"),
        (date(2026, 11, 30), "Monday the thirtieth of November"),
        (date(2027, 1, 1), "Friday the first of January"),
        (date(2027, 11, 24), "Wednesday the twenty-fourth of November, twenty twenty-seven"),
    ],
)
def test_date_seen_from_today(day: date, said: str) -> None:
    assert say_date(day, NOW.date()) == said


def test_date_without_today_names_the_month() -> None:
    assert say_date(date(2026, 11, 24)) == "Tuesday the twenty-fourth of November"


def test_when() -> None:
    assert say_when(datetime(2026, 11, 24, 12), NOW) == "tomorrow, Tuesday the twenty-fourth, at noon"
    assert say_when(datetime(2026, 12, 1, 9, 30), NOW) == "Tuesday the first of December at nine thirty in the morning"


def test_times_share_the_part_of_the_day() -> None:
    assert say_times([time(9), time(9, 30), time(10)]) == "nine, nine thirty, or ten in the morning"
    assert say_times([time(9), time(9, 30), time(14)]) == "nine or nine thirty in the morning, or two in the afternoon"
    assert say_times([time(11), time(12), time(13)]) == "eleven in the morning, noon, or one in the afternoon"


def test_offers_name_each_day_once() -> None:
    same_day = [datetime(2026, 11, 24, 9), datetime(2026, 11, 24, 9, 30)]
    assert say_offers(same_day, NOW) == "tomorrow, Tuesday the twenty-fourth, at nine or nine thirty in the morning"
    two_days = [datetime(2026, 12, 1, 9), datetime(2026, 12, 2, 14)]
    assert say_offers(two_days, NOW) == (
        "Tuesday the first of December at nine in the morning, or "
        "Wednesday the second of December at two in the afternoon"
    )


def test_range() -> None:
    assert say_range(time(8), time(18)) == "from eight in the morning to six in the evening"
    assert say_range(time(9), time(11)) == "from nine to eleven in the morning"
    assert say_range(time(9), time(12)) == "from nine in the morning to noon"


def test_opening_hours() -> None:
    hours = {day: [["08:00", "18:00"]] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")}
    hours["saturday"] = [["09:00", "13:00"]]
    assert say_hours(hours) == (
        "Monday to Friday from eight in the morning to six in the evening, "
        "and Saturday from nine in the morning to one in the afternoon"
    )
    with_break = {
        "monday": [("08:00", "12:00"), ("13:00", "17:00")],
        "tuesday": [("08:00", "12:00"), ("13:00", "17:00")],
    }
    assert say_hours(with_break) == (
        "Monday and Tuesday from eight in the morning to noon and from one to five in the afternoon"
    )
    assert say_hours({}) == ""


def test_numbers_phones_codes_money() -> None:
    assert say_number(1120) == "one thousand one hundred twenty"
    assert say_number(98.6) == "ninety-eight point six"
    assert say_phone("+12025550101") == "two zero two, five five five, zero one zero one"
    assert say_phone("+442079460958") == "plus four four, two zero, seven nine four six, zero nine five eight"
    assert say_phone("+442079460958", region="GB") == "zero two zero, seven nine four six, zero nine five eight"
    assert say_code("482193") == "four eight two, one nine three"
    assert say_code("4821") == "four eight two one"
    assert say_money("120.50") == "one hundred twenty dollars and fifty cents"
    assert say_money(1) == "one dollar"
    assert say_list(["nine", "ten"]) == "nine or ten"


def test_doctor_has_one_title() -> None:
    assert say_doctor("Dr. Anita Patel, MD") == say_doctor("Anita Patel") == "Doctor Anita Patel"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Mon–Fri 8:00–18:00", "Monday to Friday eight in the morning to six in the evening"),
        ("Sat 9am-1pm, closed Sun.", "Saturday nine in the morning to one in the afternoon, closed Sunday."),
        ("between 9-11:30am", "between nine and eleven thirty in the morning"),
        ("at 9:30", "at nine thirty"),
        ("at 9:30 a.m. See you", "at nine thirty in the morning. See you"),
        ("2026-11-24T09:30", "Tuesday the twenty-fourth of November, twenty twenty-six at nine thirty in the morning"),
        ("on Tue, Nov 24", "on Tuesday, November twenty-fourth"),
        ("24 Dec 2026", "the twenty-fourth of December, twenty twenty-six"),
        ("closed 12/25", "closed December twenty-fifth"),
        ("450 Riverside Ave., 2nd floor", "four fifty Riverside Avenue, second floor"),
        ("12 St. Mary's St.", "twelve Saint Mary's Street."),
        (
            "1200 K St NW, Ste. 204, Austin, TX 78701",
            "twelve hundred K Street Northwest, Suite two oh four, Austin, Texas, seven eight seven zero one",
        ),
        ("Dr. Patel and Drs. Kim & Lee", "Doctor Patel and Doctors Kim and Lee"),
        ("Anita Patel, MD", "Anita Patel, MD"),
        ("9 Elm St, Rockville, MD", "nine Elm Street, Rockville, Maryland"),
        ("15 Park Dr.", "fifteen Park Drive."),
        ("(202) 555-0101", "two zero two, five five five, zero one zero one"),
        ("$3.50/hour", "three dollars and fifty cents per hour"),
        ("a deposit of $1,250", "a deposit of one thousand two hundred fifty dollars"),
        ("20% off for 2 hrs", "twenty percent off for two hours"),
        ("info@riverside.example", "info at riverside dot example"),
        ("COVID-19", "COVID nineteen"),
        ("code 048213", "code zero four eight two one three"),
        ("The doctor may see you.", "The doctor may see you."),
    ],
)  # fmt: skip
def test_written_facts(written: str, said: str) -> None:
    assert normalise(written) == said
    assert normalise(said) == said


def test_region_decides_which_number_is_the_month() -> None:
    assert normalise("on 3/4/2026") == "on March fourth, twenty twenty-six"
    assert normalise("on 3/4/2026", region="GB") == "on April third, twenty twenty-six"


@given(st.text(max_size=80))
def test_no_digit_is_left_whatever_is_written(text: str) -> None:
    assert not any(c.isdecimal() for c in normalise(text))


@given(st.text(alphabet="0123456789:/-.,$ apmSt+#%", max_size=40))
def test_no_digit_is_left_in_heaps_of_numbers(text: str) -> None:
    assert not any(c.isdecimal() for c in normalise(text))


@given(st.datetimes(min_value=datetime(2026, 1, 1), max_value=datetime(2028, 1, 1)))
def test_what_is_said_of_a_moment_is_already_in_words(at: datetime) -> None:
    said = say_when(at, NOW)
    assert normalise(said) == said
