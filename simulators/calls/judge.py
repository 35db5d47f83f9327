"""Whether what is true after a call is what its file expects."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from simulators.calls.after_the_call import Kept, State
from simulators.calls.call_file import Expect, ExpectedAppointment, ExpectedMessage
from simulators.calls.sounds import sound_alike
from simulators.calls.wording import is_said, same_name
from simulators.phone.call import CallRecord


@dataclass
class Verdict:
    """`reasons` is empty when the call passed. `names_exact` of `names` patients' names are right to the letter."""

    reasons: list[str] = field(default_factory=list)
    names: int = 0
    names_exact: int = 0

    @property
    def passed(self) -> bool:
        return not self.reasons


def judge(
    expect: Expect, records: Sequence[CallRecord], before: State, after: State, *, by_sound: bool = False
) -> Verdict:
    """`records` are the calls of one entry, several when its callers are simultaneous; `expect` holds for all together.

    `by_sound` compares names of patients by how they sound.
    """
    verdict = Verdict()
    verdict.reasons += [f"phone: {error}" for record in records for error in record.errors]
    _appointments(expect.appointments, {record.caller for record in records}, before, after, by_sound, verdict)
    verdict.reasons += calendar_reasons(before, after)
    verdict.reasons += _messages(expect.messages, after)
    verdict.reasons += _course(expect, records)
    return verdict


def _appointments(
    expected: Sequence[ExpectedAppointment],
    callers: set[str],
    before: State,
    after: State,
    by_sound: bool,
    verdict: Verdict,
) -> None:
    """Every expected one is there; everything else is as it was before."""
    for gone in before.appointments.keys() - after.appointments.keys():
        verdict.reasons.append(f"appointments: that of {before.appointments[gone]} is gone")
    touched = _touched(before, after)
    concerned = concerned_by(callers, before, after)
    matched, missing = _pair(expected, concerned, by_sound)
    for wanted in missing:
        nearest = _nearest(wanted, [kept for kept in concerned if kept.id not in matched], by_sound)
        found = f"; nearest: {nearest}" if nearest else ""
        verdict.reasons.append(f"appointments: {_described(wanted)} is missing{found}")
    for kept in concerned:
        if kept.id not in matched and kept.id in touched:
            earlier = before.appointments.get(kept.id)
            was = f", was {earlier}" if earlier else ""
            verdict.reasons.append(f"appointments: {kept} is not expected{was}")
    for key, wanted in matched.items():
        if wanted.name is not None:
            verdict.names += 1
            verdict.names_exact += any(same_name(name, after.appointments[key].name) for name in wanted.name)


def concerned_by(callers: Set[str], before: State, after: State) -> list[Kept]:
    """Those whose contact number is a caller's, and those that were made or changed."""
    touched, numbers = _touched(before, after), {_digits(number) for number in callers}
    return [kept for key, kept in after.appointments.items() if key in touched or _digits(kept.contact) in numbers]


def _touched(before: State, after: State) -> set[int]:
    return {key for key, kept in after.appointments.items() if _changed(before.appointments.get(key), kept)}


def _changed(earlier: Kept | None, kept: Kept) -> bool:
    if earlier is None:
        return True
    return (earlier.doctor, earlier.start, earlier.status, earlier.name, earlier.contact) != (
        kept.doctor,
        kept.start,
        kept.status,
        kept.name,
        kept.contact,
    )


def _pair(
    expected: Sequence[ExpectedAppointment], concerned: Sequence[Kept], by_sound: bool
) -> tuple[dict[int, ExpectedAppointment], list[ExpectedAppointment]]:
    """A pairing with as few left over as possible (augmenting paths), and the expected ones that are left over."""
    pairs: dict[int, int] = {}

    def place(wanted: int, tried: set[int]) -> bool:
        for kept in concerned:
            if kept.id in tried or _differences(expected[wanted], kept, by_sound):
                continue
            tried.add(kept.id)
            if kept.id not in pairs or place(pairs[kept.id], tried):
                pairs[kept.id] = wanted
                return True
        return False

    missing = [expected[wanted] for wanted in range(len(expected)) if not place(wanted, set())]
    return {key: expected[wanted] for key, wanted in pairs.items()}, missing


def _differences(wanted: ExpectedAppointment, kept: Kept, by_sound: bool) -> list[str]:
    alike = sound_alike if by_sound else same_name
    wrong = []
    if wanted.doctor is not None and not any(same_name(name, kept.doctor) for name in wanted.doctor):
        wrong.append("doctor")
    if wanted.start is not None and kept.start not in wanted.start:
        wrong.append("start")
    if wanted.status is not None and kept.status not in wanted.status:
        wrong.append("status")
    if wanted.name is not None and not any(alike(name, kept.name) for name in wanted.name):
        wrong.append("name")
    if wanted.caller_name is not None and not any(alike(name, kept.caller_name or "") for name in wanted.caller_name):
        wrong.append("caller_name")
    numbers = {_digits(kept.contact), _digits(kept.phone)} - {""}
    if wanted.phone is not None and not any(_digits(number) in numbers for number in wanted.phone):
        wrong.append("phone")
    if wanted.email is not None and (kept.email or "").lower() not in [email.lower() for email in wanted.email]:
        wrong.append("email")
    for key in ("purpose", "address"):
        texts: list[str] | None = getattr(wanted, key)
        if texts is not None and not any(is_said(text, getattr(kept, key) or "") for text in texts):
            wrong.append(key)
    if wanted.date_of_birth is not None and kept.date_of_birth not in wanted.date_of_birth:
        wrong.append("date_of_birth")
    if wanted.new_patient is not None and kept.new_patient is not wanted.new_patient:
        wrong.append("new_patient")
    return wrong


