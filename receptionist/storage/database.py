"""The connection to SQLite or PostgreSQL, and the migrations."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.orm import Session

from receptionist.privacy.columns import give_keys
from receptionist.privacy.keys import KeyRing, own_key_ring
from receptionist.storage.audit import watch
from receptionist.storage.known_keys import check_keys

MIGRATIONS = Path(__file__).parent / "migrations"
BUSY_TIMEOUT_MS = 5000
MIGRATION_LOCK = 7_215_480_312


class Database:
    """`url` as in SQLAlchemy; 'postgres://' and 'postgresql://' get the psycopg driver.

    SQLite runs with WAL, foreign keys and a busy timeout, and takes the write lock when a writing session starts, so
    that two writers queue instead of failing at their first write. `keys` are those of personal data; the process's own
    unless given. Errors of the database never show what was to be stored.
    """

    def __init__(self, url: str, keys: KeyRing | None = None) -> None:
        address = make_url(url)
        if address.drivername in ("postgres", "postgresql"):
            address = address.set(drivername="postgresql+psycopg")
        self.url = address
        self.sqlite = address.get_backend_name() == "sqlite"
        if self.sqlite:
            if not address.database or address.database == ":memory:":
                raise ValueError("SQLite needs a file: several processes share the database")
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
            self.engine: Engine = create_engine(
                address, hide_parameters=True, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000}
            )
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        else:
            self.engine = create_engine(
                address,
                hide_parameters=True,
                pool_pre_ping=True,
                pool_size=10,
                connect_args={"connect_timeout": 4, "options": "-c statement_timeout=4000"},
            )
        self.keys = keys or own_key_ring()
        give_keys(self.engine.dialect, self.keys)
        self._reader = self.engine.execution_options(reading=True)

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction: committed at the end of the block, rolled back by an exception."""
        with Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """For reading only; on SQLite it waits for no writer. Nothing is committed."""
        with Session(self._reader, expire_on_commit=False) as session:
            yield session

    def migrate(self) -> None:
        """Brings the schema up to date. Safe when several processes start at once. Raises KeyProblem when the database
        was written with other keys than ours."""
        with self.migrating() as connection:
            command.upgrade(alembic_config(connection), "head")
            check_keys(connection, self.keys)

    @contextmanager
    def migrating(self) -> Iterator[Connection]:
        """One transaction for changes of the schema, one process at a time. On SQLite without foreign keys, since a
        table that is rebuilt would take along what refers to it (https://www.sqlite.org/lang_altertable.html)."""
        with self.engine.connect() as connection:
            if self.sqlite:
                _set_pragmas(connection, foreign_keys="OFF", secure_delete="ON")
            try:
                with connection.begin():
                    if not self.sqlite:
                        connection.execute(text("SET LOCAL statement_timeout = 0"))
                        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
                    yield connection
            finally:
                if self.sqlite:
                    _set_pragmas(connection, foreign_keys="ON", secure_delete="OFF")

    def close(self) -> None:
        self.engine.dispose()


def alembic_config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _set_pragmas(connection: Connection, **pragmas: str) -> None:
    """Outside of a transaction, where SQLAlchemy would begin one."""
    cursor = connection.connection.cursor()
    for name, value in pragmas.items():
        cursor.execute(f"PRAGMA {name} = {value}")
    cursor.close()


def _prepare_sqlite(connection, _record) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = NORMAL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


watch()
