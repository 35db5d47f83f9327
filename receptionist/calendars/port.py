"""The port to a doctor's calendar. Adapters: Calendly, and the rota in our own database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from receptionist.appointments.models import GuestInfo, Slot
from receptionist.clinics import Clinic, Doctor


@dataclass(frozen=True)
class CalendarEvent:
    """`uri` names the event at the calendar; the links are for the patient, where the calendar has such pages."""

    uri: str
    cancel_url: str | None = None
    reschedule_url: str | None = None


@dataclass(frozen=True)
class Changed:
    """What was made, in the calendar itself, of an event that we had booked: moved to `start` (aware), or cancelled,
    when `start` is None. `event` is where it is now, or was."""

    event: CalendarEvent
    start: datetime | None


class CalendarError(Exception):
    """Base of what a calendar can answer instead of doing what was asked."""


class SlotTaken(CalendarError):
    """Somebody else has the slot. Nothing was booked."""


class CalendarDown(CalendarError):
    """Not reachable, too slow, failing, or out of quota.

    `unknown_outcome`: the request may have been carried out all the same (sent, but no answer read), so `find` must be
    asked before it is repeated.
    """

    def __init__(self, message: str = "", unknown_outcome: bool = False) -> None:
        super().__init__(message)
        self.unknown_outcome = unknown_outcome


class CalendarRefused(CalendarError):
    """The calendar understood and said no (bad token, unknown event type, invalid field). Repeating does not help."""


class Calendar(Protocol):
    def free(self, clinic: Clinic, doctor: Doctor, start: datetime, end: datetime) -> list[Slot]:
        """Starts that the calendar would accept in [start, end), in time order, in the clinic's zone.

        `start` and `end` are aware and may be more than 31 days apart. Raises CalendarDown, CalendarRefused.
        """

    def book(self, clinic: Clinic, doctor: Doctor, slot: Slot, guest: GuestInfo, hold_id: str) -> CalendarEvent:
        """Raises SlotTaken, CalendarDown, CalendarRefused. Never repeats the request on its own."""

    def cancel(self, clinic: Clinic, event_uri: str, reason: str) -> None:
        """An event that is cancelled already counts as done. Raises CalendarDown, CalendarRefused."""

    def booking_link(self, clinic: Clinic, doctor: Doctor) -> str | None:
        """A page on which the patient can book once, where the calendar refuses to be booked by us; None: there is
        none. Raises nothing."""

    def find(self, clinic: Clinic, doctor: Doctor, hold_id: str, around: Slot) -> CalendarEvent | None:
        """The active event that was booked with `hold_id` at `around`, after an unknown outcome. Raises CalendarDown,
        CalendarRefused."""

    def changed_by_staff(self, clinic: Clinic, doctor: Doctor, hold_id: str, around: Slot) -> Changed | None:
        """What became of an event that `find` does not find any more; None: there never was one. For the worker, who
        has more time. Raises CalendarDown, CalendarRefused."""
