"""The call file: what a caller says, at which clinic, and what must be true afterwards.

The format is the contract that testers write against: an unknown key, a missing one, a wrong value is one clear error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from receptionist.clinics import Collected, Hours, PhoneNumber, Shift, Zone
from simulators.phone.reception import Behaviour

_EXPECTING = (
    "request doctor datetime slot_choice name caller_name phone email address purpose date_of_birth new_patient"
    " appointment_choice verification confirm message anything_else rephrase"
)
EXPECTING = frozenset(_EXPECTING.split())

Status = Literal["booked", "cancelled", "pending_calendar", "needs_callback"]
Ending = Literal["hangup", "transfer", "caller_hangup", "message"]


class CallFileError(ValueError):
    """One line that says which file, where in it and what is wrong."""


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def _local_minute(value: datetime) -> datetime:
    if value.tzinfo is not None:
        raise ValueError("a local time without a zone is wanted")
    return value.replace(second=0, microsecond=0)


def _text(value: Any) -> Any:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


Local = Annotated[datetime, AfterValidator(_local_minute)]
Text = Annotated[str, BeforeValidator(_text)]
Keys = Annotated[str, BeforeValidator(_text), Field(pattern=r"^[0-9*#]+$")]
Phrases = list[Text | list[Text]]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SayTurn(Strict):
    say: Text
    confidence: float | None = Field(default=None, ge=0, le=1)


class PressTurn(Strict):
    press: Keys


class SilenceTurn(Strict):
    silence: Literal[True]


class HangupTurn(Strict):
    hangup: Literal[True]


Turn = SayTurn | PressTurn | SilenceTurn | HangupTurn
Answer = Annotated[Turn, BeforeValidator(lambda value: {"say": value} if isinstance(value, str | int) else value)]
Answers = Annotated[list[Answer], BeforeValidator(_listed), Field(min_length=1)]


class CallDoctor(Strict):
    name: str
    department: str | None = None
    calendar: Literal["calendly", "rota"] = "rota"
    slot_minutes: int = Field(default=30, ge=5, le=480)
    availability: list[Shift] = []
    busy: list[Local] = []
    spoken: list[str] = []
    active: bool = True


class Existing(Strict):
    """An appointment that is there before the call. `start` is local time of the clinic."""

    doctor: str
    start: Local
    name: str
    phone: PhoneNumber = "+12025550100"
    code: Text | None = None
    status: Status = "booked"
    email: str | None = None
    purpose: str | None = None
    date_of_birth: date | None = None
    caller_name: str | None = None


class CallClinic(Strict):
    name: str = "Riverside Clinic"
    timezone: Zone = "America/New_York"
    hours: Hours = {day: [("08:00", "18:00")] for day in ("monday", "tuesday", "wednesday", "thursday", "friday")}
    closed: list[date] = []
    reception: PhoneNumber | None = None
    doctors: list[CallDoctor] = []
    appointments: list[Existing] = []
    collect: list[Collected] = ["name", "phone"]
    facts: dict[str, Text] = {}
    emergency: Literal["advise", "transfer"] = "advise"
    emergency_number: str = ""
    country: str = ""
    language: str = "en"
    texting: bool = False
    recording: bool = False

    @model_validator(mode="after")
    def _appointments_have_doctors(self) -> CallClinic:
        names = {doctor.name for doctor in self.doctors}
        for appointment in self.appointments:
            if appointment.doctor not in names:
                raise ValueError(f"appointments: there is no doctor {appointment.doctor!r} at this clinic")
        return self


class Fault(Strict):
    """The last three are Calendly's alone (simulators/calendly/faults.py): `garbage` is no JSON, `body_cut` half a
    body, and with `after` the request is carried out before the fault strikes."""

    service: Literal["calendly", "speech", "database", "redis", "actions"]
    at: Literal["availability", "book", "cancel", "synthesise"] | None = None
    status: int | None = Field(default=None, ge=400, le=599)
    code: str | None = None
    delay_s: float | None = Field(default=None, ge=0)
    times: int | None = Field(default=None, ge=1)
    garbage: bool | None = None
    body_cut: bool | None = None
    after: bool | None = None

    @model_validator(mode="after")
    def _can_be_done(self) -> Fault:
        given = self.model_fields_set & {"garbage", "body_cut", "after"}
        if given and self.service != "calendly":
            raise ValueError(f"{', '.join(sorted(given))}: only calendly has such a fault, not {self.service}")
        return self


class ExpectedAppointment(Strict):
    """Lists are alternatives; what is left out is not looked at."""

    doctor: Annotated[list[str], BeforeValidator(_listed)] | None = None
    start: Annotated[list[Local], BeforeValidator(_listed)] | None = None
    status: Annotated[list[Status], BeforeValidator(_listed)] | None = None
    name: Annotated[list[str], BeforeValidator(_listed)] | None = None
    phone: Annotated[list[PhoneNumber], BeforeValidator(_listed)] | None = None
    caller_name: Annotated[list[str], BeforeValidator(_listed)] | None = None
    email: Annotated[list[str], BeforeValidator(_listed)] | None = None
    purpose: Annotated[list[str], BeforeValidator(_listed)] | None = None
    address: Annotated[list[str], BeforeValidator(_listed)] | None = None
    date_of_birth: Annotated[list[date], BeforeValidator(_listed)] | None = None
    new_patient: bool | None = None


class ExpectedMessage(Strict):
    to: PhoneNumber | None = None
    contains: Annotated[Phrases, BeforeValidator(_listed)] = []


class Expect(Strict):
    appointments: list[ExpectedAppointment] = []
    messages: list[ExpectedMessage] | None = None
    ends: Annotated[list[Ending], BeforeValidator(_listed)] | None = None
    says: Annotated[Phrases, BeforeValidator(_listed)] = []
    never_says: Annotated[list[Text], BeforeValidator(_listed)] = []
    whisper: Annotated[Phrases, BeforeValidator(_listed)] = []
    max_turns: int | None = Field(default=None, ge=1)


class Call(Strict):
    """One call. `clock`, `clinic` and `faults` of a call replace those of its file."""

    id: Text
    kind: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    from_: str = Field(default="+12025550123", alias="from", pattern=r"^(\+\d{6,15}|anonymous)$")
    opening: Answer | None = None
    answers: dict[str, Answers] = {}
    turns: list[Answer] | None = None
    expect: Expect
    attestation: Literal["A", "B", "C", "none"] = "A"
    reception: Behaviour = "answers"
    repeat_webhooks: bool = False
    simultaneous: int = Field(default=1, ge=1, le=50)
    clock: Local | None = None
    clinic: CallClinic | None = None
    faults: list[Fault] | None = None

    @model_validator(mode="after")
    def _consistent(self) -> Call:
        unknown = set(self.answers) - EXPECTING
        if unknown:
            raise ValueError(f"answers: {', '.join(sorted(unknown))} is nothing that an agent expects")
        if self.turns is not None and (self.opening is not None or self.answers):
            raise ValueError("either turns, or opening and answers")
        if self.turns is None and self.opening is None and not self.answers:
            raise ValueError("the caller has nothing to say: opening and answers, or turns, are missing")
        if self.simultaneous > 1 and not self.from_.startswith("+"):
            raise ValueError("simultaneous callers need a number to count up from")
        return self

    def numbers(self) -> list[str]:
        """The callers' numbers, counted up from the first."""
        if self.simultaneous == 1:
            return [self.from_]
        digits = self.from_[1:]
        return [f"+{int(digits) + step:0{len(digits)}}" for step in range(self.simultaneous)]


