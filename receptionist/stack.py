"""All processes of the receptionist on one machine: for `run`, the demo, call files and tests.

Two Python environments (`.venv/assistant`, `.venv/services`), one process group for each process, so that none is left
behind, whichever way the parent ends.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import secrets
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
READY_WITHIN_S = 120
STOP_WITHIN_S = 5
PR_SET_PDEATHSIG = 1


class StackError(RuntimeError):
    """A process did not start, or died; says which one and what it wrote last."""


@dataclass
class Ports:
    """0 is a free one."""

    assistant: int = 0
    actions: int = 0
    web: int = 0
    calendly: int = 0

    def chosen(self) -> Ports:
        return Ports(*(port or free_port() for port in (self.assistant, self.actions, self.web, self.calendly)))


@dataclass
class Stack:
    """Used as a context manager. `folder` holds what the processes write (database, audio, spool, clocks).

    `environment` goes to every process, over the settings made here; `for_assistant` and `for_services` to one kind.
    `simulated_calendly` False leaves CALENDLY_BASE_URL as it is in the environment. `prepare` is called when the
    database and the simulator are there, before anything else starts. `without`: processes that are not started.
    """

    folder: Path
    log_folder: Path = ROOT / "var" / "log"
    name: str = ""
    ports: Ports = field(default_factory=Ports)
    environment: Mapping[str, str] = field(default_factory=dict)
    for_assistant: Mapping[str, str] = field(default_factory=dict)
    for_services: Mapping[str, str] = field(default_factory=dict)
    simulated_calendly: bool = True
    database_url: str = ""
    auth_token: str = ""
    without: Collection[str] = ()
    prepare: Callable[[Stack], None] = lambda stack: None
    say: Callable[[str], None] = lambda text: None

    def __post_init__(self) -> None:
        self.folder = self.folder.resolve()
        self.ports = self.ports.chosen()
        self.database_url = self.database_url or f"sqlite:///{self.folder / 'receptionist.db'}"
        self.auth_token = self.auth_token or secrets.token_hex(16)
        self._internal_token = secrets.token_hex(16)
        self._signing_key = secrets.token_hex(32)
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def assistant_url(self) -> str:
        return f"http://{HOST}:{self.ports.assistant}"

    @property
    def web_url(self) -> str:
        return f"http://{HOST}:{self.ports.web}"

    @property
    def calendly_url(self) -> str:
        return f"http://{HOST}:{self.ports.calendly}"

    @property
    def voice_url(self) -> str:
        return f"{self.assistant_url}/webhooks/twilio_voice/webhook"

    @property
    def status_url(self) -> str:
        return f"{self.assistant_url}/webhooks/twilio_voice/status"

    @property
    def text_url(self) -> str:
        return f"{self.assistant_url}/webhooks/twilio_sms/webhook"

    @property
    def fallback_url(self) -> str:
        return f"{self.web_url}/voice"

    @property
    def clocks(self) -> Path:
        return self.folder / "clocks"

    @property
    def spool(self) -> Path:
        return self.folder / "spool"

    def __enter__(self) -> Stack:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def start(self) -> None:
        """Starts every process and waits until each of them answers. Raises StackError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.log_folder.mkdir(parents=True, exist_ok=True)
        self._migrate()
        started = time.monotonic()
        for name in self._commands():
            self.log(name).unlink(missing_ok=True)
        if self.simulated_calendly:
            self.start_process("calendly")
            self.wait_for("calendly")
        self.prepare(self)
        wanted = [name for name in self._commands() if name not in self.without]
        for name in wanted:
            if not self.runs(name):
                self.start_process(name)
        for name in wanted:
            self.wait_for(name)
        self.say(f"every process is up after {time.monotonic() - started:.0f} s")

    def stop(self) -> None:
        for name in list(self._processes):
            self._signal(name, signal.SIGTERM)
        for name in list(self._processes):
            self._reap(name)

    def start_process(self, name: str) -> None:
        interpreter, arguments, _ = self._commands()[name]
        python = ROOT / ".venv" / interpreter / "bin" / "python"
        log = self.log(name)
        with log.open("ab") as output:
            self._processes[name] = subprocess.Popen(
                [str(python), "-m", *arguments],
                cwd=ROOT,
                env=self.environment_of(interpreter),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_end_with_parent,
            )

    def runs(self, name: str) -> bool:
        return name in self._processes and self._processes[name].poll() is None

    def stop_process(self, name: str, how: signal.Signals = signal.SIGKILL) -> None:
        """At once, as in a crash."""
        self._signal(name, how)
        self._reap(name)

    def freeze(self, name: str) -> None:
        """The process hangs: it takes connections and answers nothing, until `thaw`."""
        self._signal(name, signal.SIGSTOP)

    def thaw(self, name: str) -> None:
        if name in self._processes:
            self._signal(name, signal.SIGCONT)

    def processes_of(self, name: str) -> list[int]:
        """The ids of the process and of all that it has started."""
        found = [self._processes[name].pid]
        for pid in found:
            for children in Path(f"/proc/{pid}/task").glob("*/children"):
                found += [int(child) for child in children.read_text().split()]
        return found

    def wait_for(self, name: str, within_s: float = READY_WITHIN_S) -> None:
        health = self._commands()[name][2]
        deadline = time.monotonic() + within_s
        while True:
            process = self._processes[name]
            if process.poll() is not None:
                raise StackError(f"{name} ended with {process.returncode}:\n{self._last_lines(name)}")
            if not health or _answers(health):
                return
            if time.monotonic() > deadline:
                raise StackError(f"{name} did not answer within {within_s:.0f} s:\n{self._last_lines(name)}")
            time.sleep(0.1)

    def check(self) -> None:
        """Raises StackError when a process that was started is not there any more."""
        for name, process in self._processes.items():
            if process.poll() is not None:
                raise StackError(f"{name} ended with {process.returncode}:\n{self._last_lines(name)}")

    def log(self, name: str) -> Path:
        return self.log_folder / f"{self.name}{'-' if self.name else ''}{name}.log"

    def environment_of(self, interpreter: str) -> dict[str, str]:
        own = {
            "PYTHONPATH": str(ROOT),
            "PYTHONUNBUFFERED": "1",
            "PYTHONWARNINGS": "ignore",
            "DATABASE_URL": self.database_url,
            "WEB_URL": self.web_url,
            "PUBLIC_URL": self.assistant_url,
            "WEB_PUBLIC_URL": self.web_url,
            "ACTION_URL": f"http://{HOST}:{self.ports.actions}/webhook",
            "TWILIO_AUTH_TOKEN": self.auth_token,
            "INTERNAL_TOKEN": self._internal_token,
            "SPEECH_SIGNING_KEY": self._signing_key,
            "AUDIO_DIR": str(self.folder / "audio"),
            "SPOOL_DIR": str(self.spool),
            "DIRECTORY_CACHE": str(self.folder / "directory"),
            "PINNED_CLOCK_DIR": str(self.clocks),
            "RASA_TELEMETRY_ENABLED": "false",
            "TF_CPP_MIN_LOG_LEVEL": "3",
            "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
            "SANIC_ACCESS_LOG": "false",
            "SANIC_HOST": HOST,
        }
        if self.simulated_calendly:
            own["CALENDLY_BASE_URL"] = self.calendly_url
        kind = self.for_assistant if interpreter == "assistant" else self.for_services
        return {**os.environ, **own, **self.environment, **kind}

    def _commands(self) -> dict[str, tuple[str, Sequence[str], str]]:
        """Environment, `python -m` arguments and health address of every process, the slowest to start first."""
        ports = self.ports
        rasa = f"rasa run -i {HOST} -p {ports.assistant} --model models"
        rasa += " --endpoints endpoints.yml --credentials credentials.yml"
        gunicorn = f"gunicorn -c web/gunicorn.conf.py --bind {HOST}:{ports.web}"
        commands: dict[str, tuple[str, Sequence[str], str]] = {
            "assistant": ("assistant", rasa.split(), f"{self.assistant_url}/webhooks/twilio_voice/"),
            "actions": (
                "services",
                f"rasa_sdk --actions actions -p {ports.actions}".split(),
                f"http://{HOST}:{ports.actions}/health",
            ),
            "web": ("services", [*gunicorn.split(), "web.app:create_app()"], f"{self.web_url}/health"),
            "worker": ("services", ["worker"], ""),
        }
        if self.simulated_calendly:
            calendly = f"simulators.calendly --host {HOST} --port {ports.calendly}".split()
            commands["calendly"] = ("services", calendly, f"{self.calendly_url}/_control/health")
        return commands

    def _migrate(self) -> None:
        from receptionist.storage.database import Database

        database = Database(self.database_url)
        database.migrate()
        database.close()

    def _signal(self, name: str, what: signal.Signals) -> None:
        process = self._processes[name]
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, what)

    def _reap(self, name: str) -> None:
        process = self._processes.pop(name)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(STOP_WITHIN_S)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def _last_lines(self, name: str, count: int = 25) -> str:
        try:
            return "\n".join(self.log(name).read_text(errors="replace").splitlines()[-count:])
        except OSError:
            return ""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


_LIBC = ctypes.CDLL(None, use_errno=True)


def _end_with_parent() -> None:
    """The kernel ends the process when its parent is gone, however that came."""
    _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
