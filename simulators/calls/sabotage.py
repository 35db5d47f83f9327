"""Ways to break the receptionist for one call, to see whether the call notices (`receptionist calls --prove`).

Most of them sit between the assistant and the action server: for the sabotaged clinic, what understanding found, what
the conversation knows or what an action answers is not what it was. The others are on the telephone. The product's own
code is not touched, and the calls of other clinics on the same stack go on as ever.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from simulators.calls.action_proxy import ActionProxy
from simulators.calls.call_file import Existing, PlannedCall
from simulators.calls.clinic_builder import BuiltClinic, ClinicBuilder
from simulators.phone.callers import Act, Caller, HangUp, Press, Prompt, Say, Silence

Body = dict[str, Any]
OUTCOMES = frozenset({"action_book", "action_cancel", "action_reschedule", "action_take_message"})
ANSWERS = frozenset({"action_say_availability", "action_say_my_appointment", "action_answer_clinic"})
STICKS = ("doctor", "wanted", "offer", "chosen_slot", "patient_name", "phone", "appointment")
SOMEBODY = "Wilhelmina Featherstone"
NOTHING: Body = {"events": [], "responses": []}


@dataclass
class Break:
    """`swallows` are actions that are answered as if done, `drops` responses that are not said. `hears` changes the
    caller's message before an action sees it, `answers` what an action gives back; `telephone` changes what the caller
    does."""

    name: str
    says: str
    swallows: frozenset[str] = frozenset()
    instead: str | None = None
    drops: frozenset[str] = frozenset()
    from_the_second: bool = False
    hears: Callable[[Body, BuiltClinic], None] | None = None
    answers: Callable[[Body, Body], None] | None = None
    telephone: Callable[[Act, int], Act] | None = None
    unasked: bool = False
    faultless: bool = False


class Sabotage:
    """One break, in force for one call."""

    def __init__(self, broken: Break, planned: PlannedCall, proxy: ActionProxy, builder: ClinicBuilder) -> None:
        self._broken, self._planned, self._proxy, self._builder = broken, planned, proxy, builder
        self._lock, self._booked = threading.Lock(), False

    def begin(self, built: BuiltClinic) -> None:
        self._built = built
        self._proxy.between(built.clinic.id, _Between(self._broken, built).handle)

    def caller(self, caller: Caller) -> Caller:
        book = self._book_unasked if self._broken.unasked else None
        return _Telephone(caller, self._broken.telephone, book)

    def _book_unasked(self) -> None:
        """Once, however many callers there are."""
        with self._lock:
            if self._booked or not self._built.doctors:
                return
            self._booked = True
        night = (self._planned.clock or datetime.now()).replace(hour=3, minute=0) + timedelta(days=1)
        number = self._planned.call.from_
        phone = number if number.startswith("+") else "+12025550123"
        existing = Existing(doctor=self._built.doctors[0].name, start=night, name=SOMEBODY, phone=phone)
        self._builder.add_appointment(self._built, existing)


@dataclass
class _Between:
    """Between the assistant and the action server, for one clinic."""

    broken: Break
    built: BuiltClinic
    _outcomes: dict[str, int] = field(default_factory=dict)

    def handle(self, body: Body, forward: Callable[[Body], Body]) -> Body:
        action = body.get("next_action") or ""
        if action in self.broken.swallows and self._counts(action, body.get("sender_id", "")):
            return {**NOTHING, "responses": [{"response": self.broken.instead}]} if self.broken.instead else NOTHING
        if self.broken.hears:
            self.broken.hears(body, self.built)
        answer = forward(body)
        if self.broken.drops:
            answer["responses"] = [r for r in answer["responses"] if r.get("response") not in self.broken.drops]
        if self.broken.answers:
            self.broken.answers(answer, body)
        return answer

    def _counts(self, action: str, sender: str) -> bool:
        self._outcomes[sender] = self._outcomes.get(sender, 0) + 1
        return not self.broken.from_the_second or self._outcomes[sender] > 1


class _Telephone:
    def __init__(
        self, caller: Caller, change: Callable[[Act, int], Act] | None, at_first: Callable[[], None] | None
    ) -> None:
        self._caller, self._change, self._at_first = caller, change, at_first
        self._acts = 0

    def react(self, prompt: Prompt) -> Act:
        if self._at_first and not self._acts:
            self._at_first()
        act = self._caller.react(prompt)
        self._acts += 1
        return self._change(act, self._acts) if self._change else act


def _entities(body: Body, name: str) -> list[Body]:
    message = body["tracker"].get("latest_message") or {}
    return [entity for entity in message.get("entities") or [] if entity["entity"] == name]


def _another_doctor(body: Body, built: BuiltClinic) -> None:
    for entity in _entities(body, "doctor"):
        others = [one.name for one in built.doctors if one.name != entity["value"].get("name")]
        if others:
            entity["value"] = {**entity["value"], "name": others[0], "candidates": [others[0]]}
    for entity in _entities(body, "department"):
        areas = sorted({one.department for one in built.doctors if one.department} - {entity["value"]})
        entity["value"] = areas[0] if areas else entity["value"]


def _a_day_later(body: Body, built: BuiltClinic) -> None:
    for entity in _entities(body, "datetime"):
        for reading in [entity["value"], *(entity["value"].get("alternatives") or [])]:
            for end in ("from", "to"):
                if reading.get(end):
                    later = datetime.fromisoformat(reading[end]) + timedelta(days=1)
                    reading[end] = later.isoformat(timespec="minutes")


def _another_name(body: Body, built: BuiltClinic) -> None:
    for entity in [*_entities(body, "person_name"), *_entities(body, "own_name")]:
        entity["value"] = SOMEBODY


def _everybody_verified(body: Body, built: BuiltClinic) -> None:
    slots = body["tracker"]["slots"]
    slots["verification"] = list(built.appointment_ids)
    slots["patient_name"] = slots.get("patient_name") or SOMEBODY


def _repeat_is_yes(body: Body, built: BuiltClinic) -> None:
    message = body["tracker"].get("latest_message") or {}
    if (message.get("intent") or {}).get("name") == "repeat":
        message["intent"] = {"name": "affirm", "confidence": 1.0}


def _first_value_stays(answer: Body, body: Body) -> None:
    before = body["tracker"]["slots"]
    for event in answer["events"]:
        if event["event"] == "slot" and event["name"] in STICKS and before.get(event["name"]) is not None:
            event["value"] = before[event["name"]]


BREAKS = {
    broken.name: broken
    for broken in (
        Break("nothing done", "what the caller said yes to is not done", swallows=OUTCOMES),
        Break("nothing told", "questions are not answered", swallows=ANSWERS, drops=frozenset({"utter_fact"})),
        Break(
            "second forgotten", "only the first request is seen to", swallows=OUTCOMES | ANSWERS, from_the_second=True
        ),
        Break(
            "nobody fetched",
            "a caller who wants a person is asked what for instead",
            swallows=frozenset({"action_hand_over"}),
            instead="utter_ask_request",
        ),
        Break("wrong doctor", "another doctor or department is understood", hears=_another_doctor),
        Break("wrong day", "every day that is named is taken for the one after", hears=_a_day_later),
        Break("wrong name", "every name is taken for another", hears=_another_name),
        Break("first word stands", "what was said first is never changed", answers=_first_value_stays),
        Break("nobody checked", "everybody counts as verified for every appointment", hears=_everybody_verified),
        Break("repeat is yes", "'say that again' is taken for a yes", hears=_repeat_is_yes),
        Break(
            "nothing heard",
            "no word and no key of the caller arrives",
            telephone=lambda act, at: Silence() if isinstance(act, Say | Press) else act,
        ),
        Break("cut off", "the line breaks after the greeting", telephone=lambda act, at: HangUp()),
        Break("no fault", "the fault that it is about does not happen", faultless=True),
        Break("done unasked", "an appointment is made that nobody said yes to", unasked=True),
    )
}
# What must make a call of a kind fail, the most telling one first; a kind that is not here has the general ones only.
OF_KIND = {
    "simple_booking": ("nothing done",),
    "open_booking": ("nothing done",),
    "department": ("wrong doctor", "nothing done"),
    "named_doctor": ("wrong doctor", "nothing done"),
    "when_exactly": ("wrong day", "nothing done"),
    "flexible_time": ("wrong day", "nothing done"),
    "no_slot": ("nothing done", "wrong day"),
    "slot_race": ("nothing done", "no fault"),
    "faults": ("no fault", "nothing done"),
    "cancel": ("nothing done", "nobody checked"),
    "reschedule": ("nothing done", "nobody checked"),
    "availability": ("nothing told", "nothing done"),
    "my_appointment": ("nothing told", "nobody checked"),
    "third_party": ("wrong name", "nothing done"),
    "correction": ("first word stands", "nothing done"),
    "two_requests": ("second forgotten",),
    "digression": ("nothing told",),
    "silence": ("cut off",),
    "not_understood": ("nothing heard", "cut off"),
    "keypad": ("nothing heard",),
    "human": ("nobody fetched", "cut off"),
    "repeat_slower": ("repeat is yes", "nothing heard"),
    "emergency": ("nothing heard",),
    "privacy": ("nobody checked", "done unasked"),
    "hang_up": ("done unasked",),
}
GENERAL = ("nothing done", "nothing heard", "cut off", "done unasked")
