"""Requests to the simulator as a client without the adapter makes them, and what published answers look like."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import httpx
import pytest
from jsonschema import Draft202012Validator

from tests.integration.calendly_service import SHAPES, Account, Service, example, running

SCHEMAS = json.loads((SHAPES / "schemas.json").read_text())
NEW_YORK = ZoneInfo("America/New_York")
MICROSECONDS_UTC = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z"

PATEL: dict[str, Any] = {
    "slug": "patel",
    "name": "Anita Patel",
    "duration": 30,
    "availability": [{"day": "tuesday", "start": "09:00", "end": "12:00"}],
    "busy": ["2026-11-24T09:30"],
}
INVITEE = {"name": "Maria Lopez", "email": "maria@example.com", "timezone": "America/New_York"}
TRACKING = {
    "utm_campaign": None,
    "utm_source": None,
    "utm_medium": None,
    "utm_content": "hold-1",
    "utm_term": None,
    "salesforce_uuid": None,
}
FREE = "2026-11-24T14:00:00Z"


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with running() as service:
        yield service


@pytest.fixture
def clinic(service: Service) -> Account:
    return service.account(now="2026-11-23T08:55", zone="America/New_York", user="Riverside", event_types=[PATEL])


def assert_is(name: str, answer: Any) -> None:
    Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": SCHEMAS["$defs"]}).validate(answer)


def assert_like(published: Any, answer: Any, without: frozenset[str] = frozenset(), path: str = "") -> None:
    """`answer` has every key of `published`, and a value of its type or null."""
    if answer is None or published is None:
        return
    kinds: Any = (int, float) if isinstance(published, int | float) else type(published)
    assert isinstance(answer, kinds), path
    if isinstance(published, dict):
        for key, value in published.items():
            if key not in without:
                assert key in answer, f"{path}.{key}"
                assert_like(value, answer[key], without, f"{path}.{key}")
    if isinstance(published, list) and published and answer:
        assert_like(published[0], answer[0], without, f"{path}[0]")


def times(account: Account, start: str, end: str, slug: str = "patel") -> httpx.Response:
    return account.get(
        "/event_type_available_times", event_type=account.event_types[slug], start_time=start, end_time=end
    )


def local_starts(answer: httpx.Response, zone: ZoneInfo = NEW_YORK) -> list[str]:
    assert answer.status_code == 200, answer.text
    starts = [datetime.fromisoformat(item["start_time"]) for item in answer.json()["collection"]]
    return [f"{start.astimezone(zone):%Y-%m-%dT%H:%M}" for start in starts]


def booking(account: Account, **changes: Any) -> dict[str, Any]:
    body = {
        "event_type": account.event_types["patel"],
        "start_time": FREE,
        "invitee": INVITEE,
        "tracking": TRACKING,
    } | changes
    return {key: value for key, value in body.items() if value is not None}


def assert_invalid(answer: httpx.Response, parameter: str, code: str | None = None) -> None:
    assert answer.status_code == 400, answer.text
    assert_like(example("resources_400"), answer.json())
    assert answer.json()["title"] == "Invalid Argument"
    detail = answer.json()["details"][0]
    assert detail["parameter"] == parameter
    assert detail.get("code") == code
