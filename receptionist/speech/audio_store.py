"""Where sound is kept: sentences that anybody may hear, by their content; personal ones, for a minute or two.

Both are folders that several processes share.
"""

import fcntl
import hashlib
import json
import os
import re
import secrets
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import Protocol

KEY = re.compile(r"[0-9a-f]{64}")
_SPOOL_NAME = re.compile(r"[0-9a-f]{48}")
_RECOUNT_AFTER_WRITES = 200


def audio_key(voice: str, language: str, text: str) -> str:
    """What a sentence sounds like: SHA-256, hexadecimal, of the voice's identity, the language and the text."""
    return hashlib.sha256(json.dumps([voice, language, text], ensure_ascii=False).encode()).hexdigest()


class AudioStore(Protocol):
    """Sentences without personal data. Keys are those of `audio_key`; whatever is stored may be dropped at any time."""

    def holds(self, key: str) -> bool:
        """Whether it is there; asking also counts as a use."""
        ...

    def read(self, key: str) -> bytes | None: ...

    def write(self, key: str, wav: bytes) -> None: ...

    def alone(self, key: str) -> AbstractContextManager[None]:
        """While inside, nobody else is inside for the same key."""
        ...


def _write_whole(path: Path, content: bytes) -> None:
    """The file appears with all of its content and readable by its owner only, or not at all."""
    descriptor, part = tempfile.mkstemp(dir=path.parent, suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        os.replace(part, path)
    except BaseException:
        with suppress(FileNotFoundError):
            os.unlink(part)
        raise


class LocalAudioStore:
    """A folder of `<key>.wav`. When it outgrows `max_bytes`, what was not used for the longest goes first."""

    def __init__(self, folder: Path | str, max_bytes: int = 200_000_000) -> None:
        self._folder, self._max_bytes = Path(folder), max_bytes
        self._locks = self._folder / "locks"
        self._locks.mkdir(parents=True, exist_ok=True)
        self._counting = threading.Lock()
        self._bytes, self._writes = 0, _RECOUNT_AFTER_WRITES

    def _path(self, key: str) -> Path:
        if not KEY.fullmatch(key):
            raise ValueError("not the key of a sentence")
        return self._folder / f"{key}.wav"

    def holds(self, key: str) -> bool:
        try:
            os.utime(self._path(key))
        except FileNotFoundError:
            return False
        return True

    def read(self, key: str) -> bytes | None:
        path = self._path(key)
        try:
            wav = path.read_bytes()
            os.utime(path)
        except FileNotFoundError:
            return None
        return wav

    def write(self, key: str, wav: bytes) -> None:
        _write_whole(self._path(key), wav)
        with self._counting:
            self._bytes += len(wav)
            self._writes += 1
            if self._bytes > self._max_bytes or self._writes >= _RECOUNT_AFTER_WRITES:
                self._make_room()

    def _make_room(self) -> None:
        """Counts what is really there, others write too; down to nine tenths, so that not every write has to."""
        files = []
        for entry in os.scandir(self._folder):
            with suppress(FileNotFoundError):
                if entry.name.endswith(".wav"):
                    files.append((entry.stat().st_mtime_ns, entry.stat().st_size, entry.path))
        self._bytes, self._writes = sum(size for _, size, _ in files), 0
        if self._bytes <= self._max_bytes:
            return
        for _, size, path in sorted(files)[:-1]:
            if self._bytes <= self._max_bytes * 0.9:
                break
            with suppress(FileNotFoundError):
                os.unlink(path)
            self._bytes -= size

    @contextmanager
    def alone(self, key: str) -> Iterator[None]:
        with (self._locks / self._path(key).name[:2]).open("wb") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


class PersonalSpool:
    """Sentences about a person: under a random name, readable by their owner only, gone after the caller heard them.

    Twilio may ask twice (a range, a retry): a file stays for `retry_s` after it was first fetched, and for `keep_s` if
    nobody fetches it. A file's modification time is the moment at which it goes; `sweep` removes what is due.
    """

    def __init__(
        self,
        folder: Path | str,
        *,
        keep_s: float = 120.0,
        retry_s: float = 10.0,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._folder, self._keep_s, self._retry_s, self._now = Path(folder), keep_s, retry_s, now
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder.chmod(0o700)

    def put(self, wav: bytes) -> str:
        """The name to fetch it by."""
        name = secrets.token_hex(24)
        path = self._folder / f"{name}.wav"
        _write_whole(path, wav)
        self._goes_at(path, self._now() + self._keep_s)
        return name

    def fetch(self, name: str) -> bytes | None:
        """None when there is no such sentence (any more)."""
        wav = self.peek(name)
        if wav is not None:
            path = self._folder / f"{name}.wav"
            soon = self._now() + self._retry_s
            with suppress(FileNotFoundError):
                if path.stat().st_mtime > soon:
                    self._goes_at(path, soon)
        return wav

    def peek(self, name: str) -> bytes | None:
        """As `fetch`, without counting as a fetch."""
        if not _SPOOL_NAME.fullmatch(name):
            return None
        path = self._folder / f"{name}.wav"
        try:
            if path.stat().st_mtime <= self._now():
                path.unlink()
                return None
            return path.read_bytes()
        except FileNotFoundError:
            return None

    def sweep(self) -> int:
        """Removes what is due; how many."""
        removed = 0
        for entry in os.scandir(self._folder):
            with suppress(FileNotFoundError):
                abandoned = entry.name.endswith(".part") and entry.stat().st_mtime + self._keep_s <= self._now()
                if abandoned or (entry.name.endswith(".wav") and entry.stat().st_mtime <= self._now()):
                    os.unlink(entry.path)
                    removed += 1
        return removed

    @staticmethod
    def _goes_at(path: Path, moment: float) -> None:
        os.utime(path, (moment, moment))
