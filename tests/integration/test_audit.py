"""The audit tells every change and every look, and nobody can change it: on both databases, and on PostgreSQL as the
application's role."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from receptionist.appointments.booking import Appointments
from receptionist.appointments.models import Appointment, GuestInfo
from receptionist.appointments.staff_changes import StaffChanges
from receptionist.appointments.verification import find_appointments
from receptionist.calendars.port import CalendarDown, CalendarEvent, SlotTaken
from receptionist.storage.audit import acting
from receptionist.storage.database import Database
from receptionist.storage.roles import grant_application
from receptionist.storage.tables import AppointmentRow, AuditRow
from tests.fakes import Desk, a_desk
from tests.integration.postgres_server import new_postgres_url

MARIA = "+12025550101"


@pytest.fixture(params=["sqlite", "postgresql"])
def desk(request: pytest.FixtureRequest, tmp_path: Path):
    url = f"sqlite:///{tmp_path}/clinic.db" if request.param == "sqlite" else new_postgres_url()
    desk = a_desk(Database(url))
    yield desk
    desk.database.close()


def book(desk: Desk, at: str = "2026-11-24T10:00", sid: str = "CA1") -> Appointment:
    guest = GuestInfo(name="Maria Lopez", email="maria@mail.test")
    booked = desk.appointments.book(desk.clinic, desk.slot("Anita Patel", at), guest, MARIA, sid)
    assert booked.appointment
    return booked.appointment


def audit(database: Database) -> list[tuple[str, str, int | None]]:
    with database.reading() as session:
        rows = session.scalars(select(AuditRow).order_by(AuditRow.id)).all()
        return [(row.who, row.what, row.appointment_id) for row in rows]


def test_who_booked_heard_moved_and_cancelled(desk: Desk) -> None:
    first = book(desk)
    find_appointments(desk.database, desk.clinic, "Maria Lopez", MARIA, True, None, desk.now, "CA2")
    moved = desk.appointments.reschedule(desk.clinic, first.id, desk.slot("Anita Patel", "2026-11-24T11:00"), "CA2")
    assert moved.appointment
    with acting("command:erase"):
        assert desk.appointments.cancel(desk.clinic, moved.appointment.id, "") == "cancelled"
    new = moved.appointment.id
    told = audit(desk.database)
    assert told[:3] == [
        ("call:CA1", "requested", first.id),
        ("call:CA1", "booked", first.id),
        ("call:CA2", "seen", first.id),
    ]
    assert [one for one in told if one[2] == new] == [
        ("call:CA2", "requested", new),
        ("call:CA2", "moved", new),
        ("command:erase", "cancel_requested", new),
        ("command:erase", "cancelled", new),
    ]
    assert [one[:2] for one in told if one[2] == first.id][3:] == [
        ("call:CA2", "cancel_requested"),
        ("call:CA2", "cancelled"),
    ]


def test_who_is_not_verified_has_seen_nothing(desk: Desk) -> None:
    book(desk)
    assert not find_appointments(desk.database, desk.clinic, "Tom Smith", MARIA, True, None, desk.now, "CA2")
    assert "seen" not in [what for _, what, _ in audit(desk.database)]


def test_the_worker_and_the_staff_are_told_apart(desk: Desk) -> None:
    desk.calendar.troubles["book"] = [CalendarDown()]
    waiting = book(desk)
    with desk.database.session() as session:
        session.get_one(AppointmentRow, waiting.id).next_try = waiting.created_at
    for due in desk.appointments.due():
        desk.appointments.complete(due)
    with desk.database.reading() as session:
        row = session.get_one(AppointmentRow, waiting.id)
    later = desk.slot("Anita Patel", "2026-11-25T09:00").start
    StaffChanges(desk.database).moved(desk.clinic, row.hold_id, later, CalendarEvent("fake:moved"))
    StaffChanges(desk.database).cancelled(desk.clinic, row.hold_id, "fake:moved")
    assert [one[:2] for one in audit(desk.database)] == [
        ("call:CA1", "requested"),
        ("worker", "booked"),
        ("staff", "changed"),
        ("staff", "cancelled"),
    ]


def test_a_change_that_is_rolled_back_is_not_told(desk: Desk) -> None:
    first = book(desk)
    before = audit(desk.database)
    with pytest.raises(RuntimeError), desk.database.session() as session:
        session.get_one(AppointmentRow, first.id).status = "cancelled"
        session.flush()
        raise RuntimeError
    assert audit(desk.database) == before


def test_a_request_that_was_too_late_is_told_as_dropped(desk: Desk) -> None:
    desk.calendar.troubles["book"] = [SlotTaken()]
    slot = desk.slot("Anita Patel", "2026-11-24T10:00")
    assert desk.appointments.book(desk.clinic, slot, GuestInfo(name="Maria"), MARIA, "CA1").status == "taken"
    assert [one[:2] for one in audit(desk.database)] == [("call:CA1", "requested"), ("call:CA1", "dropped")]


def test_it_holds_no_personal_data(desk: Desk) -> None:
    book(desk)
    find_appointments(desk.database, desk.clinic, "Maria Lopez", MARIA, True, None, desk.now, "CA2")
    with desk.database.engine.connect() as connection:
        everything = "\n".join(map(str, connection.execute(text("SELECT * FROM audit"))))
    assert not [told for told in ("Maria", "Lopez", MARIA, "mail.test") if told in everything]


FORGERIES = [
    "UPDATE audit SET who = 'somebody else'",
    "UPDATE audit SET at = at WHERE what = 'booked'",
    "DELETE FROM audit",
    "DELETE FROM audit WHERE what = 'booked'",
]


@pytest.mark.parametrize("forgery", FORGERIES)
def test_not_even_the_owner_changes_a_line(desk: Desk, forgery: str) -> None:
    book(desk)
    before = audit(desk.database)
    with pytest.raises(DatabaseError), desk.database.engine.begin() as connection:
        connection.execute(text(forgery))
    assert audit(desk.database) == before


def test_nor_replaces_or_empties_it(desk: Desk) -> None:
    book(desk)
    before = audit(desk.database)
    values = "VALUES (1, '2026-11-24 10:00', 'riverside', 'somebody else', 'seen', 1)"
    into = "INTO audit (id, at, clinic_id, who, what, appointment_id)"
    if desk.database.sqlite:
        forgeries = [f"INSERT OR REPLACE {into} {values}"]
    else:
        forgeries = ["TRUNCATE audit", f"INSERT {into} {values} ON CONFLICT (id) DO UPDATE SET who = 'x'"]
    for forgery in forgeries:
        with pytest.raises(DatabaseError), desk.database.engine.begin() as connection:
            connection.execute(text(forgery))
    assert audit(desk.database) == before


@pytest.fixture
def application():
    """PostgreSQL as two roles know it: the owner's desk, and the application's database."""
    desk = a_desk(Database(new_postgres_url()))
    role = f"application_{desk.database.url.database}"
    with desk.database.engine.begin() as connection:
        connection.execute(text(f"CREATE ROLE {role} LOGIN"))
    grant_application(desk.database, role)
    database = Database(desk.database.url.set(username=role).render_as_string(hide_password=False))
    yield desk, database
    database.close()
    desk.database.close()


def test_the_application_works_with_its_own_role(application: tuple[Desk, Database]) -> None:
    desk, database = application
    database.migrate()
    appointments = Appointments(database, desk.calendars, desk.clock)
    slot = desk.slot("Anita Patel", "2026-11-24T10:00")
    booked = appointments.book(desk.clinic, slot, GuestInfo(name="Maria Lopez"), MARIA, "CA1")
    assert booked.status == "booked" and booked.appointment
    assert find_appointments(database, desk.clinic, "Maria Lopez", MARIA, True, None, desk.now, "CA2")
    assert appointments.cancel(desk.clinic, booked.appointment.id, "CA2") == "cancelled"
    assert [what for _, what, _ in audit(database)][-1] == "cancelled"


@pytest.mark.parametrize(
    "forgery",
    [
        *FORGERIES,
        "TRUNCATE audit",
        "DROP TABLE audit",
        "DROP TRIGGER audit_only_grows ON audit",
        "ALTER TABLE audit DISABLE TRIGGER ALL",
        "ALTER TABLE audit RENAME TO other",
        "CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RETURN NEW; END $$",
        "DROP FUNCTION refuse_audit_change() CASCADE",
        "CREATE RULE quiet AS ON INSERT TO audit DO INSTEAD NOTHING",
        "SET session_replication_role = replica",
        "UPDATE alembic_version SET version_num = '0001'",
        "ALTER TABLE appointments DROP CONSTRAINT ex_appointments_overlap",
    ],
)
def test_the_application_cannot_alter_the_audit(application: tuple[Desk, Database], forgery: str) -> None:
    desk, database = application
    book(desk)
    before = audit(database)
    with pytest.raises(DatabaseError) as refused, database.engine.begin() as connection:
        connection.execute(text(forgery))
    assert any(told in str(refused.value) for told in ("permission denied", "must be owner")), refused.value
    assert audit(desk.database) == before


def test_a_role_that_cannot_be_granted_is_refused(desk: Desk) -> None:
    if desk.database.sqlite:
        with pytest.raises(ValueError, match="no roles"):
            grant_application(desk.database, "app")
        return
    for role in ('app"; DROP TABLE audit; --', "", str(desk.database.url.username)):
        with pytest.raises(ValueError):
            grant_application(desk.database, role)


def test_postgresql_refuses_overlaps_even_where_no_cell_is_held() -> None:
    desk = a_desk(Database(new_postgres_url()))
    first = book(desk)

    def insert(at: str, doctor: str = "Anita Patel", status: str = "booked") -> None:
        slot = desk.slot(doctor, at)
        with desk.database.session() as session:
            session.add(
                AppointmentRow(
                    clinic_id=desk.clinic.id,
                    user_name="Tom",
                    doctor_id=slot.doctor_id,
                    appointment_time=slot.start,
                    minutes=slot.minutes,
                    status=status,
                    code="1",
                    call_sid="CA9",
                    hold_id=f"{at}{doctor}"[:32],
                )
            )

    for overlapping in ("2026-11-24T10:00", "2026-11-24T09:45", "2026-11-24T10:15"):
        for status in ("booked", "pending_calendar"):
            with pytest.raises(IntegrityError):
                insert(overlapping, status=status)
    insert("2026-11-24T10:00", doctor="Thomas Weber")
    insert("2026-11-24T10:15", status="cancelled")
    insert("2026-11-24T09:30")
    assert desk.appointments.cancel(desk.clinic, first.id, "CA1") == "cancelled"
    insert("2026-11-24T10:00")
    desk.database.close()
