"""The states of an appointment, and who may bring it from one to another. docs/booking-states.md draws the same.

Whatever changes the state of an appointment goes through `move`. In the table a state is the pair `status`, `pending`:
what callers and staff are told, and what is still to be done at the calendar.
"""

from __future__ import annotations

import logging
from datetime import datetime
from enum import StrEnum
from typing import Literal, NamedTuple

from sqlalchemy.orm import Session

from receptionist.clock import utc_now
from receptionist.storage import holds
from receptionist.storage.tables import AppointmentRow

log = logging.getLogger(__name__)

Who = Literal["caller", "worker", "staff"]


class State(StrEnum):
    """NONE: there is no row. A `…_CLEARING` one is over for the caller, but an event of it may still turn up at the
    calendar: the worker looks for it by the hold's id and cancels it."""

    NONE = "none"
    REQUESTED = "requested"
    BOOKED = "booked"
    CANCELLING = "cancelling"
    CANCELLED = "cancelled"
    CANCELLED_CLEARING = "cancelled_clearing"
    NEEDS_CALLBACK = "needs_callback"
    CALLBACK_CLEARING = "callback_clearing"


class Edge(NamedTuple):
    """`who`: the caller's own call, the worker, or the clinic's staff in Calendly."""

    before: State
    after: State
    who: Who


STORED: dict[State, tuple[str, str | None]] = {
    State.REQUESTED: ("pending_calendar", "book"),
    State.BOOKED: ("booked", None),
    State.CANCELLING: ("pending_calendar", "cancel"),
    State.CANCELLED: ("cancelled", None),
    State.CANCELLED_CLEARING: ("cancelled", "cancel"),
    State.NEEDS_CALLBACK: ("needs_callback", None),
    State.CALLBACK_CLEARING: ("needs_callback", "cancel"),
}
KEEPS_TIME = frozenset({State.REQUESTED, State.BOOKED, State.CANCELLING})
CLEARING = {State.CANCELLED_CLEARING: State.CANCELLED, State.CALLBACK_CLEARING: State.NEEDS_CALLBACK}

TRANSITIONS: dict[Edge, str] = {
    Edge(State.NONE, State.REQUESTED, "caller"): "says yes; the time is kept",
    Edge(State.REQUESTED, State.NONE, "caller"): "taken or refused, while the call goes on",
    Edge(State.REQUESTED, State.BOOKED, "caller"): "in the calendar; SMS",
    Edge(State.REQUESTED, State.BOOKED, "worker"): "in the calendar; SMS",
    Edge(State.REQUESTED, State.BOOKED, "staff"): "move the event before its answer was read; SMS",
    Edge(State.REQUESTED, State.NEEDS_CALLBACK, "caller"): "refused; SMS with a link to book, SMS to staff",
    Edge(State.REQUESTED, State.NEEDS_CALLBACK, "worker"): "the slot is gone; SMS to caller and staff",
    Edge(State.REQUESTED, State.CALLBACK_CLEARING, "worker"): "refused; SMS to caller and staff",
    Edge(State.REQUESTED, State.CANCELLING, "caller"): "cancels, or has moved on to another time",
    Edge(State.REQUESTED, State.CANCELLING, "worker"): "another time of the same move is booked",
    Edge(State.REQUESTED, State.CANCELLING, "staff"): "move the event of a later move; SMS",
    Edge(State.REQUESTED, State.CANCELLED, "staff"): "cancel the event before its answer was read; SMS",
    Edge(State.BOOKED, State.CANCELLING, "caller"): "cancels, or the new time is booked",
    Edge(State.BOOKED, State.CANCELLING, "worker"): "the new time is booked",
    Edge(State.BOOKED, State.CANCELLING, "staff"): "move the event of the new time; SMS",
    Edge(State.BOOKED, State.CANCELLED, "staff"): "cancel in Calendly; SMS",
    Edge(State.BOOKED, State.BOOKED, "staff"): "move in Calendly; SMS",
    Edge(State.CANCELLING, State.CANCELLED, "caller"): "gone from the calendar; SMS unless moved",
    Edge(State.CANCELLING, State.CANCELLED, "worker"): "gone from the calendar; SMS unless moved",
    Edge(State.CANCELLING, State.CANCELLED, "staff"): "cancel it first; SMS unless moved",
    Edge(State.CANCELLING, State.CANCELLED_CLEARING, "caller"): "not in the calendar, but may be on its way",
    Edge(State.CANCELLING, State.CANCELLED_CLEARING, "worker"): "not in the calendar, but may be on its way",
    Edge(State.CANCELLING, State.BOOKED, "caller"): "refused, while the call goes on",
    Edge(State.CANCELLING, State.BOOKED, "worker"): "refused for good; SMS to caller and staff",
    Edge(State.CANCELLING, State.REQUESTED, "caller"): "refused, while the call goes on",
    Edge(State.CANCELLED, State.CANCELLED_CLEARING, "caller"): "its booking comes through late",
    Edge(State.CANCELLED, State.CANCELLED_CLEARING, "worker"): "its booking comes through late",
    Edge(State.CANCELLED, State.CANCELLED_CLEARING, "staff"): "had moved it in Calendly",
    Edge(State.NEEDS_CALLBACK, State.CALLBACK_CLEARING, "caller"): "its booking comes through late",
    Edge(State.NEEDS_CALLBACK, State.CALLBACK_CLEARING, "worker"): "its booking comes through late",
    Edge(State.CANCELLED_CLEARING, State.CANCELLED, "worker"): "nothing is left in the calendar",
    Edge(State.CALLBACK_CLEARING, State.NEEDS_CALLBACK, "worker"): "nothing is left in the calendar",
}


