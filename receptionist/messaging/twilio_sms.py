"""SMS by Twilio."""

from __future__ import annotations

import requests
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.http.http_client import TwilioHttpClient
from twilio.rest import Client

from receptionist.messaging.port import Message, NotDelivered, Reason

DEADLINE_S = 4.0
_OPTED_OUT = {21610}
_NOT_REACHABLE = {21211, 21214, 21217, 21407, 21421, 21612, 21614, 21635, 30003, 30005, 30006}
_CONFIGURATION = {20003, 20404, 21212, 21606, 21608, 21659, 30024, 30034}


class TwilioSms:
    def __init__(self, account_sid: str, auth_token: str, from_number: str) -> None:
        client = TwilioHttpClient(timeout=DEADLINE_S, max_retries=0)
        self.client = Client(account_sid, auth_token, http_client=client)
        self.from_number = from_number

    def send(self, message: Message) -> str:
        try:
            sent = self.client.messages.create(to=message.to, from_=self.from_number, body=message.body)
        except TwilioRestException as error:
            raise NotDelivered(reason_of(error.code, error.status)) from error
        except (requests.RequestException, TwilioException) as error:
            raise NotDelivered("retryable") from error
        return str(sent.sid)


def reason_of(code: int | None, status: int) -> Reason:
    """Coarse on purpose: Twilio advises against logic that hangs on single codes."""
    if code in _OPTED_OUT:
        return "opted_out"
    if code in _NOT_REACHABLE:
        return "not_reachable"
    if code in _CONFIGURATION or status in (401, 403):
        return "configuration"
    return "retryable"