class CallFile(Strict):
    clock: Local | None = None
    clinic: CallClinic | None = None
    faults: list[Fault] = []
    calls: list[Call] = Field(min_length=1)

    @model_validator(mode="after")
    def _ids_differ(self) -> CallFile:
        seen: set[str] = set()
        for call in self.calls:
            if call.id in seen:
                raise ValueError(f"calls: the id {call.id!r} is there twice")
            seen.add(call.id)
        return self


class PlannedCall(BaseModel):
    """A call with all that its file says about its surroundings. `clinic` None: the clinic of knowledge/clinic.yml."""

    path: Path
    call: Call
    clock: datetime | None
    clinic: CallClinic | None
    faults: list[Fault]
    known_failure: str | None = None


class _Loader(yaml.SafeLoader):
    """YAML as testers expect it: `yes`, `12:00` and dates stay text, a key that is there twice is an error."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value if not key.tag.endswith(":merge")]
        for key in keys:
            if keys.count(key) > 1:
                raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} is there twice", node.start_mark)
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag.rsplit(":", 1)[1] in ("null", "merge")]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
for _tag, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"-?(?:0|[1-9][0-9]*)", "-0123456789"),
    ("float", r"-?[0-9]+\.[0-9]+", "-0123456789"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(f"^(?:{_pattern})$"), list(_first))


def load_call_file(path: Path) -> list[PlannedCall]:
    """The calls of one file, in order. A file may hold several YAML documents. Raises CallFileError."""
    try:
        documents = [part for part in yaml.load_all(path.read_text(encoding="utf-8"), _Loader) if part is not None]
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CallFileError(f"{path}: {' '.join(str(error).split())}") from error
    if not documents:
        raise CallFileError(f"{path}: there are no calls in it")
    known = _known_failures(path.parent / "known_failures.yml")
    planned: list[PlannedCall] = []
    for document in documents:
        try:
            file = CallFile.model_validate(document)
        except ValidationError as error:
            raise CallFileError(f"{path}: {describe(error)}") from error
        for call in file.calls:
            planned.append(
                PlannedCall.model_construct(
                    path=path,
                    call=call,
                    clock=call.clock or file.clock,
                    clinic=call.clinic or file.clinic,
                    faults=file.faults if call.faults is None else call.faults,
                    known_failure=known.get(call.id),
                )
            )
    return planned


def load_calls(paths: Iterable[Path]) -> Iterator[PlannedCall]:
    """All calls of files and folders; a folder's `known_failures.yml` is no call file."""
    for path in paths:
        if path.is_dir():
            files = sorted(file for suffix in ("*.yml", "*.yaml") for file in path.rglob(suffix))
            files = [file for file in files if file.stem != "known_failures"]
            if not files:
                raise CallFileError(f"{path}: there are no call files in it")
        else:
            files = [path]
        for file in files:
            yield from load_call_file(file)


def _known_failures(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    content = yaml.load(path.read_text(encoding="utf-8"), _Loader) or {}
    if not isinstance(content, dict) or not all(isinstance(reason, str) for reason in content.values()):
        raise CallFileError(f"{path}: `call id: reason` is wanted on every line")
    return {str(call): reason for call, reason in content.items()}


def describe(error: ValidationError) -> str:
    """The first and most telling complaint of pydantic, in one line."""
    complaints = error.errors()
    deepest = max(complaints, key=lambda item: (item["type"] == "extra_forbidden", len(item["loc"])))
    place = ".".join(str(part) for part in deepest["loc"] if not str(part).startswith("function-"))
    if deepest["type"] == "extra_forbidden":
        return f"unknown key {place}"
    message = deepest["msg"].removeprefix("Value error, ")
    return f"{place}: {message}" if place else message
