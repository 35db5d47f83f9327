"""What holds after every call: checked against the database, the messages, the calendar and the TwiML."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from simulators.callers.caller import SimulatedCaller
from simulators.callers.claims import claims_in
from simulators.callers.hearing import may_name_start, names_start
from simulators.callers.scene import Scene
from simulators.calls.after_the_call import Kept, State
from simulators.calls.call_file import Existing
from simulators.calls.judge import calendar_reasons
from simulators.calls.wording import is_said
from simulators.phone.call import CallRecord
from simulators.phone.twiml import parse_twiml

MOST_TURNS = 25
TAKES_TIME = ("booked", "pending_calendar")


@dataclass(frozen=True)
class FinishedCall:
    caller: SimulatedCaller
    record: CallRecord

    def said_yes_to(self, kept: Kept, *, by_name: bool) -> bool:
        """Whether the caller answered yes to a question that named exactly this: doctor, day, time and, where it is
        booked anew, the patient."""
        return any(
            acted.meaning == "yes"
            and acted.prompt.expecting == "confirm"
            and is_said(kept.doctor, acted.prompt.text)
            and names_start(acted.prompt.text, kept.start)
            and (not by_name or is_said(kept.name, acted.prompt.text))
            for acted in self.caller.acts
        )


def violations(scene: Scene, calls: Sequence[FinishedCall], before: State, after: State) -> list[str]:
    """One line for each invariant that does not hold; empty when all do."""
    found = [*_written(calls, before, after), *_double(scene, after), *calendar_reasons(before, after)]
    for call in calls:
        found += [
            f"{call.record.caller}: {line}" for line in (*_course(call), *_told(call, after), *_secrets(scene, call))
        ]
    return found + list(_texted(scene, before, after))


def _course(call: FinishedCall) -> Iterator[str]:
    """Never a dead end, never a loop."""
    yield from call.record.errors
    if call.record.turns > MOST_TURNS:
        yield f"the agent spoke {call.record.turns} times"
    if call.record.ended == "failed":
        yield "the call failed"
    for document in call.record.callers_twiml:
        verbs = [verb.name for verb in parse_twiml(document)]
        if not verbs or verbs[-1] not in ("Redirect", "Dial", "Hangup"):
            yield f"TwiML ends in {verbs[-1] if verbs else 'nothing'}: {document}"


def _written(calls: Sequence[FinishedCall], before: State, after: State) -> Iterator[str]:
    """Never a booking, a move or a cancellation without a yes to exactly that; nobody else's appointment is touched."""
    by_sid = {call.record.sid: call for call in calls}
    made: Counter[str] = Counter()
    for key, kept in after.appointments.items():
        earlier = before.appointments.get(key)
        if earlier is None:
            made[kept.call_sid] += kept.status in TAKES_TIME
            if kept.call_sid not in by_sid:
                yield f"{kept} was made by nobody's call"
                continue
            call = by_sid[kept.call_sid]
            if not call.said_yes_to(kept, by_name=call.caller.person.goal != "move"):
                yield f"{kept} was made without a yes to exactly that"
        elif earlier != kept:
            owners = [call for call in calls if _owns(call, kept)]
            if any(not call.caller.person.can_be_verified for call in owners):
                yield f"{kept} was {earlier}, changed for a caller who cannot be verified"
            consented = any(call.said_yes_to(earlier, by_name=False) for call in owners)
            if not owners:
                yield f"{kept} belongs to somebody else and was {earlier}"
            elif not consented:
                yield f"{kept} was {earlier}, without a yes to exactly that"
    for key in before.appointments.keys() - after.appointments.keys():
        yield f"{before.appointments[key]} is gone"
    for sid, call in by_sid.items():
        yeses = sum(acted.meaning == "yes" and acted.prompt.expecting == "confirm" for acted in call.caller.acts)
        if made[sid] > yeses:
            yield f"{made[sid]} appointments for {yeses} times yes"


