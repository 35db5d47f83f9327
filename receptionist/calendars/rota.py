"""The calendar of a doctor whose only record is the rota in our database."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta

from receptionist.appointments.models import GuestInfo, Slot
from receptionist.calendars.port import CalendarEvent, Changed
from receptionist.clinics import Clinic, Doctor


def shifts_on(clinic: Clinic, doctor: Doctor, day: date) -> list[tuple[datetime, datetime]]:
    """The doctor's times on `day`, aware, in the clinic's zone, in order, overlaps merged.

    Shifts dated on that day replace the weekly ones.
    """
    dated = [shift for shift in doctor.availability if shift.date == day]
    chosen = dated or [shift for shift in doctor.availability if shift.date is None and shift.is_on(day)]
    merged: list[tuple[datetime, datetime]] = []
    for start, end in sorted((_at(clinic, day, shift.start), _at(clinic, day, shift.end)) for shift in chosen):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def rota_starts(clinic: Clinic, doctor: Doctor, start: datetime, end: datetime) -> Iterator[datetime]:
    """Starts in [start, end), every `slot_minutes` of elapsed time from the beginning of each shift."""
    day, last = start.astimezone(clinic.tz).date(), end.astimezone(clinic.tz).date()
    length = timedelta(minutes=doctor.slot_minutes)
    while day <= last:
        for begins, ends in shifts_on(clinic, doctor, day):
            at, finish = begins.astimezone(UTC), ends.astimezone(UTC)
            while at + length <= finish:
                if start <= at < end:
                    yield at.astimezone(clinic.tz)
                at += length
        day += timedelta(days=1)


class RotaCalendar:
    """Knows nothing of what is taken: that is in `holds`, which whoever asks subtracts, and which makes a booking
    exclusive before this calendar hears of it. So `book` always succeeds and may be repeated."""

    def free(self, clinic: Clinic, doctor: Doctor, start: datetime, end: datetime) -> list[Slot]:
        return [
            Slot(doctor_id=doctor.id, doctor=doctor.name, start=at, minutes=doctor.slot_minutes)
            for at in rota_starts(clinic, doctor, start, end)
        ]

    def book(self, clinic: Clinic, doctor: Doctor, slot: Slot, guest: GuestInfo, hold_id: str) -> CalendarEvent:
        return CalendarEvent(uri=f"rota:{hold_id}")

    def cancel(self, clinic: Clinic, event_uri: str, reason: str) -> None:
        return None

    def booking_link(self, clinic: Clinic, doctor: Doctor) -> str | None:
        return None

    def find(self, clinic: Clinic, doctor: Doctor, hold_id: str, around: Slot) -> CalendarEvent | None:
        return None

    def changed_by_staff(self, clinic: Clinic, doctor: Doctor, hold_id: str, around: Slot) -> Changed | None:
        return None


def _at(clinic: Clinic, day: date, clock: str) -> datetime:
    """A local time that the change of the clocks skips is moved behind the gap."""
    if clock == "24:00":
        day, clock = day + timedelta(days=1), "00:00"
    local = datetime.combine(day, time.fromisoformat(clock), clinic.tz)
    return local.astimezone(UTC).astimezone(clinic.tz)
