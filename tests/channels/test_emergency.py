"""The emergency answer, whole: what the caller hears, word for word, and what they can do then."""

import pytest

from channels.emergency import asks_for_person, is_denied, reply
from channels.phrases import phrases

TEXTS = phrases("en")
CLINIC = {"id": "c", "emergency_number": "911", "country": "US", "emergency": "advise", "reception": "+12025550199"}


def said(kind: str, **changes: object) -> str:
    return " ".join(part.speech for part in reply(kind, CLINIC | changes, TEXTS).parts)  # type: ignore[arg-type]


def test_the_medical_wording() -> None:
    assert said("medical") == (
        "This sounds like an emergency. Please hang up and call nine one one now. That is the emergency number. "
        "If this is not an emergency, press 1. For our staff press 0."
    )


def test_suicidal_words_name_the_lifeline_in_the_us_only() -> None:
    assert "nine eight eight" in said("suicidal")
    assert "emergency" in said("suicidal")
    assert "nine eight eight" not in said("suicidal", country="GB", emergency_number="999")
    assert "nine nine nine" in said("suicidal", country="GB", emergency_number="999")


def test_the_clinics_setting_decides_about_a_transfer() -> None:
    assert reply("medical", CLINIC, TEXTS).end is None
    assert reply("medical", CLINIC | {"emergency": "transfer"}, TEXTS).end == "transfer"
    assert reply("medical", CLINIC | {"emergency": "transfer", "reception": None}, TEXTS).end is None


@pytest.mark.parametrize(
    ("speech", "digits", "denied"),
    [
        ("", "1", True),
        ("no it's not an emergency", "", True),
        ("this isn't an emergency", "", True),
        ("i'm fine really", "", True),
        ("no thanks", "", False),
        ("book me with doctor patel", "", False),
        ("please help me", "", False),
    ],
)
def test_only_a_clear_denial_goes_on(speech: str, digits: str, denied: bool) -> None:
    assert is_denied(speech, digits) is denied


def test_a_person_can_be_asked_for() -> None:
    assert asks_for_person("", "0")
    assert asks_for_person("let me talk to somebody", "")
    assert not asks_for_person("it hurts so much", "")
