"""Twilio's webhooks of the fallback menu: signed, answered once each, by whichever process gets them.

POST /voice is the number's fallback URL. The other addresses are those of the owner's architecture; what an answer
means is in the call's row, and the address carries `expect` and `turn`, so that a repeated or late webhook gets the
document that the call already has.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import wraps
from urllib.parse import parse_qs, urlencode, urlsplit

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError
from twilio.request_validator import RequestValidator

from nlu.spoken.emergency import find_emergency
from receptionist.clinics import Clinic
from receptionist.services import Services
from receptionist.speech.spoken_form import normalise, say_digits
from receptionist.storage.fallback_calls import FallbackCalls
from receptionist.verification_limit import VerificationLimit
from web.fallback import conversation, person, twiml
from web.fallback.call import FallbackCall, Task
from web.fallback.turn import STEPS, Heard, Reply, Turn, phrases
from web.signature import is_signed

logger = logging.getLogger(__name__)

WAITS_S = 5.0
LOOKS_AGAIN_S = 0.05
STARTS: dict[str, Task] = {
    "/book-appointment": "book",
    "/cancel-appointment": "cancel",
    "/reschedule-appointment": "move",
    "/check-availability": "availability",
}
ADDRESSES = sorted({step.path for step in STEPS.values()} | STARTS.keys())

Answering = Callable[[Turn], Reply]


def fallback_routes(core: Services, *, auth_token: str | None, addresses: list[str]) -> Blueprint:
    """`addresses`: where this process may have been reached, the public one first; Twilio signs the whole URL."""
    routes = Blueprint("fallback", __name__)
    validator = RequestValidator(auth_token) if auth_token else None
    desk = FallbackDesk(core, addresses[0])

    def signed(view: Callable[[], str]) -> Callable[[], ResponseReturnValue]:
        @wraps(view)
        def checked() -> ResponseReturnValue:
            if not is_signed(validator, addresses):
                return Response("The signature is wrong.", 403, mimetype="text/plain")
            if not request.form.get("CallSid"):
                return Response("CallSid is missing.", 400, mimetype="text/plain")
            try:
                document = view()
            except Exception as error:
                logger.error(
                    "the menu fails: %s", type(error).__name__, exc_info=not isinstance(error, SQLAlchemyError)
                )
                document = desk.trouble()
            return Response(document, mimetype="application/xml")

        return checked

    @routes.post("/voice")
    @signed
    def voice() -> str:
        logger.error("a call came to the fallback, error %s", request.form.get("ErrorCode", "unknown")[:5])
        return desk.ring()

    @routes.post("/voice/after-dial")
    @signed
    def after_dial() -> str:
        return desk.after_dial()

    @routes.post("/voice/whisper")
    @signed
    def whisper() -> str:
        return desk.whisper()

    @routes.post("/voice/outcome")
    @signed
    def outcome() -> str:
        return desk.outcome()

    for address in ADDRESSES:
        routes.add_url_rule(address, address.strip("/"), signed(desk.answer), methods=["POST"])
    return routes


class FallbackDesk:
    """Answers the webhook of the current request. Where the database does not answer, the last clinic that was known
    of a number is enough to dial its reception."""

    def __init__(self, core: Services, own_url: str) -> None:
        self._core, self._own_url = core, own_url
        self._calls = FallbackCalls(core.database)
        self._limit = VerificationLimit(core.state)
        self._known: dict[str, Clinic] = {}

    def ring(self) -> str:
        """The first webhook of a call here, or one more after a webhook of the menu failed."""
        dialled = request.form.get("To", "")
        clinic = self._core.clinics.clinic_by_number(dialled)
        if clinic is None:
            return without_menu(None, self._heard().speech, self._url("/voice/after-dial"))
        self._known[dialled] = clinic
        call = FallbackCall(request.form["CallSid"], dialled, _caller(), _is_attested(), rung=_token())
        version = self._calls.begin(call.sid, call.as_json())
        if version is None:
            return self._ring_again(call)
        interrupted = _turn_of(request.form.get("ErrorUrl", "")) > 0
        return self._reply(call, clinic, version, lambda turn: conversation.greet(turn, self._heard(), interrupted))

    def _ring_again(self, call: FallbackCall) -> str:
        """Once for each time that a webhook of the menu has failed, not for the same one repeated."""
        document = self._settled(call.sid)
        kept = self._calls.read(call.sid)
        if document and kept and call.rung and FallbackCall.from_json(kept.state).rung == call.rung:
            return document

        def come_back(turn: Turn) -> Reply:
            turn.call.rung = call.rung
            return conversation.come_back(turn)

        return self._go_on(come_back, always=True)

    def answer(self) -> str:
        starts = STARTS.get(request.path) if "turn" not in request.args else None
        if self._calls.read(request.form["CallSid"]) is None:
            return self.ring()
        return self._go_on(lambda turn: conversation.answer(turn, self._heard(), starts), always=starts is not None)

    def after_dial(self) -> str:
        talked = request.form.get("DialCallStatus") in ("completed", "answered")
        if talked and request.form.get("DialBridged") != "false":
            return twiml.hang_up([])
        if self._calls.read(request.form["CallSid"]) is None:
            return twiml.hang_up([phrases("en")["nobody_answered_goodbye"]])
        return self._go_on(
            lambda turn: conversation.told(turn, person.after_transfer(turn)), always="turn" not in request.args
        )

    def whisper(self) -> str:
        """Name and reason are for somebody who has pressed 1, never for a voicemail."""
        sid = request.args.get("call", "")
        digits = request.form.get("Digits")
        kept = self._calls.read(sid)
        call = FallbackCall.from_json(kept.state) if kept else None
        clinic = self._core.clinics.clinic_by_number(call.dialled) if call else None
        if call is None or clinic is None:
            return twiml.whisper_reason([], "en")
        if digits is None:
            question = phrases(clinic.language)["whisper_accept"].format(clinic=normalise(clinic.name))
            return twiml.whisper_question(question, self._url("/voice/whisper", call=sid), clinic.language)
        return twiml.whisper_reason([call.whisper], clinic.language) if digits == "1" else twiml.hang_up([])

    def outcome(self) -> str:
        """Of a turn that another process has in hand."""
        return self._settled(request.form["CallSid"]) or self.ring()

    def _go_on(self, answering: Answering, always: bool = False) -> str:
        """Answers the turn if it is the one that is open, else gives what was answered. `always`: whatever is open."""
        sid = request.form["CallSid"]
        document = self._settled(sid)
        kept = self._calls.read(sid)
        if document is None or kept is None:
            return self._wait(sid)
        call = FallbackCall.from_json(kept.state)
        if not always and request.args.get("turn") != str(call.turn):
            return document
        clinic = self._core.clinics.clinic_by_number(call.dialled)
        version = self._calls.claim(sid, kept.version)
        if version is None or clinic is None:
            return self._settled(sid) or self._wait(sid)
        return self._reply(call, clinic, version, answering)

    def _settled(self, sid: str) -> str | None:
        """The document of the call once nobody is answering it any more; None when that takes too long."""
        gives_up = time.monotonic() + WAITS_S
        while kept := self._calls.read(sid):
            if not kept.is_being_answered:
                return FallbackCall.from_json(kept.state).twiml or None
            if time.monotonic() > gives_up:
                return None
            time.sleep(LOOKS_AGAIN_S)
        return None

    def _wait(self, sid: str) -> str:
        return twiml.wait(phrases("en")["one_moment"], self._url("/voice/outcome"), "en")

    def _reply(self, call: FallbackCall, clinic: Clinic, version: int, answering: Answering) -> str:
        """One turn, kept; the other's document when another process has taken the turn over meanwhile."""
        doctors = self._core.clinics.doctors(clinic.id)
        turn = Turn(call, clinic, doctors, self._core, self._limit, self._core.clock.now(clinic))
        reply = answering(turn)
        call.turn += 1
        if reply.asks:
            call.asks, call.question = reply.asks, list(reply.question)
        call.twiml = self._document(turn, reply)
        if self._calls.keep(call.sid, version, call.as_json()) is None:
            return self._settled(call.sid) or call.twiml
        return call.twiml

    def _document(self, turn: Turn, reply: Reply) -> str:
        call, language = turn.call, turn.clinic.language
        sentences = (*reply.before, *(reply.question if reply.end is None else ()))
        if reply.end == "transfer" and turn.clinic.reception:
            whisper = self._url("/voice/whisper", call=call.sid)
            after = self._url("/voice/after-dial", turn=call.turn)
            return twiml.dial(sentences, turn.clinic.reception, after, whisper, language)
        if reply.end:
            return twiml.hang_up(sentences, language)
        step = STEPS[reply.asks or "request"]
        action = self._url(step.path, expect=step.expecting, turn=call.turn)
        hints = [name for doctor in turn.doctors for name in (f"Doctor {doctor.name.split()[-1]}", doctor.name)]
        return twiml.ask(
            sentences, action, language, step.keys, hints if step.expecting in ("doctor", "request") else ()
        )

    def trouble(self) -> str:
        """The database does not answer, or the menu itself fails. Nobody is dialled again who did not answer."""
        if request.path == "/voice/whisper":
            return twiml.whisper_reason([], "en")
        if request.path == "/voice/after-dial":
            return twiml.hang_up([phrases("en")["nobody_answered_goodbye"]])
        clinic = self._known.get(request.form.get("To", ""))
        return without_menu(clinic, self._heard().speech, self._url("/voice/after-dial"), "turn" in request.args)

    def _heard(self) -> Heard:
        return Heard(request.form.get("SpeechResult", "").strip(), request.form.get("Digits", "").strip("# "))

    def _url(self, path: str, **fields: object) -> str:
        return f"{self._own_url}{path}{'?' if fields else ''}{urlencode(fields)}"


