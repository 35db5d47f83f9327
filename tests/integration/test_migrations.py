"""The migrations on both databases: complete, repeatable, reversible, and the same as the tables that the code uses."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from receptionist.storage.database import Database, alembic_config
from receptionist.storage.tables import Base, HoldRow
from tests.fakes import a_desk
from tests.integration.postgres_server import new_postgres_url


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/clinic.db" if request.param == "sqlite" else new_postgres_url()


@pytest.fixture
def database(url: str):
    database = Database(url)
    yield database
    database.close()


def test_migrated_schema_is_the_one_in_the_code(database: Database) -> None:
    database.migrate()
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_columns_of_the_architecture_are_there(database: Database) -> None:
    database.migrate()
    tables = inspect(database.engine)
    doctors = {column["name"] for column in tables.get_columns("doctors")}
    appointments = {column["name"] for column in tables.get_columns("appointments")}
    assert {"id", "name", "department", "availability"} <= doctors
    assert {
        "id",
        "user_name",
        "phone",
        "email",
        "doctor_id",
        "appointment_time",
        "calendly_link",
        "created_at",
    } <= appointments
    for table in ("clinics", "clinic_numbers", "doctors", "appointments", "holds", "outbox"):
        columns = {column["name"] for column in tables.get_columns(table)}
        assert "clinic_id" in columns or table == "clinics"


def test_down_and_up_again(database: Database) -> None:
    database.migrate()
    with database.engine.begin() as connection:
        command.downgrade(alembic_config(connection), "base")
    assert inspect(database.engine).get_table_names() == ["alembic_version"]
    database.migrate()
    assert inspect(database.engine).has_table("holds")


def test_processes_that_start_together_migrate_once(url: str) -> None:
    databases = [Database(url) for _ in range(4)]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(Database.migrate, databases))
    with databases[0].engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM alembic_version")) == 1
    for database in databases:
        database.close()


def test_availability_and_instants_come_back_as_they_went(database: Database) -> None:
    desk = a_desk(database)
    assert [shift.start for shift in desk.doctor("Anita Patel").availability] == ["09:00", "14:00", "09:00"]
    cell = datetime(2026, 11, 24, 9, 0, tzinfo=desk.clinic.tz)
    with database.session() as session:
        session.add(HoldRow(doctor_id=desk.doctors[0].id, cell=cell, clinic_id="riverside", hold_id="h", call_sid="c"))
    with database.reading() as session:
        assert session.query(HoldRow).one().cell == datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


def test_a_row_without_its_clinic_is_refused(database: Database) -> None:
    desk = a_desk(database)
    with pytest.raises(IntegrityError), database.session() as session:
        session.add(
            HoldRow(doctor_id=desk.doctors[0].id, cell=desk.now, clinic_id="nowhere", hold_id="h", call_sid="c")
        )


def test_sqlite_is_set_for_several_processes(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path}/clinic.db")
    with database.reading() as session:
        assert session.scalar(text("PRAGMA journal_mode")) == "wal"
        assert session.scalar(text("PRAGMA foreign_keys")) == 1
        assert session.scalar(text("PRAGMA busy_timeout")) == 5000
