"""Stands between the assistant and the action server, and lets some clinics' requests be tampered with."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx

from receptionist.stack import HOST

Body = dict[str, Any]
Handle = Callable[[Body, Callable[[Body], Body]], Body]
FORWARD_WITHIN_S = 20


class ActionProxy:
    """Used as a context manager; `url` is what the assistant gets as ACTION_URL, `target` is set when it is known."""

    def __init__(self) -> None:
        self.target = ""
        self._handles: dict[str, Handle] = {}
        self._client = httpx.Client(timeout=FORWARD_WITHIN_S)
        proxy = self

        class Requests(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                proxy._answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer((HOST, 0), Requests)
        self._server.daemon_threads = True
        self.url = f"http://{HOST}:{self._server.server_address[1]}/webhook"

    def __enter__(self) -> ActionProxy:
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._client.close()

    def between(self, clinic_id: str, handle: Handle) -> None:
        """`handle` gets every request of that clinic, and what forwards it."""
        self._handles[clinic_id] = handle

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        content = request.rfile.read(int(request.headers.get("Content-Length", 0)))
        body = json.loads(content)
        message = (body.get("tracker") or {}).get("latest_message") or {}
        handle = self._handles.get((message.get("metadata") or {}).get("clinic") or "")
        try:
            if handle:
                status, answer = 200, json.dumps(handle(body, self._forward)).encode()
            else:
                response = self._client.post(self.target, content=content, headers=_JSON)
                status, answer = response.status_code, response.content
        except httpx.HTTPError:  # as if there were no action server
            status, answer = 502, b"{}"
        request.send_response(status)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(answer)))
        request.end_headers()
        request.wfile.write(answer)

    def _forward(self, body: Body) -> Body:
        response = self._client.post(self.target, content=json.dumps(body).encode(), headers=_JSON)
        response.raise_for_status()
        answer: Body = response.json()
        return answer


_JSON = {"Content-Type": "application/json"}
