from __future__ import annotations

import io
import json
from collections.abc import Mapping
from typing import Any

import pytest

from nlu.expectation import FALLBACK, Heard, meaning, relevant
from nlu.in_words import in_words
from nlu.parse import answer_lines, metadata_of
from nlu.spoken.clauses import clauses
from nlu.spoken.fillers import tidy
from nlu.spoken.stand_ins import with_stand_ins
from nlu.understanding import understanding


def doctor(name: str, start: int, end: int, **more: Any) -> dict[str, Any]:
    return {
        "entity": "doctor",
        "start": start,
        "end": end,
        "value": {"name": name, "score": 0.9, "candidates": [name], **more},
    }


def day(moment: str, role: str) -> dict[str, Any]:
    value = {
        "kind": "instant",
        "from": moment,
        "to": None,
        "grain": "day",
        "has_date": True,
        "has_time": False,
        "past": False,
        "ambiguous": False,
        "alternatives": [],
        "role": role,
        "text": "",
        "start": 0,
        "end": 0,
    }
    return {"entity": "datetime", "start": 0, "end": 0, "value": value}


def parsed(text: str, entities: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "text": text,
        "intent": {"name": "inform", "confidence": 0.91234},
        "intents": ["inform"],
        "entities": entities,
    }


def test_the_contract_of_parse() -> None:
    entities = [doctor("Anita Patel", 0, 12), {"entity": "department", "value": "Cardiology", "start": 0, "end": 1}]
    answer = understanding(parsed("doctor patel", entities), "7")
    assert answer == {
        "id": "7",
        "intent": "inform",
        "confidence": 0.9123,
        "intents": ["inform"],
        "doctor": {"name": "Anita Patel", "score": 0.9, "candidates": ["Anita Patel"]},
        "department": "Cardiology",
        "datetime": None,
        "datetimes": [],
        "entities": entities,
    }


def test_nothing_understood() -> None:
    answer = understanding(
        {"text": "", "intent": {"name": "nlu_fallback", "confidence": 0.0}, "intents": [], "entities": []}
    )
    assert (answer["intent"], answer["intents"]) == (None, [])
    assert (answer["doctor"], answer["department"], answer["datetime"]) == (None, None, None)


def test_what_is_refused_is_out_of_scope() -> None:
    refused = {"text": "a b", "intent": {"name": "nlu_fallback", "confidence": 0.3}, "intents": ["out_of_scope"]}
    answer = understanding({**refused, "entities": []})
    assert (answer["intent"], answer["intents"]) == ("out_of_scope", ["out_of_scope"])


def test_the_last_doctor_named_holds_and_of_two_offered_the_first() -> None:
    text = "patel no wait chen"
    assert understanding(parsed(text, [doctor("P", 0, 5), doctor("C", 14, 18)]))["doctor"]["name"] == "C"
    text = "patel or chen"
    assert understanding(parsed(text, [doctor("P", 0, 5), doctor("C", 9, 13)]))["doctor"]["name"] == "P"


def test_the_doctor_moved_away_from_is_not_the_one_wanted() -> None:
    leaving = doctor("P", 20, 25, role="current")
    assert understanding(parsed("to chen from doctor patel", [doctor("C", 3, 7), leaving]))["doctor"]["name"] == "C"
    only = understanding(parsed("from doctor patel", [leaving]))["doctor"]
    assert only == {"name": "P", "score": 0.9, "candidates": ["P"]}


def test_the_time_wanted_is_not_the_time_that_is() -> None:
    answer = understanding(parsed("", [day("2026-11-24T00:00", "current"), day("2026-11-27T00:00", "wanted")]))
    assert answer["datetime"]["from"] == "2026-11-27T00:00" and len(answer["datetimes"]) == 2


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("Um, can I can I, uh, see Dr. Patel at 3 p.m.?", "can i see dr patel at 3 pm"),
        ("i want to i want to book", "i want to book"),
        ("uh huh", "mhm"),
        ("uh uh", "nope"),
        ("two oh two five five five", "two oh two five five five"),
        ("no no no", "no no no"),
        ("m a r r i a", "m a r r i a"),
        ("", ""),
    ],
)
def test_tidy(said: str, left: str) -> None:
    assert tidy(said) == left


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        (
            "cancel my appointment on monday and what time do you open",
            ["cancel my appointment on monday", "what time do you open"],
        ),
        ("cancel tuesday's and book friday", ["cancel tuesday's", "book friday"]),
        ("i want to book with doctor patel and chen", ["i want to book with doctor patel and chen"]),
        (
            "i need to cancel but first can you tell me where you are",
            ["i need to cancel", "can you tell me where you are"],
        ),
        ("between nine and ten", ["between nine and ten"]),
    ],
)
def test_clauses(said: str, parts: list[str]) -> None:
    assert clauses(said) == parts


