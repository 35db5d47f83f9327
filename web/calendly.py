"""POST /calendly/webhooks/<clinic id>: what happens in a clinic's Calendly account, told by Calendly itself."""

import json
import logging
import time

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from receptionist.appointments.staff_changes import TimeKept
from receptionist.cache import SharedState
from receptionist.calendars.calendly_news import CalendlyNews, Unreadable
from receptionist.calendars.calendly_signature import AHEAD_S, HEADER, OLDEST_S, PATH, Untrusted, check, signing_key
from receptionist.calendars.port import CalendarError
from receptionist.storage.clinics import Clinics
from web.internal import refusal

logger = logging.getLogger(__name__)


def calendly_routes(clinics: Clinics, news: CalendlyNews, state: SharedState, *, secret: str | None) -> Blueprint:
    """`secret`: what the clinics' signing keys are made of; without one every webhook is refused.

    Calendly repeats what is not answered with 2xx, signed anew, and gives the subscription up after a day."""
    routes = Blueprint("calendly", __name__)

    @routes.post(f"{PATH}/<clinic_id>")
    def webhook(clinic_id: str) -> ResponseReturnValue:
        if not secret:
            return refusal(503, "No signing key is set (CALENDLY_SIGNING_KEY).")
        body = request.get_data()
        try:
            signature = check(request.headers.get(HEADER, ""), body, signing_key(secret, clinic_id), time.time())
        except Untrusted as error:
            logger.warning("a webhook of Calendly is refused: %s", error)
            return refusal(403, f"{str(error).capitalize()}.")
        seen = f"calendly:seen:{signature}"
        if not state.add(seen, OLDEST_S + AHEAD_S):
            return refusal(409, "This has been told before.")
        try:
            done = _take(clinics, news, clinic_id, body)
        except Unreadable as error:
            logger.error("a webhook of Calendly cannot be read: %s", error)
            return refusal(400, "This is not a webhook as Calendly publishes it.")
        except (CalendarError, TimeKept, SQLAlchemyError) as error:
            state.delete(seen)
            logger.error("a webhook of Calendly has to come again: %s", type(error).__name__)
            return refusal(503, "Come back later.")
        return {"done": done}

    return routes


def _take(clinics: Clinics, news: CalendlyNews, clinic_id: str, body: bytes) -> str:
    clinic = clinics.clinic(clinic_id)
    try:
        told = json.loads(body)
        kind, payload = told["event"], told["payload"]
    except (ValueError, KeyError, TypeError) as error:
        raise Unreadable(type(error).__name__) from None
    if clinic is None or not isinstance(payload, dict):
        raise Unreadable("no such clinic" if clinic is None else "no payload")
    if kind == "invitee.created":
        done = news.created(clinic, payload)
    elif kind == "invitee.canceled":
        done = news.cancelled(clinic, payload)
    else:
        done = "nothing"
    logger.info("webhook %s of clinic %s: %s", kind if isinstance(kind, str) else "?", clinic.id, done)
    return done
