from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from receptionist.appointments.models import Booked, GuestInfo
from receptionist.calendars.port import CalendarDown, CalendarRefused, SlotTaken
from receptionist.storage.tables import AppointmentRow, HoldRow, OutboxRow
from tests.fakes import Desk, a_desk, sqlite_in

MARIA = GuestInfo(name="Maria Lopez", phone="+12025550101")
DOWN, UNKNOWN = CalendarDown("refused"), CalendarDown("timed out", unknown_outcome=True)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return a_desk(sqlite_in(tmp_path))


def book(desk: Desk, local: str = "2026-11-24T10:00", call: str = "CA1", doctor: str = "Anita Patel", **more) -> Booked:
    return desk.appointments.book(desk.clinic, desk.slot(doctor, local), MARIA, "+12025550101", call, **more)


def rows(desk: Desk) -> list[tuple[str, str]]:
    """(local start, status) of all appointments."""
    with desk.database.reading() as session:
        found = session.query(AppointmentRow).order_by(AppointmentRow.id)
        return [(f"{row.appointment_time.astimezone(desk.clinic.tz):%m-%d %H:%M}", row.status) for row in found]


def messages(desk: Desk) -> list[str]:
    with desk.database.reading() as session:
        return [row.kind for row in session.query(OutboxRow).order_by(OutboxRow.id)]


def cells(desk: Desk) -> int:
    with desk.database.reading() as session:
        return session.query(HoldRow).count()


def let_time_pass(desk: Desk) -> None:
    """Everything that waits is due."""
    with desk.database.session() as session:
        session.execute(update(AppointmentRow).values(next_try=datetime.now(UTC) - timedelta(seconds=1)))
        session.execute(
            update(HoldRow)
            .where(HoldRow.expires_at.is_not(None))
            .values(expires_at=datetime.now(UTC) - timedelta(seconds=1))
        )


def work(desk: Desk) -> None:
    let_time_pass(desk)
    for appointment_id in desk.appointments.due():
        desk.appointments.complete(appointment_id)


def test_booked(desk: Desk) -> None:
    booked = book(desk)
    assert booked.status == "booked" and booked.appointment
    assert booked.appointment.start == datetime(2026, 11, 24, 10, 0, tzinfo=desk.clinic.tz)
    assert booked.appointment.event_uri in desk.calendar.events
    assert booked.appointment.calendly_link
    assert len(booked.appointment.code) == 6 and booked.appointment.code.isdigit()
    assert rows(desk) == [("11-24 10:00", "booked")]
    assert (messages(desk), cells(desk)) == (["confirmation"], 6)


def test_the_calendar_learns_the_hold_and_the_guest(desk: Desk) -> None:
    book(desk)
    [(doctor_id, at, guest, hold_id)] = desk.calendar.events.values()
    assert (doctor_id, at) == (desk.doctor("Anita Patel").id, datetime(2026, 11, 24, 15, 0, tzinfo=UTC))
    assert guest == MARIA
    with desk.database.reading() as session:
        assert session.query(AppointmentRow).one().hold_id == hold_id


def test_everything_that_was_asked_is_kept(desk: Desk) -> None:
    guest = GuestInfo(
        name="Tom Lopez",
        email="tom@example.com",
        purpose="cough",
        address="1 Mill Street",
        date_of_birth=date(2019, 3, 2),
        new_patient=True,
    )
    slot = desk.slot("Anita Patel", "2026-11-24T10:00")
    desk.appointments.book(desk.clinic, slot, guest, "+12025550101", "CA1", caller_name="Maria Lopez")
    with desk.database.reading() as session:
        row = session.query(AppointmentRow).one()
    kept = (row.user_name, row.caller_name, row.contact_phone, row.phone, row.email, row.purpose, row.address)
    assert kept == (
        "Tom Lopez",
        "Maria Lopez",
        "+12025550101",
        "+12025550101",
        "tom@example.com",
        "cough",
        "1 Mill Street",
    )
    assert (row.date_of_birth, row.new_patient, row.call_sid) == (date(2019, 3, 2), True, "CA1")


def test_a_repeat_gets_the_same_appointment(desk: Desk) -> None:
    assert book(desk) == book(desk)
    assert (len(desk.calendar.events), messages(desk)) == (1, ["confirmation"])


def test_another_call_does_not(desk: Desk) -> None:
    book(desk)
    assert book(desk, call="CA2") == Booked(status="taken")
    assert rows(desk) == [("11-24 10:00", "booked")]


def test_taken_at_the_calendar(desk: Desk) -> None:
    desk.calendar.troubles["book"] = [SlotTaken()]
    assert book(desk).status == "taken"
    assert (rows(desk), cells(desk), messages(desk)) == ([], 0, [])
    assert book(desk).status == "booked"


