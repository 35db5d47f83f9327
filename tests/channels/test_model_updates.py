"""Taking over a model that `web` offers."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from channels.model_updates import ModelUpdates


class FakeAgent:
    """Loads an archive that holds a model's name; an empty one is broken."""

    def __init__(self) -> None:
        self.model_id: str | None = "first"
        self.tried: list[str] = []

    def load_model(self, archive: Path) -> None:
        name = archive.read_text()
        self.tried.append(name)
        if name == "broken":
            raise ValueError("not a model")
        self.model_id = name


def against(offered: list[str], work: Callable[[ModelUpdates, FakeAgent, Any], Coroutine[Any, Any, None]]) -> None:
    async def model(request: web.Request) -> web.Response:
        if request.headers.get("X-Internal-Token") != "token":
            return web.Response(status=403)
        if offered[0] in request.headers["If-None-Match"]:
            return web.Response(status=304)
        return web.Response(text=offered[0], headers={"ETag": f'"{offered[0]}"'})

    async def run() -> None:
        app = web.Application()
        app.router.add_get("/model", model)
        async with TestServer(app) as server, aiohttp.ClientSession() as http:
            await work(ModelUpdates(str(server.make_url("")).rstrip("/"), "token"), FakeAgent(), http)

    asyncio.run(run())


def test_only_another_model_is_loaded() -> None:
    offered = ["first"]

    async def work(updates: ModelUpdates, agent: Any, http: aiohttp.ClientSession) -> None:
        assert not await updates.take_over(agent, http)
        offered[0] = "second"
        assert await updates.take_over(agent, http)
        assert not await updates.take_over(agent, http)
        assert agent.tried == ["second"]

    against(offered, work)


def test_a_broken_one_is_tried_once_and_the_next_one_is_taken() -> None:
    offered = ["broken"]

    async def work(updates: ModelUpdates, agent: Any, http: aiohttp.ClientSession) -> None:
        assert not await updates.take_over(agent, http)
        assert not await updates.take_over(agent, http)
        assert agent.tried == ["broken"] and agent.model_id == "first"
        offered[0] = "third"
        assert await updates.take_over(agent, http)
        assert agent.model_id == "third"

    against(offered, work)