def _owns(call: FinishedCall, kept: Kept) -> bool:
    own = call.caller.person.own
    return own is not None and own.name == kept.name


def _double(scene: Scene, after: State) -> Iterator[str]:
    """Never two in one slot, also where slots overlap."""
    taken = sorted(
        (kept for kept in after.appointments.values() if kept.status in TAKES_TIME),
        key=lambda kept: (kept.doctor, kept.start),
    )
    for one, following in pairwise(taken):
        ends = one.start + timedelta(minutes=scene.minutes(one.doctor))
        if one.doctor == following.doctor and following.start < ends:
            yield f"two in one slot: {one} and {following}"
    for (doctor, start), count in Counter((event.doctor, event.start) for event in after.events).items():
        if count > 1:
            yield f"{count} events with {doctor} at {start:%Y-%m-%dT%H:%M} in the calendar"


def _told(call: FinishedCall, after: State) -> Iterator[str]:
    """What the caller was told is so, and what was done the caller was told, unless they had hung up."""
    record, person = call.record, call.caller.person
    told = [claim for entry in record.transcript if entry.who == "agent" for claim in claims_in(entry.text)]
    concerned = [
        kept
        for kept in after.appointments.values()
        if kept.call_sid == record.sid or (person.own and kept.name == person.own.name)
    ]
    for at, claim in enumerate(told):
        overtaken = any(later.doctor == claim.doctor and later.when == claim.when for later in told[at + 1 :])
        if not overtaken and not any(claim.is_about(kept) and kept.status == claim.status for kept in concerned):
            yield f"was told what is not so: {claim}"
    if record.ended in ("caller_hangup", "failed"):
        return
    for kept in concerned:
        made = kept.call_sid == record.sid and kept.status in TAKES_TIME
        if made and not any(claim.is_about(kept) and claim.status == kept.status for claim in told):
            yield f"was not told of {kept}"


def _secrets(scene: Scene, call: FinishedCall) -> Iterator[str]:
    """Nothing of another patient is said: no name that the caller has not said, number, code or appointment; and of the
    caller's own only to one who can be verified."""
    own = call.caller.person.own
    if own and not call.caller.person.can_be_verified:
        for entry in call.record.transcript:
            if entry.who == "agent" and _tells_appointment(entry.text, own):
                yield f"heard of an appointment without being verified: {entry.text}"
    said_by_caller = " \n ".join(entry.text for entry in call.record.transcript if entry.who == "caller")
    for entry in call.record.transcript:
        if entry.who != "agent":
            continue
        for stranger in scene.strangers:
            for secret in _secret_words(stranger):
                if is_said(secret, entry.text) and not is_said(secret, said_by_caller):
                    yield f"heard of another patient ({secret}): {entry.text}"
            if _tells_appointment(entry.text, stranger):
                yield f"heard when another patient comes: {entry.text}"


def _secret_words(stranger: Existing) -> list[str]:
    return [stranger.name, stranger.name.split()[-1], stranger.phone, *([stranger.code] if stranger.code else [])]


def _tells_appointment(text: str, stranger: Existing) -> bool:
    about_one = re.search(r"\bappointments?\b", text, re.I) and is_said(stranger.doctor, text)
    return bool(about_one) and may_name_start(text, stranger.start)


def _texted(scene: Scene, before: State, after: State) -> Iterator[str]:
    new = after.messages[len(before.messages) :]
    for message in new:
        if message.kind == "staff_message":
            continue
        for stranger in scene.strangers:
            if any(is_said(secret, message.text) for secret in _secret_words(stranger)):
                yield f"{message.to} is texted about another patient: {message.text}"
            if message.to == stranger.phone:
                yield f"another patient is texted: {message.text}"
    for (to, text), count in Counter((message.to, message.text) for message in new).items():
        if count > 1:
            yield f"the same was texted {count} times to {to}: {text}"
