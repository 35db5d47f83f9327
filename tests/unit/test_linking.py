"""Event types and doctors are brought together by name, and left alone where that is not clear."""

from __future__ import annotations

import pytest

from receptionist.calendars.calendly_account import EventType
from receptionist.calendars.linking import Verdict, match
from receptionist.clinics import Doctor


def kind(name: str, minutes: int = 30, owner: str = "Riverside Clinic", active: bool = True) -> EventType:
    slug = "".join(letter for letter in name.lower() if letter.isascii() and letter.isalnum())
    return EventType(f"https://api.calendly.com/event_types/{slug}{minutes}", name, owner, minutes, active)


def doctors(*names: str, **more: object) -> list[Doctor]:
    made = ({"id": number, "name": name, "calendar": "calendly"} | more for number, name in enumerate(names, 1))
    return [Doctor.model_validate(fields) for fields in made]


def verdicts(names: list[str], *kinds: EventType) -> list[tuple[Verdict, str | None]]:
    return [(one.verdict, one.event_type.name if one.event_type else None) for one in match(doctors(*names), kinds)]


@pytest.mark.parametrize(
    "label",
    [
        "Anita Patel",
        "Dr. Anita Patel",
        "PATEL, Anita, MD",
        "Cardiology - Dr Anita Patel - 30 minutes",
        "Appointment with Aníta Patel",
        "Anita Pattel",
    ],
)
def test_ways_to_write_a_name(label: str) -> None:
    assert verdicts(["Anita Patel"], kind(label), kind("Thomas Weber")) == [("proposed", label)]


def test_the_hosts_name_counts_too() -> None:
    assert verdicts(["Anita Patel"], kind("Consultation", owner="Anita Patel")) == [("proposed", "Consultation")]


@pytest.mark.parametrize("label", ["Cardiology", "Anita Weber", "Thomas Patel", "Dr", "30 Minute Meeting", ""])
def test_what_is_somebody_else(label: str) -> None:
    assert verdicts(["Anita Patel"], kind(label)) == [("none", None)]


def test_two_of_one_family() -> None:
    found = verdicts(["Anita Patel", "Ravi Patel"], kind("Ravi Patel"), kind("Anita Patel"))
    assert found == [("proposed", "Anita Patel"), ("proposed", "Ravi Patel")]
    assert [verdict for verdict, _ in verdicts(["Anita Patel", "Anita Pate"], kind("Anita Patel"))] != ["proposed"] * 2
    assert verdicts(["Anita Patel", "Ravi Patel"], kind("Dr Patel")) == [("unclear", "Dr Patel")] * 2
    assert verdicts(["Anita Patel", "Thomas Weber"], kind("Dr Patel"))[0] == ("proposed", "Dr Patel")


def test_one_of_several_by_length() -> None:
    both = (kind("Anita Patel", 45), kind("Anita Patel follow up", 30))
    assert verdicts(["Anita Patel"], *both) == [("proposed", "Anita Patel follow up")]
    assert verdicts(["Anita Patel"], kind("Anita Patel", 45), kind("Anita Patel follow up", 20))[0][0] == "unclear"
    assert verdicts(["Anita Patel"], kind("Anita Patel", 30), kind("Anita Patel new patient", 30))[0][0] == "unclear"


def test_inactive_ones_and_links_that_exist() -> None:
    now, gone = kind("Something else"), kind("Anita Patel", 20, active=False)
    assert verdicts(["Anita Patel"], gone) == [("none", None)]
    assert match(doctors("Anita Patel", event_type=now.uri), [now, kind("Anita Patel")])[0].verdict == "linked"
    assert match(doctors("Anita Patel", event_type=gone.uri), [gone, kind("Anita Patel")])[0].verdict == "proposed"
    assert match(doctors("Anita Patel", calendar="rota"), [kind("Anita Patel")])[0].verdict == "rota"
