"""Which names are asked for once more because they may have been misheard."""

import pytest

from nlu.lexicon import is_ordinary, may_be_name
from nlu.spoken.name_doubts import is_doubtful
from nlu.spoken.people import find_name


def doubtful(said: str) -> bool:
    person = find_name(said, expected=True, is_ordinary=is_ordinary)
    assert person is not None
    return is_doubtful(said, person, may_be_name)


@pytest.mark.parametrize(
    "said",
    [
        "Area code.",
        "We fake her.",
        "Burn and tape.",
        "Frank event.",
        "Rose the Delgado.",
        "Market bell.",
        "Bruce had it.",
    ],
)
def test_what_is_hardly_a_name(said: str) -> None:
    assert doubtful(said)


@pytest.mark.parametrize(
    "said",
    [
        "Maria Lopez.",
        "it's henry wood please",
        "senga docherty",
        "minh do",
        "my name is Will Young",
        "lopez",
        "it's Maria speaking",
        "area code C O L E",
    ],
)
def test_names_known_unknown_and_spelled(said: str) -> None:
    assert not doubtful(said)
