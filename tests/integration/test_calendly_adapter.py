"""The Calendly adapter against the running simulator: what it offers, books, finds and cancels."""

from __future__ import annotations

import json
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from receptionist.calendars.calendly import CalendlyCalendar
from receptionist.calendars.port import Calendar, CalendarDown, CalendarRefused, SlotTaken
from tests.integration.calendly_case import BATTLE, MARIA, PATEL, UNKNOWN, Case, Make, at, case, make, service
from tests.integration.calendly_service import Service, example

__all__ = ["case", "make", "service"]


def test_it_is_a_calendar(case: Case) -> None:
    calendar: Calendar = case.calendar
    assert calendar is case.calendar


class TestFree:
    def test_slots_in_the_clinics_zone(self, case: Case) -> None:
        tuesday = case.free("2026-11-24T00:00", "2026-11-25T00:00")
        assert tuesday == [f"2026-11-24T{clock}" for clock in ("09:00", "10:00", "10:30", "11:00", "11:30")]
        slot = case.calendar.free(case.clinic, case.doctor(), at("2026-11-24T00:00"), at("2026-11-25T00:00"))[0]
        assert (slot.doctor_id, slot.doctor, slot.minutes) == (1, "Patel", 30)

    def test_end_is_exclusive_and_start_inclusive(self, case: Case) -> None:
        assert case.free("2026-11-24T10:00", "2026-11-24T10:30") == ["2026-11-24T10:00"]

    def test_more_than_31_days_and_a_change_of_the_clocks(self, make: Make) -> None:
        case = make(now="2026-09-28T12:00")
        starts = case.free("2026-09-28T00:00", "2026-12-15T00:00")
        assert len({start[:10] for start in starts}) == 11
        assert {start[11:] for start in starts if start[:10] != "2026-11-24"} == {
            "09:00", "09:30", "10:00", "10:30", "11:00", "11:30",
        }  # fmt: skip
        assert case.account.requests() == {"availability": 3}

    def test_the_past_is_not_asked_for(self, make: Make) -> None:
        case = make(now="2026-11-24T10:00")
        assert case.free("2026-11-01T00:00", "2026-11-25T00:00") == [
            f"2026-11-24T{clock}" for clock in ("10:30", "11:00", "11:30")
        ]
        before = case.account.requests()
        assert case.free("2026-11-01T00:00", "2026-11-24T10:00") == []
        assert case.account.requests() == before

    def test_the_clinics_token_goes_before_the_common_one(self, service: Service, make: Make) -> None:
        case = make(token="nobody")
        assert case.free("2026-11-24T00:00", "2026-11-25T00:00")
        common = CalendlyCalendar(service.base_url, case.account.token, now=lambda clinic: at(case.now))
        clinic = case.clinic.model_copy(update={"calendly_token": None})
        assert common.free(clinic, case.doctor(), at("2026-11-24T00:00"), at("2026-11-25T00:00"))
        with pytest.raises(CalendarRefused, match="token"):
            case_without = CalendlyCalendar(service.base_url)
            case_without.free(clinic, case.doctor(), at("2026-11-24T00:00"), at("2026-11-25T00:00"))

    def test_stored_uris_of_another_address_still_work(self, case: Case) -> None:
        doctor = case.doctor()
        uri = "https://api.calendly.com" + str(doctor.event_type).removeprefix(case.account.service.base_url)
        elsewhere = doctor.model_copy(update={"event_type": uri})
        event = case.calendar.book(case.clinic, elsewhere, case.slot(), MARIA, "hold1")
        other = "https://api.calendly.com" + event.uri.removeprefix(case.account.service.base_url)
        case.calendar.cancel(case.clinic, other, "by phone")
        assert case.statuses() == ["canceled"]


