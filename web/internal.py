"""The door for our own processes: the token that they share."""

import hmac
from collections.abc import Callable
from functools import wraps

from flask import jsonify, request
from flask.typing import ResponseReturnValue

HEADER = "X-Internal-Token"


def refusal(status: int, sentence: str) -> ResponseReturnValue:
    return jsonify(error=sentence), status


def internal(token: str | None) -> Callable[[Callable[..., ResponseReturnValue]], Callable[..., ResponseReturnValue]]:
    """Lets a request in that shows `token`; 403 otherwise, and always when there is no token."""

    def guard(view: Callable[..., ResponseReturnValue]) -> Callable[..., ResponseReturnValue]:
        @wraps(view)
        def guarded(*args: object, **kwargs: object) -> ResponseReturnValue:
            shown = request.headers.get(HEADER, "")
            if not token or not hmac.compare_digest(shown.encode(), token.encode()):
                return refusal(
                    403, f"This address is for the receptionist's own processes; the header {HEADER} is wrong."
                )
            return view(*args, **kwargs)

        return guarded

    return guard
