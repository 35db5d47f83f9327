from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from receptionist.appointments.models import GuestInfo
from receptionist.appointments.search import Offer, find_slots
from receptionist.appointments.wanted import Wanted
from receptionist.calendars.port import CalendarDown, CalendarRefused
from tests.fakes import BLOCK, Desk, a_desk, sqlite_in, starts
from tests.unit.test_wanted import (
    AFTER_FOUR,
    AFTERNOON,
    MORNING,
    NEXT_WEEK,
    SAID,
    SOON,
    TUESDAY,
    TUESDAY_AT_TEN,
    excluded,
    value,
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(sqlite_in(tmp_path))


def search(desk: Desk, *said: dict[str, Any], doctor: str | None = "Anita Patel", **more: Any) -> Offer:
    doctors = [desk.doctor(doctor)] if doctor else desk.doctors
    return find_slots(desk.clinic, doctors, Wanted().merge(said), desk.now, desk.calendars, **more)


def busy(desk: Desk, *local: str) -> None:
    for at in local:
        desk.calendar.busy.add(datetime.fromisoformat(at).replace(tzinfo=desk.clinic.tz).astimezone(UTC))


def at(local: str) -> dict[str, Any]:
    return value("instant", local, text="then")


def day(local: str) -> dict[str, Any]:
    return value("instant", f"{local}T00:00", grain="day", flags="d", text="that day")


TUESDAY_TIMES = ["09:00", "09:30", "10:00", "10:30", "11:00", "11:30"]


def test_the_exact_start_alone(desk: Desk) -> None:
    offer = search(desk, TUESDAY_AT_TEN)
    assert (starts(offer.slots), offer.fit, offer.why) == (["2026-11-24T10:00"], "exact", None)
    assert offer.slots[0].start.tzinfo == desk.clinic.tz
    assert offer.slots[0].id == f"{desk.doctor('Anita Patel').id}@20261124T1500Z"


def test_a_whole_day_gives_its_first_middle_and_last(desk: Desk) -> None:
    offer = search(desk, TUESDAY)
    assert (starts(offer.slots), offer.fit) == (["2026-11-24T09:00", "2026-11-24T10:00", "2026-11-24T11:30"], "fits")


def test_a_part_of_a_day_gives_its_earliest(desk: Desk) -> None:
    offer = search(desk, day("2026-12-03"), AFTERNOON)
    assert starts(offer.slots) == ["2026-12-03T14:00", "2026-12-03T14:30", "2026-12-03T15:00"]


def test_a_week_gives_the_earliest_of_its_days(desk: Desk) -> None:
    offer = search(desk, NEXT_WEEK)
    assert starts(offer.slots) == ["2026-12-01T09:00", "2026-12-03T14:00", "2026-12-05T09:00"]


def test_a_time_without_a_day_is_looked_for_on_the_next_days(desk: Desk) -> None:
    ten = value("instant", "2026-11-23T10:00", flags="t")
    assert starts(search(desk, ten).slots) == ["2026-11-24T10:00", "2026-11-28T10:00", "2026-12-01T10:00"]
    assert starts(search(desk, AFTERNOON).slots) == ["2026-12-03T14:00", "2026-12-10T14:00", "2026-12-17T14:00"]


def test_as_early_as_possible(desk: Desk) -> None:
    assert starts(search(desk, SOON).slots) == ["2026-11-24T09:00", "2026-11-24T09:30", "2026-11-24T10:00"]


def test_not_that_day(desk: Desk) -> None:
    offer = search(desk, SOON, excluded(TUESDAY))
    assert starts(offer.slots)[0] == "2026-11-28T09:00"


def test_a_taken_start_gives_the_nearest_of_that_day(desk: Desk) -> None:
    busy(desk, "2026-11-24T10:00")
    offer = search(desk, TUESDAY_AT_TEN)
    assert (offer.fit, offer.why) == ("nearest", "taken")
    assert starts(offer.slots) == ["2026-11-24T09:00", "2026-11-24T09:30", "2026-11-24T10:30"]


def test_what_is_left_of_the_day_then_the_next_days(desk: Desk) -> None:
    busy(desk, *(f"2026-11-24T{time}" for time in TUESDAY_TIMES if time != "11:30"))
    offer = search(desk, TUESDAY_AT_TEN)
    assert starts(offer.slots) == ["2026-11-24T11:30", "2026-11-28T09:30", "2026-11-28T10:00"]


def test_a_full_day(desk: Desk) -> None:
    busy(desk, *(f"2026-11-24T{time}" for time in TUESDAY_TIMES))
    offer = search(desk, TUESDAY)
    assert (offer.fit, offer.why) == ("nearest", "full")
    assert starts(offer.slots) == ["2026-11-28T09:00", "2026-11-28T09:30", "2026-11-28T10:00"]


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ([at("2026-11-26T14:30")], "closed"),  # the holiday
        ([day("2026-11-26")], "closed"),
        ([day("2026-11-29")], "closed"),  # a Sunday
        ([at("2026-11-24T07:00")], "closed"),  # before the doors open
        ([at("2026-11-28T15:00")], "closed"),  # Saturday afternoon
        ([at("2026-11-25T10:00")], "not_in"),
        ([day("2026-11-25")], "not_in"),
        ([at("2026-11-24T15:00")], "not_in"),
        ([day("2026-11-24"), AFTERNOON], "not_in"),
        ([at("2026-11-23T08:00")], "past"),
        ([at("2026-11-20T10:00")], "past"),
        ([day("2026-11-20")], "past"),
        ([at("2026-11-24T10:10")], None),  # between two starts
    ],
)
def test_why_not(desk: Desk, said: list[dict[str, Any]], why: str | None) -> None:
    offer = search(desk, *said)
    assert (offer.fit, offer.why) == ("nearest", why)
    assert len(offer.slots) == 3


