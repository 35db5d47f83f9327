"""What a key means, by what was asked: always 0 a person and 9 again; 1 and 2 yes and no, 1 to 3 an offer."""

from __future__ import annotations

import json
from collections.abc import Sequence

import phonenumbers

from channels.session import Key

PERSON = "/human_agent"
REPEAT = "/repeat"

_MENU = {  # the same keys as the owner's menu
    "1": "/book_appointment",
    "2": "/cancel_appointment",
    "3": "/reschedule_appointment",
    "4": "/check_availability",
    "5": PERSON,
}
_YES_NO = {"1": "/affirm", "2": "/deny"}
_OFFERS = ("slot_choice", "appointment_choice")


def message_for(
    digits: str, expecting: str | None, caller: str | None, country: str = "US", keys: Sequence[Key] = ()
) -> str | None:
    """The message that Rasa gets for `digits`; None where they mean nothing here. `keys` are those of the question."""
    digits = digits.strip("#*")
    if digits == "0":
        return PERSON
    if digits == "9":
        return REPEAT
    if keys:
        return _message("inform", **keys[int(digits) - 1].entities) if digits in _numbers(keys) else None
    if expecting == "phone":
        return _phone(digits, caller, country)
    if expecting == "verification":
        return _message("inform", code=digits) if len(digits) >= 4 else None
    if expecting in _OFFERS:
        return _message("choose", choice={"index": int(digits) - 1}) if digits in ("1", "2", "3") else None
    if expecting in ("confirm", "anything_else", "new_patient"):
        return _YES_NO.get(digits)
    if expecting in ("request", "rephrase"):
        return _MENU.get(digits)
    return None


def _numbers(keys: Sequence[Key]) -> list[str]:
    return [str(number) for number in range(1, len(keys) + 1)]


def _phone(digits: str, caller: str | None, country: str) -> str | None:
    """A national or international number; 1 and 2 answer "the number you are calling from?"."""
    if caller and digits in _YES_NO:
        return _message("affirm", phone="caller") if digits == "1" else _YES_NO[digits]
    try:
        number = phonenumbers.parse(digits, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return _message("inform", phone=phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def _message(intent: str, **entities: object) -> str:
    return f"/{intent}{json.dumps(entities)}"
