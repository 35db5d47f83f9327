"""Simulated callers: the same seed is the same caller, and every invariant notices when it is broken."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from simulators.callers.caller import Acted, SimulatedCaller
from simulators.callers.claims import claims_in
from simulators.callers.hearing import names_start
from simulators.callers.invariants import FinishedCall, violations
from simulators.callers.scene import GOALS, Person, Scene, scene_of
from simulators.calls.after_the_call import Event, Kept, Sent, State
from simulators.calls.call_file import CallClinic, Existing
from simulators.phone.call import CallRecord, Entry
from simulators.phone.callers import Prompt, Say

NINE = datetime(2026, 11, 24, 9)
STRANGER = Existing(doctor="Anita Patel", start=NINE + timedelta(hours=2), name="Gloria Whitfield", code="482193")
CALLER = "+12025550111"
CLINIC = CallClinic.model_validate(
    {"doctors": [{"name": "Anita Patel", "calendar": "calendly"}], "appointments": [STRANGER.model_dump()]}
)
THEIRS = Kept(1, "Anita Patel", STRANGER.start, STRANGER.name, "booked", STRANGER.phone, hold_id="h0", in_calendly=True)
MADE = Kept(2, "Anita Patel", NINE, "Maria Lopez", "booked", CALLER, hold_id="h1", call_sid="CA1", in_calendly=True)
WHEN = "Doctor Anita Patel, tomorrow, Tuesday the twenty-fourth, at nine in the morning"
READ_BACK = f"So that is Maria Lopez, with {WHEN}. Shall I book it?"
BOOKED = f"You are booked with {WHEN}. We have sent the confirmation and your code by text message."
HERS = "Her appointment with Doctor Anita Patel is on Tuesday at eleven in the morning."
GATHER = "<Response><Gather><Say>hello</Say></Gather><Redirect>/again</Redirect></Response>"
BEFORE = State({1: THEIRS}, [], [Event("Anita Patel", STRANGER.start)])
AFTER = State(
    {1: THEIRS, 2: MADE},
    [Sent(CALLER, "The appointment with Dr. Anita Patel is booked for Tuesday.", "confirmation")],
    [*BEFORE.events, Event("Anita Patel", NINE)],
)


def broken(
    *said: str,
    before: State = BEFORE,
    after: State = AFTER,
    yes: bool = True,
    goal: str = "book_slot",
    ended: str = "hangup",
    twiml: str = GATHER,
    own: Existing | None = None,
    verified: bool = True,
) -> list[str]:
    """The violations of a call in which the agent said these things, the first of them a question to confirm."""
    person = Person(
        "1",
        goal,
        "all",
        "Maria Lopez",
        CALLER,
        "Anita Patel",
        "",
        "tomorrow at nine",
        NINE,
        own=own,
        attested=False,
        knows_code=verified,
    )
    scene = Scene(1, NINE - timedelta(days=1), CLINIC, [person], strangers=[STRANGER])
    caller = SimulatedCaller(person)
    said = said or (READ_BACK, BOOKED)
    caller.acts.append(Acted(Prompt(said[0], "confirm", "1"), Say("yes"), "yes" if yes else "other"))
    record = CallRecord("CA1", CALLER, "+12035550100", ended=ended, turns=len(said))  # type: ignore[arg-type]
    record.transcript = [Entry("agent", text) for text in said]
    record.callers_twiml = [twiml]
    return violations(scene, [FinishedCall(caller, record)], before, after)


def test_a_booking_as_it_should_be_breaks_nothing() -> None:
    assert broken() == []


def with_appointment(kept: Kept, *more: Event) -> State:
    return State({**AFTER.appointments, kept.id: kept}, AFTER.messages, [*AFTER.events, *more])


@pytest.mark.parametrize(
    ("told", "arguments"),
    [
        ("without a yes", {"yes": False}),
        ("without a yes", {"after": with_appointment(replace(MADE, name="Mario Lopez"))}),
        ("without a yes", {"after": with_appointment(replace(MADE, doctor="Raj Patel"))}),
        ("without a yes", {"after": with_appointment(replace(MADE, start=NINE + timedelta(hours=1)))}),
        ("times yes", {"after": with_appointment(replace(MADE, id=3), Event("Anita Patel", NINE))}),
        ("nobody's call", {"after": with_appointment(replace(MADE, id=3, call_sid="CA9"))}),
        ("two in one slot", {"after": with_appointment(replace(MADE, id=3), Event("Anita Patel", NINE))}),
        ("somebody else", {"after": with_appointment(replace(THEIRS, status="cancelled"))}),
        ("is gone", {"after": replace(AFTER, appointments={2: MADE})}),
        ("no event", {"after": replace(AFTER, events=BEFORE.events)}),
        ("still held", {"after": replace(AFTER, held=frozenset({"h7"}))}),
        ("texted", {"after": replace(AFTER, messages=[Sent(CALLER, "Gloria Whitfield comes at eleven.")])}),
        ("texted", {"after": replace(AFTER, messages=AFTER.messages * 2)}),
        ("what is not so", {"after": with_appointment(replace(MADE, status="pending_calendar"))}),
        ("the call failed", {"ended": "failed"}),
        ("TwiML ends in Gather", {"twiml": "<Response><Gather><Say>hello</Say></Gather></Response>"}),
        ("TwiML ends in Say", {"twiml": "<Response><Say>hello</Say></Response>"}),
    ],
)
def test_an_invariant_that_does_not_hold_is_told(told: str, arguments: dict[str, object]) -> None:
    assert any(told in line for line in broken(**arguments)), broken(**arguments)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ("not told of", [READ_BACK, "Goodbye."]),
        ("what is not so", [READ_BACK, BOOKED.replace("nine", "ten"), BOOKED]),
        ("another patient", [READ_BACK, BOOKED, "Gloria Whitfield has that time."]),
        ("another patient", [READ_BACK, BOOKED, "The code is four eight two one nine three."]),
        (
            "another patient comes",
            [READ_BACK, BOOKED, HERS],
        ),
        ("spoke 26 times", [READ_BACK, BOOKED, *["What else?"] * 24]),
    ],
)
def test_what_must_not_be_said_is_told(told: str, said: list[str]) -> None:
    assert any(told in line for line in broken(*said)), broken(*said)


OWN = Existing(doctor="Anita Patel", start=NINE + timedelta(hours=2), name="Maria Lopez", phone=CALLER)
MOVED = replace(THEIRS, name="Maria Lopez", contact=CALLER, status="cancelled")


def test_who_cannot_be_verified_hears_and_changes_nothing() -> None:
    told = broken(READ_BACK, HERS, own=OWN, verified=False)
    assert any("without being verified" in line for line in told)
    before = State({1: replace(MOVED, status="booked")})
    assert any(
        "cannot be verified" in line for line in broken(own=OWN, verified=False, before=before, after=State({1: MOVED}))
    )
    assert not any(
        "verified" in line for line in broken(READ_BACK, HERS, own=OWN, before=before, after=State({1: MOVED}))
    )


def test_two_times_of_others_are_not_taken_together_for_a_strangers() -> None:
    moved = (
        "I will move your appointment with Doctor Anita Patel, Monday the thirtieth at eleven in the morning, to"
        " Doctor Anita Patel, Tuesday the twenty-fourth at nine in the morning."
    )
    assert broken(READ_BACK, BOOKED, moved) == []


def test_a_caller_who_hung_up_need_not_have_been_told() -> None:
    assert broken(READ_BACK, ended="caller_hangup") == []


def test_what_is_done_is_recognised_by_the_responses_of_the_domain() -> None:
    claims = list(claims_in(f"{BOOKED} Is there anything else I can do for you?"))
    assert [claim.status for claim in claims] == ["booked"]
    assert claims[0].is_about(MADE)
    assert not list(claims_in(READ_BACK))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Tuesday the twenty-fourth of November at nine in the morning", True),
        ("Tuesday the twenty-fourth at nine thirty in the morning", False),
        ("Tuesday the twenty-fourth at nine in the evening", False),
        ("Wednesday the twenty-fourth at nine in the morning", False),
        ("Tuesday the first of December at nine in the morning", False),
        ("from Tuesday the twenty-fourth at ten in the morning to Monday the thirtieth at nine in the morning", False),
        ("from Monday the thirtieth at ten in the morning to Tuesday the twenty-fourth at nine in the morning", True),
    ],
)
def test_a_time_is_heard_only_when_day_date_and_hour_are_said(text: str, named: bool) -> None:
    assert names_start(text, NINE) is named


def test_a_seed_is_one_scene() -> None:
    scenes = [scene_of(seed) for seed in range(1, 200)]
    assert scenes == [scene_of(seed) for seed in range(1, 200)]
    assert {scene.people[0].goal for scene in scenes} == set(GOALS)
    assert any(len(scene.people) == 2 for scene in scenes)


def test_what_is_wanted_is_free() -> None:
    for seed in range(1, 200):
        scene = scene_of(seed)
        person = scene.people[0]
        doctor = next(one for one in scene.clinic.doctors if one.name == person.doctor)
        taken = {one.start for one in scene.clinic.appointments if one.doctor == person.doctor}
        assert not {person.start, person.start_then} & {*doctor.busy, *taken}
