"""CPU time of processes, as the kernel counts it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


def cpu_ms(pids: Iterable[int]) -> float:
    """User and system time since their start, children included, those that ended (and were waited for) as well.

    In steps of a tick (10 ms). Raises FileNotFoundError for a process that is gone.
    """
    return sum(_ticks(pid) for pid in pids) * 1000 / TICKS_A_SECOND


def _ticks(pid: int) -> int:
    own = sum(int(field) for field in _after_the_name(pid)[11:15])
    return own + sum(_ticks_if_there(child) for child in _children(pid))


def _ticks_if_there(pid: int) -> int:
    try:
        return _ticks(pid)
    except (FileNotFoundError, ProcessLookupError):
        return 0


def _after_the_name(pid: int) -> list[str]:
    """The fields of `/proc/<pid>/stat` from the third on (proc(5)); the second may hold spaces."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


def _children(pid: int) -> list[int]:
    try:
        threads = list(Path(f"/proc/{pid}/task").iterdir())
        return [int(child) for thread in threads for child in (thread / "children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []
