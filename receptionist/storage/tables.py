"""The tables. The columns of the architecture's `doctors` and `appointments` keep their names.

Instants are stored in UTC and read back aware, in UTC. Personal data is encrypted on the way in (`Encrypted`); what is
looked up has a column with its hash beside it, kept up to date here.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Connection,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    event,
    false,
    func,
    inspect,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

from receptionist.clock import utc_now
from receptionist.privacy.columns import Encrypted, keys_of


class UtcDateTime(TypeDecorator[datetime]):
    """SQLite has no zones: there the value is naive UTC. Naive values are refused on the way in."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant without a zone")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


Json = JSON().with_variant(JSONB(), "postgresql")


class Base(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcDateTime, date: Date, dict[str, Any]: Json, list[Any]: Json}  # noqa: RUF012


class ClinicRow(Base):
    __tablename__ = "clinics"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    zone: Mapped[str] = mapped_column(String(64))
    hours: Mapped[dict[str, Any]]
    closed: Mapped[list[Any]]
    reception: Mapped[str | None] = mapped_column(String(20))
    collect: Mapped[list[Any]]
    facts: Mapped[dict[str, Any]]
    emergency: Mapped[str] = mapped_column(String(20))
    emergency_number: Mapped[str] = mapped_column(String(20))
    country: Mapped[str] = mapped_column(String(2))
    language: Mapped[str] = mapped_column(String(8))
    calendly_token: Mapped[str | None] = mapped_column(Encrypted("clinics.calendly_token"))
    email_domain: Mapped[str] = mapped_column(String(200))
    keep_appointments_days: Mapped[int]
    keep_messages_days: Mapped[int]
    texting: Mapped[bool] = mapped_column(default=False, server_default=false())
    recording: Mapped[bool] = mapped_column(default=False, server_default=false())
    updated_at: Mapped[datetime] = mapped_column(default=utc_now, onupdate=utc_now)


