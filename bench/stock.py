"""Stock Rasa, trained and running, beside our own stack."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from cli.environments import ASSISTANT, assistant_environment
from receptionist.stack import HOST, ROOT, Stack

PROJECT = ROOT / "bench" / "stock_rasa"
KEPT = ROOT / "var" / "bench"
MODEL = KEPT / "models" / "stock.tar.gz"
READY_WITHIN_S = 400
"""TensorFlow builds the graphs of four models before the first call."""
TRAINED_FROM = ("config.yml", "domain.yml", "data/nlu.yml", "data/rules.yml", "data/stories.yml")


def ensure_stock_model() -> bool:
    """Whether there was something to train. What Rasa prints goes to stderr when it fails; SystemExit then."""
    wanted = hashlib.sha256(b"\0".join((PROJECT / name).read_bytes() for name in TRAINED_FROM)).hexdigest()
    mark = KEPT / "trained"
    if MODEL.exists() and mark.exists() and mark.read_text() == wanted:
        return False
    print("training the stock model (a few minutes, once) …", file=sys.stderr, flush=True)
    KEPT.mkdir(parents=True, exist_ok=True)
    command = [ASSISTANT, "-m", "rasa", "train", "--data", f"{PROJECT}/data", "--domain", f"{PROJECT}/domain.yml"]
    command += ["--config", f"{PROJECT}/config.yml", "--out", str(MODEL.parent), "--fixed-model-name", "stock"]
    training = subprocess.run(
        command, cwd=KEPT, env=assistant_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if training.returncode or not MODEL.exists():
        print(training.stdout, file=sys.stderr)
        raise SystemExit(f"the training of the stock model failed ({training.returncode})")
    mark.write_text(wanted)
    return True


class MeasuredStack(Stack):
    """Our own stack, with the process ids of what is measured."""

    def pids(self, *names: str) -> list[int]:
        return [self._processes[name].pid for name in names]


class StockStack(MeasuredStack):
    """The stock assistant and its action server, with new SQLite files in `folder`."""

    @property
    def bookings(self) -> int:
        file = self._file("bookings")
        if not file.exists():
            return 0
        with sqlite3.connect(file) as database:
            return int(database.execute("select count(*) from appointments").fetchone()[0])

    def wait_for(self, name: str, within_s: float = READY_WITHIN_S) -> None:
        super().wait_for(name, within_s)

    def environment_of(self, interpreter: str) -> dict[str, str]:
        own = {"STOCK_TRACKERS": str(self._file("trackers")), "STOCK_BOOKINGS": str(self._file("bookings"))}
        return super().environment_of(interpreter) | own

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.db"

    def _commands(self) -> dict[str, tuple[str, Sequence[str], str]]:
        ports = self.ports
        rasa = ["rasa", "run", "-i", HOST, "-p", str(ports.assistant), "--model", str(MODEL)]
        rasa += ["--endpoints", str(PROJECT / "endpoints.yml"), "--credentials", str(PROJECT / "credentials.yml")]
        actions = ["rasa_sdk", "--actions", "bench.stock_rasa.actions", "-p", str(ports.actions)]
        return {
            "assistant": ("assistant", rasa, f"{self.assistant_url}/webhooks/twilio_voice/"),
            "actions": ("assistant", actions, f"http://{HOST}:{ports.actions}/health"),
        }

    def _migrate(self) -> None:
        """It keeps nothing in our database."""
