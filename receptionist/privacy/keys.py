"""The keys under which personal data is stored: AES-256-GCM for values, HMAC-SHA256 for look-ups.

A stored value is `v1:<key id>:<base64url of nonce, ciphertext and tag>`; the name of its table and column is
authenticated with it, so that it cannot be moved to another column. A look-up is `<key id>:<hash>`. Both kinds of key
are derived from one secret of 32 bytes (HKDF, RFC 5869).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from receptionist.clock import utc_now
from receptionist.settings import Settings

VERSION = "v1"
SECRET_BYTES = 32
NONCE_BYTES = 12
_ID = re.compile(r"[A-Za-z0-9-]{1,32}")


class KeyProblem(RuntimeError):
    """Personal data cannot be read or written with the keys at hand. The message holds no key and no data."""


class MissingKey(KeyProblem):
    def __init__(self, key_id: str) -> None:
        super().__init__(f"personal data was stored under key {key_id!r}, which PERSONAL_DATA_KEYS does not have")


class WrongKey(KeyProblem):
    def __init__(self, key_id: str, where: str) -> None:
        super().__init__(f"key {key_id!r} does not open {where}: another key of that name, or changed data")


class Key:
    """`fingerprint` tells two keys apart and gives nothing away."""

    def __init__(self, key_id: str, secret: bytes) -> None:
        if not _ID.fullmatch(key_id):
            raise KeyProblem("a key's id is 1 to 32 letters, digits and hyphens")
        if len(secret) != SECRET_BYTES:
            raise KeyProblem(f"key {key_id!r} has {len(secret)} bytes instead of {SECRET_BYTES}")
        self.id = key_id
        self.fingerprint = _derived(secret, b"fingerprint").hex()[:32]
        self._secret = secret
        self._cipher = AESGCM(_derived(secret, b"values"))
        self._hasher = _derived(secret, b"look-ups")

    @staticmethod
    def new() -> Key:
        return Key(f"{utc_now():%Y%m%d}-{secrets.token_hex(3)}", secrets.token_bytes(SECRET_BYTES))

    def __str__(self) -> str:
        """As in PERSONAL_DATA_KEYS."""
        return f"{self.id}:{base64.b64encode(self._secret).decode()}"

    def encrypt(self, text: str, where: str) -> str:
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = nonce + self._cipher.encrypt(nonce, text.encode(), self._bound_to(where))
        return f"{VERSION}:{self.id}:{base64.urlsafe_b64encode(sealed).decode()}"

    def decrypt(self, sealed: str, where: str) -> str:
        try:
            raw = base64.urlsafe_b64decode(sealed)
            opened = self._cipher.decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], self._bound_to(where))
            return str(opened, "utf-8")
        except (InvalidTag, ValueError) as error:
            raise WrongKey(self.id, where) from error

    def look_up(self, kind: str, value: str) -> str:
        digest = hmac.new(self._hasher, f"{kind}:{value}".encode(), hashlib.sha256)
        return f"{self.id}:{digest.hexdigest()[:32]}"

    def _bound_to(self, where: str) -> bytes:
        return f"{VERSION}:{self.id}:{where}".encode()


class KeyRing:
    """The first key is the current one, under which everything is written; the others still open what is older."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self._keys = {key.id: key for key in keys}
        if not self._keys:
            raise KeyProblem("PERSONAL_DATA_KEYS holds no key")

    @property
    def keys(self) -> dict[str, Key]:
        return self._keys

    @property
    def current(self) -> Key:
        return next(iter(self.keys.values()))

    def encrypt(self, text: str, where: str) -> str:
        return self.current.encrypt(text, where)

    def decrypt(self, stored: str, where: str) -> str:
        """`where` is 'table.column'. Raises MissingKey or WrongKey."""
        version, _, rest = stored.partition(":")
        key_id, _, sealed = rest.partition(":")
        if version != VERSION or not sealed:
            raise KeyProblem(f"{where} holds something that is not encrypted")
        if key_id not in self.keys:
            raise MissingKey(key_id)
        return self.keys[key_id].decrypt(sealed, where)

    def look_up(self, kind: str, value: str) -> str:
        return self.current.look_up(kind, value)

    def look_ups(self, kind: str, value: str) -> list[str]:
        """Under every key: rows that wait for the rotation are found too."""
        return [key.look_up(kind, value) for key in self.keys.values()]


class KeyFile(KeyRing):
    """A ring in a file that every process of this machine reads, and reads again when it has changed. Made when it is
    not there: whichever process comes first, all get the same."""

    def __init__(self, path: Path) -> None:
        self.path = path
        if not path.exists():
            _write_first(path, str(Key.new()))
        self._state = self._state_now()
        super().__init__(parse_keys(path.read_text(encoding="utf-8")))

    @property
    def keys(self) -> dict[str, Key]:
        state = self._state_now()
        if state and state != self._state:
            self._keys = {key.id: key for key in parse_keys(self.path.read_text(encoding="utf-8"))}
            self._state = state
        return self._keys

    def add(self, key: Key) -> None:
        """Makes it the current one, for every process on this machine."""
        draft = _draft(self.path, ",".join(map(str, [key, *self.keys.values()])))
        os.replace(draft, self.path)

    def _state_now(self) -> tuple[int, int] | None:
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns


def parse_keys(text: str) -> list[Key]:
    """'id:base64,id:base64' -> keys. Raises KeyProblem; its message says which key is wrong, not what it is."""
    keys = []
    for number, part in enumerate(filter(None, re.split(r"[\s,]+", text.strip())), start=1):
        key_id, _, encoded = part.partition(":")
        try:
            keys.append(Key(key_id, base64.b64decode(encoded, validate=True)))
        except binascii.Error:
            raise KeyProblem(f"key number {number} of PERSONAL_DATA_KEYS is not id:base64") from None
    if len({key.id for key in keys}) != len(keys):
        raise KeyProblem("two keys of PERSONAL_DATA_KEYS have the same id")
    return keys


def key_ring(settings: Settings) -> KeyRing:
    """From PERSONAL_DATA_KEYS; without it, from the key file."""
    if settings.personal_data_keys:
        return KeyRing(parse_keys(settings.personal_data_keys))
    return KeyFile(settings.personal_key_file)


@lru_cache(maxsize=1)
def own_key_ring() -> KeyRing:
    """The one of this process."""
    return key_ring(Settings())


def _derived(secret: bytes, what: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"receptionist personal data: " + what).derive(secret)


def _write_first(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = _draft(path, text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _draft(path: Path, text: str) -> Path:
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    file = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(file, f"{text}\n".encode())
        os.fsync(file)
    finally:
        os.close(file)
    return draft
