"""Appointments as the core sees them, from their rows."""

from __future__ import annotations

import secrets
import uuid
from datetime import UTC, datetime

from sqlalchemy import false, or_, select
from sqlalchemy.orm import Session

from receptionist.appointments.models import Appointment, GuestInfo, Slot, Status
from receptionist.clinics import Clinic
from receptionist.storage import holds
from receptionist.storage.database import Database
from receptionist.storage.tables import AppointmentRow, DoctorRow


def to_appointment(row: AppointmentRow, clinic: Clinic, doctor: str) -> Appointment:
    return Appointment(
        id=row.id,
        clinic_id=row.clinic_id,
        doctor_id=row.doctor_id,
        doctor=doctor,
        start=row.appointment_time.astimezone(clinic.tz),
        minutes=row.minutes,
        status=row.status,  # type: ignore[arg-type]
        name=row.user_name,
        code=row.code,
        phone=row.phone,
        contact_phone=row.contact_phone,
        email=row.email,
        caller_name=row.caller_name,
        purpose=row.purpose,
        call_sid=row.call_sid,
        calendly_link=row.calendly_link,
        event_uri=row.event_uri,
        created_at=row.created_at,
    )


def appointment(session: Session, clinic: Clinic, appointment_id: int) -> Appointment | None:
    row = session.get(AppointmentRow, appointment_id)
    if row is None or row.clinic_id != clinic.id:
        return None
    return to_appointment(row, clinic, session.get_one(DoctorRow, row.doctor_id).name)


def future_appointments(
    database: Database, clinic: Clinic, now: datetime, phone: str | None = None, code: str | None = None
) -> list[Appointment]:
    """Those with this number or this code that a caller can ask about, move or cancel: booked or requested, after
    `now`, in time order."""
    hashes = database.keys.look_ups("phone", phone) if phone else []
    query = (
        select(AppointmentRow, DoctorRow.name)
        .join(DoctorRow, DoctorRow.id == AppointmentRow.doctor_id)
        .where(
            AppointmentRow.clinic_id == clinic.id,
            AppointmentRow.appointment_time > now,
            or_(
                AppointmentRow.contact_phone_hash.in_(hashes),
                AppointmentRow.phone_hash.in_(hashes),
                AppointmentRow.code == code if code else false(),
            ),
            (AppointmentRow.status == "booked")
            | ((AppointmentRow.status == "pending_calendar") & (AppointmentRow.pending == "book")),
        )
        .order_by(AppointmentRow.appointment_time)
    )
    with database.reading() as session:
        return [to_appointment(row, clinic, doctor) for row, doctor in session.execute(query)]


def new_code(session: Session, clinic: Clinic, now: datetime) -> str:
    """Six digits that no future appointment of the clinic has."""
    while True:
        code = f"{secrets.randbelow(1_000_000):06}"
        query = select(AppointmentRow.id).where(
            AppointmentRow.clinic_id == clinic.id,
            AppointmentRow.code == code,
            AppointmentRow.appointment_time >= now.astimezone(UTC),
        )
        if session.scalar(query.limit(1)) is None:
            return code


def save_existing(
    database: Database,
    clinic: Clinic,
    slot: Slot,
    guest: GuestInfo,
    contact_phone: str | None,
    code: str | None = None,
    event_uri: str | None = None,
    status: Status = "booked",
) -> int:
    """Takes over an appointment that was made elsewhere; no message is written. Returns its id. Raises IntegrityError
    when the doctor's time is taken already."""
    hold_id = uuid.uuid4().hex
    with database.session() as session:
        row = AppointmentRow(
            clinic_id=clinic.id,
            **guest.model_dump(exclude={"name", "phone"}),
            user_name=guest.name,
            phone=guest.phone or contact_phone,
            contact_phone=contact_phone or guest.phone,
            doctor_id=slot.doctor_id,
            appointment_time=slot.start,
            minutes=slot.minutes,
            status=status,
            code=code or new_code(session, clinic, slot.start),
            call_sid="",
            hold_id=hold_id,
            event_uri=event_uri,
        )
        session.add(row)
        if status in ("booked", "pending_calendar"):
            holds.take(session, clinic.id, slot, hold_id, "", None)
        session.flush()
        return row.id
