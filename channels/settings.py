"""The one place of the assistant's process that reads the environment."""

from __future__ import annotations

import importlib
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from channels.clock import Clock, SystemClock


@dataclass(frozen=True)
class ChannelSettings:
    """`public_url` is the address that Twilio signs; `web_url` serves speech and directories inside the network,
    and Twilio reaches it at `web_public_url`.

    `redis_url` is empty where one worker keeps everything in its memory. `most_turns` is for one call, `most_new_calls`
    for one calling number at one clinic in one minute."""

    auth_token: str
    public_url: str
    web_url: str
    internal_token: str
    directory_cache: str
    clock: Clock
    redis_url: str = ""
    web_public_url: str = ""
    most_turns: int = 150
    most_new_calls: int = 60

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> ChannelSettings:
        """ValueError with what to set, when a token is missing or workers would not know of each other's calls."""
        token = environ.get("TWILIO_AUTH_TOKEN", "")
        if not token:
            raise ValueError(
                "TWILIO_AUTH_TOKEN is not set: put it into .env, it is on the first page of Twilio's console."
            )
        if int(environ.get("SANIC_WORKERS") or 1) > 1 and not redis_url(environ):
            raise ValueError("SANIC_WORKERS is more than 1: put REDIS_URL into .env, where the workers share calls.")
        return cls(
            auth_token=token,
            public_url=environ.get("PUBLIC_URL", "http://127.0.0.1:5005").rstrip("/"),
            web_url=environ.get("WEB_URL", "http://127.0.0.1:5056").rstrip("/"),
            internal_token=environ.get("INTERNAL_TOKEN", ""),
            directory_cache=environ.get("DIRECTORY_CACHE", "var/directory"),
            clock=_clock(environ.get("CLOCK", "system")),
            redis_url=redis_url(environ),
            web_public_url=(environ.get("WEB_PUBLIC_URL") or environ.get("PUBLIC_URL", "")).rstrip("/"),
            most_turns=int(environ.get("MOST_TURNS_A_CALL") or cls.most_turns),
            most_new_calls=int(environ.get("MOST_NEW_CALLS_A_MINUTE") or cls.most_new_calls),
        )


def redis_url(environ: Mapping[str, str] = os.environ) -> str:
    """Where the workers share conversations, sessions and locks; empty: nowhere, there is one worker."""
    return environ.get("REDIS_URL", "")


def _clock(name: str) -> Clock:
    if name == "system":
        return SystemClock()
    module, _, attribute = name.partition(":")
    adapter: Any = getattr(importlib.import_module(module), attribute)
    return adapter()
