"""Webhooks were lost: the comparison with Calendly repairs what is safe and lists the rest, naming nobody."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import update

from receptionist.calendars.port import CalendarDown
from receptionist.calendars.reconciliation import Reconciliation, Report
from receptionist.storage.tables import AppointmentRow
from tests.integration.calendly_office import ELEVEN, TEN, Office, office, service, wait_for

__all__ = ["office", "service"]

HALF_PAST = "2026-11-24T10:30"


def compare(office: Office, web: str | None = None) -> Report:
    return Reconciliation(office.desk.database, office.calendly, office.desk.clock, web).run(office.desk.clinic)


def change(office: Office, appointment_id: int, **values: object) -> None:
    with office.desk.database.session() as session:
        session.execute(update(AppointmentRow).where(AppointmentRow.id == appointment_id).values(**values))


def event_id(uri: str) -> str:
    return f"event {uri.rsplit('/', 1)[1]}"


def test_nothing_to_do(office: Office) -> None:
    office.book()
    report = compare(office)
    assert (report.appointments, report.events, report.repaired, report.left) == (1, 1, {}, {})


def test_staff_cancelled(office: Office) -> None:
    booked = office.book()
    office.staff_cancel(office.row(booked).event_uri)
    assert compare(office).repaired == {"cancelled": [f"appointment {booked}"]}
    assert office.state(booked)[0] == "cancelled"
    assert office.told() == ["confirmation", "cancellation"]
    assert compare(office).repaired == {}


def test_staff_moved_it_twice(office: Office) -> None:
    booked = office.book()
    once = office.staff_move(office.row(booked).event_uri, ELEVEN)
    twice = office.staff_move(once, HALF_PAST)
    assert compare(office).repaired == {"moved": [f"appointment {booked}"]}
    assert office.state(booked) == ("booked", HALF_PAST)
    assert office.row(booked).event_uri == twice
    assert office.kept() == []
    assert office.told() == ["confirmation", "rescheduled"]
    again = compare(office)
    assert (again.repaired, again.left) == ({}, {})


def test_staff_moved_and_then_cancelled(office: Office) -> None:
    booked = office.book()
    moved = office.staff_move(office.row(booked).event_uri, ELEVEN)
    office.staff_cancel(moved)
    assert compare(office).repaired == {"cancelled": [f"appointment {booked}"]}
    assert office.told() == ["confirmation", "cancellation"]


def test_moves_that_wait_for_one_another(office: Office) -> None:
    first, second = office.book(TEN, "CA1"), office.book(ELEVEN, "CA2")
    office.staff_move(office.row(second).event_uri, HALF_PAST)
    office.staff_move(office.row(first).event_uri, ELEVEN)
    assert compare(office).repaired == {"moved": [f"appointment {second}", f"appointment {first}"]}
    assert (office.state(first), office.state(second)) == (("booked", ELEVEN), ("booked", HALF_PAST))


def test_two_that_staff_swapped_are_left_to_people(office: Office) -> None:
    first, second = office.book(TEN, "CA1"), office.book(ELEVEN, "CA2")
    to_half_past = office.staff_move(office.row(first).event_uri, HALF_PAST)
    office.staff_move(office.row(second).event_uri, TEN)
    office.staff_move(to_half_past, ELEVEN)
    report = compare(office)
    both = [f"appointment {first}", f"appointment {second}"]
    assert (report.repaired, report.left) == ({}, {"moved to a time that is taken here": both})
    assert office.kept() == []


def test_times_of_others_are_kept_and_freed(office: Office) -> None:
    taken = office.take(ELEVEN)
    assert compare(office).repaired == {"time kept": [event_id(taken)]}
    assert len(office.kept()) == 6
    before = office.account.requests()
    assert compare(office).repaired == {}
    asked = {step: number - before[step] for step, number in office.account.requests().items()}
    assert asked["events"] == 1
    office.staff_cancel(taken)
    assert compare(office).repaired == {"times freed": ["1"]}
    assert office.kept() == []


def test_an_event_of_something_that_is_over_is_taken_out_by_the_worker(office: Office) -> None:
    booked = office.book()
    change(office, booked, status="cancelled")
    assert compare(office).repaired == {"event to be cancelled": [f"appointment {booked}"]}
    for appointment_id in office.desk.appointments.due():
        office.desk.appointments.complete(appointment_id)
    assert [event["status"] for event in office.account.events()] == ["canceled"]
    assert office.state(booked)[0] == "cancelled"


def test_a_request_whose_event_exists_is_completed_soon(office: Office) -> None:
    booked = office.book()
    change(office, booked, status="pending_calendar", pending="book", event_uri=None)
    assert compare(office).repaired == {"booking to be completed": [f"appointment {booked}"]}
    assert office.desk.appointments.due() == [booked]
    office.desk.appointments.complete(booked)
    assert office.state(booked)[0] == "booked"
    assert len(office.account.events()) == 1


def test_what_people_have_to_look_at(office: Office) -> None:
    booked, without = office.book(TEN, "CA1"), office.book(ELEVEN, "CA2")
    with_our_mark = office.take("2026-11-24T09:00", utm_content="0" * 32)
    second = office.take("2026-11-24T09:30", utm_content=office.row(booked).hold_id)
    gone = office.row(without).event_uri
    change(office, without, event_uri=f"{gone}x")
    report = compare(office)
    assert report.left == {
        "unknown at Calendly": [f"appointment {without}"],
        "booked by us, but unknown here": [event_id(with_our_mark)],
        "a second event": [f"appointment {booked}", f"appointment {without}"],
        "overlaps an appointment": [event_id(str(gone))],
    }
    assert report.repaired["time kept"] == [event_id(with_our_mark), event_id(second)]
    assert office.state(booked) == ("booked", TEN)
    written = json.dumps(report.as_json())
    assert all(word not in written for word in ("Maria", "Lopez", "2025550101"))


def test_subscriptions(office: Office) -> None:
    assert compare(office, office.web).left == {"no webhook subscription": []}
    office.subscribe()
    assert compare(office, office.web).left == {}
    office.account.control("PUT", "subscriptions", {"state": "disabled"})
    assert list(compare(office, office.web).left) == ["webhook subscription disabled"]


def test_a_subscription_is_disabled_when_nobody_takes_webhooks(office: Office) -> None:
    office.calendly.account(office.desk.clinic).subscribe("http://127.0.0.1:9/calendly/webhooks/riverside", "key")
    office.take()
    wait_for(lambda: office.account.control("GET", "webhooks")["subscriptions"][0]["state"] == "disabled")
    assert list(compare(office, "http://127.0.0.1:9").left) == ["webhook subscription disabled"]


@pytest.mark.parametrize("fault", [{"status": 500}, {"garbage": True}, {"body_cut": True}, {}])
def test_nothing_is_cancelled_when_calendly_cannot_be_asked(office: Office, fault: dict[str, object]) -> None:
    booked = office.book()
    office.account.faults({"at": "events", **fault})
    with pytest.raises(CalendarDown):
        compare(office)
    assert office.state(booked) == ("booked", TEN)


def test_long_lists_are_read_to_their_end(office: Office) -> None:
    taken = []
    for week in range(9):
        for hour in range(13):
            taken.append(office.take(f"2026-12-{week + 10:02}T{hour + 8:02}:00"))
    report = compare(office)
    assert report.events == 117
    assert sorted(report.repaired["time kept"]) == sorted(map(event_id, taken))
