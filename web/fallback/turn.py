"""One turn of the menu: what was heard, who answers, and what is said next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import yaml

from receptionist.clinics import Clinic, Doctor
from receptionist.services import Services
from receptionist.speech.spoken_form import normalise, say_doctor, say_when
from receptionist.verification_limit import VerificationLimit
from web.fallback.call import FallbackCall
from web.fallback.hearing import says_one_of

End = Literal["hangup", "transfer"]


@dataclass(frozen=True)
class Step:
    """What is asked: where the answer goes, and the word for it that understanding, tests and simulated callers share.
    `keys`: how many keys answer it, None for as many as the caller ends with the pound key."""

    path: str
    expecting: str
    keys: int | None = 1


STEPS = {
    "request": Step("/process-selection", "request"),
    "more": Step("/process-selection", "anything_else"),
    "emergency": Step("/process-selection", "anything_else"),
    "doctor": Step("/capture-doctor-name", "doctor", None),
    "time": Step("/capture-appointment-time", "datetime", None),
    "which_time": Step("/capture-appointment-time", "datetime"),
    "slot": Step("/capture-appointment-time", "slot_choice"),
    "name": Step("/capture-user-name", "name", None),
    "phone": Step("/capture-user-phone", "phone", None),
    "address": Step("/capture-user-address", "address"),
    "confirm": Step("/book-appointment", "confirm"),
    "change": Step("/book-appointment", "rephrase"),
    "own_name": Step("/cancel-appointment", "name", None),
    "code": Step("/cancel-appointment", "verification", None),
    "which": Step("/cancel-appointment", "appointment_choice"),
    "confirm_cancel": Step("/cancel-appointment", "confirm"),
    "confirm_move": Step("/reschedule-appointment", "confirm"),
    "message": Step("/leave-message", "message"),
}


@dataclass(frozen=True)
class Heard:
    """Both empty: silence."""

    speech: str = ""
    digits: str = ""


@dataclass(frozen=True)
class Reply:
    """`before` is said once, `question` again when there is no answer to it."""

    before: tuple[str, ...] = ()
    asks: str | None = None
    question: tuple[str, ...] = ()
    end: End | None = None


Taken = Reply | bool
"""What an answer comes to: a reply; True, go on with what is missing; False, it was not understood."""


@dataclass(frozen=True)
class Turn:
    """Everything that a step needs. `now` is aware, in the clinic's zone; `told` is said before the reply."""

    call: FallbackCall
    clinic: Clinic
    doctors: Sequence[Doctor]
    core: Services
    limit: VerificationLimit
    now: datetime
    told: list[str] = field(default_factory=list)

    @property
    def texts(self) -> dict[str, Any]:
        return phrases(self.clinic.language)

    def say(self, phrase: str, **values: object) -> str:
        return str(self.texts[phrase]).format(**values)

    def tell(self, phrase: str, **values: object) -> None:
        self.told.append(self.say(phrase, **values))

    def hears(self, kind: str, speech: str) -> bool:
        return says_one_of(self.texts["words"][kind], speech)

    def ask(self, step: str, phrase: str, **values: object) -> Reply:
        return Reply(asks=step, question=(self.say(phrase, **values),))

    def doctor(self, doctor_id: int) -> str:
        """As it is said."""
        return next((say_doctor(one.name) for one in self.doctors if one.id == doctor_id), "")

    def when(self, at: datetime) -> str:
        return say_when(at.astimezone(self.clinic.tz), self.now)

    def clinic_name(self) -> str:
        return normalise(self.clinic.name)


@cache
def phrases(language: str) -> dict[str, Any]:
    """English where the language has no file."""
    path = Path(__file__).parent / f"phrases.{language}.yml"
    path = path if path.exists() else path.with_name("phrases.en.yml")
    return dict(yaml.safe_load(path.read_text(encoding="utf-8")))
