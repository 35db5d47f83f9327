"""python -m simulators.calendly --port 8090   (port 0: a free one, printed on stdout)"""

from __future__ import annotations

import argparse
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from simulators.calendly.app import create_app


class Server(BaseApplication):
    """One process, because all state is in memory; many threads; connections are kept alive."""

    def __init__(self, host: str, port: int, threads: int) -> None:
        self._options: dict[str, Any] = {
            "bind": f"{host}:{port}",
            "workers": 1,
            "worker_class": "gthread",
            "threads": threads,
            "worker_connections": 2000,
            "backlog": 1024,
            "keepalive": 75,
            "timeout": 0,
            "graceful_timeout": 1,
            "loglevel": "warning",
            "control_socket_disable": True,
            "when_ready": self._ready,
        }
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        return create_app()

    @staticmethod
    def _ready(arbiter: Arbiter) -> None:
        host, port = arbiter.LISTENERS[0].sock.getsockname()[:2]
        print(f"http://{host}:{port}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m simulators.calendly", description="Calendly's API v2, simulated.")
    parser.add_argument("--port", type=int, default=8090)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--threads", type=int, default=64)
    arguments = parser.parse_args()
    Server(arguments.host, arguments.port, arguments.threads).run()


if __name__ == "__main__":
    main()
