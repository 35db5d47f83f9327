"""ElevenLabs (SDK 2.x): answers as documented at elevenlabs.io/docs/api-reference/text-to-speech/convert.

Its own time limit and retries (240 s, twice) are far beyond what a caller waits: one attempt of two seconds instead.
"""

from typing import Any

import httpx
from elevenlabs.client import ElevenLabs
from elevenlabs.core.api_error import ApiError

from receptionist.speech.voices.port import Trouble, VoiceDown
from receptionist.speech.wav import mu_law_wav

_WITHOUT_LANGUAGE_CODE = ("eleven_multilingual_v2", "eleven_monolingual")


def _kind(error: ApiError) -> Trouble:
    """400, 422: the text. 401: the key, or its quota (detail.status quota_exceeded). 429: too many at once."""
    detail = error.body.get("detail") if isinstance(error.body, dict) else None
    status = detail.get("status") if isinstance(detail, dict) else None
    if status == "quota_exceeded":
        return "quota"
    match error.status_code:
        case 400 | 422:
            return "refused"
        case 401 | 403 | 404:
            return "not_allowed"
        case 429:
            return "busy"
    return "broken"


class ElevenLabsVoice:
    vendor: str | None = "ElevenLabs"

    def __init__(
        self,
        api_key: str,
        voice_id: str,
        model: str = "eleven_multilingual_v2",
        *,
        base_url: str | None = None,
        timeout_s: float = 2.0,
    ) -> None:
        self._client = ElevenLabs(api_key=api_key, base_url=base_url, timeout=timeout_s)
        self._voice_id, self._model, self._timeout_s = voice_id, model, timeout_s
        self.identity = f"elevenlabs:{model}:{voice_id}:ulaw_8000"

    def warm_up(self) -> None:
        """Nothing: the connection is opened by the first sentence and kept."""

    def speak(self, text: str, language: str = "en") -> bytes:
        asked: dict[str, Any] = {
            "text": text,
            "model_id": self._model,
            "output_format": "ulaw_8000",
            "request_options": {"timeout_in_seconds": self._timeout_s, "max_retries": 0},
        }
        if not self._model.startswith(_WITHOUT_LANGUAGE_CODE):
            asked["language_code"] = language[:2]
        try:
            audio = b"".join(self._client.text_to_speech.convert(self._voice_id, **asked))
        except ApiError as error:
            raise VoiceDown(_kind(error)) from None
        except httpx.TimeoutException:
            raise VoiceDown("timeout") from None
        except httpx.HTTPError:
            raise VoiceDown("unreachable") from None
        if not audio:
            raise VoiceDown("broken")
        return mu_law_wav(audio)
