"""Reads a rota from outside in a process of its own, so that no file takes more than its share of time and memory."""

from __future__ import annotations

import contextlib
import json
import os
import re
import resource
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

from knowledge.rota.hours import Opening
from knowledge.rota.model import UnreadableRota

SECONDS = 45
CPU_SECONDS = 40
MEMORY_BYTES = 900 * 1024 * 1024
LONGEST_NAME = 120
LARGEST_FILE = 50 * 1024 * 1024
ROOT = Path(__file__).resolve().parents[2]

TOO_MUCH = (
    "the file needs too much time or memory to read; export the rota again as a plain PDF, or hand in fewer pages"
)


def check_file(path: Path) -> None:
    """Refuses without opening a PDF library what is no PDF file."""
    if not path.exists():
        raise UnreadableRota("there is no such file; check the name")
    if path.is_dir():
        raise UnreadableRota("this is a folder; name one PDF file in it")
    if not path.is_file():
        raise UnreadableRota("this is not a regular file; name a PDF file")
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            beginning = file.read(1024)
    except OSError as error:
        raise UnreadableRota(f"the file cannot be opened ({error.strerror}); check who may read it") from error
    if size == 0:
        raise UnreadableRota("the file is empty; export the rota again as PDF")
    if size > LARGEST_FILE:
        raise UnreadableRota(
            f"the file is larger than {LARGEST_FILE // 1024 // 1024} MB; hand in the pages with the rota only"
        )
    if b"%PDF-" not in beginning:
        raise UnreadableRota("the file is not a PDF; save or print the rota as PDF and hand that in")


def plain_name(path: Path) -> str:
    """The file's name on one line, without control characters."""
    return re.sub(r"[^\x20-\x7e\u00a1-\ud7ff]", "?", path.name)[:LONGEST_NAME]


def read_rota_safely(
    path: Path, today: date, seconds: float = SECONDS, opening: Opening | None = None
) -> dict[str, Any]:
    """The rota as JSON data (`Rota.as_json`). Raises UnreadableRota when it cannot be read within the limits."""
    return _ask("rota", path, today, seconds, opening)


def marked_pages_safely(
    path: Path, today: date, seconds: float = SECONDS, opening: Opening | None = None
) -> dict[str, Any]:
    """Pictures of the pages and where on them everything was read (`pictures.marked_pages`). Raises UnreadableRota."""
    return _ask("pictures", path, today, seconds, opening)


def _ask(job: str, path: Path, today: date, seconds: float, opening: Opening | None) -> dict[str, Any]:
    check_file(path)
    command = [sys.executable, "-P", "-m", "knowledge.rota.limits", job, str(path.resolve()), today.isoformat()]
    command += [str(minutes) for minutes in opening or ()]
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "PYTHONPATH": str(ROOT),
        "LC_ALL": "C.UTF-8",
        "OPENBLAS_NUM_THREADS": "1",
    }
    try:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=seconds,
            cwd=ROOT,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadableRota(TOO_MUCH) from error
    with contextlib.suppress(ValueError):
        answer = json.loads(done.stdout)
        if "unreadable" in answer:
            raise UnreadableRota(answer["unreadable"])
        return answer
    raise UnreadableRota(TOO_MUCH)


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _main(job: str, path: str, today: str, *opening: str) -> None:
    _limit()
    try:
        from knowledge.rota.document import read_rota
        from knowledge.rota.pictures import marked_pages

        opens = (int(opening[0]), int(opening[1])) if opening else None
        rota = read_rota(Path(path), date.fromisoformat(today), opens)
        answer = rota.as_json() if job == "rota" else marked_pages(Path(path), rota)
    except UnreadableRota as error:
        answer = {"unreadable": str(error)}
    except MemoryError:
        answer = {"unreadable": TOO_MUCH}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    _main(*sys.argv[1:6])
