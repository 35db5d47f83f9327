"""TwiML for one turn: what is said, then Gather and Redirect, Dial, or Hangup."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from twilio.twiml.voice_response import Dial, Gather, VoiceResponse

LANGUAGES = {"en": "en-US", "es": "es-US"}
GATHER_TIMEOUT_S = 5
DIAL_TIMEOUT_S = 20
MAX_HINTS = 500
MAX_HINT_LENGTH = 100

# Twilio needs a positive speechTimeout with every speechModel (its error 13335): the pause that ends an answer.
PAUSE_S = {"confirm": 1, "slot_choice": 1, "anything_else": 1}
LONG_PAUSE_S = 3
LONG_ANSWERS = ("phone", "email", "address", "purpose", "message", "name", "caller_name")
ONE_KEY = ("request", "confirm", "slot_choice", "appointment_choice", "anything_else")


@dataclass(frozen=True)
class Sentence:
    """`url` is its audio; without one Twilio's own voice says `text`."""

    text: str
    url: str | None = None


def _say(verb: Any, sentences: Sequence[Sentence], language: str) -> None:
    for sentence in sentences:
        if sentence.url:
            verb.play(sentence.url)
        else:
            verb.say(sentence.text, language=LANGUAGES.get(language, "en-US"))


def ask(
    sentences: Sequence[Sentence], action: str, expecting: str | None, hints: Sequence[str], language: str = "en"
) -> str:
    """Says and listens for speech or keys. Silence reaches `action` too, by Twilio's own post or by the Redirect."""
    response = VoiceResponse()
    gather = Gather(
        input="speech dtmf",
        action=action,
        method="POST",
        timeout=GATHER_TIMEOUT_S,
        speech_timeout=str(LONG_PAUSE_S if expecting in LONG_ANSWERS else PAUSE_S.get(expecting or "", 2)),
        speech_model="numbers_and_commands" if expecting in ("phone", "verification") else "phone_call",
        language=LANGUAGES.get(language, "en-US"),
        profanity_filter=False,
        action_on_empty_result=True,
        hints=", ".join(hint[:MAX_HINT_LENGTH] for hint in hints[:MAX_HINTS]) or None,
        num_digits=1 if expecting in ONE_KEY else None,
    )
    _say(gather, sentences, language)
    response.append(gather)
    response.redirect(action, method="POST")
    return str(response)


def wait(sentences: Sequence[Sentence], outcome: str, language: str = "en") -> str:
    """Says that it takes a moment and has Twilio fetch the outcome."""
    response = VoiceResponse()
    _say(response, sentences, language)
    response.redirect(outcome, method="POST")
    return str(response)


def hang_up(sentences: Sequence[Sentence], language: str = "en") -> str:
    response = VoiceResponse()
    _say(response, sentences, language)
    response.hangup()
    return str(response)


def transfer(
    sentences: Sequence[Sentence], number: str, action: str, whisper: str, caller_id: str, language: str = "en"
) -> str:
    """Announces, then dials `number`, who hears the TwiML at `whisper` first; `action` learns how it ended."""
    response = VoiceResponse()
    _say(response, sentences, language)
    dial = Dial(action=action, method="POST", timeout=DIAL_TIMEOUT_S, caller_id=caller_id, answer_on_bridge=True)
    dial.number(number, url=whisper, method="POST")
    response.append(dial)
    return str(response)


def record(sentences: Sequence[Sentence], action: str, finished: str, most_s: int, language: str = "en") -> str:
    """Says and records; `finished` hears of the recording when it can be fetched. Silence reaches `action` too."""
    response = VoiceResponse()
    _say(response, sentences, language)
    response.record(
        action=action,
        method="POST",
        max_length=most_s,
        timeout=5,
        finish_on_key="#",
        play_beep=True,
        recording_status_callback=finished,
        recording_status_callback_method="POST",
        recording_status_callback_event="completed absent failed",
    )
    response.redirect(action, method="POST")
    return str(response)


def whisper_question(sentences: Sequence[Sentence], action: str, language: str = "en") -> str:
    """Asks the human for key 1; without it the leg ends and the caller comes back."""
    response = VoiceResponse()
    gather = Gather(input="dtmf", num_digits=1, timeout=8, action=action, method="POST")
    _say(gather, sentences, language)
    response.append(gather)
    response.hangup()
    return str(response)


def whisper_reason(sentences: Sequence[Sentence], language: str = "en") -> str:
    """What the call is about; when it has been said the two are connected."""
    response = VoiceResponse()
    _say(response, sentences, language)
    return str(response)


def with_query(url: str, **fields: object) -> str:
    return f"{url}?{urlencode({key: value for key, value in fields.items() if value is not None})}"
