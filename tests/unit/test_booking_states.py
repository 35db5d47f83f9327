"""Every edge of the table of transitions, taken by the real use cases; no others; and the diagram that shows them."""

from __future__ import annotations

import itertools
import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from receptionist.appointments.models import GuestInfo
from receptionist.appointments.states import (
    KEEPS_TIME,
    STORED,
    TIMES,
    TRANSITIONS,
    Edge,
    IllegalTransition,
    State,
    Time,
    TimeEdge,
    move,
    state_of,
)
from receptionist.calendars.port import CalendarDown, CalendarEvent, CalendarRefused, SlotTaken
from receptionist.storage.tables import AppointmentRow, HoldRow, OutboxRow
from tests.fakes import Desk, a_desk, sqlite_in

ROOT = Path(__file__).parents[2]
DOWN, UNKNOWN = CalendarDown("down"), CalendarDown("timed out", unknown_outcome=True)
REFUSED = CalendarRefused("no")
MARIA = GuestInfo(name="Maria Lopez")
TEN, ELEVEN, HALF_PAST = "2026-11-24T10:00", "2026-11-24T11:00", "2026-11-24T11:30"
MOVED = re.compile(r"^appointment \d+: (\w+) -> (\w+) by (\w+)$")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(sqlite_in(tmp_path))


def book(desk: Desk, local: str = TEN, call: str = "CA1") -> int:
    """Its id, 0 when there is none."""
    booked = desk.appointments.book(desk.clinic, desk.slot("Anita Patel", local), MARIA, "+12025550101", call)
    return booked.appointment.id if booked.appointment else 0


def request(desk: Desk, local: str = TEN, call: str = "CA1", reached: bool = False) -> int:
    """Whether it `reached` the calendar is unknown to us."""
    desk.calendar.troubles = {"book": [UNKNOWN if reached else DOWN], "find": [DOWN] if reached else []}
    return book(desk, local, call)


def reschedule(desk: Desk, appointment_id: int, local: str, call: str = "CA2", down: bool = False) -> int:
    desk.calendar.troubles["book"] = [DOWN] if down else []
    moved = desk.appointments.reschedule(desk.clinic, appointment_id, desk.slot("Anita Patel", local), call)
    assert moved.appointment
    return moved.appointment.id


def cancel(desk: Desk, appointment_id: int, *troubles: Exception, step: str = "cancel") -> str:
    desk.calendar.troubles[step] = list(troubles)
    return desk.appointments.cancel(desk.clinic, appointment_id, "CA2")


def work(desk: Desk, rounds: int = 1) -> None:
    for _ in range(rounds):
        with desk.database.session() as session:
            session.execute(update(AppointmentRow).values(next_try=datetime.now(UTC) - timedelta(seconds=1)))
        for appointment_id in desk.appointments.due():
            desk.appointments.complete(appointment_id)


def meanwhile(desk: Desk, step: str, happens: Callable[[], None], then: Exception | None = None) -> None:
    """What happens elsewhere while the calendar is carrying out the next `step`."""
    original = getattr(desk.calendar, step)

    def slow(*arguments):
        setattr(desk.calendar, step, original)
        happens()
        if then:
            raise then
        return original(*arguments)

    setattr(desk.calendar, step, slow)


def row_of(desk: Desk, appointment_id: int) -> AppointmentRow:
    with desk.database.reading() as session:
        return session.get_one(AppointmentRow, appointment_id)


def staff_cancel(desk: Desk, appointment_id: int) -> bool:
    row = row_of(desk, appointment_id)
    uri = row.event_uri or next(uri for uri, event in desk.calendar.events.items() if event[3] == row.hold_id)
    del desk.calendar.events[uri]
    return desk.appointments.staff.cancelled(desk.clinic, row.hold_id, uri)


def staff_move(desk: Desk, appointment_id: int, local: str = HALF_PAST) -> bool:
    row = row_of(desk, appointment_id)
    start = desk.slot("Anita Patel", local).start
    return desk.appointments.staff.moved(desk.clinic, row.hold_id, start, CalendarEvent(f"fake:moved-to-{local}"))


