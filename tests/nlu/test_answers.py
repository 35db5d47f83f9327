"""Answers as callers give them: names, phone numbers, codes, e-mails and addresses of tests/nlu/answers/*.yml."""

from __future__ import annotations

from pathlib import Path

import pytest
from ruamel.yaml import YAML

from nlu import person_recogniser
from nlu.lexicon import is_ordinary
from nlu.spoken import addresses, contact, people, phones

CASES = Path(__file__).parent / "answers"


def cases(file: str) -> list[list[str]]:
    rows = YAML(typ="safe").load((CASES / file).read_text(encoding="utf-8"))
    assert len(rows) >= 60
    return rows


def values(found: contact.Found | None) -> str | None:
    return found.value if found else None


@pytest.mark.parametrize("case", cases("names.yml"), ids=lambda case: case[0])
def test_names(case: list[str]) -> None:
    said, name = case
    found = people.find_name(said, expected=True, is_ordinary=is_ordinary) or person_recogniser.find_person(said)
    assert (found.name if found else None) == name


@pytest.mark.parametrize("case", cases("phones.yml"), ids=lambda case: case[0])
def test_phones(case: list[str]) -> None:
    said, number, country = [*case, "US"][:3]
    found = phones.find_phone(said, country) or ("caller" if phones.is_callers_number(said) else None)
    assert found == number


@pytest.mark.parametrize("case", cases("codes.yml"), ids=lambda case: case[0])
def test_codes(case: list[str]) -> None:
    said, code = case
    assert values(contact.find_code(said, expected=True)) == code


@pytest.mark.parametrize("case", cases("emails.yml"), ids=lambda case: case[0])
def test_emails(case: list[str]) -> None:
    said, email = case
    assert values(contact.find_email(said)) == email


@pytest.mark.parametrize("case", cases("addresses.yml"), ids=lambda case: case[0])
def test_addresses(case: list[str]) -> None:
    said, address = case
    assert values(addresses.find_address(said)) == address
