"""Where Rasa keeps the conversations of the calls that are going on, in the embedded default.

The tracker itself is kept, not its events: rebuilding it from stored events is a third of the cost of a turn.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker

DAY_S = 24 * 3600


class ConversationStore(TrackerStore):
    """In memory, bounded in number and age; the one unused for longest goes first."""

    def __init__(
        self,
        domain: Domain | None,
        event_broker: EventBroker | None = None,
        max_conversations: int = 5000,
        max_age_s: float = DAY_S,
        **kwargs: Any,
    ) -> None:
        super().__init__(domain, event_broker)
        self._max_conversations = max_conversations
        self._max_age_s = max_age_s
        self._trackers: OrderedDict[str, tuple[float, DialogueStateTracker]] = OrderedDict()

    async def save(self, tracker: DialogueStateTracker) -> None:
        if self.event_broker:
            await self.stream_events(tracker)
        self._trackers[tracker.sender_id] = (time.monotonic(), tracker)
        self._trackers.move_to_end(tracker.sender_id)
        oldest_allowed = time.monotonic() - self._max_age_s
        while self._trackers:
            saved_at, _ = next(iter(self._trackers.values()))
            if len(self._trackers) <= self._max_conversations and saved_at >= oldest_allowed:
                break
            self._trackers.popitem(last=False)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        _, tracker = self._trackers.get(sender_id, (0.0, None))
        return tracker

    async def keys(self) -> Iterable[str]:
        return list(self._trackers)