def messages(desk: Desk) -> list[str]:
    with desk.database.reading() as session:
        return list(session.scalars(select(OutboxRow.kind).order_by(OutboxRow.id)))


def two_moves_of_which_the_later_is_booked(desk: Desk, by_the_worker: bool) -> None:
    old = book(desk)
    reschedule(desk, old, ELEVEN, down=True)
    reschedule(desk, old, HALF_PAST, "CA3", down=by_the_worker)
    if by_the_worker:
        with desk.database.session() as session:
            session.execute(
                update(AppointmentRow)
                .where(AppointmentRow.call_sid == "CA3")
                .values(next_try=datetime.now(UTC) - timedelta(seconds=1))
            )
        [due] = desk.appointments.due()
        desk.appointments.complete(due)


def refused_for_good(desk: Desk) -> None:
    appointment_id = book(desk)
    cancel(desk, appointment_id, DOWN, *[REFUSED] * 5)
    work(desk, 5)


def cancelled_before_its_booking_comes_through(desk: Desk, by_the_worker: bool) -> None:
    """It is all over, and looked for in vain, when the booking is carried out after all."""

    def cancelled_and_cleared() -> None:
        with desk.database.reading() as session:
            appointment_id = session.scalars(select(AppointmentRow.id)).one()
        assert cancel(desk, appointment_id) == "cancelled"
        work(desk)

    if by_the_worker:
        request(desk)
        meanwhile(desk, "book", cancelled_and_cleared)
        work(desk)
    else:
        meanwhile(desk, "book", cancelled_and_cleared)
        book(desk)


def given_up_before_its_booking_comes_through(desk: Desk, by_the_worker: bool) -> None:
    def given_up() -> None:
        desk.calendar.busy.add(datetime(2026, 11, 24, 15, tzinfo=UTC))
        work(desk)
        desk.calendar.busy.clear()

    if by_the_worker:
        request(desk)
        meanwhile(desk, "book", given_up)
        work(desk)
    else:
        meanwhile(desk, "book", given_up)
        book(desk)


def staff_move_the_event_of_a_requested_move(desk: Desk) -> None:
    old = book(desk)
    first = reschedule(desk, old, ELEVEN, down=True)
    desk.calendar.troubles = {"book": [UNKNOWN], "find": [DOWN]}
    slot = desk.slot("Anita Patel", HALF_PAST)
    later = desk.appointments.reschedule(desk.clinic, first, slot, "CA3").appointment
    assert later
    staff_move(desk, later.id, "2026-11-24T09:00")


def refused_with_a_link(desk: Desk) -> None:
    desk.calendar.link = "https://calendly.test/d/once"
    desk.calendar.troubles = {"book": [REFUSED]}
    book(desk)


NONE, REQUESTED, BOOKED, CANCELLING = State.NONE, State.REQUESTED, State.BOOKED, State.CANCELLING
CANCELLED, CANCELLED_CLEARING = State.CANCELLED, State.CANCELLED_CLEARING
NEEDS_CALLBACK, CALLBACK_CLEARING = State.NEEDS_CALLBACK, State.CALLBACK_CLEARING

