"""Turns a call that somebody has made into an entry of a call file, and puts it into the file."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from simulators.calls.after_the_call import Kept, State
from simulators.calls.call_file import EXPECTING, CallClinic, CallDoctor, CallFileError, load_call_file
from simulators.calls.judge import concerned_by
from simulators.phone.call import CallRecord
from simulators.phone.callers import Act, HangUp, Prompt, Say, Silence

SPARE_TURNS = 2


class TakenDown:
    """A caller who passes on what another one does, and remembers it. `heard` is what arrived of something spoken."""

    def __init__(self, caller: Any) -> None:
        self._caller = caller
        self.acts: list[tuple[str | None, Act]] = []

    def react(self, prompt: Prompt) -> Act:
        act: Act = self._caller.react(prompt)
        self.acts.append((prompt.expecting, act))
        return act

    def replace_spoken(self, record: CallRecord) -> None:
        """What was spoken into a microphone is written down as it was recognised."""
        heard = [entry for entry in record.transcript if entry.who == "caller"]
        acts = []
        for (expecting, act), entry in zip(self.acts, heard, strict=False):
            acts.append((expecting, Say(entry.heard) if isinstance(act, Say) and entry.heard is not None else act))
        self.acts = acts


def entry_of(
    call_id: str,
    kind: str,
    number: str,
    taken: TakenDown,
    record: CallRecord,
    before: State,
    after: State,
    *,
    as_turns: bool,
) -> dict[str, Any]:
    """The entry with what was true afterwards as `expect`."""
    entry: dict[str, Any] = {"id": call_id, "kind": kind, "from": number}
    if as_turns:
        entry["turns"] = [_turn(act, short=False) for _, act in taken.acts]
    else:
        entry |= _answers(taken.acts)
    entry["expect"] = _expect(number, record, before, after)
    return entry


def can_be_answers(acts: Sequence[tuple[str | None, Act]]) -> bool:
    """Whether every act after the first answers something that a file can have an answer for."""
    return bool(acts) and all(expecting in EXPECTING for expecting, _ in acts[1:])


def _answers(acts: Sequence[tuple[str | None, Act]]) -> dict[str, Any]:
    """Opening and answers; the same question asked again gets the next of a list."""
    given: dict[str, list[Any]] = {}
    for expecting, act in acts[1:]:
        given.setdefault(expecting or "", []).append(_turn(act, short=True))
    answers = {expecting: said[0] if len(said) == 1 else said for expecting, said in given.items()}
    return {"opening": _turn(acts[0][1], short=True), **({"answers": answers} if answers else {})}


def _turn(act: Act, *, short: bool) -> Any:
    if isinstance(act, Say):
        return act.text if short else {"say": act.text}
    if isinstance(act, Silence):
        return {"silence": True}
    return {"hangup": True} if isinstance(act, HangUp) else {"press": act.digits}


def _expect(number: str, record: CallRecord, before: State, after: State) -> dict[str, Any]:
    concerned = concerned_by({number}, before, after)
    new = after.messages[len(before.messages) :]
    expect: dict[str, Any] = {"appointments": [_appointment(kept, number) for kept in concerned]}
    doctors = [kept.doctor for kept in after.appointments.values()]
    expect["messages"] = [
        {"to": sent.to, "contains": sorted({name.split()[-1] for name in doctors if name.split()[-1] in sent.text})}
        for sent in new
    ]
    expect["ends"] = record.ended
    if not new and not _touched(concerned, before):
        expect["says"] = _said(record)
    expect["max_turns"] = record.turns + SPARE_TURNS
    return expect


def _touched(concerned: Sequence[Kept], before: State) -> bool:
    return any(before.appointments.get(kept.id) != kept for kept in concerned)


def _appointment(kept: Kept, number: str) -> dict[str, Any]:
    entry = {
        "doctor": kept.doctor,
        "start": f"{kept.start:%Y-%m-%dT%H:%M}",
        "name": kept.name,
        "status": kept.status,
    }
    contact = {} if kept.contact == number or not kept.contact else {"phone": kept.contact}
    return entry | contact | ({"caller_name": kept.caller_name} if kept.caller_name else {})


def _said(record: CallRecord) -> list[str]:
    """Where nothing was changed, the words that the call was about: the agent's longest answer but the greeting."""
    spoken = [entry.text for entry in record.transcript if entry.who == "agent"][1:]
    if not spoken:
        return []
    sentences = [one for text in spoken for one in re.split(r"(?<=[.?!]) ", text)]
    return [max(sentences, key=len).strip(" .?!")]


