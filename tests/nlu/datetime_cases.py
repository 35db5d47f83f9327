"""Cases of spoken dates and times: datetimes.yml (which explains the form) and, a theme a file, datetimes/."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from nlu.spoken.datetimes import find_datetimes, wanted

ZONE = "America/New_York"
MONDAY = "2026-11-23T08:55"
WEEKDAYS = {day: [["08:00", "18:00"]] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")}
HOURS = {**WEEKDAYS, "saturday": [["09:00", "13:00"]]}
HERE = Path(__file__).parent
Case = dict[str, Any]


class _AsWritten(yaml.SafeLoader):
    """YAML in which 2026-11-24T09:00 stays text."""


_AsWritten.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@cache
def all_cases() -> list[Case]:
    """Every case with what its group says, its `group` and its `file`."""
    cases = []
    for path in (HERE / "datetimes.yml", *sorted((HERE / "datetimes").glob("*.yml"))):
        for group in yaml.load(path.read_text(), Loader=_AsWritten):
            shared = {key: value for key, value in group.items() if key != "cases"}
            for case in group["cases"]:
                case = case if isinstance(case, dict) else {"say": case, "none": True}
                cases.append({**shared, **case, "file": str(path.relative_to(HERE))})
    return cases


def request(case: Case) -> dict[str, Any]:
    """The line for `receptionist parse --jsonl`, with the hours that the case assumes."""
    return {
        "text": case["say"],
        "now": case.get("now", MONDAY),
        "tz": case.get("zone", ZONE),
        "expecting": case.get("expecting"),
        "offered": case.get("offered") or [],
        "hours": case.get("hours", HOURS),
    }


def find(case: Case) -> list[dict[str, Any]]:
    asked = request(case)
    return find_datetimes(
        asked["text"],
        datetime.fromisoformat(asked["now"]),
        asked["tz"],
        expecting=asked["expecting"],
        offered=asked["offered"],
        hours=asked["hours"],
    )


def misses(case: Case, found: Sequence[Any]) -> list[str]:
    """What in the `datetimes` found is not as the case says, in words; empty when all is."""
    wrong = _wrong(case, wanted(found))
    for role in ("current", "excluded"):
        given = [_edge(value) for value in found if value["role"] == role]
        if role in case and given != case[role]:
            wrong.append(f"{role} {given}, not {case[role]}")
    if case.get("none") and "current" not in case and "excluded" not in case and found:
        wrong.append(f"{_told(found[0])}, not nothing")
    return wrong


def _wrong(case: Case, value: dict[str, Any] | None) -> list[str]:
    if value is None or case.get("none"):
        return [] if case.get("none") and value is None else [f"wanted {_told(value)}, not {_expected(case)}"]
    if "ask" in case:
        readings = sorted(_edge(other) for other in value["alternatives"])
        asks = value["ambiguous"] and readings == sorted(case["ask"]) and _edge(value) in case["ask"]
        return [] if asks else [f"{_told(value)} and asks {readings}, not {case['ask']}"]
    wrong = []
    span = _span(case)
    if span is not None and (value["kind"], value["from"], value["to"]) != span:
        wrong.append(f"{_told(value)}, not {_expected(case)}")
    listed = [_edge(other) for other in value["alternatives"]]
    if value["ambiguous"] or listed != case.get("or", []):
        wrong.append(f"{'asks' if value['ambiguous'] else 'lists'} {listed}, not {case.get('or', [])}")
    named = {"grain": "grain", "date": "has_date", "time": "has_time", "past": "past", "text": "text"}
    for key, field in named.items():
        if key in case and value[field] != case[key]:
            wrong.append(f"{field} {value[field]}, not {case[key]}")
    return wrong


def _edge(value: dict[str, Any]) -> str:
    return str(value["from"] or value["to"])


def _span(case: Case) -> tuple[str, str | None, str | None] | None:
    if case.get("in"):
        return "interval", case["in"][0], case["in"][1]
    if case.get("from"):
        return "open_interval", case["from"], None
    if case.get("until"):
        return "open_interval", None, case["until"]
    return ("instant", case["at"], None) if case.get("at") else None


def _told(value: dict[str, Any] | None) -> str:
    return f"{value['from']} to {value['to']} ({value['role']}, {value['text']!r})" if value else "nothing"


def _expected(case: Case) -> str:
    return "asking " + str(case["ask"]) if "ask" in case else str(_span(case) or "nothing")