SCENES: dict[tuple[State, State, str], Callable[[Desk], object]] = {
    (NONE, REQUESTED, "caller"): request,
    (REQUESTED, NONE, "caller"): lambda desk: (desk.calendar.troubles.update(book=[SlotTaken()]), book(desk)),
    (REQUESTED, BOOKED, "caller"): book,
    (REQUESTED, BOOKED, "worker"): lambda desk: (request(desk), work(desk)),
    (REQUESTED, BOOKED, "staff"): lambda desk: staff_move(desk, request(desk, reached=True)),
    (REQUESTED, NEEDS_CALLBACK, "caller"): refused_with_a_link,
    (REQUESTED, NEEDS_CALLBACK, "worker"): lambda desk: (
        request(desk),
        desk.calendar.troubles.update(book=[SlotTaken()]),
        work(desk),
    ),
    (REQUESTED, CALLBACK_CLEARING, "worker"): lambda desk: (
        request(desk),
        desk.calendar.troubles.update(book=[REFUSED]),
        work(desk),
    ),
    (REQUESTED, CANCELLING, "caller"): lambda desk: cancel(desk, request(desk)),
    (REQUESTED, CANCELLING, "worker"): lambda desk: two_moves_of_which_the_later_is_booked(desk, True),
    (REQUESTED, CANCELLING, "staff"): staff_move_the_event_of_a_requested_move,
    (REQUESTED, CANCELLED, "staff"): lambda desk: staff_cancel(desk, request(desk, reached=True)),
    (BOOKED, CANCELLING, "caller"): lambda desk: cancel(desk, book(desk)),
    (BOOKED, CANCELLING, "worker"): lambda desk: (reschedule(desk, book(desk), ELEVEN, down=True), work(desk)),
    (BOOKED, CANCELLING, "staff"): staff_move_the_event_of_a_requested_move,
    (BOOKED, CANCELLED, "staff"): lambda desk: staff_cancel(desk, book(desk)),
    (BOOKED, BOOKED, "staff"): lambda desk: staff_move(desk, book(desk)),
    (CANCELLING, CANCELLED, "caller"): lambda desk: cancel(desk, book(desk)),
    (CANCELLING, CANCELLED, "worker"): lambda desk: (cancel(desk, book(desk), DOWN), work(desk)),
    (CANCELLING, CANCELLED, "staff"): lambda desk: [
        staff_cancel(desk, one) for one in [book(desk)] if cancel(desk, one, DOWN)
    ],
    (CANCELLING, CANCELLED_CLEARING, "caller"): lambda desk: cancel(desk, request(desk)),
    (CANCELLING, CANCELLED_CLEARING, "worker"): lambda desk: (
        cancel(desk, request(desk), DOWN, step="find"),
        work(desk),
    ),
    (CANCELLING, BOOKED, "caller"): lambda desk: cancel(desk, book(desk), REFUSED),
    (CANCELLING, BOOKED, "worker"): refused_for_good,
    (CANCELLING, REQUESTED, "caller"): lambda desk: cancel(desk, request(desk), REFUSED, step="find"),
    (CANCELLED, CANCELLED_CLEARING, "caller"): lambda desk: cancelled_before_its_booking_comes_through(desk, False),
    (CANCELLED, CANCELLED_CLEARING, "worker"): lambda desk: cancelled_before_its_booking_comes_through(desk, True),
    (CANCELLED, CANCELLED_CLEARING, "staff"): lambda desk: (
        cancel(desk, book(desk)),
        staff_move(desk, 1),
    ),
    (NEEDS_CALLBACK, CALLBACK_CLEARING, "caller"): lambda desk: given_up_before_its_booking_comes_through(desk, False),
    (NEEDS_CALLBACK, CALLBACK_CLEARING, "worker"): lambda desk: given_up_before_its_booking_comes_through(desk, True),
    (CANCELLED_CLEARING, CANCELLED, "worker"): lambda desk: (cancel(desk, request(desk)), work(desk)),
    (CALLBACK_CLEARING, NEEDS_CALLBACK, "worker"): lambda desk: (
        request(desk),
        desk.calendar.troubles.update(book=[REFUSED]),
        work(desk, 2),
    ),
}
PAIRS = [(before, after) for before, after, _ in TRANSITIONS]


@pytest.mark.parametrize("edge", TRANSITIONS, ids="-".join)
def test_the_edge_is_taken(desk: Desk, edge: Edge, caplog: pytest.LogCaptureFixture) -> None:
    """And then the calendar and our table agree, as soon as the worker has had its turns."""
    caplog.set_level(logging.INFO)
    SCENES[edge](desk)
    if edge.before is NONE:
        assert edge.after is REQUESTED and row_of(desk, 1).status == "pending_calendar"
    else:
        assert tuple(edge) in [tuple(found[1:]) for found in taken(caplog)]
    assert "Maria" not in caplog.text and "2025550101" not in caplog.text
    desk.calendar.troubles.clear()
    work(desk, 3)
    assert_settled(desk)


