"""Where Rasa keeps the conversations of the calls that are going on.

The tracker itself is kept in this process, because rebuilding it from its events is a third of the cost of a turn. With
Redis its events are written there too (channels/conversation_log.py): a worker that has a conversation up to an earlier
turn takes in what came since, one that has none rebuilds it. Without Redis this process's memory is all there is.

A conversation never begins anew in the middle of a call: ConversationLost instead.
"""

from __future__ import annotations

import itertools
import time
from collections import OrderedDict
from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker

from channels.conversation_log import DAY_S, ConversationLog
from channels.redis_link import shared_link
from channels.settings import redis_url

may_begin: ContextVar[bool] = ContextVar("may_begin", default=True)
"""Whether the message that is being answered may be the first of its conversation; the channel knows."""


class ConversationLost(Exception):
    """The call has been going on, but nobody knows its conversation; or two have carried on with it."""


@dataclass
class _Kept:
    """`tracker` is None while a turn is in progress: what a turn that fails leaves of it is not to be seen again."""

    tracker: DialogueStateTracker | None
    position: int
    events: int
    saved_at: float


class ConversationStore(TrackerStore):
    """What is kept in the process is bounded in number and age; the one unused for longest goes first."""

    def __init__(
        self,
        domain: Domain | None,
        event_broker: EventBroker | None = None,
        max_conversations: int = 5000,
        max_age_s: float = DAY_S,
        log: ConversationLog | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker)
        self._max_conversations = max_conversations
        self._max_age_s = max_age_s
        url = redis_url()
        self._log = log or (ConversationLog(shared_link(url)) if url else None)
        self._kept: OrderedDict[str, _Kept] = OrderedDict()

    async def create_tracker(self, sender_id: str, append_action_listen: bool = True) -> DialogueStateTracker:
        """Raises ConversationLost. It is saved when its first turn is done."""
        if not may_begin.get():
            raise ConversationLost(sender_id)
        self._kept.pop(sender_id, None)
        return self.init_tracker(sender_id)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Raises StoreDown."""
        kept = self._kept.get(sender_id)
        if self._log is None:
            return kept.tracker if kept else None
        tracker = kept.tracker if kept else None
        known = kept.position if kept and tracker else 0
        length, start, entries = await self._log.since(sender_id, known)
        if length == 0:
            self._kept.pop(sender_id, None)
            return None
        if tracker is None or start < known:
            tracker = self.init_tracker(sender_id)
        for event in itertools.chain.from_iterable(entries):
            tracker.update(Event.from_parameters(event))
        self._keep(sender_id, _Kept(None, length, len(tracker.events), time.monotonic()))
        return tracker

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Raises StoreDown, and ConversationLost when another worker has carried on meanwhile."""
        if self.event_broker:
            await self.stream_events(tracker)
        position = 0
        if self._log:
            kept = self._kept.get(tracker.sender_id)
            position, known = (kept.position, kept.events) if kept else (0, 0)
            new = [event.as_dict() for event in itertools.islice(tracker.events, known, None)]
            if new:
                if not await self._log.append(tracker.sender_id, position, new):
                    self._kept.pop(tracker.sender_id, None)
                    raise ConversationLost(tracker.sender_id)
                position += 1
        self._keep(tracker.sender_id, _Kept(tracker, position, len(tracker.events), time.monotonic()))

    async def keys(self) -> Iterable[str]:
        return await self._log.conversation_ids() if self._log else list(self._kept)

    def _keep(self, sender_id: str, kept: _Kept) -> None:
        self._kept[sender_id] = kept
        self._kept.move_to_end(sender_id)
        oldest_allowed = time.monotonic() - self._max_age_s
        while self._kept:
            oldest = next(iter(self._kept.values()))
            if len(self._kept) <= self._max_conversations and oldest.saved_at >= oldest_allowed:
                break
            self._kept.popitem(last=False)