class TestBook:
    def test_what_the_calendar_gets(self, case: Case) -> None:
        event = case.book("0123456789abcdef")
        [booked] = case.account.events()
        assert booked["uri"] == event.uri
        assert (booked["start"], booked["slug"], booked["status"]) == ("2026-11-24T09:00", "patel", "active")
        assert (booked["name"], booked["timezone"]) == ("Maria Lopez", "America/New_York")
        assert booked["utm_content"] == "0123456789abcdef"
        assert booked["email"] == case.clinic.placeholder_email("0123456789abcdef")
        assert booked["text_reminder_number"] is None
        assert event.cancel_url
        assert event.reschedule_url
        assert "2026-11-24T09:00" not in case.free("2026-11-24T00:00", "2026-11-25T00:00")

    def test_without_names(self, make: Make) -> None:
        case = make(share_names=False, text_reminders=True)
        case.book("0123456789abcdef", guest=MARIA.model_copy(update={"email": "maria@example.com"}))
        [booked] = case.account.events()
        assert "Maria" not in str(booked)
        assert "maria@" not in str(booked)
        assert "2025550101" not in str(booked)

    def test_text_reminders(self, make: Make) -> None:
        case = make(text_reminders=True)
        case.book()
        assert case.account.events()[0]["text_reminder_number"] == "+12025550101"

    def test_place_and_questions_of_the_event_type(self, make: Make) -> None:
        kind = PATEL | {
            "locations": [{"kind": "outbound_call"}, {"kind": "physical", "location": "1 River Street"}],
            "custom_questions": [
                {"name": "Reason for visit", "required": True},
                {"name": "Phone Number", "type": "phone_number", "required": True},
                {
                    "name": "Insurance",
                    "required": True,
                    "answer_choices": ["Acme", "Not sure"],
                    "type": "single_select",
                },
                {"name": "Anything else?"},
            ],
        }
        case = make(kind)
        case.book()
        [booked] = case.account.events()
        assert booked["location"] == {"type": "physical", "location": "1 River Street"}
        assert [entry["answer"] for entry in booked["questions_and_answers"]] == [
            "a stiff knee", "+12025550101", "Not sure",
        ]  # fmt: skip

    def test_the_event_type_is_read_once(self, case: Case) -> None:
        case.book("hold1")
        case.book("hold2", "2026-11-24T10:00")
        assert case.account.requests() == {"other": 1, "book": 2}

    def test_the_event_type_is_read_again_after_a_refusal(self, case: Case) -> None:
        case.book("hold1")
        case.account.faults({"at": "book", "status": 400, "code": "invalid", "times": 1})
        with pytest.raises(CalendarRefused):
            case.book("hold2", "2026-11-24T10:00")
        case.book("hold2", "2026-11-24T10:00")
        assert case.account.requests()["other"] == 2

    def test_a_slot_that_somebody_else_took(self, case: Case) -> None:
        case.account.control("POST", "take", {"event_type": "patel", "start": "2026-11-24T09:00"})
        with pytest.raises(SlotTaken):
            case.book()
        assert [event["source"] for event in case.account.events()] == ["staff"]

    def test_an_answer_of_already_filled(self, case: Case) -> None:
        case.account.faults({"at": "book", "status": 400, "code": "already_filled", "times": 1})
        with pytest.raises(SlotTaken):
            case.book()
        assert case.account.events() == []

    def test_a_booking_whose_answer_was_lost_is_recognised_as_ours(self, case: Case) -> None:
        case.account.faults({"at": "book", "after": True, "times": 1})
        with pytest.raises(CalendarDown) as raised:
            case.book()
        assert raised.value.unknown_outcome
        assert case.book().uri == case.account.events()[0]["uri"]
        assert len(case.account.events()) == 1

    def test_filled_by_nobody_knows_whom_is_unknown(self, case: Case) -> None:
        case.account.faults({"at": "book", "status": 400, "code": "already_filled"}, {"at": "events", "status": 500})
        with pytest.raises(CalendarDown) as raised:
            case.book()
        assert raised.value.unknown_outcome

    def test_one_of_many_at_once_gets_the_slot(self, make: Make) -> None:
        case = make(limits={"bookings_per_minute": 50})

        def attempt(number: int) -> str:
            try:
                return case.book(f"hold{number}").uri
            except SlotTaken:
                return "taken"

        with ThreadPoolExecutor(8) as threads:
            outcomes = list(threads.map(attempt, range(16)))
        assert outcomes.count("taken") == 15
        assert len(case.account.events()) == 1


class TestFind:
    def test_only_that_hold_of_that_doctor_at_that_time(self, case: Case) -> None:
        event = case.book("hold1")
        assert case.find("hold1") == event
        assert case.find("hold2") is None
        assert case.find("hold1", "2026-11-24T10:00") is None
        assert case.find("hold1", slug="battle") is None

    def test_not_a_cancelled_one(self, case: Case) -> None:
        case.calendar.cancel(case.clinic, case.book().uri, "by phone")
        assert case.find() is None

    def test_with_a_token_that_may_not_see_the_organization(self, make: Make) -> None:
        case = make(role="user")
        assert case.find() is None
        event = case.book()
        assert case.find() == event

    def test_among_many(self, make: Make) -> None:
        doctors = [BATTLE | {"slug": f"d{number}"} for number in range(120)]
        case = make(PATEL, *doctors, limits={"bookings_per_minute": 500})
        for doctor in doctors:
            case.account.control("POST", "take", {"event_type": doctor["slug"], "start": "2026-11-24T09:00"})
        event = case.book()
        assert case.find() == event

    @pytest.mark.parametrize("fault", UNKNOWN)
    def test_fails(self, make: Make, fault: dict[str, Any]) -> None:
        case = make(find_deadline_s=1.0)
        case.account.faults({"at": "events"} | fault)
        with pytest.raises(CalendarDown):
            case.find()


def test_published_form_of_a_booking_with_the_invitee_beside_its_event(case: Case) -> None:
    """One published example has the event's URI as `resource` and the invitee beside it."""
    published = example("events_create_invitee")
    event_type: dict[str, Any] = {"resource": {"locations": None, "custom_questions": []}}
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            for answer in (event_type, published):
                body = json.dumps(answer).encode()
                connection, _ = listening.accept()
                with connection:
                    connection.recv(65536)
                    head = f"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {len(body)}\r\n\r\n"
                    connection.sendall(head.encode() + body)

        threading.Thread(target=serve, daemon=True).start()
        calendar = CalendlyCalendar(f"http://127.0.0.1:{listening.getsockname()[1]}", now=lambda clinic: at(case.now))
        event = calendar.book(case.clinic, case.doctor(), case.slot(), MARIA, "hold1")
    assert event.uri == published["invitee"]["event"]
    assert event.cancel_url == published["invitee"]["cancel_url"]
