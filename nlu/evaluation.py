"""How well the examples teach the model: cross-validation, the held-out test set, and what more examples would bring.

python -m nlu.evaluation MODEL    JSON lines on stdout: {"step": [done, all]} for each step, at last {"report": …}

A part is {"count", "accuracy", "macro_f1", "intents": {name: {"count", "precision", "recall", "f1"}},
"confusion": {wanted: {answered: count}}, "wrong": [{"text", "wanted", "answered", "confidence"}, …]}. The report has
two of them, `cross_validation` and `test`; `misheard` {"rate", "accuracy"} (the test set with that share of its words
wrong); `out_of_scope` {"found", "refused"} (shares of what is and of what is not out of scope in the test set);
`calibration` [{"from", "to", "count", "confidence", "accuracy"}, …],
`curve` {name: [[examples, f1], …]}, `test_set` (a fingerprint), `milliseconds` (median of a parse). Shares are 0 to 1.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import multiprocessing
import os
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import replace
from random import Random
from typing import Any

from nlu import encoder
from nlu.example_files import EXAMPLES, HELD_OUT, Utterance, examples
from nlu.expectation import FALLBACK, OUT_OF_SCOPE
from nlu.mishearing import FREQUENT, mishearings
from nlu.parse import quietly
from nlu.pipeline import Pipeline
from nlu.retraining import Answer, Retrained

FOLDS = 5
SHARES = (0.25, 0.5, 1.0)
SEED = 7
MISHEARD = 0.15
BINS = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)


def folds(utterances: Sequence[Utterance], count: int = FOLDS) -> list[list[int]]:
    """Places in `utterances`, each in one fold, every intent spread evenly; the same ones every time."""
    found: list[list[int]] = [[] for _ in range(count)]
    for start, places in enumerate(_places_by_intent(utterances).values()):
        for turn, place in enumerate(places):
            found[(start + turn) % count].append(place)
    return found


def part_of(utterances: Sequence[Utterance], places: Sequence[int], share: float) -> list[int]:
    """Of every intent about the same share, at least ten."""
    chosen = [utterances[place] for place in places]
    kept: list[int] = []
    for own in _places_by_intent(chosen).values():
        kept += [places[place] for place in own[: max(10, round(share * len(own)))]]
    return kept


def _places_by_intent(utterances: Sequence[Utterance]) -> dict[str, list[int]]:
    """Shuffled: neighbours in a file are often variants of one another."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, utterance in enumerate(utterances):
        places[utterance.intent].append(place)
    for own in places.values():
        Random(SEED).shuffle(own)
    return places


def scores(utterances: Sequence[Utterance], answers: Sequence[Answer]) -> dict[str, Any]:
    """A part of the report. What was not understood counts as wrong."""
    confusion: dict[str, Counter[str]] = defaultdict(Counter)
    wrong = []
    for utterance, (answered, confidence) in zip(utterances, answers, strict=True):
        confusion[utterance.intent][answered] += 1
        if answered != utterance.intent:
            sure = round(confidence, 4)
            wrong.append({"text": utterance.text, "wanted": utterance.intent, "answered": answered, "confidence": sure})
    names = sorted(confusion)
    intents = {name: _scores_of(name, confusion) for name in names}
    return {
        "count": len(utterances),
        "accuracy": round(1 - len(wrong) / max(len(utterances), 1), 4),
        "macro_f1": round(statistics.fmean(each["f1"] for each in intents.values()), 4) if intents else 0.0,
        "intents": intents,
        "confusion": {name: dict(confusion[name].most_common()) for name in names},
        "wrong": sorted(wrong, key=lambda each: -float(each["confidence"])),
    }


