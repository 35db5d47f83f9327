"""POST /voice: the address that Twilio turns to when the assistant does not answer (the number's fallback URL).

It needs neither the assistant nor a voice nor, in the end, the database. The emergency sentence comes first.
"""

import logging
from datetime import UTC, datetime

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from twilio.request_validator import RequestValidator
from twilio.twiml.voice_response import VoiceResponse

from nlu.spoken.emergency import find_emergency
from receptionist.clinics import Clinic
from receptionist.speech.spoken_form import normalise, say_digits
from receptionist.storage.clinics import Clinics

logger = logging.getLogger(__name__)

RING_S = 25


def fallback_routes(clinics: Clinics, *, auth_token: str | None, addresses: list[str]) -> Blueprint:
    """`addresses`: where this process may have been reached; Twilio signs the whole URL."""
    routes = Blueprint("fallback", __name__)
    validator = RequestValidator(auth_token) if auth_token else None

    @routes.post("/voice/after-dial")
    def after_dial() -> ResponseReturnValue:
        if validator is None or not _is_signed(validator, addresses):
            return Response("The signature is wrong.", 403, mimetype="text/plain")
        talked = request.form.get("DialCallStatus") == "completed" and request.form.get("DialBridged") != "false"
        return Response(after_dial_twiml(talked), mimetype="application/xml")

    @routes.post("/voice")
    def voice() -> ResponseReturnValue:
        if validator is None or not _is_signed(validator, addresses):
            return Response("The signature is wrong.", 403, mimetype="text/plain")
        logger.error("a call came to the fallback, error %s", request.form.get("ErrorCode", "unknown")[:5])
        twiml = fallback_twiml(_clinic(clinics, request.form.get("To", "")), request.form.get("SpeechResult", ""))
        return Response(twiml, mimetype="application/xml")

    return routes


def _is_signed(validator: RequestValidator, addresses: list[str]) -> bool:
    query = f"?{request.query_string.decode()}" if request.query_string else ""
    signature = request.headers.get("X-Twilio-Signature", "")
    return any(validator.validate(f"{address}{request.path}{query}", request.form, signature) for address in addresses)


def _clinic(clinics: Clinics, number: str) -> Clinic | None:
    try:
        return clinics.clinic_by_number(number)
    except SQLAlchemyError as error:
        logger.error("the database does not answer: %s", type(error).__name__)
        return None


def fallback_twiml(clinic: Clinic | None, heard: str = "", now: datetime | None = None) -> str:
    """`heard`: what the caller had just said when the assistant failed. `now` is aware; the machine's when left out."""
    number = say_digits(clinic.emergency_number if clinic else "911")
    response = VoiceResponse()

    def say(sentence: str) -> None:
        response.say(sentence, language="en-US")

    say(f"If this is an emergency, please hang up and dial {number}.")
    if find_emergency(heard) == "suicidal" and (clinic is None or clinic.country == "US"):
        say("You can also call or text nine eight eight, the suicide and crisis lifeline, at any time.")
    say(f"This is {normalise(clinic.name)}." if clinic else "Thank you for calling.")
    if clinic and clinic.reception and clinic.is_open(now or datetime.now(UTC)):
        say("I'm sorry, our assistant is not available at the moment. I am connecting you to reception.")
        response.dial(clinic.reception, timeout=RING_S, action="/voice/after-dial", method="POST")
    else:
        say("I'm sorry, our assistant is not available at the moment.")
        say("Please call again later. Goodbye.")
        response.hangup()
    return str(response)


def after_dial_twiml(talked: bool) -> str:
    response = VoiceResponse()
    if not talked:
        response.say("I'm sorry, nobody could take your call. Please call again later. Goodbye.", language="en-US")
    response.hangup()
    return str(response)
