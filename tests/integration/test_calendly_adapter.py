"""The Calendly adapter against the running simulator: what it books, and what it makes of every failure."""

from __future__ import annotations

import json
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from receptionist.appointments.models import GuestInfo, Slot
from receptionist.calendars.calendly import CalendlyCalendar
from receptionist.calendars.port import Calendar, CalendarDown, CalendarEvent, CalendarRefused, SlotTaken
from receptionist.clinics import Clinic, Doctor
from tests.integration.calendly_service import Account, Service, example, running

NEW_YORK = ZoneInfo("America/New_York")
MARIA = GuestInfo(name="Maria Lopez", phone="+12025550101", purpose="a stiff knee")
PATEL: dict[str, Any] = {
    "slug": "patel",
    "name": "Anita Patel",
    "availability": [{"day": "tuesday", "start": "09:00", "end": "12:00"}],
    "busy": ["2026-11-24T09:30"],
}
BATTLE: dict[str, Any] = {"slug": "battle", "availability": [{"day": "tuesday", "start": "09:00", "end": "12:00"}]}


@dataclass
class Case:
    """A clinic with its account at the simulator and an adapter; nine o'clock on the next day is free."""

    calendar: CalendlyCalendar
    account: Account
    now: str = "2026-11-23T08:55"
    doctor_ids: dict[str, int] = field(default_factory=lambda: {"patel": 1, "battle": 2})

    @property
    def clinic(self) -> Clinic:
        return Clinic(
            id="riverside", name="Riverside Clinic", numbers=["+12025550150"], calendly_token=self.account.token
        )

    def doctor(self, slug: str = "patel") -> Doctor:
        uri = self.account.event_types[slug]
        return Doctor(id=self.doctor_ids[slug], name=slug.title(), calendar="calendly", event_type=uri)

    def slot(self, start: str = "2026-11-24T09:00", slug: str = "patel") -> Slot:
        doctor = self.doctor(slug)
        return Slot(doctor_id=doctor.id, doctor=doctor.name, start=at(start))

    def free(self, start: str, end: str, slug: str = "patel") -> list[str]:
        slots = self.calendar.free(self.clinic, self.doctor(slug), at(start), at(end))
        assert all(slot.start.tzinfo == NEW_YORK for slot in slots)
        return [f"{slot.start:%Y-%m-%dT%H:%M}" for slot in slots]

    def book(self, hold_id: str = "hold1", start: str = "2026-11-24T09:00", guest: GuestInfo = MARIA) -> CalendarEvent:
        return self.calendar.book(self.clinic, self.doctor(), self.slot(start), guest, hold_id)

    def find(
        self, hold_id: str = "hold1", start: str = "2026-11-24T09:00", slug: str = "patel"
    ) -> CalendarEvent | None:
        return self.calendar.find(self.clinic, self.doctor(slug), hold_id, self.slot(start, slug))

    def statuses(self) -> list[str]:
        return [event["status"] for event in self.account.events()]


Make = Callable[..., Case]


def at(local: str) -> datetime:
    return datetime.fromisoformat(local).replace(tzinfo=NEW_YORK)


@pytest.fixture(scope="module")
def service() -> Iterator[Service]:
    with running() as service:
        yield service


@pytest.fixture
def make(service: Service) -> Iterator[Make]:
    made: list[CalendlyCalendar] = []

    def make(*event_types: dict[str, Any], now: str = "2026-11-23T08:55", **settings: Any) -> Case:
        spec = {key: settings.pop(key) for key in ("role", "limits") if key in settings}
        account = service.account(now=now, event_types=list(event_types) or [PATEL, BATTLE], **spec)
        made.append(CalendlyCalendar(service.base_url, now=lambda clinic: at(now), **settings))
        return Case(made[-1], account)

    yield make
    for calendar in made:
        calendar.close()


@pytest.fixture
def case(make: Make) -> Case:
    return make()


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


UNKNOWN = [
    pytest.param({"status": 500}, id="500"),
    pytest.param({"status": 503}, id="503"),
    pytest.param({}, id="connection ends"),
    pytest.param({"garbage": True}, id="garbage"),
    pytest.param({"body_cut": True}, id="half a body"),
    pytest.param({"delay_s": 4}, id="too late"),
]


