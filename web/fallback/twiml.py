"""TwiML of the menu, said by Twilio's own voice: our speech service may be what has failed."""

from __future__ import annotations

from collections.abc import Sequence

from twilio.twiml.voice_response import Dial, Gather, VoiceResponse

LANGUAGES = {"en": "en-US", "es": "es-US"}
WAITS_S = 6
PAUSE_S = 2
RING_S = 20


def ask(
    sentences: Sequence[str], action: str, language: str, keys: int | None = None, hints: Sequence[str] = ()
) -> str:
    """Says and listens for speech or keys; silence reaches `action` too. `keys`: how many end the answer."""
    response = VoiceResponse()
    gather = Gather(
        input="speech dtmf",
        action=action,
        method="POST",
        timeout=WAITS_S,
        speech_timeout=str(PAUSE_S),
        speech_model="phone_call",
        language=LANGUAGES.get(language, "en-US"),
        profanity_filter=False,
        action_on_empty_result=True,
        finish_on_key="#",
        num_digits=keys,
        hints=", ".join(hints[:500]) or None,
    )
    _say(gather, sentences, language)
    response.append(gather)
    response.redirect(action, method="POST")
    return str(response)


def hang_up(sentences: Sequence[str], language: str = "en") -> str:
    response = VoiceResponse()
    _say(response, sentences, language)
    response.hangup()
    return str(response)


def wait(sentence: str, address: str, language: str) -> str:
    """Another process is still answering."""
    response = VoiceResponse()
    _say(response, [sentence], language)
    response.redirect(address, method="POST")
    return str(response)


def dial(sentences: Sequence[str], number: str, action: str, whisper: str | None, language: str) -> str:
    """`whisper`: the address of what the person hears first."""
    response = VoiceResponse()
    _say(response, sentences, language)
    dialled = Dial(None if whisper else number, action=action, method="POST", timeout=RING_S, answer_on_bridge=True)
    if whisper:
        dialled.number(number, url=whisper, method="POST")
    response.append(dialled)
    return str(response)


def whisper_question(sentence: str, action: str, language: str) -> str:
    """Without key 1 the leg ends and the caller comes back."""
    response = VoiceResponse()
    gather = Gather(input="dtmf", num_digits=1, timeout=8, action=action, method="POST")
    _say(gather, [sentence], language)
    response.append(gather)
    response.hangup()
    return str(response)


def whisper_reason(sentences: Sequence[str], language: str) -> str:
    response = VoiceResponse()
    _say(response, sentences, language)
    return str(response)


def _say(verb: VoiceResponse | Gather, sentences: Sequence[str], language: str) -> None:
    for sentence in sentences:
        verb.say(sentence, language=LANGUAGES.get(language, "en-US"))
