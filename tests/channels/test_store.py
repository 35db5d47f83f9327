"""The same promises of the workers' store, kept in memory and on a real Redis."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Awaitable, Callable

import pytest

from channels.answers import IN_PROGRESS, Answers
from channels.limits import CallLimits
from channels.redis_link import RedisLink
from channels.redis_store import RedisStore
from channels.session import CallSession, Part, Reply, Sessions
from channels.store import MemoryStore, Record, Store, StoreDown
from tests.channels.conftest import RedisProcess

Check = Callable[[Store], Awaitable[None]]


@pytest.fixture(params=["memory", "redis"])
def run(request: pytest.FixtureRequest, redis: RedisProcess) -> Callable[[Check], None]:
    def run_check(check: Check) -> None:
        async def on_store() -> None:
            if request.param == "memory":
                await check(MemoryStore())
                return
            link = RedisLink(redis.url)
            await link.command("FLUSHALL")
            await check(RedisStore(link))
            await link.close()

        asyncio.run(on_store())

    return run_check


def test_of_two_who_read_the_same_version_one_writes(run: Callable[[Check], None]) -> None:
    async def check(store: Store) -> None:
        assert await store.read("call:1") is None
        assert await store.write("call:1", "a", 0, 60)
        assert await store.read("call:1") == Record(1, "a")
        assert await store.write("call:1", "b", 1, 60)
        assert not await store.write("call:1", "c", 1, 60)
        assert await store.read("call:1") == Record(2, "b")
        await store.delete("call:1")
        assert not await store.write("call:1", "d", 2, 60)
        assert await store.write("call:1", "e", 0, 60)

    run(check)


def test_a_key_is_claimed_once(run: Callable[[Check], None]) -> None:
    async def check(store: Store) -> None:
        assert await store.claim("answer:1", "mine", 60) is None
        assert await store.claim("answer:1", "yours", 60) == "mine"
        await store.put("answer:1", "<Response/>", 60)
        assert await store.claim("answer:1", "yours", 60) == "<Response/>"

    run(check)


def test_counts_begin_anew_when_their_time_is_over(run: Callable[[Check], None]) -> None:
    async def check(store: Store) -> None:
        assert [await store.count("calls:x", 1) for _ in range(3)] == [1, 2, 3]
        assert await store.count("calls:y", 1) == 1
        await asyncio.sleep(1.1)
        assert await store.count("calls:x", 1) == 1

    run(check)


def test_a_session_comes_back_as_it_was(run: Callable[[Check], None]) -> None:
    reply = Reply((Part("Which one?"), Part("Hello", True)), "slot_choice", offered=("2026-11-24T09:00",))
    session = CallSession("CA1", {"id": "c"}, [], "+12025550101", "+12025550100", "A", turn=2, reply=reply)
    session.question, session.before_emergency, session.transfer_failed = reply.parts[:1], reply, True

    async def check(store: Store) -> None:
        sessions = Sessions(store)
        assert await sessions.begin_answering(session)
        found = await sessions.get("CA1")
        assert found == session
        assert found is not session
        assert await sessions.save(found)
        assert not await sessions.save(session)
        await sessions.forget("CA1")
        assert await sessions.get("CA1") is None

    run(check)


def test_a_repetition_gets_the_answer_or_waits_for_it(run: Callable[[Check], None]) -> None:
    async def check(store: Store) -> None:
        answers = Answers(store)
        token = secrets.token_hex(4)
        assert await answers.begin("CA1", token) is None
        assert await answers.begin("CA1", token) == IN_PROGRESS
        assert await answers.wait("CA1", token, 0.1) is None
        waiting = asyncio.create_task(answers.wait("CA1", token, 5))
        await asyncio.sleep(0.1)
        await answers.keep("CA1", token, "")
        assert await waiting == ""
        assert await answers.begin("CA1", token) == ""
        assert await answers.begin("CA2", token) is None

    run(check)


def test_new_calls_of_a_number_at_a_clinic_are_limited(run: Callable[[Check], None]) -> None:
    async def check(store: Store) -> None:
        limits = CallLimits(store, most_new_calls=2, most_turns=10)
        calls = [await limits.too_many_calls("+12025550101", "+12025550100") for _ in range(3)]
        assert calls == [False, False, True]
        assert not await limits.too_many_calls("+12025550101", "+12025550199")
        assert not any([await limits.too_many_calls(None, "+12025550100") for _ in range(5)])
        assert not limits.too_many_turns(9)
        assert limits.too_many_turns(10)

    run(check)


def test_memory_is_bounded() -> None:
    async def check() -> None:
        store = MemoryStore(most_of_a_kind=3)
        await store.put("call:old", "x", 60)
        for number in range(5):
            await store.put(f"answer:{number}", "x", 60)
        assert await store.claim("answer:0", "m", 60) is None
        assert await store.claim("answer:4", "m", 60) == "x"
        assert await store.claim("call:old", "m", 60) == "x"

    asyncio.run(check())


def test_a_restart_of_redis_is_waited_for_and_its_absence_is_said(tmp_path_factory: pytest.TempPathFactory) -> None:
    async def check() -> None:
        process = RedisProcess(tmp_path_factory.mktemp("own"))
        process.start()
        link = RedisLink(process.url)
        store = RedisStore(link)
        assert await store.write("call:1", "a", 0, 60)
        process.kill()
        reading = asyncio.create_task(store.read("call:1"))
        await asyncio.sleep(0.3)
        process.start()
        assert await reading == Record(1, "a")
        process.kill()
        with pytest.raises(StoreDown):
            await store.read("call:1")

    asyncio.run(check())
