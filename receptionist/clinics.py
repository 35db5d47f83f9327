"""A clinic and its doctors, and the file that describes them: knowledge/clinic.yml, or `clinic:` in a call file."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

import pytz
import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    field_validator,
    model_validator,
)

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
Collected = Literal["name", "phone", "address", "email", "purpose", "date_of_birth", "new_patient"]

EMERGENCY_NUMBERS = {"US": "911", "CA": "911", "MX": "911", "GB": "999", "IE": "112", "AU": "000", "NZ": "111"}
_COUNTRY_OF_ZONE = {zone: country for country, zones in pytz.country_timezones.items() for zone in zones}
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")


def weekday(name: str) -> str:
    """'Tue', 'tues', 'Tuesday' -> 'tuesday'. ValueError when it is no day."""
    key = name.strip().lower().rstrip(".")
    found = [day for day in WEEKDAYS if len(key) >= 3 and day.startswith(key)]
    if len(found) != 1:
        raise ValueError(f"not a weekday: {name!r}")
    return found[0]


def days_named(text: str) -> list[str]:
    """'mon-fri', 'sat', 'mon, wed', 'fri-mon', 'daily' -> weekdays in the order in which they are named."""
    days: list[str] = []
    for part in re.split(r"[,\s]+", re.sub(r"\s*[-–—]\s*", "-", text.strip().lower())):
        if part in ("daily", "every-day", "all"):
            days += WEEKDAYS
            continue
        first, dash, last = part.partition("-")
        start = WEEKDAYS.index(weekday(first))
        length = (WEEKDAYS.index(weekday(last)) - start) % 7 if dash else 0
        days += [WEEKDAYS[(start + step) % 7] for step in range(length + 1)]
    return days


def clock_time(text: str) -> str:
    """'8:00' -> '08:00'; '24:00' is midnight at the end of the day. ValueError otherwise."""
    match = _CLOCK.fullmatch(text.strip())
    if not match:
        raise ValueError(f"not a 24-hour time: {text!r}")
    hour, minute = int(match[1]), int(match[2])
    if minute > 59 or hour > 24 or (hour == 24 and minute):
        raise ValueError(f"not a 24-hour time: {text!r}")
    return f"{hour:02}:{minute:02}"


def opening_hours(value: Any) -> dict[str, list[tuple[str, str]]]:
    """{'mon-fri': '08:00-12:00, 13:00-18:00', 'sat': [['09:00', '13:00']], 'sun': 'closed'} -> by weekday, in order."""
    hours: dict[str, list[tuple[str, str]]] = {}
    for names, spans in dict(value or {}).items():
        if isinstance(spans, str):
            spans = [] if spans.strip().lower() in ("closed", "") else re.split(r"\s*[,;]\s*", spans.strip())
        pairs: list[tuple[str, str]] = []
        for span in spans or []:
            opens, closes = re.split(r"\s*[-–]\s*", span) if isinstance(span, str) else span
            opens, closes = clock_time(opens), clock_time(closes)
            if opens >= closes:
                raise ValueError(f"opening hours end before they start: {span!r}")
            pairs.append((opens, closes))
        for day in days_named(str(names)):
            hours[day] = sorted(hours.get(day, []) + pairs)
    return {day: hours[day] for day in WEEKDAYS if hours.get(day)}


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"unknown time zone: {name!r}") from error
    return name


def _e164(number: str) -> str:
    compact = re.sub(r"[\s().-]", "", number)
    if not re.fullmatch(r"\+[1-9]\d{6,14}", compact):
        raise ValueError(f"not a telephone number with country code: {number!r}")
    return compact


Hours = Annotated[dict[str, list[tuple[str, str]]], BeforeValidator(opening_hours)]
Zone = Annotated[str, AfterValidator(_zone)]
PhoneNumber = Annotated[str, AfterValidator(_e164)]
ClockTime = Annotated[str, AfterValidator(clock_time)]


class Shift(BaseModel):
    """A time in which a doctor sees patients: every week on `day`, or once on `date`. Local times of the clinic."""

    model_config = ConfigDict(extra="forbid")

    day: str | None = None
    start: ClockTime
    end: ClockTime
    date: dt.date | None = None
    note: str | None = None

    @field_validator("day")
    @classmethod
    def _day(cls, value: str | None) -> str | None:
        return weekday(value) if value else None

    @model_validator(mode="after")
    def _possible(self) -> Shift:
        if self.day is None and self.date is None:
            raise ValueError("a shift needs a day or a date")
        if self.start >= self.end:
            raise ValueError(f"a shift ends before it starts: {self.start}-{self.end}")
        return self

    def is_on(self, on: dt.date) -> bool:
        return self.date == on if self.date else self.day == WEEKDAYS[on.weekday()]


class Doctor(BaseModel):
    """`event_type` is the Calendly event type's URI. `spoken` are further ways in which callers say the name."""

    id: int = 0
    clinic_id: str = ""
    name: str = Field(min_length=1, max_length=100)
    department: str | None = Field(default=None, max_length=50)
    calendar: Literal["calendly", "rota"] = "rota"
    slot_minutes: int = Field(default=30, ge=5, le=480)
    event_type: str | None = None
    availability: list[Shift] = []
    spoken: list[str] = []
    active: bool = True


