"""Starts the Calendly simulator as a process of its own and talks to its control interface."""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

SHAPES = Path(__file__).parent / "calendly_shapes"
_TOKENS = (f"token-{number}" for number in itertools.count(1))


def example(name: str) -> Any:
    """A published answer."""
    return json.loads((SHAPES / f"{name}.json").read_text())


class Service:
    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.http = httpx.Client(base_url=base_url, timeout=10)

    def account(self, **spec: Any) -> Account:
        token = next(_TOKENS)
        answer = self.http.put(f"/_control/accounts/{token}", json=spec)
        assert answer.status_code == 200, answer.text
        return Account(self, token, answer.json())


class Account:
    def __init__(self, service: Service, token: str, uris: dict[str, Any]) -> None:
        self.service, self.token = service, token
        self.user, self.organization, self.event_types = uris["user"], uris["organization"], uris["event_types"]
        self._headers = {"Authorization": f"Bearer {token}"}

    def get(self, path: str, **query: Any) -> httpx.Response:
        return self.service.http.get(path, params=query, headers=self._headers)

    def post(self, path: str, body: Any) -> httpx.Response:
        return self.service.http.post(path, json=body, headers=self._headers)

    def control(self, method: str, path: str, body: Any = None) -> Any:
        answer = self.service.http.request(method, f"/_control/accounts/{self.token}/{path}", json=body)
        assert answer.is_success, answer.text
        return answer.json() if answer.content else None

    def faults(self, *faults: dict[str, Any]) -> None:
        self.control("PUT", "faults", list(faults))

    def events(self) -> list[dict[str, Any]]:
        events: list[dict[str, Any]] = self.control("GET", "events")["events"]
        return events

    def requests(self) -> dict[str, int]:
        counts: dict[str, int] = self.control("GET", "requests")
        return counts


@contextmanager
def running() -> Iterator[Service]:
    command = [sys.executable, "-m", "simulators.calendly", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        service = Service(process.stdout.readline().strip())
        yield service
        service.http.close()
    finally:
        process.terminate()
        process.wait(timeout=10)
