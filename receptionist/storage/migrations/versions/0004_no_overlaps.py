"""PostgreSQL refuses two appointments of one doctor that overlap, even where the held cells were passed by.

Ranges on both sides, so that the GiST index needs no extension. SQLite has the held cells alone.
"""

from __future__ import annotations

from alembic import op

revision = "0004_no_overlaps"
down_revision = "0003_audit"
branch_labels = None
depends_on = None


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "ALTER TABLE appointments ADD CONSTRAINT ex_appointments_overlap EXCLUDE USING gist ("
            " int4range(doctor_id, doctor_id, '[]') WITH &&,"
            " tsrange(timezone('UTC', appointment_time),"
            "         timezone('UTC', appointment_time) + minutes * interval '1 minute') WITH &&"
            ") WHERE (status IN ('booked', 'pending_calendar'))"
        )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE appointments DROP CONSTRAINT ex_appointments_overlap")
