"""dateparser's search, with the future preferred; what it found is parsed again to learn whether a time was said."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from dateparser.date import DateDataParser
from dateparser.search import search_dates

from bench.nlu.peers.lines import Value, answer, instant


def read(text: str, now: datetime, zone: str) -> list[Value]:
    settings: Any = {"RELATIVE_BASE": now, "PREFER_DATES_FROM": "future"}
    found = search_dates(text, languages=["en"], settings=settings) or []
    parser = DateDataParser(languages=["en"], settings={**settings, "RETURN_TIME_AS_PERIOD": True})
    values = []
    for written, at in found:
        timed = parser.get_date_data(written).period == "time"
        values.append(instant(at if timed else at.replace(hour=0, minute=0)))
    return values


if __name__ == "__main__":
    answer(read)
