"""Our own reader, by the same lines as the others: run in the assistant's environment."""

from __future__ import annotations

from datetime import datetime

from bench.nlu.peers.lines import Value, answer
from nlu.directory import default_directory
from nlu.spoken.datetimes import find_datetimes


def read(text: str, now: datetime, zone: str) -> list[Value]:
    return [dict(value) for value in find_datetimes(text, now, zone, hours=default_directory().hours or None)]


if __name__ == "__main__":
    answer(read)
