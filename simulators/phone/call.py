"""One phone call from ring to end. No real time passes for silences, pauses or ringing."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import parse_qs, urljoin, urlsplit

from simulators.phone.callers import (
    DEFAULT_CONFIDENCE,
    Act,
    Caller,
    HangUp,
    Line,
    PlainLine,
    Press,
    Prompt,
    Say,
    Silence,
)
from simulators.phone.reception import Reception
from simulators.phone.twiml import NotTwiml, Verb, parse_twiml
from simulators.phone.webhooks import WebhookFailed, Webhooks

MAX_REQUESTS = 60
MAX_TURNS = 40
RINGS_FOR_S = 20

Ended = Literal["hangup", "transfer", "caller_hangup", "message", "failed"]


@dataclass
class Entry:
    """One line of the transcript. `who` is agent, caller, whisper (what the reception hears) or reception."""

    who: str
    text: str
    expecting: str | None = None
    ms: int | None = None
    heard: str | None = None

    def as_dict(self) -> dict[str, Any]:
        return {key: value for key, value in vars(self).items() if value is not None}


@dataclass
class CallRecord:
    """What there is to know about a call afterwards. `errors` are things that Twilio would have logged as errors;
    `callers_twiml` are those documents of `twiml` that ran on the caller's leg."""

    sid: str
    caller: str
    dialled: str
    transcript: list[Entry] = field(default_factory=list)
    twiml: list[str] = field(default_factory=list)
    callers_twiml: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    ended: Ended = "failed"
    turns: int = 0
    dialled_out: list[str] = field(default_factory=list)

    def heard_by_caller(self) -> str:
        return " \n ".join(entry.text for entry in self.transcript if entry.who == "agent")

    def heard_by_reception(self) -> str:
        return " \n ".join(entry.text for entry in self.transcript if entry.who == "whisper")


class _Over(Exception):
    """The call is over."""

    def __init__(self, ended: Ended) -> None:
        self.ended = ended


