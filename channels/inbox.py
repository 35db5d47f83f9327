"""Hands what was not understood to `web`, for trainers: without personal data, and without anybody waiting for it.

Nothing is kept of answers to questions about a person, and nothing says in which call it was said.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import date

import aiohttp

from nlu.anonymising import without_personal_data

logger = logging.getLogger(__name__)

DEADLINE_S = 5.0
MOST_AT_ONCE = 20
ABOUT_A_PERSON = frozenset({
    "name", "caller_name", "phone", "email", "address", "purpose", "verification", "message", "date_of_birth",
})  # fmt: skip


class Inbox:
    def __init__(self, web_url: str, internal_token: str) -> None:
        self._url = f"{web_url}/inbox"
        self._headers = {"X-Internal-Token": internal_token}
        self._at_work: set[asyncio.Task[None]] = set()

    def keep(self, text: str, expecting: str | None, clinic: dict[str, str], http: aiohttp.ClientSession) -> None:
        """Returns at once. `clinic` as in the snapshot (id, country). What goes wrong is logged without the words."""
        if expecting in ABOUT_A_PERSON or len(self._at_work) >= MOST_AT_ONCE:
            return
        task = asyncio.get_running_loop().create_task(self._post(text, expecting, clinic, http))
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)

    async def _post(
        self, text: str, expecting: str | None, clinic: dict[str, str], http: aiohttp.ClientSession
    ) -> None:
        try:
            known = await asyncio.to_thread(without_personal_data, text, date.today(), clinic.get("country", "US"))
            if known is None:
                return
            body = {"clinic": clinic["id"], "text": known, "expecting": expecting}
            timeout = aiohttp.ClientTimeout(total=DEADLINE_S)
            async with http.post(self._url, json=body, headers=self._headers, timeout=timeout) as response:
                if response.status != 204:
                    logger.warning("An utterance for trainers was not kept: web answered %s", response.status)
        except Exception as error:
            logger.warning("An utterance for trainers was not kept: %s", type(error).__name__)
