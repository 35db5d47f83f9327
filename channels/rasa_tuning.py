"""What makes a turn of Rasa cheaper without changing what it does (`make bench-turns` measures it).

Each of these does what Rasa's own does, which the tests beside it check (tests/channels/test_rasa_tuning.py), with one
exception: the action server gets the events since the caller spoke last, not those of the whole call. Our actions look
at no earlier ones (actions/turn.py), and so a turn's cost does not grow with the call. The domain goes to those actions
only that ask for it in domain.yml; the others get an empty one, because the action server refuses a call without any.
"""

from __future__ import annotations

import copy
import dataclasses
import functools
import gc
import itertools
from collections.abc import Iterator
from typing import Any

import aiohttp
import rasa
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.core.actions.forms import FormAction
from rasa.core.policies.rule_policy import RULES, RULES_FOR_LOOP_UNHAPPY_PATH, RulePolicy
from rasa.engine.exceptions import GraphRunError
from rasa.engine.runner.dask import DaskGraphRunner
from rasa.shared.core.constants import REQUESTED_SLOT
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import ActionExecuted, Event, Restarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.utils.endpoints import EndpointConfig

_SCHEMA = RemoteAction.action_response_format_spec()
_EVENTS = _SCHEMA["properties"]["events"]["items"]["oneOf"]
_VALIDATOR = validator_for(_SCHEMA)
_WHOLE = _VALIDATOR(_SCHEMA)
_WITHOUT_EVENTS = _VALIDATOR({**_SCHEMA, "properties": {**_SCHEMA["properties"], "events": {"type": "array"}}})

_resolve_by_type = Event.resolve_by_type
_domain_is_empty = Domain.is_empty
_temporary = FormAction._temporary_tracker


@functools.cache
def _validator_of(event: str) -> Any:
    """For the one kind of event that has this name; None when there is no such kind, or more than one."""
    kinds = [kind for kind in _EVENTS if kind["properties"]["event"].get("const") == event]
    return _VALIDATOR(kinds[0]) if len(kinds) == 1 else None


def _validate_action_result(self: RemoteAction, result: dict[str, Any]) -> bool:
    """Raises jsonschema.ValidationError, as Rasa's own does, which tries every kind of event on every event."""
    _WITHOUT_EVENTS.validate(result)
    for event in result.get("events", []):
        name = event.get("event") if isinstance(event, dict) else None
        validator = _validator_of(name) if isinstance(name, str) else None
        if validator is None or not validator.is_valid(event):
            _WHOLE.validate(result)
    return True


def _action_call_format(self: RemoteAction, tracker: DialogueStateTracker, domain: Domain) -> dict[str, Any]:
    events = [event.as_dict() for event in _since_the_caller_spoke(tracker)]
    body: dict[str, Any] = {
        "next_action": self._name,
        "sender_id": tracker.sender_id,
        "tracker": {**tracker.current_state(EventVerbosity.NONE), "events": events},
        "version": rasa.__version__,
    }
    wanted = not self._is_selective_domain_enabled() or domain.does_custom_action_explicitly_need_domain(self.name())
    body["domain"] = domain.as_dict() if wanted else {}
    return body


def _since_the_caller_spoke(tracker: DialogueStateTracker) -> list[Event]:
    """From the caller's last words on; all events of a call that has not heard any."""
    found: list[Event] = []
    for event in reversed(tracker.events):
        found.append(event)
        if isinstance(event, UserUttered):
            break
    return found[::-1]


def _copy(self: DialogueStateTracker) -> DialogueStateTracker:
    """The state as it is, without going through all events again."""
    tracker = copy.copy(self)
    tracker.sender_source = tracker.model_id = tracker.assistant_id = None
    tracker.slots = {name: copy.copy(slot) for name, slot in self.slots.items()}
    tracker.events = self.events.copy()
    tracker.active_loop = dataclasses.replace(self.active_loop) if self.active_loop else None
    return tracker


def _temporary_tracker(
    self: FormAction, current_tracker: DialogueStateTracker, additional_events: list[Event], domain: Domain
) -> DialogueStateTracker:
    if any(isinstance(event, Restarted) for event in current_tracker.events):
        return _temporary(self, current_tracker, additional_events, domain)
    tracker = current_tracker.copy()
    form = [SlotSet(REQUESTED_SLOT, self.get_slot_to_fill(current_tracker)), ActionExecuted(self.name())]
    for event in itertools.chain(form, additional_events):
        tracker.update(event)
    return tracker


