"""Microsoft Recognizers-Text."""

from __future__ import annotations

import warnings
from datetime import datetime, timedelta
from typing import Any

warnings.filterwarnings("ignore", category=SyntaxWarning)

from recognizers_date_time import Culture, recognize_datetime  # noqa: E402

from bench.nlu.peers.lines import Value, answer, instant, interval, one_of  # noqa: E402


def read(text: str, now: datetime, zone: str) -> list[Value]:
    found = []
    for one in recognize_datetime(text, Culture.English, reference=now):
        readings = [value for each in (one.resolution or {}).get("values") or [] if (value := _value(each, now))]
        if readings:
            found.append(one_of(_future_first(readings, now)))
    return found


def _future_first(readings: list[Value], now: datetime) -> list[Value]:
    today = now.strftime("%Y-%m-%d")
    return sorted(readings, key=lambda value: (value["from"] or value["to"]) < today)


def _value(found: dict[str, Any], now: datetime) -> Value | None:
    if "value" in found and found["type"] in ("date", "datetime", "time"):
        at = _moment(found["value"], now)
        return instant(at) if at else None
    start, end = (_moment(found.get(key), now) for key in ("start", "end"))
    if start and end and end <= start and found["type"] == "timerange":
        end += timedelta(days=1)
    return interval(start, end) if start or end else None


def _moment(written: str | None, now: datetime) -> datetime | None:
    """A time without a day is its next occurrence."""
    if not written or written == "not resolved":
        return None
    if "-" in written:
        return datetime.fromisoformat(written)
    at = datetime.combine(now.date(), datetime.strptime(written, "%H:%M:%S").time())
    return at if at >= now else at + timedelta(days=1)


if __name__ == "__main__":
    answer(read)
