"""What several processes that share their state ask of Calendly, and when they leave it alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path

import pytest

from receptionist.cache import MemoryState, RedisState, SharedState
from receptionist.calendars.calendly import CalendlyCalendar
from receptionist.calendars.calendly_guard import Limits
from receptionist.calendars.port import CalendarDown, CalendarError, SlotTaken
from simulators.servers.redis_server import RedisServer
from tests.integration.calendly_case import PATEL, Case, at, service
from tests.integration.calendly_service import Service

__all__ = ["service"]

NOW = "2026-11-23T08:55"
TWO_DAYS = ("2026-11-23T09:00", "2026-11-25T00:00")


@pytest.fixture(scope="module")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with RedisServer(Path(tmp_path_factory.mktemp("redis"))) as server:
        yield server.url


@pytest.fixture(params=["memory", "redis"])
def state(request: pytest.FixtureRequest) -> Callable[[], SharedState]:
    if request.param == "memory":
        memory = MemoryState()
        return lambda: memory
    url, prefix = request.getfixturevalue("redis_url"), f"{time.monotonic_ns()}:"
    return lambda: RedisState(url, prefix)


@pytest.fixture
def workers(service: Service, state: Callable[[], SharedState]) -> Iterator[Callable[..., list[Case]]]:
    made: list[CalendlyCalendar] = []

    def make(limits: Limits | None = None, remember_s: float = 0.0) -> list[Case]:
        account = service.account(
            now=NOW, event_types=[PATEL], limits={"bookings_per_minute": 1000, "bookings_per_hour": 1000}
        )
        calendars = [
            CalendlyCalendar(
                service.base_url, now=lambda clinic: at(NOW), state=state(), limits=limits, remember_s=remember_s
            )
            for _ in range(3)
        ]
        made.extend(calendars)
        return [Case(calendar, account) for calendar in calendars]

    yield make
    for calendar in made:
        calendar.close()


Workers = Callable[..., list[Case]]


class TestRemembered:
    def test_one_question_serves_all_until_somebody_books(self, workers: Workers) -> None:
        one, two, three = workers(remember_s=20)
        assert one.free(*TWO_DAYS) == two.free(*TWO_DAYS) == three.free(*TWO_DAYS)
        assert one.account.requests()["availability"] == 1
        event = two.book()
        assert "2026-11-24T09:00" not in three.free(*TWO_DAYS)
        assert "2026-11-24T09:00" not in one.free(*TWO_DAYS)
        assert one.account.requests()["availability"] == 2
        one.calendar.cancel(one.clinic, event.uri, "by phone")
        assert "2026-11-24T09:00" in three.free(*TWO_DAYS)

    def test_a_part_of_what_is_remembered(self, workers: Workers) -> None:
        one, two, _ = workers(remember_s=20)
        assert len(one.free(*TWO_DAYS)) == 5
        assert two.free("2026-11-23T10:00", "2026-11-24T10:30") == ["2026-11-24T09:00", "2026-11-24T10:00"]
        assert one.account.requests()["availability"] == 1
        assert len(two.free("2026-11-23T10:00", "2026-12-02T00:00")) == 11
        assert one.account.requests()["availability"] == 2

    def test_a_month_from_a_little_later(self, service: Service, state: Callable[[], SharedState]) -> None:
        account = service.account(now=NOW, event_types=[PATEL])
        now = [datetime.fromisoformat(NOW)]
        calendar = CalendlyCalendar(
            service.base_url, now=lambda clinic: now[0].replace(tzinfo=clinic.tz), state=state(), remember_s=20
        )
        case = Case(calendar, account)
        first = case.free("2026-11-23T08:55", "2026-12-24T08:55")
        now[0] = datetime.fromisoformat("2026-11-23T08:55:15")
        assert case.free("2026-11-23T08:55:15", "2026-12-24T08:55:15") == first
        assert account.requests()["availability"] == 1
        calendar.close()

    def test_not_for_long(self, workers: Workers) -> None:
        one, two, _ = workers(remember_s=0.3)
        one.free(*TWO_DAYS)
        time.sleep(0.4)
        two.free(*TWO_DAYS)
        assert one.account.requests()["availability"] == 2

    def test_booking_what_is_only_remembered_is_for_calendly_to_decide(self, workers: Workers) -> None:
        one, two, _ = workers(remember_s=20)
        assert "2026-11-24T09:00" in one.free(*TWO_DAYS)
        one.account.control("POST", "take", {"event_type": "patel", "start": "2026-11-24T09:00"})
        assert "2026-11-24T09:00" in two.free(*TWO_DAYS)
        with pytest.raises(SlotTaken):
            two.book()
        assert "2026-11-24T09:00" not in one.free(*TWO_DAYS)


class TestLeftAlone:
    def test_budgets_hold_for_all_together(self, workers: Workers) -> None:
        cases = workers(Limits(bookings_per_minute=4))

        def book(number: int) -> str:
            try:
                cases[number % 3].book(f"hold{number}")
            except CalendarError as error:
                return type(error).__name__
            return "booked"

        with ThreadPoolExecutor(8) as threads:
            outcomes = sorted(threads.map(book, range(12)))
        assert outcomes.count("booked") == 1
        assert outcomes.count("SlotTaken") == 3
        assert cases[0].account.requests()["book"] == 4
        assert cases[0].free(*TWO_DAYS)

    def test_waits_until_the_limit_is_over(self, workers: Workers) -> None:
        one, two, _ = workers()
        one.account.faults({"at": "availability", "status": 429, "reset_s": 1, "times": 1})
        for case in (one, two):
            with pytest.raises(CalendarDown) as down:
                case.free(*TWO_DAYS)
            assert down.value.unknown_outcome is False
        assert one.account.requests()["availability"] == 1
        time.sleep(1.1)
        assert two.free(*TWO_DAYS)

    def test_keeps_failing(self, workers: Workers) -> None:
        one, two, three = workers(Limits(failures=4, open_s=1.0))
        one.account.faults({"at": "availability", "status": 500})
        for case in (one, two, one, two, three, one, three):
            with pytest.raises(CalendarDown):
                case.free(*TWO_DAYS)
        assert one.account.requests()["availability"] == 4
        with pytest.raises(CalendarDown) as down:
            three.book()
        assert down.value.unknown_outcome is False
        assert "book" not in one.account.requests()
        time.sleep(1.1)
        with pytest.raises(CalendarDown):
            two.free(*TWO_DAYS)
        with pytest.raises(CalendarDown):
            one.free(*TWO_DAYS)
        assert one.account.requests()["availability"] == 5
        one.account.faults()
        time.sleep(1.1)
        assert three.free(*TWO_DAYS) == one.free(*TWO_DAYS)

    def test_refusals_are_answers(self, workers: Workers) -> None:
        one, two, _ = workers(Limits(failures=2))
        one.account.faults({"at": "availability", "status": 403, "times": 5})
        for _ in range(5):
            with pytest.raises(CalendarError):
                one.free(*TWO_DAYS)
        assert two.free(*TWO_DAYS)