def taken(caplog: pytest.LogCaptureFixture) -> list[tuple[str, ...]]:
    found = [MOVED.match(message) for message in caplog.messages]
    return [(match[0], *match.groups()) for match in found if match]


def assert_settled(desk: Desk) -> None:
    """No event that nobody knows of, none that is missing, and the time of exactly those that are booked is kept."""
    with desk.database.reading() as session:
        rows = session.scalars(select(AppointmentRow)).all()
        kept = set(session.scalars(select(HoldRow.hold_id)))
    assert {state_of(row) for row in rows} <= {BOOKED, CANCELLED, NEEDS_CALLBACK}
    booked = [row for row in rows if state_of(row) is BOOKED]
    by_staff = {row.event_uri for row in booked if row.event_uri.startswith("fake:moved")}
    ours = {uri for uri, event in desk.calendar.events.items() if event[3] in {row.hold_id for row in rows}}
    moved_away = {uri for uri, event in desk.calendar.events.items() for row in booked
                  if row.event_uri in by_staff and event[3] == row.hold_id}  # fmt: skip
    assert {row.event_uri for row in booked} - by_staff == ours - moved_away
    assert kept == {row.hold_id for row in booked}


@pytest.mark.parametrize(
    ("before", "after"),
    [pair for pair in itertools.product(STORED, [*STORED, NONE]) if pair not in PAIRS],
    ids=lambda state: str(state),
)
def test_there_is_no_other_edge(desk: Desk, before: State, after: State, caplog: pytest.LogCaptureFixture) -> None:
    appointment_id = book(desk)
    status, pending = STORED[before]
    with desk.database.session() as session:
        session.execute(update(AppointmentRow).values(status=status, pending=pending))
    for who in ("caller", "worker", "staff"):
        with pytest.raises(IllegalTransition), desk.database.session() as session:
            move(session, session.get_one(AppointmentRow, appointment_id), after, who)  # type: ignore[arg-type]
    assert state_of(row_of(desk, appointment_id)) is before
    assert len([message for message in caplog.messages if message.endswith("is not allowed")]) == 3
    assert "Maria" not in caplog.text and "2025550101" not in caplog.text


@pytest.mark.parametrize("edge", TRANSITIONS, ids="-".join)
def test_only_those_who_are_named(desk: Desk, edge: Edge) -> None:
    others = {"caller", "worker", "staff"} - {who for before, after, who in TRANSITIONS if (before, after) == edge[:2]}
    if edge.before is NONE:
        return
    appointment_id = book(desk)
    status, pending = STORED[edge.before]
    with desk.database.session() as session:
        session.execute(update(AppointmentRow).values(status=status, pending=pending))
    for who in others:
        with pytest.raises(IllegalTransition), desk.database.session() as session:
            move(session, session.get_one(AppointmentRow, appointment_id), edge.after, who)  # type: ignore[arg-type]


def test_nothing_else_changes_a_state() -> None:
    """Only states.py writes `status` and `pending` of an appointment."""
    writes = re.compile(r"\.(status|pending)\b[^=!<>\n]*=[^=]")
    found = {
        str(path.relative_to(ROOT))
        for folder in ("receptionist", "worker", "web", "actions", "cli")
        for path in (ROOT / folder).rglob("*.py")
        if "AppointmentRow" in (text := path.read_text(encoding="utf-8"))
        and any(writes.search(line) for line in text.splitlines() if "def " not in line and "==" not in line)
    }
    assert found == {"receptionist/appointments/states.py"}


def caller_holds(desk: Desk, local: str = TEN, call: str = "CA1") -> None:
    assert desk.appointments.hold(desk.clinic, desk.slot("Anita Patel", local), call)


def holds_are_over(desk: Desk) -> None:
    with desk.database.session() as session:
        past = datetime.now(UTC) - timedelta(seconds=1)
        session.execute(update(HoldRow).where(HoldRow.expires_at.is_not(None)).values(expires_at=past))


