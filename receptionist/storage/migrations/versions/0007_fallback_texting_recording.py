"""Calls of the fallback menu, recorded messages, and which clinics read text messages and record."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007_fallback_texting"
down_revision = "0006_inbox"
branch_labels = None
depends_on = None

FLAGS = ("texting", "recording")


def upgrade() -> None:
    with op.batch_alter_table("clinics") as clinics:
        for flag in FLAGS:
            clinics.add_column(sa.Column(flag, sa.Boolean(), nullable=False, server_default=sa.false()))
    op.create_table(
        "fallback_calls",
        sa.Column("call_sid", sa.String(64), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("answering_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("call_sid", name="pk_fallback_calls"),
    )
    op.create_index("ix_fallback_calls_updated_at", "fallback_calls", ["updated_at"])
    op.create_table(
        "recordings",
        sa.Column("call_sid", sa.String(64), nullable=False),
        sa.Column("clinic_id", sa.String(64), nullable=False),
        sa.Column("caller", sa.Text(), nullable=True),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recording_sid", sa.String(64), nullable=True),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name="fk_recordings_clinic_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("call_sid", name="pk_recordings"),
    )
    op.create_index("ix_recordings_clinic_id", "recordings", ["clinic_id"])


def downgrade() -> None:
    op.drop_table("recordings")
    op.drop_table("fallback_calls")
    with op.batch_alter_table("clinics") as clinics:
        for flag in FLAGS:
            clinics.drop_column(flag)
