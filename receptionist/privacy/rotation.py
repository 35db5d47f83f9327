"""Moving everything that is stored to the current key."""

from __future__ import annotations

from sqlalchemy import ColumnElement, Table, Text, and_, delete, or_, select, type_coerce, update
from sqlalchemy.orm import Session

from receptionist.privacy.columns import Encrypted
from receptionist.privacy.keys import VERSION
from receptionist.storage.database import Database
from receptionist.storage.known_keys import check_keys
from receptionist.storage.tables import AppointmentRow, Base, KeyRow, hashes_of

BATCH = 500


def rotate(database: Database) -> dict[str, int]:
    """Rows changed, by table; BATCH of them in a transaction, so that calls go on meanwhile. Afterwards the database
    needs no other key. May be repeated, and goes on where it was interrupted."""
    with database.session() as session:
        check_keys(session.connection(), database.keys)
    current = database.keys.current.id
    counts = {table.name: _rotate(database, table, current) for table in Base.metadata.sorted_tables if _sealed(table)}
    with database.session() as session:
        session.execute(delete(KeyRow).where(KeyRow.id != current))
    return counts


def _rotate(database: Database, table: Table, key_id: str) -> int:
    changed, last = 0, None
    while True:
        with database.session() as session:
            done = _rotate_batch(session, table, key_id, last)
        if not done:
            return changed
        changed, last = changed + len(done), done[-1]


def _rotate_batch(session: Session, table: Table, key_id: str, after: int | str | None) -> list[int | str]:
    """The primary keys of the rows that were stored anew, in order."""
    sealed, [primary] = _sealed(table), table.primary_key.columns
    old = [_under_another_key(type_coerce(column, Text), f"{VERSION}:{key_id}:") for column in sealed]
    old += [_under_another_key(column, f"{key_id}:") for column in table.columns if "hash_of" in column.info]
    query = select(primary, *sealed).where(or_(*old)).order_by(primary).limit(BATCH).with_for_update()
    rows = session.execute(query if after is None else query.where(primary > after)).all()
    for row in rows:
        values = {column.name: getattr(row, column.name) for column in sealed}
        if table is AppointmentRow.__table__:
            values |= hashes_of(row, session.connection().dialect)
        if "updated_at" in table.columns:
            values["updated_at"] = table.c.updated_at
        session.execute(update(table).where(primary == row[0]).values(values))
    return [row[0] for row in rows]


def _sealed(table: Table) -> list:
    return [column for column in table.columns if isinstance(column.type, Encrypted)]


def _under_another_key(column: ColumnElement, prefix: str) -> ColumnElement[bool]:
    return and_(column.is_not(None), ~column.startswith(prefix, autoescape=True))
