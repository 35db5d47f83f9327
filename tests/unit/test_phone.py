"""The simulated phone against small TwiML applications of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from flask import Flask, Response, request
from twilio.request_validator import RequestValidator
from werkzeug.serving import make_server

from simulators.phone.call import CallRecord, PhoneCall
from simulators.phone.callers import Act, HangUp, Press, Prompt, Say, Silence
from simulators.phone.reception import Behaviour, Reception
from simulators.phone.webhooks import Webhooks

TOKEN = "0123456789abcdef"
GREET = '<Gather input="speech dtmf" action="/turn?expect=request&amp;turn=1"{more}><Say>How can I help?</Say></Gather>'


@dataclass
class Application:
    """What a clinic's number points to: a document, or a function that makes one, by path."""

    pages: dict[str, str | Callable[[dict[str, str]], str]] = field(default_factory=dict)
    posts: list[tuple[str, dict[str, str], dict[str, str]]] = field(default_factory=list)
    url: str = ""

    def answer(self, path: str) -> Response:
        path = "/" + path
        if path == "/sound.wav":
            return Response(b"RIFF-caption", mimetype="audio/wav")
        self.posts.append((path, request.form.to_dict(), dict(request.headers)))
        page = self.pages.get(path)
        if page is None:
            return Response("", 404)
        body = page if isinstance(page, str) else page(request.form.to_dict())
        kind = "text/plain" if body.startswith("plain:") else "text/xml"
        return Response(
            body if "<Response" in body or kind != "text/xml" else f"<Response>{body}</Response>", mimetype=kind
        )

    def forms(self, path: str) -> list[dict[str, str]]:
        return [form for posted, form, _ in self.posts if posted == path]


@pytest.fixture
def application() -> Iterator[Application]:
    app, described = Flask("scratch"), Application()
    app.add_url_rule("/<path:path>", view_func=described.answer, methods=["GET", "POST"])
    server = make_server("127.0.0.1", 0, app, threaded=True)
    described.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield described
    server.shutdown()
    thread.join()


class Script:
    """Does one thing after the other, then nothing."""

    def __init__(self, *acts: Act) -> None:
        self.acts = list(acts)
        self.prompts: list[Prompt] = []

    def react(self, prompt: Prompt) -> Act:
        self.prompts.append(prompt)
        return self.acts.pop(0) if self.acts else HangUp()


def place(
    application: Application,
    *acts: Act,
    reception: Behaviour = "answers",
    attestation: str | None = "A",
    repeat: bool = False,
    script: Script | None = None,
    status: bool = False,
) -> CallRecord:
    differences: list[str] = []
    record = PhoneCall(
        webhooks=Webhooks(TOKEN, public_url=application.url, repeat=repeat, on_difference=differences.append),
        voice_url=f"{application.url}/voice",
        status_url=f"{application.url}/status" if status else None,
        caller_number="+12025550101",
        dialled="+12035550100",
        caller=script or Script(*acts),
        attestation=attestation,
        reception=Reception(reception),
        caption_of=lambda audio: "From the recording." if audio.startswith(b"RIFF") else None,
    ).run()
    record.errors += differences
    return record


def test_webhooks_are_signed_over_all_fields_blank_ones_included(application: Application) -> None:
    application.pages["/voice"] = "<Say>Hello.</Say><Hangup/>"
    place(application)
    ((_, form, headers),) = application.posts
    assert form["FromCity"] == "" and form["StirVerstat"] == "TN-Validation-Passed-A"
    assert form["From"] == "+12025550101" and form["To"] == "+12035550100" and form["CallSid"].startswith("CA")
    assert headers["I-Twilio-Idempotency-Token"]
    validator = RequestValidator(TOKEN)
    signature = headers["X-Twilio-Signature"]
    assert validator.validate(f"{application.url}/voice", form, signature)
    assert not validator.validate(f"{application.url}/voice", {k: v for k, v in form.items() if v}, signature)


def test_a_number_without_attestation_is_only_a_claim(application: Application) -> None:
    application.pages["/voice"] = "<Hangup/>"
    place(application, attestation=None)
    assert "StirVerstat" not in application.forms("/voice")[0]


