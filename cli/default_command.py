"""A command that has others below it: `receptionist calls PATH…` beside `receptionist calls new FILE`."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup

DEFAULT = "run"


class RunByDefault(TyperGroup):
    """Whatever is not the name of one of its commands goes to `run`, the help too. A file with such a name is reached
    by its path: `calls ./new`."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if args[:1] not in [[name] for name in self.commands]:
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)