def _run_graph(
    self: DaskGraphRunner, inputs: dict[str, Any] | None = None, targets: list[str] | None = None
) -> dict[str, Any]:
    """One node after the other in an order that is found out once, instead of by dask at every run."""
    wanted = tuple(targets or self._graph_schema.target_names)
    orders = self.__dict__.setdefault("_orders", {})
    if wanted not in orders:
        schema = self._graph_schema.minimal_graph_schema(list(wanted))
        orders[wanted] = [(name, tuple(schema.nodes[name].needs.values())) for name in _in_order(schema.nodes)]
    results: dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
    try:
        for name, needs in orders[wanted]:
            results[name] = self._instantiated_nodes[name](*(results.get(need, need) for need in needs))
    except RuntimeError as error:
        raise GraphRunError("Error running runner.") from error
    return dict(results[name] for name in wanted)


def _in_order(nodes: dict[str, Any]) -> Iterator[str]:
    """Every node after those that it needs."""
    done: set[str] = set()

    def visit(name: str) -> Iterator[str]:
        if name in nodes and name not in done:
            done.add(name)
            for need in nodes[name].needs.values():
                yield from visit(need)
            yield name

    for name in nodes:
        yield from visit(name)


def _prediction_states(
    self: RulePolicy,
    tracker: DialogueStateTracker,
    domain: Domain,
    use_text_for_last_user_input: bool = False,
    rule_only_data: dict[str, Any] | None = None,
) -> list[State]:
    """The states that the longest rule can look back on; a rule says nothing about earlier ones."""
    events = tracker.applied_events()
    unseen = sum(isinstance(event, ActionExecuted) for event in events) + 1 - _longest_rule(self)
    replayed = tracker.init_copy()
    states: list[State] = []
    for event in events:
        if isinstance(event, ActionExecuted):
            unseen -= 1
            if unseen < 0:
                states.append(domain.get_active_state(replayed))
        replayed.update(event)
    states.append(domain.get_active_state(replayed))
    self.featurizer._choose_last_user_input([states], use_text_for_last_user_input)
    return states


def _longest_rule(policy: RulePolicy) -> int:
    if "_longest_rule" not in policy.__dict__:
        lookups = [policy.lookup.get(kind, {}) for kind in (RULES, RULES_FOR_LOOP_UNHAPPY_PATH)]
        lengths = [len(policy._rule_key_to_state(key)) for lookup in lookups for key in lookup]
        policy.__dict__["_longest_rule"] = max(lengths, default=1)
    return int(policy.__dict__["_longest_rule"])


@functools.cache
def _event_class(type_name: str, default: type[Event] | None = None) -> type[Event] | None:
    return _resolve_by_type(type_name, default)


def _is_empty(self: Domain) -> bool:
    """Rasa builds an empty domain to compare with at every message; this one is asked once."""
    if "_found_empty" not in self.__dict__:
        self.__dict__["_found_empty"] = _domain_is_empty(self)
    return bool(self.__dict__["_found_empty"])


class _KeptSession:
    """The action endpoint's connections, kept open; Rasa opens one for each action."""

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def __aenter__(self) -> aiohttp.ClientSession:
        return self._session

    async def __aexit__(self, *_: object) -> None:
        """The session stays."""


_new_session = EndpointConfig.session


def _session(self: EndpointConfig) -> _KeptSession:
    kept: aiohttp.ClientSession | None = self.__dict__.get("_kept_session")
    if kept is None or kept.closed:
        kept = self.__dict__["_kept_session"] = _new_session(self)
    return _KeptSession(kept)


def settle_memory() -> None:
    """What has been loaded stays: the garbage collector need not go through it again during calls."""
    gc.collect()
    gc.freeze()


def apply() -> None:
    RemoteAction._validate_action_result = _validate_action_result
    RemoteAction._action_call_format = _action_call_format
    DialogueStateTracker.copy = _copy
    FormAction._temporary_tracker = _temporary_tracker
    DaskGraphRunner.run = _run_graph
    RulePolicy._prediction_states = _prediction_states
    Event.resolve_by_type = staticmethod(_event_class)
    Domain.is_empty = _is_empty
    EndpointConfig.session = _session
