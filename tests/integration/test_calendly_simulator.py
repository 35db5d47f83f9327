"""The simulator behaves as Calendly is published to: shapes, checks, limits, lists."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.integration.calendly_requests import (
    INVITEE,
    MICROSECONDS_UTC,
    PATEL,
    TRACKING,
    assert_invalid,
    assert_is,
    assert_like,
    booking,
    clinic,
    local_starts,
    service,
    times,
)
from tests.integration.calendly_service import Account, Service, example

__all__ = ["clinic", "service"]


class TestShapes:
    def test_user(self, clinic: Account) -> None:
        answer = clinic.get("/users/me").json()["resource"]
        assert_is("User", answer)
        assert (answer["uri"], answer["current_organization"]) == (clinic.user, clinic.organization)

    def test_event_types(self, clinic: Account) -> None:
        answer = clinic.get("/event_types", user=clinic.user, active="true").json()
        assert_is("EventType", answer["collection"][0])
        assert_is("Pagination", answer["pagination"])
        assert_like(example("event_types_list")["collection"], answer["collection"])
        one = clinic.get(f"/event_types/{clinic.event_types['patel'].rsplit('/', 1)[1]}").json()["resource"]
        assert one == answer["collection"][0]

    def test_available_times(self, clinic: Account) -> None:
        answer = times(clinic, "2026-11-23T15:00:00Z", "2026-11-25T00:00:00Z").json()
        assert_is("EventTypeAvailableTime", answer["collection"][0])
        assert_like(example("event_type_available_times_list"), answer)
        assert_like(answer, example("event_type_available_times_list"))
        assert len(answer["collection"]) == 5
        assert all(re.fullmatch(MICROSECONDS_UTC, item["start_time"]) for item in answer["collection"])

    def test_booking_event_and_invitee(self, clinic: Account) -> None:
        created = clinic.post("/invitees", booking(clinic))
        assert created.status_code == 201
        invitee = created.json()["resource"]
        assert_like(example("events_create_invitee")["invitee"], invitee)
        assert invitee["tracking"] == TRACKING
        event = clinic.get(invitee["event"].removeprefix(clinic.service.base_url)).json()["resource"]
        assert_is("Event", event)
        assert_like(example("events_retrieve")["resource"], event, frozenset({"cancellation"}))
        listed = clinic.get("/scheduled_events", organization=clinic.organization).json()
        assert_like(example("events_list")["collection"], listed["collection"])
        assert_is("Pagination", listed["pagination"])
        path = invitee["event"].removeprefix(clinic.service.base_url) + "/invitees"
        invitees = clinic.get(path).json()
        assert_is("Invitee", invitees["collection"][0])
        assert_like(example("event_invitees_list")["collection"], invitees["collection"], frozenset({"canceled"}))

    def test_cancellation(self, clinic: Account) -> None:
        path = clinic.post("/invitees", booking(clinic)).json()["resource"]["event"].split("/", 3)[3]
        cancelled = clinic.post(f"/{path}/cancellation", {"reason": "by phone"})
        assert cancelled.status_code == 201
        assert_is("Cancellation", cancelled.json()["resource"])
        assert_like(example("events_cancel_invitee"), cancelled.json())
        event = clinic.get(f"/{path}").json()["resource"]
        assert_is("Event", event)
        assert (event["status"], event["cancellation"]["reason"]) == ("canceled", "by phone")
        assert_is("Invitee", clinic.get(f"/{path}/invitees").json()["collection"][0])

    def test_busy_times(self, clinic: Account) -> None:
        clinic.post("/invitees", booking(clinic))
        query = {"start_time": "2026-11-24T00:00:00Z", "end_time": "2026-11-30T00:00:00Z"}
        found = clinic.get("/user_busy_times", user=clinic.user, **query).json()["collection"]
        assert [item["type"] for item in found] == ["calendly", "external"]
        for item in found:
            assert_is("UserBusyTime", item)
        assert_like(example("user_busy_times_list")["collection"], found)

    def test_scheduling_link(self, clinic: Account) -> None:
        body = {"max_event_count": 1, "owner": clinic.event_types["patel"], "owner_type": "EventType"}
        answer = clinic.post("/scheduling_links", body)
        assert answer.status_code == 201
        assert_like(example("scheduling_links_create"), answer.json())
        assert_invalid(clinic.post("/scheduling_links", body | {"max_event_count": 2}), "max_event_count")

    def test_errors(self, clinic: Account, service: Service) -> None:
        unknown = service.http.get("/users/me", headers={"Authorization": "Bearer nobody"})
        assert unknown.status_code == 401
        other = service.account(event_types=[PATEL])
        foreign = clinic.get(f"/event_types/{other.event_types['patel'].rsplit('/', 1)[1]}")
        assert foreign.status_code == 403
        missing = clinic.get("/scheduled_events/none")
        assert missing.status_code == 404
        for answer in (unknown, foreign, missing):
            assert_is("ErrorResponse", answer.json())
            published = example(f"resources_{answer.status_code}")
            assert (answer.json()["title"], answer.json()["message"]) == (published["title"], published["message"])


class TestAvailability:
    def test_follows_the_accounts_clock_and_zone(self, clinic: Account) -> None:
        free = local_starts(times(clinic, "2026-11-23T14:00:00Z", "2026-12-01T15:00:00Z"))
        assert free[:2] == ["2026-11-24T09:00", "2026-11-24T10:00"]
        assert free[-1] == "2026-12-01T09:30"
        clinic.control("PUT", "now", {"now": "2026-11-24T10:00"})
        assert_invalid(times(clinic, "2026-11-24T14:00:00Z", "2026-11-25T00:00:00Z"), "start_time")
        assert local_starts(times(clinic, "2026-11-24T15:00:01Z", "2026-11-25T00:00:00Z"))[0] == "2026-11-24T10:30"

    def test_keeps_local_hours_over_a_change_of_the_clocks(self, service: Service) -> None:
        weekly = {"slug": "a", "duration": 60, "availability": [{"day": "monday", "start": "09:00", "end": "10:00"}]}
        account = service.account(now="2026-10-20T08:00", zone="America/New_York", event_types=[weekly])
        answer = times(account, "2026-10-21T00:00:00Z", "2026-11-10T00:00:00Z", "a")
        starts = [item["start_time"][:13] for item in answer.json()["collection"]]
        assert starts == ["2026-10-26T13", "2026-11-02T14", "2026-11-09T14"]

    def test_closed_days_hours_dates_and_lengths(self, service: Service) -> None:
        doctor = {
            "slug": "a",
            "duration": 20,
            "availability": [
                {"day": "thursday", "start": "08:00", "end": "09:00"},
                {"date": "2026-11-27", "start": "11:50", "end": "13:00"},
            ],
            "closed": ["2026-11-26"],
            "hours": {"thursday": [["08:20", "18:00"]], "friday": [["08:00", "12:30"]]},
        }
        account = service.account(now="2026-11-23T08:00", event_types=[doctor])
        free = local_starts(times(account, "2026-11-24T00:00:00Z", "2026-12-05T00:00:00Z", "a"))
        assert free == ["2026-11-27T11:50", "2026-11-27T12:10", "2026-12-03T08:20", "2026-12-03T08:40"]

    @pytest.mark.parametrize(
        ("query", "parameter"),
        [
            ({"start_time": "2026-11-23T13:54:00Z", "end_time": "2026-11-25T00:00:00Z"}, "start_time"),
            ({"start_time": "2026-11-24T00:00:00Z", "end_time": "2026-12-25T00:00:01Z"}, "end_time"),
            ({"start_time": "2026-11-24T00:00:00Z", "end_time": "2026-11-24T00:00:00Z"}, "end_time"),
            ({"start_time": "2026-11-24T00:00:00Z"}, "end_time"),
            ({"end_time": "2026-11-24T00:00:00Z"}, "start_time"),
            ({"start_time": "tomorrow", "end_time": "2026-11-24T00:00:00Z"}, "start_time"),
        ],
    )
    def test_refuses(self, clinic: Account, query: dict[str, str], parameter: str) -> None:
        answer = clinic.get("/event_type_available_times", event_type=clinic.event_types["patel"], **query)
        assert_invalid(answer, parameter)

    def test_accepts_31_days(self, clinic: Account) -> None:
        assert times(clinic, "2026-11-24T00:00:00Z", "2026-12-25T00:00:00Z").status_code == 200


class TestBooking:
    def test_a_slot_is_filled_once_and_free_again_after_cancelling(self, clinic: Account) -> None:
        event = clinic.post("/invitees", booking(clinic)).json()["resource"]["event"]
        assert_invalid(clinic.post("/invitees", booking(clinic)), "start_time", "already_filled")
        assert "2026-11-24T09:00" not in local_starts(times(clinic, "2026-11-23T15:00:00Z", "2026-11-25T00:00:00Z"))
        path = event.removeprefix(clinic.service.base_url)
        assert clinic.post(f"{path}/cancellation", {}).status_code == 201
        again = clinic.post(f"{path}/cancellation", {})
        assert (again.status_code, again.json()["message"]) == (403, "Event is already canceled")
        assert clinic.post("/invitees", booking(clinic)).status_code == 201

    def test_of_many_at_once_one_wins(self, service: Service) -> None:
        account = service.account(now="2026-11-23T08:55", event_types=[PATEL], limits={"bookings_per_minute": 50})
        with ThreadPoolExecutor(16) as threads:
            answers = list(threads.map(lambda _: account.post("/invitees", booking(account)).status_code, range(32)))
        assert sorted(answers) == [201] + [400] * 31
        assert len(account.events()) == 1

    @pytest.mark.parametrize("start", ["2026-11-24T14:30:00Z", "2026-11-24T14:10:00Z", "2026-11-25T14:00:00Z"])
    def test_only_what_is_on_offer(self, clinic: Account, start: str) -> None:
        assert_invalid(clinic.post("/invitees", booking(clinic, start_time=start)), "start_time", "already_filled")

    @pytest.mark.parametrize(
        ("changes", "parameter"),
        [
            ({"start_time": "2026-11-23T13:00:00Z"}, "start_time"),
            ({"start_time": None}, "start_time"),
            ({"event_type": None}, "event_type"),
            ({"invitee": None}, "invitee"),
            ({"invitee": INVITEE | {"name": ""}}, "invitee.name"),
            ({"invitee": INVITEE | {"email": "maria"}}, "invitee.email"),
            ({"invitee": INVITEE | {"timezone": "New York"}}, "invitee.timezone"),
            ({"invitee": INVITEE | {"text_reminder_number": "555"}}, "invitee.text_reminder_number"),
            ({"tracking": {"utm_content": "x"}}, "tracking.utm_campaign"),
            ({"event_guests": ["a@b.co"] * 11}, "event_guests"),
            ({"location": {"kind": "physical", "location": "here"}}, "location.kind"),
        ],
    )
    def test_refuses(self, clinic: Account, changes: dict[str, Any], parameter: str) -> None:
        assert_invalid(clinic.post("/invitees", booking(clinic, **changes)), parameter)
        assert clinic.events() == []

    def test_place_and_questions(self, service: Service) -> None:
        kind = PATEL | {
            "locations": [{"kind": "physical", "location": "1 River Street"}, {"kind": "google_conference"}],
            "custom_questions": [{"name": "Reason?", "required": True}, {"name": "Phone", "type": "phone_number"}],
        }
        account = service.account(now="2026-11-23T08:55", event_types=[kind])
        place = {"kind": "physical", "location": "1 River Street"}
        answer = {"question": "Reason?", "answer": "Check", "position": 0}
        assert_invalid(account.post("/invitees", booking(account)), "location")
        no_text = account.post("/invitees", booking(account, location={"kind": "physical"}))
        assert_invalid(no_text, "location.location")
        blank = account.post("/invitees", booking(account, location=place))
        assert_invalid(blank, "questions_and_answers")
        assert blank.json()["details"][0]["message"] == "Required Questions and Answers cannot be blank"
        other_text = booking(account, location=place, questions_and_answers=[answer | {"question": "reason?"}])
        assert_invalid(account.post("/invitees", other_text), "questions_and_answers.question")
        assert (
            account.post("/invitees", booking(account, location=place, questions_and_answers=[answer])).status_code
            == 201
        )
        assert account.events()[0]["location"] == {"type": "physical", "location": "1 River Street"}

    def test_no_json(self, clinic: Account) -> None:
        headers = {"Authorization": f"Bearer {clinic.token}"}
        assert clinic.service.http.post("/invitees", content=b"{", headers=headers).status_code == 400

    def test_limits_of_bookings(self, clinic: Account) -> None:
        answers = [clinic.post("/invitees", booking(clinic, invitee=None)) for _ in range(11)]
        assert [answer.status_code for answer in answers] == [400] * 10 + [429]
        assert answers[0].headers["X-RateLimit-Limit"] == "10"
        assert answers[0].headers["X-RateLimit-Remaining"] == "9"
        assert answers[-1].headers["X-RateLimit-Remaining"] == "0"
        assert 0 < int(answers[-1].headers["X-RateLimit-Reset"]) <= 60
        assert clinic.get("/users/me").headers["X-RateLimit-Limit"] == "500"


class TestLists:
    def test_pages_and_filters(self, service: Service) -> None:
        account = service.account(now="2026-11-23T08:55", event_types=[PATEL | {"busy": []}])
        for minute in range(0, 150, 30):
            start = f"2026-11-24T{14 + minute // 60:02}:{minute % 60:02}:00Z"
            account.post("/invitees", booking(account, start_time=start))
        query = {"organization": account.organization, "count": 2, "sort": "start_time:desc"}
        seen: list[str] = []
        token = None
        while True:
            page = account.get("/scheduled_events", **query, **({"page_token": token} if token else {})).json()
            assert_is("Pagination", page["pagination"])
            seen += [event["start_time"][11:16] for event in page["collection"]]
            token = page["pagination"]["next_page_token"]
            if not token:
                break
        assert seen == ["16:00", "15:30", "15:00", "14:30", "14:00"]
        window = {"min_start_time": "2026-11-24T14:30:00Z", "max_start_time": "2026-11-24T15:00:00Z"}
        found = account.get("/scheduled_events", user=account.user, **window).json()["collection"]
        assert len(found) == 2
        assert account.get("/scheduled_events", user=account.user, status="canceled").json()["collection"] == []
        mail = account.get("/scheduled_events", user=account.user, invitee_email="other@example.com").json()
        assert mail["collection"] == []

    def test_refuses(self, clinic: Account, service: Service) -> None:
        assert_invalid(clinic.get("/scheduled_events"), "user")
        assert_invalid(clinic.get("/scheduled_events", user=clinic.user, count=101), "count")
        assert_invalid(clinic.get("/scheduled_events", user=clinic.user, page_token="x"), "page_token")
        assert clinic.get("/scheduled_events", organization=f"{clinic.organization}x").status_code == 403
        member = service.account(role="user")
        assert member.get("/scheduled_events", organization=member.organization).status_code == 403
        assert member.get("/scheduled_events", user=member.user).status_code == 200