def test_speech_goes_to_the_action_of_the_gather(application: Application) -> None:
    application.pages["/voice"] = GREET.format(more="") + "<Redirect>/silent</Redirect>"
    application.pages["/turn"] = "<Say>Goodbye.</Say><Hangup/>"
    script = Script(Say("I need an appointment", 0.5))
    record = place(application, script=script)
    (form,) = application.forms("/turn")
    assert form["SpeechResult"] == "I need an appointment" and float(form["Confidence"]) == 0.5
    assert form["CallStatus"] == "in-progress" and application.forms("/voice")[0]["CallStatus"] == "ringing"
    assert script.prompts[0] == Prompt("How can I help?", "request", "1")
    assert [(entry.who, entry.text) for entry in record.transcript] == [
        ("agent", "How can I help?"),
        ("caller", "I need an appointment"),
        ("agent", "Goodbye."),
    ]
    assert record.ended == "hangup" and record.turns == 2 and not record.errors


@pytest.mark.parametrize(
    ("more", "pressed", "arrives"),
    [("", "12#34", "12"), (' numDigits="1"', "12", "1"), (' finishOnKey="*"', "1#*2", "1#")],
)
def test_keys_end_with_the_finish_key_or_the_number_of_digits(
    application: Application, more: str, pressed: str, arrives: str
) -> None:
    application.pages["/voice"] = GREET.format(more=more)
    application.pages["/turn"] = "<Hangup/>"
    place(application, Press(pressed))
    (form,) = application.forms("/turn")
    assert form["Digits"] == arrives and "SpeechResult" not in form


def test_silence_falls_through_to_the_next_verb(application: Application) -> None:
    application.pages["/voice"] = GREET.format(more="") + "<Redirect>silent?again=1</Redirect>"
    application.pages["/silent"] = "<Hangup/>"
    record = place(application, Silence())
    assert not application.forms("/turn") and len(application.forms("/silent")) == 1
    assert record.ended == "hangup"


def test_silence_reaches_the_action_when_the_gather_wants_it(application: Application) -> None:
    application.pages["/voice"] = GREET.format(more=' actionOnEmptyResult="true"')
    application.pages["/turn"] = "<Hangup/>"
    place(application, Silence())
    assert application.forms("/turn")[0]["SpeechResult"] == ""


def test_speech_is_lost_where_only_keys_are_listened_to(application: Application) -> None:
    application.pages["/voice"] = '<Gather action="/turn"><Say>Press one.</Say></Gather><Say>Bye.</Say><Hangup/>'
    record = place(application, Say("one"))
    assert not application.forms("/turn")
    assert record.transcript[1].heard == ""


def test_audio_is_fetched_and_its_caption_is_what_was_said(application: Application) -> None:
    application.pages["/voice"] = "<Play>/sound.wav</Play><Hangup/>"
    record = place(application)
    assert record.heard_by_caller() == "From the recording." and not record.errors


def test_audio_that_cannot_be_fetched_is_an_error_and_the_call_goes_on(application: Application) -> None:
    application.pages["/voice"] = "<Play>/missing.wav</Play><Say>Hello.</Say><Hangup/>"
    record = place(application)
    assert record.ended == "hangup" and "404" in record.errors[0]


def test_what_is_said_before_and_after_a_wait_is_one_turn(application: Application) -> None:
    application.pages["/voice"] = "<Say>One moment.</Say><Redirect>/outcome</Redirect>"
    application.pages["/outcome"] = "<Say>Done.</Say><Hangup/>"
    record = place(application)
    assert record.turns == 1 and record.heard_by_caller() == "One moment. Done."


WHISPER = '<Gather numDigits="1" action="/accept"><Say>A call. Press 1.</Say></Gather><Hangup/>'
DIAL = (
    "<Say>I put you through.</Say>"
    '<Dial action="/dialled" timeout="20"><Number url="/whisper">+12025550199</Number></Dial>'
)


