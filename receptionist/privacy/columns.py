"""Column types for personal data: callers of the tables write and read plain values."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import Dialect, Text
from sqlalchemy.sql import operators
from sqlalchemy.types import TypeDecorator

from receptionist.privacy.keys import KeyProblem, KeyRing

_MEANINGFUL = (operators.is_, operators.is_not)


def give_keys(dialect: Dialect, ring: KeyRing) -> None:
    dialect.personal_data_keys = ring  # type: ignore[attr-defined]


def keys_of(dialect: Dialect) -> KeyRing:
    """The ring of the database that the dialect belongs to."""
    ring = getattr(dialect, "personal_data_keys", None)
    if ring is None:
        raise KeyProblem("this connection has no keys for personal data: open the database with Database(url)")
    return ring


class Encrypted(TypeDecorator[Any]):
    """`where` is 'table.column', `of` str or date. Equal values differ once stored, so that a comparison in SQL can
    only find nothing: it raises TypeError, as a reminder to look up by hash."""

    impl = Text
    cache_ok = True

    def __init__(self, where: str, of: type = str) -> None:
        super().__init__()
        self.where, self.of = where, of

    class comparator_factory(TypeDecorator.Comparator):
        def operate(self, op: Any, *other: Any, **more: Any) -> Any:
            if op not in _MEANINGFUL:
                raise TypeError(f"{self.expr} is encrypted: compare its hash instead")
            return super().operate(op, *other, **more)

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        if value is None:
            return None
        return keys_of(dialect).encrypt(value.isoformat() if self.of is date else value, self.where)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        text = keys_of(dialect).decrypt(value, self.where)
        return date.fromisoformat(text) if self.of is date else text
