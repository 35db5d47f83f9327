"""Versions of the doctors' times, to go back to, and which rotas of a bucket have been read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005_rota_versions"
down_revision = "0004_no_overlaps"
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def upgrade() -> None:
    op.create_table(
        "rota_versions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("clinic_id", sa.String(64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(200), nullable=False),
        sa.Column("doctors", JSON, nullable=False),
        sa.Column("added", JSON, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_rota_versions"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name="fk_rota_versions_clinic_id", ondelete="CASCADE"),
        sa.UniqueConstraint("clinic_id", "number", name="uq_rota_versions_clinic_id_number"),
    )
    op.create_table(
        "rota_files",
        sa.Column("key", sa.String(1024), nullable=False),
        sa.Column("etag", sa.String(200), nullable=False),
        sa.Column("clinic_id", sa.String(64), nullable=False),
        sa.Column("refused", sa.Text(), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_rota_files"),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name="fk_rota_files_clinic_id", ondelete="CASCADE"),
    )
    op.create_index("ix_rota_files_clinic_id", "rota_files", ["clinic_id"])


def downgrade() -> None:
    op.drop_table("rota_files")
    op.drop_table("rota_versions")
