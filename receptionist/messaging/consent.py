"""A number's wish to get our messages or not, on the appointments that are about it."""

from __future__ import annotations

from sqlalchemy import update

from receptionist.clinics import Clinic
from receptionist.storage.database import Database
from receptionist.storage.tables import AppointmentRow


def keep_consent(database: Database, clinic: Clinic, phone: str, wanted: bool) -> int:
    """Holds for what the appointments of this contact number (E.164) at the clinic have still to tell; their count."""
    hashes = database.keys.look_ups("phone", phone)
    concerned = (AppointmentRow.clinic_id == clinic.id) & AppointmentRow.contact_phone_hash.in_(hashes)
    change = update(AppointmentRow).where(concerned).values(sms_consent=wanted, updated_at=AppointmentRow.updated_at)
    with database.session() as session:
        return session.execute(change.execution_options(synchronize_session=False)).rowcount  # type: ignore[attr-defined]