def test_refused_by_the_calendar(desk: Desk) -> None:
    desk.calendar.troubles["book"] = [CalendarRefused("bad token")]
    assert book(desk) == Booked(status="failed")
    assert (rows(desk), cells(desk), messages(desk)) == ([], 0, [])


def test_an_unknown_outcome_is_looked_up_not_repeated(desk: Desk) -> None:
    desk.calendar.troubles["book"] = [UNKNOWN]
    assert book(desk).status == "booked"
    assert desk.calendar.asked == ["book", "find"]
    assert (len(desk.calendar.events), messages(desk)) == (1, ["confirmation"])


def test_an_unknown_outcome_that_stays_unknown_is_settled_by_the_worker(desk: Desk) -> None:
    desk.calendar.troubles = {"book": [UNKNOWN], "find": [DOWN, DOWN]}
    booked = book(desk)
    assert booked.status == "pending_calendar" and booked.appointment
    assert rows(desk) == [("11-24 10:00", "pending_calendar")]
    work(desk)
    assert rows(desk) == [("11-24 10:00", "pending_calendar")]
    work(desk)
    assert rows(desk) == [("11-24 10:00", "booked")]
    assert (len(desk.calendar.events), messages(desk)) == (1, ["request_pending", "confirmation"])


def test_a_calendar_that_is_down_makes_it_a_request(desk: Desk) -> None:
    desk.calendar.troubles["book"] = [DOWN]
    assert book(desk).status == "pending_calendar"
    assert desk.calendar.asked == ["book"]
    assert (cells(desk), messages(desk)) == (6, ["request_pending"])
    assert book(desk).status == "pending_calendar"
    assert book(desk, call="CA2").status == "taken"
    work(desk)
    assert rows(desk) == [("11-24 10:00", "booked")]
    assert book(desk).status == "booked"


def test_a_request_is_not_tried_again_at_once(desk: Desk) -> None:
    desk.calendar.troubles["book"] = [DOWN]
    book(desk)
    assert desk.appointments.due() == []


@pytest.mark.parametrize("trouble", [SlotTaken(), CalendarRefused("no")])
def test_a_request_whose_slot_has_gone(desk: Desk, trouble: Exception) -> None:
    desk.calendar.troubles["book"] = [DOWN, trouble]
    book(desk)
    work(desk)
    assert rows(desk) == [("11-24 10:00", "needs_callback")]
    assert (cells(desk), messages(desk)) == (0, ["request_pending", "needs_callback", "staff_callback"])
    work(desk)
    assert messages(desk) == ["request_pending", "needs_callback", "staff_callback"]
    with desk.database.reading() as session:
        staff = session.query(OutboxRow).filter_by(kind="staff_callback").one()
    assert staff.to == "+12025550199"
    assert all(part in staff.body for part in ("Maria Lopez", "+12025550101", "Anita Patel", "10:00 AM"))


def test_a_request_whose_time_has_come(desk: Desk) -> None:
    desk.calendar.troubles["book"] = [DOWN]
    book(desk)
    desk.clock.local = datetime(2026, 11, 24, 10, 0)
    work(desk)
    assert rows(desk) == [("11-24 10:00", "needs_callback")]
    assert not desk.calendar.events


@pytest.mark.parametrize("at_the_calendar", [False, True])
def test_a_crash_after_the_yes_is_completed_by_the_worker(desk: Desk, at_the_calendar: bool) -> None:
    class Crash(BaseException):
        pass

    def crash(*args):
        if at_the_calendar:
            original(*args)
        raise Crash

    original, desk.calendar.book = desk.calendar.book, crash
    with pytest.raises(Crash):
        book(desk)
    desk.calendar.book = original
    assert rows(desk) == [("11-24 10:00", "pending_calendar")]
    work(desk)
    assert rows(desk) == [("11-24 10:00", "booked")]
    assert (len(desk.calendar.events), messages(desk), cells(desk)) == (1, ["confirmation"], 6)


def test_no_message_without_consent_or_number(desk: Desk) -> None:
    book(desk, sms_consent=False)
    slot = desk.slot("Anita Patel", "2026-11-24T11:00")
    desk.appointments.book(desk.clinic, slot, GuestInfo(name="Maria"), None, "CA2")
    assert (len(rows(desk)), messages(desk)) == (2, [])


def test_what_is_over_cannot_be_booked(desk: Desk) -> None:
    assert book(desk, "2026-11-17T10:00") == Booked(status="failed")
    assert rows(desk) == []


def test_a_doctor_of_another_clinic_cannot_be_booked(desk: Desk) -> None:
    other = desk.clinic.model_copy(update={"id": "hillside", "numbers": []})
    desk.clinics.save_clinic(other, [])
    slot = desk.slot("Anita Patel", "2026-11-24T10:00")
    assert desk.appointments.book(other, slot, MARIA, None, "CA1") == Booked(status="failed")


