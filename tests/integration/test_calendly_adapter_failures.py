"""What the Calendly adapter makes of every failure that the simulator can be told to show."""

from __future__ import annotations

import logging
import socket
import time
from typing import Any

import pytest

from receptionist.calendars.calendly import CalendlyCalendar
from receptionist.calendars.port import CalendarDown, CalendarRefused
from tests.integration.calendly_case import MARIA, UNKNOWN, Case, Make, at, case, make, service
from tests.integration.calendly_service import Service

__all__ = ["case", "make", "service"]


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
