"""One round of due work: expired holds, appointments that wait for their calendar, messages."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event

from receptionist.appointments.booking import Appointments
from receptionist.messaging.outbox import Outbox

log = logging.getLogger(__name__)


class DueWork:
    def __init__(self, appointments: Appointments, outbox: Outbox) -> None:
        self.appointments, self.outbox = appointments, outbox

    def do(self, stop: Event) -> None:
        """Ends early, between two pieces of work, when `stop` is set. A piece that fails is logged and stays due."""
        self._safely("expiring holds", self.appointments.expire_holds)
        for appointment_id in self._safely("looking for what is due", self.appointments.due) or []:
            if stop.is_set():
                return
            self._safely(
                f"completing appointment {appointment_id}", lambda due=appointment_id: self.appointments.complete(due)
            )
        if not stop.is_set():
            self._safely("sending messages", self.outbox.send_due)

    def _safely(self, what: str, work: Callable):
        try:
            return work()
        except Exception:
            log.exception("%s failed", what)
            return None