class Clinic(BaseModel):
    """`email_domain`, which the clinic owns, carries the placeholder addresses of callers who leave no e-mail. What is
    older than `keep_…_days` loses its personal data (`receptionist retention`). `texting`: text messages to its numbers
    are answered, so that ours may ask for an answer. `recording`: who agrees may record a message for the staff."""

    id: str
    name: str
    numbers: list[PhoneNumber] = []
    zone: Zone = "America/New_York"
    hours: Hours = {}
    closed: list[date] = []
    reception: PhoneNumber | None = None
    collect: list[Collected] = ["name", "phone"]
    facts: dict[str, str] = {}
    emergency: Literal["advise", "transfer"] = "advise"
    emergency_number: str = ""
    country: str = ""
    language: str = "en"
    calendly_token: str | None = Field(default=None, repr=False)
    email_domain: str = "no-email.invalid"
    keep_appointments_days: int = Field(default=3 * 365, ge=1)
    keep_messages_days: int = Field(default=90, ge=1)
    texting: bool = False
    recording: bool = False

    @model_validator(mode="after")
    def _of_the_country(self) -> Clinic:
        """The country is that of the zone, and the emergency number that of the country, where neither is given."""
        self.country = self.country or _COUNTRY_OF_ZONE.get(self.zone, "US")
        self.emergency_number = self.emergency_number or EMERGENCY_NUMBERS.get(self.country, "112")
        return self

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    def is_open_on(self, day: date) -> bool:
        return day not in self.closed and bool(self.hours.get(WEEKDAYS[day.weekday()]))

    def is_open(self, at: datetime) -> bool:
        """`at` is aware, in any zone."""
        local = at.astimezone(self.tz)
        if not self.is_open_on(local.date()):
            return False
        clock = local.strftime("%H:%M")
        return any(opens <= clock < closes for opens, closes in self.hours[WEEKDAYS[local.weekday()]])

    def placeholder_email(self, hold_id: str) -> str:
        return f"caller-{hold_id}@{self.email_domain}"


@dataclass(frozen=True)
class ClinicFile:
    """What a clinic file describes."""

    clinic: Clinic
    doctors: list[Doctor]


def read_clinic(block: Mapping[str, Any], clinic_id: str | None = None) -> ClinicFile:
    """`block` as in a call file's `clinic:`, with `number` or `numbers` for the dialled ones.

    Keys that describe a test's surroundings (`appointments`, a doctor's `busy`) are left to whoever set them.
    """
    fields = {
        key: value for key, value in block.items() if key not in ("doctors", "appointments", "number", "timezone")
    }
    if "timezone" in block:
        fields["zone"] = block["timezone"]
    if "number" in block:
        fields["numbers"] = [block["number"], *fields.get("numbers", [])]
    fields["facts"] = {str(key): str(value).strip() for key, value in dict(fields.get("facts") or {}).items()}
    fields["id"] = clinic_id or fields.get("id") or re.sub(r"[^a-z0-9]+", "-", str(block["name"]).lower()).strip("-")
    clinic = Clinic.model_validate(fields)
    doctors = [
        Doctor.model_validate({key: value for key, value in doctor.items() if key != "busy"} | {"clinic_id": clinic.id})
        for doctor in block.get("doctors", [])
    ]
    return ClinicFile(clinic, doctors)


def load_clinic_file(path: str | Path) -> ClinicFile:
    """YAML, the clinic at the top or under `clinic:`. Raises OSError, ValueError or yaml.YAMLError."""
    content = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    return read_clinic(content.get("clinic", content))
