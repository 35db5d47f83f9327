"""Alembic's entry point: within the application on the connection that it hands over, else by DATABASE_URL."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from receptionist.settings import get_settings
from receptionist.storage.database import Database
from receptionist.storage.tables import Base


def run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


handed_over = context.config.attributes.get("connection")
if handed_over is not None:
    run(handed_over)
else:
    with Database(get_settings().database_url).migrating() as own:
        run(own)
