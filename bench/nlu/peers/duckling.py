"""Duckling, by pyduckling-native-phihos."""

from __future__ import annotations

import functools
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import duckling

from bench.nlu.peers.lines import Value, answer, instant, interval, one_of

_ZONES = duckling.load_time_zones("/usr/share/zoneinfo")
_LOCALE = duckling.parse_locale("EN_US", duckling.default_locale_lang(duckling.parse_lang("EN")))
_TIME = duckling.parse_dimensions(["time"])
_GRAINS = {"minute": timedelta(minutes=1), "hour": timedelta(hours=1), "second": timedelta(seconds=1)}

_PERIODS = {"week": 0, "month": 1, "quarter": 3, "year": 12}


@functools.lru_cache(maxsize=256)
def _context(now: datetime, zone: str) -> Any:
    at = duckling.parse_ref_time(_ZONES, zone, int(now.replace(tzinfo=ZoneInfo(zone)).timestamp()))
    return duckling.Context(at, _LOCALE)


def read(text: str, now: datetime, zone: str) -> list[Value]:
    found = duckling.parse(text, _context(now, zone), _TIME, False)
    return [one_of([_value(each) for each in one["value"]["values"] or [one["value"]]]) for one in found]


def _value(found: dict[str, Any]) -> Value:
    if found["type"] == "value":
        at = _local(found["value"])
        return interval(at, _next(at, found["grain"])) if found["grain"] in _PERIODS else instant(at)
    start = _local(found["from"]["value"]) if "from" in found else None
    end = _local(found["to"]["value"]) if "to" in found else None
    if start and end and (said := end - _GRAINS.get(found["to"]["grain"], timedelta())) > start:
        end = said
    return interval(start, end)


def _next(start: datetime, grain: str) -> datetime:
    if grain == "week":
        return start + timedelta(days=7)
    months = 12 * start.year + start.month - 1 + _PERIODS[grain]
    return start.replace(year=months // 12, month=months % 12 + 1)


def _local(written: str) -> datetime:
    return datetime.fromisoformat(written).replace(tzinfo=None)


if __name__ == "__main__":
    answer(read)
