"""One turn of a call: what came in becomes a message for Rasa, and Rasa's answer becomes one reply.

Emergencies, silence and trouble are answered here, so that they are answered whatever else fails.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage

from channels import emergency, keypad, ladder, recording
from channels.clock import Clock
from channels.conversations import may_begin
from channels.directory import is_open
from channels.limits import CallLimits
from channels.phrases import phrases
from channels.session import CallSession, Key, Part, Reply
from nlu.spoken.emergency import find_emergency
from nlu.spoken.silence import is_noise

logger = logging.getLogger(__name__)

UNCLEAR_BELOW = 0.3  # the recogniser's confidence, where it gives one
MOST_REPEATS = 3  # of one sentence; after that it is a failure to understand each other
NOT_TWICE = ("confirm", "anything_else")  # after trouble, an answer to these is not asked for again
CALL_STARTED = "/call_started"
LEAVE_MESSAGE = "/leave_message"

OnNewMessage = Callable[[UserMessage], Awaitable[Any]]
NotUnderstood = Callable[[CallSession, str], None]


class CallOutput(CollectingOutputChannel):
    """Collects what Rasa says in a turn; what an action adds (offers, keys, the whisper) joins the payload."""

    async def send_custom_json(self, recipient_id: str, json_message: dict[str, Any], **kwargs: Any) -> None:
        added: dict[str, Any] = {key: kwargs[key] for key in ("offered", "keys", "whisper") if key in kwargs}
        await super().send_custom_json(recipient_id, json_message | added)


class Turns:
    output: type[CallOutput] = CallOutput

    def __init__(
        self,
        clock: Clock,
        channel_name: str,
        limits: CallLimits,
        not_understood: NotUnderstood = lambda session, text: None,
    ) -> None:
        self._clock = clock
        self._channel = channel_name
        self._limits = limits
        self._not_understood = not_understood

    async def reply_to(self, session: CallSession, fields: Mapping[str, str], on_new_message: OnNewMessage) -> Reply:
        """`fields` are Twilio's: SpeechResult, Confidence, Digits; none of them is silence."""
        if session.turn == 0:
            return await self.ask_rasa(session, CALL_STARTED, None, on_new_message)
        texts = self.texts(session)
        digits = fields.get("Digits", "").strip()
        speech = fields.get("SpeechResult", "").strip().lstrip("/").strip()
        confidence = _number(fields.get("Confidence"))

        kind = find_emergency(speech)
        if kind:
            if not session.in_emergency:
                session.in_emergency, session.before_emergency = True, session.reply
            return emergency.reply(kind, session.clinic, texts)
        if session.in_emergency:
            if emergency.asks_for_person(speech, digits):
                return await self.ask_rasa(session, keypad.PERSON, None, on_new_message)
            return self._after_emergency(session, speech, digits, texts)
        if self._limits.too_many_turns(session.turn):
            return self._given_up(session, texts)
        agreed = recording.answer(speech, digits) if session.asks_to_record else None
        if agreed is not None:
            session.may_record = agreed
            return await self.ask_rasa(session, recording.AGREED if agreed else recording.REFUSED, None, on_new_message)
        if digits:
            expecting, keys = (session.reply.expecting, session.reply.keys) if session.reply else (None, ())
            country = session.clinic.get("country", "US")
            message = keypad.message_for(digits, expecting, session.caller, country, keys)
            if message is None:
                return self.failed(session, "not_understood")
            return await self.ask_rasa(session, message, None, on_new_message)
        if is_noise(speech):
            return self.failed(session, "silence" if not speech else "unclear")
        if confidence is not None and confidence < UNCLEAR_BELOW:
            return self.failed(session, "unclear")
        return await self.ask_rasa(session, speech, confidence, on_new_message)

    async def ask_rasa(
        self, session: CallSession, text: str, confidence: float | None, on_new_message: OnNewMessage
    ) -> Reply:
        collector = self.output()
        message = UserMessage(
            text,
            collector,
            session.call_sid,
            input_channel=self._channel,
            metadata=self._metadata(session, confidence),
        )
        may_begin.set(session.turn == 0 or text == LEAVE_MESSAGE)
        await on_new_message(message)
        if not text.startswith("/") and any(
            (said.get("custom") or {}).get("reprompt") == "not_understood" for said in collector.messages
        ):
            self._not_understood(session, text)
        return self._compose(session, collector.messages)

    def texts(self, session: CallSession) -> dict[str, Any]:
        return phrases(session.clinic.get("language", "en"))

    def failed(self, session: CallSession, failure: ladder.Failure) -> Reply:
        texts = self.texts(session)
        return ladder.next_reply(session, failure, texts, self.can_transfer(session))

    def trouble(self, session: CallSession) -> Reply:
        """A true sentence and a way on when the assistant itself fails."""
        texts = self.texts(session)
        if self.can_transfer(session):
            part = Part(texts["trouble_transfer"], shareable=True)
            return Reply((part,), end="transfer", whisper=texts["whisper_default"])
        return Reply((Part(texts["trouble_hangup"], shareable=True),), end="hangup")

    def _once_more(self, session: CallSession, texts: dict[str, Any]) -> Reply:
        """An action failed: what the caller said is asked for again, once in a call; but never a yes, which may have
        been carried out."""
        last = session.reply
        if last is None or session.stumbled or last.expecting in (None, *NOT_TWICE):
            return self.trouble(session)
        session.stumbled = True
        parts = (Part(texts["trouble_once_more"], shareable=True), *session.question)
        return Reply(parts, last.expecting, offered=last.offered, keys=last.keys)

    def _given_up(self, session: CallSession, texts: dict[str, Any]) -> Reply:
        if self.can_transfer(session):
            part = Part(texts["too_long_transfer"], shareable=True)
            return Reply((part,), end="transfer", whisper=texts["whisper_default"])
        return Reply((Part(texts["too_long_hangup"], shareable=True),), end="hangup")

    def can_transfer(self, session: CallSession) -> bool:
        """Not again once nobody has answered."""
        reachable = bool(session.clinic.get("reception")) and not session.transfer_failed
        return reachable and is_open(session.clinic, self._clock.now(session.clinic))

    def _after_emergency(self, session: CallSession, speech: str, digits: str, texts: dict[str, Any]) -> Reply:
        """Goes on where the call was only when the caller says that it is none; anything else hears the wording again,
        and silence or a second such answer ends the call, so that the line is free."""
        if emergency.is_denied(speech, digits):
            session.in_emergency = False
            before = session.before_emergency
            request = (Part(texts["emergency_request"], shareable=True),)
            question = session.question if before and before.expecting else request
            over = Part(texts["emergency_over"], shareable=True)
            expecting = before.expecting if before and before.expecting else "request"
            offered, keys = (before.offered, before.keys) if before else ((), ())
            return Reply((over, *question), expecting, offered=offered, keys=keys)
        wording = session.reply.parts if session.reply else ()
        session.failures += 1
        if is_noise(speech) or session.failures > 1:
            return Reply((*wording[:-1], Part(texts["goodbye"], shareable=True)), end="hangup")
        return Reply(wording, expecting="anything_else")

    def _metadata(self, session: CallSession, confidence: float | None) -> dict[str, Any]:
        last = session.reply
        return {
            "clinic": session.clinic["id"],
            "now": self._clock.now(session.clinic).strftime("%Y-%m-%dT%H:%M"),
            "zone": session.clinic["zone"],
            "caller": session.caller,
            "attestation": session.attestation,
            "confidence": confidence,
            "expecting": last.expecting if last else None,
            "offered": list(last.offered) if last else [],
            "turn": session.turn,
            "channel": self._channel,
            "transfer_failed": session.transfer_failed,
        }

    def _compose(self, session: CallSession, messages: list[dict[str, Any]]) -> Reply:
        payloads = [message.get("custom") or {"speech": message.get("text", "")} for message in messages]
        texts = self.texts(session)
        last = next((place for place, payload in enumerate(payloads) if payload.get("end")), len(payloads))
        payloads = payloads[: last + 1]  # after a goodbye nothing more is asked
        if any(payload.get("emergency") for payload in payloads):
            session.in_emergency, session.before_emergency = True, session.reply
            return emergency.reply("medical", session.clinic, texts)
        if any(payload.get("trouble") for payload in payloads):
            return self._once_more(session, texts)
        if not payloads:
            logger.error("Rasa had no answer for a turn")
            return self.trouble(session)
        reprompt = next((payload["reprompt"] for payload in payloads if payload.get("reprompt")), None)
        session.repeated = session.repeated + 1 if reprompt == "repeat" else 0
        if reprompt == "repeat" and session.reply and session.repeated <= MOST_REPEATS:
            return session.reply
        if reprompt:
            return self.failed(session, "not_understood")
        session.failures = 0
        session.asks_to_record = any(payload.get("asks_to_record") for payload in payloads)
        parts = tuple(
            Part(payload["speech"].strip(), bool(payload.get("shareable")))
            for payload in payloads
            if payload.get("speech")
        )
        asking: dict[str, Any] = next((payload for payload in reversed(payloads) if payload.get("expecting")), {})
        ending: dict[str, Any] = next((payload for payload in reversed(payloads) if payload.get("end")), {})
        if asking:
            question = asking["speech"].strip()
            session.question = tuple(part for part in parts if part.speech == question)
        return Reply(
            parts,
            expecting=asking.get("expecting"),
            end=ending.get("end"),
            offered=tuple(asking.get("offered") or ()),
            keys=tuple(Key(**key) for key in asking.get("keys") or ()),
            whisper=ending.get("whisper", ""),
        )


def _number(text: str | None) -> float | None:
    try:
        return float(text) if text else None
    except ValueError:
        return None


async def finished(task: asyncio.Task[Any], within_s: float) -> bool:
    """Waits without cancelling: a caller who hangs up after the yes has booked."""
    done, _ = await asyncio.wait({task}, timeout=max(within_s, 0.0))
    return bool(done)