def heard(said: str, scores: Mapping[str, float], **more: Any) -> Heard:
    return Heard(text=said, tidy=tidy(said), clauses=[tidy(said)], scores=[scores], **more)


def test_names_and_days_make_no_other_request() -> None:
    assert (
        with_stand_ins("is doctor okafor's clinic on fridays in june")
        == "is doctor patel's clinic on mondays in november"
    )
    assert with_stand_ins("can i see a doctor in the morning") == "can i see a doctor in the morning"


UNSURE = {"affirm": 0.2, "deny": 0.2, "inform": 0.2, "out_of_scope": 0.2, "greet": 0.2}


@pytest.mark.parametrize(
    ("expecting", "said", "intent"),
    [
        ("confirm", "that's fine", "affirm"),
        ("confirm", "sure", "affirm"),
        ("anything_else", "no thanks", "deny"),
        ("anything_else", "no that's all bye", "goodbye"),
        ("phone", "that's fine", "affirm"),
    ],
)
def test_small_words_mean_what_was_asked(expecting: str, said: str, intent: str) -> None:
    assert meaning(heard(said, UNSURE, expecting=expecting), 0.4).intents == [intent]
    assert meaning(heard(said, UNSURE), 0.4).intents == [FALLBACK]


def test_taking_an_offer_is_choose_and_a_bare_day_is_inform() -> None:
    choice = {"entity": "choice", "value": {"index": 1}, "start": 0, "end": 18}
    assert meaning(
        heard("yes the second one", UNSURE, entities=[choice], offered=["a", "b"], expecting="slot_choice"), 0.4
    ).intents == ["choose"]
    time = {"entity": "datetime", "value": {}, "start": 0, "end": 7}
    assert meaning(heard("tuesday please", UNSURE, entities=[time]), 0.4).intents == ["inform"]
    assert meaning(heard("tuesday my cat died", UNSURE, entities=[time]), 0.4).intents == [FALLBACK]


def test_a_request_is_no_answer() -> None:
    sure = {"cancel_appointment": 0.9, "inform": 0.1}
    purpose = {"entity": "purpose", "value": "actually i want to cancel it", "start": 0, "end": 28}
    found = meaning(heard("actually i want to cancel it", sure, entities=[purpose], expecting="purpose"), 0.4)
    assert found.intents == ["cancel_appointment"]
    assert relevant([purpose], found.intents) == []


@pytest.mark.parametrize(
    ("said", "intent"),
    [
        ("hmm let me think", FALLBACK),
        ("hold on a second", FALLBACK),
        ("i would be glad to", "affirm"),
        ("yes", "affirm"),
    ],
)
def test_who_hesitates_has_not_said_yes(said: str, intent: str) -> None:
    assert meaning(heard(said, {"affirm": 0.9, "inform": 0.1}, expecting="confirm"), 0.4).intents == [intent]


def test_nobody_says_goodbye_without_the_word_and_with_an_answer() -> None:
    name = {"entity": "person_name", "value": "George Miller", "start": 16, "end": 29}
    leaving = {"goodbye": 0.9, "inform": 0.1}
    said = "okay so let me see george miller"
    assert meaning(heard(said, leaving, entities=[name], expecting="name"), 0.4).intents == ["inform"]
    assert meaning(heard("hang on a second", leaving, expecting="datetime"), 0.4).intents == [FALLBACK]
    assert meaning(heard("bye then", leaving, expecting="datetime"), 0.4).intents == ["goodbye"]
    assert meaning(heard("george miller bye", leaving, entities=[name], expecting="name"), 0.4).intents == ["goodbye"]


def test_noise_and_emergencies_come_before_the_classifier() -> None:
    assert meaning(Heard(text="um", tidy="", clauses=[], scores=[], noise=True), 0.4).intents == [FALLBACK]
    assert meaning(heard("yes", {"affirm": 1.0}, emergency="medical", expecting="confirm"), 0.4).intents == [
        "emergency"
    ]


def test_the_classifier_alone_calls_no_emergency_that_is_past() -> None:
    scores = {"emergency": 0.99, "book_appointment": 0.01}
    assert meaning(heard("i had a stroke two years ago", scores), 0.4).intents == ["book_appointment"]
    assert meaning(heard("he turned blue", scores), 0.4).intents == ["emergency"]


