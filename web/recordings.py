"""POST /recordings/finished: Twilio says that a recording can be fetched (recordingStatusCallback)."""

from __future__ import annotations

import logging

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from twilio.request_validator import RequestValidator

from receptionist.messaging.recordings import pass_on
from receptionist.storage.database import Database
from web.signature import is_signed

logger = logging.getLogger(__name__)


def recording_routes(database: Database, *, auth_token: str | None, addresses: list[str]) -> Blueprint:
    routes = Blueprint("recordings", __name__)
    validator = RequestValidator(auth_token) if auth_token else None

    @routes.post("/recordings/finished")
    def finished() -> ResponseReturnValue:
        if not is_signed(validator, addresses):
            return Response("The signature is wrong.", 403, mimetype="text/plain")
        told = request.form
        if told.get("RecordingStatus") != "completed":
            logger.error("a recording ended as %s", told.get("RecordingStatus", "unknown")[:20])
        elif told.get("RecordingUrl"):
            seconds = told.get("RecordingDuration", "0")
            length = int(seconds) if seconds.isdigit() else 0
            pass_on(database, told.get("CallSid", ""), told.get("RecordingSid", "")[:64], told["RecordingUrl"], length)
        return Response("", 204)

    return routes