class ClinicNumberRow(Base):
    """The numbers that callers dial, E.164; each belongs to one clinic."""

    __tablename__ = "clinic_numbers"

    number: Mapped[str] = mapped_column(String(20), primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinics.id", ondelete="CASCADE"), index=True)


class DoctorRow(Base):
    """`availability`: list of {"day","start_time","end_time","date","note"}, local times of the clinic."""

    __tablename__ = "doctors"
    __table_args__ = (UniqueConstraint("clinic_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinics.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(100))
    department: Mapped[str | None] = mapped_column(String(50))
    availability: Mapped[list[Any]]
    calendar: Mapped[str] = mapped_column(String(20))
    slot_minutes: Mapped[int]
    event_type: Mapped[str | None] = mapped_column(Text)
    spoken: Mapped[list[Any]]
    active: Mapped[bool] = mapped_column(default=True)


class AppointmentRow(Base):
    """`phone` is the patient's, `contact_phone` the one that gets the messages.

    `pending` says what is still to be done at the calendar ("book" or "cancel") while the status is pending_calendar;
    `next_try` says when, in machine time. `replaces_id`: the appointment to be cancelled once this one is booked.
    `erased_at`: the row holds no personal data since then.
    """

    __tablename__ = "appointments"
    __table_args__ = (
        Index("ix_appointments_clinic_id_appointment_time", "clinic_id", "appointment_time"),
        Index("ix_appointments_clinic_id_code", "clinic_id", "code"),
        Index("ix_appointments_status_next_try", "status", "next_try"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinics.id", ondelete="CASCADE"))
    user_name: Mapped[str] = mapped_column(Encrypted("appointments.user_name"))
    phone: Mapped[str | None] = mapped_column(Encrypted("appointments.phone"))
    phone_hash: Mapped[str | None] = mapped_column(String(80), index=True, info={"hash_of": "phone"})
    email: Mapped[str | None] = mapped_column(Encrypted("appointments.email"))
    doctor_id: Mapped[int] = mapped_column(ForeignKey("doctors.id"), index=True)
    appointment_time: Mapped[datetime]
    minutes: Mapped[int]
    calendly_link: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=utc_now, server_default=func.current_timestamp())
    updated_at: Mapped[datetime] = mapped_column(default=utc_now, onupdate=utc_now)
    status: Mapped[str] = mapped_column(String(20))
    code: Mapped[str] = mapped_column(String(12))
    contact_phone: Mapped[str | None] = mapped_column(Encrypted("appointments.contact_phone"))
    contact_phone_hash: Mapped[str | None] = mapped_column(String(80), index=True, info={"hash_of": "contact_phone"})
    caller_name: Mapped[str | None] = mapped_column(Encrypted("appointments.caller_name"))
    purpose: Mapped[str | None] = mapped_column(Encrypted("appointments.purpose"))
    address: Mapped[str | None] = mapped_column(Encrypted("appointments.address"))
    date_of_birth: Mapped[date | None] = mapped_column(Encrypted("appointments.date_of_birth", date))
    new_patient: Mapped[bool | None]
    sms_consent: Mapped[bool] = mapped_column(default=True)
    call_sid: Mapped[str] = mapped_column(String(64), index=True)
    changed_by_call: Mapped[str | None] = mapped_column(String(64), index=True)
    idempotency_key: Mapped[str | None] = mapped_column(String(160), unique=True)
    hold_id: Mapped[str] = mapped_column(String(32), unique=True)
    event_uri: Mapped[str | None] = mapped_column(Text)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("appointments.id", ondelete="SET NULL"))
    pending: Mapped[str | None] = mapped_column(String(10))
    attempts: Mapped[int] = mapped_column(default=0)
    next_try: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]


class HoldRow(Base):
    """Five minutes of a doctor's time that are taken: by an appointment, or, until `expires_at`, by a call.

    The primary key is what makes a double booking impossible, whatever the lengths of the two appointments.
    """

    __tablename__ = "holds"

    doctor_id: Mapped[int] = mapped_column(ForeignKey("doctors.id", ondelete="CASCADE"), primary_key=True)
    cell: Mapped[datetime] = mapped_column(primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinics.id", ondelete="CASCADE"), index=True)
    hold_id: Mapped[str] = mapped_column(String(32), index=True)
    call_sid: Mapped[str] = mapped_column(String(64), index=True)
    expires_at: Mapped[datetime | None] = mapped_column(index=True)


class OutboxRow(Base):
    """A message that waits to be sent; `status` is pending, sent or failed."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_status_next_try", "status", "next_try"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinics.id", ondelete="CASCADE"), index=True)
    appointment_id: Mapped[int | None] = mapped_column(ForeignKey("appointments.id", ondelete="SET NULL"))
    call_sid: Mapped[str | None] = mapped_column(String(64), index=True)
    kind: Mapped[str] = mapped_column(String(30))
    to: Mapped[str] = mapped_column("to", Encrypted("outbox.to"))
    body: Mapped[str] = mapped_column(Encrypted("outbox.body"))
    status: Mapped[str] = mapped_column(String(10), default="pending")
    attempts: Mapped[int] = mapped_column(default=0)
    next_try: Mapped[datetime] = mapped_column(default=utc_now)
    error: Mapped[str | None] = mapped_column(String(200))
    reference: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(default=utc_now, server_default=func.current_timestamp())
    sent_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]


class FallbackCallRow(Base):
    """A call that the fallback menu has: `state` is web's own JSON, `answering_since` (machine time) is set while a
    turn of it is being answered."""

    __tablename__ = "fallback_calls"

    call_sid: Mapped[str] = mapped_column(String(64), primary_key=True)
    state: Mapped[str] = mapped_column(Encrypted("fallback_calls.state"))
    version: Mapped[int]
    answering_since: Mapped[datetime | None]
    updated_at: Mapped[datetime] = mapped_column(default=utc_now, index=True)


class RecordingRow(Base):
    """The consent of a call to be recorded, and the message that was recorded in it, if any."""

    __tablename__ = "recordings"

    call_sid: Mapped[str] = mapped_column(String(64), primary_key=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinics.id", ondelete="CASCADE"), index=True)
    caller: Mapped[str | None] = mapped_column(Encrypted("recordings.caller"))
    consented_at: Mapped[datetime] = mapped_column(default=utc_now)
    recording_sid: Mapped[str | None] = mapped_column(String(64))
    seconds: Mapped[int | None]
    link: Mapped[str | None] = mapped_column(Encrypted("recordings.link"))


class AuditRow(Base):
    """Who saw or changed what, in the order in which it happened. The database refuses to change or delete a row.

    `who`: call:<CallSid>, command:<name>, worker or staff; `what`: see `receptionist.storage.audit`. Without
    foreign keys, because rows outlive what they tell of.
    """

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_clinic_id_appointment_id", "clinic_id", "appointment_id"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(default=utc_now)
    clinic_id: Mapped[str] = mapped_column(String(64))
    who: Mapped[str] = mapped_column(String(100))
    what: Mapped[str] = mapped_column(String(20))
    appointment_id: Mapped[int | None]


class InboxRow(Base):
    """What a caller said and was not understood, with stand-ins for personal data; nothing tells in which call.

    `expecting`: what had just been asked."""

    __tablename__ = "inbox"
    __table_args__ = (Index("ix_inbox_clinic_id_heard_at", "clinic_id", "heard_at"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinics.id", ondelete="CASCADE"))
    heard_at: Mapped[datetime] = mapped_column(default=utc_now)
    text: Mapped[str] = mapped_column(Encrypted("inbox.text"))
    expecting: Mapped[str | None] = mapped_column(String(30))


class RotaVersionRow(Base):
    """The doctors' times as they were after a rota was stored or taken back; counted per clinic from 1.

    `doctors`: the active ones, each as `receptionist.clinics.Doctor` has it. `added`: names that came with this
    version. `source`: the file's name, or what was done.
    """

    __tablename__ = "rota_versions"
    __table_args__ = (UniqueConstraint("clinic_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinics.id", ondelete="CASCADE"))
    number: Mapped[int]
    source: Mapped[str] = mapped_column(String(200))
    doctors: Mapped[list[Any]]
    added: Mapped[list[Any]]
    created_at: Mapped[datetime] = mapped_column(default=utc_now)


class RotaFileRow(Base):
    """A rota in a bucket that has been read; the same `etag` is not read again. `refused`: why it was not stored."""

    __tablename__ = "rota_files"

    key: Mapped[str] = mapped_column(String(1024), primary_key=True)
    etag: Mapped[str] = mapped_column(String(200))
    clinic_id: Mapped[str] = mapped_column(ForeignKey("clinics.id", ondelete="CASCADE"), index=True)
    refused: Mapped[str | None] = mapped_column(Text)
    read_at: Mapped[datetime] = mapped_column(default=utc_now)


class KeyRow(Base):
    """The keys under which this database holds values, by fingerprint: a process with other keys is stopped at once."""

    __tablename__ = "personal_data_keys"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64))


def hashes_of(row: Any, dialect: Dialect) -> dict[str, str | None]:
    """The hash columns of a row (mapped or core) and what belongs there."""
    ring = keys_of(dialect)
    return {
        column.name: value and ring.look_up("phone", value)
        for column in AppointmentRow.__table__.columns
        if "hash_of" in column.info
        for value in [getattr(row, column.info["hash_of"])]
    }


@event.listens_for(AppointmentRow, "before_insert")
@event.listens_for(AppointmentRow, "before_update")
def _keep_hashes(_mapper: Any, connection: Connection, row: AppointmentRow) -> None:
    changes = inspect(row).attrs
    if changes.phone.history.has_changes() or changes.contact_phone.history.has_changes():
        for name, value in hashes_of(row, connection.dialect).items():
            setattr(row, name, value)
