"""What can be wrong with example utterances, in sentences for those who write them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rapidfuzz import fuzz, process

from nlu.example_files import EXAMPLES, Utterance, bare, plain
from nlu.spoken.contact import find_email
from nlu.spoken.people import find_name
from nlu.spoken.phones import find_phone

LONGEST = 60
FEWEST = 60
FEWEST_TO_TRAIN = 10
ALIKE_LETTERS = 92.0
ALIKE_MEANING = 0.97
ALIKE_ACROSS = 0.93
_MARKUP = re.compile(r"[\[\](){}<>|\\]")

Alike = Callable[[Sequence[str], float], list[tuple[int, int, float]]]


@dataclass(frozen=True)
class Problem:
    """`error`: must be put right; otherwise somebody should have a look."""

    error: bool
    kind: str
    sentence: str


def refusal(
    intent: str, text: str, known: Sequence[Utterance], intents: Sequence[str], held_out: dict[str, str]
) -> str:
    """Why the utterance cannot be added, and what to do; empty when it can."""
    if intent not in intents:
        near = process.extractOne(intent, intents, scorer=fuzz.WRatio, score_cutoff=60)
        return f"there is no intent “{intent}”" + (f"; did you mean {near[0]}?" if near else f": {', '.join(intents)}")
    if not plain(text):
        return f"“{text}” says nothing: write what a caller would say"
    if _MARKUP.search(text) or text.startswith(("/", "#", "-")) or not text.isprintable():
        return f"“{text}”: write it as it is said, without brackets, marks or line breaks"
    if len(text.split()) > LONGEST:
        return f"it has more than {LONGEST} words: a caller's one turn is enough"
    for each in known:
        if plain(each.text) == plain(text):
            if each.intent == intent:
                return f"“{text}” is there already: “{each.text}”"
            return (
                f"“{text}” is an example of {each.intent} already; one utterance cannot mean both: "
                f"take it out of {each.file.name}, or leave it there"
            )
    if plain(text) in held_out:
        return f"“{text}” is in a test set (tests/nlu/{held_out[plain(text)]}), and would no longer test anything there"
    return ""


def warnings(intent: str, text: str, known: Sequence[Utterance]) -> list[str]:
    """What somebody should know who has added it."""
    found = [f"it seems to hold {what}; use an invented one" for what in personal(text)]
    near = process.extract(plain(text), [plain(each.text) for each in known], scorer=fuzz.ratio, limit=3)
    for _, score, place in near:
        other = known[place]
        if score >= ALIKE_LETTERS or bare(other.text) == bare(text):
            found.append(
                f"it is nearly the same as “{other.text}”"
                + ("" if other.intent == intent else f", which is an example of {other.intent}")
            )
    return found


def personal(text: str) -> list[str]:
    """Kinds of personal data that the utterance seems to hold."""
    found = []
    if find_phone(text):
        found.append("a phone number")
    if find_email(text):
        found.append("an e-mail address")
    if find_name(text, expected=False, is_ordinary=lambda word: True):
        found.append("a person's name")
    return found


def problems(
    known: Sequence[Utterance], intents: Sequence[str], held_out: dict[str, str], alike: Alike
) -> list[Problem]:
    """Of all examples; errors first."""
    found = [*_files(known, intents), *_counts(known, intents), *_same(known), *_tested(known, held_out)]
    return sorted([*found, *_near(known, alike)], key=lambda problem: not problem.error)


def _files(known: Sequence[Utterance], intents: Sequence[str]) -> list[Problem]:
    files = {each.intent: each.file.name for each in known}
    found = [
        Problem(True, "no examples", f"{intent} is in domain.yml, but no file has examples of it: write {intent}.yml")
        for intent in intents
        if intent not in files
    ]
    found += [
        Problem(True, "unknown intent", f"{intent} ({file}) is not under `intents:` in domain.yml")
        for intent, file in files.items()
        if intent not in intents
    ]
    return found + [
        Problem(False, "file name", f"{file} holds {intent}; {intent}.yml is where others look for it")
        for intent, file in files.items()
        if Path(file).stem != intent and intent in intents
    ]


def _counts(known: Sequence[Utterance], intents: Sequence[str]) -> list[Problem]:
    counts = Counter(each.intent for each in known)
    return [
        Problem(
            counts[intent] < FEWEST_TO_TRAIN, "too few", f"{intent} has {counts[intent]} examples; {FEWEST} are a start"
        )
        for intent in intents
        if 0 < counts[intent] < FEWEST
    ]


def _same(known: Sequence[Utterance]) -> list[Problem]:
    places: dict[str, list[Utterance]] = defaultdict(list)
    for each in known:
        places[plain(each.text)].append(each)
    found = []
    for same in places.values():
        names = list(dict.fromkeys(each.intent for each in same))
        said = " · ".join(dict.fromkeys(f"“{each.text}”" for each in same))
        if len(names) > 1:
            found.append(Problem(True, "contradiction", f"{said} is an example of {' and of '.join(names)}"))
        elif len(same) > 1:
            found.append(Problem(True, "duplicate", f"{said} is {len(same)} times in {names[0]}"))
    return found


def _tested(known: Sequence[Utterance], held_out: dict[str, str]) -> list[Problem]:
    """The test sets of a language are for the model; the other files test rules about words, which learn nothing."""
    both = [(each, held_out[plain(each.text)]) for each in known if plain(each.text) in held_out]
    return [
        Problem(True, "in a test set", f"“{each.text}” ({each.intent}) is in tests/nlu/{file} too")
        for each, file in both
        if file.startswith(f"{EXAMPLES.name}/")
    ]


def _near(known: Sequence[Utterance], alike: Alike) -> list[Problem]:
    """By meaning, of what is not the same; the most alike first."""
    found = []
    for first, second, score in alike([each.text for each in known], ALIKE_ACROSS):
        one, other = known[first], known[second]
        if plain(one.text) == plain(other.text):
            continue
        if one.intent != other.intent:
            sentence = (
                f"“{one.text}” ({one.intent}) and “{other.text}” ({other.intent}) mean nearly the same ({score:.2f})"
            )
            found.append(Problem(False, "contradiction?", sentence))
        elif score >= ALIKE_MEANING and bare(one.text) == bare(other.text):
            found.append(Problem(False, "near-duplicate", f"“{one.text}” and “{other.text}” ({one.intent})"))
    return sorted(found, key=lambda problem: problem.kind)
