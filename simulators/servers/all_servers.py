"""The servers that a stack can have beside its processes, by the names that faults have for them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from contextlib import ExitStack, contextmanager
from pathlib import Path

from simulators.servers.server import Server

PRODUCTION = frozenset({"database", "redis"})


@contextmanager
def real_servers(folder: Path, needed: Set[str]) -> Iterator[dict[str, Server]]:
    """Those of database and redis that are needed, up and empty; their data go into `folder`."""
    servers: dict[str, Server] = {}
    if "database" in needed:
        from simulators.servers.postgres import PostgresServer

        servers["database"] = PostgresServer(folder / "postgres")
    if "redis" in needed:
        from simulators.servers.redis_server import RedisServer

        servers["redis"] = RedisServer(folder / "redis")
    with ExitStack() as all_of_them:
        for server in servers.values():
            all_of_them.enter_context(server)
        yield servers


def stack_settings(servers: Mapping[str, Server]) -> dict[str, str]:
    """With Redis there are two workers of the assistant, as in production, who share their calls there."""
    return {"REDIS_URL": servers["redis"].url, "SANIC_WORKERS": "2"} if "redis" in servers else {}


def database_url(servers: Mapping[str, Server]) -> str:
    """Empty: the stack's own SQLite."""
    return servers["database"].url if "database" in servers else ""
