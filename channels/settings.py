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
    """`public_url` is the address that Twilio signs; `web_url` serves speech and directories inside the network."""

    auth_token: str
    public_url: str
    web_url: str
    internal_token: str
    directory_cache: str
    clock: Clock

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] = os.environ) -> ChannelSettings:
        """ValueError with what to set, when the token that signatures are checked with is missing."""
        token = environ.get("TWILIO_AUTH_TOKEN", "")
        if not token:
            raise ValueError(
                "TWILIO_AUTH_TOKEN is not set: put it into .env, it is on the first page of Twilio's console."
            )
        return cls(
            auth_token=token,
            public_url=environ.get("PUBLIC_URL", "http://127.0.0.1:5005").rstrip("/"),
            web_url=environ.get("WEB_URL", "http://127.0.0.1:5056").rstrip("/"),
            internal_token=environ.get("INTERNAL_TOKEN", ""),
            directory_cache=environ.get("DIRECTORY_CACHE", "var/directory"),
            clock=_clock(environ.get("CLOCK", "system")),
        )


def _clock(name: str) -> Clock:
    if name == "system":
        return SystemClock()
    module, _, attribute = name.partition(":")
    adapter: Any = getattr(importlib.import_module(module), attribute)
    return adapter()
