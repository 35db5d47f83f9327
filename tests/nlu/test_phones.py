from __future__ import annotations

import pytest

from nlu.spoken.phones import find_phone, is_callers_number, locate_phone


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("two oh two five five five oh one oh one", "+12025550101"),
        ("two zero two triple five zero one nine nine", "+12025550199"),
        ("two oh two five fifty five oh one oh one", "+12025550101"),
        ("it's 202 555 0101", "+12025550101"),
        ("(202) 555-0101 thanks", "+12025550101"),
        ("2025550101", "+12025550101"),
        ("plus one two oh two five five five oh one three four", "+12025550134"),
        ("eight hundred five five five oh one nine nine", "+18005550199"),
        ("my number is to oh two five five five oh one for two", "+12025550142"),
    ],
)
def test_a_number_in_words_and_digits(said: str, number: str) -> None:
    assert find_phone(said) == number


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("two oh two five five five oh one oh two no oh one oh one", "+12025550101"),
        ("two oh two five five six no five five five oh one oh one", "+12025550101"),
        ("no two oh two five five five oh one oh one", "+12025550101"),
    ],
)
def test_what_is_said_after_a_correction_holds(said: str, number: str) -> None:
    assert find_phone(said) == number


def test_numbers_of_other_countries_follow_the_clinic() -> None:
    assert find_phone("oh eight seven one two three four five six seven", "IE") == "+353871234567"
    assert find_phone("nine eight four five double zero one two three four", "IN") == "+919845001234"


@pytest.mark.parametrize(
    "said",
    [
        "tomorrow at ten",
        "five five five oh one four two",
        "four eight two one nine three",
        "one two three",
        "",
        "november twenty third",
    ],
)
def test_too_few_digits_are_no_number(said: str) -> None:
    assert find_phone(said) is None


def test_offsets_cover_the_digits() -> None:
    text = "sure, it's two oh two five five five oh one oh one okay"
    found = locate_phone(text)
    assert found is not None
    assert text[found.start : found.end] == "two oh two five five five oh one oh one"


@pytest.mark.parametrize(
    "said",
    [
        "this number is fine",
        "the number I'm calling from",
        "same number",
        "use this one",
        "the one i'm calling you from",
        "just this number",
        "you can text me at this number",
        "the number you have",
        "it's the same one i'm calling on",
        "my number is fine",
        "that line's fine",
        "this one is okay for texts",
    ],
)
def test_the_number_that_the_call_comes_from(said: str) -> None:
    assert is_callers_number(said)


@pytest.mark.parametrize(
    "said",
    [
        "not this number",
        "a different number",
        "another number please",
        "tomorrow",
        "two oh two five five five oh one oh one",
    ],
)
def test_another_number(said: str) -> None:
    assert not is_callers_number(said)
