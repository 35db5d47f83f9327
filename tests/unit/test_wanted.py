from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from receptionist.appointments.wanted import Wanted

NOW = "2026-11-23T08:55"  # a Monday


def value(kind: str, begin: str | None, end: str | None = None, grain: str = "minute", flags: str = "dt", **more: Any):
    return {
        "kind": kind,
        "from": begin,
        "to": end,
        "grain": grain,
        "has_date": "d" in flags,
        "has_time": "t" in flags,
        "past": False,
        "ambiguous": False,
        "alternatives": [],
        "role": "wanted",
    } | more


TUESDAY = value("instant", "2026-11-24T00:00", grain="day", flags="d", text="Tuesday")
WEDNESDAY = value("instant", "2026-11-25T00:00", grain="day", flags="d", text="Wednesday")
MONDAY = value("instant", "2026-11-30T00:00", grain="day", flags="d", text="Monday")
TODAY = value("instant", "2026-11-23T00:00", grain="day", flags="d", text="today")
AT_THREE = value("instant", "2026-11-23T15:00", grain="hour", flags="t", text="three")
TUESDAY_AT_TEN = value("instant", "2026-11-24T10:00", text="Tuesday at ten")
AFTERNOON = value("interval", "2026-11-23T12:00", "2026-11-23T17:00", "part_of_day", "t", text="any afternoon")
MORNING = value("interval", "2026-11-24T08:00", "2026-11-24T12:00", "part_of_day", "t", text="in the morning")
AFTER_FOUR = value("open_interval", "2026-11-23T16:00", None, "hour", "t", text="after four")
NEXT_WEEK = value("interval", "2026-11-30T00:00", "2026-12-07T00:00", "week", "d", text="next week")
SOON = value("open_interval", NOW, None, "minute", "", text="as early as possible")


def fits(wanted: Wanted, *times: str) -> list[str]:
    return [at for at in times if wanted.fits(datetime.fromisoformat(at))]


def excluded(said: dict[str, Any]) -> dict[str, Any]:
    return said | {"role": "excluded"}


def test_day_then_time() -> None:
    wanted = Wanted().merge([TUESDAY]).merge([AT_THREE])
    assert wanted.start == datetime(2026, 11, 24, 15, 0)


def test_time_then_day() -> None:
    wanted = Wanted().merge([AT_THREE]).merge([TUESDAY])
    assert wanted.start == datetime(2026, 11, 24, 15, 0)


def test_both_in_one_utterance() -> None:
    assert Wanted().merge([TUESDAY, AT_THREE]) == Wanted().merge([TUESDAY]).merge([AT_THREE])


def test_a_time_said_before_a_week_is_a_time_of_that_week() -> None:
    wanted = Wanted().merge([AFTER_FOUR, NEXT_WEEK])
    assert wanted == Wanted().merge([NEXT_WEEK, AFTER_FOUR])
    assert wanted.fits(datetime(2026, 12, 1, 16, 30))
    assert not wanted.fits(datetime(2026, 12, 1, 11))


def test_a_corrected_day_keeps_the_time() -> None:
    assert Wanted().merge([TUESDAY_AT_TEN]).merge([WEDNESDAY]).start == datetime(2026, 11, 25, 10, 0)


def test_a_corrected_day_with_time_replaces_both() -> None:
    assert Wanted().merge([TUESDAY, AFTERNOON]).merge([TUESDAY_AT_TEN]).start == datetime(2026, 11, 24, 10, 0)


def test_a_part_of_the_day_replaces_a_clock_time() -> None:
    wanted = Wanted().merge([TUESDAY_AT_TEN]).merge([AFTERNOON])
    assert wanted.start is None
    times = ["2026-11-24T10:00", "2026-11-24T12:00", "2026-11-24T16:59", "2026-11-24T17:00", "2026-11-25T13:00"]
    assert fits(wanted, *times) == ["2026-11-24T12:00", "2026-11-24T16:59"]


def test_time_without_a_day_means_any_day() -> None:
    wanted = Wanted().merge([AFTER_FOUR])
    assert fits(wanted, "2026-11-23T16:00", "2026-12-04T17:30", "2026-12-04T15:59") == [
        "2026-11-23T16:00",
        "2026-12-04T17:30",
    ]


def test_a_week_and_a_time_of_day() -> None:
    wanted = Wanted().merge([NEXT_WEEK]).merge([MORNING])
    times = ["2026-11-29T09:00", "2026-11-30T09:00", "2026-12-06T11:59", "2026-12-07T09:00", "2026-12-01T13:00"]
    assert fits(wanted, *times) == ["2026-11-30T09:00", "2026-12-06T11:59"]


