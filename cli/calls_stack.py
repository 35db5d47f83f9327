"""The stack for test calls: test doubles behind the ports, and nothing else that differs from the real one."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping, Set
from contextlib import contextmanager
from pathlib import Path

from receptionist.stack import Stack
from simulators.calls.runner import speech_faults
from simulators.calls.voices import FOLDER
from simulators.servers.all_servers import database_url, real_servers, stack_settings
from simulators.servers.server import Server


@contextmanager
def calls_stack(
    name: str,
    audio: bool = False,
    wanted: Set[str] = frozenset(),
    for_assistant: Mapping[str, str] | None = None,
) -> Iterator[tuple[Stack, Mapping[str, Server]]]:
    """Up, with the servers of `wanted` (database, redis) as real ones. Everything is gone afterwards."""
    with (
        tempfile.TemporaryDirectory(prefix="calls-") as folder,
        real_servers(Path(folder), wanted) as servers,
    ):
        stack = Stack(
            Path(folder),
            name=name,
            environment=stack_settings(servers),
            database_url=database_url(servers),
            for_assistant={"CLOCK": "simulators.clock:PinnedClock", **(for_assistant or {})},
            say=lambda text: print(text, file=sys.stderr),
        )
        stack.for_services = {
            "CLOCK": "simulators.clock:PinnedClinicClock",
            "VOICE": f"simulators.calls.voices:{'Captioned' if audio else 'Silent'}Voices",
            "MESSENGER": "spool",
            FOLDER: str(speech_faults(stack)),
        }
        with stack:
            yield stack, servers
