"""The phone: Twilio's webhooks in, TwiML out.

Rasa's own `twilio_voice` keys the conversation by the caller's number, checks no signature, knows no keys and repeats
itself for ever; this is a connector of its own. The conversation is the CallSid's. Routes, all POST and signed:
`/webhook` a turn, `/outcome` of a turn that took longer, `/dial` how a transfer ended, `/whisper` for the human who is
called, `/status` of the call. Whatever happens, an answer to the caller ends in Gather and Redirect, Dial or Hangup.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from typing import Any

import aiohttp
from rasa.core.channels.channel import InputChannel
from rasa.shared.utils.io import json_to_string
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from channels import rasa_tuning, twiml
from channels.directory import ClinicDirectory
from channels.hints import hints
from channels.phrases import phrases
from channels.session import CallSession, Part, Reply, Sessions
from channels.settings import ChannelSettings
from channels.signature import form_fields, is_signed
from channels.speech import Speech
from channels.turns import LEAVE_MESSAGE, OnNewMessage, Turns, finished

logger = logging.getLogger(__name__)

ONE_MOMENT_AFTER_S = 2.0
TURN_DEADLINE_S = 8.0
KEPT_ANSWERS = 20_000
KEEP_ALIVE_S = 30  # shorter than web keeps its side open


class TwilioVoiceInput(InputChannel):
    @classmethod
    def name(cls) -> str:
        return "twilio_voice"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> TwilioVoiceInput:
        rasa_tuning.apply()
        return cls(ChannelSettings.from_environment())

    def __init__(self, settings: ChannelSettings) -> None:
        self._settings = settings
        self._sessions = Sessions()
        self._directory = ClinicDirectory(settings.web_url, settings.internal_token, settings.directory_cache)
        self._speech = Speech(settings.web_url, settings.internal_token)
        self._turns = Turns(settings.clock, self.name())
        self._answers: OrderedDict[tuple[str, str | None], asyncio.Task[str]] = OrderedDict()
        self._http: aiohttp.ClientSession | None = None

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        routes = Blueprint("twilio_voice", __name__)

        @routes.listener("after_server_stop")
        async def close(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
            if self._http:
                await self._http.close()

        @routes.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            agent = getattr(request.app.ctx, "agent", None)
            ready = bool(agent and agent.is_ready())
            return response.raw(
                json_to_string({"status": "ok" if ready else "no model"}).encode(),
                status=200 if ready else 503,
                content_type="application/json",
            )

        def route(path: str, handler: Callable[..., Coroutine[Any, Any, str]]) -> None:
            async def receive(request: Request) -> HTTPResponse:
                url = f"{self._settings.public_url}{request.path}"
                if request.query_string:
                    url = f"{url}?{request.query_string}"
                signature = request.headers.get("X-Twilio-Signature")
                if not is_signed(self._settings.auth_token, url, request.body, signature):
                    return response.text("The signature does not belong to this request.", status=403)
                fields = form_fields(request.body)
                if not fields.get("CallSid"):
                    return response.text("CallSid is missing.", status=400)
                token = request.headers.get("I-Twilio-Idempotency-Token")
                answer = await self._once(fields["CallSid"], token, handler(request, fields, on_new_message))
                return response.text(answer, content_type="text/xml")

            routes.add_route(receive, path, methods=["POST"], name=handler.__name__)

        route("/webhook", self._webhook)
        route("/outcome", self._outcome)
        route("/dial", self._dial)
        route("/whisper", self._whisper)
        route("/status", self._status)
        return routes

    async def _once(self, call_sid: str, token: str | None, answering: Coroutine[Any, Any, str]) -> str:
        """The answer to a webhook; to its repetition the same again, or "one moment" while the first is in progress."""
        key = (call_sid, token)
        if token and key in self._answers:
            answering.close()
            kept = self._answers[key]
            session = self._sessions.get(call_sid)
            if kept.done() or session is None:
                return await asyncio.shield(kept)
            return self._one_moment(session)
        task = asyncio.create_task(self._safely(call_sid, answering))
        if token:
            self._answers[key] = task
            while len(self._answers) > KEPT_ANSWERS:
                self._answers.popitem(last=False)
        return await asyncio.shield(task)

    async def _safely(self, call_sid: str, answering: Coroutine[Any, Any, str]) -> str:
        try:
            return await answering
        except Exception:
            logger.exception("A webhook failed")
            session = self._sessions.get(call_sid)
            if session is None:
                return twiml.hang_up([twiml.Sentence(phrases("en")["trouble_hangup"])])
            return await self._say(session, self._turns.trouble(session))

    async def _webhook(self, request: Request, fields: dict[str, str], on_new_message: OnNewMessage) -> str:
        session = await self._session(fields)
        if session is None:
            return twiml.hang_up([twiml.Sentence(phrases("en")["not_in_service"])])
        if session.pending:
            return self._one_moment(session)
        if session.turn and request.args.get("turn") != str(session.turn):
            return session.twiml
        session.pending = asyncio.create_task(self._turns.reply_to(session, fields, on_new_message))
        return await self._settle(session, ONE_MOMENT_AFTER_S) or self._one_moment(session)

    async def _outcome(self, request: Request, fields: dict[str, str], on_new_message: OnNewMessage) -> str:
        session = self._sessions.get(fields["CallSid"])
        if session is None:
            return twiml.hang_up([twiml.Sentence(phrases("en")["trouble_hangup"])])
        if session.pending is None:
            return session.twiml
        settled = await self._settle(session, TURN_DEADLINE_S - ONE_MOMENT_AFTER_S)
        if settled:
            return settled
        logger.error("A turn took longer than %s s", TURN_DEADLINE_S)
        session.pending = None
        return await self._say(session, self._turns.trouble(session))

    async def _settle(self, session: CallSession, within_s: float) -> str | None:
        """The TwiML of the turn in progress, or None when it is not done within that many seconds."""
        task = session.pending
        if task is None:
            return session.twiml
        if not await finished(task, within_s):
            return None
        if session.pending is not task:
            return session.twiml
        session.pending = None
        try:
            reply = task.result()
        except Exception:
            logger.exception("A turn failed")
            reply = self._turns.trouble(session)
        return await self._say(session, reply)

    async def _dial(self, request: Request, fields: dict[str, str], on_new_message: OnNewMessage) -> str:
        session = self._sessions.get(fields["CallSid"])
        connected = fields.get("DialCallStatus") in ("completed", "answered") and fields.get("DialBridged") != "false"
        if session is None or connected:
            return twiml.hang_up([])
        session.transfer_failed = True
        texts = phrases(session.clinic.get("language", "en"))
        if session.in_emergency and session.reply:
            return await self._say(session, Reply(session.reply.parts[:-1], end="hangup"))
        asking = asyncio.create_task(self._turns.ask_rasa(session, LEAVE_MESSAGE, None, on_new_message))
        if (
            not await finished(asking, TURN_DEADLINE_S - ONE_MOMENT_AFTER_S)
            or asking.exception()
            or asking.result().end
        ):
            goodbye = Part(texts["nobody_answered_goodbye"], shareable=True)
            return await self._say(session, Reply((goodbye,), end="hangup"))
        reply = asking.result()
        said = (Part(texts["nobody_answered"], shareable=True), *reply.parts)
        return await self._say(session, Reply(said, reply.expecting, offered=reply.offered))

    async def _whisper(self, request: Request, fields: dict[str, str], on_new_message: OnNewMessage) -> str:
        """Name and reason are said only to a human who has pressed 1, never to a voicemail."""
        session = self._sessions.get(request.args.get("call", ""))
        if session is None or session.reply is None:
            return twiml.whisper_reason([])
        texts = phrases(session.clinic.get("language", "en"))
        accepted = fields.get("Digits")
        if accepted is None:
            action = self._url("whisper", call=session.call_sid)
            question = Part(texts["whisper_accept"].format(clinic=session.clinic["name"]), shareable=True)
            return twiml.whisper_question(await self._sentences(session, [question]), action)
        if accepted != "1":
            return twiml.hang_up([])
        reason = Part(session.reply.whisper or texts["whisper_default"])
        return twiml.whisper_reason(await self._sentences(session, [reason]))

    async def _status(self, request: Request, fields: dict[str, str], on_new_message: OnNewMessage) -> str:
        if fields.get("CallStatus") in ("completed", "busy", "failed", "no-answer", "canceled"):
            self._sessions.forget(fields["CallSid"])
        return ""

    async def _session(self, fields: dict[str, str]) -> CallSession | None:
        """The call's session, begun when the CallSid is new; None when no clinic has the dialled number."""
        call_sid = fields["CallSid"]
        session = self._sessions.get(call_sid)
        if session:
            return session
        clinic = await self._directory.clinic(fields.get("To", ""), self._client())
        session = self._sessions.get(call_sid)
        if session or clinic is None:
            return session
        caller = fields.get("From") or None
        session = CallSession(
            call_sid=call_sid,
            clinic=clinic["clinic"],
            doctors=clinic["doctors"],
            caller=caller if caller and caller.startswith("+") else None,
            dialled=fields.get("To", ""),
            attestation=_attestation(fields.get("StirVerstat")),
        )
        self._sessions.add(session)
        return session

    async def _say(self, session: CallSession, reply: Reply) -> str:
        """Makes `reply` the call's last one and turns it into TwiML."""
        session.turn += 1
        session.reply = reply
        language = session.clinic.get("language", "en")
        sentences = await self._sentences(session, reply.parts)
        if reply.end == "hangup":
            session.twiml = twiml.hang_up(sentences, language)
        elif reply.end == "transfer" and session.clinic.get("reception"):
            session.twiml = twiml.transfer(
                sentences,
                session.clinic["reception"],
                action=self._url("dial", turn=session.turn),
                whisper=self._url("whisper", call=session.call_sid),
                caller_id=session.dialled,
                language=language,
            )
        else:
            action = self._url("webhook", expect=reply.expecting or "request", turn=session.turn)
            words = hints(session.doctors, reply.expecting)
            session.twiml = twiml.ask(sentences, action, reply.expecting, words, language)
        return session.twiml

    def _one_moment(self, session: CallSession) -> str:
        sentence = twiml.Sentence(phrases(session.clinic.get("language", "en"))["one_moment"])
        return twiml.wait([sentence], self._url("outcome", turn=session.turn))

    async def _sentences(self, session: CallSession, parts: tuple[Part, ...] | list[Part]) -> list[twiml.Sentence]:
        language = session.clinic.get("language", "en")
        http = self._client()
        urls = await asyncio.gather(
            *(
                self._speech.audio_url(http, part.speech, session.clinic["id"], language, part.shareable)
                for part in parts
            )
        )
        return [twiml.Sentence(part.speech, url) for part, url in zip(parts, urls, strict=True)]

    def _url(self, route: str, **fields: object) -> str:
        return twiml.with_query(f"{self._settings.public_url}/webhooks/{self.name()}/{route}", **fields)

    def _client(self) -> aiohttp.ClientSession:
        if self._http is None or self._http.closed:
            connector = aiohttp.TCPConnector(limit=200, keepalive_timeout=KEEP_ALIVE_S)
            self._http = aiohttp.ClientSession(connector=connector)
        return self._http


def _attestation(verstat: str | None) -> str | None:
    """STIR/SHAKEN level of the calling number: "TN-Validation-Passed-A" -> "A"; None where it did not pass."""
    return verstat[-1] if verstat and verstat.startswith("TN-Validation-Passed-") else None