def without_menu(
    clinic: Clinic | None, heard: str, after_dial: str, in_the_middle: bool = False, now: datetime | None = None
) -> str:
    """When the clinic is not known, or nothing can be kept: the emergency sentence, then reception or a goodbye.

    `now` is aware; the machine's when left out."""
    texts = phrases(clinic.language if clinic else "en")
    said = [texts["emergency_first"].format(number=say_digits(clinic.emergency_number if clinic else "911"))]
    if find_emergency(heard) == "suicidal" and (clinic is None or clinic.country == "US"):
        said.append(texts["emergency_suicidal_us"])
    if in_the_middle:
        said.append(texts["interrupted"])
    if clinic:
        said.append(texts["this_is"].format(clinic=normalise(clinic.name)))
        if clinic.reception and clinic.is_open(now or datetime.now(UTC)):
            return twiml.dial([*said, texts["connecting"]], clinic.reception, after_dial, None, clinic.language)
    return twiml.hang_up([*said, texts["no_clinic"]])


def _caller() -> str | None:
    caller = request.form.get("From", "")
    return caller if caller.startswith("+") else None


def _token() -> str:
    return request.headers.get("I-Twilio-Idempotency-Token", "")


def _is_attested() -> bool:
    return request.form.get("StirVerstat") == "TN-Validation-Passed-A"


def _turn_of(url: str) -> int:
    """Of the webhook that failed: 0 when it was the call's first."""
    turn = parse_qs(urlsplit(url).query).get("turn", ["0"])[0]
    return int(turn) if turn.isdigit() else 0
