"""Drives simulated callers over the real channel of one stack, and counts what came of it."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from statistics import median

import httpx

from simulators.callers.caller import SimulatedCaller
from simulators.callers.claims import claims_in
from simulators.callers.invariants import FinishedCall, violations
from simulators.callers.scene import BOOKINGS, ENDS_THE_CALL, FACTS, Person, Scene, scene_of
from simulators.calls.after_the_call import State
from simulators.calls.switchboard import Switchboard
from simulators.calls.wording import is_said

SETTLES_WITHIN_S = 3.0
LOOK_AGAIN_S = 0.2
AT_ONCE = 8
CHANGES = {"cancel": "cancelled", "move": "booked", **dict.fromkeys(BOOKINGS, "booked")}


@dataclass(frozen=True)
class SimulatedCall:
    """One scene, over. `broken` are the invariants that do not hold."""

    scene: Scene
    calls: Sequence[FinishedCall] = ()
    after: State = field(default_factory=State)
    broken: Sequence[str] = ()


def simulate(switchboard: Switchboard, seeds: Iterable[int], on_result: Callable[[SimulatedCall], None]) -> None:
    """In the order of the seeds, several at once."""
    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        for result in pool.map(lambda seed: play(switchboard, scene_of(seed)), seeds):
            on_result(result)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def play(switchboard: Switchboard, scene: Scene) -> SimulatedCall:
    """Everybody of the scene calls at the same time."""
    try:
        built = switchboard.builder.build(f"seed-{scene.seed}", scene.clinic, scene.clock, callers=len(scene.people))
    except (ValueError, httpx.HTTPError) as error:
        return SimulatedCall(scene, broken=[f"the clinic could not be built: {error}"])
    before = switchboard.state(built)

    def dial(person: Person) -> FinishedCall:
        caller = SimulatedCaller(person)
        attestation = "A" if person.attested else None
        record = switchboard.call(built, person.number, caller, attestation=attestation, reception=scene.reception)
        return FinishedCall(caller, record)

    with ThreadPoolExecutor(len(scene.people)) as telephones:
        calls = list(telephones.map(dial, scene.people))
    deadline = time.monotonic() + SETTLES_WITHIN_S
    while True:
        after = switchboard.state(built)
        broken = violations(scene, calls, before, after)
        if not broken or time.monotonic() > deadline:
            return SimulatedCall(scene, calls, after, broken)
        time.sleep(LOOK_AGAIN_S)


@dataclass
class Tally:
    """How many calls of each goal came to what, and how many agent turns it took until the outcome was told.

    `plain` are callers without habits, at clinics that ask for name and number only.
    """

    outcomes: dict[str, Counter[str]] = field(default_factory=dict)
    turns: list[tuple[str, str, bool, int]] = field(default_factory=list)

    def add(self, result: SimulatedCall) -> None:
        for call in result.calls:
            person = call.caller.person
            told_after = turns_until_told(call)
            outcome = outcome_of(call, result.after)
            self.outcomes.setdefault(person.goal, Counter())[outcome] += 1
            if outcome == "reached" and told_after and person.goal in CHANGES:
                plain = not person.habits and set(result.scene.clinic.collect) <= {"name", "phone"}
                self.turns.append((person.goal, person.style, plain, told_after))

    def lines(self) -> Iterator[str]:
        for goal, counts in sorted(self.outcomes.items()):
            spread = ", ".join(f"{count} {outcome}" for outcome, count in counts.most_common())
            yield f"{goal:<18} {spread}"
        total: Counter[str] = sum(self.outcomes.values(), Counter())
        willing = total.total() - sum(total[outcome] for outcome in NO_FAULT)
        if willing:
            reached = f"{total['reached']} of {willing} callers who could reach their goal did"
            yield f"{total.total()} calls; {reached} ({100 * total['reached'] / willing:.0f} %)"
        yield "median number of agent turns until the outcome was told (of how many callers):"
        for goal in [*sorted({goal for goal, *_ in self.turns}), "all bookings"]:
            goals = BOOKINGS if goal == "all bookings" else (goal,)
            yield f"  {goal:<16} {self._medians(goals, False)}"
            yield f"  {'  plain callers':<16} {self._medians(goals, True)}"

    def _medians(self, goals: Sequence[str], only_plain: bool) -> str:
        shown = []
        for style, said in SAID.items():
            turns = [
                count
                for goal, how, plain, count in self.turns
                if goal in goals and how == style and (plain or not only_plain)
            ]
            shown.append(f"{said} {f'{median(turns):g} ({len(turns)})' if turns else '-'}")
        return ", ".join(shown)


NO_FAULT = ("hung up", "lost patience", "could not be verified")
SAID = {"all": "all in the first sentence", "several": "several things", "bare": "one thing at a time"}


def turns_until_told(call: FinishedCall) -> int | None:
    turns = 0
    for entry in call.record.transcript:
        turns += entry.who == "agent"
        if entry.who == "agent" and any(claims_in(entry.text)):
            return turns
    return None


def outcome_of(call: FinishedCall, after: State) -> str:
    person, record = call.caller.person, call.record
    reached = _has_what_they_wanted(call, after)
    if reached:
        return "reached"
    if record.ended == "caller_hangup":
        return "hung up"
    if person.habits & ENDS_THE_CALL:
        return "lost patience"
    if person.own and not person.can_be_verified:
        return "could not be verified"
    return {"transfer": "put through", "message": "left a message"}.get(record.ended, "not reached")


def _has_what_they_wanted(call: FinishedCall, after: State) -> bool:
    person, record = call.caller.person, call.record
    own = [kept for kept in after.appointments.values() if person.own and kept.name == person.own.name]
    made = [kept for kept in after.appointments.values() if kept.call_sid == record.sid and kept.status == "booked"]
    heard = record.heard_by_caller()
    if person.goal in BOOKINGS:
        return any(person.goal == "book_department" or kept.doctor == person.doctor for kept in made)
    if person.goal == "cancel":
        return bool(own) and all(kept.status == "cancelled" for kept in own)
    if person.goal == "move":
        return bool(made) and sum(kept.status == "booked" for kept in own) == 1
    if person.goal == "my_appointment":
        return any(kept.doctor.split()[-1] in heard for kept in own)
    if person.goal == "availability":
        return person.doctor.split()[-1] in heard
    if person.goal == "question":
        return is_said(FACTS[person.question].rstrip("."), heard)
    if person.goal == "person":
        return record.ended in ("transfer", "message") or bool(record.dialled_out)
    return record.ended in ("hangup", "transfer", "message")
