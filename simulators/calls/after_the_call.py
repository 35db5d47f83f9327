"""What is true at a clinic before and after a call, as read from the database and from the calendar."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from receptionist.storage.database import Database
from receptionist.storage.tables import AppointmentRow, DoctorRow, HoldRow, OutboxRow
from simulators.calls.clinic_builder import BuiltClinic, ClinicBuilder


@dataclass(frozen=True)
class Kept:
    """An appointment. `start` is naive local time of the clinic; `contact` is the number that gets the messages."""

    id: int
    doctor: str
    start: datetime
    name: str
    status: str
    contact: str | None
    phone: str | None = None
    caller_name: str | None = None
    email: str | None = None
    purpose: str | None = None
    address: str | None = None
    date_of_birth: date | None = None
    new_patient: bool | None = None
    code: str = ""
    hold_id: str = ""
    call_sid: str = ""
    in_calendly: bool = False

    def as_dict(self) -> dict[str, Any]:
        shown = {
            "doctor": self.doctor,
            "start": f"{self.start:%Y-%m-%dT%H:%M}",
            "name": self.name,
            "status": self.status,
        }
        more = {
            "phone": self.contact or self.phone,
            "patient_phone": self.phone if self.phone != self.contact else None,
            "caller_name": self.caller_name,
            "email": self.email,
            "purpose": self.purpose,
            "address": self.address,
            "date_of_birth": self.date_of_birth.isoformat() if self.date_of_birth else None,
            "new_patient": self.new_patient,
            "code": self.code,
        }
        return shown | {key: value for key, value in more.items() if value is not None}

    def __str__(self) -> str:
        return f"{self.name} with {self.doctor} at {self.start:%Y-%m-%dT%H:%M} ({self.status})"


@dataclass(frozen=True)
class Sent:
    to: str
    text: str
    kind: str = ""

    def as_dict(self) -> dict[str, Any]:
        return {"to": self.to, "text": self.text, "kind": self.kind}


@dataclass(frozen=True)
class Event:
    """An active event at the calendar."""

    doctor: str
    start: datetime


@dataclass(frozen=True)
class State:
    appointments: dict[int, Kept] = field(default_factory=dict)
    messages: list[Sent] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    held: frozenset[str] = frozenset()


def state_of(database: Database, builder: ClinicBuilder, built: BuiltClinic) -> State:
    clinic = built.clinic
    with database.reading() as session:
        doctors = {row.id: row for row in session.scalars(select(DoctorRow).where(DoctorRow.clinic_id == clinic.id))}
        rows = session.scalars(
            select(AppointmentRow).where(AppointmentRow.clinic_id == clinic.id).order_by(AppointmentRow.id)
        ).all()
        outbox = session.scalars(select(OutboxRow).where(OutboxRow.clinic_id == clinic.id).order_by(OutboxRow.id)).all()
        held = session.scalars(select(HoldRow.hold_id).where(HoldRow.clinic_id == clinic.id).distinct()).all()
    appointments = {
        row.id: Kept(
            id=row.id,
            doctor=doctors[row.doctor_id].name,
            start=row.appointment_time.astimezone(clinic.tz).replace(tzinfo=None),
            name=row.user_name,
            status=row.status,
            contact=row.contact_phone,
            phone=row.phone,
            caller_name=row.caller_name,
            email=row.email,
            purpose=row.purpose,
            address=row.address,
            date_of_birth=row.date_of_birth,
            new_patient=row.new_patient,
            code=row.code,
            hold_id=row.hold_id,
            call_sid=row.call_sid,
            in_calendly=doctors[row.doctor_id].calendar == "calendly",
        )
        for row in rows
    }
    names = {row.event_type: row.name for row in doctors.values()}
    events = [
        Event(names.get(event["event_type"], event["slug"]), datetime.fromisoformat(event["start"]))
        for event in builder.events(built.token)
        if event["status"] == "active"
    ]
    messages = [Sent(row.to, row.body, row.kind) for row in outbox]
    return State(appointments, messages, events, frozenset(held))
