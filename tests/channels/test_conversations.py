"""Two workers and one conversation, on a real Redis: each takes in what the other has added."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable

import pytest
from rasa.core.agent import Agent
from rasa.core.lock_store import LockError
from rasa.core.tracker_store import FailSafeTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from channels import locks, rasa_failures
from channels.conversation_log import ConversationLog
from channels.conversations import ConversationLost, ConversationStore, may_begin
from channels.locks import ConversationLocks
from channels.redis_link import RedisLink
from channels.store import StoreDown
from tests.channels.conftest import RedisProcess

DOMAIN = Domain.from_dict({"slots": {"doctor": {"type": "any", "mappings": [{"type": "custom"}]}}, "forms": {"f": {}}})


def on_redis(redis: RedisProcess, check: Callable[[RedisLink], Awaitable[None]]) -> None:
    async def run() -> None:
        link = RedisLink(redis.url)
        await link.command("FLUSHALL")
        await check(link)
        await link.close()

    asyncio.run(run())


def worker(link: RedisLink) -> ConversationStore:
    return ConversationStore(DOMAIN, log=ConversationLog(link))


async def turn(store: ConversationStore, number: int) -> DialogueStateTracker:
    tracker = await store.get_or_create_tracker("CA1", append_action_listen=False)
    tracker.update(ActionExecuted("action_listen"))
    tracker.update(UserUttered(f"words {number}", {"name": "inform"}, metadata={"turn": number}))
    tracker.update(SlotSet("doctor", {"ids": [number]}))
    tracker.update(ActiveLoop("f"))
    tracker.update(BotUttered("Which one?", {"custom": {"expecting": "doctor"}}))
    await store.save(tracker)
    return tracker


def state(tracker: DialogueStateTracker) -> object:
    texts = [event.text for event in tracker.events if isinstance(event, UserUttered)]
    return texts, tracker.current_slot_values(), tracker.active_loop_name, tracker.latest_action_name


def test_workers_take_turns_in_one_conversation(redis: RedisProcess) -> None:
    async def check(link: RedisLink) -> None:
        one, other = worker(link), worker(link)
        for number in range(6):
            tracker = await turn((one, other)[number in (1, 2, 5)], number)
            assert len(tracker.events) == 5 * (number + 1)
        assert state(await worker(link).retrieve("CA1")) == state(tracker)
        assert state(tracker)[0] == [f"words {number}" for number in range(6)]

    on_redis(redis, check)


def test_a_turn_costs_the_same_at_the_end_of_a_long_call(redis: RedisProcess) -> None:
    async def check(link: RedisLink) -> None:
        store = worker(link)
        for number in range(40):
            await turn(store, number)
        entries = await link.command("LRANGE", "session:CA1", 0, -1)
        assert len(entries) == 40
        assert len(entries[39]) < len(entries[1]) + 100
        assert all(len(json.loads(entry)) == 5 for entry in entries)
        assert 23 * 3600 < await link.command("TTL", "session:CA1") <= 24 * 3600
        length, start, new = await ConversationLog(link).since("CA1", 40)
        assert (length, start, new) == (40, 40, [])

    on_redis(redis, check)


def test_a_turn_that_failed_leaves_nothing(redis: RedisProcess) -> None:
    async def check(link: RedisLink) -> None:
        store = worker(link)
        before = state(await turn(store, 0))
        broken = await store.get_or_create_tracker("CA1")
        broken.update(SlotSet("doctor", "half"))
        assert state(await store.retrieve("CA1")) == before

    on_redis(redis, check)


def test_of_two_who_carry_on_at_once_one_is_told(redis: RedisProcess) -> None:
    async def check(link: RedisLink) -> None:
        one, other = worker(link), worker(link)
        await turn(one, 0)
        late = await other.get_or_create_tracker("CA1")
        await turn(one, 1)
        late.update(SlotSet("doctor", "late"))
        with pytest.raises(ConversationLost):
            await other.save(late)
        assert state(await other.retrieve("CA1")) == state(await one.retrieve("CA1"))

    on_redis(redis, check)


def test_redis_that_has_lost_the_last_turn_goes_on_from_the_one_before(redis: RedisProcess) -> None:
    async def check(link: RedisLink) -> None:
        store = worker(link)
        first = state(await turn(store, 0))
        await turn(store, 1)
        await link.command("RPOP", "session:CA1")
        assert state(await store.retrieve("CA1")) == first

    on_redis(redis, check)


@pytest.mark.parametrize("with_redis", [True, False])
def test_a_conversation_never_begins_anew_in_mid_call(redis: RedisProcess, with_redis: bool) -> None:
    async def check(link: RedisLink) -> None:
        store = worker(link) if with_redis else ConversationStore(DOMAIN)
        await turn(store, 0)
        may_begin.set(False)
        await turn(store, 1)
        await link.command("FLUSHALL")
        store._kept.clear()
        with pytest.raises(ConversationLost):
            await turn(store, 2)

    on_redis(redis, check)


def test_rasa_does_not_hide_that_the_store_is_down() -> None:
    rasa_failures.apply()
    store = worker(RedisLink("redis://127.0.0.1:1/0"))
    kept = Agent._create_tracker_store(store, DOMAIN)
    assert not isinstance(kept, FailSafeTrackerStore)
    with pytest.raises(StoreDown):
        asyncio.run(kept.get_or_create_tracker("CA1"))


@pytest.mark.parametrize("workers", ["one", "two", "in memory"])
def test_one_turn_at_a_time_and_no_long_wait(redis: RedisProcess, workers: str) -> None:
    async def check(link: RedisLink) -> None:
        own = None if workers == "in memory" else link
        stores = [ConversationLocks(link=own) for _ in range(1 + (workers == "two"))]
        inside, most, order = 0, 0, []

        async def take(number: int) -> None:
            nonlocal inside, most
            async with stores[number % len(stores)].lock("CA1"):
                inside += 1
                most = max(most, inside)
                await asyncio.sleep(0.01)
                order.append(number)
                inside -= 1

        started = asyncio.get_running_loop().time()
        await asyncio.gather(*(take(number) for number in range(8)))
        assert most == 1
        assert sorted(order) == list(range(8))
        assert asyncio.get_running_loop().time() - started < 2
        assert not await link.command("EXISTS", "lock:CA1")
        assert not stores[0]._here

    on_redis(redis, check)


def test_a_worker_that_died_does_not_keep_a_call_for_ever(redis: RedisProcess, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "WAITS_S", 0.3)

    async def check(link: RedisLink) -> None:
        await link.command("SET", "lock:CA1", "the dead one's", "PX", 600)
        with pytest.raises(LockError):
            async with ConversationLocks(link=link).lock("CA1"):
                pass
        await asyncio.sleep(0.4)
        async with ConversationLocks(link=link).lock("CA1"):
            pass

    on_redis(redis, check)
