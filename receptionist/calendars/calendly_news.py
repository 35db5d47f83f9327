"""What webhooks tell of the clinic's account: our own table follows what staff and patients do in Calendly.

News may come twice, late and out of order. An event is named by its URI; our appointments are known by the hold's id in
the tracking, or by their event's URI.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import select

from receptionist.appointments.staff_changes import StaffChanges
from receptionist.cache import SharedState
from receptionist.calendars.calendly import CalendlyCalendar
from receptionist.calendars.calendly_account import Event, event_of
from receptionist.calendars.calendly_guard import digest
from receptionist.calendars.calendly_reading import identifier
from receptionist.calendars.external_events import ExternalEvents
from receptionist.calendars.port import CalendarDown, CalendarEvent, CalendarRefused
from receptionist.clinics import Clinic, Doctor
from receptionist.clock import Clock
from receptionist.storage.clinics import Clinics
from receptionist.storage.database import Database
from receptionist.storage.tables import AppointmentRow

log = logging.getLogger(__name__)

Done = Literal["known", "kept", "freed", "moved", "cancelled", "nothing"]

GONE_S = 86_400.0


class Unreadable(Exception):
    """The webhook is not what Calendly publishes."""


@dataclass(frozen=True)
class News:
    """An invitee and its event. `replaced` is the URI of the event that was moved to this one."""

    uri: str
    event: Event
    hold_id: str | None
    replaced: str | None
    moved_away: bool
    links: CalendarEvent

    @classmethod
    def read(cls, payload: Mapping[str, Any]) -> News:
        try:
            event = Event.read({**payload["scheduled_event"]})
            uri = str(payload.get("event") or event.uri)
            identifier(uri)
            old = payload.get("old_invitee")
            return cls(
                uri=uri,
                event=event,
                hold_id=(payload.get("tracking") or {}).get("utm_content") or None,
                replaced=event_of(str(old)) if old else None,
                moved_away=bool(payload.get("rescheduled")),
                links=CalendarEvent(uri, payload.get("cancel_url"), payload.get("reschedule_url")),
            )
        except (KeyError, TypeError, AttributeError, ValueError, CalendarDown, CalendarRefused) as error:
            raise Unreadable(type(error).__name__) from None


class CalendlyNews:
    def __init__(self, database: Database, calendly: CalendlyCalendar, clock: Clock, state: SharedState) -> None:
        self._database, self._calendly, self._clock, self._state = database, calendly, clock, state
        self._clinics = Clinics(database)
        self._external, self._staff = ExternalEvents(database), StaffChanges(database)

    def created(self, clinic: Clinic, payload: Mapping[str, Any]) -> Done:
        """Raises Unreadable; CalendarDown, CalendarRefused or TimeKept when it has to be told again later."""
        news = News.read(payload)
        self._calendly.changed(clinic)
        row = self._ours(clinic, news)
        if row is not None:
            return self._created_ours(clinic, news, row)
        doctor = self._doctor(clinic, news)
        if doctor is None or news.event.start <= self._clock.now(clinic) or self._state.get(_gone(news.uri)):
            return "nothing"
        new, overlaps = self._external.keep(clinic, doctor.id, news.uri, news.event.start, news.event.minutes)
        if overlaps:
            log.error("event %s overlaps an appointment of clinic %s", identifier(news.uri), clinic.id)
        return "kept" if new else "known"

    def cancelled(self, clinic: Clinic, payload: Mapping[str, Any]) -> Done:
        """Raises Unreadable."""
        news = News.read(payload)
        self._calendly.changed(clinic)
        row = self._ours(clinic, news)
        if row is None:
            self._state.put(_gone(news.uri), "1", GONE_S)
            return "freed" if self._external.release(news.uri) else "nothing"
        if news.moved_away:
            return "nothing"
        return "cancelled" if self._staff.cancelled(clinic, row.hold_id, news.uri) else "known"

    def _created_ours(self, clinic: Clinic, news: News, row: AppointmentRow) -> Done:
        """A move may be told of after a later one: the calendar is asked which event counts."""
        if news.replaced is None or row.event_uri == news.uri:
            return "known"
        now = self._calendly.account(clinic).event(news.uri)
        if now is None or not now.active:
            return "nothing"
        self._external.release(news.uri)
        return "moved" if self._staff.moved(clinic, row.hold_id, now.start, news.links) else "known"

    def _ours(self, clinic: Clinic, news: News) -> AppointmentRow | None:
        uris = [uri for uri in (news.uri, news.replaced) if uri]
        query = select(AppointmentRow).where(AppointmentRow.clinic_id == clinic.id)
        with self._database.reading() as session:
            by_uri = session.scalar(query.where(AppointmentRow.event_uri.in_(uris)).limit(1))
            if by_uri is not None or not news.hold_id:
                return by_uri
            return session.scalar(query.where(AppointmentRow.hold_id == news.hold_id))

    def _doctor(self, clinic: Clinic, news: News) -> Doctor | None:
        return doctors_at_calendly(self._clinics, clinic).get(news.event.event_type)


def doctors_at_calendly(clinics: Clinics, clinic: Clinic) -> dict[str, Doctor]:
    """By the identifier of their event type."""
    return {
        identifier(doctor.event_type): doctor
        for doctor in clinics.doctors(clinic.id)
        if doctor.calendar == "calendly" and doctor.event_type
    }


def _gone(uri: str) -> str:
    return f"calendly:gone:{digest(uri)}"
