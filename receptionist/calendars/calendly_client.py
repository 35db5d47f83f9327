"""HTTP to Calendly's API v2: one pool of connections, a hard deadline, every failure as one of the calendar's errors.

Source of statuses and bodies: developer.calendly.com, "API conventions" and "Create event invitee". Messages of errors
name the status and the API's own field names and codes, never a value that was sent.
"""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as Late
from typing import Any

import httpx

from receptionist.cache import MemoryState
from receptionist.calendars.calendly_guard import Guard, Limits
from receptionist.calendars.port import CalendarDown, CalendarError

log = logging.getLogger(__name__)

LARGEST_BODY = 4_000_000
_NOT_SENT = (
    httpx.ConnectError,
    httpx.ConnectTimeout,
    httpx.PoolTimeout,
    httpx.UnsupportedProtocol,
    httpx.LocalProtocolError,
)
BOOKING = "/invitees"
Answer = tuple[int, bytes, float | None]
_FIELD = re.compile(r"[A-Za-z_][A-Za-z0-9_.\[\]]{0,59}")


class Refusal(CalendarError):
    """A 4xx answer. `codes` are the `code`s in its details, such as "already_filled"."""

    def __init__(self, status: int, codes: frozenset[str], fields: frozenset[str]) -> None:
        named = ", ".join(sorted(fields | codes))
        super().__init__(f"Calendly answered {status}" + (f" ({named})" if named else ""))
        self.status, self.codes, self.fields = status, codes, fields


class OverQuota(CalendarDown):
    """A 429 answer: nothing was done."""


class Deadline:
    """Seconds that one use of the calendar may take, over all its requests."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self) -> float:
        return self._end - time.monotonic()

    def sooner(self, seconds: float) -> Deadline:
        return Deadline(min(seconds, self.left()))


class CalendlyClient:
    """Thread-safe. A request runs in a thread of its own, since neither name resolution nor a body that trickles in
    obeys the timeouts of the connection. `guard` is asked before every request and told what became of it."""

    def __init__(
        self, base_url: str, guard: Guard | None = None, *, connect_s: float = 1.5, connections: int = 50
    ) -> None:
        self._guard = guard or Guard(MemoryState(), Limits())
        self._connect_s = connect_s
        self._http = httpx.Client(
            base_url=base_url,
            headers={"Accept": "application/json"},
            limits=httpx.Limits(max_connections=connections, max_keepalive_connections=connections),
        )
        self._threads = ThreadPoolExecutor(connections, thread_name_prefix="calendly")

    def close(self) -> None:
        self._threads.shutdown(wait=False, cancel_futures=True)
        self._http.close()

    def get(self, token: str, path: str, deadline: Deadline, **query: str) -> dict[str, Any]:
        return self._ask("GET", path, token, deadline, params=query)

    def post(self, token: str, path: str, deadline: Deadline, body: Mapping[str, Any]) -> dict[str, Any]:
        return self._ask("POST", path, token, deadline, json=dict(body))

    def delete(self, token: str, path: str, deadline: Deadline) -> None:
        self._ask("DELETE", path, token, deadline)

    def _ask(self, method: str, path: str, token: str, deadline: Deadline, **content: Any) -> dict[str, Any]:
        """The JSON object of a 2xx answer. Raises Refusal (4xx) or CalendarDown."""
        writes, books = method != "GET", path == BOOKING
        started = time.monotonic()
        try:
            if deadline.left() <= 0:
                raise CalendarDown("no time left to ask Calendly")
            self._guard.admit(token, books)
            try:
                status, body, reset_s = self._within(deadline, method, path, token, content, writes)
                if status == 429:
                    self._guard.limited(token, books, reset_s)
                answer = _read(status, body, writes)
            except CalendarDown as down:
                if not isinstance(down, OverQuota):
                    self._guard.failed(token)
                raise
            except Refusal:
                self._guard.answered(token)
                raise
            self._guard.answered(token)
            return answer
        except CalendarError as error:
            took_ms = 1000 * (time.monotonic() - started)
            log.warning("calendly %s %s: %s after %d ms", method, _kind(path), error, took_ms)
            raise

    def _within(
        self, deadline: Deadline, method: str, path: str, token: str, content: Mapping[str, Any], writes: bool
    ) -> Answer:
        request = self._http.build_request(
            method, path, headers={"Authorization": f"Bearer {token}"}, timeout=self._timeout(deadline), **content
        )
        running = self._threads.submit(self._exchange, request, deadline)
        try:
            return running.result(timeout=max(0.0, deadline.left()))
        except Late:
            never_started = running.cancel()
            raise CalendarDown("Calendly did not answer in time", writes and not never_started) from None
        except _NOT_SENT as error:
            raise CalendarDown(f"Calendly cannot be reached ({type(error).__name__})") from None
        except httpx.RequestError as error:
            raise CalendarDown(f"the connection to Calendly failed ({type(error).__name__})", writes) from None

    def _timeout(self, deadline: Deadline) -> httpx.Timeout:
        left = max(0.01, deadline.left())
        return httpx.Timeout(left, connect=min(self._connect_s, left), pool=min(self._connect_s, left))

    def _exchange(self, request: httpx.Request, deadline: Deadline) -> Answer:
        response = self._http.send(request, stream=True)
        try:
            body = bytearray()
            for chunk in response.iter_bytes():
                body += chunk
                if deadline.left() <= 0 or len(body) > LARGEST_BODY:
                    raise httpx.ReadTimeout("answer too long", request=request)
            return response.status_code, bytes(body), _seconds(response.headers.get("X-RateLimit-Reset"))
        finally:
            response.close()


def _read(status: int, body: bytes, writes: bool) -> dict[str, Any]:
    if status == 429:
        raise OverQuota("Calendly's rate limit is reached")
    if status == 204:
        return {}
    if status >= 500 or status in (408, 424):
        raise CalendarDown(f"Calendly answered {status}", writes)
    try:
        content = json.loads(body)
    except ValueError:
        content = None
    if status >= 300:
        raise _refusal(status, content)
    if not isinstance(content, dict):
        raise CalendarDown(f"Calendly answered {status} with a body that is no JSON object", writes)
    return content


def _refusal(status: int, content: Any) -> Refusal:
    details = content.get("details") if isinstance(content, dict) else None
    entries = [entry for entry in details if isinstance(entry, dict)] if isinstance(details, list) else []

    def named(key: str) -> frozenset[str]:
        return frozenset(str(entry[key]) for entry in entries if _FIELD.fullmatch(str(entry.get(key) or "")))

    return Refusal(status, named("code"), named("parameter"))


def _seconds(text: str | None) -> float | None:
    try:
        seconds = float(text or "")
    except ValueError:
        return None
    return seconds if 0 <= seconds < float("inf") else None


def _kind(path: str) -> str:
    """The path without identifiers, for the log."""
    return re.sub(r"(/(?:event_types|scheduled_events|webhook_subscriptions|invitees)/)[^/]+", r"\1…", path)
