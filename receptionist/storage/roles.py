"""The two roles on PostgreSQL: the owner migrates, the application runs with what is granted here and no more."""

from __future__ import annotations

import re

from sqlalchemy import text

from receptionist.storage.database import Database

_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")


def grant_application(database: Database, role: str) -> None:
    """To be run by the owner, after each migration. The role must exist. Raises ValueError."""
    if database.sqlite:
        raise ValueError("SQLite has no roles")
    if not _NAME.fullmatch(role):
        raise ValueError("a role is named with lower-case letters, digits and underscores")
    if role == database.url.username:
        raise ValueError("the application's role must be another one than the owner's")
    with database.engine.begin() as connection:
        for statement in (
            f'GRANT USAGE ON SCHEMA public TO "{role}"',
            f'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO "{role}"',
            f'GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO "{role}"',
            f'REVOKE ALL ON alembic_version, audit FROM "{role}"',
            f'GRANT SELECT ON alembic_version TO "{role}"',
            f'GRANT SELECT, INSERT ON audit TO "{role}"',
        ):
            connection.execute(text(statement))
