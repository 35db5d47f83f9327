"""One turn of a conversation by text message: the same understanding and actions as on the phone, with what is usual
in writing: "C" cancels, "R" moves, with the code behind it; a code alone asks for its appointment; YES and NO; 1, 2, 3.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from channels import emergency, keypad, ladder
from channels.phrases import phrases
from channels.session import CallSession, Part, Reply
from channels.turns import LEAVE_MESSAGE, CallOutput, OnNewMessage, Turns
from nlu.spoken.emergency import find_emergency

_COMMAND = re.compile(r"\W*(c|cancel|r|reschedule|move)\b[\s:#.-]*(\d{4,8})?\W*", re.IGNORECASE)
_CODE = re.compile(r"\W*(?:code\W*)?(\d{6})\W*", re.IGNORECASE)
_MESSAGE = re.compile(r"\W*(?:message|staff)\b\W*", re.IGNORECASE)
_LETTERS = {"y": "yes", "n": "no"}
_REQUESTS = {"c": "cancel_appointment", "r": "reschedule_appointment", "m": "reschedule_appointment"}
_BY_NUMBER = ("slot_choice", "appointment_choice", "phone", "verification", "confirm")
STILL_OPEN = 2


class TextOutput(CallOutput):
    """Rasa takes the responses that are marked with this name."""

    @classmethod
    def name(cls) -> str:
        return "twilio_sms"


class TextTurns(Turns):
    output = TextOutput

    def texts(self, session: CallSession) -> dict[str, Any]:
        return phrases(session.clinic.get("language", "en"), written=True)

    async def reply_to(self, session: CallSession, fields: Mapping[str, str], on_new_message: OnNewMessage) -> Reply:
        """`fields` are Twilio's: Body."""
        text = fields.get("Body", "").strip().lstrip("/").strip()
        kind = find_emergency(text)
        if kind:
            if not session.in_emergency:
                session.in_emergency, session.before_emergency = True, session.reply
            return replace(emergency.reply(kind, session.clinic, self.texts(session)), end=None)
        if session.in_emergency:
            session.in_emergency, session.reply = False, session.before_emergency
        if self._limits.too_many_turns(session.turn):
            return Reply((Part(self.texts(session)["too_long"], shareable=True),))
        if not text:
            return self.failed(session, "not_understood")
        reply = await self.ask_rasa(session, message_for(text, session), None, on_new_message)
        if reply.end == "transfer":
            return await self._instead_of_a_transfer(session, on_new_message)
        return reply

    async def consent(self, session: CallSession, given: bool, on_new_message: OnNewMessage) -> None:
        """Kept by an action, in a conversation of its own, so that the one that is going on stays as it is."""
        apart = replace(session, call_sid=f"{session.call_sid}-consent", turn=0)
        await self.ask_rasa(apart, "/messages_wanted" if given else "/messages_unwanted", None, on_new_message)

    async def _instead_of_a_transfer(self, session: CallSession, on_new_message: OnNewMessage) -> Reply:
        reply = await self.ask_rasa(session, LEAVE_MESSAGE, None, on_new_message)
        said = Part(self.texts(session)["cannot_put_through"], shareable=True)
        return replace(reply, parts=(said, *reply.parts), end=None)

    def failed(self, session: CallSession, failure: ladder.Failure) -> Reply:
        """Asked again, then with a hint, then a way on; a conversation in writing goes on whenever somebody writes."""
        texts, last = self.texts(session), session.reply
        session.failures += 1
        if session.failures > STILL_OPEN:
            session.failures = 0
            return Reply((Part(texts["give_up"], shareable=True),), "request")
        hint = (Part(texts["hint"], shareable=True),) if session.failures == STILL_OPEN else ()
        said = Part(texts["reprompt_not_understood"], shareable=True)
        asked = last.expecting if last else "request"
        return Reply((said, *hint, *session.question), asked, offered=last.offered if last else ())

    def trouble(self, session: CallSession) -> Reply:
        return Reply((Part(self.texts(session)["trouble"], shareable=True),))

    def can_transfer(self, session: CallSession) -> bool:
        return False


def message_for(text: str, session: CallSession) -> str:
    """What Rasa gets for what was written."""
    expecting = session.reply.expecting if session.reply else None
    if command := _COMMAND.fullmatch(text):
        return _request(_REQUESTS[command[1][0].lower()], command[2])
    if expecting == "message":
        return text
    if _MESSAGE.fullmatch(text):
        return LEAVE_MESSAGE
    digits = re.sub(r"[\s().-]", "", text)
    if digits.isdigit() and expecting in _BY_NUMBER:
        meant = keypad.message_for(digits, expecting, session.caller, session.clinic.get("country", "US"))
        if meant not in (None, keypad.PERSON, keypad.REPEAT):
            return str(meant)
    if code := _CODE.fullmatch(text):
        return _request("my_appointment", code[1])
    return _LETTERS.get(text.lower().strip(" .!"), text)


def _request(intent: str, code: str | None) -> str:
    return f"/{intent}{json.dumps({'code': code}) if code else ''}"
