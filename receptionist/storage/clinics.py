"""Clinics, their dialled numbers and their doctors."""

from __future__ import annotations

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from receptionist.clinics import Clinic, Doctor, Shift
from receptionist.storage.database import Database
from receptionist.storage.tables import ClinicNumberRow, ClinicRow, DoctorRow

_SAME_IN_BOTH = ("name", "zone", "reception", "emergency", "emergency_number", "country", "language", "calendly_token",
                 "email_domain", "keep_appointments_days", "keep_messages_days", "texting", "recording")  # fmt: skip


class Clinics:
    def __init__(self, database: Database) -> None:
        self.database = database

    def save_clinic(self, clinic: Clinic, doctors: list[Doctor]) -> list[Doctor]:
        """Inserts or updates the clinic with exactly these numbers and doctors, all or nothing.

        Doctors are known by their name; one who is no longer named becomes inactive, because appointments refer to it.
        Returns the active ones with their ids. A dialled number moves here from the clinic that had it.
        """
        with self.database.session() as session:
            row = session.get(ClinicRow, clinic.id) or ClinicRow(id=clinic.id)
            for field in _SAME_IN_BOTH:
                setattr(row, field, getattr(clinic, field))
            row.hours = {day: [list(span) for span in spans] for day, spans in clinic.hours.items()}
            row.closed = [day.isoformat() for day in clinic.closed]
            row.collect, row.facts = list(clinic.collect), dict(clinic.facts)
            session.add(row)
            session.flush()
            session.execute(
                delete(ClinicNumberRow).where(
                    (ClinicNumberRow.clinic_id == clinic.id) | ClinicNumberRow.number.in_(clinic.numbers)
                )
            )
            session.add_all(
                ClinicNumberRow(number=number, clinic_id=clinic.id) for number in dict.fromkeys(clinic.numbers)
            )
            write_doctors(session, clinic.id, doctors)
            session.flush()
            return doctors_of(session, clinic.id)

    def save_doctors(self, clinic_id: str, doctors: list[Doctor]) -> list[Doctor]:
        """As `save_clinic`, for the doctors alone (a new rota)."""
        with self.database.session() as session:
            write_doctors(session, clinic_id, doctors)
            session.flush()
            return doctors_of(session, clinic_id)

    def clinic(self, clinic_id: str) -> Clinic | None:
        with self.database.reading() as session:
            row = session.get(ClinicRow, clinic_id)
            return _clinic(session, row) if row else None

    def clinic_by_number(self, e164: str) -> Clinic | None:
        with self.database.reading() as session:
            number = session.get(ClinicNumberRow, e164)
            row = session.get(ClinicRow, number.clinic_id) if number else None
            return _clinic(session, row) if row else None

    def clinic_ids(self) -> list[str]:
        with self.database.reading() as session:
            return list(session.scalars(select(ClinicRow.id).order_by(ClinicRow.id)))

    def doctors(self, clinic_id: str) -> list[Doctor]:
        """The active ones, by name."""
        with self.database.reading() as session:
            return doctors_of(session, clinic_id)

    def doctor(self, doctor_id: int) -> Doctor | None:
        """Also one who has left."""
        with self.database.reading() as session:
            row = session.get(DoctorRow, doctor_id)
            return _doctor(row) if row else None

    def is_empty(self) -> bool:
        with self.database.reading() as session:
            return not session.scalar(select(func.count()).select_from(ClinicRow))


def write_doctors(session: Session, clinic_id: str, doctors: list[Doctor]) -> None:
    """Exactly these become the clinic's active doctors."""
    rows = {row.name: row for row in session.scalars(select(DoctorRow).where(DoctorRow.clinic_id == clinic_id))}
    for row in rows.values():
        row.active = False
    for doctor in doctors:
        row = rows.get(doctor.name) or DoctorRow(clinic_id=clinic_id, name=doctor.name)
        row.department, row.calendar, row.slot_minutes = doctor.department, doctor.calendar, doctor.slot_minutes
        row.event_type, row.spoken, row.active = doctor.event_type, list(doctor.spoken), doctor.active
        row.availability = [
            {
                "day": shift.day,
                "start_time": shift.start,
                "end_time": shift.end,
                "date": shift.date.isoformat() if shift.date else None,
                "note": shift.note,
            }
            for shift in doctor.availability
        ]
        session.add(row)


def clinic_of(session: Session, clinic_id: str) -> Clinic:
    return _clinic(session, session.get_one(ClinicRow, clinic_id))


def doctors_of(session: Session, clinic_id: str) -> list[Doctor]:
    """The active ones, by name."""
    rows = session.scalars(
        select(DoctorRow).where(DoctorRow.clinic_id == clinic_id, DoctorRow.active).order_by(DoctorRow.name)
    )
    return [_doctor(row) for row in rows]


def _clinic(session: Session, row: ClinicRow) -> Clinic:
    numbers = session.scalars(
        select(ClinicNumberRow.number).where(ClinicNumberRow.clinic_id == row.id).order_by(ClinicNumberRow.number)
    )
    fields = {field: getattr(row, field) for field in (*_SAME_IN_BOTH, "id", "hours", "closed", "collect", "facts")}
    return Clinic.model_validate(fields | {"numbers": list(numbers)})


def _doctor(row: DoctorRow) -> Doctor:
    return Doctor(
        id=row.id,
        clinic_id=row.clinic_id,
        name=row.name,
        department=row.department,
        calendar=row.calendar,  # type: ignore[arg-type]
        slot_minutes=row.slot_minutes,
        event_type=row.event_type,
        availability=[
            Shift(day=s["day"], start=s["start_time"], end=s["end_time"], date=s["date"], note=s["note"])
            for s in row.availability
        ],
        spoken=row.spoken,
        active=row.active,
    )
