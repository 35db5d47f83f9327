"""Both adapters of SharedState keep the same promises; Redis keeps them between processes too."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from receptionist.cache import MemoryState, Quota, RedisState, SharedState
from simulators.servers.redis_server import RedisServer

Open = Callable[[], SharedState]


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    server = RedisServer(Path(tmp_path_factory.mktemp("redis")))
    server.start()
    yield server.url
    server.stop()


@pytest.fixture(params=["memory", "redis"])
def opened(request: pytest.FixtureRequest) -> Open:
    """Opens what two processes would share."""
    if request.param == "memory":
        memory = MemoryState()
        return lambda: memory
    url, prefix = request.getfixturevalue("redis_url"), f"{time.monotonic_ns()}:"
    return lambda: RedisState(url, prefix)


def test_values_are_seen_by_the_others_until_they_expire(opened: Open) -> None:
    one, other = opened(), opened()
    one.put("key", "value", 0.3)
    assert other.get("key") == "value"
    assert 0 < other.left("key") <= 0.3
    time.sleep(0.35)
    assert other.get("key") is None
    assert other.left("key") == 0


def test_a_mark_is_set_by_one_only(opened: Open) -> None:
    states = [opened() for _ in range(16)]
    with ThreadPoolExecutor(16) as threads:
        assert sorted(threads.map(lambda state: state.add("mark", 60), states)) == [False] * 15 + [True]
    states[0].delete("mark")
    assert states[1].add("mark", 0.2)
    time.sleep(0.25)
    assert states[2].add("mark", 60)


def test_counts_lose_nothing_and_begin_again(opened: Open) -> None:
    states = [opened() for _ in range(8)]
    with ThreadPoolExecutor(8) as threads:
        counted = list(threads.map(lambda number: states[number % 8].count("count", 60), range(80)))
    assert sorted(counted) == list(range(1, 81))
    assert opened().count("short", 0.2) == 1
    assert opened().count("short", 60) == 2
    time.sleep(0.25)
    assert opened().count("short", 60) == 1


def test_quotas_hold_for_all_together(opened: Open) -> None:
    states = [opened() for _ in range(8)]
    quotas = (Quota(10, 60), Quota(50, 3600))
    with ThreadPoolExecutor(8) as threads:
        waits = list(threads.map(lambda number: states[number % 8].take("quota", quotas), range(40)))
    assert sum(wait == 0 for wait in waits) == 10
    assert all(50 < wait <= 60 for wait in waits if wait)


def test_a_quota_slides_and_the_longest_wait_counts(opened: Open) -> None:
    state, quotas = opened(), (Quota(2, 1), Quota(3, 60))
    assert state.take("sliding", quotas) == 0
    time.sleep(0.6)
    assert state.take("sliding", quotas) == 0
    assert 0.1 < state.take("sliding", quotas) <= 0.4
    time.sleep(0.5)
    assert state.take("sliding", quotas) == 0
    time.sleep(0.6)
    assert 50 < state.take("sliding", quotas) < 60
    assert state.take("never", (Quota(0, 5),)) == 5


def test_a_process_goes_on_alone_without_redis() -> None:
    state = RedisState("redis://127.0.0.1:9/0")
    started = time.monotonic()
    assert state.add("mark", 60)
    assert not state.add("mark", 60)
    assert state.take("quota", (Quota(1, 60),)) == 0
    assert state.take("quota", (Quota(1, 60),)) > 0
    assert time.monotonic() - started < 2
