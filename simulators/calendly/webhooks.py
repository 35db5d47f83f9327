"""Webhooks as Calendly sends them: signed with the subscription's key, repeated until they are taken."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import httpx

TIMEOUT_S = 10.0
PAUSES_S = (0.1, 0.3, 0.6, 1.0)


@dataclass
class Subscription:
    """`state` becomes disabled when a webhook was refused at every attempt, as at Calendly after 24 hours."""

    url: str
    events: list[str]
    scope: str
    key: str
    id: str = field(default_factory=lambda: uuid4().hex[:16])
    state: str = "active"
    retry_started_at: str | None = None


@dataclass
class Trouble:
    """What goes wrong with webhooks on purpose; body of `PUT /_control/accounts/<token>/webhooks`.

    hold       they are kept back until it is false again
    backwards  what was kept back is sent latest first
    copies     how often each is sent, byte for byte the same
    age_s      how old the signature says it is
    wrong_key  signed with another key
    delay_s    seconds before each is sent
    lost       they are never sent
    """

    hold: bool = False
    backwards: bool = False
    copies: int = 1
    age_s: int = 0
    wrong_key: bool = False
    delay_s: float = 0.0
    lost: bool = False

    @classmethod
    def parse(cls, entry: Mapping[str, Any]) -> Trouble:
        return cls(**dict(entry))


@dataclass
class Delivery:
    event: str
    url: str
    status: int | None
    attempt: int

    def shown(self) -> dict[str, Any]:
        return {"event": self.event, "url": self.url, "status": self.status, "attempt": self.attempt}


class Webhooks:
    """One account's. They are sent one after the other, in the background."""

    def __init__(self) -> None:
        self.subscriptions: dict[str, Subscription] = {}
        self.trouble = Trouble()
        self.deliveries: list[Delivery] = []
        self.kept: list[tuple[Subscription, str, dict[str, Any]]] = []
        self._lock = threading.Lock()
        self._thread: ThreadPoolExecutor | None = None

    def publish(self, kind: str, body: dict[str, Any]) -> None:
        for subscription in list(self.subscriptions.values()):
            if kind in subscription.events and subscription.state == "active" and not self.trouble.lost:
                if self.trouble.hold:
                    self.kept.append((subscription, kind, body))
                else:
                    self._send_later(subscription, kind, body)

    def set_trouble(self, trouble: Trouble) -> None:
        self.trouble = trouble
        if not trouble.hold:
            kept, self.kept = self.kept, []
            for entry in reversed(kept) if trouble.backwards else kept:
                self._send_later(*entry)

    def _send_later(self, subscription: Subscription, kind: str, body: dict[str, Any]) -> None:
        with self._lock:
            self._thread = self._thread or ThreadPoolExecutor(1, thread_name_prefix="webhooks")
            self._thread.submit(self._send, subscription, kind, json.dumps(body).encode(), self.trouble)

    def _send(self, subscription: Subscription, kind: str, body: bytes, trouble: Trouble) -> None:
        time.sleep(trouble.delay_s)
        headers = {"Content-Type": "application/json", "Calendly-Webhook-Signature": self._sign(subscription, body)}
        if not self._deliver(subscription, kind, body, headers, PAUSES_S):
            subscription.state = "disabled"
        for _ in range(trouble.copies - 1):
            self._deliver(subscription, kind, body, headers, ())

    def _sign(self, subscription: Subscription, body: bytes) -> str:
        moment = int(time.time()) - self.trouble.age_s
        key = "another key" if self.trouble.wrong_key else subscription.key
        return f"t={moment},v1={signature(key, moment, body)}"

    def _deliver(
        self, subscription: Subscription, kind: str, body: bytes, headers: dict[str, str], pauses: tuple[float, ...]
    ) -> bool:
        """Every repeat is signed anew."""
        for attempt, pause in enumerate((*pauses, 0.0), 1):
            try:
                status = httpx.post(subscription.url, content=body, headers=headers, timeout=TIMEOUT_S).status_code
            except httpx.HTTPError:
                status = None
            self.deliveries.append(Delivery(kind, subscription.url, status, attempt))
            if status is not None and 200 <= status < 300:
                return True
            time.sleep(pause)
            headers = headers | {"Calendly-Webhook-Signature": self._sign(subscription, body)}
        return False


def signature(key: str, moment: int, body: bytes) -> str:
    return hmac.new(key.encode(), f"{moment}.".encode() + body, hashlib.sha256).hexdigest()
