"""Asks the speech service for the audio of a sentence."""

from __future__ import annotations

import logging

import aiohttp

logger = logging.getLogger(__name__)

DEADLINE_S = 3.0


class Speech:
    def __init__(self, web_url: str, internal_token: str) -> None:
        self._url = f"{web_url}/speech"
        self._headers = {"X-Internal-Token": internal_token}

    async def audio_url(
        self, http: aiohttp.ClientSession, text: str, clinic_id: str, language: str, shareable: bool
    ) -> str | None:
        """Where Twilio can fetch the sentence, or None when there is no audio and `<Say>` has to do."""
        body = {"text": text, "language": language, "shareable": shareable, "clinic": clinic_id}
        try:
            timeout = aiohttp.ClientTimeout(total=DEADLINE_S)
            async with http.post(self._url, json=body, headers=self._headers, timeout=timeout) as response:
                if response.status == 200:
                    return str((await response.json())["url"])
                logger.warning("No audio for a sentence: the speech service answered %s", response.status)
        except (TimeoutError, aiohttp.ClientError, KeyError, ValueError) as error:
            logger.warning("No audio for a sentence: %s", type(error).__name__)
        return None
