"""Webhooks as Twilio sends them: form posts, signed, with an idempotency token, within Twilio's time limit."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

import httpx
from twilio.request_validator import RequestValidator

from simulators.phone.twiml import NotTwiml, parse_twiml, prompts

TWILIO_DEADLINE_S = 15.0
CONNECT_DEADLINE_S = 10.0


class WebhookFailed(Exception):
    """What would make Twilio give the call up (errors 11200, 11205, 12100)."""


@dataclass(frozen=True)
class Answer:
    body: str
    ms: int


class Webhooks:
    """Posts to one application.

    `public_url` is what the application believes its address to be, and what is signed; `local_url` is where the
    request really goes. With `repeat`, every webhook is sent twice under the same token, every third one at the
    same time, and `on_difference` hears of answers that are not the same.
    """

    def __init__(
        self,
        auth_token: str,
        *,
        public_url: str = "",
        local_url: str = "",
        repeat: bool = False,
        client: httpx.Client | None = None,
        on_difference: Callable[[str], None] = lambda reason: None,
    ) -> None:
        self._validator = RequestValidator(auth_token)
        self._public = public_url.rstrip("/")
        self._local = local_url.rstrip("/") or self._public
        self._repeat = repeat
        self._client = client or httpx.Client()
        self._on_difference = on_difference
        self._sent = 0

    def post(self, url: str, parameters: dict[str, str], *, twiml: bool = True, method: str = "POST") -> Answer:
        """One webhook and its answer; raises WebhookFailed for what Twilio does not accept."""
        self._sent += 1
        token = secrets.token_hex(16)
        if not self._repeat:
            return self._send(url, parameters, token, twiml, method)
        if self._sent % 3 == 0:
            with ThreadPoolExecutor(2) as pool:
                both = [pool.submit(self._send, url, parameters, token, twiml, method) for _ in range(2)]
            first, second = both[0].result(), both[1].result()
            if _is_one_moment(first.body) and not _is_one_moment(second.body):
                first, second = second, first
        else:
            first = self._send(url, parameters, token, twiml, method)
            second = self._send(url, parameters, token, twiml, method)
        if twiml and first.body != second.body and not _is_one_moment(second.body):
            self._on_difference(f"the repeated webhook {self._sent} was answered with other TwiML")
        return first

    def fetch(self, url: str) -> bytes:
        """The audio behind a Play; raises WebhookFailed when there is none."""
        try:
            response = self._client.get(self._where(url), timeout=TWILIO_DEADLINE_S, follow_redirects=True)
        except httpx.HTTPError as error:
            raise WebhookFailed(f"audio could not be fetched ({type(error).__name__})") from error
        kind = response.headers.get("content-type", "")
        if response.status_code != 200 or not kind.startswith("audio/"):
            raise WebhookFailed(f"audio was answered with {response.status_code} {kind}")
        return response.content

    def _send(self, url: str, parameters: dict[str, str], token: str, twiml: bool, method: str) -> Answer:
        started = time.monotonic()
        query = f"{'&' if urlsplit(url).query else '?'}{urlencode(parameters)}" if method == "GET" else ""
        signed = {} if method == "GET" else parameters
        headers = {
            "X-Twilio-Signature": self._validator.compute_signature(url + query, signed),
            "I-Twilio-Idempotency-Token": token,
            "User-Agent": "TwilioProxy/1.1",
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
        }
        body = urlencode(signed)
        timeout = httpx.Timeout(TWILIO_DEADLINE_S, connect=CONNECT_DEADLINE_S)
        place = urlsplit(url).path
        try:
            response = self._client.request(
                method, self._where(url + query), content=body.encode(), headers=headers, timeout=timeout
            )
        except httpx.HTTPError as error:
            raise WebhookFailed(f"{place} gave no answer ({type(error).__name__})") from error
        took = time.monotonic() - started
        if took > TWILIO_DEADLINE_S:
            raise WebhookFailed(f"{place} answered after {took:.1f} s, Twilio waits {TWILIO_DEADLINE_S:.0f} s")
        accepted = (200,) if twiml else (200, 202, 204)
        if response.status_code not in accepted:
            raise WebhookFailed(f"{place} answered {response.status_code}")
        if twiml and "xml" not in response.headers.get("content-type", ""):
            raise WebhookFailed(f"{place} answered {response.headers.get('content-type')}, not XML")
        return Answer(response.text, round(took * 1000))

    def _where(self, url: str) -> str:
        if self._public and url.startswith(self._public):
            return self._local + url[len(self._public) :]
        return url


def _is_one_moment(document: str) -> bool:
    """Whether the document only asks to wait: something said, then a Redirect."""
    try:
        verbs = parse_twiml(document)
    except NotTwiml:
        return False
    names = [verb.name for verb in verbs]
    return (
        bool(names)
        and names[-1] == "Redirect"
        and not {"Gather", "Dial", "Record"} & set(names)
        and bool(list(prompts(verbs)) or "Pause" in names)
    )
