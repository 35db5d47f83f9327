"""The phone: Twilio's webhooks in, TwiML out.

Rasa's own `twilio_voice` keys the conversation by the caller's number, checks no signature, knows no keys and repeats
itself for ever; this is a connector of its own. The conversation is the CallSid's. Routes, all POST and signed:
`/webhook` a turn, `/outcome` of a turn that took longer, `/dial` how a transfer ended, `/recorded` what was recorded
then, `/whisper` for the human who is called, `/status` of the call. Whatever happens, an answer to the caller ends in
Gather and Redirect, Dial or Hangup.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Callable, Coroutine
from typing import Any

import aiohttp
from rasa.core.channels.channel import InputChannel
from rasa.shared.utils.io import json_to_string
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse

from channels import emergency, rasa_failures, rasa_tuning, recording, twiml
from channels.answers import IN_PROGRESS, Answers, until
from channels.call_fields import attestation, connected, put_through, unheard
from channels.directory import ClinicDirectory, DirectoryUnreachable
from channels.hints import hints
from channels.inbox import Inbox
from channels.limits import CallLimits
from channels.model_updates import ModelUpdates
from channels.phrases import phrases
from channels.redis_link import shared_link
from channels.redis_store import RedisStore
from channels.session import CallSession, Part, Reply, Sessions
from channels.settings import ChannelSettings
from channels.signature import signed_fields
from channels.speech import Speech
from channels.store import MemoryStore, Store, StoreDown
from channels.turns import LEAVE_MESSAGE, NOT_TWICE, OnNewMessage, Turns, finished
from nlu.spoken.emergency import find_emergency

logger = logging.getLogger(__name__)

ONE_MOMENT_AFTER_S = 2.0
TURN_DEADLINE_S = 8.0
ENDED = ("completed", "busy", "failed", "no-answer", "canceled")
KEEP_ALIVE_S = 30  # shorter than web keeps its side open


Answering = Callable[[], Coroutine[Any, Any, str]]
Lost = Callable[[Request, dict[str, str]], Coroutine[Any, Any, str]]
LostHere = Callable[[], Coroutine[Any, Any, str]]


class TwilioVoiceInput(InputChannel):
    @classmethod
    def name(cls) -> str:
        return "twilio_voice"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> TwilioVoiceInput:
        rasa_tuning.apply()
        rasa_failures.apply()
        return cls(ChannelSettings.from_environment())

    def __init__(self, settings: ChannelSettings) -> None:
        self._settings = settings
        store: Store = RedisStore(shared_link(settings.redis_url)) if settings.redis_url else MemoryStore()
        self._sessions = Sessions(store)
        self._answers = Answers(store)
        self._limits = CallLimits(store, settings.most_new_calls, settings.most_turns)
        self._directory = ClinicDirectory(settings.web_url, settings.internal_token, settings.directory_cache)
        self._speech = Speech(settings.web_url, settings.internal_token)
        self._inbox = Inbox(settings.web_url, settings.internal_token)
        self._turns = Turns(settings.clock, self.name(), self._limits, self._keep_for_trainers)
        self._at_work: dict[str, asyncio.Task[str]] = {}
        self._model_updates = ModelUpdates(settings.web_url, settings.internal_token)
        self._following: asyncio.Task[None] | None = None
        self._http: aiohttp.ClientSession | None = None

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        routes = Blueprint("twilio_voice", __name__)

        @routes.listener("after_server_start")
        async def settle(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
            rasa_tuning.settle_memory()
            self._following = loop.create_task(self._model_updates.follow(app.ctx.agent))

        @routes.listener("after_server_stop")
        async def close(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
            if self._following:
                self._following.cancel()
            if self._http:
                await self._http.close()
            if self._settings.redis_url:
                await shared_link(self._settings.redis_url).close()

        @routes.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            agent = getattr(request.app.ctx, "agent", None)
            ready = bool(agent and agent.is_ready())
            return response.raw(
                json_to_string({"status": "ok" if ready else "no model", "model": agent and agent.model_id}).encode(),
                status=200 if ready else 503,
                content_type="application/json",
            )

        def route(path: str, handler: Callable[..., Coroutine[Any, Any, str]], lost: Lost) -> None:
            async def receive(request: Request) -> HTTPResponse:
                fields = signed_fields(request, self._settings, ["CallSid"])
                if isinstance(fields, HTTPResponse):
                    return fields
                token = request.headers.get("I-Twilio-Idempotency-Token")
                answer = await self._once(
                    fields, token, lambda: handler(request, fields, on_new_message), lambda: lost(request, fields)
                )
                return response.text(answer, content_type="text/xml")

            routes.add_route(receive, path, methods=["POST"], name=handler.__name__)

        route("/webhook", self._webhook, self._out_of_reach)
        route("/outcome", self._outcome, self._lost)
        route("/dial", self._dial, self._lost_after_transfer)
        route("/recorded", self._recorded, self._lost_after_transfer)
        route("/whisper", self._whisper, put_through)
        route("/status", self._status, unheard)
        return routes

    async def _once(self, fields: dict[str, str], token: str | None, answering: Answering, lost: LostHere) -> str:
        """The answer to a webhook; to its repetition the same again, or "one moment" while the first is in progress.

        `lost` is what is said when the session is out of reach.
        """
        call_sid = fields["CallSid"]
        try:
            kept = await self._answers.begin(call_sid, token) if token else None
            if kept is None:
                return await asyncio.shield(asyncio.create_task(self._answer(fields, token, answering, lost)))
            if kept != IN_PROGRESS:
                return kept
            session = await self._sessions.get(call_sid)
            if session:
                return self._one_moment(session)
            return await self._answers.wait(call_sid, token or "", TURN_DEADLINE_S) or await lost()
        except StoreDown:
            logger.exception("What the workers share is out of reach")
            return await lost()

    async def _answer(self, fields: dict[str, str], token: str | None, answering: Answering, lost: LostHere) -> str:
        try:
            answer = await answering()
        except StoreDown:
            raise
        except Exception:
            logger.exception("A webhook failed")
            answer = await lost()
        if token:
            with contextlib.suppress(StoreDown):
                await self._answers.keep(fields["CallSid"], token, answer)
        return answer

    async def _webhook(self, request: Request, fields: dict[str, str], on_new_message: OnNewMessage) -> str:
        asked = request.args.get("turn")
        session = await self._session(fields)
        if session is None and (asked or fields.get("CallStatus") in ENDED):
            return await self._lost(request, fields)
        if session is None:
            session = await self._new_session(fields)
            if session is None:
                return twiml.hang_up([twiml.Sentence(phrases("en")["not_in_service"])])
            if await self._limits.too_many_calls(session.caller, session.dialled):
                texts = phrases(session.clinic.get("language", "en"))
                return twiml.hang_up([twiml.Sentence(texts["too_many_calls"])])
        if session.answering_since:
            return self._one_moment(session)
        if session.turn and asked != str(session.turn):
            return session.twiml
        if not await self._sessions.begin_answering(session):
            return self._one_moment(session)
        task = asyncio.create_task(self._reply(session, self._turns.reply_to(session, fields, on_new_message)))
        self._at_work[session.call_sid] = task
        task.add_done_callback(lambda done: self._done(session.call_sid, done))
        if await finished(task, ONE_MOMENT_AFTER_S):
            return task.result()
        return self._one_moment(session)

    def _done(self, call_sid: str, task: asyncio.Task[str]) -> None:
        self._at_work.pop(call_sid, None)
        if not task.cancelled() and task.exception():
            logger.error("The outcome of a turn could not be kept: %s", type(task.exception()).__name__)

    async def _reply(self, session: CallSession, replying: Coroutine[Any, Any, Reply]) -> str:
        """The TwiML of a turn, which is the call's last one then, unless somebody else was faster. Raises StoreDown."""
        try:
            reply = await replying
        except Exception:
            logger.exception("A turn failed")
            reply = self._turns.trouble(session)
        return await self._say(session, reply)

    async def _outcome(self, request: Request, fields: dict[str, str], on_new_message: OnNewMessage) -> str:
        """Of a turn that any worker may have in hand; when it takes too long, or that worker is gone, the truth."""
        session = await self._session(fields)
        if session is None:
            return await self._lost(request, fields)
        if session.answering_since is None:
            return session.twiml
        left_s = min(session.answering_since + TURN_DEADLINE_S - time.time(), TURN_DEADLINE_S - ONE_MOMENT_AFTER_S)
        here = self._at_work.get(session.call_sid)
        if here and await finished(here, left_s):
            return here.result()
        if here is None:

            async def answered() -> CallSession | None:
                current = await self._sessions.get(fields["CallSid"])
                return current if current is None or current.answering_since is None else None

            current = await until(answered, left_s)
            if current:
                return current.twiml
        logger.error("A turn took longer than %s s", TURN_DEADLINE_S)
        return await self._say(session, self._turns.trouble(session))

    async def _dial(self, request: Request, fields: dict[str, str], on_new_message: OnNewMessage) -> str:
        session = await self._session(fields)
        if session is None or connected(fields):
            return await self._lost_after_transfer(request, fields)
        session.transfer_failed = True
        texts = phrases(session.clinic.get("language", "en"))
        if session.in_emergency and session.reply:
            return await self._say(session, Reply(session.reply.parts[:-1], end="hangup"))
        if session.may_record:
            said = (Part(texts["nobody_answered"], shareable=True), Part(texts["record_message"], shareable=True))
            return await self._say(session, Reply(said, end="record"))
        return await self._take_message(session, texts, on_new_message)

    async def _recorded(self, request: Request, fields: dict[str, str], on_new_message: OnNewMessage) -> str:
        """The staff hear of it from web, once it can be fetched. Nothing said: taken in words, as without."""
        session = await self._session(fields)
        if session is None:
            return await self._lost_after_transfer(request, fields)
        if session.reply is None or session.reply.end != "record" or request.args.get("turn") != str(session.turn):
            return session.twiml
        texts = phrases(session.clinic.get("language", "en"))
        if fields.get("RecordingUrl") and fields.get("RecordingDuration") != "0":
            return await self._say(session, Reply((Part(texts["message_recorded"], shareable=True),), end="hangup"))
        return await self._take_message(session, texts, on_new_message)

    async def _take_message(self, session: CallSession, texts: dict[str, Any], on_new_message: OnNewMessage) -> str:
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
        return await self._say(session, Reply(said, reply.expecting, offered=reply.offered, keys=reply.keys))

    async def _whisper(self, request: Request, fields: dict[str, str], on_new_message: OnNewMessage) -> str:
        """Name and reason are said only to a human who has pressed 1, never to a voicemail."""
        session = await self._sessions.get(request.args.get("call", ""))
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
        if fields.get("CallStatus") in ENDED:
            await self._sessions.forget(fields["CallSid"])
        return ""

    async def _session(self, fields: dict[str, str]) -> CallSession | None:
        """The call's session, whichever worker began it; None when nobody knows the call."""
        session = await self._sessions.get(fields["CallSid"])
        if session:
            with contextlib.suppress(DirectoryUnreachable):
                snapshot = await self._directory.clinic(session.dialled, self._client())
                session.doctors = snapshot["doctors"] if snapshot else []
        return session

    async def _new_session(self, fields: dict[str, str]) -> CallSession | None:
        """None when no clinic has the dialled number. Raises DirectoryUnreachable."""
        snapshot = await self._directory.clinic(fields.get("To", ""), self._client())
        if snapshot is None:
            return None
        caller = fields.get("From") or None
        return CallSession(
            call_sid=fields["CallSid"],
            clinic=snapshot["clinic"],
            doctors=snapshot["doctors"],
            caller=caller if caller and caller.startswith("+") else None,
            dialled=fields.get("To", ""),
            attestation=attestation(fields.get("StirVerstat")),
        )

    async def _lost(self, request: Request, fields: dict[str, str]) -> str:
        """For a call that nobody knows, or whose session is out of reach: the truth and a way on, never a new start."""
        try:
            session = await self._new_session(fields)
        except Exception:
            session = None
        if session is None or fields.get("CallStatus") in ENDED:
            return twiml.hang_up([twiml.Sentence(phrases("en")["trouble_hangup"])])
        kind = find_emergency(fields.get("SpeechResult", ""))
        if kind:
            texts = phrases(session.clinic.get("language", "en"))
            return await self._twiml(session, emergency.reply(kind, session.clinic, texts))
        return await self._twiml(session, self._turns.trouble(session))

    async def _out_of_reach(self, request: Request, fields: dict[str, str]) -> str:
        """What the workers share may be back in a moment: the caller is asked to say it again, once, unless it was a
        yes, which may have been carried out."""
        asked = request.args.get("expect")
        words = find_emergency(fields.get("SpeechResult", ""))
        if not request.args.get("turn") or request.args.get("again") or asked in NOT_TWICE or words:
            return await self._lost(request, fields)
        here = {name: request.args.get(name) for name in ("expect", "turn")}
        sentence = twiml.Sentence(phrases("en")["trouble_once_more"])
        return twiml.ask([sentence], self._url("webhook", **here, again=1), asked, [], "en")

    async def _lost_after_transfer(self, request: Request, fields: dict[str, str]) -> str:
        """Not put through again: nobody has answered."""
        if connected(fields):
            return twiml.hang_up([])
        return twiml.hang_up([twiml.Sentence(phrases("en")["nobody_answered_goodbye"])])

    async def _say(self, session: CallSession, reply: Reply) -> str:
        """Makes `reply` the call's last one and turns it into TwiML; the other's, when somebody else was faster."""
        session.turn += 1
        session.reply = reply
        session.answering_since = None
        session.twiml = await self._twiml(session, reply)
        if await self._sessions.save(session):
            return session.twiml
        current = await self._sessions.get(session.call_sid)
        return current.twiml if current and current.twiml else session.twiml

    async def _twiml(self, session: CallSession, reply: Reply) -> str:
        language = session.clinic.get("language", "en")
        sentences = await self._sentences(session, reply.parts)
        if reply.end == "hangup":
            return twiml.hang_up(sentences, language)
        if reply.end == "transfer" and session.clinic.get("reception"):
            return twiml.transfer(
                sentences,
                session.clinic["reception"],
                action=self._url("dial", turn=session.turn),
                whisper=self._url("whisper", call=session.call_sid),
                caller_id=session.dialled,
                language=language,
            )
        if reply.end == "record":
            finished_url = f"{self._settings.web_public_url}/recordings/finished"
            action = self._url("recorded", turn=session.turn)
            return twiml.record(sentences, action, finished_url, recording.MOST_S, language)
        action = self._url("webhook", expect=reply.expecting or "request", turn=session.turn)
        return twiml.ask(sentences, action, reply.expecting, hints(session.doctors, reply.expecting), language)

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

    def _keep_for_trainers(self, session: CallSession, text: str) -> None:
        self._inbox.keep(text, session.reply.expecting if session.reply else None, session.clinic, self._client())

    def _client(self) -> aiohttp.ClientSession:
        if self._http is None or self._http.closed:
            connector = aiohttp.TCPConnector(limit=200, keepalive_timeout=KEEP_ALIVE_S)
            self._http = aiohttp.ClientSession(connector=connector)
        return self._http
