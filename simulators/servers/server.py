"""A server process of its own: started, killed as in a crash, frozen as when it hangs."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import subprocess
import time
from abc import ABC, abstractmethod
from collections.abc import Sequence
from pathlib import Path

HOST = "127.0.0.1"
READY_WITHIN_S = 20.0
STOP_WITHIN_S = 5.0
PR_SET_PDEATHSIG = 1


class ServerError(RuntimeError):
    """The server did not start; says what it wrote last."""


class Server(ABC):
    """`folder` holds its data, which outlive a crash. The process ends with the thread that has started it."""

    name = ""
    ends_by = signal.SIGTERM

    def __init__(self, folder: Path, port: int = 0) -> None:
        self.folder = folder
        self.port = port or _free_port()
        self._process: subprocess.Popen[bytes] | None = None
        self._frozen: list[int] = []

    @property
    @abstractmethod
    def url(self) -> str: ...

    @abstractmethod
    def _command(self) -> Sequence[str]: ...

    @abstractmethod
    def _answers(self) -> bool: ...

    def _prepare(self) -> None:
        """Before the first start."""
        self.folder.mkdir(parents=True, exist_ok=True)

    def _account(self) -> str | None:
        """The user it runs as, where it may not be our own."""
        return None

    def __enter__(self) -> Server:
        self._prepare()
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @property
    def runs(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Returns when it answers; nothing to do when it runs. Raises ServerError."""
        deadline = time.monotonic() + READY_WITHIN_S
        while not self._answers():
            if not self.runs:
                self._spawn()
            if time.monotonic() > deadline:
                raise ServerError(f"{self.name} did not answer within {READY_WITHIN_S:.0f} s:\n{self._last_lines()}")
            time.sleep(0.05)

    def kill(self) -> None:
        """At once, with every process that it has started, as when the machine takes them away."""
        if self._process is None:
            return
        family = [*self._family(), *self._frozen]
        for pid in family:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._frozen = []
        self._process.wait()

    def freeze(self) -> None:
        """It takes connections and answers nothing, until `thaw`."""
        self._frozen = self._family()
        for pid in self._frozen:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGSTOP)

    def thaw(self) -> None:
        for pid in reversed(self._frozen):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGCONT)
        self._frozen = []

    def stop(self) -> None:
        self.thaw()
        if self._process is None or not self.runs:
            return
        self._process.send_signal(self.ends_by)
        try:
            self._process.wait(STOP_WITHIN_S)
        except subprocess.TimeoutExpired:
            self.kill()

    def _spawn(self) -> None:
        with (self.folder / "output.log").open("ab") as output:
            self._process = subprocess.Popen(
                list(self._command()),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                user=self._account(),
                preexec_fn=self._end_with_parent,
            )

    def _end_with_parent(self) -> None:
        _LIBC.prctl(PR_SET_PDEATHSIG, self.ends_by)

    def _family(self) -> list[int]:
        """The process and those that it has started."""
        if self._process is None or not self.runs:
            return []
        parent = self._process.pid
        try:
            children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        except OSError:
            children = []
        return [parent, *map(int, children)]

    def _last_lines(self, count: int = 15) -> str:
        try:
            return "\n".join((self.folder / "output.log").read_text(errors="replace").splitlines()[-count:])
        except OSError:
            return ""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


_LIBC = ctypes.CDLL(None, use_errno=True)