class Time(StrEnum):
    """A doctor's time in `holds`: HELD for a call until it expires, KEPT by an appointment in a state of KEEPS_TIME."""

    FREE = "free"
    HELD = "held"
    KEPT = "kept"


class TimeEdge(NamedTuple):
    before: Time
    after: Time
    who: Who


TIMES: dict[TimeEdge, str] = {
    TimeEdge(Time.FREE, Time.HELD, "caller"): "chooses a slot",
    TimeEdge(Time.HELD, Time.FREE, "caller"): "chooses another, or ends the call",
    TimeEdge(Time.HELD, Time.FREE, "worker"): "five minutes are over",
    TimeEdge(Time.HELD, Time.KEPT, "caller"): "says yes",
    TimeEdge(Time.FREE, Time.KEPT, "caller"): "says yes",
    TimeEdge(Time.FREE, Time.KEPT, "staff"): "move an appointment here",
    TimeEdge(Time.KEPT, Time.FREE, "caller"): "cancelled, moved, taken or refused",
    TimeEdge(Time.KEPT, Time.FREE, "worker"): "cancelled, moved, or to be called back",
    TimeEdge(Time.KEPT, Time.FREE, "staff"): "cancel or move it in Calendly",
}


class IllegalTransition(Exception):
    """A bug: nobody may do this to an appointment in that state."""


def state_of(row: AppointmentRow | None) -> State:
    """A request that another system has left without a `pending` is one all the same; nobody works on it."""
    if row is None:
        return State.NONE
    stored = (row.status, row.pending or ("book" if row.status == "pending_calendar" else None))
    for state, pair in STORED.items():
        if pair == stored:
            return state
    raise IllegalTransition(f"appointment {row.id} is {row.status} with {row.pending} to be done")


def begin(session: Session, row: AppointmentRow, who: Who, next_try: datetime) -> None:
    """The first state of a new row. The caller of this takes the cells in the same transaction."""
    _check(None, State.NONE, State.REQUESTED, who)
    row.status, row.pending = STORED[State.REQUESTED]
    row.next_try = next_try
    session.add(row)


def move(session: Session, row: AppointmentRow, after: State, who: Who, next_try: datetime | None = None) -> None:
    """`row` is locked by the session. Frees the doctor's time when `after` does not keep it. `next_try`, by default
    now, is for states in which something is to be done at the calendar. Raises IllegalTransition; then nothing is
    changed."""
    before = state_of(row)
    _check(row.id, before, after, who)
    session.info["who"] = who
    if before in KEEPS_TIME and after not in KEEPS_TIME:
        holds.release(session, row.hold_id)
        row.idempotency_key = None
    if after is State.NONE:
        session.delete(row)
    else:
        row.status, row.pending = STORED[after]
        row.attempts, row.next_try = 0, (next_try or utc_now()) if row.pending else None
    log.info("appointment %s: %s -> %s by %s", row.id, before, after, who)


def _check(appointment_id: int | None, before: State, after: State, who: Who) -> None:
    if Edge(before, after, who) not in TRANSITIONS:
        log.error("appointment %s: %s -> %s by %s is not allowed", appointment_id, before, after, who)
        raise IllegalTransition(f"{before} -> {after} by {who}")
