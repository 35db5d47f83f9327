"""The core, put together from settings: which database, which calendars, which clock."""

from __future__ import annotations

from dataclasses import dataclass

from receptionist.appointments.booking import Appointments
from receptionist.cache import SharedState, shared_state
from receptionist.calendars.calendars import Calendars
from receptionist.calendars.calendly import CalendlyCalendar
from receptionist.calendars.calendly_guard import Limits
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
    calendly: CalendlyCalendar
    state: SharedState


def build_services(settings: Settings) -> Services:
    database = Database(settings.database_url)
    clock = load_clock(settings.clock)
    state = shared_state(settings.redis_url)
    calendly = calendly_calendar(settings, clock, state)
    calendars = Calendars(calendly, RotaCalendar(), HeldTimes(database))
    appointments = Appointments(database, calendars, clock)
    return Services(database, clock, Clinics(database), calendars, appointments, calendly, state)


def calendly_calendar(settings: Settings, clock: Clock, state: SharedState) -> CalendlyCalendar:
    limits = Limits(
        bookings_per_minute=settings.calendly_bookings_per_minute,
        bookings_per_hour=settings.calendly_bookings_per_hour,
        bookings_per_day=settings.calendly_bookings_per_day,
    )
    return CalendlyCalendar(
        settings.calendly_base_url,
        settings.calendly_token,
        now=clock.now,
        state=state,
        limits=limits,
        remember_s=settings.calendly_remember_s,
    )
