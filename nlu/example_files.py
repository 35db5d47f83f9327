"""The utterances that trainers edit (nlu/examples/<language>/<intent>.yml) and the held-out ones of tests/nlu, as text.

A file is in Rasa's training data format, with one entry or more under `nlu`, each `intent` with its `examples: |`, one
"- utterance" a line. What is changed is changed in the text itself, so that layout and comments stay as they are.
"""

from __future__ import annotations

import fcntl
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from nlu.spoken.fillers import tidy

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "nlu" / "examples" / "en"
HELD_OUT = ROOT / "tests" / "nlu"
DOMAIN = ROOT / "domain.yml"
NOT_SAID = frozenset({
    "nlu_fallback", "call_started", "leave_message", "recording_agreed", "recording_refused", "messages_wanted",
    "messages_unwanted",
})  # fmt: skip
"""Intents of the domain that no caller's words stand for."""

_SAID = ("say", "text", "utterance", "said", "texts", "utterances", "examples")
_HESITATIONS = frozenset({"um", "uh", "er", "erm", "hmm"})
_SMALL_WORDS = frozenset({"a", "an", "the", "please", "just", "so", "well", "okay", "ok", "oh"})


class BadFile(ValueError):
    """A file that cannot be read, or not be added to; says which one and what to do."""


@dataclass(frozen=True)
class Utterance:
    text: str
    intent: str
    file: Path


def plain(text: str) -> str:
    """Two utterances with the same plain text are the same: case, punctuation and hesitations make no difference.

    >>> plain("Um, I'd like to book it, please!") == plain("id like to book it please")
    True
    """
    words = re.findall(r"\w+", re.sub(r"['’]", "", text.lower()).replace("uh huh", "uhhuh"))
    return " ".join(word for word in words if word not in _HESITATIONS)


def bare(text: str) -> str:
    """`plain` without stutters and small words either, unless nothing else is said: nearly the same."""
    words = plain(tidy(text)).split()
    return " ".join(word for word in words if word not in _SMALL_WORDS) or " ".join(words)


def intents_of_domain(domain: Path = DOMAIN) -> list[str]:
    """Those that callers can mean, in the domain's order."""
    names = [next(iter(each)) if isinstance(each, dict) else str(each) for each in _read(domain).get("intents") or []]
    return [name for name in names if name not in NOT_SAID]


def examples(folder: Path = EXAMPLES) -> list[Utterance]:
    """In the order of the files. Raises BadFile."""
    return [utterance for file in sorted(folder.glob("*.yml")) for utterance in _utterances(file)]


def _utterances(file: Path) -> Iterator[Utterance]:
    for entry in _read(file).get("nlu") or []:
        if not isinstance(entry, dict) or "intent" not in entry:
            continue
        lines = entry.get("examples") or ""
        if not isinstance(lines, str):
            raise BadFile(f"{file}: write the examples of {entry['intent']} under `examples: |`, one “- …” a line")
        for line in lines.splitlines():
            if line.startswith("- "):
                yield Utterance(line[2:].strip(), str(entry["intent"]), file)


def held_out(folder: Path = HELD_OUT) -> dict[str, str]:
    """Plain text to file name, for every utterance of an evaluation set: none of them may be trained on."""
    found: dict[str, str] = {}
    for file in sorted(folder.rglob("*.yml")):
        for text in _texts(_read(file)):
            found.setdefault(plain(text), str(file.relative_to(folder)))
    found.pop("", None)
    return found


def _texts(node: Any, said: bool = False) -> Iterator[str]:
    """What is said, anywhere in a file: values under say, text, …, and lines of `examples`."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield from _texts(value, said=key in _SAID)
    elif isinstance(node, list):
        for value in node:
            yield from _texts(value, said=said or isinstance(value, str))
    elif isinstance(node, str) and said:
        for line in node.splitlines():
            yield line.removeprefix("- ").strip()


def add_utterance(file: Path, intent: str, text: str) -> None:
    """One line at the end of the intent's examples, and nothing else changes. Raises BadFile, and the file is as it
    was then."""
    with _alone_in(file.parent):
        wanted = [*_said(file, intent), text]
        before = file.read_bytes().decode("utf-8")
        place, line = _place_for(file, before, intent, text)
        _replace(file, before[:place] + line + before[place:], lambda new: _said(new, intent) == wanted)


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Whoever else wants to add something there waits."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _said(file: Path, intent: str) -> list[str]:
    return [each.text for each in _utterances(file) if each.intent == intent]


def _place_for(file: Path, content: str, intent: str, text: str) -> tuple[int, str]:
    lines = content.splitlines(keepends=True)
    entry = re.compile(rf"^\s*(?:-\s+)?intent:\s*[\"']?{re.escape(intent)}[\"']?\s*(?:#.*)?$")
    start = next((number for number, line in enumerate(lines) if entry.match(line.rstrip("\r\n"))), None)
    if start is None:
        raise BadFile(f"{file}: there is no entry `- intent: {intent}` in it")
    last = None
    for number in range(start + 1, len(lines)):
        if re.match(r"^\s*-\s+(?:intent|synonym|regex|lookup):", lines[number]):
            break
        if re.match(r"^\s+- \S", lines[number]):
            last = number
    if last is None:
        raise BadFile(f"{file}: {intent} has no “- …” line to add one after")
    indent = re.match(r"^\s*", lines[last])
    ending = "\r\n" if lines[last].endswith("\r\n") else "\n"
    place = sum(map(len, lines[: last + 1]))
    line = f"{indent[0] if indent else ''}- {text}{ending}"
    return place, line if lines[last].endswith("\n") else ending + line.removesuffix(ending)


def _replace(file: Path, content: str, holds: Callable[[Path], bool]) -> None:
    """All or nothing; refuses a content of which `holds(path of it)` is not true."""
    handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=file.parent)
    new = Path(name)
    try:
        with os.fdopen(handle, "wb") as part:
            part.write(content.encode("utf-8"))
        if not holds(new):
            raise BadFile(f"{file}: its layout does not allow to add a line; add it by hand")
        new.chmod(file.stat().st_mode)
        new.replace(file)
    finally:
        new.unlink(missing_ok=True)


def _read(file: Path) -> dict[str, Any]:
    try:
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadFile(f"{file}: cannot be read ({error.strerror})") from error
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f", line {mark.line + 1}" if mark else ""
        raise BadFile(f"{file}{where}: is not valid YAML; undo the last change there") from error
    return content if isinstance(content, dict) else {"nlu": content if isinstance(content, list) else []}
