"""Rasa's actions: each reads slots and what was understood, calls one use case of `receptionist`, and says the outcome.

The action server finds them by importing this package.
"""

from actions import (
    availability,
    booking,
    cancelling,
    clinic_questions,
    handover,
    my_appointment,
    own_appointments,
    rescheduling,
    texting,
    thread,
)

__all__ = [
    "availability",
    "booking",
    "cancelling",
    "clinic_questions",
    "handover",
    "my_appointment",
    "own_appointments",
    "rescheduling",
    "texting",
    "thread",
]
