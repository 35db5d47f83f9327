"""Trains the model when what it is trained on has changed."""

from __future__ import annotations

import fcntl
import hashlib
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from cli.environments import ASSISTANT, ROOT, assistant_environment

MODELS = ROOT / "models"
MODEL = "receptionist"
SOURCES = ("domain.yml", "config.yml", "nlu", "stories")
READ = (".yml", ".py", ".txt", ".tsv")


def model_file() -> Path:
    """Of the present model, which may be older than its examples, or not there."""
    return MODELS / f"{MODEL}.tar.gz"


def ensure_model() -> bool:
    """Whether there was something to train. What Rasa prints goes to stderr when it fails; SystemExit then."""
    MODELS.mkdir(exist_ok=True)
    with (MODELS / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        wanted, mark = fingerprint(), MODELS / ".trained"
        if mark.exists() and mark.read_text().strip() == wanted and model_file().exists():
            return False
        print("training the model (about a minute) …", file=sys.stderr, flush=True)
        _train()
        mark.write_text(wanted + "\n")
        return True


def _train() -> None:
    """The new model takes the place of the old one when it is complete: others read it at any moment."""
    with tempfile.TemporaryDirectory(prefix=".new-", dir=MODELS) as folder:
        command = [ASSISTANT, "-m", "rasa", "train", "--data", "nlu/examples", "stories"]
        command += ["--out", folder, "--fixed-model-name", MODEL]
        training = subprocess.run(
            command, cwd=ROOT, env=assistant_environment(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        trained = Path(folder) / f"{MODEL}.tar.gz"
        if training.returncode or not trained.exists():
            print(training.stdout, file=sys.stderr)
            raise SystemExit(f"the training failed ({training.returncode})")
        trained.replace(model_file())


def fingerprint() -> str:
    """Of everything that a trained model depends on."""
    digest = hashlib.sha256()
    for file in sorted(_files()):
        digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    for source in SOURCES:
        path = ROOT / source
        yield from [path] if path.is_file() else [file for file in path.rglob("*") if file.suffix in READ]
