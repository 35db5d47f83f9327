"""What is said when an answer did not come or was not understood: ask again, then offer keys, then a person or a
polite end. Never a loop: the third failure in a row ends the ladder."""

from __future__ import annotations

from typing import Any, Literal

from channels.session import CallSession, Key, Part, Reply

Failure = Literal["silence", "unclear", "not_understood"]
LAST_RUNG = 3


def next_reply(session: CallSession, failure: Failure, texts: dict[str, Any], reception_open: bool) -> Reply:
    """Counts the failure on the session and gives the reply of its rung."""
    session.failures += 1
    last = session.reply
    expecting = last.expecting if last else "request"
    offered, own_keys = (last.offered, last.keys) if last else ((), ())
    if session.failures >= LAST_RUNG:
        if reception_open:
            return Reply(
                (Part(texts["give_up_transfer"], shareable=True),), end="transfer", whisper=texts["whisper_default"]
            )
        return Reply((Part(texts["give_up_hangup"], shareable=True),), end="hangup")
    parts = (Part(texts[f"reprompt_{failure}"], shareable=True), *session.question)
    if session.failures == LAST_RUNG - 1:
        parts = (*parts, Part(_keys_in_words(expecting, own_keys, texts), shareable=True))
    return Reply(parts, expecting, offered=offered, keys=own_keys)


def _keys_in_words(expecting: str | None, keys: tuple[Key, ...], texts: dict[str, Any]) -> str:
    if not keys:
        return str(texts["keys"].get(expecting or "", texts["keys_hint"]))
    said = [texts["key"].format(digit=digit, label=key.label) for digit, key in enumerate(keys, start=1)]
    return " ".join([*said, texts["key_of_staff"]])
