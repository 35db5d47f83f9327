"""Calendly is slow, over quota, broken or gone: every answer comes in time, and no booking is lost or doubled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest

from simulators.calls.after_the_call import State
from simulators.calls.clinic_builder import BuiltClinic
from tests.faults.practice import FIRST_FREE, MONDAY_MORNING, Practice
from tests.faults.telephone import CALLER, Call

AT_BOOK: Mapping[str, Mapping[str, Any]] = {
    "slow": {"delay_s": 10},
    "slow-after": {"delay_s": 10, "after": True},
    "over-quota": {"status": 429},
    "broken": {"status": 500},
    "broken-after": {"status": 500, "after": True},
    "garbage": {"garbage": True},
    "garbage-after": {"garbage": True, "after": True},
    "cut-off": {"body_cut": True, "after": True},
    "no-answer": {},
    "no-answer-after": {"after": True},
}
AT_AVAILABILITY: Mapping[str, Mapping[str, Any]] = {
    "slow": {"delay_s": 10},
    "over-quota": {"status": 429},
    "broken": {"status": 500},
    "garbage": {"garbage": True},
    "no-answer": {},
}


@dataclass
class Course:
    """A call under a fault that lasts: what was true when it was over, and after a first run of the worker."""

    clinic: BuiltClinic
    call: Call
    after_call: State
    after_worker: State | None = None


def place(practice: Practice, name: str, step: str, fault: Mapping[str, Any]) -> Course:
    clinic = practice.clinic(f"{step}-{name}")
    call = practice.call(clinic)
    call.ring()
    if step == "book":
        call.go_on(until="confirm")
    practice.faults(clinic, {"at": step, **fault})
    call.go_on()
    call.hang_up()
    return Course(clinic, call, practice.state(clinic))


@pytest.fixture(scope="module")
def courses(practice: Practice) -> Iterator[dict[tuple[str, str], Course]]:
    """All calls at once. The worker runs while the faults last, then they end, and it runs again."""
    planned = [("book", name, fault) for name, fault in AT_BOOK.items()]
    planned += [("availability", name, fault) for name, fault in AT_AVAILABILITY.items()]
    with ThreadPoolExecutor(8) as callers:
        placed = callers.map(lambda one: place(practice, one[1], one[0], one[2]), planned)
        courses = {(step, name): course for (step, name, _), course in zip(planned, placed, strict=True)}
    practice.let_the_worker_run()
    for course in courses.values():
        course.after_worker = practice.state(course.clinic)
        practice.faults(course.clinic)
    practice.let_the_worker_run()
    yield courses


@pytest.mark.parametrize("name", AT_BOOK)
def test_at_the_yes(practice: Practice, courses: dict[tuple[str, str], Course], name: str) -> None:
    course = courses["book", name]
    statuses = [kept.status for kept in course.after_call.appointments.values()]
    assert statuses in (["booked"], ["pending_calendar"]), course.call
    assert course.call.last.ends in ("Hangup", "Dial"), course.call
    assert course.after_worker is not None
    kept = list(course.after_worker.appointments.values())
    assert [(one.status, one.start) for one in kept] in (
        [("booked", FIRST_FREE)],
        [("pending_calendar", FIRST_FREE)],
    )
    if kept[0].status == "booked":
        assert len(course.after_worker.events) == 1
    practice.assert_booked_once(course.clinic)
    told = [kind for kind, _ in practice.sms(course.clinic)]
    expected = ["confirmation"] if statuses == ["booked"] else ["request_pending", "confirmation"]
    assert told == expected


@pytest.mark.parametrize("name", AT_AVAILABILITY)
def test_at_availability(practice: Practice, courses: dict[tuple[str, str], Course], name: str) -> None:
    """The rota stands in for the calendar, which has the last word when it comes to the booking."""
    course = courses["availability", name]
    assert course.call.last.ends in ("Hangup", "Dial"), course.call
    practice.assert_booked_once(course.clinic)


def test_a_time_that_only_the_calendar_knows_to_be_taken(practice: Practice) -> None:
    clinic = practice.clinic("rota-is-wrong", busy=[FIRST_FREE])
    practice.faults(clinic, {"at": "availability", "status": 503})
    call = practice.call(clinic)
    call.ring()
    call.go_on()
    assert call.last.ends in ("Hangup", "Dial"), call
    practice.let_the_worker_run()
    appointments = list(practice.state(clinic).appointments.values())
    assert [kept.start > FIRST_FREE for kept in appointments] == [True], call
    practice.assert_booked_once(clinic, appointments[0].start)


def test_a_slot_that_is_gone_is_not_promised(practice: Practice) -> None:
    clinic = practice.clinic("gone")
    call = practice.call(clinic)
    call.ring()
    call.go_on(until="confirm")
    practice.faults(clinic, {"at": "book", "status": 400, "code": "already_filled", "times": 1})
    call.say("yes")
    call.go_on()
    practice.let_the_worker_run()
    starts = [kept.start for kept in practice.state(clinic).appointments.values()]
    assert len(starts) == 1 and starts[0] > FIRST_FREE
    practice.assert_booked_once(clinic, starts[0])


def test_the_service_is_not_there_at_all(practice: Practice) -> None:
    """Its address refuses connections, for one call from the start, for another from the yes on. What the callers said
    yes to is called a request, and booked when the service is there again."""
    early, late = practice.clinic("refused-early"), practice.clinic("refused-late")
    callers = {clinic.clinic.id: practice.call(clinic) for clinic in (early, late)}
    for call in callers.values():
        call.ring()
    callers[late.clinic.id].go_on(until="confirm")
    practice.stack.stop_process("calendly")
    try:
        for call in callers.values():
            call.go_on()
            assert call.last.ends in ("Hangup", "Dial"), call
            assert any("not confirmed yet" in said for said in call.said), call
        practice.let_the_worker_run()
    finally:
        practice.restart("calendly")
        for clinic in (early, late):
            practice.builder.reopen(clinic.clinic.id)
            practice.clock(clinic, MONDAY_MORNING)
    for clinic in (early, late):
        assert [kept.status for kept in practice.state(clinic).appointments.values()] == ["pending_calendar"]
    practice.let_the_worker_run()
    for clinic in (early, late):
        practice.assert_booked_once(clinic)
        assert practice.sms(clinic) == [("request_pending", CALLER), ("confirmation", CALLER)]
