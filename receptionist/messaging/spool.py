"""The messenger of a machine without an account: a file that the demo and the tests read."""

from __future__ import annotations

import json
import os
from pathlib import Path

from receptionist.clock import utc_now
from receptionist.messaging.port import Message, NotDelivered


class Spool:
    """Appends one JSON object a line to `messages.jsonl`: {"id","clinic","kind","to","body","at"}."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.path = folder / "messages.jsonl"

    def send(self, message: Message) -> str:
        entry = {
            "id": message.id,
            "clinic": message.clinic_id,
            "kind": message.kind,
            "to": message.to,
            "body": message.body,
            "at": utc_now().isoformat(timespec="seconds"),
        }
        line = (json.dumps(entry, ensure_ascii=False) + "\n").encode()
        try:
            file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            try:
                os.write(file, line)
            finally:
                os.close(file)
        except OSError as error:
            raise NotDelivered("retryable") from error
        return f"spool:{message.id}"