class TestBookingFails:
    @pytest.mark.parametrize("fault", UNKNOWN)
    @pytest.mark.parametrize("carried_out", [False, True])
    def test_unknown_until_it_is_looked_up(self, make: Make, fault: dict[str, Any], carried_out: bool) -> None:
        case = make(deadline_s=1.0)
        case.account.faults({"at": "book", "times": 1, "after": carried_out} | fault)
        started = time.monotonic()
        with pytest.raises(CalendarDown) as raised:
            case.book()
        assert time.monotonic() - started < 2.5
        assert raised.value.unknown_outcome
        found = case.find()
        if carried_out:
            assert found is not None
            assert found.uri == case.account.events()[0]["uri"]
        elif "delay_s" not in fault and "body_cut" not in fault:
            assert found is None
            assert case.account.events() == []

    def test_a_request_that_is_carried_out_late_does_not_book_twice(self, make: Make) -> None:
        case = make(deadline_s=0.5)
        case.account.faults({"at": "book", "delay_s": 1.0, "times": 1})
        with pytest.raises(CalendarDown):
            case.book()
        assert case.find() is None
        time.sleep(1.0)
        assert case.book() == case.find()
        assert len(case.account.events()) == 1

    @pytest.mark.parametrize(
        ("status", "code", "message"),
        [
            (400, None, "400"),
            (400, "event_guests_not_allowed", "event_guests_not_allowed"),
            (401, None, "401"),
            (403, None, "403"),
            (404, None, "404"),
        ],
    )
    def test_refused(self, case: Case, status: int, code: str | None, message: str) -> None:
        case.account.faults({"at": "book", "status": status, "code": code})
        with pytest.raises(CalendarRefused, match=message):
            case.book()
        assert case.account.events() == []

    def test_out_of_quota(self, make: Make) -> None:
        case = make(limits={"bookings_per_minute": 1})
        case.book()
        with pytest.raises(CalendarDown) as raised:
            case.book("hold2", "2026-11-24T10:00")
        assert not raised.value.unknown_outcome
        assert len(case.account.events()) == 1

    def test_nothing_is_written_when_the_event_type_cannot_be_read(self, case: Case) -> None:
        case.account.faults({"at": "other", "status": 500})
        with pytest.raises(CalendarDown) as raised:
            case.book()
        assert not raised.value.unknown_outcome
        assert "book" not in case.account.requests()

    def test_the_event_type_leaves_time_for_the_booking(self, case: Case) -> None:
        case.account.faults({"at": "other", "delay_s": 5, "times": 1})
        started = time.monotonic()
        with pytest.raises(CalendarDown) as raised:
            case.book()
        assert time.monotonic() - started < 3.0
        assert not raised.value.unknown_outcome

    def test_a_server_that_is_down(self, make: Make, service: Service) -> None:
        with socket.create_server(("127.0.0.1", 0)) as listening:
            port = listening.getsockname()[1]
        case = make()
        down = Case(CalendlyCalendar(f"http://127.0.0.1:{port}", now=lambda clinic: at(case.now)), case.account)
        for ask in (down.book, down.find, lambda: down.free("2026-11-24T00:00", "2026-11-25T00:00")):
            with pytest.raises(CalendarDown) as raised:
                ask()
            assert not raised.value.unknown_outcome

    def test_unknown_doctors(self, case: Case) -> None:
        foreign = case.doctor().model_copy(update={"event_type": "https://api.calendly.com/event_types/none"})
        with pytest.raises(CalendarRefused, match="404"):
            case.calendar.free(case.clinic, foreign, at("2026-11-24T00:00"), at("2026-11-25T00:00"))
        without = case.doctor().model_copy(update={"event_type": None})
        with pytest.raises(CalendarRefused, match="no Calendly event type"):
            case.calendar.book(case.clinic, without, case.slot(), MARIA, "hold1")


class TestAskingFails:
    @pytest.mark.parametrize("fault", [*UNKNOWN, pytest.param({"status": 429}, id="429")])
    def test_availability(self, make: Make, fault: dict[str, Any]) -> None:
        case = make(deadline_s=1.0)
        case.account.faults({"at": "availability", "times": 1} | fault)
        with pytest.raises(CalendarDown) as raised:
            case.free("2026-11-24T00:00", "2026-11-25T00:00")
        assert not raised.value.unknown_outcome
        assert case.free("2026-11-24T00:00", "2026-11-25T00:00")

    @pytest.mark.parametrize("status", [400, 401, 403, 404])
    def test_availability_refused(self, case: Case, status: int) -> None:
        case.account.faults({"at": "availability", "status": status})
        with pytest.raises(CalendarRefused, match=str(status)):
            case.free("2026-11-24T00:00", "2026-11-25T00:00")

    def test_the_deadline_is_for_all_ranges_together(self, make: Make) -> None:
        case = make(deadline_s=1.0)
        case.account.faults({"at": "availability", "delay_s": 0.4})
        started = time.monotonic()
        with pytest.raises(CalendarDown):
            case.free("2026-11-24T00:00", "2027-06-01T00:00")
        assert time.monotonic() - started < 2.0

    def test_an_unknown_token(self, case: Case) -> None:
        clinic = case.clinic.model_copy(update={"calendly_token": "nobody"})
        with pytest.raises(CalendarRefused, match="401"):
            case.calendar.free(clinic, case.doctor(), at("2026-11-24T00:00"), at("2026-11-25T00:00"))

    def test_nothing_personal_in_logs_and_errors(self, case: Case, caplog: pytest.LogCaptureFixture) -> None:
        guest = MARIA.model_copy(update={"email": "maria@example.com"})
        raised = []
        with caplog.at_level(logging.DEBUG):
            for fault in ({"status": 400}, {"status": 500}, {"garbage": True}, {}, {"status": 401}):
                case.account.faults({"at": "book"} | fault)
                with pytest.raises((CalendarDown, CalendarRefused)) as error:
                    case.book(guest=guest)
                raised.append(f"{error.value!r} {error.value.__cause__!r} {error.value}")
        text = "\n".join([*raised, *(record.getMessage() for record in caplog.records)])
        assert "calendly POST /invitees" in text
        for secret in ("Maria", "Lopez", "maria@", "2025550101", "knee", f"Bearer {case.account.token}"):
            assert secret not in text


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


