"""Builds the clinic around a call: in our database, at the Calendly simulator, with a clock and a number of its own."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import yaml
from sqlalchemy import select

from receptionist.appointments.models import Slot
from receptionist.clinics import Clinic, Doctor, read_clinic
from receptionist.storage import holds
from receptionist.storage.clinics import Clinics
from receptionist.storage.database import Database
from receptionist.storage.tables import AppointmentRow
from simulators.calls.call_file import CallClinic, Existing, Fault
from simulators.clock import PinnedTimes

BEFORE_THE_CALL = "before-the-call"


@dataclass(frozen=True)
class BuiltClinic:
    """`token` is that of the clinic's own account at the Calendly simulator; `appointment_ids` were there already."""

    clinic: Clinic
    doctors: list[Doctor]
    token: str
    appointment_ids: list[int] = field(default_factory=list)

    @property
    def dialled(self) -> str:
        return self.clinic.numbers[0]


class ClinicBuilder:
    """Every clinic it builds is a new one. `default_clinic` is the file for call files that describe no clinic."""

    def __init__(self, database: Database, calendly_url: str, clocks: Path, default_clinic: Path) -> None:
        self._database = database
        self._clinics = Clinics(database)
        self._times = PinnedTimes(clocks)
        self._default = default_clinic
        self._calendly = httpx.Client(base_url=f"{calendly_url}/_control", timeout=10)

    def build(
        self,
        name: str,
        described: CallClinic | None,
        clock: datetime | None,
        faults: Sequence[Fault] = (),
        callers: int = 1,
    ) -> BuiltClinic:
        """`clock` is naive local time of the clinic; None lets the time run. Calendly's limit of bookings a minute
        allows for as many `callers` at once."""
        clinic_id = f"{re.sub(r'[^a-z0-9]+', '-', name.lower()).strip('-')[:40]}-{uuid4().hex[:8]}"
        block = default_block(self._default) if described is None else described.model_dump(mode="json")
        block["number"] = _fictitious_number()
        block.pop("numbers", None)
        return self.settle(block, clinic_id, clock, faults, callers)

    def settle(
        self,
        block: Mapping[str, Any],
        clinic_id: str | None,
        clock: datetime | None,
        faults: Sequence[Fault] = (),
        callers: int = 1,
    ) -> BuiltClinic:
        """A clinic as its block says, under its own id and numbers."""
        file = read_clinic(block, clinic_id)
        clinic = file.clinic.model_copy(update={"calendly_token": f"token-{file.clinic.id}"})
        token = clinic.calendly_token or ""
        if clock is not None:
            self._times.pin(clinic.id, clock)
        busy = {doctor["name"]: [str(start) for start in doctor.get("busy", [])] for doctor in block.get("doctors", [])}
        event_types = self._open_account(token, clinic, file.doctors, busy, clock, callers)
        doctors = self._clinics.save_clinic(
            clinic,
            [doctor.model_copy(update={"event_type": event_types.get(_slug(doctor.name))}) for doctor in file.doctors],
        )
        built = BuiltClinic(clinic, doctors, token)
        for doctor in doctors:
            if doctor.calendar == "rota":
                self._block_times(clinic, doctor, busy.get(doctor.name, []))
        for entry in block.get("appointments", []):
            existing = entry if isinstance(entry, Existing) else Existing.model_validate(entry)
            built.appointment_ids.append(self.add_appointment(built, existing))
        if faults:
            entries = [fault.model_dump(exclude_none=True) for fault in faults]
            self._calendly.put(f"/accounts/{token}/faults", json=entries).raise_for_status()
        return built

    def reopen(self, clinic_id: str) -> BuiltClinic | None:
        """The simulator forgets everything when it ends: gives a clinic of the database its account and events again.

        None when there is no such clinic.
        """
        clinic = self._clinics.clinic(clinic_id)
        if clinic is None:
            return None
        token = clinic.calendly_token or f"token-{clinic.id}"
        doctors = self._clinics.doctors(clinic.id)
        event_types = self._open_account(token, clinic, doctors, {}, None)
        doctors = [doctor.model_copy(update={"event_type": event_types.get(_slug(doctor.name))}) for doctor in doctors]
        clinic = clinic.model_copy(update={"calendly_token": token})
        built = BuiltClinic(clinic, self._clinics.save_clinic(clinic, doctors), token)
        kinds = {doctor.id: doctor.event_type for doctor in built.doctors if doctor.calendar == "calendly"}
        with self._database.session() as session:
            query = select(AppointmentRow).where(
                AppointmentRow.clinic_id == clinic.id, AppointmentRow.status == "booked"
            )
            for row in session.scalars(query.where(AppointmentRow.doctor_id.in_(kinds))):
                start = row.appointment_time.astimezone(clinic.tz).replace(tzinfo=None)
                self._take(built, row, kinds[row.doctor_id], start)
        return built

    def events(self, token: str) -> list[dict[str, Any]]:
        """What is booked at the simulator: {"start" local, "status", "slug", "name", "uri", …}."""
        response = self._calendly.get(f"/accounts/{token}/events")
        response.raise_for_status()
        return list(response.json()["events"])

    def _open_account(
        self,
        token: str,
        clinic: Clinic,
        doctors: list[Doctor],
        busy: dict[str, list[str]],
        clock: datetime | None,
        callers: int = 1,
    ) -> dict[str, str]:
        """Event type URIs by slug."""
        event_types = [
            {
                "slug": _slug(doctor.name),
                "name": doctor.name,
                "duration": doctor.slot_minutes,
                "availability": [shift.model_dump(mode="json", exclude_none=True) for shift in doctor.availability],
                "busy": busy.get(doctor.name, []),
                "closed": [day.isoformat() for day in clinic.closed],
                "hours": clinic.hours or None,
            }
            for doctor in doctors
            if doctor.calendar == "calendly"
        ]
        spec = {
            "now": clock.isoformat(timespec="minutes") if clock else None,
            "zone": clinic.zone,
            "user": clinic.name,
            "limits": {f"bookings_per_{span}": 4 * callers for span in ("minute", "hour")} if callers > 2 else {},
            "event_types": event_types,
        }
        response = self._calendly.put(f"/accounts/{token}", json=spec)
        response.raise_for_status()
        return dict(response.json()["event_types"])

    def _block_times(self, clinic: Clinic, doctor: Doctor, starts: list[str]) -> None:
        with self._database.session() as session:
            for start in starts:
                slot = _slot(clinic, doctor, datetime.fromisoformat(start))
                holds.take(session, clinic.id, slot, f"busy{uuid4().hex[:16]}", BEFORE_THE_CALL, None)

    def add_appointment(self, built: BuiltClinic, existing: Existing) -> int:
        """Its id. Raises ValueError when the doctor is busy then."""
        clinic = built.clinic
        doctor = next(one for one in built.doctors if one.name == existing.doctor)
        slot = _slot(clinic, doctor, existing.start)
        hold_id = uuid4().hex
        row = AppointmentRow(
            clinic_id=clinic.id,
            user_name=existing.name,
            phone=existing.phone,
            contact_phone=existing.phone,
            caller_name=existing.caller_name,
            email=existing.email or f"caller-{hold_id}@{clinic.email_domain}",
            purpose=existing.purpose,
            date_of_birth=existing.date_of_birth,
            doctor_id=doctor.id,
            appointment_time=slot.start,
            minutes=slot.minutes,
            status=existing.status,
            code=existing.code or f"{uuid4().int % 900_000 + 100_000}",
            call_sid=f"{BEFORE_THE_CALL}-{hold_id}",
            hold_id=hold_id,
        )
        at_calendly = existing.status == "booked" and doctor.calendar == "calendly"
        if at_calendly and not self._take(built, row, doctor.event_type, existing.start):
            raise ValueError(f"{doctor.name} is busy at {existing.start}, where {existing.name} has an appointment")
        with self._database.session() as session:
            session.add(row)
            if existing.status in ("booked", "pending_calendar"):
                holds.take(session, clinic.id, slot, hold_id, row.call_sid, None)
            session.flush()
            return row.id

    def _take(self, built: BuiltClinic, row: AppointmentRow, event_type: str | None, start: datetime) -> bool:
        """Puts an appointment into the simulator's calendar; False when the time is taken."""
        body = {
            "event_type": event_type,
            "start": start.isoformat(timespec="minutes"),
            "name": row.user_name,
            "email": row.email or built.clinic.placeholder_email(row.hold_id),
            "utm_content": row.hold_id,
        }
        response = self._calendly.post(f"/accounts/{built.token}/take", json=body)
        if response.status_code == 409:
            return False
        response.raise_for_status()
        row.event_uri, row.calendly_link = response.json()["uri"], response.json()["cancel_url"]
        return True


def default_block(path: Path) -> dict[str, Any]:
    """The block of a clinic file."""
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    return dict(content.get("clinic", content))


def _slot(clinic: Clinic, doctor: Doctor, start: datetime) -> Slot:
    return Slot(
        doctor_id=doctor.id,
        doctor=doctor.name,
        start=start.replace(tzinfo=clinic.tz),
        minutes=doctor.slot_minutes,
    )


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "doctor"


def _fictitious_number() -> str:
    """Another one at every call in this process, so that no two clinics of a stack share theirs: of the block that is
    kept for fiction in North America (555-0100 to 555-0199), area by area. 202 is left to callers.
    """
    area, last = divmod(next(_GIVEN), 100)
    return f"+1{_AREAS[area]}55501{last:02}"


_GIVEN = itertools.count()
_AREAS = [area for area in range(203, 990) if area % 100 != 11 and str(area)[1] != "9"]
