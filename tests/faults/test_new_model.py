"""A newly trained model while calls go on: every worker takes it over, and no call is lost."""

from __future__ import annotations

import io
import json
import tarfile
import time
from pathlib import Path

import httpx

from tests.faults.practice import Practice
from tests.faults.test_workers import frozen

WITHIN_S = 60


def another(archive: Path, model_id: str) -> None:
    """The same model under another id, as a training would put it there."""
    new = archive.with_suffix(".new")
    with tarfile.open(archive) as old, tarfile.open(new, "w:gz") as written:
        for member in old.getmembers():
            file = old.extractfile(member)
            content = file.read() if file else b""
            if member.name == "metadata.json":
                content = json.dumps({**json.loads(content), "model_id": model_id}).encode()
                member.size = len(content)
            written.addfile(member, io.BytesIO(content) if file else None)
    new.replace(archive)


def model_of(practice: Practice) -> str:
    answer = httpx.get(f"{practice.stack.assistant_url}/webhooks/twilio_voice/", timeout=30)
    return str(answer.raise_for_status().json()["model"])


def test_every_worker_takes_it_over_and_the_call_goes_on(on_servers: Practice, workers: list[int]) -> None:
    clinic = on_servers.clinic("new-model")
    call = on_servers.call(clinic)
    call.ring()
    call.go_on(until="confirm")
    before = model_of(on_servers)
    another(on_servers.stack.folder / "model.tar.gz", "trained-since")
    for asleep in workers:
        deadline = time.monotonic() + WITHIN_S
        seen = before
        while seen != "trained-since" and time.monotonic() < deadline:
            with frozen(asleep):
                seen = model_of(on_servers)
            time.sleep(0.5)
        assert seen == "trained-since", f"while {asleep} sleeps"
    call.say("yes")
    assert call.last.expecting == "anything_else", call
    on_servers.let_the_worker_run()
    on_servers.assert_booked_once(clinic)
