"""Personal data is encrypted, telephone numbers are found by their hashes, and clinics say how long data is kept."""

from __future__ import annotations

from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

from receptionist.privacy.columns import keys_of

revision = "0002_personal_data"
down_revision = "0001"
branch_labels = None
depends_on = None

BATCH = 1000
INSTANT = sa.DateTime(timezone=True)
LENGTHS = {
    "appointments": {
        "user_name": 100,
        "phone": 20,
        "email": 100,
        "contact_phone": 20,
        "caller_name": 100,
        "purpose": 500,
        "address": 300,
    },
    "outbox": {"to": 100},
}
REQUIRED = ("user_name", "to")
PERSONAL = {
    "appointments": ["user_name", "phone", "email", "contact_phone", "caller_name", "purpose", "address",
                     "date_of_birth"],
    "outbox": ["to", "body"],
    "clinics": ["calendly_token"],
}  # fmt: skip
HASHED = ("phone", "contact_phone")


def upgrade() -> None:
    op.drop_index("ix_appointments_contact_phone", "appointments")
    for table, lengths in LENGTHS.items():
        with op.batch_alter_table(table) as batch:
            for column, length in lengths.items():
                batch.alter_column(
                    column, type_=sa.Text(), existing_type=sa.String(length), existing_nullable=column not in REQUIRED
                )
    _change_date_of_birth(sa.Text(), "CAST(date_of_birth AS TEXT)")
    for column in HASHED:
        op.add_column("appointments", sa.Column(f"{column}_hash", sa.String(80)))
    for table in ("appointments", "outbox"):
        op.add_column(table, sa.Column("erased_at", INSTANT))
    op.create_table(
        "personal_data_keys",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_personal_data_keys"),
    )
    with op.batch_alter_table("clinics") as batch:
        batch.add_column(sa.Column("keep_appointments_days", sa.Integer(), nullable=False, server_default="1095"))
        batch.add_column(sa.Column("keep_messages_days", sa.Integer(), nullable=False, server_default="90"))

    ring = keys_of(op.get_bind().dialect)
    for table, columns in PERSONAL.items():
        _rewrite(table, columns, ring.encrypt, lambda number: ring.look_up("phone", number))
    for column in HASHED:
        op.create_index(f"ix_appointments_{column}_hash", "appointments", [f"{column}_hash"])


def downgrade() -> None:
    ring = keys_of(op.get_bind().dialect)
    for column in HASHED:
        op.drop_index(f"ix_appointments_{column}_hash", "appointments")
    for table, columns in PERSONAL.items():
        _rewrite(table, columns, ring.decrypt)
    with op.batch_alter_table("clinics") as batch:
        batch.drop_column("keep_messages_days")
        batch.drop_column("keep_appointments_days")
    op.drop_table("personal_data_keys")
    for table in ("appointments", "outbox"):
        op.drop_column(table, "erased_at")
    for column in HASHED:
        op.drop_column("appointments", f"{column}_hash")
    _change_date_of_birth(sa.Date(), "CAST(date_of_birth AS DATE)")
    for table, lengths in LENGTHS.items():
        with op.batch_alter_table(table) as batch:
            for column, length in lengths.items():
                batch.alter_column(
                    column, type_=sa.String(length), existing_type=sa.Text(), existing_nullable=column not in REQUIRED
                )
    op.create_index("ix_appointments_contact_phone", "appointments", ["contact_phone"])


def _change_date_of_birth(wanted: sa.types.TypeEngine, cast: str) -> None:
    """SQLite keeps dates as text, and CAST would make them numbers."""
    op.add_column("appointments", sa.Column("birth", wanted))
    value = "date_of_birth" if op.get_bind().dialect.name == "sqlite" else cast
    op.execute(f"UPDATE appointments SET birth = {value}")
    op.drop_column("appointments", "date_of_birth")
    op.alter_column("appointments", "birth", new_column_name="date_of_birth")


def _rewrite(
    table: str,
    columns: list[str],
    change: Callable[[str, str], str],
    hashed: Callable[[str], str] | None = None,
) -> None:
    """`change` gets every value with the name of its 'table.column'; BATCH rows at a time."""
    hashes = [name for name in HASHED if hashed and name in columns]
    rows = sa.table(table, *(sa.column(name) for name in ("id", *columns, *(f"{name}_hash" for name in hashes))))
    rewritten = [*columns, *(f"{name}_hash" for name in hashes)]
    store = sa.update(rows).where(rows.c.id == sa.bindparam("row_id"))
    store = store.values({name: sa.bindparam(f"new_{name}") for name in rewritten})
    bind, query = op.get_bind(), sa.select(rows.c.id, *(rows.c[name] for name in columns)).order_by(rows.c.id)
    batch = bind.execute(query.limit(BATCH)).mappings().all()
    while batch:
        changed = []
        for row in batch:
            values = {name: None if row[name] is None else change(row[name], f"{table}.{name}") for name in columns}
            values |= {f"{name}_hash": row[name] and hashed(row[name]) for name in hashes if hashed}
            changed.append({"row_id": row["id"]} | {f"new_{name}": value for name, value in values.items()})
        bind.execute(store, changed)
        batch = bind.execute(query.where(rows.c.id > batch[-1]["id"]).limit(BATCH)).mappings().all()
