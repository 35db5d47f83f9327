"""An ambiguous time is asked about by what differs between its readings."""

from datetime import datetime
from typing import Any

import pytest

from actions.times import say_readings

NOW = datetime(2026, 12, 30, 10, 20)


def reading(start: str, grain: str) -> dict[str, Any]:
    return {"from": start, "grain": grain, "has_date": True, "has_time": grain != "day"}


@pytest.mark.parametrize(
    ("readings", "said"),
    [
        (
            [reading("2026-12-30T06:00", "part_of_day"), reading("2027-01-06T06:00", "part_of_day")],
            "today, Wednesday the thirtieth or Wednesday the sixth of January",
        ),
        (
            [reading("2026-12-31T08:00", "hour"), reading("2026-12-31T20:00", "hour")],
            "eight in the morning or eight in the evening",
        ),
        (
            [reading("2026-12-31T15:00", "minute"), reading("2027-01-07T15:00", "minute")],
            "tomorrow, Thursday the thirty-first, at three in the afternoon or"
            " Thursday the seventh of January at three in the afternoon",
        ),
    ],
)
def test_readings(readings: list[dict[str, Any]], said: str) -> None:
    assert say_readings(readings, NOW) == said
