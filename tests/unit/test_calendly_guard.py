"""When Calendly is left alone, and when it is asked again."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from receptionist.cache import MemoryState
from receptionist.calendars.calendly_guard import Guard, Limits
from receptionist.calendars.port import CalendarDown


@dataclass
class Time:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Watch:
    """Two processes with one state."""

    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        self.time = Time()
        state = MemoryState(self.time)
        self.guard, self.other = Guard(state, self.limits), Guard(state, self.limits)

    def admits(self, token: str = "token", books: bool = False) -> bool:
        try:
            self.other.admit(token, books)
        except CalendarDown as down:
            assert not down.unknown_outcome
            return False
        return True

    def fail(self, times: int, token: str = "token") -> None:
        for _ in range(times):
            self.guard.failed(token)


def test_opens_after_failures_in_a_row() -> None:
    watch = Watch(Limits(failures=3))
    watch.fail(2)
    watch.guard.answered("token")
    watch.fail(2)
    assert watch.admits()
    watch.fail(1)
    assert not watch.admits()
    assert watch.admits("of another clinic")


def test_failures_long_ago_do_not_count() -> None:
    watch = Watch(Limits(failures=3, within_s=30))
    watch.fail(2)
    watch.time.now += 31
    watch.fail(2)
    assert watch.admits()


def test_lets_one_through_to_see_and_closes_after_an_answer() -> None:
    watch = Watch(Limits(failures=2, open_s=10))
    watch.fail(2)
    watch.time.now += 9
    assert not watch.admits()
    watch.time.now += 2
    assert [watch.admits() for _ in range(3)] == [True, False, False]
    watch.guard.answered("token")
    assert all(watch.admits() for _ in range(3))
    watch.fail(1)
    assert watch.admits()


def test_a_failed_probe_opens_it_again() -> None:
    watch = Watch(Limits(failures=2, open_s=10))
    watch.fail(2)
    watch.time.now += 11
    assert watch.admits()
    watch.fail(1)
    assert not watch.admits()
    watch.time.now += 11
    assert watch.admits()


def test_a_probe_that_never_reports_gives_way() -> None:
    watch = Watch(Limits(failures=1, open_s=1))
    watch.fail(1)
    watch.time.now += 2
    assert watch.admits()
    assert not watch.admits()
    watch.time.now += 10
    assert watch.admits()


@pytest.mark.parametrize(("reset_s", "wait"), [(42.0, 42), (None, 30), (1e9, 86_400)])
def test_waits_as_long_as_it_was_told(reset_s: float | None, wait: float) -> None:
    watch = Watch()
    watch.guard.limited("token", False, reset_s)
    watch.time.now += wait - 1
    assert not watch.admits()
    watch.time.now += 2
    assert watch.admits()


def test_the_limit_of_bookings_lets_everything_else_through() -> None:
    watch = Watch()
    watch.guard.limited("token", True, 42)
    assert not watch.admits(books=True)
    assert watch.admits()


def test_budgets_of_bookings() -> None:
    watch = Watch(Limits(bookings_per_minute=3, bookings_per_hour=5))
    assert [watch.admits(books=True) for _ in range(4)] == [True, True, True, False]
    assert watch.admits()
    assert watch.admits("of another clinic", books=True)
    watch.time.now += 61
    assert [watch.admits(books=True) for _ in range(3)] == [True, True, False]
    watch.time.now += 3600
    assert watch.admits(books=True)