def test_a_stretch_of_days_that_begins_within_a_day() -> None:
    stretch = value("interval", "2026-11-24T14:00", "2026-11-26T12:00", "hour", "dt")
    wanted = Wanted().merge([stretch])
    times = ["2026-11-24T13:59", "2026-11-24T14:00", "2026-11-25T09:00", "2026-11-26T11:59", "2026-11-26T12:00"]
    assert fits(wanted, *times) == ["2026-11-24T14:00", "2026-11-25T09:00", "2026-11-26T11:59"]


def test_after_a_time_on_a_day_means_that_day() -> None:
    wanted = Wanted().merge([value("open_interval", "2026-11-24T16:00", None, "hour", "dt")])
    assert fits(wanted, "2026-11-24T15:59", "2026-11-24T16:00", "2026-11-25T16:00") == ["2026-11-24T16:00"]


def test_before_a_day() -> None:
    wanted = Wanted().merge([value("open_interval", None, "2026-11-27T00:00", "day", "d")])
    assert fits(wanted, "2026-11-26T17:00", "2026-11-27T08:00") == ["2026-11-26T17:00"]


def test_after_a_day() -> None:
    wanted = Wanted().merge([value("open_interval", "2026-11-28T00:00", None, "day", "d")])
    assert fits(wanted, "2026-11-27T17:00", "2026-11-28T08:00", "2026-12-20T08:00") == [
        "2026-11-28T08:00",
        "2026-12-20T08:00",
    ]


def test_until_midnight() -> None:
    tonight = value("interval", "2026-11-23T18:00", "2026-11-24T00:00", "part_of_day", "dt")
    wanted = Wanted().merge([tonight])
    assert wanted.one_day == datetime(2026, 11, 23).date()
    assert fits(wanted, "2026-11-23T23:30", "2026-11-24T00:00") == ["2026-11-23T23:30"]


def test_as_early_as_possible_drops_the_time_and_keeps_the_day() -> None:
    wanted = Wanted().merge([TUESDAY_AT_TEN]).merge([SOON])
    assert wanted.soonest and wanted.one_day == datetime(2026, 11, 24).date() and not wanted.has_time


def test_the_appointment_that_exists_is_not_wanted() -> None:
    assert Wanted().merge([TUESDAY_AT_TEN | {"role": "current"}]) == Wanted()


def test_exclusions_add_up() -> None:
    wanted = Wanted().merge([excluded(TUESDAY)]).merge([excluded(MORNING), AFTER_FOUR]).merge([excluded(WEDNESDAY)])
    assert fits(wanted, "2026-11-24T16:00", "2026-11-25T16:00", "2026-11-27T16:00", "2026-11-27T09:00") == [
        "2026-11-27T16:00"
    ]
    assert len(wanted.merge([excluded(TUESDAY)]).excluded) == 3


def test_not_monday_means_no_monday_but_not_today_means_today() -> None:
    assert fits(Wanted().merge([excluded(MONDAY)]), "2026-11-30T09:00", "2026-12-07T09:00") == []
    assert fits(Wanted().merge([excluded(TODAY)]), "2026-11-23T09:00", "2026-11-30T09:00") == ["2026-11-30T09:00"]


def test_ruling_out_what_was_wanted_takes_it_back() -> None:
    wanted = Wanted().merge([TUESDAY_AT_TEN]).merge([excluded(TUESDAY)])
    assert not wanted.has_day and wanted.exact
    wanted = Wanted().merge([TUESDAY, MORNING]).merge([excluded(MORNING)])
    assert wanted.one_day and not wanted.has_time
    assert fits(wanted, "2026-11-24T11:00", "2026-11-24T13:00") == ["2026-11-24T13:00"]


def test_wanting_what_was_ruled_out_takes_that_back() -> None:
    wanted = Wanted().merge([excluded(TUESDAY)]).merge([TUESDAY])
    assert fits(wanted, "2026-11-24T09:00") == ["2026-11-24T09:00"]
    wanted = Wanted().merge([excluded(MORNING)]).merge([MORNING])
    assert fits(wanted, "2026-11-24T09:00") == ["2026-11-24T09:00"]


def test_one_start_excluded() -> None:
    wanted = Wanted().merge([TUESDAY, excluded(TUESDAY_AT_TEN)])
    assert fits(wanted, "2026-11-24T09:30", "2026-11-24T10:00", "2026-11-24T10:30") == [
        "2026-11-24T09:30",
        "2026-11-24T10:30",
    ]


def test_not_today_not_tomorrow_in_one_go_with_a_wish() -> None:
    wanted = Wanted().merge([excluded(TODAY), excluded(TUESDAY | {"text": "tomorrow"}), SOON])
    assert wanted.soonest
    assert fits(wanted, "2026-11-24T09:00", "2026-12-01T09:00") == ["2026-12-01T09:00"]


