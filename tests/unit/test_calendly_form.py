"""How Calendly's booking form is filled in, and what Calendly gets to know about a patient."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from receptionist.appointments.models import GuestInfo, Slot
from receptionist.calendars.calendly_form import NEUTRAL, Form
from receptionist.calendars.calendly_reading import parse_time
from receptionist.calendars.port import CalendarDown, CalendarRefused
from receptionist.clinics import Clinic, Doctor

NEW_YORK = ZoneInfo("America/New_York")
CLINIC = Clinic(
    id="riverside",
    name="Riverside Clinic",
    numbers=["+12025550150"],
    facts={"address": "1 River Street"},
    email_domain="patients.riverside.example",
)
DOCTOR = Doctor(id=7, name="Anita Patel", calendar="calendly", event_type="https://api.calendly.com/event_types/AAA")
SLOT = Slot(doctor_id=7, doctor="Anita Patel", start=datetime(2026, 11, 24, 9, tzinfo=NEW_YORK))
MARIA = GuestInfo(
    name="Maria Lopez",
    phone="+12025550101",
    purpose="a stiff knee",
    address="5 Hill Road",
    date_of_birth=date(1984, 3, 2),
    new_patient=True,
)
HOLD = "0123456789abcdef0123456789abcdef"


def body(
    guest: GuestInfo = MARIA,
    locations: list[dict[str, Any]] | None = None,
    questions: list[dict[str, Any]] | None = None,
    share_names: bool = True,
    text_reminders: bool = False,
) -> dict[str, Any]:
    form = Form(CLINIC, DOCTOR, SLOT, guest, HOLD, share_names, text_reminders)
    return form.body({"locations": locations, "custom_questions": questions or []})


def question(name: str, **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "type": "string",
        "position": 3,
        "enabled": True,
        "required": True,
        "answer_choices": [],
    } | more


def answer(name: str, guest: GuestInfo = MARIA, share_names: bool = True, **more: Any) -> str | None:
    asked = [question(name, **more)]
    answers = body(guest, questions=asked, share_names=share_names).get("questions_and_answers", [])
    assert all((entry["question"], entry["position"]) == (name, 3) for entry in answers)
    return answers[0]["answer"] if answers else None


def test_time_is_utc_and_the_hold_is_in_the_tracking() -> None:
    sent = body()
    assert sent["event_type"] == DOCTOR.event_type
    assert sent["start_time"] == "2026-11-24T14:00:00Z"
    assert sent["invitee"]["timezone"] == "America/New_York"
    assert sent["tracking"] == {
        "utm_campaign": None,
        "utm_source": None,
        "utm_medium": None,
        "utm_content": HOLD,
        "utm_term": None,
        "salesforce_uuid": None,
    }
    assert "location" not in sent
    assert "questions_and_answers" not in sent


def test_email_is_the_patients_or_a_placeholder_of_the_clinics_domain() -> None:
    with_email = MARIA.model_copy(update={"email": "maria@example.com"})
    assert body(with_email)["invitee"]["email"] == "maria@example.com"
    placeholder = body()["invitee"]["email"]
    assert HOLD in placeholder
    assert placeholder.endswith("@patients.riverside.example")


def test_text_reminders_only_when_they_are_allowed() -> None:
    assert "text_reminder_number" not in body()["invitee"]
    assert body(text_reminders=True)["invitee"]["text_reminder_number"] == "+12025550101"
    assert "text_reminder_number" not in body(GuestInfo(name="Maria"), text_reminders=True)["invitee"]
    assert "text_reminder_number" not in body(text_reminders=True, share_names=False)["invitee"]


def test_nothing_about_the_patient_without_an_agreement() -> None:
    asked = [
        question(name) for name in ("Your phone", "Reason for visit", "Date of birth", "Home address", "New patient?")
    ]
    guest = MARIA.model_copy(update={"email": "maria@example.com"})
    sent = json.dumps(body(guest, [{"kind": "outbound_call"}], asked, share_names=False, text_reminders=True))
    for secret in ("Maria", "Lopez", "maria", "2025550101", "knee", "Hill", "1984"):
        assert secret not in sent
    assert HOLD[:8] in json.loads(sent)["invitee"]["name"]


@pytest.mark.parametrize(
    ("locations", "expected"),
    [
        (None, None),
        ([], None),
        ([{"kind": "physical", "location": "2 Lake Road"}], {"kind": "physical", "location": "2 Lake Road"}),
        ([{"kind": "physical"}], {"kind": "physical", "location": "1 River Street"}),
        ([{"kind": "custom", "location": "Room 4"}], {"kind": "custom", "location": "Room 4"}),
        ([{"kind": "ask_invitee", "location": None}], {"kind": "ask_invitee", "location": "1 River Street"}),
        ([{"kind": "outbound_call"}], {"kind": "outbound_call", "location": "+12025550101"}),
        ([{"kind": "inbound_call", "phone_number": 12025550150}], {"kind": "inbound_call"}),
        ([{"kind": "zoom_conference"}], {"kind": "zoom_conference"}),
        ([{"kind": "outbound_call"}, {"kind": "zoom_conference"}], {"kind": "zoom_conference"}),
        ([{"kind": "zoom_conference"}, {"kind": "physical"}], {"kind": "physical", "location": "1 River Street"}),
    ],
)
def test_place(locations: list[dict[str, Any]] | None, expected: dict[str, Any] | None) -> None:
    assert body(locations=locations).get("location") == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Your mobile", "+12025550101"),
        ("Reason for your visit", "a stiff knee"),
        ("What would you like to discuss?", "a stiff knee"),
        ("Date of birth", "1984-03-02"),
        ("Home address", "5 Hill Road"),
        ("Are you a new patient?", "Yes"),
        ("Is this your first visit?", "Yes"),
        ("How did you hear about us?", NEUTRAL),
        ("E-mail address of your insurer", NEUTRAL),
    ],
)
def test_required_questions(name: str, expected: str) -> None:
    assert answer(name) == expected


def test_questions_with_choices_and_numbers() -> None:
    yes_no = ["Yes, I am new", "No, I have been here"]
    assert answer("New patient?", answer_choices=yes_no, type="single_select") == "Yes, I am new"
    returning = MARIA.model_copy(update={"new_patient": False})
    assert answer("New patient?", returning, answer_choices=yes_no, type="single_select") == "No, I have been here"
    assert answer("Insurance", answer_choices=["Acme", "Other"], type="single_select") == "Other"
    assert answer("Insurance", answer_choices=["Acme"], include_other=True, type="single_select") == NEUTRAL
    assert answer("Phone Number", type="phone_number") == "+12025550101"
    assert answer("Phone Number", GuestInfo(name="Maria"), type="phone_number") == "+12025550150"


def test_optional_questions_are_answered_only_when_the_caller_did() -> None:
    assert answer("Reason", required=False) == "a stiff knee"
    assert answer("Reason", GuestInfo(name="Maria"), required=False) is None
    assert answer("Insurance", required=False) is None
    assert answer("Reason", enabled=False) is None


def test_no_answer_is_made_up_where_none_would_be_true() -> None:
    with pytest.raises(CalendarRefused):
        answer("Insurance", answer_choices=["Acme", "Umbrella"], type="single_select")


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-24T14:00:00Z",
        "2026-11-24T14:00:00.000000Z",
        "2026-11-24T14:00:00.000Z",
        "2026-11-24T09:00:00-05:00",
        "2026-11-24T14:00:00",
        " 2026-11-24T14:00Z",
    ],
)
def test_times_are_read_in_every_published_form(text: str) -> None:
    assert parse_time(text) == datetime(2026, 11, 24, 14, tzinfo=UTC)


@pytest.mark.parametrize("text", [None, "", "soon", 12, {}])
def test_what_is_no_time_is_a_failure_of_the_calendar(text: Any) -> None:
    with pytest.raises(CalendarDown):
        parse_time(text)