def test_the_nearest_to_a_time_at_which_the_doctor_is_not_in(desk: Desk) -> None:
    assert starts(search(desk, at("2026-11-24T15:00")).slots) == [
        "2026-11-24T10:30",
        "2026-11-24T11:00",
        "2026-11-24T11:30",
    ]


def test_nothing_at_all(desk: Desk) -> None:
    offer = search(desk, TUESDAY, doctor="Thomas Weber", without=[])
    assert offer.slots
    for doctor in ("Anita Patel", "Thomas Weber"):
        retired = desk.doctor(doctor).model_copy(update={"availability": []})
        offer = find_slots(desk.clinic, [retired], Wanted().merge([TUESDAY]), desk.now, desk.calendars)
        assert (offer.slots, offer.fit) == ([], "none")


def test_nobody_at_all(desk: Desk) -> None:
    offer = find_slots(desk.clinic, [], Wanted().merge([TUESDAY]), desk.now, desk.calendars)
    assert (offer.slots, offer.fit) == ([], "none")


def test_several_doctors_by_time(desk: Desk) -> None:
    offer = search(desk, day("2026-11-24"), value("open_interval", "2026-11-23T10:00", flags="t"), doctor=None, limit=4)
    assert [(slot.doctor, f"{slot.start:%H:%M}") for slot in offer.slots] == [
        ("Anita Patel", "10:00"),
        ("Thomas Weber", "10:00"),
        ("Thomas Weber", "10:20"),
        ("Anita Patel", "10:30"),
    ]


def test_one_of_several_is_in(desk: Desk) -> None:
    offer = search(desk, day("2026-12-03"), doctor=None)
    assert offer.fit == "fits" and {slot.doctor for slot in offer.slots} == {"Anita Patel"}


def test_what_is_booked_or_held_is_not_offered(desk: Desk) -> None:
    for doctor in ("Anita Patel", "Thomas Weber"):
        slot = desk.slot(doctor, "2026-11-24T10:00")
        assert desk.appointments.book(desk.clinic, slot, GuestInfo(name="A"), None, f"CA {doctor}").status == "booked"
        assert search(desk, TUESDAY_AT_TEN, doctor=doctor).why == "taken"
    held = desk.slot("Anita Patel", "2026-11-24T11:00")
    assert desk.appointments.hold(desk.clinic, held, "CA1")
    assert search(desk, at("2026-11-24T11:00")).why == "taken"
    assert search(desk, at("2026-11-24T11:00"), call_sid="CA1").fit == "exact"


def test_a_booking_that_overlaps_takes_the_start_too(desk: Desk) -> None:
    odd = desk.slot("Thomas Weber", "2026-11-24T10:10")
    desk.appointments.book(desk.clinic, odd, GuestInfo(name="A"), None, "CA1")
    offer = search(desk, day("2026-11-24"), doctor="Thomas Weber")
    assert starts(offer.slots) == ["2026-11-24T10:40"]


def test_what_else(desk: Desk) -> None:
    first = search(desk, TUESDAY)
    second = search(desk, TUESDAY, without=[slot.id for slot in first.slots])
    assert starts(second.slots) == ["2026-11-24T09:30", "2026-11-24T10:30", "2026-11-24T11:00"]
    shown = [slot.id for slot in first.slots + second.slots]
    third = search(desk, TUESDAY, without=shown)
    assert (third.fit, third.why) == ("nearest", None)
    assert starts(third.slots)[0] == "2026-11-28T09:00"


def test_later_and_earlier(desk: Desk) -> None:
    ten = desk.slot("Anita Patel", "2026-11-24T10:00").start
    assert starts(search(desk, TUESDAY, after=ten).slots) == [
        "2026-11-24T10:30",
        "2026-11-24T11:00",
        "2026-11-24T11:30",
    ]
    assert starts(search(desk, TUESDAY, before=ten).slots) == ["2026-11-24T09:00", "2026-11-24T09:30"]


def test_later_than_the_last_one_that_fits_loosens_the_wish(desk: Desk) -> None:
    early = value("interval", "2026-11-24T09:00", "2026-11-24T10:00", flags="dt")
    half_past_nine = desk.slot("Anita Patel", "2026-11-24T09:30").start
    assert starts(search(desk, early, after=half_past_nine).slots)[0] == "2026-11-24T10:00"
    last = desk.slot("Anita Patel", "2026-11-24T11:30").start
    offer = search(desk, early, after=last)
    assert (starts(offer.slots)[0], offer.fit) == ("2026-11-28T09:00", "nearest")
    assert search(desk, early, before=desk.slot("Anita Patel", "2026-11-24T09:00").start).fit == "none"


