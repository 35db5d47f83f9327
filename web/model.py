"""GET /model: the trained model, for the assistant's workers; its ETag is Rasa's id of the model."""

import json
import tarfile
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, request, send_file
from flask.typing import ResponseReturnValue

from web.internal import internal, refusal

_METADATA = "metadata.json"


def model_routes(archive: Path, *, token: str | None) -> Blueprint:
    routes = Blueprint("model", __name__)

    @routes.get("/model")
    @internal(token)
    def model() -> ResponseReturnValue:
        try:
            state = archive.stat()
            model_id = _model_id(archive, state.st_mtime_ns, state.st_size)
        except (OSError, tarfile.TarError, KeyError, ValueError):
            return refusal(404, "There is no trained model.")
        response = send_file(archive.resolve(), mimetype="application/gzip", etag=False)
        response.headers["Cache-Control"] = "private, no-cache"
        response.set_etag(model_id)
        return response.make_conditional(request)

    return routes


@lru_cache(maxsize=4)
def _model_id(archive: Path, _changed_ns: int, _size: int) -> str:
    """Raises OSError, TarError, KeyError or ValueError when it is no model."""
    with tarfile.open(archive) as members:
        metadata = members.extractfile(_METADATA)
        if metadata is None:
            raise KeyError(_METADATA)
        return str(json.load(metadata)["model_id"])