@pytest.mark.parametrize(
    ("behaviour", "status", "ended"),
    [
        ("answers", "completed", "transfer"),
        ("declines", "no-answer", "hangup"),
        ("no_answer", "no-answer", "hangup"),
        ("busy", "busy", "hangup"),
    ],
)
def test_a_transfer_with_a_whisper(application: Application, behaviour: Behaviour, status: str, ended: str) -> None:
    application.pages |= {"/voice": DIAL, "/whisper": WHISPER, "/accept": "<Say>Maria Lopez.</Say>"}
    application.pages["/dialled"] = "<Hangup/>"
    record = place(application, reception=behaviour)
    (form,) = application.forms("/dialled")
    assert form["DialCallStatus"] == status and form["CallSid"] == record.sid
    assert ("DialCallDuration" in form) == (behaviour == "answers")
    assert record.ended == ended and not record.errors
    assert ("Maria Lopez." in record.heard_by_reception()) == (behaviour == "answers")
    assert "Maria" not in record.heard_by_caller()
    if behaviour in ("answers", "declines"):
        leg = application.forms("/whisper")[0]
        assert leg["ParentCallSid"] == record.sid != leg["CallSid"] and leg["Direction"] == "outbound-dial"


def test_a_dial_without_action_goes_on_with_the_next_verb(application: Application) -> None:
    application.pages["/voice"] = "<Dial>+12025550199</Dial><Say>Nobody there.</Say><Hangup/>"
    assert place(application, reception="busy").heard_by_caller() == "Nobody there."


def test_emergency_services_always_answer(application: Application) -> None:
    application.pages["/voice"] = "<Dial>911</Dial><Hangup/>"
    assert place(application, reception="busy").ended == "transfer"


def test_a_message_is_left_by_recording(application: Application) -> None:
    application.pages["/voice"] = '<Say>After the tone.</Say><Record action="/kept" transcribeCallback="/text"/>'
    application.pages |= {"/kept": "<Say>Thank you.</Say><Hangup/>", "/text": "<Response/>"}
    record = place(application, Say("Please call me back"))
    assert record.ended == "message" and application.forms("/text")[0]["TranscriptionText"] == "Please call me back"


def test_a_message_is_left_by_speaking_to_a_gather(application: Application) -> None:
    application.pages["/voice"] = (
        '<Gather input="speech" action="/kept?expect=message"><Say>Your message?</Say></Gather>'
    )
    application.pages["/kept"] = "<Hangup/>"
    assert place(application, Say("Please call me back")).ended == "message"


def test_the_caller_hangs_up_and_the_status_is_reported(application: Application) -> None:
    application.pages |= {"/voice": GREET.format(more=""), "/status": "plain:"}
    record = place(application, HangUp(), status=True)
    assert record.ended == "caller_hangup" and not record.errors
    assert application.forms("/status")[0]["CallStatus"] == "completed"


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("plain:hello", "not XML"),
        ("<Response><Say>Hello", "not XML"),
        ("<Speak>Hello.</Speak>", "not allowed"),
        ("<Gather><Hangup/></Gather>", "not allowed"),
        ("<Redirect>/voice</Redirect>", "a loop"),
        ("<Redirect>/nowhere</Redirect>", "404"),
    ],
)
def test_what_twilio_refuses_fails_the_call(application: Application, page: str, reason: str) -> None:
    application.pages["/voice"] = page
    record = place(application)
    assert record.ended == "failed" and reason in record.errors[0]


def test_a_document_that_just_ends_cuts_the_caller_off(application: Application) -> None:
    application.pages["/voice"] = "<Say>Hello.</Say>"
    assert "ran out" in place(application).errors[0]


def test_a_call_that_never_ends_is_given_up(application: Application) -> None:
    application.pages["/voice"] = GREET.format(more="")
    application.pages["/turn"] = GREET.format(more="")
    record = place(application, *[Say("hello")] * 60)
    assert record.ended == "failed" and "40 turns" in record.errors[0]


def test_repeated_webhooks_have_one_token_and_must_have_one_answer(application: Application) -> None:
    application.pages["/voice"] = GREET.format(more="")
    application.pages["/turn"] = "<Hangup/>"
    record = place(application, Say("hello"), repeat=True)
    tokens = [headers["I-Twilio-Idempotency-Token"] for _, _, headers in application.posts]
    assert len(tokens) == 4 and tokens[0] == tokens[1] != tokens[2] == tokens[3]
    assert not record.errors
    count = iter(range(100))
    application.pages["/turn"] = lambda form: f"<Say>{next(count)}</Say><Hangup/>"
    assert "other TwiML" in place(application, Say("hello"), repeat=True).errors[0]