def test_a_day_far_ahead(desk: Desk) -> None:
    offer = search(desk, at("2027-02-02T10:00"))
    assert (offer.fit, starts(offer.slots)) == ("exact", ["2027-02-02T10:00"])
    offer = search(desk, at("2027-02-03T10:00"))
    assert (offer.why, starts(offer.slots)[0]) == ("not_in", "2027-02-04T14:00")


def test_today_only_what_is_still_to_come(tmp_path: Path) -> None:
    desk = a_desk(sqlite_in(tmp_path), now="2026-11-24T10:00")
    assert starts(search(desk, TUESDAY).slots) == ["2026-11-24T10:30", "2026-11-24T11:00", "2026-11-24T11:30"]
    assert search(desk, TUESDAY_AT_TEN).why == "past"
    assert search(desk, day("2026-11-24"), MORNING).fit == "fits"


def test_a_part_of_today_that_is_over(tmp_path: Path) -> None:
    desk = a_desk(sqlite_in(tmp_path), now="2026-11-24T12:00")
    assert search(desk, day("2026-11-24"), MORNING).why == "past"


@pytest.mark.parametrize("trouble", [CalendarDown("slow"), CalendarRefused("no such event type")])
def test_without_its_calendar_the_rota_and_our_table_answer(desk: Desk, trouble: Exception) -> None:
    slot = desk.slot("Anita Patel", "2026-11-24T10:00")
    desk.appointments.book(desk.clinic, slot, GuestInfo(name="A"), None, "CA1")
    desk.calendar.troubles["free"] = [trouble]
    assert starts(search(desk, TUESDAY, limit=9).slots) == [
        f"2026-11-24T{time}" for time in TUESDAY_TIMES if time != "10:00"
    ]


def test_nobody_can_say_what_is_free(desk: Desk) -> None:
    """Better no answer than "nothing is free", which would not be true."""
    unknown = desk.doctor("Anita Patel").model_copy(update={"availability": []})
    desk.calendar.troubles["free"] = [CalendarDown("slow"), CalendarDown("slow")]
    with pytest.raises(CalendarDown):
        find_slots(desk.clinic, [unknown], Wanted(), desk.now, desk.calendars)
    offer = find_slots(desk.clinic, [unknown, desk.doctor("Thomas Weber")], Wanted(), desk.now, desk.calendars)
    assert {slot.doctor for slot in offer.slots} == {"Thomas Weber"}


def test_a_calendar_that_ignores_the_clinics_hours_is_corrected(tmp_path: Path) -> None:
    rota = [{"day": "sunday", "start": "09:00", "end": "10:00"}, {"day": "thursday", "start": "17:00", "end": "19:00"}]
    doctors = [BLOCK["doctors"][0] | {"availability": rota}]
    desk = a_desk(sqlite_in(tmp_path), doctors=doctors)
    assert starts(search(desk, SOON).slots) == ["2026-12-03T17:00", "2026-12-03T17:30", "2026-12-10T17:00"]


def test_a_clinic_without_hours_leaves_them_to_the_calendar(tmp_path: Path) -> None:
    desk = a_desk(sqlite_in(tmp_path), hours={})
    assert starts(search(desk, day("2026-11-28")).slots)
    assert search(desk, day("2026-11-26")).why == "closed"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=SAID, hours_on=st.integers(0, 400))
def test_whatever_is_said_every_offer_can_be_booked(desk: Desk, said: list[dict[str, Any]], hours_on: int) -> None:
    now = desk.now + timedelta(hours=hours_on)
    wanted = Wanted().merge(said)
    offer = find_slots(desk.clinic, desk.doctors, wanted, now, desk.calendars)
    assert len(offer.slots) <= 3
    assert offer.slots == sorted(offer.slots, key=lambda slot: slot.start)
    for slot in offer.slots:
        assert slot.start > now
        assert desk.clinic.is_open(slot.start)
        assert wanted.allows(slot.start)
        assert wanted.fits(slot.start) or offer.fit == "nearest"
    if offer.fit == "exact":
        assert len(offer.slots) == 1 and wanted.start
    assert bool(offer.slots) is (offer.fit != "none")


def test_after_four_on_the_days_that_have_it(desk: Desk) -> None:
    offer = search(desk, AFTER_FOUR)
    assert (offer.fit, offer.why) == ("nearest", "not_in")


def test_one_day_or_another(desk: Desk) -> None:
    either = [at("2026-11-24T10:00"), at("2026-12-03T14:30")]
    assert (search(desk, *either).fit, starts(search(desk, *either).slots)) == (
        "fits",
        ["2026-11-24T10:00", "2026-12-03T14:30"],
    )
    busy(desk, "2026-11-24T10:00")
    assert (search(desk, *either).fit, starts(search(desk, *either).slots)) == ("fits", ["2026-12-03T14:30"])