FREE, HELD, KEPT = Time.FREE, Time.HELD, Time.KEPT
TIME_SCENES: dict[tuple[Time, Time, str], tuple[Callable[[Desk], object], Callable[[Desk], object]]] = {
    (FREE, HELD, "caller"): (lambda desk: None, caller_holds),
    (HELD, FREE, "caller"): (caller_holds, lambda desk: desk.appointments.release("CA1")),
    (HELD, FREE, "worker"): (lambda desk: (caller_holds(desk), holds_are_over(desk)),
                             lambda desk: desk.appointments.expire_holds()),
    (HELD, KEPT, "caller"): (caller_holds, book),
    (FREE, KEPT, "caller"): (lambda desk: None, book),
    (FREE, KEPT, "staff"): (lambda desk: book(desk, ELEVEN), lambda desk: staff_move(desk, 1, TEN)),
    (KEPT, FREE, "caller"): (book, lambda desk: cancel(desk, 1)),
    (KEPT, FREE, "worker"): (lambda desk: cancel(desk, book(desk), DOWN), work),
    (KEPT, FREE, "staff"): (book, lambda desk: staff_cancel(desk, 1)),
}  # fmt: skip


@pytest.mark.parametrize("edge", TIMES, ids="-".join)
def test_the_edge_of_a_doctors_time_is_taken(desk: Desk, edge: TimeEdge) -> None:
    before, happens = TIME_SCENES[edge]
    before(desk)
    assert time_at(desk, TEN) is edge.before
    happens(desk)
    assert time_at(desk, TEN) is edge.after


def time_at(desk: Desk, local: str) -> Time:
    """Of the whole half hour: no cell of it may differ."""
    start = desk.slot("Anita Patel", local).start
    with desk.database.reading() as session:
        between = (HoldRow.cell >= start, HoldRow.cell < start + timedelta(minutes=30))
        found = session.scalars(select(HoldRow).where(*between)).all()
    assert len(found) in (0, 6)
    states = {HELD if row.expires_at else KEPT for row in found} or {FREE}
    [state] = states
    return state


@pytest.mark.parametrize("state", STORED)
def test_the_time_is_kept_in_the_states_that_say_so(desk: Desk, state: State) -> None:
    """Moving along the table: every way out of the states that keep the time frees it, no other does."""
    for before, after, who in TRANSITIONS:
        if before is not state or after is NONE:
            continue
        desk.appointments.release("CA1")
        with desk.database.session() as session:
            for row in session.scalars(select(AppointmentRow)):
                session.delete(row)
            session.query(HoldRow).delete()
        desk.calendar.events.clear()
        appointment_id = book(desk)
        status, pending = STORED[before]
        with desk.database.session() as session:
            session.execute(update(AppointmentRow).values(status=status, pending=pending))
        with desk.database.session() as session:
            move(session, session.get_one(AppointmentRow, appointment_id), after, who)
        freed = before in KEEPS_TIME and after not in KEEPS_TIME
        assert (time_at(desk, TEN) is FREE) == freed, (before, after)


def test_the_diagram_is_the_table() -> None:
    """docs/booking-states.md: 'before --> after: who: what', with [*] for NONE and `free`."""
    drawn = re.findall(r"^ +(\S+) --> (\S+): (\w+): (.+)$", diagram(), re.MULTILINE)
    table = {(edge.before, edge.after, edge.who, what) for edge, what in TRANSITIONS.items()}
    table |= {(edge.before, edge.after, edge.who, what) for edge, what in TIMES.items()}
    assert len(drawn) == len(TRANSITIONS) + len(TIMES)
    assert {tuple(edge) for edge in drawn} == {
        (before if before != NONE else "[*]", after if after != NONE else "[*]", who, what)
        for before, after, who, what in table
    }


def diagram() -> str:
    text = (ROOT / "docs" / "booking-states.md").read_text(encoding="utf-8")
    return "\n".join(re.findall(r"```mermaid\n(.*?)```", text, re.DOTALL))
