from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from receptionist.calendars.rota import RotaCalendar
from receptionist.clinics import read_clinic
from tests.fakes import starts


def free(
    availability: list[dict[str, Any]], first: str, days: int = 1, minutes: int = 30, zone: str = "America/New_York"
):
    file = read_clinic(
        {
            "name": "A",
            "timezone": zone,
            "doctors": [{"name": "B", "slot_minutes": minutes, "availability": availability}],
        }
    )
    begin = datetime.fromisoformat(first).replace(tzinfo=file.clinic.tz)
    return RotaCalendar().free(file.clinic, file.doctors[0], begin, begin + timedelta(days=days))


def test_a_weekly_shift_in_steps() -> None:
    slots = free([{"day": "tuesday", "start": "09:00", "end": "10:40"}], "2026-11-23T00:00", days=14)
    assert starts(slots) == [f"2026-{day}T{at}" for day in ("11-24", "12-01") for at in ("09:00", "09:30", "10:00")]
    assert slots[0].start.utcoffset() == timedelta(hours=-5)


def test_only_starts_within_the_stretch_asked_for() -> None:
    slots = free([{"day": "tuesday", "start": "09:00", "end": "12:00"}], "2026-11-24T09:10")
    assert starts(slots)[0] == "2026-11-24T09:30"


def test_a_dated_shift_replaces_the_weekly_one_on_its_day() -> None:
    rota = [
        {"day": "tuesday", "start": "09:00", "end": "10:00"},
        {"date": "2026-11-24", "start": "14:00", "end": "15:00"},
    ]
    slots = free(rota, "2026-11-24T00:00", days=8)
    assert starts(slots) == ["2026-11-24T14:00", "2026-11-24T14:30", "2026-12-01T09:00", "2026-12-01T09:30"]


def test_overlapping_shifts_are_one() -> None:
    rota = [
        {"day": "tuesday", "start": "09:00", "end": "10:00"},
        {"day": "tuesday", "start": "09:15", "end": "10:30"},
    ]
    assert starts(free(rota, "2026-11-24T00:00")) == ["2026-11-24T09:00", "2026-11-24T09:30", "2026-11-24T10:00"]


def test_a_shift_until_midnight() -> None:
    rota = [{"day": "tuesday", "start": "23:00", "end": "24:00"}]
    assert starts(free(rota, "2026-11-24T00:00")) == ["2026-11-24T23:00", "2026-11-24T23:30"]


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2026-03-08", ["01:00", "01:30", "03:00", "03:30"]),  # 02:00-03:00 does not exist
        ("2026-11-01", ["01:00", "01:30", "01:00", "01:30", "02:00", "02:30", "03:00", "03:30"]),  # 01:00-02:00 twice
    ],
)
def test_the_night_of_the_change_of_the_clocks(day: str, expected: list[str]) -> None:
    slots = free([{"day": "sunday", "start": "01:00", "end": "04:00"}], f"{day}T00:00")
    assert [slot.start.strftime("%H:%M") for slot in slots] == expected
    instants = [slot.start.astimezone(UTC) for slot in slots]
    assert all(later - earlier == timedelta(minutes=30) for earlier, later in pairwise(instants))


def test_local_times_stay_when_the_clocks_change() -> None:
    slots = free([{"day": "monday", "start": "09:00", "end": "09:30"}], "2026-10-26T00:00", days=14)
    assert starts(slots) == ["2026-10-26T09:00", "2026-11-02T09:00"]
    assert [slot.start.astimezone(UTC).hour for slot in slots] == [13, 14]


def test_the_day_is_that_of_the_clinic_not_of_utc() -> None:
    slots = free([{"day": "monday", "start": "08:00", "end": "09:00"}], "2026-11-23T00:00", zone="Pacific/Auckland")
    assert starts(slots) == ["2026-11-23T08:00", "2026-11-23T08:30"]
    assert slots[0].start.astimezone(UTC).day == 22