def new_file(clock: datetime, clinic: CallClinic) -> str:
    """The head of a call file, which says all about its clinic, so that the call does not change with another file."""
    described = clinic.model_dump(mode="json", exclude_defaults=True)
    described["doctors"] = [_without_defaults(doctor) for doctor in clinic.doctors]
    head = {"clock": f"{clock:%Y-%m-%dT%H:%M}", "clinic": described}
    return f"{_dumped(head)}calls:\n"


def _without_defaults(doctor: CallDoctor) -> dict[str, Any]:
    described: dict[str, Any] = doctor.model_dump(mode="json", exclude_defaults=True)
    shifts = [shift.model_dump(mode="json", exclude_none=True) for shift in doctor.availability]
    return {**described, "availability": shifts}


def with_call(text: str, entry: dict[str, Any]) -> str:
    """The file's text with the entry at the end of the last document's calls; nothing else of it is touched.

    Raises CallFileError when the calls do not stand as a list in block style.
    """
    documents = [one for one in yaml.compose_all(text, yaml.SafeLoader) if one is not None]
    calls = next((value for key, value in documents[-1].value if key.value == "calls"), None) if documents else None
    if isinstance(calls, yaml.SequenceNode) and (calls.flow_style or not calls.value):
        raise CallFileError("`calls:` must be a list with one call below the other, each beginning with a dash")
    if calls is None:
        raise CallFileError("there is no `calls:` in the last part of the file")
    if isinstance(calls, yaml.ScalarNode):  # `calls:` alone, at the end of a new file
        return f"{text.rstrip()}\n{_block(entry, 2)}"
    last = calls.value[-1]
    lines = text.splitlines(keepends=True)
    end = last.end_mark.line if last.end_mark.column == 0 else last.end_mark.line + 1
    while end > 0 and end <= len(lines) and _between_calls(lines[end - 1]):
        end -= 1
    before, after = "".join(lines[:end]), "".join(lines[end:])
    return f"{before.rstrip()}\n\n{_block(entry, calls.start_mark.column)}{after}"


def _between_calls(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith(("#", "---"))


def _block(entry: dict[str, Any], indent: int) -> str:
    return textwrap.indent(shown(entry), " " * indent)


def shown(entry: dict[str, Any]) -> str:
    """As it stands in a file."""
    return _dumped([entry])


def _dumped(value: Any) -> str:
    return str(yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110))


class _Dumper(yaml.SafeDumper):
    """Small mappings and lists in one line, as in the files that people write; texts in quotes."""


def _mapping(dumper: _Dumper, value: dict[str, Any]) -> yaml.Node:
    flat = not any(isinstance(one, dict | list) and one for one in value.values()) or set(value) == {"to", "contains"}
    return dumper.represent_mapping("tag:yaml.org,2002:map", value.items(), flow_style=flat)


def _sequence(dumper: _Dumper, value: list[Any]) -> yaml.Node:
    flat = all(isinstance(one, str) for one in value)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=flat)


def _string(dumper: _Dumper, value: str) -> yaml.Node:
    plain = re.fullmatch(r"[A-Za-z][A-Za-z_]*|[a-z0-9]+(-[a-z0-9]+)+", value) and value not in (
        "yes",
        "no",
        "null",
        "true",
    )
    return dumper.represent_scalar("tag:yaml.org,2002:str", value, style=None if plain else '"')


_Dumper.add_representer(dict, _mapping)
_Dumper.add_representer(list, _sequence)
_Dumper.add_representer(str, _string)


def save(path: Path, text: str) -> None:
    """Only a file that can be read, with all the calls that were in it; the one that was there stays otherwise."""
    part = path.with_suffix(".part")
    part.write_text(text, encoding="utf-8")
    try:
        calls = [one.call.id for one in load_call_file(part)]
        was = [one.call.id for one in load_call_file(path)] if path.exists() else []
        if calls[: len(was)] != was:
            raise CallFileError(f"{path}: the calls that are in it would not all stay; nothing was written")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
