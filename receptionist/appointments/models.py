"""What is offered, asked and booked. Every datetime here is aware and in the clinic's zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Status = Literal["booked", "cancelled", "pending_calendar", "needs_callback"]


class Slot(BaseModel):
    """A start that can be booked. `minutes` is its length."""

    model_config = ConfigDict(frozen=True)

    doctor_id: int
    doctor: str
    start: datetime
    minutes: int = 30

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