def _nearest(wanted: ExpectedAppointment, kept: Sequence[Kept], by_sound: bool) -> str:
    """The one that differs least, with what differs."""
    if not kept:
        return ""
    differing, best = min(((_differences(wanted, one, by_sound), one) for one in kept), key=lambda pair: len(pair[0]))
    return f"{best}, wrong {', '.join(differing)}" if differing else str(best)


def _described(wanted: ExpectedAppointment) -> str:
    given = wanted.model_dump(mode="json", exclude_none=True)
    return " ".join(f"{key}={'|'.join(value) if isinstance(value, list) else value}" for key, value in given.items())


def _digits(number: str | None) -> str:
    return re.sub(r"\D", "", number or "")


def calendar_reasons(before: State, after: State) -> list[str]:
    """What is booked is in the calendar, what is not booked is not, and nothing is held for nobody."""
    reasons = []
    kept = [one for one in after.appointments.values() if one.in_calendly]
    events = Counter((event.doctor, event.start) for event in after.events)
    booked = Counter((one.doctor, one.start) for one in kept if one.status == "booked")
    possible = booked + Counter((one.doctor, one.start) for one in kept if one.status == "pending_calendar")
    for doctor, start in (booked - events).elements():
        reasons.append(f"calendar: there is no event for the appointment with {doctor} at {start:%Y-%m-%dT%H:%M}")
    for doctor, start in (events - possible).elements():
        reasons.append(f"calendar: there is an event with {doctor} at {start:%Y-%m-%dT%H:%M} without an appointment")
    owned = {one.hold_id for one in after.appointments.values() if one.status in ("booked", "pending_calendar")}
    for _ in after.held - before.held - owned:
        reasons.append("a slot is still held although the call is over")
    return reasons


def _messages(expected: Sequence[ExpectedMessage] | None, after: State) -> list[str]:
    reasons = [
        f"messages: the same one was written {count} times to {to}: {text}"
        for (to, text), count in Counter((message.to, message.text) for message in after.messages).items()
        if count > 1
    ]
    if expected is None:
        return reasons
    if not expected:
        return reasons + [
            f"messages: none is expected, but {message.to} gets: {message.text}" for message in after.messages
        ]
    left = list(after.messages)
    for wanted in sorted(expected, key=lambda one: len(one.contains), reverse=True):
        for message in left:
            addressed = wanted.to is None or _digits(wanted.to) == _digits(message.to)
            if addressed and all(_any_said(phrase, message.text) for phrase in wanted.contains):
                left.remove(message)
                break
        else:
            there = "; ".join(f"{message.to}: {message.text}" for message in after.messages) or "none"
            reasons.append(f"messages: to {wanted.to} with {_listed(wanted.contains)} is missing; there: {there}")
    return reasons


def _course(expect: Expect, records: Sequence[CallRecord]) -> list[str]:
    reasons = []
    heard = " \n ".join(record.heard_by_caller() for record in records)
    whispered = " \n ".join(record.heard_by_reception() for record in records)
    for record in records:
        if expect.ends is not None and record.ended not in expect.ends:
            reasons.append(f"ends: {record.ended}, expected {' or '.join(expect.ends)}")
        if expect.max_turns is not None and record.turns > expect.max_turns:
            reasons.append(f"max_turns: the agent spoke {record.turns} times, at most {expect.max_turns} expected")
        if record.ended == "failed" and expect.ends is None and not record.errors:
            reasons.append("the call failed")
    reasons += [f"says: {_listed([phrase])} was not heard" for phrase in expect.says if not _any_said(phrase, heard)]
    reasons += [f"never_says: {phrase!r} was heard" for phrase in expect.never_says if is_said(phrase, heard)]
    reasons += [
        f"whisper: reception did not hear {_listed([phrase])}"
        for phrase in expect.whisper
        if not _any_said(phrase, whispered)
    ]
    return reasons


def _any_said(phrase: str | list[str], text: str) -> bool:
    return any(is_said(one, text) for one in (phrase if isinstance(phrase, list) else [phrase]))


def _listed(phrases: Sequence[str | list[str]]) -> str:
    return ", ".join(" or ".join(map(repr, phrase)) if isinstance(phrase, list) else repr(phrase) for phrase in phrases)