def test_cancelled(desk: Desk) -> None:
    booked = book(desk).appointment
    assert booked
    assert desk.appointments.cancel(desk.clinic, booked.id, "CA2") == "cancelled"
    assert desk.calendar.cancelled == [booked.event_uri]
    assert desk.appointments.cancel(desk.clinic, booked.id, "CA2") == "cancelled"
    assert (rows(desk), cells(desk)) == ([("11-24 10:00", "cancelled")], 0)
    assert messages(desk) == ["confirmation", "cancellation"]
    assert book(desk, call="CA3").status == "booked"
    with desk.database.reading() as session:
        assert session.get_one(AppointmentRow, booked.id).changed_by_call == "CA2"


def test_booked_cancelled_and_booked_again_in_one_call(desk: Desk) -> None:
    first = book(desk).appointment
    assert first
    desk.appointments.cancel(desk.clinic, first.id, "CA1")
    assert book(desk).status == "booked"
    assert [status for _, status in rows(desk)] == ["cancelled", "booked"]


@pytest.mark.parametrize("trouble", [DOWN, UNKNOWN])
def test_cancelling_while_the_calendar_is_down(desk: Desk, trouble: CalendarDown) -> None:
    booked = book(desk).appointment
    assert booked
    desk.calendar.troubles["cancel"] = [trouble]
    assert desk.appointments.cancel(desk.clinic, booked.id, "CA2") == "pending_calendar"
    assert messages(desk) == ["confirmation"]
    work(desk)
    assert (rows(desk), cells(desk)) == ([("11-24 10:00", "cancelled")], 0)
    assert (messages(desk), desk.calendar.events) == (["confirmation", "cancellation"], {})


def test_a_refused_cancellation_changes_nothing(desk: Desk) -> None:
    booked = book(desk).appointment
    assert booked
    desk.calendar.troubles["cancel"] = [CalendarRefused("no scope")]
    assert desk.appointments.cancel(desk.clinic, booked.id, "CA2") == "failed"
    assert (rows(desk), cells(desk), messages(desk)) == ([("11-24 10:00", "booked")], 6, ["confirmation"])
    work(desk)
    assert rows(desk) == [("11-24 10:00", "booked")]


def test_cancelling_a_request_that_had_reached_the_calendar(desk: Desk) -> None:
    desk.calendar.troubles = {"book": [UNKNOWN], "find": [DOWN]}
    booked = book(desk).appointment
    assert booked and len(desk.calendar.events) == 1
    assert desk.appointments.cancel(desk.clinic, booked.id, "CA2") == "cancelled"
    assert desk.calendar.events == {}
    work(desk)
    assert rows(desk) == [("11-24 10:00", "cancelled")]


def test_cancelled_while_its_booking_is_under_way(desk: Desk) -> None:
    """The booking reaches the calendar after the caller's second line has cancelled the row."""

    def cancelled_meanwhile(*args):
        with desk.database.reading() as session:
            appointment_id = session.query(AppointmentRow).one().id
        assert desk.appointments.cancel(desk.clinic, appointment_id, "CA2") == "cancelled"
        return original(*args)

    original, desk.calendar.book = desk.calendar.book, cancelled_meanwhile
    assert book(desk).status != "booked"
    desk.calendar.book = original
    work(desk)
    assert (rows(desk), desk.calendar.events) == ([("11-24 10:00", "cancelled")], {})
    assert messages(desk) == ["cancellation"]


@pytest.mark.parametrize("appointment_id", [0, 99])
def test_there_is_nothing_to_cancel(desk: Desk, appointment_id: int) -> None:
    assert desk.appointments.cancel(desk.clinic, appointment_id, "CA2") == "failed"


def test_another_clinic_cannot_cancel(desk: Desk) -> None:
    booked = book(desk).appointment
    assert booked
    other = desk.clinic.model_copy(update={"id": "hillside"})
    assert desk.appointments.cancel(other, booked.id, "CA2") == "failed"
    assert desk.appointments.get(other, booked.id) is None
    assert rows(desk) == [("11-24 10:00", "booked")]


def move(desk: Desk, doctor: str = "Anita Patel", local: str = "2026-11-24T11:00") -> Booked:
    with desk.database.reading() as session:
        appointment_id = session.query(AppointmentRow).order_by(AppointmentRow.id).first().id
    return desk.appointments.reschedule(desk.clinic, appointment_id, desk.slot(doctor, local), "CA2")