def _scores_of(name: str, confusion: dict[str, Counter[str]]) -> dict[str, Any]:
    right, count = confusion[name][name], confusion[name].total()
    answered = sum(row[name] for row in confusion.values())
    precision, recall = right / max(answered, 1), right / max(count, 1)
    f1 = 2 * precision * recall / (precision + recall) if right else 0.0
    return {"count": count, "precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def calibration(utterances: Sequence[Utterance], answers: Sequence[Answer]) -> list[dict[str, Any]]:
    """How often the model is right when it says how sure it is; of what it understood, and without empty bins."""
    found = []
    for low, high in itertools.pairwise(BINS):
        inside = [
            (confidence, answered == utterance.intent)
            for utterance, (answered, confidence) in zip(utterances, answers, strict=True)
            if answered != FALLBACK and (low <= confidence < high or confidence == high == 1.0)
        ]
        if inside:
            sure, right = (statistics.fmean(values) for values in zip(*inside, strict=True))
            found.append({
                "from": low, "to": high, "count": len(inside), "confidence": round(sure, 4), "accuracy": round(right, 4)
            })  # fmt: skip
    return found


def cross_validated(utterances: Sequence[Utterance]) -> Iterator[tuple[float, int, list[int], list[Answer]]]:
    """(share, examples of training, places, their answers) for every fold and share, as they are done.

    One process for each core; they share what the first one has loaded.
    """
    split = folds(utterances)
    jobs = []
    for fold, held in enumerate(split):
        rest = [place for other, places in enumerate(split) if other != fold for place in places]
        jobs += [(share, part_of(utterances, rest, share), held) for share in SHARES]
    jobs.sort(key=lambda job: -job[0])
    context = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(os.cpu_count(), context, _begin, (utterances,)) as pool:
        at_work = {pool.submit(_answers, known, held): (share, len(known), held) for share, known, held in jobs}
        for done in as_completed(at_work):
            yield (*at_work[done], done.result())


_utterances: Sequence[Utterance] = ()


def _begin(utterances: Sequence[Utterance]) -> None:
    global _utterances
    _utterances = utterances


def _answers(known: Sequence[int], held: Sequence[int]) -> list[Answer]:
    model = Retrained([_utterances[place] for place in known])
    return model.answers([_utterances[place].text for place in held])


def of_model(model: str, utterances: Sequence[Utterance]) -> tuple[list[Answer], float]:
    """The answers of a trained model, in the pipeline of a call, and the median of what one took in ms."""
    pipeline = Pipeline(model)
    pipeline.parse(utterances[0].text)
    found, took = [], []
    for utterance in utterances:
        started = time.perf_counter()
        intent = pipeline.parse(utterance.text)["intent"]
        took.append(1000 * (time.perf_counter() - started))
        found.append((str(intent["name"]), float(intent["confidence"])))
    return found, statistics.median(took)


def refusals(part: dict[str, Any]) -> dict[str, float]:
    """What is out of scope and found to be (or not understood), and what is not and refused all the same."""
    refused = {name: row.get(OUT_OF_SCOPE, 0) + row.get(FALLBACK, 0) for name, row in part["confusion"].items()}
    count = {name: sum(row.values()) for name, row in part["confusion"].items()}
    inside = [name for name in count if name != OUT_OF_SCOPE]
    return {
        "found": round(refused.get(OUT_OF_SCOPE, 0) / max(count.get(OUT_OF_SCOPE, 0), 1), 4),
        "refused": round(sum(refused[name] for name in inside) / max(sum(count[name] for name in inside), 1), 4),
    }


def misheard(utterances: Sequence[Utterance]) -> list[Utterance]:
    """The same with `MISHEARD` of their words wrong."""
    heard = mishearings([each.text for each in utterances], MISHEARD, SEED, encoder.frequent_words(FREQUENT))
    return [replace(each, text=text) for each, text in zip(utterances, heard, strict=True)]


def report(model: str) -> Iterator[dict[str, Any]]:
    """Raises BadFile, and FileNotFoundError when there is no model."""
    language = EXAMPLES.name
    known, tested = examples(), examples(HELD_OUT / language)
    steps = 2 + FOLDS * len(SHARES)
    on_test, milliseconds = of_model(model, tested)
    on_misheard, _ = of_model(model, misheard(tested))
    yield {"step": [1, steps]}
    Retrained(known[:: max(1, len(known) // 400)]).answers([each.text for each in known])
    yield {"step": [2, steps]}
    answers: dict[float, dict[int, Answer]] = defaultdict(dict)
    sizes: dict[float, Counter[str]] = defaultdict(Counter)
    for done, (share, _, held, found) in enumerate(cross_validated(known), start=3):
        answers[share].update(zip(held, found, strict=True))
        yield {"step": [done, steps]}
    counts = Counter(each.intent for each in known)
    for share in SHARES:
        for name, count in counts.items():
            sizes[share][name] = max(min(10, count), round(share * count * (FOLDS - 1) / FOLDS))
    parts = {share: scores(known, [answers[share][place] for place in range(len(known))]) for share in SHARES}
    curve = {
        name: [[sizes[share][name], parts[share]["intents"][name]["f1"]] for share in SHARES] for name in sorted(counts)
    }
    on_tested = scores(tested, on_test)
    yield {
        "report": {
            "language": language,
            "examples": len(known),
            "cross_validation": parts[1.0],
            "test": on_tested,
            "misheard": {"rate": MISHEARD, "accuracy": scores(tested, on_misheard)["accuracy"]},
            "out_of_scope": refusals(on_tested),
            "calibration": calibration(
                [*known, *tested], [*(answers[1.0][place] for place in range(len(known))), *on_test]
            ),
            "curve": curve,
            "test_set": hashlib.sha256("\n".join(f"{e.intent}\t{e.text}" for e in tested).encode()).hexdigest()[:16],
            "milliseconds": round(milliseconds, 1),
        }
    }


def main() -> int:
    answers = quietly()
    for line in report(sys.argv[1]):
        print(json.dumps(line, ensure_ascii=False), file=answers, flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