@dataclass
class PhoneCall:
    """Places one call and follows it.

    `caption_of` turns fetched audio into the words that are in it. `on_entry` hears every line of the transcript as it
    happens, `on_agent_audio` and `on_caller_audio` the sound of either side, `before_webhook` what was expected when
    the caller acts.
    """

    webhooks: Webhooks
    voice_url: str
    caller_number: str
    dialled: str
    caller: Caller
    status_url: str | None = None
    attestation: str | None = "A"
    reception: Reception = field(default_factory=Reception)
    line: Line = field(default_factory=PlainLine)
    caption_of: Callable[[bytes], str | None] = lambda audio: None
    on_entry: Callable[[Entry], None] = lambda entry: None
    on_agent_audio: Callable[[bytes], None] = lambda audio: None
    on_caller_audio: Callable[[bytes], None] = lambda audio: None
    before_webhook: Callable[[str | None], None] = lambda expecting: None

    def __post_init__(self) -> None:
        self.record = CallRecord("CA" + secrets.token_hex(16), self.caller_number, self.dialled)
        self._account = "AC" + "0" * 31 + "1"
        self._requests = 0
        self._acts = 0
        self._speaking: list[str] = []
        self._waited_ms = 0
        self._left_message = False
        self._bridged = False
        self._expecting: str | None = None
        self._said: Counter[str] = Counter()

    def run(self) -> CallRecord:
        """The whole call. Never raises: what went wrong is in `errors`, with `ended` failed."""
        try:
            self._visit(self.voice_url, {"CallStatus": "ringing"})
        except _Over as over:
            self.record.ended = over.ended
        except (WebhookFailed, NotTwiml) as error:
            self.record.errors.append(str(error))
        self._finish_speaking(None)
        if self.record.ended == "hangup" and self._left_message:
            self.record.ended = "message"
        if self._bridged and self.record.ended in ("hangup", "caller_hangup"):
            self.record.ended = "transfer"
        self._report_status()
        return self.record

    def _visit(self, url: str, more: dict[str, str], method: str = "POST") -> None:
        """Fetch documents and run them until the call is over; every verb that leaves a document returns the next."""
        step: tuple[str, dict[str, str], str] | None = (url, more, method)
        while step is not None:
            url, more, method = step
            step = self._run(self._fetch(url, more, method), url)

    def _run(self, document: str, url: str) -> tuple[str, dict[str, str], str] | None:
        for verb in parse_twiml(document):
            if verb.name in ("Say", "Play"):
                self._hear(verb, url)
            elif verb.name == "Gather":
                for nested in verb.children:
                    self._hear(nested, url)
                step = self._gather(verb, url)
                if step is not None:
                    return step
            elif verb.name == "Record":
                step = self._record(verb, url)
                if step is not None:
                    return step
            elif verb.name == "Redirect":
                return urljoin(url, verb.text), {}, verb.get("method", "POST").upper()
            elif verb.name == "Dial":
                step = self._dial(verb, url)
                if step is not None:
                    return step
            elif verb.name == "Hangup":
                raise _Over("hangup")
            elif verb.name == "Reject":
                self.record.errors.append("the call was rejected")
                raise _Over("hangup")
        if not self._bridged:
            self.record.errors.append("the TwiML ran out without Redirect, Dial or Hangup, which cuts the caller off")
        raise _Over("hangup")

    def _hear(self, verb: Verb, url: str) -> None:
        if verb.name == "Say" and verb.text:
            self._speaking.append(verb.text)
        elif verb.name == "Play":
            try:
                audio = self.webhooks.fetch(urljoin(url, verb.text))
            except WebhookFailed as error:
                self.record.errors.append(f"Play: {error}")
                return
            self.on_agent_audio(audio)
            caption = self.caption_of(audio)
            if caption is None:
                self.record.errors.append("Play: the audio has no caption, so nobody knows what was said")
            else:
                self._speaking.append(caption)

    def _gather(self, verb: Verb, url: str) -> tuple[str, dict[str, str], str] | None:
        action = urljoin(url, verb.get("action") or url)
        inputs = verb.get("input", "dtmf").split()
        act = self._listen(action, "gather")
        result: dict[str, str] = {}
        if isinstance(act, Say) and "speech" in inputs:
            carried = self.line.carry(act.text, self._said[act.text])
            self._said[act.text] += 1
            if carried.audio is not None:
                self.on_caller_audio(carried.audio)
            confidence = carried.confidence if act.confidence is None else act.confidence
            self._note(Entry("caller", act.text, heard=carried.text if carried.text != act.text else None))
            if carried.text.strip():
                result = {"SpeechResult": carried.text, "Confidence": f"{confidence:.8f}"}
        elif isinstance(act, Say):
            self._note(Entry("caller", act.text, heard=""))
        elif isinstance(act, Press):
            self._note(Entry("caller", f"[presses {act.digits}]"))
            digits = self._digits(verb, act.digits) if "dtmf" in inputs else ""
            if digits:
                result = {"Digits": digits}
        else:
            self._note(Entry("caller", "[silence]"))
        if not result:
            if not verb.is_on("actionOnEmptyResult"):
                return None
            result = {"SpeechResult": ""} if "speech" in inputs else {"Digits": ""}
        if self._expecting == "message" and result.get("SpeechResult"):
            self._left_message = True
        self.before_webhook(self._expecting)
        return action, result, verb.get("method", "POST").upper()

    @staticmethod
    def _digits(verb: Verb, pressed: str) -> str:
        end = verb.get("finishOnKey", "#")
        for position, key in enumerate(pressed):
            if key and key in end:
                pressed = pressed[:position]
                break
        most = verb.get("numDigits")
        return pressed[: int(most)] if most else pressed

    def _record(self, verb: Verb, url: str) -> tuple[str, dict[str, str], str] | None:
        action = urljoin(url, verb.get("action") or url)
        act = self._listen(action, "record")
        if not isinstance(act, Say):
            self._note(Entry("caller", f"[presses {act.digits}]" if isinstance(act, Press) else "[silence]"))
            return None
        self._note(Entry("caller", act.text))
        self._left_message = True
        recording = "RE" + secrets.token_hex(16)
        common = {"RecordingSid": recording, "RecordingUrl": f"https://api.twilio.com/{recording}"}
        if verb.get("recordingStatusCallback"):
            told = {**common, "CallSid": self.record.sid, "AccountSid": self._account, "RecordingStatus": "completed",
                    "RecordingDuration": "5", "RecordingChannels": "1", "RecordingSource": "RecordVerb"}  # fmt: skip
            self.webhooks.post(urljoin(url, verb.get("recordingStatusCallback")), told, twiml=False)
        if verb.get("transcribeCallback"):
            self._fetch(
                urljoin(url, verb.get("transcribeCallback")),
                {**common, "TranscriptionText": act.text, "TranscriptionStatus": "completed"},
                twiml=False,
            )
        self.before_webhook(self._expecting)
        return action, {**common, "RecordingDuration": "5", "Digits": "hangup"}, "POST"

    def _listen(self, action: str, kind: str) -> Act:
        query = parse_qs(urlsplit(action).query)
        self._expecting = query.get("expect", ["message" if kind == "record" else ""])[0] or None
        turn = query.get("turn", [""])[0] or None
        text = self._finish_speaking(self._expecting)
        if self._bridged:
            raise _Over("transfer")
        self._acts += 1
        if self._acts > MAX_TURNS:
            self.record.errors.append(f"the call did not end within {MAX_TURNS} turns")
            raise _Over("failed")
        act = self.caller.react(Prompt(text, self._expecting, turn, kind))
        if isinstance(act, HangUp):
            self._note(Entry("caller", "[hangs up]"))
            raise _Over("caller_hangup")
        return act

    def _finish_speaking(self, expecting: str | None) -> str:
        """Close the agent's turn: everything said since the caller's last act is one turn."""
        text = " ".join(self._speaking)
        if text:
            self.record.turns += 1
            self._note(Entry("agent", text, expecting, self._waited_ms))
        self._speaking, self._waited_ms = [], 0
        return text

    def _note(self, entry: Entry) -> None:
        self.record.transcript.append(entry)
        self.on_entry(entry)

    def _dial(self, verb: Verb, url: str) -> tuple[str, dict[str, str], str] | None:
        numbers = [child for child in verb.children if child.name == "Number"] or [Verb("Number", {}, verb.text)]
        number = numbers[0]
        self._finish_speaking(None)
        self.record.dialled_out.append(number.text)
        reaction = self.reception.reaction_to(number.text)
        bridged, child = False, "CA" + secrets.token_hex(16)
        status = {"no_answer": "no-answer", "busy": "busy"}.get(reaction, "completed")
        if status == "completed":
            bridged = self._whisper(number, urljoin(url, number.get("url")), child, reaction == "answers")
            self._note(Entry("reception", "[answers]" if bridged else "[declines]"))
            status = "completed" if bridged else "no-answer"
        else:
            self._note(Entry("reception", "[is busy]" if reaction == "busy" else "[does not answer]"))
        self._bridged = self._bridged or bridged
        if not verb.get("action"):
            return None
        result = {"DialCallStatus": status, "DialBridged": str(bridged).lower(), "DialCallSid": child}
        if bridged:
            result["DialCallDuration"] = "42"
        return urljoin(url, verb.get("action")), result, verb.get("method", "POST").upper()

    def _whisper(self, number: Verb, url: str, child: str, willing: bool) -> bool:
        """Run the whisper on the leg to the reception; True when the two are put through to each other."""
        if not number.get("url"):
            return willing
        leg = {
            "CallSid": child,
            "ParentCallSid": self.record.sid,
            "To": number.text,
            "Called": number.text,
            "Direction": "outbound-dial",
            "StirVerstat": "",
        }
        more: dict[str, str] = {}
        while True:
            step: tuple[str, dict[str, str]] | None = None
            for verb in parse_twiml(self._fetch(url, {**leg, **more})):
                if verb.name in ("Say", "Play"):
                    self._whisper_heard(verb, url)
                elif verb.name == "Gather":
                    for nested in verb.children:
                        self._whisper_heard(nested, url)
                    if not willing:
                        return False
                    self._note(Entry("reception", "[presses 1]"))
                    step = urljoin(url, verb.get("action") or url), {"Digits": "1"}
                elif verb.name == "Redirect":
                    step = urljoin(url, verb.text), {}
                elif verb.name in ("Hangup", "Reject"):
                    return False
                elif verb.name in ("Dial", "Record"):
                    raise NotTwiml(f"<{verb.name}> is not allowed in a whisper")
                if step is not None:
                    break
            if step is None:
                return willing
            url, more = step

    def _whisper_heard(self, verb: Verb, url: str) -> None:
        text: str | None = verb.text
        if verb.name == "Play":
            try:
                text = self.caption_of(self.webhooks.fetch(urljoin(url, verb.text)))
            except WebhookFailed as error:
                self.record.errors.append(f"Play: {error}")
        if verb.name != "Pause" and text:
            self._note(Entry("whisper", text))

    def _fetch(self, url: str, more: dict[str, str], method: str = "POST", twiml: bool = True) -> str:
        self._requests += 1
        if self._requests > MAX_REQUESTS:
            raise WebhookFailed(f"more than {MAX_REQUESTS} webhooks in one call: a loop")
        answer = self.webhooks.post(url, {**self._parameters(), **more}, method=method, twiml=twiml)
        if twiml:
            self.record.twiml.append(answer.body)
        if more.get("Direction") != "outbound-dial":
            self._waited_ms += answer.ms
            self.record.callers_twiml += [answer.body] if twiml else []
        return answer.body

    def _parameters(self) -> dict[str, str]:
        place = {f"{who}{what}": "" for who in ("From", "To", "Caller", "Called") for what in ("City", "State", "Zip")}
        stated = {"StirVerstat": f"TN-Validation-Passed-{self.attestation}"} if self.attestation else {}
        return {
            "AccountSid": self._account,
            "ApiVersion": "2010-04-01",
            "CallSid": self.record.sid,
            "CallStatus": "in-progress",
            "Called": self.dialled,
            "Caller": self.caller_number,
            "Direction": "inbound",
            "From": self.caller_number,
            "To": self.dialled,
            "FromCountry": "US",
            "ToCountry": "US",
            **place,
            **stated,
        }

    def _report_status(self) -> None:
        if not self.status_url:
            return
        more = {"CallStatus": "completed", "CallDuration": "60", "SequenceNumber": "0", "Timestamp": ""}
        try:
            self.webhooks.post(self.status_url, {**self._parameters(), **more}, twiml=False)
        except WebhookFailed as error:
            self.record.errors.append(f"status callback: {error}")


__all__ = ["DEFAULT_CONFIDENCE", "CallRecord", "Entry", "PhoneCall", "Silence"]