@pytest.mark.parametrize(
    ("doctor", "local"), [("Anita Patel", "2026-11-24T11:00"), ("Thomas Weber", "2026-11-24T10:20")]
)
def test_moved(desk: Desk, doctor: str, local: str) -> None:
    book(desk)
    moved = move(desk, doctor, local)
    assert moved.status == "booked" and moved.appointment and moved.appointment.name == "Maria Lopez"
    assert [status for _, status in rows(desk)] == ["cancelled", "booked"]
    assert messages(desk) == ["confirmation", "rescheduled"]
    assert cells(desk) == moved.appointment.minutes / 5
    assert move(desk, doctor, local) == moved


def test_the_new_time_is_booked_before_the_old_one_is_cancelled(desk: Desk) -> None:
    book(desk)
    desk.calendar.asked.clear()
    move(desk)
    assert desk.calendar.asked == ["book", "cancel"]


@pytest.mark.parametrize("trouble", [SlotTaken(), CalendarRefused("no")])
def test_the_old_time_stays_when_the_new_one_cannot_be_had(desk: Desk, trouble: Exception) -> None:
    book(desk)
    desk.calendar.troubles["book"] = [trouble]
    assert move(desk).status in ("taken", "failed")
    assert (rows(desk), len(desk.calendar.events)) == ([("11-24 10:00", "booked")], 1)


def test_the_old_time_stays_until_the_new_one_is_in_the_calendar(desk: Desk) -> None:
    book(desk)
    desk.calendar.troubles["book"] = [DOWN]
    assert move(desk).status == "pending_calendar"
    assert rows(desk) == [("11-24 10:00", "booked"), ("11-24 11:00", "pending_calendar")]
    work(desk)
    assert rows(desk) == [("11-24 10:00", "cancelled"), ("11-24 11:00", "booked")]
    assert messages(desk) == ["confirmation", "request_pending", "rescheduled"]


@pytest.mark.parametrize("trouble", [DOWN, CalendarRefused("no")])
def test_an_old_time_that_cannot_be_cancelled_yet_is_not_forgotten(desk: Desk, trouble: Exception) -> None:
    book(desk)
    desk.calendar.troubles["cancel"] = [trouble]
    assert move(desk).status == "booked"
    work(desk)
    assert rows(desk) == [("11-24 10:00", "cancelled"), ("11-24 11:00", "booked")]
    assert (len(desk.calendar.events), messages(desk)) == (1, ["confirmation", "rescheduled"])


def test_a_hold_is_for_one_call_and_one_slot(desk: Desk) -> None:
    first, second = desk.slot("Anita Patel", "2026-11-24T10:00"), desk.slot("Anita Patel", "2026-11-24T11:00")
    assert desk.appointments.hold(desk.clinic, first, "CA1")
    assert desk.appointments.hold(desk.clinic, first, "CA1")
    assert not desk.appointments.hold(desk.clinic, first, "CA2")
    assert book(desk, call="CA2").status == "taken"
    assert desk.appointments.hold(desk.clinic, second, "CA1")
    assert cells(desk) == 6
    assert book(desk, "2026-11-24T11:00", call="CA1").status == "booked"
    assert cells(desk) == 6


def test_a_released_hold_is_free_and_an_appointment_is_not(desk: Desk) -> None:
    book(desk, call="CA1")
    desk.appointments.hold(desk.clinic, desk.slot("Anita Patel", "2026-11-24T11:00"), "CA1")
    desk.appointments.release("CA1")
    assert cells(desk) == 6
    assert book(desk, call="CA2").status == "taken"
    assert book(desk, "2026-11-24T11:00", call="CA2").status == "booked"


def test_a_hold_expires(desk: Desk) -> None:
    slot = desk.slot("Anita Patel", "2026-11-24T10:00")
    desk.appointments.hold(desk.clinic, slot, "CA1")
    let_time_pass(desk)
    assert desk.appointments.hold(desk.clinic, slot, "CA2")
    let_time_pass(desk)
    assert desk.appointments.expire_holds() == 6
    book(desk)
    let_time_pass(desk)
    assert desk.appointments.expire_holds() == 0


def test_codes_differ_among_future_appointments(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    numbers = iter([7, 7, 7, 42])
    monkeypatch.setattr("receptionist.storage.appointments.secrets.randbelow", lambda _: next(numbers))
    first, second = book(desk), book(desk, "2026-11-24T11:00", call="CA2")
    assert first.appointment and second.appointment
    assert (first.appointment.code, second.appointment.code) == ("000007", "000042")


def test_the_hour_that_comes_twice_can_be_booked_twice(desk: Desk) -> None:
    first = desk.slot("Thomas Weber", "2027-11-07T01:00")
    again = first.model_copy(update={"start": first.start.replace(fold=1)})
    for number, slot in enumerate((first, again)):
        assert desk.appointments.book(desk.clinic, slot, MARIA, None, f"CA{number}").status == "booked"
    assert desk.appointments.book(desk.clinic, again, MARIA, None, "CA3").status == "taken"
