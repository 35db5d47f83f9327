"""Callers, staff, the worker, webhooks, faults and kills in any order, and in the middle of each other: no booking is
lost, doubled or half done, and whoever has said yes hears how it ended.

`test_booking_machine` takes some 1,000 steps, the long one (`make test-all`) more than 10,000; the same ones every
time, so that a failure is the change's. Without `derandomize` they look elsewhere."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, assume, note, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from receptionist.appointments.states import KEEPS_TIME, state_of
from receptionist.storage import holds
from receptionist.storage.holds import EXTERNAL
from receptionist.storage.tables import AppointmentRow
from tests.property.office import PATEL, STARTS, WEBER, Killed, Office

STEPS_OF_ONE = 40
ENDED = {
    "booked": {"confirmation", "rescheduled", "cancellation_failed"},
    "cancelled": {"cancellation"},
    "needs_callback": {"needs_callback", "booking_link"},
}
ROUNDS = 8

starts = st.sampled_from(STARTS)
doctors = st.sampled_from([PATEL, WEBER])
places = st.integers(0, 20)
faults = st.sampled_from(
    [
        {"at": "book", "status": 500},
        {"at": "book", "status": 500, "after": True},
        {"at": "book", "status": 429},
        {"at": "book", "status": 400, "code": "already_filled"},
        {"at": "book", "status": 403},
        {"at": "book", "garbage": True, "after": True},
        {"at": "cancel", "status": 500},
        {"at": "cancel", "status": 500, "after": True},
        {"at": "cancel", "status": 403},
        {"at": "events", "status": 500},
        {"at": "events", "garbage": True},
    ]
)


class Clinic(RuleBasedStateMachine):
    @initialize()
    def open(self) -> None:
        self.office = Office()
        self.calls: list[tuple[str, str, str]] = []
        self.given_up: set[int] = set()  # ids that a caller or staff wanted to be cancelled

    # --- callers

    @rule(doctor=doctors, start=starts)
    def book(self, doctor: str, start: str) -> None:
        call = (self.office.new_call(), doctor, start)
        self.calls.append(call)
        self._say_yes(call)

    @precondition(lambda self: self.calls)
    @rule(place=places)
    def say_yes_again(self, place: int) -> None:
        """A webhook that is repeated: the same call, the same slot."""
        self._say_yes(self.calls[place % len(self.calls)])

    def _say_yes(self, call: tuple[str, str, str]) -> None:
        sid, doctor, start = call
        note(f"{sid}: {self.office.book(doctor, start, sid)}")

    @rule(doctor=doctors, start=starts, hold=st.booleans())
    def choose(self, doctor: str, start: str, hold: bool) -> None:
        appointments, call_sid = self.office.desk.appointments, self.office.new_call()
        appointments.hold(self.office.clinic, self.office.desk.slot(doctor, start), call_sid)
        if not hold:
            appointments.release(call_sid)

    @rule(place=places)
    def cancel(self, place: int) -> None:
        row = self._row(place)
        self.given_up.add(row)
        note(f"cancel {row}: {self.office.cancel(row, self.office.new_call())}")

    @rule(place=places, doctor=doctors, start=starts)
    def move(self, place: int, doctor: str, start: str) -> None:
        row = self._row(place)
        note(f"move {row}: {self.office.move(row, doctor, start, self.office.new_call())}")

    def _row(self, place: int) -> int:
        rows = self.office.rows()
        assume(rows)
        return rows[place % len(rows)].id

    # --- staff, in Calendly

    @rule(doctor=doctors, start=starts)
    def staff_take(self, doctor: str, start: str) -> None:
        self.office.staff_take(doctor, start)

    @rule(place=places)
    def staff_cancel(self, place: int) -> None:
        events = self.office.events()
        assume(events)
        event = events[place % len(events)]
        self.office.staff_cancel(event)
        self.given_up |= {row.id for row in self.office.rows() if row.hold_id == event.tracking.get("utm_content")}

    @rule(place=places, start=starts)
    def staff_move(self, place: int, start: str) -> None:
        events = self.office.events()
        assume(events)
        self.office.staff_move(events[place % len(events)], start)

    # --- what tells us of it

    @rule(place=places, keep=st.booleans())
    def deliver(self, place: int, keep: bool) -> None:
        assert self.office.deliver(place, keep) in (None, 200, 503)

    @rule(place=places)
    def lose_a_webhook(self, place: int) -> None:
        waiting = self.office.account.webhooks.kept
        assume(waiting)
        del waiting[place % len(waiting)]

    @rule()
    def work(self) -> None:
        self.office.work()

    @rule()
    def reconcile(self) -> None:
        assume(not self.office.account.faults)
        self.office.reconcile()

    # --- what goes wrong

    @rule(fault=faults)
    def fault(self, fault: dict[str, object]) -> None:
        self.office.fault(**fault, times=1)

    @rule(early=st.booleans())
    def kill(self, early: bool) -> None:
        """Whoever next changes something at the calendar, before or after it is done there."""

        def dies() -> None:
            raise Killed

        (self.office.calendar.before if early else self.office.calendar.after).append(dies)

    @rule(
        early=st.booleans(),
        what=st.sampled_from(["book", "cancel", "move", "staff_cancel", "staff_move", "work", "deliver"]),
        place=places,
        doctor=doctors,
        start=starts,
    )
    def interrupt(self, early: bool, what: str, place: int, doctor: str, start: str) -> None:
        """Something else happens while the calendar carries out the next change."""

        def happens() -> None:
            rows, events = self.office.rows(), self.office.events()
            if what == "book":
                self.book(doctor, start)
            elif what == "work":
                self.office.work()
            elif what == "deliver":
                self.deliver(place, keep=False)
            elif what in ("staff_cancel", "staff_move") and events:
                if what == "staff_cancel":
                    self.staff_cancel(place)
                else:
                    self.staff_move(place, start)
            elif rows and what == "cancel":
                self.cancel(place)
            elif rows and what == "move":
                self.move(place, doctor, start)

        (self.office.calendar.before if early else self.office.calendar.after).append(happens)

    # --- what is always true

    @invariant()
    def time_belongs_to_those_who_keep_it(self) -> None:
        kept: dict[str, set[object]] = {}
        for hold in self.office.holds():
            if hold.expires_at is None and hold.call_sid != EXTERNAL:
                kept.setdefault(hold.hold_id, set()).add((hold.doctor_id, hold.cell))
        wanted = {
            row.hold_id: {(row.doctor_id, cell) for cell in holds.cells(row.appointment_time, row.minutes)}
            for row in self.office.rows()
            if state_of(row) in KEEPS_TIME
        }
        assert kept == wanted

    @invariant()
    def one_event_for_an_appointment(self) -> None:
        marks = [event.tracking.get("utm_content") for event in self.office.events() if event.source == "api"]
        assert len(marks) == len(set(marks)), marks

    def teardown(self) -> None:
        office = self.office
        try:
            self._settle()
            self._assert_settled()
        finally:
            office.close()

    def _settle(self) -> None:
        """Nothing goes wrong any more, and everybody does their part."""
        office = self.office
        office.calendar.end()
        office.account.faults.clear()
        for _ in range(ROUNDS):
            while office.account.webhooks.kept and office.deliver(0, keep=False) == 200:
                pass
            worked = office.work()
            report = office.reconcile()
            if not worked and not report.repaired:
                return
        raise AssertionError(f"there is no end to it: {report.as_json()}")

    def _assert_settled(self) -> None:
        office = self.office
        rows = {row.id: row for row in office.rows()}
        active = {event.tracking.get("utm_content"): event for event in office.events() if event.source == "api"}
        for row in rows.values():
            event = active.pop(row.hold_id, None)
            assert row.pending is None and row.status in ENDED, (row.id, row.status, row.pending)
            assert (event is not None) == (row.status == "booked"), (row.id, row.status, event)
            if event:
                assert event.start == row.appointment_time, row.id
            told = [kind for kind in office.messages(row.id) if kind != "request_pending"]
            assert _moved_on(row.id, rows, office) or set(told[-1:]) & ENDED[row.status], (row.id, row.status, told)
        assert not active, "an event at the calendar of which nobody knows"
        for number, said in office.told.items():
            assert number in rows, f"appointment {number} was said to be {said}, and is gone"
        for chain in _chains(rows):
            booked = [row for row in chain if rows[row].status == "booked"]
            assert len(booked) <= 1, f"both times of a move: {booked}"
            if any(self.office.told.get(row) == "booked" for row in chain) and not self.given_up & chain:
                assert booked or all(rows[row].status == "needs_callback" for row in chain if row in office.told), chain


def _moved_on(number: int, rows: dict[int, AppointmentRow], office: Office) -> bool:
    """Whether the caller was told of an appointment that was moved from this one, directly or not."""
    later = [row.id for row in rows.values() if row.replaces_id == number]
    return any("rescheduled" in office.messages(row) or _moved_on(row, rows, office) for row in later)


def _chains(rows: dict[int, AppointmentRow]) -> list[set[int]]:
    """Appointments that are moves of one another."""
    chains: dict[int, set[int]] = {}
    for number, row in rows.items():
        above = row.replaces_id
        chain = chains.get(above, {above} - {None})
        chain.add(number)
        for member in chain:
            chains[member] = chain
    return [set(chain) for chain in {frozenset(chain) for chain in chains.values()}]


def machine(examples: int) -> None:
    run_state_machine_as_test(
        Clinic,
        settings=settings(
            max_examples=examples,
            stateful_step_count=STEPS_OF_ONE,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            print_blob=True,
            derandomize=True,
            report_multiple_bugs=False,
        ),
    )


def test_booking_machine() -> None:
    machine(25)


@pytest.mark.long
def test_booking_machine_for_long() -> None:
    machine(400)
