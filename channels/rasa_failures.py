"""Failures that Rasa would hide from the channel, and so from the caller.

Rasa wraps every tracker store: when a conversation cannot be read it begins anew, in the middle of the call, and when
it cannot be written it is kept in one worker's memory. Taken out here, so that the turn fails and the caller is told.
"""

from __future__ import annotations

from typing import Any

from rasa.core.agent import Agent
from rasa.core.tracker_store import FailSafeTrackerStore, TrackerStore
from rasa.shared.core.domain import Domain

from channels.conversations import ConversationStore

_rasas_own = Agent._create_tracker_store


def _create_tracker_store(store: TrackerStore | None, domain: Domain) -> TrackerStore:
    created: Any = _rasas_own(store, domain)
    if isinstance(created, FailSafeTrackerStore) and isinstance(created._tracker_store, ConversationStore):
        return created._tracker_store
    return created


def apply() -> None:
    Agent._create_tracker_store = staticmethod(_create_tracker_store)
