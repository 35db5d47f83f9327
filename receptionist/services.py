"""The core, put together from settings: which database, which calendars, which clock."""

from __future__ import annotations

from dataclasses import dataclass

from receptionist.appointments.booking import Appointments
from receptionist.calendars.calendars import Calendars
from receptionist.calendars.calendly import CalendlyCalendar
from receptionist.calendars.rota import RotaCalendar
from receptionist.clock import Clock, load_clock
from receptionist.settings import Settings
from receptionist.storage.clinics import Clinics
from receptionist.storage.database import Database
from receptionist.storage.holds import HeldTimes


@dataclass(frozen=True)
class Services:
    database: Database
    clock: Clock
    clinics: Clinics
    calendars: Calendars
    appointments: Appointments


def build_services(settings: Settings) -> Services:
    database = Database(settings.database_url)
    clock = load_clock(settings.clock)
    calendly = CalendlyCalendar(settings.calendly_base_url, settings.calendly_token, now=clock.now)
    calendars = Calendars(calendly, RotaCalendar(), HeldTimes(database))
    return Services(database, clock, Clinics(database), calendars, Appointments(database, calendars, clock))
