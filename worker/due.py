"""One round of due work: messages, expired holds, appointments whose calendar has to be asked, and what these tell."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event

from receptionist.appointments.booking import Appointments
from receptionist.messaging.outbox import Outbox
from receptionist.storage.fallback_calls import FallbackCalls

log = logging.getLogger(__name__)

AT_A_TIME = 4


class DueWork:
    """Appointments are completed a few at a time: one whose calendar does not answer keeps the others waiting for
    seconds at most."""

    def __init__(self, appointments: Appointments, outbox: Outbox) -> None:
        self.appointments, self.outbox = appointments, outbox
        self.fallback_calls = FallbackCalls(appointments.database)

    def do(self, stop: Event) -> bool:
        """Ends early, between two pieces of work, when `stop` is set. A piece that fails is logged and stays due.

        False when the database could not even say what is due."""
        reached = self._safely("sending messages", self.outbox.send_due)
        reached &= self._safely("expiring holds", self.appointments.expire_holds)
        reached &= self._safely("forgetting old calls of the fallback menu", self.fallback_calls.expire)
        due: list[int] = []
        reached &= self._safely("looking for what is due", lambda: due.extend(self.appointments.due()))
        if not due or stop.is_set():
            return reached

        def complete(appointment_id: int) -> None:
            if not stop.is_set():
                self._safely(
                    f"completing appointment {appointment_id}", lambda: self.appointments.complete(appointment_id)
                )

        with ThreadPoolExecutor(AT_A_TIME, thread_name_prefix="due") as threads:
            list(threads.map(complete, due))
        if not stop.is_set():
            self._safely("sending messages", self.outbox.send_due)
        return reached

    def _safely(self, what: str, work: Callable[[], object]) -> bool:
        """The log names the kind of error only: an error of the database quotes the values of the statement."""
        try:
            work()
        except Exception as error:
            log.error("%s failed: %s", what, type(error).__name__)
            log.debug("%s", what, exc_info=True)
            return False
        return True
