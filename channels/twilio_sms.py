"""Text messages: Twilio's messaging webhook in, TwiML with the answer out.

POST /webhook, signed. A conversation is that of one number with one of the clinic's numbers, until nobody has written
for some hours; its id says neither. Two messages at once are answered one after the other, each once by its
MessageSid.

STOP, START and HELP are as Twilio has them (https://www.twilio.com/docs/messaging/features/stop-words): Twilio answers
STOP and START itself and carries no more messages to that number; we keep the caller's wish and say nothing. CANCEL,
which Twilio counts among them too, cancels an appointment here: take it out of the opt-out words at Twilio.
"""

from __future__ import annotations

import asyncio
import hashlib
import logging
import secrets
from typing import Any

import aiohttp
from rasa.core.channels.channel import InputChannel
from rasa.core.lock_store import LockError
from sanic import Blueprint, Sanic, response
from sanic.request import Request
from sanic.response import HTTPResponse
from twilio.twiml.messaging_response import MessagingResponse

from channels import rasa_failures, rasa_tuning
from channels.answers import IN_PROGRESS, Answers
from channels.directory import ClinicDirectory
from channels.inbox import Inbox
from channels.limits import CallLimits
from channels.locks import ConversationLocks
from channels.phrases import phrases
from channels.redis_link import shared_link
from channels.redis_store import RedisStore
from channels.segments import in_messages
from channels.session import CallSession, Part, Reply
from channels.settings import ChannelSettings
from channels.signature import signed_fields
from channels.store import MemoryStore, Store
from channels.text_turns import TextTurns
from channels.turns import OnNewMessage, finished
from channels.written_form import written
from nlu.spoken.emergency import find_emergency

logger = logging.getLogger(__name__)

EXPIRES_AFTER_S = 4 * 3600
ANSWERS_WITHIN_S = 10.0
MOST_MESSAGES_A_MINUTE = 20
MOST_TURNS = 150
OPT_OUT = {"stop", "stopall", "unsubscribe", "end", "quit", "revoke", "optout"}
OPT_IN = {"start", "unstop"}
HELP = {"help", "info"}


