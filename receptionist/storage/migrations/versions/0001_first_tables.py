"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "clinics",
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("hours", JSON, nullable=False),
        sa.Column("closed", JSON, nullable=False),
        sa.Column("reception", sa.String(length=20), nullable=True),
        sa.Column("collect", JSON, nullable=False),
        sa.Column("facts", JSON, nullable=False),
        sa.Column("emergency", sa.String(length=20), nullable=False),
        sa.Column("emergency_number", sa.String(length=20), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("calendly_token", sa.Text(), nullable=True),
        sa.Column("email_domain", sa.String(length=200), nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clinics")),
    )
    op.create_table(
        "clinic_numbers",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("clinic_id", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["clinic_id"], ["clinics.id"], name=op.f("fk_clinic_numbers_clinic_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_clinic_numbers")),
    )
    op.create_index(op.f("ix_clinic_numbers_clinic_id"), "clinic_numbers", ["clinic_id"], unique=False)

    op.create_table(
        "doctors",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("clinic_id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("department", sa.String(length=50), nullable=True),
        sa.Column("availability", JSON, nullable=False),
        sa.Column("calendar", sa.String(length=20), nullable=False),
        sa.Column("slot_minutes", sa.Integer(), nullable=False),
        sa.Column("event_type", sa.Text(), nullable=True),
        sa.Column("spoken", JSON, nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f("fk_doctors_clinic_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_doctors")),
        sa.UniqueConstraint("clinic_id", "name", name=op.f("uq_doctors_clinic_id_name")),
    )
    op.create_table(
        "appointments",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("clinic_id", sa.String(length=64), nullable=False),
        sa.Column("user_name", sa.String(length=100), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("email", sa.String(length=100), nullable=True),
        sa.Column("doctor_id", sa.Integer(), nullable=False),
        sa.Column("appointment_time", INSTANT, nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("calendly_link", sa.Text(), nullable=True),
        sa.Column("created_at", INSTANT, server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("updated_at", INSTANT, nullable=False),
        sa.Column("status", sa.String(length=20), nullable=False),
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("contact_phone", sa.String(length=20), nullable=True),
        sa.Column("caller_name", sa.String(length=100), nullable=True),
        sa.Column("purpose", sa.String(length=500), nullable=True),
        sa.Column("address", sa.String(length=300), nullable=True),
        sa.Column("date_of_birth", sa.Date(), nullable=True),
        sa.Column("new_patient", sa.Boolean(), nullable=True),
        sa.Column("sms_consent", sa.Boolean(), nullable=False),
        sa.Column("call_sid", sa.String(length=64), nullable=False),
        sa.Column("changed_by_call", sa.String(length=64), nullable=True),
        sa.Column("idempotency_key", sa.String(length=160), nullable=True),
        sa.Column("hold_id", sa.String(length=32), nullable=False),
        sa.Column("event_uri", sa.Text(), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("pending", sa.String(length=10), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["clinic_id"], ["clinics.id"], name=op.f("fk_appointments_clinic_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["doctor_id"], ["doctors.id"], name=op.f("fk_appointments_doctor_id")),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["appointments.id"], name=op.f("fk_appointments_replaces_id"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appointments")),
        sa.UniqueConstraint("hold_id", name=op.f("uq_appointments_hold_id")),
        sa.UniqueConstraint("idempotency_key", name=op.f("uq_appointments_idempotency_key")),
    )
    op.create_index(op.f("ix_appointments_call_sid"), "appointments", ["call_sid"], unique=False)
    op.create_index(op.f("ix_appointments_changed_by_call"), "appointments", ["changed_by_call"], unique=False)
    op.create_index(
        "ix_appointments_clinic_id_appointment_time", "appointments", ["clinic_id", "appointment_time"], unique=False
    )
    op.create_index("ix_appointments_clinic_id_code", "appointments", ["clinic_id", "code"], unique=False)
    op.create_index(op.f("ix_appointments_contact_phone"), "appointments", ["contact_phone"], unique=False)
    op.create_index(op.f("ix_appointments_doctor_id"), "appointments", ["doctor_id"], unique=False)
    op.create_index("ix_appointments_status_next_try", "appointments", ["status", "next_try"], unique=False)

    op.create_table(
        "holds",
        sa.Column("doctor_id", sa.Integer(), nullable=False),
        sa.Column("cell", INSTANT, nullable=False),
        sa.Column("clinic_id", sa.String(length=64), nullable=False),
        sa.Column("hold_id", sa.String(length=32), nullable=False),
        sa.Column("call_sid", sa.String(length=64), nullable=False),
        sa.Column("expires_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f("fk_holds_clinic_id"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["doctor_id"], ["doctors.id"], name=op.f("fk_holds_doctor_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("doctor_id", "cell", name=op.f("pk_holds")),
    )
    op.create_index(op.f("ix_holds_call_sid"), "holds", ["call_sid"], unique=False)
    op.create_index(op.f("ix_holds_clinic_id"), "holds", ["clinic_id"], unique=False)
    op.create_index(op.f("ix_holds_expires_at"), "holds", ["expires_at"], unique=False)
    op.create_index(op.f("ix_holds_hold_id"), "holds", ["hold_id"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("clinic_id", sa.String(length=64), nullable=False),
        sa.Column("appointment_id", sa.Integer(), nullable=True),
        sa.Column("call_sid", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=30), nullable=False),
        sa.Column("to", sa.String(length=100), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try", INSTANT, nullable=False),
        sa.Column("error", sa.String(length=200), nullable=True),
        sa.Column("reference", sa.String(length=64), nullable=True),
        sa.Column("created_at", INSTANT, server_default=sa.text("CURRENT_TIMESTAMP"), nullable=False),
        sa.Column("sent_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointments.id"], name=op.f("fk_outbox_appointment_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["clinic_id"], ["clinics.id"], name=op.f("fk_outbox_clinic_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index(op.f("ix_outbox_call_sid"), "outbox", ["call_sid"], unique=False)
    op.create_index(op.f("ix_outbox_clinic_id"), "outbox", ["clinic_id"], unique=False)
    op.create_index("ix_outbox_status_next_try", "outbox", ["status", "next_try"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_outbox_status_next_try", "outbox")
    op.drop_index(op.f("ix_outbox_clinic_id"), "outbox")
    op.drop_index(op.f("ix_outbox_call_sid"), "outbox")

    op.drop_table("outbox")
    op.drop_index(op.f("ix_holds_hold_id"), "holds")
    op.drop_index(op.f("ix_holds_expires_at"), "holds")
    op.drop_index(op.f("ix_holds_clinic_id"), "holds")
    op.drop_index(op.f("ix_holds_call_sid"), "holds")

    op.drop_table("holds")
    op.drop_index("ix_appointments_status_next_try", "appointments")
    op.drop_index(op.f("ix_appointments_doctor_id"), "appointments")
    op.drop_index(op.f("ix_appointments_contact_phone"), "appointments")
    op.drop_index("ix_appointments_clinic_id_code", "appointments")
    op.drop_index("ix_appointments_clinic_id_appointment_time", "appointments")
    op.drop_index(op.f("ix_appointments_changed_by_call"), "appointments")
    op.drop_index(op.f("ix_appointments_call_sid"), "appointments")

    op.drop_table("appointments")
    op.drop_table("doctors")
    op.drop_index(op.f("ix_clinic_numbers_clinic_id"), "clinic_numbers")

    op.drop_table("clinic_numbers")
    op.drop_table("clinics")
