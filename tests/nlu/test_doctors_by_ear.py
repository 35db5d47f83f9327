"""Names written as a recogniser, or a caller's message, may write them; and names that belong to nobody."""

from __future__ import annotations

import pytest

from bench.nlu.directories import draw_names
from nlu.doctor_mentions import Mention, find_mentions
from nlu.doctor_names import DoctorNames

SEED = 4
MANY = [
    "Ruth Halloran",
    "Milan Dvorak",
    "Khalid Abdelnour",
    "Nirmala Iyengar",
    "Leah Templeton",
    "Kwabena Ofori",
    "Thi Duong",
    "Olga Petersen",
]


def _directory(size: int) -> DoctorNames:
    others = [name for name in draw_names(SEED, size) if name not in MANY]
    return DoctorNames((name, ()) for name in [*others[: size - len(MANY)], *MANY])


LARGE = _directory(600)


def _named(text: str, names: DoctorNames = LARGE, expecting: str | None = None) -> list[list[str]]:
    return [list(mention.names) for mention in find_mentions(text, names, expecting)]


@pytest.mark.parametrize(
    ("heard", "who"),
    [
        ("is doctor haloren in today", "Ruth Halloran"),
        ("can i see doctor dvorack please", "Milan Dvorak"),
        ("doctor templetin", "Leah Templeton"),
        ("it's with doctor abdul noor", "Khalid Abdelnour"),
        ("doctor nirmala iyangor please", "Nirmala Iyengar"),
        ("what time does doctor dvorrak start on thursday", "Milan Dvorak"),
        ("when is doctor oforis next opening", "Kwabena Ofori"),
        ("doctor leah timpletun", "Leah Templeton"),
    ],
)
def test_a_name_written_otherwise_in_a_large_directory(heard: str, who: str) -> None:
    assert _named(heard) == [[who]]


@pytest.mark.parametrize(
    "said",
    [
        "doctor farnsworth please",
        "what time does doctor vandersloot start on thursday",
        "is doctor hollister in today",
        "can i see doctor drobny please",
    ],
)
def test_a_stranger_is_nobody_in_a_large_directory(said: str) -> None:
    assert not any(_named(said))


@pytest.mark.parametrize(
    ("said", "expecting"),
    [
        ("um gloria pedersen", "doctor"),
        ("that would be doctor gloria pedersen", "doctor"),
        ("doctor olga la fontana please", None),
        ("i'd like to book with olga de witt", None),
    ],
)
def test_another_first_name_or_another_surname_is_nobody(said: str, expecting: str | None) -> None:
    names = DoctorNames((name, ()) for name in MANY)
    assert not any(_named(said, names, expecting))


def test_a_degree_and_a_surname_of_the_same_letters() -> None:
    names = DoctorNames((name, ()) for name in ["Hoa Do", "Jane Templeton DO", "John Halloran, D.O."])
    assert _named("is doctor do in today", names) == [["Hoa Do"]]
    assert _named("doctor templeton please", names) == [["Jane Templeton DO"]]
    assert _named("doctor halloran please", names) == [["John Halloran, D.O."]]


@pytest.mark.parametrize("said", ["do you have anything on friday", "what do you have", "will you be open", "may i"])
def test_words_beside_a_pronoun_are_no_doctor(said: str) -> None:
    names = DoctorNames((name, ()) for name in ["Hoa Do", "Will Long", "James May"])
    assert _named(said, names, "doctor") == []


@pytest.mark.parametrize("said", ["nah that's not it", "erm friday", "hiya"])
def test_what_is_only_uttered_is_no_doctor(said: str) -> None:
    names = DoctorNames((name, ()) for name in ["Na Gao", "Hiya Sen", "Erm Oja"])
    assert _named(said, names) == []


@pytest.mark.parametrize("said", ["can i bring my son", "a couple of questions", "is it on the corner of the square"])
def test_words_of_a_sentence_are_no_answer_to_which_doctor(said: str) -> None:
    names = DoctorNames((name, ()) for name in ["Hannah Brennan", "Anita Patel", "Sean O'Connor", "Grace Kim"])
    assert _named(said, names, "doctor") == []


@pytest.mark.parametrize("said", ["battle", "um battle please", "battle on monday", "i want to see battle tomorrow"])
def test_a_word_that_stands_apart_may_answer_which_doctor(said: str) -> None:
    names = DoctorNames((name, ()) for name in ["Hannah Brennan", "Anita Patel", "Sean O'Connor", "Grace Kim"])
    assert _named(said, names, "doctor") == [["Anita Patel"]]


def test_a_first_name_after_to_that_is_a_word_but_no_verb() -> None:
    names = DoctorNames((name, ()) for name in ["Lakshmi Rao", "Olive Dean", "James May"])
    assert _named("switch me to lakshmi please", names) == [["Lakshmi Rao"]]
    assert _named("move it to may", names) == []


def test_letters_tell_apart_what_sounds_alike() -> None:
    names = DoctorNames((name, ()) for name in ["Ann Connolly", "Ian Conley", "Grace Kim"])
    (mention,) = find_mentions("doctor conolly please", names)
    assert isinstance(mention, Mention) and mention.names[0] == "Ann Connolly"


@pytest.mark.parametrize(
    ("said", "who"),
    [
        ("is doctor peters on tomorrow", ["Ida Peters"]),
        ("doctor peters on friday please", ["Ida Peters"]),
        ("doctor peterson on friday please", ["Olga Peterson"]),
        ("can i see doctor mart in today", ["Luis Martin"]),
    ],
)
def test_what_follows_a_name_does_not_make_it_another(said: str, who: list[str]) -> None:
    names = DoctorNames((name, ()) for name in ["Ida Peters", "Olga Peterson", "Luis Martin", "Wei Chen"])
    assert _named(said, names) == [who]
