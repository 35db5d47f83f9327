"""Fifty callers at once for three times, on PostgreSQL and Redis: three have booked, all have an answer in time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime

import pytest

from tests.faults.practice import Practice
from tests.faults.telephone import TWILIO_WAITS_S, Call

CALLERS = [f"+120255502{number:02}" for number in range(50)]
FREE = [datetime(2026, 11, 24, 9, 0), datetime(2026, 11, 24, 9, 30), datetime(2026, 11, 24, 10, 0)]


@pytest.mark.long
def test_fifty_callers_for_three_times(on_servers: Practice) -> None:
    day = [{"date": "2026-11-24", "start": "09:00", "end": "10:30"}]
    clinic = on_servers.clinic("fifty", shifts=day, callers=len(CALLERS))

    def place(number: str) -> Call:
        call = on_servers.call(clinic, number)
        call.ring()
        call.go_on()
        call.hang_up()
        return call

    with ThreadPoolExecutor(len(CALLERS)) as callers:
        calls = list(callers.map(place, CALLERS))
    answers = [answer for call in calls for answer in call.answers]
    assert {answer.ends for answer in answers} <= {"Gather", "Redirect", "Dial", "Hangup"}
    assert max(answer.seconds for answer in answers) <= TWILIO_WAITS_S
    on_servers.let_the_worker_run()
    state = on_servers.state(clinic)
    assert sorted(kept.start for kept in state.appointments.values()) == FREE
    assert {kept.status for kept in state.appointments.values()} == {"booked"}
    assert sorted(event.start for event in state.events) == FREE
    confirmed = [number for kind, number in on_servers.sms(clinic) if kind == "confirmation"]
    assert sorted(confirmed) == sorted(str(kept.contact) for kept in state.appointments.values())
    told = [call.caller for call in calls if any("booked" in said and "not" not in said for said in call.said)]
    assert set(told) <= set(confirmed)
    assert not state.held - {kept.hold_id for kept in state.appointments.values()}
