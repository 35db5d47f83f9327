"""A newly trained model is taken over while calls go on: every worker asks `web` for one now and then (web/model.py).

It is loaded beside the one that answers; a turn in progress ends with the model that it began with. Rasa's own polling
of a model server answers nobody while it loads, and has no model at all when that server is not there at the start.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import tempfile
from pathlib import Path

import aiohttp
from rasa.core.agent import Agent

from channels import rasa_tuning

logger = logging.getLogger(__name__)

EVERY_S = 10.0
FETCH_DEADLINE_S = 60.0


class ModelUpdates:
    def __init__(self, web_url: str, internal_token: str) -> None:
        self._url = f"{web_url}/model"
        self._headers = {"X-Internal-Token": internal_token}
        self._refused: str | None = None

    async def follow(self, agent: Agent) -> None:
        """Until cancelled. What goes wrong is logged, and the model that is there goes on answering."""
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=FETCH_DEADLINE_S)) as http:
            while True:
                await asyncio.sleep(EVERY_S)
                try:
                    await self.take_over(agent, http)
                except Exception as error:
                    logger.warning("No news of the model: %s", type(error).__name__)

    async def take_over(self, agent: Agent, http: aiohttp.ClientSession) -> bool:
        """Whether there was another model that can be loaded. One that cannot is not tried again."""
        known = [f'"{model}"' for model in (agent.model_id, self._refused) if model]
        async with http.get(self._url, headers={**self._headers, "If-None-Match": ", ".join(known)}) as response:
            if response.status != 200:
                return False
            offered = response.headers.get("ETag", "").strip('"')
            with tempfile.TemporaryDirectory(prefix="model-") as folder:
                archive = Path(folder) / "model.tar.gz"
                with archive.open("wb") as file:
                    async for chunk in response.content.iter_chunked(1 << 20):
                        file.write(chunk)
                try:
                    await asyncio.to_thread(agent.load_model, archive)
                except Exception:
                    self._refused = offered
                    logger.exception("The new model cannot be loaded; the one before goes on answering")
                    return False
        logger.info("A new model answers: %s", agent.model_id)
        gc.unfreeze()
        rasa_tuning.settle_memory()
        return True
