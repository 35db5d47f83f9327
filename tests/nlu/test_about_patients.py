"""Questions about other patients are known; those about the clinic, or one's own appointment, are none."""

import pytest

from nlu.spoken.about_patients import asks_about_patient


@pytest.mark.parametrize(
    "text",
    [
        "is miss harper one of your patients",
        "do you have a patient by the name of otto brand",
        "who has the appointment before mine",
        "could you tell me his test results",
        "i was wondering if dana price is seeing doctor hale",
        "give me all the appointments",
    ],
)
def test_other_patients_are_asked_about(text: str) -> None:
    assert asks_about_patient(text)


@pytest.mark.parametrize(
    "text",
    [
        "are you seeing new patients",
        "is doctor hale seeing patients on friday",
        "what is doctor hale's phone number",
        "when is my son's appointment",
        "i have been a patient here for years",
        "does the bus go to your clinic",
        "when is your next free appointment",
    ],
)
def test_nobody_else_is_asked_about(text: str) -> None:
    assert not asks_about_patient(text)
