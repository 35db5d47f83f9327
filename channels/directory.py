"""Which clinic a dialled number belongs to, from the snapshots that `web` serves; the last one of each is kept on disk.

A snapshot (shape: receptionist/directory.py) is fetched when a number is first dialled and refreshed in the background,
never while a message is processed, so a doctor added to the database is understood on the next call.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp

from nlu import directory as nlu_directory

logger = logging.getLogger(__name__)

REFRESH_S = 20.0
FETCH_DEADLINE_S = 2.0


class DirectoryUnreachable(Exception):
    """Neither `web` nor the disk could say whose number was dialled."""


class ClinicDirectory:
    def __init__(self, web_url: str, internal_token: str, cache: str) -> None:
        self._web_url = web_url
        self._headers = {"X-Internal-Token": internal_token}
        self._cache = Path(cache)
        self._snapshots: dict[str, dict[str, Any]] = {}
        self._refreshing: asyncio.Task[None] | None = None

    async def clinic(self, number: str, http: aiohttp.ClientSession) -> dict[str, Any] | None:
        """The snapshot for a dialled E.164 number, or None when no clinic has it. Raises DirectoryUnreachable."""
        if self._refreshing is None or self._refreshing.done():
            self._refreshing = asyncio.get_running_loop().create_task(self._refresh(http))
        if number not in self._snapshots and not await self._fetch(number, http):
            self._load_from_disk(number)
        return self._snapshots.get(number)

    async def _refresh(self, http: aiohttp.ClientSession) -> None:
        while not http.closed:
            await asyncio.sleep(REFRESH_S)
            for number in list(self._snapshots):
                await self._fetch(number, http)

    async def _fetch(self, number: str, http: aiohttp.ClientSession) -> bool:
        """Whether `web` answered; a number that it does not know is forgotten."""
        known = self._snapshots.get(number)
        headers = dict(self._headers)
        if known:
            headers["If-None-Match"] = f'"{known["version"]}"'
        try:
            timeout = aiohttp.ClientTimeout(total=FETCH_DEADLINE_S)
            async with http.get(f"{self._web_url}/directory/{number}", headers=headers, timeout=timeout) as response:
                if response.status == 200:
                    self._take(number, await response.json())
                elif response.status == 404:
                    self._snapshots.pop(number, None)
                return response.status in (200, 304, 404)
        except (TimeoutError, aiohttp.ClientError) as error:
            logger.warning("The directory of a clinic could not be fetched: %s", type(error).__name__)
            return False

    def _take(self, number: str, snapshot: dict[str, Any], store: bool = True) -> None:
        nlu_directory.register(snapshot)
        self._snapshots[number] = snapshot
        if not store:
            return
        try:
            self._cache.mkdir(parents=True, exist_ok=True)
            part = self._file(number).with_suffix(".part")
            part.write_text(json.dumps(snapshot), encoding="utf-8")
            part.replace(self._file(number))
        except OSError as error:
            logger.warning("The directory of a clinic could not be kept on disk: %s", type(error).__name__)

    def _load_from_disk(self, number: str) -> None:
        try:
            self._take(number, json.loads(self._file(number).read_text(encoding="utf-8")), store=False)
        except (OSError, ValueError) as error:
            raise DirectoryUnreachable from error

    def _file(self, number: str) -> Path:
        return self._cache / (re.sub(r"\D", "", number) + ".json")


def is_open(clinic: dict[str, Any], now: datetime) -> bool:
    """Whether somebody is at the desk; `now` is naive local time of the clinic."""
    if now.date().isoformat() in clinic.get("closed", []):
        return False
    spans = clinic.get("hours", {}).get(now.strftime("%A").lower(), [])
    return any(opens <= now.strftime("%H:%M") < closes for opens, closes in spans)
