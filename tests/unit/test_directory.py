from __future__ import annotations

import json

from receptionist.clinics import read_clinic
from receptionist.directory import snapshot
from tests.fakes import BLOCK


def taken(**changes: object):
    file = read_clinic(BLOCK | {"calendly_token": "secret"} | changes)
    return snapshot(file.clinic, [doctor.model_copy(update={"id": n}) for n, doctor in enumerate(file.doctors, 1)])


def test_shape() -> None:
    shot = json.loads(json.dumps(taken()))
    assert shot["clinic"]["hours"]["saturday"] == [["09:00", "13:00"]]
    assert shot["clinic"]["closed"] == ["2026-11-26"]
    assert shot["clinic"]["numbers"] == ["+12025550100"]
    assert shot["clinic"]["zone"] == "America/New_York"
    assert shot["doctors"][0] == {"id": 1, "name": "Anita Patel", "department": "Cardiology", "spoken": []}


def test_no_secrets() -> None:
    assert "secret" not in json.dumps(taken())


def test_the_version_changes_with_the_content_and_only_then() -> None:
    before = taken()["version"]
    assert taken()["version"] == before
    assert taken(name="Hillside Clinic")["version"] != before
    assert taken(doctors=BLOCK["doctors"][:1])["version"] != before
    assert taken(doctors=BLOCK["doctors"][::-1])["doctors"][0]["name"] == "Anita Patel"


def test_those_who_left_are_not_in_it() -> None:
    gone = [BLOCK["doctors"][0], BLOCK["doctors"][1] | {"active": False}]
    assert [doctor["name"] for doctor in taken(doctors=gone)["doctors"]] == ["Anita Patel"]