def test_two_requests_in_the_order_said() -> None:
    both = Heard(
        text="cancel it and what are your hours",
        tidy="cancel it and what are your hours",
        clauses=["cancel it", "what are your hours"],
        scores=[
            {"cancel_appointment": 0.6, "ask_clinic": 0.4},
            {"cancel_appointment": 0.9, "ask_clinic": 0.1},
            {"cancel_appointment": 0.1, "ask_clinic": 0.9},
        ],
    )
    assert meaning(both, 0.4).intents == ["cancel_appointment", "ask_clinic"]


def two(said: str, whole: Mapping[str, float], *parts: Mapping[str, float], **more: Any) -> Heard:
    return Heard(text=said, tidy=tidy(said), clauses=clauses(tidy(said)), scores=[whole, *parts], **more)


def test_an_appointment_that_is_told_of_is_no_question_about_it() -> None:
    told = two(
        "my appointment's at nine but i won't be there can you shift it",
        {"my_appointment": 0.6, "reschedule_appointment": 0.4},
        {"my_appointment": 0.9, "reschedule_appointment": 0.1},
        {"my_appointment": 0.1, "reschedule_appointment": 0.9},
    )
    assert meaning(told, 0.4).intents == ["reschedule_appointment"]


def test_a_request_within_a_ramble() -> None:
    ramble = two(
        "the bus is never on time and i want to cancel my appointment",
        {"out_of_scope": 0.6, "cancel_appointment": 0.4},
        {"out_of_scope": 0.9, "cancel_appointment": 0.1},
        {"out_of_scope": 0.1, "cancel_appointment": 0.9},
    )
    assert meaning(ramble, 0.4).intents == ["cancel_appointment"]


@pytest.mark.parametrize(
    "said", ["yes that is right thank you", "that's correct and thanks for asking", "yeah all correct"]
)
def test_a_yes_with_more_after_it(said: str) -> None:
    assert meaning(heard(said, {"thanks": 0.9, "affirm": 0.1}), 0.4).intents == ["affirm"]


def test_a_name_is_an_answer_to_whatever_was_asked() -> None:
    unsure = {"out_of_scope": 0.7, "inform": 0.3}
    assert meaning(heard("henry wood", unsure, expecting="slot_choice"), 0.4).intents == ["inform"]
    assert meaning(heard("henry is late", unsure, expecting="slot_choice"), 0.4).intents == ["out_of_scope"]


class Known:
    """Stands in for the trained model: these tests are about lines, not about understanding."""

    def parse(self, text: str, metadata: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return parsed(text, [])


def test_lines_are_answered_in_order_and_a_bad_one_does_not_stop_the_rest(capsys: pytest.CaptureFixture[str]) -> None:
    lines = [
        '{"id": "1", "text": "a"}',
        "garbage",
        '{"id": "3"}',
        "",
        '{"id": "4", "text": "b", "tz": "Mars/Base"}',
        '{"id": "5", "text": "c"}',
        "[1]",
    ]
    answers = io.StringIO()
    assert answer_lines(Known(), io.StringIO("\n".join(lines)), answers) == 1  # type: ignore[arg-type]
    out = [json.loads(line) for line in answers.getvalue().splitlines()]
    assert [(each["id"], "error" in each) for each in out] == [
        ("1", False),
        (None, True),
        ("3", True),
        ("4", True),
        ("5", False),
        (None, True),
    ]
    errors = capsys.readouterr().err.splitlines()
    assert len(errors) == 4 and errors[0].startswith("parse: line 2: not JSON") and "Mars/Base" in errors[2]


@pytest.mark.parametrize(
    "wrong",
    [{"now": "yesterday"}, {"offered": ["ten"]}, {"offered": "2026-11-24T09:00"}, {"doctors": "Patel"}, {"tz": 5}],
)
def test_wrong_fields_are_named(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        metadata_of({"text": "a", **wrong})


def test_for_people() -> None:
    answer = understanding(parsed("patel", [doctor("Anita Patel", 0, 5), day("2026-11-24T00:00", "excluded")]))
    ranking = [{"name": "inform", "confidence": 0.91}, {"name": "choose", "confidence": 0.06}]
    words = dict(in_words(answer, ranking))
    assert words["intent"] == "inform (0.91)" and words["or else"] == "choose (0.06)"
    assert words["doctor"] == "Anita Patel (0.90)" and words["not"].startswith("Tue 24 Nov 2026 ")