class TwilioSmsInput(InputChannel):
    @classmethod
    def name(cls) -> str:
        return "twilio_sms"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> TwilioSmsInput:
        rasa_tuning.apply()
        rasa_failures.apply()
        return cls(ChannelSettings.from_environment())

    def __init__(self, settings: ChannelSettings) -> None:
        self._settings = settings
        store: Store = RedisStore(shared_link(settings.redis_url)) if settings.redis_url else MemoryStore()
        self._conversations = TextConversations(store)
        self._answers = Answers(store)
        self._limits = CallLimits(store, MOST_MESSAGES_A_MINUTE, MOST_TURNS)
        self._locks = ConversationLocks()
        self._directory = ClinicDirectory(settings.web_url, settings.internal_token, settings.directory_cache)
        self._inbox = Inbox(settings.web_url, settings.internal_token)
        self._turns = TextTurns(settings.clock, self.name(), self._limits, self._keep_for_trainers)
        self._at_work: set[asyncio.Task[str]] = set()
        self._http: aiohttp.ClientSession | None = None

    def blueprint(self, on_new_message: OnNewMessage) -> Blueprint:
        routes = Blueprint("twilio_sms", __name__)

        @routes.listener("after_server_stop")
        async def close(app: Sanic, loop: asyncio.AbstractEventLoop) -> None:
            if self._http:
                await self._http.close()

        @routes.route("/webhook", methods=["POST"])
        async def webhook(request: Request) -> HTTPResponse:
            fields = signed_fields(request, self._settings, ["MessageSid", "From", "To"])
            if isinstance(fields, HTTPResponse):
                return fields
            return response.text(await self._once(fields, on_new_message), content_type="text/xml")

        return routes

    async def _once(self, fields: dict[str, str], on_new_message: OnNewMessage) -> str:
        """The answer to a message; to its repetition the same, once the first is there."""
        pair, sid = _pair(fields), fields["MessageSid"]
        try:
            kept = await self._answers.begin(pair, sid)
            if kept == IN_PROGRESS:
                return await self._answers.wait(pair, sid, ANSWERS_WITHIN_S) or _twiml([])
            if kept is not None:
                return kept
            task = asyncio.create_task(self._answer(pair, fields, on_new_message))
            self._at_work.add(task)
            task.add_done_callback(self._at_work.discard)
            if await finished(task, ANSWERS_WITHIN_S):
                return task.result()
        except Exception:
            logger.exception("A text message could not be answered")
        return self._trouble(fields)

    async def _answer(self, pair: str, fields: dict[str, str], on_new_message: OnNewMessage) -> str:
        try:
            async with self._locks.lock(f"text:{pair}"):
                answer = await self._in_turn(pair, fields, on_new_message)
        except LockError:
            answer = self._trouble(fields)
        await self._answers.keep(pair, fields["MessageSid"], answer)
        return answer

    async def _in_turn(self, pair: str, fields: dict[str, str], on_new_message: OnNewMessage) -> str:
        session = await self._session(pair, fields)
        if session is None:
            return _twiml([])
        texts = phrases(session.clinic.get("language", "en"), written=True)
        body = fields.get("Body", "")
        if not find_emergency(body):
            word = body.strip().strip(".!").lower()
            wish = fields.get("OptOutType", "").lower()
            if wish in ("stop", "start") or word in OPT_OUT | OPT_IN:
                await self._turns.consent(session, wish == "start" or word in OPT_IN, on_new_message)
                return _twiml([])
            if wish == "help":
                return _twiml([])
            if await self._limits.too_many_calls(session.caller, f"text {session.dialled}"):
                return _twiml([texts["too_many"]] if await self._tells_once(pair) else [])
            if word in HELP:
                return _twiml([written(_with_number(texts["help"], session))])
        try:
            reply = await self._turns.reply_to(session, fields, on_new_message)
        except Exception:
            logger.exception("A turn failed")
            reply = self._turns.trouble(session)
        begins = session.turn == 0 and not session.in_emergency
        session.turn += 1
        session.reply = reply
        await self._conversations.save(pair, session)
        hello = [texts["hello"].format(clinic=session.clinic["name"])] if begins else []
        return _twiml([*hello, *(written(part.speech) for part in reply.parts)])

    async def _tells_once(self, pair: str) -> bool:
        return await self._answers.begin(pair, "too many") is None

    async def _session(self, pair: str, fields: dict[str, str]) -> CallSession | None:
        """None when no clinic has the number."""
        snapshot = await self._directory.clinic(fields["To"], self._client())
        if snapshot is None:
            return None
        session = await self._conversations.get(pair)
        if session is None:
            sender = fields["From"]
            session = CallSession(
                call_sid=f"SM{secrets.token_hex(16)}",
                clinic=snapshot["clinic"],
                doctors=[],
                caller=sender if sender.startswith("+") else None,
                dialled=fields["To"],
                attestation=None,
                reply=Reply((Part(""),), expecting="request"),
            )
        session.doctors = snapshot["doctors"]
        return session

    def _trouble(self, fields: dict[str, str]) -> str:
        """Also when nothing else works; an emergency is answered as one."""
        texts = phrases("en", written=True)
        kind = find_emergency(fields.get("Body", ""))
        if kind:
            return _twiml([texts[f"emergency_{kind}"].format(spoken_number="911")])
        return _twiml([texts["trouble"]])

    def _keep_for_trainers(self, session: CallSession, text: str) -> None:
        self._inbox.keep(text, session.reply.expecting if session.reply else None, session.clinic, self._client())

    def _client(self) -> aiohttp.ClientSession:
        if self._http is None or self._http.closed:
            self._http = aiohttp.ClientSession()
        return self._http


class TextConversations:
    """Everything here raises StoreDown."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def get(self, pair: str) -> CallSession | None:
        record = await self._store.read(f"text:{pair}")
        return CallSession.from_json(record.value, record.version) if record else None

    async def save(self, pair: str, session: CallSession) -> None:
        if await self._store.write(f"text:{pair}", session.as_json(), session.version, EXPIRES_AFTER_S):
            session.version += 1


def _pair(fields: dict[str, str]) -> str:
    return hashlib.sha256(f"{fields['From']} {fields['To']}".encode()).hexdigest()[:32]


def _with_number(text: str, session: CallSession) -> str:
    return text.format(clinic=session.clinic["name"], spoken_number=session.clinic.get("emergency_number", "911"))


def _twiml(sentences: list[str]) -> str:
    document = MessagingResponse()
    for message in in_messages(" ".join(sentence for sentence in sentences if sentence)):
        document.message(message)
    return str(document)
