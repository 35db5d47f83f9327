"""What the channel knows of a call: what was said last and asked, how often it had to ask again, what was answered to
which webhook. It is the truth for whoever carries on with the call."""

from __future__ import annotations

import json
import time
from dataclasses import asdict, dataclass
from typing import Any, Literal

from channels.store import Store

DAY_S = 24 * 3600

End = Literal["hangup", "transfer", "record"]


@dataclass(frozen=True)
class Part:
    """One sentence or a few, in spoken form. `shareable`: holds nothing of a person, so it may be cached."""

    speech: str
    shareable: bool = False


@dataclass(frozen=True)
class Key:
    """What a key means beyond what it always means: `label` in spoken form, and the entities that it stands for."""

    label: str
    entities: dict[str, Any]


@dataclass(frozen=True)
class Reply:
    """One turn of the assistant. `expecting` is what it asks for; `keys` are those of the question, 1 first; `whisper`
    is what the human hears before a transfer is put through."""

    parts: tuple[Part, ...]
    expecting: str | None = None
    end: End | None = None
    offered: tuple[str, ...] = ()
    keys: tuple[Key, ...] = ()
    whisper: str = ""


@dataclass
class CallSession:
    """`doctors` come from the clinic's directory, for hints, and are not kept. `answering_since` (seconds since 1970)
    is set while a turn is being answered; `version` is the store's."""

    call_sid: str
    clinic: dict[str, Any]
    doctors: list[dict[str, Any]]
    caller: str | None
    dialled: str
    attestation: str | None
    turn: int = 0
    reply: Reply | None = None
    question: tuple[Part, ...] = ()
    failures: int = 0
    in_emergency: bool = False
    before_emergency: Reply | None = None
    transfer_failed: bool = False
    stumbled: bool = False
    repeated: int = 0
    asks_to_record: bool = False
    may_record: bool = False
    answering_since: float | None = None
    twiml: str = ""
    version: int = 0

    def as_json(self) -> str:
        kept = asdict(self)
        del kept["doctors"], kept["version"]
        return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str, version: int) -> CallSession:
        kept = json.loads(text)
        for name in ("reply", "before_emergency"):
            kept[name] = _reply(kept[name]) if kept[name] else None
        kept["question"] = _parts(kept["question"])
        return cls(**kept, doctors=[], version=version)


def _reply(kept: dict[str, Any]) -> Reply:
    keys = tuple(Key(**key) for key in kept["keys"])
    return Reply(**{**kept, "parts": _parts(kept["parts"]), "offered": tuple(kept["offered"]), "keys": keys})


def _parts(kept: list[dict[str, Any]]) -> tuple[Part, ...]:
    return tuple(Part(**part) for part in kept)


class Sessions:
    """The calls that are going on, known to every worker. Everything here raises StoreDown."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def get(self, call_sid: str) -> CallSession | None:
        record = await self._store.read(_key(call_sid))
        return CallSession.from_json(record.value, record.version) if record else None

    async def save(self, session: CallSession) -> bool:
        """False when somebody else has carried on with the call since this session was read; nothing is kept then."""
        saved = await self._store.write(_key(session.call_sid), session.as_json(), session.version, DAY_S)
        if saved:
            session.version += 1
        return saved

    async def begin_answering(self, session: CallSession) -> bool:
        """Whether this turn is ours to answer."""
        session.answering_since = time.time()
        return await self.save(session)

    async def forget(self, call_sid: str) -> None:
        await self._store.delete(_key(call_sid))


def _key(call_sid: str) -> str:
    return f"call:{call_sid}"
