"""GET /directory/<dialled number>: what the understanding has to know of the clinic that is reached there."""

from flask import Blueprint, jsonify, request
from flask.typing import ResponseReturnValue

from receptionist.directory import snapshot
from receptionist.storage.clinics import Clinics
from web.internal import internal, refusal


def directory_routes(clinics: Clinics, *, token: str | None) -> Blueprint:
    routes = Blueprint("directory", __name__)

    @routes.get("/directory/<number>")
    @internal(token)
    def directory(number: str) -> ResponseReturnValue:
        clinic = clinics.clinic_by_number(number)
        if clinic is None:
            return refusal(404, "No clinic has this number.")
        current = snapshot(clinic, clinics.doctors(clinic.id))
        response = jsonify(current)
        response.headers["Cache-Control"] = "private, no-cache"
        response.set_etag(current["version"])
        return response.make_conditional(request)

    return routes
