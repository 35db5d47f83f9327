"""What to offer: free starts that fit what the caller wants, or the nearest ones and why not what was wanted."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Literal

from pydantic import BaseModel

from receptionist.appointments.models import Slot
from receptionist.appointments.wanted import Wanted
from receptionist.calendars.calendars import Calendars
from receptionist.calendars.rota import rota_starts, shifts_on
from receptionist.clinics import WEEKDAYS, Clinic, Doctor

WINDOW = timedelta(days=31)
BEFORE_A_FAR_DAY = timedelta(days=7)

Fit = Literal["exact", "fits", "nearest", "none"]
Why = Literal["taken", "closed", "past", "not_in", "full"]


class Offer(BaseModel):
    """`slots` in time order. exact: the very start that was asked for. fits: within what was asked for. nearest: not
    what was asked for, `why` says what is wrong with that. none: nothing is free in the 31 days looked at.

    `why`: taken (others have that start), full (that day or time has no free start left), closed (the clinic is),
    not_in (the doctor is), past; None where the start merely falls between two that can be booked, or where all
    that fits is in `without`.
    """

    slots: list[Slot]
    fit: Fit
    why: Why | None = None


def find_slots(
    clinic: Clinic,
    doctors: list[Doctor],
    wanted: Wanted,
    now: datetime,
    calendars: Calendars,
    limit: int = 3,
    after: datetime | None = None,
    before: datetime | None = None,
    without: list[str] | None = None,
    call_sid: str | None = None,
) -> Offer:
    """`now`, `after` and `before` are aware; `after` and `before` (a later or an earlier one than these starts) loosen
    the time of day, then the day. `without` holds ids of slots not to be offered again; what `call_sid` itself holds is
    free.
    """
    now = now.astimezone(clinic.tz)
    begin = _window_start(clinic, wanted, now)
    found = calendars.free(clinic, doctors, begin, begin + WINDOW, call_sid)
    if not found and begin > now:
        found = calendars.free(clinic, doctors, now, now + WINDOW, call_sid)
    open_slots = _while_open(clinic, [slot for slot in found if slot.start > now])
    slots = [slot for slot in open_slots if wanted.allows(slot.start) and not (without and slot.id in without)]
    if after or before:
        return _further(slots, wanted, limit, after, before)

    fitting = [slot for slot in slots if wanted.fits(slot.start)]
    if fitting and wanted.start:
        return Offer(slots=fitting[:1], fit="exact")
    if fitting:
        return Offer(slots=_spread(fitting, wanted, limit), fit="fits")
    shown = any(wanted.fits(slot.start) for slot in open_slots)
    why = None if shown else _why_not(clinic, doctors, wanted, now)
    if not slots:
        return Offer(slots=[], fit="none", why=why)
    return Offer(slots=_nearest(slots, wanted, now, limit), fit="nearest", why=why)


def _window_start(clinic: Clinic, wanted: Wanted, now: datetime) -> datetime:
    """From now on, or from a week before a day that lies so far ahead that the window would miss what is around it."""
    day = wanted.first_day or wanted.last_day
    if day is None or day <= (now + WINDOW - BEFORE_A_FAR_DAY).date():
        return now
    return datetime.combine(day - BEFORE_A_FAR_DAY, time.min, clinic.tz)


def _while_open(clinic: Clinic, slots: list[Slot]) -> list[Slot]:
    """A clinic without hours in its settings leaves them to the calendars; its closed days count all the same."""
    kept: list[Slot] = []
    for day, of_day in groupby(slots, key=lambda slot: slot.start.date()):
        if day in clinic.closed:
            continue
        if not clinic.hours:
            kept += of_day
        elif spans := clinic.hours.get(WEEKDAYS[day.weekday()]):
            minutes = [(_minute(opens), _minute(closes)) for opens, closes in spans]
            for slot in of_day:
                minute = slot.start.hour * 60 + slot.start.minute
                if any(opens <= minute < closes for opens, closes in minutes):
                    kept.append(slot)
    return kept


def _minute(clock: str) -> int:
    return int(clock[:2]) * 60 + int(clock[3:])


def _further(slots: list[Slot], wanted: Wanted, limit: int, after: datetime | None, before: datetime | None) -> Offer:
    beyond = [s for s in slots if (after is None or s.start > after) and (before is None or s.start < before)]
    edge = after or before
    same_day = [s for s in beyond if edge and s.start.date() == edge.astimezone(s.start.tzinfo).date()]
    choices: list[tuple[list[Slot], Fit]] = [
        ([s for s in beyond if wanted.fits(s.start)], "fits"),
        ([s for s in beyond if wanted.without_time().fits(s.start)], "fits"),
        (same_day, "nearest"),
        (beyond, "nearest"),
    ]
    for chosen, fit in choices:
        if chosen:
            return Offer(slots=chosen[:limit] if after else chosen[-limit:], fit=fit)
    return Offer(slots=[], fit="none", why="full")


def _spread(slots: list[Slot], wanted: Wanted, limit: int) -> list[Slot]:
    """One free day: its first, middle and last starts. Several days: the earliest of each of the first ones. A stretch
    of one day, or as soon as possible: the earliest."""
    if len(slots) <= limit:
        return slots
    if wanted.soonest or not wanted.says_something:
        return slots[:limit]
    days = [list(group) for _, group in groupby(slots, key=lambda slot: slot.start.date())]
    if len(days) == 1:
        if wanted.has_time or wanted.not_before or wanted.not_after or limit < 2:
            return slots[:limit]
        return [slots[round(step * (len(slots) - 1) / (limit - 1))] for step in range(limit)]
    chosen = [day[0] for day in days[:limit]]
    rest = [slot for slot in slots if slot not in chosen]
    return sorted(chosen + rest[: limit - len(chosen)], key=lambda slot: slot.start)


def _nearest(slots: list[Slot], wanted: Wanted, now: datetime, limit: int) -> list[Slot]:
    """Of the wanted day the nearest in time, then of the days after it, then of those before it."""
    day = max(wanted.first_day or wanted.last_day or now.date(), now.date())

    def distance(slot: Slot) -> tuple[int, int, float, datetime]:
        days_off = (slot.start.date() - day).days
        side = 0 if days_off >= 0 else 1
        return side, abs(days_off), _minutes_off(slot.start.time(), wanted), slot.start

    return sorted(sorted(slots, key=distance)[:limit], key=lambda slot: slot.start)


def _minutes_off(at: time, wanted: Wanted) -> float:
    minute = at.hour * 60 + at.minute
    if wanted.time_from and minute < (begin := wanted.time_from.hour * 60 + wanted.time_from.minute):
        return begin - minute
    last = wanted.time_from if wanted.exact else wanted.time_to
    return max(0, minute - (last.hour * 60 + last.minute)) if last else 0


def _why_not(clinic: Clinic, doctors: list[Doctor], wanted: Wanted, now: datetime) -> Why | None:
    first = wanted.first_day or now.date()
    last = wanted.last_day or first + WINDOW
    if wanted.has_day and _is_past(clinic, wanted, now):
        return "past"
    days = [first + timedelta(days=step) for step in range(min((last - first).days, WINDOW.days) + 1)]
    days = [day for day in days if day >= now.date()]
    if not any(_open_then(clinic, wanted, day) for day in days):
        return "closed"
    if not any(_in_then(clinic, doctor, wanted, day) for doctor in doctors for day in days):
        return "not_in"
    if wanted.start is None:
        return "full"
    start = wanted.start.replace(tzinfo=clinic.tz)
    return "taken" if any(_starts_at(clinic, doctor, start) for doctor in doctors) else None


def _is_past(clinic: Clinic, wanted: Wanted, now: datetime) -> bool:
    if wanted.last_day is None and wanted.not_after is None:
        return False
    ends = wanted.start or wanted.not_after
    if ends is None and wanted.last_day:
        day_ends = datetime.combine(wanted.last_day + timedelta(days=1), time.min)
        ends = datetime.combine(wanted.last_day, wanted.time_to) if wanted.time_to else day_ends
    return ends is not None and ends.replace(tzinfo=clinic.tz).astimezone(UTC) <= now.astimezone(UTC)


def _open_then(clinic: Clinic, wanted: Wanted, day: date) -> bool:
    if day in clinic.closed:
        return False
    if not clinic.hours:
        return True
    if not clinic.is_open_on(day):
        return False
    spans = [
        (datetime.combine(day, time.fromisoformat(opens)), _end_of(day, closes))
        for opens, closes in clinic.hours[WEEKDAYS[day.weekday()]]
    ]
    return any(_touches(wanted, day, begin, end) for begin, end in spans)


def _in_then(clinic: Clinic, doctor: Doctor, wanted: Wanted, day: date) -> bool:
    """A doctor without a rota may be in whenever the clinic is open: only the calendar knows."""
    if not doctor.availability:
        return doctor.calendar == "calendly" and _open_then(clinic, wanted, day)
    if not _open_then(clinic, wanted, day):
        return False
    shifts = shifts_on(clinic, doctor, day)
    return any(_touches(wanted, day, begin.replace(tzinfo=None), end.replace(tzinfo=None)) for begin, end in shifts)


def _starts_at(clinic: Clinic, doctor: Doctor, start: datetime) -> bool:
    if not doctor.availability:
        return True
    return any(at == start for at in rota_starts(clinic, doctor, start, start + timedelta(minutes=1)))


def _touches(wanted: Wanted, day: date, begin: datetime, end: datetime) -> bool:
    """Whether the wanted time of `day` has anything in common with [begin, end); all local and naive."""
    earliest = datetime.combine(day, wanted.time_from or time.min)
    latest = (
        datetime.combine(day, wanted.time_to) if wanted.time_to else datetime.combine(day + timedelta(days=1), time.min)
    )
    if wanted.exact:
        return begin <= earliest < end
    return max(earliest, begin, wanted.not_before or begin) < min(latest, end, wanted.not_after or end)


def _end_of(day: date, clock: str) -> datetime:
    if clock == "24:00":
        return datetime.combine(day + timedelta(days=1), time.min)
    return datetime.combine(day, time.fromisoformat(clock))
