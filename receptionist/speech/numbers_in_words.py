"""Numbers, codes, telephone numbers, money and lists as an American receptionist says them. No digit is left."""

import re
from collections.abc import Sequence
from decimal import Decimal

import phonenumbers
from num2words import num2words

DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
CURRENCIES = {
    "USD": ("dollar", "dollars", "cent", "cents"),
    "EUR": ("euro", "euros", "cent", "cents"),
    "GBP": ("pound", "pounds", "penny", "pence"),
}


def say_list(items: Sequence[str], conjunction: str = "or") -> str:
    """["nine", "nine thirty", "ten"] -> "nine, nine thirty, or ten"."""
    if len(items) < 3:
        return f" {conjunction} ".join(items)
    return f"{', '.join(items[:-1])}, {conjunction} {items[-1]}"


def say_number(number: int | float | Decimal | str) -> str:
    """120 -> "one hundred twenty", 2.5 -> "two point five". American usage: no "and", no commas."""
    value = Decimal(str(number))
    text = num2words(int(value) if value == value.to_integral_value() else value)
    return text.replace(" and ", " ").replace(",", "")


def say_ordinal(number: int) -> str:
    """24 -> "twenty-fourth"."""
    return num2words(number, to="ordinal").replace(" and ", " ").replace(",", "")


def say_year(year: int) -> str:
    """2026 -> "twenty twenty-six"."""
    return num2words(year, to="year").replace(" and ", " ").replace("oh-", "oh ")


def say_digits(text: str) -> str:
    """One word a character, "20b" -> "two zero B"; what is neither letter nor digit is dropped."""
    return " ".join(DIGITS[int(c)] if c.isdecimal() else c.upper() for c in text if c.isalnum())


def say_code(code: str) -> str:
    """A code in groups of three: "482193" -> "four eight two, one nine three"; up to four stay together."""
    characters = [c for c in code if c.isalnum()]
    if len(characters) <= 4:
        return say_digits("".join(characters))
    groups = ["".join(characters[i : i + 3]) for i in range(0, len(characters), 3)]
    return ", ".join(say_digits(group) for group in groups)


def say_spelled(word: str) -> str:
    """ "Maria" -> "M, A, R, I, A"."""
    return ", ".join(say_digits(c) for c in word if c.isalnum())


def say_phone(number: str, region: str = "US") -> str:
    """ "+12025550101" -> "two zero two, five five five, zero one zero one".

    Grouped as numbers are written in the number's own country; the country code is said only when that is not `region`.
    What is no telephone number is said digit by digit in groups of three.
    """
    try:
        parsed = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return say_code(number)
    foreign = phonenumbers.country_code_for_region(region) != parsed.country_code
    form = phonenumbers.PhoneNumberFormat.INTERNATIONAL if foreign else phonenumbers.PhoneNumberFormat.NATIONAL
    written = phonenumbers.format_number(parsed, form).split(" ext. ")[0]
    groups = ", ".join(say_digits(group) for group in re.findall(r"\d+", written))
    if parsed.extension:
        groups += f", extension {say_digits(parsed.extension)}"
    return f"plus {groups}" if foreign else groups


def say_money(amount: int | float | Decimal | str, currency: str = "USD") -> str:
    """120.5 -> "one hundred twenty dollars and fifty cents"."""
    one, many, small_one, small_many = CURRENCIES[currency]
    hundredths = int((Decimal(str(amount)) * 100).to_integral_value())
    whole, part = divmod(hundredths, 100)
    said = []
    if whole or not part:
        said.append(f"{say_number(whole)} {one if whole == 1 else many}")
    if part:
        said.append(f"{say_number(part)} {small_one if part == 1 else small_many}")
    return " and ".join(said)


def say_house_number(number: str) -> str:
    """ "450" -> "four fifty", "1200" -> "twelve hundred", "1205" -> "twelve oh five", "12b" -> "twelve B"."""
    match = re.fullmatch(r"(\d+)([A-Za-z]?)", number)
    if match is None:
        return say_digits(number)
    digits, letter = match.groups()
    value = int(digits)
    if digits.startswith("0") or len(digits) > 4:
        said = say_digits(digits)
    elif value < 100 or value % 1000 == 0:
        said = say_number(value)
    else:
        head, tail = divmod(value, 100)
        ending = "hundred" if tail == 0 else f"oh {DIGITS[tail]}" if tail < 10 else say_number(tail)
        said = f"{say_number(head)} {ending}"
    return f"{said} {letter.upper()}".strip()
