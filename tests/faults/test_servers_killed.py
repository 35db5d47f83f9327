"""PostgreSQL and Redis are killed, hang and come back in the middle of calls: what was said yes to is booked once, and
a call goes on where it was or says that it cannot."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from simulators.calls.clinic_builder import BuiltClinic
from simulators.servers.server import Server
from tests.faults.practice import Practice
from tests.faults.telephone import MOST_TURNS, Call

TROUBLE = "technical problem"
ONLY_IF = "only if a text message tells you so"
SERVERS = ("database", "redis")


@pytest.fixture(autouse=True)
def all_up_afterwards(servers: dict[str, Server]) -> Iterator[None]:
    yield
    for server in servers.values():
        server.thaw()
        server.start()


def restart(server: Server) -> None:
    server.kill()
    server.start()


def during(action: Callable[[], object], happens: Callable[[], None], after_s: float) -> None:
    """Does `action` while, a moment after its start, something happens in this thread, which lives on."""
    acting = threading.Thread(target=action)
    acting.start()
    time.sleep(after_s)
    happens()
    acting.join()


@pytest.mark.parametrize("name", SERVERS)
def test_restarted_between_any_two_turns(on_servers: Practice, servers: dict[str, Server], name: str) -> None:
    clinic = on_servers.clinic(f"{name}-restarts")
    call = on_servers.call(clinic)
    call.ring()
    asked = []
    while call.last.ends == "Gather" and len(asked) < MOST_TURNS:
        asked.append(call.last.expecting)
        restart(servers[name])
        call.answer()
    assert asked.count("request") == 1, f"the call began again: {asked}"
    assert asked[-1] == "anything_else" and call.last.ends == "Hangup", call
    on_servers.let_the_worker_run()
    on_servers.assert_booked_once(clinic)


@pytest.mark.parametrize("name", SERVERS)
def test_restarted_while_the_yes_is_carried_out(on_servers: Practice, servers: dict[str, Server], name: str) -> None:
    clinic, call = at_the_yes(on_servers, f"{name}-restarted-at-yes")
    on_servers.faults(clinic, {"at": "book", "delay_s": 1.5})
    during(lambda: call.say("yes"), lambda: restart(servers[name]), after_s=0.6)
    call.go_on()
    assert call.last.ends in ("Hangup", "Dial"), call
    on_servers.let_the_worker_run()
    on_servers.assert_booked_once(clinic)
    assert on_servers.requests(clinic)["book"] == 1


def test_postgres_gone_when_the_calendar_answers(on_servers: Practice, servers: dict[str, Server]) -> None:
    """The appointment was written before the calendar was asked, so the worker finds it and the event."""
    clinic, call = at_the_yes(on_servers, "database-gone-at-yes")
    on_servers.faults(clinic, {"at": "book", "delay_s": 1.5})
    during(lambda: call.say("yes"), servers["database"].kill, after_s=0.6)
    assert_trouble(call)
    servers["database"].start()
    assert [kept.status for kept in on_servers.state(clinic).appointments.values()] == ["pending_calendar"]
    on_servers.let_the_worker_run()
    on_servers.assert_booked_once(clinic)
    assert on_servers.requests(clinic)["book"] == 1


def test_postgres_gone_before_the_yes(on_servers: Practice, servers: dict[str, Server]) -> None:
    clinic, call = at_the_yes(on_servers, "database-gone-before-yes")
    servers["database"].kill()
    call.say("yes")
    assert_trouble(call)
    servers["database"].start()
    on_servers.let_the_worker_run()
    on_servers.assert_nothing_booked(clinic)


def test_postgres_gone_before_the_yes_to_cancelling(on_servers: Practice, servers: dict[str, Server]) -> None:
    clinic, call = at_the_yes(on_servers, "database-gone-before-cancelling")
    call.go_on()
    other = on_servers.call(clinic)
    other.ring()
    other.say("please cancel my appointment")
    other.go_on(until="confirm")
    servers["database"].kill()
    other.say("yes")
    assert_trouble(other)
    servers["database"].start()
    on_servers.let_the_worker_run()
    on_servers.assert_booked_once(clinic)


@pytest.mark.long
@pytest.mark.parametrize("name", SERVERS)
def test_it_hangs_at_the_yes(on_servers: Practice, servers: dict[str, Server], name: str) -> None:
    clinic, call = at_the_yes(on_servers, f"{name}-hangs")
    servers[name].freeze()
    try:
        call.say("yes")
    finally:
        servers[name].thaw()
    assert_trouble(call)
    until = time.monotonic() + 5
    while time.monotonic() < until and not on_servers.state(clinic).appointments:
        time.sleep(0.1)
    on_servers.let_the_worker_run()
    if on_servers.state(clinic).appointments:
        on_servers.assert_booked_once(clinic)
    else:
        on_servers.assert_nothing_booked(clinic)


@pytest.mark.parametrize("name", SERVERS)
def test_a_call_that_begins_while_it_is_down(on_servers: Practice, servers: dict[str, Server], name: str) -> None:
    clinic = on_servers.clinic(f"{name}-down")
    servers[name].kill()
    call = on_servers.call(clinic)
    call.ring()
    assert call.last.ends in ("Hangup", "Dial") and TROUBLE in call.last_said, call
    servers[name].start()
    again = on_servers.call(clinic)
    again.ring()
    again.go_on()
    assert again.last.ends == "Hangup", again
    on_servers.let_the_worker_run()
    on_servers.assert_booked_once(clinic)


def test_an_emergency_while_postgres_is_down(on_servers: Practice, servers: dict[str, Server]) -> None:
    call = on_servers.call(on_servers.clinic("database-emergency"))
    call.ring()
    servers["database"].kill()
    call.say("i have crushing chest pain")
    assert "emergency" in call.last_said and "nine one one" in call.last_said, call


def at_the_yes(practice: Practice, name: str) -> tuple[BuiltClinic, Call]:
    clinic = practice.clinic(name)
    call = practice.call(clinic)
    call.ring()
    call.go_on(until="confirm")
    return clinic, call


def assert_trouble(call: Call) -> None:
    assert TROUBLE in call.last_said and ONLY_IF in call.last_said, call
    assert call.last.ends in ("Hangup", "Dial"), call