def test_one_day_or_another() -> None:
    thursday = value("instant", "2026-12-03T00:00", grain="day", flags="d", text="Thursday")
    wanted = Wanted().merge([TUESDAY, thursday])
    times = ["2026-11-24T09:00", "2026-11-25T09:00", "2026-12-03T09:00"]
    assert fits(wanted, *times) == ["2026-11-24T09:00", "2026-12-03T09:00"]
    assert wanted.start is None
    assert fits(wanted.merge([excluded(TUESDAY)]), *times) == ["2026-12-03T09:00"]
    assert fits(wanted.merge([WEDNESDAY]), *times) == ["2026-11-25T09:00"]
    at_nine = value("instant", "2026-11-23T09:00", grain="hour", flags="t")
    assert fits(wanted.merge([at_nine]), *times, "2026-12-03T10:00") == ["2026-11-24T09:00", "2026-12-03T09:00"]


def test_one_time_or_another() -> None:
    at_four = value("instant", "2026-11-23T16:00", grain="hour", flags="t")
    times = ["2026-11-24T15:00", "2026-11-24T15:30", "2026-11-24T16:00", "2026-11-25T16:00"]
    assert fits(Wanted().merge([TUESDAY, AT_THREE, at_four]), *times) == ["2026-11-24T15:00", "2026-11-24T16:00"]
    dated = [at_four | {"from": "2026-11-24T16:00", "has_date": True}]
    assert fits(Wanted().merge([TUESDAY_AT_TEN, *dated]), *times, "2026-11-24T10:00") == [
        "2026-11-24T16:00",
        "2026-11-24T10:00",
    ]


def test_a_day_within_the_week_is_no_alternative_to_it() -> None:
    wanted = Wanted().merge([NEXT_WEEK, value("instant", "2026-12-01T00:00", grain="day", flags="d")])
    assert wanted.one_day == datetime(2026, 12, 1).date() and not wanted.alternatives


def test_alternatives_with_a_time_of_their_own() -> None:
    afternoons = [
        value("interval", f"2026-11-{day}T12:00", f"2026-11-{day}T17:00", "part_of_day", "dt") for day in (24, 25)
    ]
    times = ["2026-11-24T11:30", "2026-11-24T12:00", "2026-11-25T16:30", "2026-11-25T17:00", "2026-11-26T13:00"]
    assert fits(Wanted().merge(afternoons), *times) == ["2026-11-24T12:00", "2026-11-25T16:30"]


def test_a_bound_narrows_the_part_of_the_day_that_it_cuts() -> None:
    not_before_ten = value("open_interval", "2026-11-23T10:00", None, "hour", "t")
    before_eleven = value("open_interval", None, "2026-11-23T11:00", "hour", "t")
    times = ["2026-11-24T09:30", "2026-11-24T10:00", "2026-11-24T11:00", "2026-11-24T12:00", "2026-11-24T17:00"]
    wanted = Wanted().merge([TUESDAY, MORNING]).merge([not_before_ten])
    assert fits(wanted, *times) == ["2026-11-24T10:00", "2026-11-24T11:00"]
    assert fits(wanted.merge([before_eleven]), *times) == ["2026-11-24T10:00"]
    assert fits(wanted.merge([AFTER_FOUR]), *times) == ["2026-11-24T17:00"]


SAID = st.lists(
    st.builds(
        lambda said, role: said | {"role": role},
        st.sampled_from(
            [TUESDAY, WEDNESDAY, MONDAY, AT_THREE, TUESDAY_AT_TEN, AFTERNOON, MORNING, AFTER_FOUR, NEXT_WEEK, SOON]
        ),
        st.sampled_from(["wanted", "wanted", "excluded", "current"]),
    ),
    max_size=8,
)


@given(SAID)
def test_json_and_back(said: list[dict[str, Any]]) -> None:
    wanted = Wanted().merge(said)
    assert Wanted.model_validate_json(wanted.model_dump_json()) == wanted
    assert Wanted.model_validate(wanted.model_dump(mode="json")) == wanted


@given(SAID)
def test_a_day_said_later_is_the_only_one(said: list[dict[str, Any]]) -> None:
    wanted = Wanted().merge(said).merge([TUESDAY])
    assert wanted.one_day == datetime(2026, 11, 24).date() and not [
        w for w in wanted.wishes if w.one_day != wanted.one_day
    ]


@given(SAID)
def test_the_last_exact_wish_wins(said: list[dict[str, Any]]) -> None:
    assert Wanted().merge(said).merge([TUESDAY_AT_TEN]).start == datetime(2026, 11, 24, 10, 0)


@pytest.mark.parametrize("said", [[], [TUESDAY_AT_TEN | {"role": "current"}]])
def test_nothing_said(said: list[dict[str, Any]]) -> None:
    assert not Wanted().merge(said).says_something


def test_merging_changes_nothing_behind_the_callers_back() -> None:
    before = Wanted().merge([TUESDAY, excluded(MORNING)])
    copy = before.model_copy(deep=True)
    before.merge([WEDNESDAY, excluded(AFTERNOON)])
    assert before == copy
