"""Whatever is cheaper than Rasa's own gives the same as Rasa's own."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import dask
import pytest
from jsonschema import ValidationError, validate
from rasa.core.actions.action import RemoteAction
from rasa.core.actions.forms import FormAction
from rasa.core.policies.policy import Policy
from rasa.core.policies.rule_policy import RULES, RULES_FOR_LOOP_UNHAPPY_PATH, RulePolicy
from rasa.engine.constants import PLACEHOLDER_TRACKER
from rasa.engine.loader import load_predict_graph_runner
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    BotUttered,
    Event,
    FollowupAction,
    LoopInterrupted,
    Restarted,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.utils.endpoints import EndpointConfig

from channels import rasa_tuning

MODEL = Path(__file__).resolve().parents[2] / "models" / "receptionist.tar.gz"
ENDPOINT = EndpointConfig("http://127.0.0.1:1/webhook", enable_selective_domain=True)


@pytest.fixture(scope="module")
def loaded() -> tuple[Domain, DaskGraphRunner, str]:
    with tempfile.TemporaryDirectory() as folder:
        metadata, runner = load_predict_graph_runner(Path(folder), MODEL, LocalModelStorage, DaskGraphRunner)
    return metadata.domain, runner, metadata.core_target


def said(intent: str) -> list[Event]:
    return [ActionExecuted("action_listen"), UserUttered(f"about {intent}", {"name": intent, "confidence": 1.0})]


def booking(domain: Domain, restarted: bool = False) -> list[DialogueStateTracker]:
    """A call with a form, an interruption and a follow-up, as it stands after each event."""
    events: list[Event] = [
        *said("call_started"),
        ActionExecuted("action_greet"),
        BotUttered("Hello"),
        *said("book_appointment"),
        ActionExecuted("book_form"),
        ActiveLoop("book_form"),
        SlotSet("doctor", {"ids": [1]}),
        SlotSet("requested_slot", "wanted"),
        *said("inform"),
        ActionExecuted("book_form"),
        SlotSet("wanted", {"from": "2026-11-24T09:00"}),
        *said("ask_clinic"),
        ActionExecutionRejected("book_form"),
        ActionExecuted("action_answer_question"),
        LoopInterrupted(True),
        ActionExecuted("book_form"),
        *([Restarted()] if restarted else []),
        *said("human_agent"),
        ActionExecutionRejected("book_form"),
        ActiveLoop(None),
        FollowupAction("action_hand_over"),
        ActionExecuted("action_hand_over"),
        *said("goodbye"),
    ]
    tracker = DialogueStateTracker("CA1", domain.slots)
    stages = []
    for event in events:
        tracker.update(event)
        stages.append(DialogueStateTracker.from_events("CA1", list(tracker.events), domain.slots))
    return stages


def state(tracker: DialogueStateTracker) -> dict[str, Any]:
    return {
        **tracker.current_state(EventVerbosity.ALL),
        "slots set": {name: slot.has_been_set for name, slot in tracker.slots.items()},
        "bot": tracker.latest_bot_utterance,
        "loop": (tracker.active_loop_name, tracker.is_active_loop_rejected, tracker.is_active_loop_interrupted),
        "identifiers": (tracker.model_id, tracker.assistant_id, tracker.sender_source, tracker._max_event_history),
    }


def test_a_copy_is_what_going_through_all_events_gives(loaded: Any) -> None:
    for tracker in booking(loaded[0]):
        tracker.model_id = "m"
        assert state(rasa_tuning._copy(tracker)) == state(tracker.travel_back_in_time(float("inf")))


def test_a_copy_can_be_changed_alone(loaded: Any) -> None:
    tracker = booking(loaded[0])[8]
    before = state(tracker)
    changed = rasa_tuning._copy(tracker)
    for event in (SlotSet("doctor", "x"), LoopInterrupted(True), ActionExecutionRejected("book_form"), *said("deny")):
        changed.update(event)
    assert state(tracker) == before
    assert state(changed) != before


@pytest.mark.parametrize("restarted", [False, True])
def test_a_forms_temporary_tracker(loaded: Any, restarted: bool) -> None:
    domain, form = loaded[0], FormAction("book_form", ENDPOINT)
    added = [SlotSet("patient_name", "Maria Lopez")]
    for tracker in booking(domain, restarted):
        ours = state(rasa_tuning._temporary_tracker(form, tracker, added, domain))
        rasas = state(rasa_tuning._temporary(form, tracker, added, domain))
        for either in (ours, rasas):  # when each was made
            del either["latest_event_time"]
            for event in either["events"]:
                event.pop("timestamp")
        assert ours == rasas


def test_rules_see_all_that_they_can_look_back_on(loaded: Any) -> None:
    domain, runner, _ = loaded
    (policy,) = (
        node._component for node in runner._instantiated_nodes.values() if isinstance(node._component, RulePolicy)
    )
    for tracker in booking(domain):
        for text in (False, True):
            all_states = Policy._prediction_states(policy, tracker, domain, text)
            ours = rasa_tuning._prediction_states(policy, tracker, domain, text)
            assert ours == all_states[-len(ours) :]
            for kind in (RULES, RULES_FOR_LOOP_UNHAPPY_PATH):
                rules = policy.lookup[kind]
                assert policy._get_possible_keys(rules, ours) == policy._get_possible_keys(rules, all_states)


def test_the_graph_gives_what_dask_gives(loaded: Any) -> None:
    domain, runner, target = loaded
    schema = runner._graph_schema.minimal_graph_schema([target])
    for tracker in booking(domain):
        graph = runner._build_dask_graph(schema)
        runner._add_inputs_to_graph({PLACEHOLDER_TRACKER: tracker}, graph)
        rasas = dict(dask.get(graph, [target]))[target]
        ours = rasa_tuning._run_graph(runner, {PLACEHOLDER_TRACKER: tracker}, [target])[target]
        assert (ours.probabilities, ours.events, ours.policy_name) == (
            rasas.probabilities,
            rasas.events,
            rasas.policy_name,
        )


@pytest.mark.parametrize(
    ("event", "valid"),
    [
        ({"event": "slot", "name": "doctor", "value": None}, True),
        ({"event": "slot", "value": None}, False),
        ({"event": "active_loop", "name": "book_form"}, True),
        ({"event": "followup", "name": "action_greet"}, True),
        ({"event": "followup"}, True),
        ({"event": "form", "name": "book_form"}, True),
        ({"event": "nothing like it"}, False),
        ({"name": "doctor"}, False),
        ({"event": None}, False),
        ("slot", False),
    ],
)
def test_an_actions_answer_is_held_to_the_same_schema(event: Any, valid: bool) -> None:
    for answer in ({"events": [event], "responses": []}, {"events": [], "responses": "none"}, {"events": {}}, []):
        try:
            validate(answer, RemoteAction.action_response_format_spec())
            rasas = True
        except ValidationError:
            rasas = False
        try:
            ours = rasa_tuning._validate_action_result(RemoteAction("a", ENDPOINT), answer)
        except ValidationError:
            ours = False
        assert ours == rasas
        if isinstance(answer, dict) and answer["events"] == [event]:
            assert ours == valid


def test_actions_get_what_happened_since_the_caller_spoke(loaded: Any) -> None:
    domain = loaded[0]
    for tracker in booking(domain):
        body = rasa_tuning._action_call_format(RemoteAction("action_book", ENDPOINT), tracker, domain)
        whole = tracker.current_state(EventVerbosity.ALL)
        events = body["tracker"].pop("events")
        all_events = whole.pop("events")
        assert body["tracker"] == whole
        assert events == all_events[len(all_events) - len(events) :]
        assert [event["event"] for event in events].count("user") <= 1
        if tracker.latest_message.text:
            assert events[0]["event"] == "user"
        assert body["domain"] == {}


def test_kinds_of_events_are_found_by_name() -> None:
    for name in ("slot", "user", "action", "bot", "active_loop", "followup"):
        assert rasa_tuning._event_class(name) is rasa_tuning._resolve_by_type(name)
    with pytest.raises(ValueError, match="Unknown event"):
        rasa_tuning._event_class("nothing like it")
