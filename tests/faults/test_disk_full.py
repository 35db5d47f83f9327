"""No process can write a byte any more: calls are answered, what cannot be kept is not promised, and all is well when
there is room again.

A full disk takes root and a mount; a limit of zero on what a process may write (RLIMIT_FSIZE) fails its writes alike.
"""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.practice import Practice
from tests.faults.test_servers_killed import assert_trouble, at_the_yes, during


@contextmanager
def no_room_for(practice: Practice, *names: str) -> Iterator[None]:
    limited = [pid for name in names for pid in practice.stack.processes_of(name)]
    before = {pid: resource.prlimit(pid, resource.RLIMIT_FSIZE) for pid in limited}
    for pid, (_, most) in before.items():
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0, most))
    try:
        yield
    finally:
        for pid, limits in before.items():
            if Path(f"/proc/{pid}").exists():
                resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)


def test_no_room_for_sound(practice: Practice) -> None:
    """Twilio's own voice says what was not said before."""
    clinic = practice.clinic("disk-web")
    call = practice.call(clinic)
    with no_room_for(practice, "web"):
        call.ring()
        call.go_on(until="confirm")
        assert call.last.said_by_twilio and not call.last.audio
        call.go_on()
    assert call.last.ends == "Hangup", call
    practice.let_the_worker_run()
    practice.assert_booked_once(clinic)
    again = practice.call(practice.clinic("disk-web-again"))
    again.ring()
    assert again.last.audio


def test_no_room_for_the_directory(practice: Practice) -> None:
    """The assistant keeps on disk what it knows of a clinic only in case `web` is away."""
    clinic = practice.clinic("disk-assistant")
    with no_room_for(practice, "assistant"):
        call = practice.call(clinic)
        call.ring()
        call.go_on()
    assert call.last.ends == "Hangup", call
    practice.let_the_worker_run()
    practice.assert_booked_once(clinic)


def test_no_room_for_the_appointment(practice: Practice) -> None:
    clinic, call = at_the_yes(practice, "disk-actions")
    with no_room_for(practice, "actions"):
        call.say("yes")
        assert_trouble(call)
    practice.let_the_worker_run()
    practice.assert_nothing_booked(clinic)
    again = practice.call(clinic)
    again.ring()
    again.go_on()
    practice.let_the_worker_run()
    practice.assert_booked_once(clinic)


def test_no_room_when_the_calendar_answers(practice: Practice) -> None:
    """The appointment is in the database, and in the calendar: the worker brings the two together."""
    clinic, call = at_the_yes(practice, "disk-late")
    practice.faults(clinic, {"at": "book", "delay_s": 1.5})
    limits = no_room_for(practice, "actions")
    during(lambda: call.say("yes"), limits.__enter__, after_s=0.7)
    limits.__exit__(None, None, None)
    assert_trouble(call)
    practice.let_the_worker_run()
    practice.assert_booked_once(clinic)
    assert practice.requests(clinic)["book"] == 1


def test_no_room_for_text_messages(practice: Practice) -> None:
    """The confirmation stays due, and goes out once, when there is room."""
    clinic, call = at_the_yes(practice, "disk-worker")
    call.go_on()
    practice.let_the_worker_run(most_bytes=0)
    assert not practice.sms(clinic)
    practice.let_the_worker_run()
    practice.assert_booked_once(clinic)
