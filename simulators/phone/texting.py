"""A phone that writes text messages, with Twilio between it and the clinic."""

from __future__ import annotations

import secrets
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from typing import Any

from simulators.phone.call import CallRecord, Entry
from simulators.phone.twiml import NotTwiml
from simulators.phone.webhooks import WebhookFailed, Webhooks

LONGEST = 1600


class TextPhone:
    """One number that writes to one of the clinic's. `record` holds what was written to and fro."""

    def __init__(self, webhooks: Webhooks, text_url: str, number: str, dialled: str) -> None:
        self._webhooks, self._url = webhooks, text_url
        self.record = CallRecord("", number, dialled, ended="hangup")

    def send(self, text: str, sid: str | None = None, **more: str) -> list[str]:
        """The messages that come back at once. Raises WebhookFailed and NotTwiml."""
        fields = {
            "MessageSid": sid or "SM" + secrets.token_hex(16),
            "AccountSid": "AC" + "0" * 31 + "1",
            "From": self.record.caller,
            "To": self.record.dialled,
            "Body": text,
            "NumMedia": "0",
            "NumSegments": "1",
            "FromCity": "",
            "ToCity": "",
            **more,
        }
        self.record.transcript.append(Entry("caller", text))
        answer = self._webhooks.post(self._url, fields)
        self.record.twiml.append(answer.body)
        messages = messages_in(answer.body)
        if messages:
            self.record.turns += 1
            self.record.transcript.append(Entry("agent", "\n".join(messages), ms=answer.ms))
        return messages

    def converse(self, turns: Sequence[Any]) -> CallRecord:
        """Writes what a call file has the caller say, line by line. What went wrong is in the record's `errors`."""
        try:
            for turn in turns:
                self.send(turn.say)
        except (WebhookFailed, NotTwiml) as error:
            self.record.errors.append(str(error))
        return self.record


def messages_in(document: str) -> list[str]:
    """Raises NotTwiml for what Twilio would not send."""
    try:
        root = ET.fromstring(document)
    except ET.ParseError as error:
        raise NotTwiml(f"not XML: {error}") from error
    if root.tag != "Response" or any(verb.tag != "Message" for verb in root):
        raise NotTwiml("a text message is answered with <Response> and <Message> alone")
    messages = ["".join(verb.itertext()) for verb in root]
    if any(not message.strip() or len(message) > LONGEST for message in messages):
        raise NotTwiml(f"a message is empty or longer than {LONGEST} letters")
    return messages
