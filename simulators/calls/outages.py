"""Faults that take a process or a server of the stack away: the action server, PostgreSQL, Redis."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Protocol

from receptionist.stack import Stack
from simulators.calls.call_file import Fault, PlannedCall
from simulators.servers.server import Server

TAKEN_AWAY = ("actions", "database", "redis")
_STARTER = ThreadPoolExecutor(1, thread_name_prefix="starter")  # a process ends with the thread that started it


class Service(Protocol):
    """`kill` is at once, as in a crash; `start` returns when it answers, and does nothing when it runs."""

    def kill(self) -> None: ...

    def start(self) -> None: ...

    def freeze(self) -> None: ...

    def thaw(self) -> None: ...


class StackProcess:
    def __init__(self, stack: Stack, name: str) -> None:
        self._stack, self._name = stack, name

    def kill(self) -> None:
        if self._stack.runs(self._name):
            self._stack.stop_process(self._name)

    def start(self) -> None:
        if not self._stack.runs(self._name):
            self._stack.start_process(self._name)
        self._stack.wait_for(self._name)

    def freeze(self) -> None:
        self._stack.freeze(self._name)

    def thaw(self) -> None:
        self._stack.thaw(self._name)


class Outage:
    """What one fault does to its service in the course of a call, or of several at once.

    It strikes before the call, or from the caller's first words on (`at` availability), or when the caller answers
    what is read back (`at` book or cancel). Without `delay_s` the service is down: for `times` of the callers' acts,
    otherwise until the call is over. With `delay_s` it hangs for that long, `times` times, otherwise at every act.
    """

    def __init__(self, service: Service, fault: Fault) -> None:
        self._service, self._fault = service, fault
        self._left = fault.times
        self._down = False
        self._begun = False
        self._waking: list[threading.Timer] = []
        self._lock = threading.Lock()

    def before_the_call(self) -> None:
        if self._fault.at is None:
            self._strike()

    def before_webhook(self, expecting: str | None) -> None:
        with self._lock:
            self._begun = self._begun or self._fault.at in (None, "availability") or expecting == "confirm"
            if self._fault.delay_s is None and self._down:
                self._one_less()
            elif self._begun and self._left != 0:
                self._strike()

    def over(self) -> None:
        for timer in self._waking:
            timer.cancel()
        self._service.thaw()
        _STARTER.submit(self._service.start).result()

    def _strike(self) -> None:
        if self._fault.delay_s is None:
            self._service.kill()
            self._down = True
            return
        if self._left is not None:
            self._left -= 1
        self._service.freeze()
        timer = threading.Timer(self._fault.delay_s, self._service.thaw)
        timer.daemon = True
        timer.start()
        self._waking.append(timer)

    def _one_less(self) -> None:
        if self._left is None:
            return
        self._left -= 1
        if self._left == 0:
            _STARTER.submit(self._service.start).result()
            self._down = False


class Outages:
    """All of one entry of a call file. `servers` are the stack's, by the name that faults have for them."""

    def __init__(self, stack: Stack, servers: dict[str, Server], faults: Sequence[Fault]) -> None:
        self._all = [
            Outage(StackProcess(stack, "actions") if fault.service == "actions" else servers[fault.service], fault)
            for fault in faults
            if fault.service in TAKEN_AWAY
        ]

    def before_the_call(self) -> None:
        for outage in self._all:
            outage.before_the_call()

    def before_webhook(self, expecting: str | None) -> None:
        for outage in self._all:
            outage.before_webhook(expecting)

    def over(self) -> None:
        with ExitStack() as every_one:
            for outage in self._all:
                every_one.callback(outage.over)


def taken_away(planned: PlannedCall) -> set[str]:
    """What the faults of a call take away: such calls cannot share a stack with others."""
    return {fault.service for fault in planned.faults if fault.service in TAKEN_AWAY}
