"""POST /inbox: an utterance that was not understood, already without personal data, is kept for trainers."""

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from receptionist.storage.inbox import Inbox
from web.internal import internal, refusal

LONGEST = 1000


def inbox_routes(inbox: Inbox, *, token: str | None) -> Blueprint:
    routes = Blueprint("inbox", __name__)

    @routes.post("/inbox")
    @internal(token)
    def keep() -> ResponseReturnValue:
        """{"clinic", "text", "expecting"?}; 204."""
        body = request.get_json(silent=True)
        if not isinstance(body, dict) or not all(isinstance(body.get(key), str) for key in ("clinic", "text")):
            return refusal(400, "clinic and text are missing.")
        expecting = body.get("expecting")
        if not 0 < len(body["text"]) <= LONGEST or not (expecting is None or isinstance(expecting, str)):
            return refusal(400, f"text must have 1 to {LONGEST} characters, expecting is a word or null.")
        try:
            inbox.keep(body["clinic"], body["text"], expecting and expecting[:30])
        except IntegrityError:
            return refusal(404, "There is no such clinic.")
        return "", 204

    return routes
