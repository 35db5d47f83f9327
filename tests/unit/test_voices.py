"""The voices: sound that a telephone can play, and trouble told by its kind alone."""

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import numpy as np
import pytest

from receptionist.speech.voices.elevenlabs import ElevenLabsVoice
from receptionist.speech.voices.offline import PRONUNCIATIONS, OfflineVoice, readable
from receptionist.speech.voices.port import VoiceDown
from receptionist.speech.wav import chunks_of, read_wav

SPOKEN = "Your appointment is with Doctor Patel."


class ElevenLabsApi(ThreadingHTTPServer):
    """Answers as api.elevenlabs.io does; `answer` is (status, body, seconds to wait), `asked` what was requested."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answer: tuple[int, bytes, float] = (200, b"", 0.0)
        self.asked: list[dict[str, Any]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    server: ElevenLabsApi

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append({"path": self.path, "key": self.headers["xi-api-key"], "body": body})
        status, content, wait_s = self.server.answer
        time.sleep(wait_s)
        self.send_response(status)
        self.send_header("Content-Type", "audio/basic" if status == 200 else "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def api() -> Iterator[ElevenLabsApi]:
    server = ElevenLabsApi()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def voice_at(api: ElevenLabsApi, model: str = "eleven_multilingual_v2", timeout_s: float = 2.0) -> ElevenLabsVoice:
    return ElevenLabsVoice("a-key", "voice-1", model, base_url=api.url, timeout_s=timeout_s)


def error(status: str) -> bytes:
    return json.dumps({"detail": {"status": status, "message": "…"}}).encode()


def test_elevenlabs_sound_becomes_a_wav(api: ElevenLabsApi) -> None:
    mu_law = bytes(range(256)) * 10
    api.answer = (200, mu_law, 0.0)
    wav = voice_at(api).speak(SPOKEN, "en")
    assert dict(chunks_of(wav))[b"data"] == mu_law
    assert read_wav(wav)[1] == 8000
    (request,) = api.asked
    assert request["path"].startswith("/v1/text-to-speech/voice-1?")
    assert "output_format=ulaw_8000" in request["path"]
    assert request["key"] == "a-key"
    assert request["body"]["text"] == SPOKEN
    assert request["body"]["model_id"] == "eleven_multilingual_v2"
    assert "language_code" not in request["body"]


def test_elevenlabs_language_is_given_to_the_models_that_take_it(api: ElevenLabsApi) -> None:
    api.answer = (200, b"\xff" * 80, 0.0)
    voice_at(api, "eleven_flash_v2_5").speak(SPOKEN, "en-US")
    assert api.asked[0]["body"]["language_code"] == "en"


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (401, error("invalid_api_key"), "not_allowed"),
        (401, error("quota_exceeded"), "quota"),
        (429, error("too_many_concurrent_requests"), "busy"),
        (400, error("max_character_limit_exceeded"), "refused"),
        (422, b'{"detail": [{"loc": ["body", "text"], "msg": "field required", "type": "missing"}]}', "refused"),
        (500, b"oops", "broken"),
        (200, b"", "broken"),
    ],
)
def test_elevenlabs_trouble_has_a_kind_and_no_text(api: ElevenLabsApi, status: int, body: bytes, kind: str) -> None:
    api.answer = (status, body, 0.0)
    with pytest.raises(VoiceDown) as caught:
        voice_at(api).speak(SPOKEN, "en")
    assert caught.value.kind == kind
    assert "Patel" not in repr(caught.value)
    assert len(api.asked) == 1, "no retry: the caller is waiting"


def test_elevenlabs_is_not_waited_for(api: ElevenLabsApi) -> None:
    api.answer = (200, b"\xff" * 80, 1.5)
    with pytest.raises(VoiceDown) as caught:
        voice_at(api, timeout_s=0.2).speak(SPOKEN, "en")
    assert caught.value.kind == "timeout"


def test_elevenlabs_out_of_reach() -> None:
    voice = ElevenLabsVoice("a-key", "voice-1", base_url="http://127.0.0.1:9")
    with pytest.raises(VoiceDown) as caught:
        voice.speak(SPOKEN, "en")
    assert caught.value.kind == "unreachable"


def test_identity_names_what_changes_the_sound() -> None:
    voices = {
        ElevenLabsVoice("k", "a").identity,
        ElevenLabsVoice("k", "b").identity,
        ElevenLabsVoice("k", "a", "eleven_flash_v2_5").identity,
        OfflineVoice().identity,
    }
    assert len(voices) == 4
    assert ElevenLabsVoice("other key", "a").identity in voices


@pytest.fixture(scope="module")
def offline() -> OfflineVoice:
    return OfflineVoice()


def test_offline_voice_speaks_for_the_telephone(offline: OfflineVoice) -> None:
    wav = offline.speak("Hello, this is Riverside Clinic.", "en")
    assert int.from_bytes(dict(chunks_of(wav))[b"fmt "][:2], "little") == 7, "mu-law"
    samples, rate = read_wav(wav)
    assert rate == 8000
    assert 1.0 < len(samples) / rate < 5.0
    assert 0.6 < float(np.max(np.abs(samples))) <= 0.75


def test_offline_voice_says_the_same_the_same_way_from_many_threads(offline: OfflineVoice) -> None:
    expected = {text: offline.speak(text, "en") for text in ("nine in the morning", "ten in the morning")}
    got: list[tuple[str, bytes]] = []
    threads = [
        threading.Thread(target=lambda t=text: got.append((t, offline.speak(t, "en"))))  # type: ignore[misc]
        for text in list(expected) * 3
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 6
    assert all(wav == expected[text] for text, wav in got)


@pytest.mark.parametrize(("text", "language"), [("Buenos días", "es"), ("", "en"), ("...", "en")])
def test_offline_voice_refuses_what_it_cannot_say(offline: OfflineVoice, text: str, language: str) -> None:
    with pytest.raises(VoiceDown) as caught:
        offline.speak(text, language)
    assert caught.value.kind == "refused"


def test_offline_voice_reads_names_and_no_as_people_say_them(offline: OfflineVoice) -> None:
    assert offline.phonemes("Yes or no.") == "jˈɛs ɔɹ nˈO."
    assert "pətˈɛl" in offline.phonemes("Doctor Patel's first time is nine.")
    assert "hOzˈA" in offline.phonemes("José is here.")
    assert readable("no number is read") == "no number is read"


def test_every_pronunciation_is_in_the_voices_alphabet(offline: OfflineVoice) -> None:
    for name, phonemes in PRONUNCIATIONS.items():
        assert offline.phonemes(name.capitalize()) == phonemes
        assert set(phonemes) <= offline.alphabet, name
