"""Two workers of the assistant, Redis between them: any of them carries on with any call, and what Redis has lost is
said to be lost."""

from __future__ import annotations

import itertools
import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

from simulators.servers.server import Server
from tests.faults.practice import Practice
from tests.faults.telephone import ANSWERS, MOST_TURNS, Call

TROUBLE = "technical problem"


@contextmanager
def frozen(worker: int) -> Iterator[None]:
    os.kill(worker, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(worker, signal.SIGCONT)


def test_every_turn_by_another_worker_than_the_last(on_servers: Practice, workers: list[int]) -> None:
    assert len(workers) == 2
    clinic = on_servers.clinic("turn-about")
    call = on_servers.call(clinic)
    asleep = itertools.cycle(workers)
    with frozen(next(asleep)):
        call.ring()
    asked = []
    while call.last.ends == "Gather" and len(asked) < MOST_TURNS:
        asked.append(call.last.expecting)
        with frozen(next(asleep)):
            call.say(ANSWERS.get(call.last.expecting or "", ""))
    assert asked.count("request") == 1 and asked[-1] == "anything_else", call
    assert call.last.ends == "Hangup", call
    on_servers.let_the_worker_run()
    on_servers.assert_booked_once(clinic)


def test_the_outcome_of_a_slow_turn_is_fetched_from_the_other_worker(on_servers: Practice, workers: list[int]) -> None:
    clinic = on_servers.clinic("outcome-elsewhere")
    call = on_servers.call(clinic)
    call.ring()
    call.go_on(until="confirm")
    on_servers.faults(clinic, {"at": "book", "delay_s": 3})
    with frozen(workers[0]):
        moment = call.line.post(call.last.next_url, call.spoken("yes"))
    assert moment.ends == "Redirect"
    time.sleep(2)
    with frozen(workers[1]):
        call.follow(call.line.post(moment.next_url, call.fields()))
    assert call.last.expecting == "anything_else", call
    on_servers.let_the_worker_run()
    on_servers.assert_booked_once(clinic)


def test_a_repeated_webhook_at_the_other_worker(on_servers: Practice, workers: list[int]) -> None:
    clinic = on_servers.clinic("repeated-elsewhere")
    call = on_servers.call(clinic)
    call.ring()
    call.go_on(until="confirm")
    url, fields = call.last.next_url, call.spoken("yes")
    answers = []
    for worker in workers:
        with frozen(worker):
            answers.append(call.line.post(url, fields, "the same token"))
    assert answers[0].body == answers[1].body
    on_servers.let_the_worker_run()
    on_servers.assert_booked_once(clinic)
    assert on_servers.requests(clinic)["book"] == 1


def test_what_redis_has_lost_is_said_to_be_lost(on_servers: Practice, servers: dict[str, Server]) -> None:
    clinic = on_servers.clinic("redis-empty")
    call = on_servers.call(clinic)
    call.ring()
    call.go_on(until="confirm")
    empty(servers["redis"])
    call.say("yes")
    assert TROUBLE in call.last_said and call.last.ends == "Dial", call
    on_servers.let_the_worker_run()
    on_servers.assert_nothing_booked(clinic)


def test_a_conversation_without_its_events_does_not_begin_anew(
    on_servers: Practice, servers: dict[str, Server]
) -> None:
    call = on_servers.call(on_servers.clinic("redis-half-empty"))
    call.ring()
    call.go_on(until="name")
    empty(servers["redis"], f"session:{call.sid}")
    call.say("Maria Lopez")
    assert TROUBLE in call.last_said and call.last.ends == "Dial", call


def test_an_emergency_while_redis_is_down(on_servers: Practice, servers: dict[str, Server]) -> None:
    call: Call = on_servers.call(on_servers.clinic("redis-emergency"))
    call.ring()
    servers["redis"].kill()
    try:
        call.say("i have crushing chest pain")
    finally:
        servers["redis"].start()
    assert "emergency" in call.last_said and "nine one one" in call.last_said, call


def empty(server: Server, *keys: str) -> None:
    import redis

    with redis.Redis.from_url(server.url) as client:
        if keys:
            assert client.delete(*keys) == len(keys)
        else:
            client.flushall()
