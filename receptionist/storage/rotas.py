"""The doctors' times as rotas change them: stored all or nothing, kept as versions that one can go back to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from receptionist.calendars.rota import shifts_on
from receptionist.clinics import Clinic, Doctor, Shift
from receptionist.storage import clinics as stored_clinics
from receptionist.storage.database import Database
from receptionist.storage.tables import AppointmentRow, ClinicRow, DoctorRow, RotaFileRow, RotaVersionRow

BEFORE_THE_FIRST = "before the first rota"


@dataclass(frozen=True)
class Version:
    number: int
    source: str
    created_at: datetime
    doctors: list[Doctor]
    added: list[str]


@dataclass(frozen=True)
class Misfit:
    """An appointment to come that the doctor's new times leave no room for. No personal data: staff look up the id."""

    appointment_id: int
    doctor: str
    start: datetime
    minutes: int


@dataclass(frozen=True)
class BucketFile:
    """An object of a bucket: its key and the ETag that changes with its content."""

    key: str
    etag: str


@dataclass(frozen=True)
class Change:
    """What is to be stored: all the clinic's active doctors, and the names of those who are new."""

    doctors: list[Doctor]
    added: list[str]


class Rotas:
    def __init__(self, database: Database) -> None:
        self.database = database

    def change(
        self,
        clinic_id: str,
        change: Callable[[list[Doctor]], Change],
        source: str,
        now: datetime,
        file: BucketFile | None = None,
    ) -> list[Misfit]:
        """Stores what `change` makes of the clinic's doctors, as a new version when it differs, in one transaction in
        which nobody else changes them; an exception of `change` leaves everything as it was. Raises LookupError when
        there is no such clinic.
        """
        with self.database.session() as session:
            clinic = _locked(session, clinic_id)
            before = stored_clinics.doctors_of(session, clinic_id)
            wanted = change(before)
            if file:
                session.merge(RotaFileRow(key=file.key, etag=file.etag, clinic_id=clinic_id, refused=None, read_at=now))
            if _times(wanted.doctors) == _times(before):
                return []
            if not session.scalar(_versions(clinic_id).limit(1)):
                _add_version(session, clinic_id, BEFORE_THE_FIRST, before, [], now)
            stored_clinics.write_doctors(session, clinic_id, wanted.doctors)
            session.flush()
            after = stored_clinics.doctors_of(session, clinic_id)
            _add_version(session, clinic_id, source[:200], after, wanted.added, now)
            return _misfits(session, clinic, before, after, now)

    def roll_back(self, clinic_id: str, number: int, now: datetime) -> list[Misfit]:
        """Gives the doctors the times of that version again, as a new version. Doctors whom a later rota brought become
        inactive; what else is known of the doctors stays. Raises LookupError when there is no such version."""

        def as_then(doctors: list[Doctor]) -> Change:
            versions = self.versions(clinic_id)
            version = next((version for version in versions if version.number == number), None)
            if version is None:
                raise LookupError(f"there is no version {number}")
            later = {name for v in versions if v.number > number for name in v.added}
            then = {doctor.name: doctor for doctor in version.doctors}
            kept = [
                doctor.model_copy(update={"availability": then[doctor.name].availability})
                if doctor.name in then
                else doctor
                for doctor in doctors
                if doctor.name in then or doctor.name not in later
            ]
            here = {doctor.name for doctor in doctors}
            returning = [n for n in then if n not in here and n in {a for v in versions for a in v.added}]
            return Change(kept + [then[name] for name in returning], returning)

        return self.change(clinic_id, as_then, f"back to version {number}", now)

    def versions(self, clinic_id: str) -> list[Version]:
        """Oldest first."""
        with self.database.reading() as session:
            rows = session.scalars(_versions(clinic_id))
            return [Version(r.number, r.source, r.created_at, [_doctor(d) for d in r.doctors], r.added) for r in rows]

    def etags(self) -> dict[str, str]:
        """By key, of the files of a bucket that have been read."""
        with self.database.reading() as session:
            return {row.key: row.etag for row in session.scalars(select(RotaFileRow))}

    def refuse(self, clinic_id: str, file: BucketFile, reason: str, now: datetime) -> None:
        """Remembers that the file could not be stored, and why; it is read again when it changes."""
        with self.database.session() as session:
            session.merge(
                RotaFileRow(key=file.key, etag=file.etag, clinic_id=clinic_id, refused=reason[:1000], read_at=now)
            )

    def refused(self, clinic_id: str) -> dict[str, str]:
        """Why, by key."""
        with self.database.reading() as session:
            rows = session.scalars(
                select(RotaFileRow)
                .where(RotaFileRow.clinic_id == clinic_id, RotaFileRow.refused.is_not(None))
                .order_by(RotaFileRow.key)
            )
            return {row.key: str(row.refused) for row in rows}


def _locked(session: Session, clinic_id: str) -> Clinic:
    if session.scalar(select(ClinicRow).where(ClinicRow.id == clinic_id).with_for_update()) is None:
        raise LookupError(f'there is no clinic "{clinic_id}"')
    return stored_clinics.clinic_of(session, clinic_id)


def _versions(clinic_id: str):
    return select(RotaVersionRow).where(RotaVersionRow.clinic_id == clinic_id).order_by(RotaVersionRow.number)


def _add_version(
    session: Session, clinic_id: str, source: str, doctors: list[Doctor], added: list[str], now: datetime
) -> None:
    latest = session.scalar(select(func.max(RotaVersionRow.number)).where(RotaVersionRow.clinic_id == clinic_id))
    session.add(
        RotaVersionRow(
            clinic_id=clinic_id,
            number=(latest or 0) + 1,
            source=source,
            doctors=[doctor.model_dump(mode="json", exclude={"id", "clinic_id"}) for doctor in doctors],
            added=added,
            created_at=now,
        )
    )
    session.flush()


def _doctor(stored: dict) -> Doctor:
    return Doctor.model_validate(stored)


def _times(doctors: list[Doctor]) -> dict[str, list[Shift]]:
    return {doctor.name: doctor.availability for doctor in doctors}


def _misfits(
    session: Session, clinic: Clinic, before: list[Doctor], after: list[Doctor], now: datetime
) -> list[Misfit]:
    """Appointments to come that the times before had room for and those after have not, in time order."""
    then, later = {doctor.id: doctor for doctor in before}, {doctor.id: doctor for doctor in after}
    rows = session.execute(
        select(AppointmentRow, DoctorRow.name)
        .join(DoctorRow, DoctorRow.id == AppointmentRow.doctor_id)
        .where(
            AppointmentRow.clinic_id == clinic.id,
            AppointmentRow.appointment_time > now,
            (AppointmentRow.status == "booked")
            | ((AppointmentRow.status == "pending_calendar") & (AppointmentRow.pending == "book")),
        )
        .order_by(AppointmentRow.appointment_time)
    )
    return [
        Misfit(row.id, name, row.appointment_time.astimezone(clinic.tz), row.minutes)
        for row, name in rows
        if _fits(clinic, then.get(row.doctor_id), row) and not _fits(clinic, later.get(row.doctor_id), row)
    ]


def _fits(clinic: Clinic, doctor: Doctor | None, row: AppointmentRow) -> bool:
    if doctor is None:
        return False
    start = row.appointment_time.astimezone(clinic.tz)
    end = row.appointment_time + timedelta(minutes=row.minutes)
    return any(begins <= start and end <= ends for begins, ends in shifts_on(clinic, doctor, start.date()))
