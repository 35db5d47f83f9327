"""Wires the core's ports to their adapters, as the settings say. Called once per process, by its entry point."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass

from sqlalchemy.exc import IntegrityError

from receptionist.appointments.booking import Appointments
from receptionist.calendars.calendars import Calendars
from receptionist.calendars.calendly import CalendlyCalendar
from receptionist.calendars.rota import RotaCalendar
from receptionist.clinics import Doctor, load_clinic_file
from receptionist.clock import Clock, load_clock
from receptionist.messaging.port import Messenger
from receptionist.messaging.spool import Spool
from receptionist.messaging.twilio_sms import TwilioSms
from receptionist.settings import Settings
from receptionist.storage.clinics import Clinics
from receptionist.storage.database import Database
from receptionist.storage.holds import HeldTimes

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Receptionist:
    settings: Settings
    database: Database
    clock: Clock
    clinics: Clinics
    calendars: Calendars
    appointments: Appointments


def bootstrap(settings: Settings) -> Receptionist:
    """Migrates the database, and fills an empty one from the clinic file."""
    database = Database(settings.database_url)
    database.migrate()
    clock = load_clock(settings.clock)
    clinics = Clinics(database)
    calendly = CalendlyCalendar(settings.calendly_base_url, settings.calendly_token, clock=clock)
    calendars = Calendars(calendly, RotaCalendar(), HeldTimes(database))
    seed(clinics, settings)
    return Receptionist(settings, database, clock, clinics, calendars, Appointments(database, calendars, clock))


def seed(clinics: Clinics, settings: Settings) -> bool:
    """Whether the clinic of the clinic file was written. A database that has a clinic is left as it is."""
    if not clinics.is_empty() or not settings.clinic_file.exists():
        return False
    file = load_clinic_file(settings.clinic_file)
    doctors = [with_event_type(doctor, settings.calendly_base_url) for doctor in file.doctors]
    try:
        clinics.save_clinic(file.clinic, doctors)
    except IntegrityError:
        return False
    log.info("clinic %s with %s doctors taken from %s", file.clinic.id, len(doctors), settings.clinic_file)
    return True


def with_event_type(doctor: Doctor, calendly_base_url: str) -> Doctor:
    """A doctor at Calendly without an event type gets the one that is named after the doctor."""
    if doctor.calendar != "calendly" or doctor.event_type:
        return doctor
    slug = re.sub(r"[^a-z0-9]+", "-", doctor.name.lower().replace("'", "")).strip("-")
    return doctor.model_copy(update={"event_type": f"{calendly_base_url.rstrip('/')}/event_types/{slug}"})


def messenger(settings: Settings) -> Messenger:
    """MESSENGER=auto: Twilio when its account is set, else the spool."""
    account = (settings.twilio_account_sid, settings.twilio_auth_token, settings.twilio_from_number)
    if settings.messenger == "twilio" or (settings.messenger == "auto" and all(account)):
        sid, token, number = account
        if not (sid and token and number):
            raise ValueError("MESSENGER=twilio needs TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN and TWILIO_FROM_NUMBER")
        return TwilioSms(sid, token, number)
    if settings.messenger not in ("auto", "spool"):
        raise ValueError(f"MESSENGER is auto, twilio or spool, not {settings.messenger!r}")
    return Spool(settings.spool_dir)