class TestCancel:
    def test_cancels_and_frees(self, case: Case) -> None:
        event = case.book()
        case.calendar.cancel(case.clinic, event.uri, "by phone")
        assert case.statuses() == ["canceled"]
        assert case.account.events()[0]["cancellation"]["reason"] == "by phone"
        assert "2026-11-24T09:00" in case.free("2026-11-24T00:00", "2026-11-25T00:00")

    def test_twice_is_done(self, case: Case) -> None:
        event = case.book()
        case.calendar.cancel(case.clinic, event.uri, "by phone")
        case.calendar.cancel(case.clinic, event.uri, "by phone")
        assert case.statuses() == ["canceled"]

    def test_what_does_not_exist_is_done(self, case: Case) -> None:
        case.calendar.cancel(case.clinic, "https://api.calendly.com/scheduled_events/none", "by phone")

    def test_of_another_clinic_is_refused(self, case: Case, make: Make) -> None:
        event = case.book()
        with pytest.raises(CalendarRefused, match="403"):
            case.calendar.cancel(make().clinic, event.uri, "by phone")
        assert case.statuses() == ["active"]

    def test_in_the_past_is_refused(self, case: Case) -> None:
        event = case.book()
        case.account.control("PUT", "now", {"now": "2026-11-24T09:15"})
        with pytest.raises(CalendarRefused, match="403"):
            case.calendar.cancel(case.clinic, event.uri, "by phone")

    @pytest.mark.parametrize("status", [401, 403, 400])
    def test_refused_while_it_is_still_there(self, case: Case, status: int) -> None:
        event = case.book()
        case.account.faults({"at": "cancel", "status": status})
        with pytest.raises(CalendarRefused, match=str(status)):
            case.calendar.cancel(case.clinic, event.uri, "by phone")
        assert case.statuses() == ["active"]

    @pytest.mark.parametrize("fault", UNKNOWN[:4])
    def test_not_done(self, case: Case, fault: dict[str, Any]) -> None:
        event = case.book()
        case.account.faults({"at": "cancel", "times": 1} | fault)
        with pytest.raises(CalendarDown) as raised:
            case.calendar.cancel(case.clinic, event.uri, "by phone")
        assert raised.value.unknown_outcome
        assert case.statuses() == ["active"]
        case.calendar.cancel(case.clinic, event.uri, "by phone")
        assert case.statuses() == ["canceled"]

    @pytest.mark.parametrize("fault", UNKNOWN[:5])
    def test_done_although_the_answer_was_lost(self, case: Case, fault: dict[str, Any]) -> None:
        event = case.book()
        case.account.faults({"at": "cancel", "after": True} | fault)
        case.calendar.cancel(case.clinic, event.uri, "by phone")
        assert case.statuses() == ["canceled"]

    def test_out_of_quota(self, case: Case) -> None:
        event = case.book()
        case.account.faults({"at": "cancel", "status": 429})
        with pytest.raises(CalendarDown) as raised:
            case.calendar.cancel(case.clinic, event.uri, "by phone")
        assert not raised.value.unknown_outcome

    def test_all_down(self, case: Case) -> None:
        event = case.book()
        case.account.faults({})
        with pytest.raises(CalendarDown):
            case.calendar.cancel(case.clinic, event.uri, "by phone")

    def test_no_uri(self, case: Case) -> None:
        with pytest.raises(CalendarRefused):
            case.calendar.cancel(case.clinic, "", "by phone")


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
