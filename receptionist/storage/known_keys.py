"""Which keys a database was written with, so that a process with the wrong ones ends with a clear word at its start."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from receptionist.privacy.keys import KeyProblem, KeyRing, MissingKey
from receptionist.storage.tables import KeyRow


def check_keys(connection: Connection, ring: KeyRing) -> None:
    """Notes the current key. Raises KeyProblem when the database needs another key, or another one of that id."""
    known = {row.id: row.fingerprint for row in connection.execute(select(KeyRow.id, KeyRow.fingerprint))}
    for key_id, fingerprint in known.items():
        if key_id not in ring.keys:
            raise MissingKey(key_id)
        if ring.keys[key_id].fingerprint != fingerprint:
            raise KeyProblem(f"key {key_id!r} is not the one of that id with which this database was written")
    if ring.current.id not in known:
        connection.execute(insert(KeyRow).values(id=ring.current.id, fingerprint=ring.current.fingerprint))
