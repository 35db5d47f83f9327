"""How often the doctor that a caller names is found in directories of 25 to 1,000 names.

.venv/assistant/bin/python -m bench.nlu.doctors [--sizes 25,100,300,1000] [--wrong FILE] [--cases 400]

A table in per cent on stdout. Names, carriers and mishearings are the files of bench/nlu/data; `voice` is what an
offline recogniser made of an offline voice, `homophone`, `near` and `split` come from a pronouncing dictionary.
`--wrong FILE` writes every case that went wrong.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bench.nlu.directories import DATA, draw_names, first_name_of, surname_of
from nlu.components.context import context_of
from nlu.components.doctor_extractor import DoctorExtractor
from nlu.sounds import plain
from nlu.understanding import understanding

SEED = 20
EXAMPLES = Path(__file__).parents[2] / "nlu" / "examples" / "en"
CLEAN = ("titled surname", "titled full name", "full name", "surname after a cue", "surname as answer", "first name")
MISHEARD = ("voice", "homophone", "near", "split", "full name misheard")
STRANGERS = ("stranger surname", "stranger full name", "stranger as answer", "no doctor")


@dataclass(frozen=True)
class Case:
    """`right` judges the answer {"name", "score", "candidates"} or null."""

    kind: str
    text: str
    directory: tuple[str, ...]
    wanted: str
    right: Callable[[dict[str, Any] | None], bool]
    expecting: str | None = None


def cases(size: int, count: int) -> Iterator[Case]:
    rng = random.Random(SEED + size)
    names = draw_names(SEED + size, size)
    carriers = YAML(typ="safe").load((DATA / "doctor_carriers.yml").read_text(encoding="utf-8"))
    yield from _clean(rng, names, carriers, count)
    yield from _misheard(rng, names, carriers, count)
    yield from _shared(rng, names, carriers, count // 2)
    yield from _strangers(rng, names, carriers, count)


def _clean(rng: random.Random, names: list[str], carriers: dict[str, list[str]], count: int) -> Iterator[Case]:
    for index in range(count):
        name = rng.choice(names)
        kind = CLEAN[index % len(CLEAN)]
        said = {"full": name, "surname": surname_of(name), "first": first_name_of(name)}[
            "full" if "full" in kind else "first" if "first" in kind else "surname"
        ]
        answering = "answer" in kind
        group = "answers" if answering else "cued" if kind in ("full name", "surname after a cue") else "titled"
        text = rng.choice(carriers[group]).format(x=said if rng.random() < 0.2 else said.lower())
        yield Case(kind, text, tuple(names), name, _is(name, names, said), "doctor" if answering else None)


def _misheard(rng: random.Random, names: list[str], carriers: dict[str, list[str]], count: int) -> Iterator[Case]:
    rows = [(kind, name, text, "") for name, text, kind in _heard()]
    for part, name, heard, kind in _respelled():
        rows.append((kind if part == "surname" else "full name misheard", name, heard, part))
    by_kind: dict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
    for row in rows:
        by_kind[row[0]].append(row)
    pool = draw_names(SEED - 1, 4000)
    for kind in MISHEARD:
        rng.shuffle(by_kind[kind])
        heard_names = []
        for _, name, heard, part in by_kind[kind][:count]:
            if part == "surname":
                name = f"{first_name_of(rng.choice(pool))} {name}"
                heard_names.append((name, rng.choice(carriers["titled"]).format(x=heard), heard, surname_of(name)))
            elif part == "first":
                name = f"{name} {surname_of(rng.choice(pool))}"
                text = rng.choice(carriers["titled"]).format(x=f"{heard} {surname_of(name).lower()}")
                heard_names.append((name, text, heard, name))
            else:
                heard_names.append((name, heard, "", surname_of(name)))
        for directory, some in _in_directories(names, heard_names):
            for name, text, heard, said in some:
                if all(plain(heard) != plain(surname_of(other)) or other == name for other in directory):
                    yield Case(kind, text, directory, name, _is(name, directory, said))


def _shared(rng: random.Random, names: list[str], carriers: dict[str, list[str]], count: int) -> Iterator[Case]:
    pool = draw_names(SEED - 1, 4000)
    second = [
        (f"{first_name_of(rng.choice(pool))} {surname_of(one)}", one)
        for one in (rng.choice(names) for _ in range(count))
    ]
    for directory, some in _in_directories(names, second):
        for _, one in some:
            if one not in directory:
                continue
            sharing = {name for name in directory if plain(surname_of(name)) == plain(surname_of(one))}
            titled = rng.choice(carriers["titled"])
            text = titled.format(x=surname_of(one).lower())
            yield Case("shared surname", text, directory, one, partial(_offers, all_=sharing))
            text = titled.format(x=one.lower())
            yield Case("shared, first name given", text, directory, one, partial(_only, name=one))


def _strangers(rng: random.Random, names: list[str], carriers: dict[str, list[str]], count: int) -> Iterator[Case]:
    known = {part for name in names for part in plain(name).split()}
    strangers = [name for name in draw_names(SEED - 2, 5000) if not known & set(plain(name).split())]
    quiet = [text for text in _examples() if not {"doctor", "dr", "doc", "with", "see"} & set(plain(text).split())]
    for index in range(count):
        kind = STRANGERS[index % len(STRANGERS)]
        name = rng.choice(strangers)
        said = (name if "full" in kind else surname_of(name)).lower()
        if kind == "no doctor":
            text, expecting = rng.choice(quiet), None
        elif kind == "stranger as answer":
            text, expecting = rng.choice(carriers["answers"]).format(x=said), "doctor"
        else:
            text, expecting = rng.choice(carriers["titled"]).format(x=said), None
        yield Case(kind, text, tuple(names), "nobody", lambda got: got is None, expecting)


def _in_directories(names: list[str], rows: list[tuple]) -> Iterator[tuple[tuple[str, ...], list[tuple]]]:
    """The rows in batches, each with a directory of the same size that has the names of the batch."""
    share = max(8, len(names) // 4)
    for start in range(0, len(rows), share):
        some = rows[start : start + share]
        added = {row[0] for row in some}
        yield (*[name for name in names if name not in added][: len(names) - len(added)], *sorted(added)), some


def _is(name: str, names: list[str] | tuple[str, ...], said: str) -> Callable[[dict[str, Any] | None], bool]:
    """`name` alone comes first where what was said is only theirs; else all who bear it are offered."""
    bearers = {other for other in names if f" {plain(said)} " in f" {plain(other)} "}
    if len(bearers | {name}) == 1:
        return lambda got: got is not None and got["name"] == name
    return lambda got: _offers(got, bearers | {name})


def _offers(got: dict[str, Any] | None, all_: set[str]) -> bool:
    return got is not None and all_ <= set(got["candidates"])


def _only(got: dict[str, Any] | None, name: str) -> bool:
    return got is not None and got["candidates"] == [name]


def _heard() -> Iterator[tuple[str, str, str]]:
    """(name, heard, "voice") where what was heard is not what was said."""
    for line in (DATA / "heard.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        said = row["name"] if row["name"] in row["said"] else surname_of(row["name"])
        if f" {plain(said)} " not in f" {plain(row['heard'])} ":
            yield row["name"], row["heard"], "voice"


def _respelled() -> Iterator[tuple[str, ...]]:
    for line in (DATA / "respelled.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield tuple(line.split("\t"))


def _examples() -> list[str]:
    texts: list[str] = []
    for path in sorted(EXAMPLES.glob("*.yml")):
        for entry in YAML(typ="safe").load(path.read_text(encoding="utf-8"))["nlu"]:
            texts += [line.removeprefix("- ").strip() for line in entry.get("examples", "").splitlines()]
    return [text for text in texts if text]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("--sizes", default="25,100,300,1000")
    options.add_argument("--cases", type=int, default=400, help="of each sort and size")
    options.add_argument("--wrong", type=Path)
    given = options.parse_args()
    extractor = DoctorExtractor()
    right: dict[tuple[str, int], list[bool]] = defaultdict(list)
    took: dict[tuple[str, int], list[float]] = defaultdict(list)
    wrong = []
    sizes = [int(size) for size in given.sizes.split(",")]
    for size in sizes:
        for case in cases(size, given.cases):
            metadata = {"doctors": list(case.directory), "expecting": case.expecting, "now": "2026-11-23T08:55"}
            context = context_of(metadata)
            begun = time.process_time()
            entities = extractor.found(case.text, context, [])
            took[case.kind, size].append((time.process_time() - begun) * 1000)
            got = understanding({"text": case.text, "entities": entities})["doctor"]
            right[case.kind, size].append(case.right(got))
            if not right[case.kind, size][-1]:
                wrong.append({"kind": case.kind, "size": size, "text": case.text, "wanted": case.wanted, "got": got})
    _print(sizes, right, took)
    if given.wrong:
        given.wrong.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in wrong), encoding="utf-8")


def _print(
    sizes: list[int], right: dict[tuple[str, int], list[bool]], took: dict[tuple[str, int], list[float]]
) -> None:
    print(f"{'right in % of directories of':<30}" + "".join(f"{size:>9,}" for size in sizes) + f"{'cases':>9}")
    rows = dict.fromkeys(kind for kind, _ in right)
    sums = {"CLEAN": CLEAN, "MISHEARD": MISHEARD, "STRANGERS REFUSED": STRANGERS[:3]}
    for title, kinds in [(kind, (kind,)) for kind in rows] + list(sums.items()):
        shares = [[ok for kind in kinds for ok in right[kind, size]] for size in sizes]
        print(
            f"{title:<30}"
            + "".join(f"{100 * statistics.fmean(oks) if oks else 0:>9.1f}" for oks in shares)
            + f"{sum(map(len, shares)):>9,}"
        )
    for title, kinds in {"median ms of CPU, clean": CLEAN, "median ms of CPU, misheard": MISHEARD}.items():
        medians = [statistics.median(ms for kind in kinds for ms in took[kind, size]) for size in sizes]
        print(f"{title:<30}" + "".join(f"{median:>9.2f}" for median in medians))


if __name__ == "__main__":
    main()
