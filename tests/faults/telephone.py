"""One webhook at a time, as Twilio sends them, with everything in the test's hand that a fault can touch: token,
signature, body, connection. Whatever the fault, an answer is TwiML with status 200 within Twilio's time."""

from __future__ import annotations

import secrets
import time
from contextlib import closing
from dataclasses import dataclass, field
from functools import cached_property
from http.client import HTTPConnection
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
from twilio.request_validator import RequestValidator

from receptionist.stack import Stack
from simulators.calls.switchboard import caption
from simulators.phone.twiml import Verb, parse_twiml, prompts

TWILIO_WAITS_S = 10.0
MOST_REDIRECTS = 5
MOST_TURNS = 14
CALLER = "+12025550123"
ROUTES = ("webhook", "outcome", "dial", "whisper", "status")
LEAVES_THE_CALLER = ("Gather", "Dial", "Hangup", "Redirect")

ANSWERS = {
    "request": "i would like an appointment with doctor patel tomorrow morning",
    "rephrase": "i would like an appointment with doctor patel tomorrow morning",
    "doctor": "doctor patel",
    "datetime": "tomorrow morning",
    "slot_choice": "the first one",
    "name": "Maria Lopez",
    "phone": "this number is fine",
    "confirm": "yes",
    "anything_else": "no thanks",
}


@dataclass(frozen=True)
class Answer:
    body: str
    seconds: float

    @cached_property
    def verbs(self) -> list[Verb]:
        return parse_twiml(self.body)

    @property
    def ends(self) -> str:
        """The first verb after which the document does not just go on: Gather, Dial, Hangup or Redirect."""
        return next(verb.name for verb in self.verbs if verb.name in LEAVES_THE_CALLER)

    @property
    def next_url(self) -> str:
        verb = next(verb for verb in self.verbs if verb.name in LEAVES_THE_CALLER)
        return verb.text if verb.name == "Redirect" else verb.get("action")

    @property
    def expecting(self) -> str | None:
        return parse_qs(urlsplit(self.next_url).query).get("expect", [None])[0] if self.ends == "Gather" else None

    @property
    def said_by_twilio(self) -> str:
        return " ".join(verb.text for verb in prompts(self.verbs) if verb.name == "Say")

    @property
    def audio(self) -> list[str]:
        return [verb.text for verb in prompts(self.verbs) if verb.name == "Play"]


@dataclass
class Line:
    """The way from Twilio to a stack. `seconds` are those of every webhook that was answered."""

    stack: Stack
    seconds: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._validator = RequestValidator(self.stack.auth_token)
        self._http = httpx.Client(limits=httpx.Limits(max_keepalive_connections=0))

    def close(self) -> None:
        self._http.close()

    def url(self, route: str) -> str:
        return f"{self.stack.assistant_url}/webhooks/twilio_voice/{route}"

    def signature(self, url: str, fields: dict[str, str]) -> str:
        return str(self._validator.compute_signature(url, fields))

    def send(self, url: str, body: str, signature: str | None, token: str | None) -> httpx.Response:
        return self._http.post(url, content=body.encode(), headers=headers(signature, token), timeout=20)

    def break_off(self, url: str, fields: dict[str, str], after_s: float) -> None:
        """Sends a right webhook and closes the connection, whether or not an answer is on its way."""
        parts = urlsplit(url)
        signed = headers(self.signature(url, fields), secrets.token_hex(16))
        with closing(HTTPConnection(parts.netloc, timeout=20)) as connection:
            connection.request("POST", f"{parts.path}?{parts.query}", urlencode(fields), signed)
            time.sleep(after_s)

    def post(self, url: str, fields: dict[str, str], token: str | None = None) -> Answer:
        """A right webhook, and what Twilio would accept as its answer."""
        started = time.monotonic()
        response = self.send(url, urlencode(fields), self.signature(url, fields), token or secrets.token_hex(16))
        seconds = time.monotonic() - started
        self.seconds.append(seconds)
        assert response.status_code == 200, f"{urlsplit(url).path} answered {response.status_code}: {response.text}"
        assert seconds <= TWILIO_WAITS_S, f"{urlsplit(url).path} took {seconds:.1f} s"
        return Answer(response.text, seconds)

    def sound(self, url: str) -> str:
        """The words in a sentence's audio."""
        response = self._http.get(url, timeout=TWILIO_WAITS_S)
        assert response.status_code == 200, f"the audio of a sentence was answered with {response.status_code}"
        return caption(response.content) or ""


def headers(signature: str | None, token: str | None) -> dict[str, str]:
    fields = {"Content-Type": "application/x-www-form-urlencoded; charset=UTF-8"}
    if signature is not None:
        fields["X-Twilio-Signature"] = signature
    if token is not None:
        fields["I-Twilio-Idempotency-Token"] = token
    return fields


class Call:
    def __init__(self, line: Line, dialled: str, caller: str = CALLER) -> None:
        self.line, self.dialled, self.caller = line, dialled, caller
        self.sid = "CA" + secrets.token_hex(16)
        self.said: list[str] = []
        self.answers: list[Answer] = []

    @property
    def last(self) -> Answer:
        return self.answers[-1]

    def fields(self, **more: str) -> dict[str, str]:
        """Blank ones included, as Twilio sends and signs them."""
        return {
            "CallSid": self.sid,
            "From": self.caller,
            "To": self.dialled,
            "CallStatus": "in-progress",
            "FromCity": "",
            "FromState": "",
            "StirVerstat": "TN-Validation-Passed-A",
            **more,
        }

    def ring(self) -> Answer:
        return self.follow(self.line.post(self.line.url("webhook"), self.fields(CallStatus="ringing")))

    def say(self, text: str, token: str | None = None) -> Answer:
        return self.follow(self.line.post(self.last.next_url, self.spoken(text), token))

    def spoken(self, text: str) -> dict[str, str]:
        return self.fields(SpeechResult=text, Confidence="0.93") if text else self.fields(SpeechResult="")

    def follow(self, answer: Answer) -> Answer:
        """Hears the answer, and those to which it redirects, until the caller can act or the call is over."""
        for _ in range(MOST_REDIRECTS):
            self.said.append(" ".join([answer.said_by_twilio, *(self.line.sound(url) for url in answer.audio)]))
            self.answers.append(answer)
            if answer.ends != "Redirect":
                return answer
            answer = self.line.post(answer.next_url, self.fields())
        raise AssertionError("one redirect after the other")

    def go_on(self, until: str | None = None) -> Answer:
        """Books, as whatever is asked for demands, until `until` is asked for or the call is over."""
        for _ in range(MOST_TURNS):
            if self.last.ends != "Gather" or (until is not None and self.last.expecting == until):
                break
            self.answer()
        assert until is None or self.last.expecting == until, f"{until} was not asked for, but: {self.said}"
        return self.last

    def answer(self) -> Answer:
        """Says what books, to whatever was asked."""
        return self.say(ANSWERS.get(self.last.expecting or "", ""))

    def break_off(self, text: str, after_s: float) -> None:
        self.line.break_off(self.last.next_url, self.spoken(text), after_s)

    def hang_up(self) -> None:
        self.line.post(self.line.url("status"), self.fields(CallStatus="completed"))

    @property
    def last_said(self) -> str:
        return self.said[-1]

    def __repr__(self) -> str:
        return f"{[*self.said]}, then {self.last.ends}"
