"""The application: authentication, rate limits and faults around the API's routes."""

from __future__ import annotations

import errno
import json
import socket
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from flask import Flask, Response, g, jsonify, make_response, request
from werkzeug.exceptions import HTTPException

from simulators.calendly.accounts import Accounts
from simulators.calendly.answers import ApiError, not_found, of_status
from simulators.calendly.api import accounts, api
from simulators.calendly.control import control
from simulators.calendly.faults import Fault, Step
from simulators.calendly.subscriptions import subscriptions

STEPS: dict[str, Step] = {
    "api.available_times": "availability",
    "api.create_invitee": "book",
    "api.cancel": "cancel",
    "api.scheduled_events": "events",
    "api.scheduled_event": "events",
    "api.invitees": "events",
    "api.invitee": "events",
    "api.scheduling_link": "link",
    "subscriptions.create": "webhooks",
    "subscriptions.listed": "webhooks",
    "subscriptions.one": "webhooks",
    "subscriptions.delete": "webhooks",
}
Start = Callable[..., Any]


def create_app() -> Any:
    """A WSGI application with state of its own."""
    app = Flask("simulators.calendly")
    app.extensions["accounts"] = Accounts()
    app.register_blueprint(api)
    app.register_blueprint(subscriptions)
    app.register_blueprint(control)
    app.register_error_handler(ApiError, _api_error)
    app.register_error_handler(HTTPException, _http_error)
    app.before_request(_admit)
    app.after_request(_finish)
    return _BreakingConnections(app)


def _api_error(error: ApiError) -> Response:
    answer = jsonify(error.body)
    answer.status_code = error.status
    return answer


def _http_error(error: HTTPException) -> Response:
    if error.response is not None or error.code is None:
        return make_response(error.get_response())
    return _api_error(not_found()) if error.code in (404, 405) else _status(error.code, None)


def _status(status: int, code: str | None) -> Response:
    body, status = of_status(status, code)
    return Response(json.dumps(body), status, mimetype="application/json")


def _admit() -> Response | None:
    """Answers instead of the route: 401, 429, or a fault that strikes before anything is done."""
    if request.path.startswith("/_control"):
        return None
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    account = accounts().get(token.strip()) if scheme.lower() == "bearer" else None
    if account is None:
        return _status(401, None)
    g.account = account
    step = STEPS.get(request.endpoint or "", "other")
    with account.lock:
        account.requests[step] += 1
        fault = account.strike(step)
        allowed, g.rate_headers = account.limits.take(step == "book", time.monotonic())
    if fault and not fault.after:
        g.fault = fault
        time.sleep(fault.delay_s)
        if fault.replaces:
            return _broken(fault, None)
    elif fault:
        g.fault_after = fault
    return None if allowed else _status(429, None)


def _finish(answer: Response) -> Response:
    if "fault_after" in g:
        fault = g.fault_after
        time.sleep(fault.delay_s)
        answer = _broken(fault, answer)
    elif "fault" in g and g.fault.body_cut:
        answer = _broken(g.fault, answer)
    answer.headers.update(g.get("rate_headers", {}))
    return answer


def _broken(fault: Fault, answer: Response | None) -> Response:
    """What the fault makes of the answer (None: there is none)."""
    if fault.drops:
        request.environ["simulator.connection"] = "drop"
        return Response(status=200)
    if fault.body_cut and answer is not None:
        request.environ["simulator.connection"] = "cut"
        return answer
    if fault.garbage:
        good = 201 if request.method == "POST" else 200
        return Response("<html><body>Bad gateway", fault.status or good, mimetype="text/html")
    if fault.status:
        if fault.status == 429:
            g.rate_headers = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": str(fault.reset_s)}
        return _status(fault.status, fault.code)
    return answer if answer is not None else Response(status=200)


class _BreakingConnections:
    """Ends the connection without an answer, or in the middle of one, where a fault asks for it."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        chunks = self.app(environ, start_response)
        broken = environ.get("simulator.connection")
        return self._break(environ, b"".join(chunks) if broken == "cut" else b"") if broken else chunks

    def _break(self, environ: dict[str, Any], body: bytes) -> Iterator[bytes]:
        if body:
            yield body[: len(body) // 2]
        connection = environ.get("gunicorn.socket")
        if connection is not None:
            connection.shutdown(socket.SHUT_RDWR)
        raise ConnectionResetError(errno.ECONNRESET, "connection ended by a fault")
