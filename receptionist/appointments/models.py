"""What is offered, asked and booked. Every datetime here is aware and in the clinic's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, computed_field

Status = Literal["booked", "cancelled", "pending_calendar", "needs_callback"]


class Slot(BaseModel):
    """A start that can be booked. `minutes` is its length."""

    model_config = ConfigDict(frozen=True)

    doctor_id: int
    doctor: str
    start: datetime
    minutes: int = 30

    @computed_field  # type: ignore[prop-decorator]
    @property
    def id(self) -> str:
        return f"{self.doctor_id}@{self.start.astimezone(UTC):%Y%m%dT%H%MZ}"

    @property
    def end(self) -> datetime:
        """Counted in elapsed time, so that a slot keeps its length over a change of the clocks."""
        return (self.start.astimezone(UTC) + timedelta(minutes=self.minutes)).astimezone(self.start.tzinfo)


class GuestInfo(BaseModel):
    """The patient, as far as the clinic asks."""

    name: str = Field(min_length=1, max_length=100)
    phone: str | None = Field(default=None, max_length=20)
    email: str | None = Field(default=None, max_length=100, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
    purpose: str | None = Field(default=None, max_length=500)
    address: str | None = Field(default=None, max_length=300)
    date_of_birth: date | None = None
    new_patient: bool | None = None


class Appointment(BaseModel):
    """`name` is the patient's; `contact_phone` gets the messages. `caller_name` where somebody else called."""

    id: int
    clinic_id: str
    doctor_id: int
    doctor: str
    start: datetime
    minutes: int
    status: Status
    name: str
    code: str
    phone: str | None = None
    contact_phone: str | None = None
    email: str | None = None
    caller_name: str | None = None
    purpose: str | None = None
    call_sid: str
    calendly_link: str | None = None
    event_uri: str | None = None
    created_at: datetime

    @property
    def slot(self) -> Slot:
        return Slot(doctor_id=self.doctor_id, doctor=self.doctor, start=self.start, minutes=self.minutes)


class Booked(BaseModel):
    """booked: in the calendar. pending_calendar: a request; the outcome comes by SMS. taken: somebody was faster.
    failed: the calendar refused; a person has to look."""

    status: Literal["booked", "pending_calendar", "taken", "failed"]
    appointment: Appointment | None = None
