"""Folds, scores and calibration; and that the pipeline learns from the part of the examples that it is given."""

from __future__ import annotations

from pathlib import Path

from nlu.evaluation import calibration, folds, misheard, part_of, refusals, scores
from nlu.example_files import Utterance, examples
from nlu.retraining import Retrained
from nlu.similarity import alike

FILE = Path("x.yml")
SAID = [Utterance(f"{intent} {count}", intent, FILE) for intent in ("greet", "thanks") for count in range(23)]


def test_every_utterance_is_held_out_once() -> None:
    split = folds(SAID)
    assert sorted(place for fold in split for place in fold) == list(range(len(SAID)))
    for fold in split:
        assert 4 <= sum(SAID[place].intent == "greet" for place in fold) <= 5
    assert split == folds(SAID)


def test_a_part_has_some_of_every_intent() -> None:
    some = part_of(SAID, range(len(SAID)), 0.5)
    assert sum(SAID[place].intent == "greet" for place in some) == 12 == len(some) / 2
    assert len(part_of(SAID, range(len(SAID)), 0.1)) == 20


def test_scores_count_what_was_not_understood_as_wrong() -> None:
    said = [Utterance("a", "greet", FILE), Utterance("b", "greet", FILE), Utterance("c", "thanks", FILE)]
    found = scores(said, [("greet", 0.9), ("nlu_fallback", 0.2), ("greet", 0.8)])
    assert found["accuracy"] == 0.3333
    assert found["intents"]["greet"] == {"count": 2, "precision": 0.5, "recall": 0.5, "f1": 0.5}
    assert found["intents"]["thanks"]["f1"] == 0.0
    assert found["confusion"] == {"greet": {"greet": 1, "nlu_fallback": 1}, "thanks": {"greet": 1}}
    assert [each["text"] for each in found["wrong"]] == ["c", "b"]


def test_refusals_count_what_was_not_understood_too() -> None:
    confusion = {
        "out_of_scope": {"out_of_scope": 6, "nlu_fallback": 2, "ask_clinic": 2},
        "greet": {"greet": 19, "nlu_fallback": 1},
        "thanks": {"thanks": 20},
    }
    assert refusals({"confusion": confusion}) == {"found": 0.8, "refused": 0.025}


def test_misheard_are_the_same_utterances_in_other_words() -> None:
    said = [Utterance("i want to cancel my appointment on tuesday", "cancel_appointment", FILE)] * 20
    heard = misheard(said)
    assert [each.intent for each in heard] == ["cancel_appointment"] * 20
    assert any(each.text != said[0].text for each in heard)


def test_calibration_says_how_often_it_was_right() -> None:
    said = [Utterance("a", "greet", FILE)] * 4
    bins = calibration(said, [("greet", 0.92), ("thanks", 0.94), ("greet", 1.0), ("greet", 0.45)])
    assert [(each["from"], each["count"], each["accuracy"]) for each in bins] == [
        (0.4, 1, 1.0),
        (0.9, 2, 0.5),
        (0.95, 1, 1.0),
    ]


def test_what_is_not_taught_is_not_known() -> None:
    known = [each for each in examples() if each.intent in ("greet", "cancel_appointment", "ask_clinic")]
    taught = Retrained([each for place, each in enumerate(known) if place % 4])
    held = [each for place, each in enumerate(known) if place % 4 == 0]
    answers = taught.answers([each.text for each in held])
    right = sum(answered == each.intent for each, (answered, _) in zip(held, answers, strict=True))
    assert right / len(held) > 0.85
    untaught = Retrained([each for each in known if each.intent != "greet"]).answers(["good morning to you"])
    assert untaught[0][0] != "greet"


def test_likeness_of_meaning() -> None:
    pairs = alike(["can i cancel my appointment", "i would like to cancel my appointment", "is there parking"], 0.8)
    assert [pair[:2] for pair in pairs] == [(0, 1)]
