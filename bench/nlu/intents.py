"""Our intents beside Rasa's stock pipeline (DIET), both trained on nlu/examples and asked the test set tests/nlu/en.

The stock model is trained once for each state of the examples, which takes long, and kept in var/bench/nlu.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from cli.assistant_side import run_module
from cli.environments import ASSISTANT, ROOT, assistant_environment
from cli.training import ensure_model, model_file
from nlu.example_files import EXAMPLES

CONFIG = Path(__file__).with_name("stock_intents.yml")
KEPT = ROOT / "var" / "bench" / "nlu"


@dataclass(frozen=True)
class Result:
    name: str
    accuracy: float
    macro_f1: float
    milliseconds: float


def compare() -> list[Result]:
    """Ours and stock. Raises RuntimeError, SystemExit when a training fails."""
    ensure_model()
    return [_result("ours", model_file()), _result("Rasa's stock pipeline (DIET)", stock_model())]


def _result(name: str, model: Path) -> Result:
    said = json.loads(run_module("bench.nlu.answers_of_model", [str(model)]))
    return Result(name, said["accuracy"], said["macro_f1"], said["milliseconds"])


def stock_model() -> Path:
    model, mark = KEPT / "stock.tar.gz", KEPT / "trained"
    sources = [CONFIG, *sorted(EXAMPLES.glob("*.yml"))]
    wanted = hashlib.sha256(b"\0".join(file.read_bytes() for file in sources)).hexdigest()
    if model.exists() and mark.exists() and mark.read_text() == wanted:
        return model
    print(
        "training the stock pipeline on our examples (a quarter of an hour or more, once) …",
        file=sys.stderr,
        flush=True,
    )
    KEPT.mkdir(parents=True, exist_ok=True)
    command = [ASSISTANT, "-m", "rasa", "train", "nlu", "--nlu", str(EXAMPLES), "--config", str(CONFIG)]
    command += ["--out", str(KEPT), "--fixed-model-name", "stock"]
    done = subprocess.run(command, cwd=KEPT, env=assistant_environment(), stdout=subprocess.PIPE, text=True)
    if done.returncode or not model.exists():
        print(done.stdout, file=sys.stderr)
        raise SystemExit(f"the training of the stock pipeline failed ({done.returncode})")
    mark.write_text(wanted)
    return model
