"""Compares what was heard or written with what was asked for: digits and spoken words alike, names however written."""

from __future__ import annotations

import re
import unicodedata

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen"
)
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
UNITS = {word: value for value, word in enumerate(_UNITS.split())}
TENS = {word: 10 * value for value, word in enumerate(_TENS.split(), 2)}
ORDINALS = {word: value for value, word in enumerate(_ORDINALS.split(), 1)}
ORDINALS |= {"twentieth": 20, "thirtieth": 30, "fortieth": 40, "fiftieth": 50}
SCALES = {"hundred": 100, "thousand": 1000}
TITLES = {"dr", "doctor", "doc", "mr", "mrs", "ms", "miss", "mister", "missus", "prof", "professor", "sr", "sra", "dra"}
LONG = 4

_TOKEN = re.compile(r"[a-z]+|\d+|[,.;:!?\n]")


def plain(text: str) -> str:
    """Lower case, without accents and apostrophes."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return re.sub(r"['’`´]", "", "".join(letter for letter in decomposed if not unicodedata.combining(letter)))


def same_name(one: str, other: str) -> bool:
    """Without case, accents, titles and punctuation."""
    return name_key(one) == name_key(other) != ""


def name_key(name: str) -> str:
    words = re.findall(r"[a-z0-9]+", plain(name))
    return "".join(word for word in words if word not in TITLES)


def is_said(wanted: str, text: str) -> bool:
    """Whether `wanted` is in `text`, from the start of a word on; numbers whole, long ones also within a longer one."""
    wanted = re.sub(r"^\s*\+1(?=[\s(]*\d{3})", "", wanted)
    if _contains(_tokens(text, merged=False), _tokens(wanted, merged=False)):
        return True
    needle = _tokens(wanted, merged=True)
    return any(map(_is_long_number, needle)) and _contains(_tokens(text, merged=True), needle)


def _contains(text: list[str], needle: list[str]) -> bool:
    if not needle:
        return False
    for start in range(len(text) - len(needle) + 1):
        window = text[start : start + len(needle)]
        if window[:-1] == needle[:-1] and _ends_alike(window[-1], needle[-1]):
            return True
    return any(len(needle) == 1 and _is_long_number(needle[0]) and needle[0] in token for token in text)


def _ends_alike(token: str, needle: str) -> bool:
    return token == needle or (not needle[0].isdigit() and token.startswith(needle))


def _is_long_number(token: str) -> bool:
    return token.isdigit() and len(token) >= LONG


def _tokens(text: str, merged: bool) -> list[str]:
    """Words and numbers. Neighbouring numbers are one ("nine thirty" and "9:30" are 930, "four eight two one" is 4821);
    with `merged`, also across commas and full stops, as in a telephone number that is read out in groups."""
    text = plain(text)
    text = re.sub(r"\b([ap])\s?\.?\s?m\b\.?", r" \1m ", text)
    text = re.sub(r"[$£€]\s?(\d+(?:\.\d+)?)", r"\1 dollars", text)
    text = re.sub(r"\bdr\b\.?", "doctor", text)
    text = re.sub(r"\b0?(\d{1,2}):00\b", r"\1", text)
    text = re.sub(r"\b0?(\d{1,2}):(\d\d)\b", r"\1\2", text)
    text = re.sub(r"(\d)(?:st|nd|rd|th)\b", r"\1", text)
    text = re.sub(r"\bo'?\s?clock\b", " ", text)
    text = re.sub(r"\b(?:twelve )?(?:noon|midday)\b", " twelve ", text)
    text = re.sub(r"(?<=\d)[\s().+/-]+(?=\d)|[-_/()+*\"“”]", " ", text)
    raw = _spoken_quarters(_TOKEN.findall(text))
    return _join_numbers(raw, merged)


def _spoken_quarters(tokens: list[str]) -> list[str]:
    """'half past nine' -> '930'; 'quarter to ten' -> '945'; 'a quarter past nine' -> '915'."""
    result: list[str] = []
    position = 0
    while position < len(tokens):
        words = tokens[position : position + 3]
        hour = _value(words[2]) if len(words) == 3 else None
        if (
            hour is not None
            and 1 <= hour <= 12
            and words[0] in ("half", "quarter")
            and words[1] in ("past", "to", "after")
        ):
            if result and result[-1] == "a":
                result.pop()
            if words[1] == "to":
                result.append(f"{(hour - 2) % 12 + 1}45")
            else:
                result.append(f"{hour}{'30' if words[0] == 'half' else '15'}")
            position += 3
        else:
            result.append(tokens[position])
            position += 1
    return result


def _value(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    return UNITS.get(word, TENS.get(word, ORDINALS.get(word)))


def _join_numbers(tokens: list[str], merged: bool) -> list[str]:
    """Spoken numbers to digits, neighbours written together; punctuation is gone afterwards."""
    result: list[str] = []
    run = ""
    position = 0
    while position < len(tokens):
        digits, used = _number_at(tokens, position, bool(run))
        if digits:
            run += digits
            position += used
            continue
        token = tokens[position]
        position += 1
        if merged and run and token in (",", ".", ";") and _number_at(tokens, position, True)[0]:
            continue
        if run:
            result.append(run)
            run = ""
        if token[0].isalnum():
            result.append(token)
    return [*result, run] if run else result


def _number_at(tokens: list[str], position: int, in_run: bool) -> tuple[str, int]:
    """The digits of the number that starts there and how many tokens it takes; ("", 0) when none does."""
    word = tokens[position] if position < len(tokens) else ""
    following = tokens[position + 1] if position + 1 < len(tokens) else ""
    if word.isdigit():
        if following == "hundred" or following == "thousand":
            return _scaled(int(word), tokens, position + 1, 1)
        return word, 1
    if word in ("oh", "o") and in_run and _value(following) is not None:
        return "0", 1
    if word == "a" and following in SCALES:
        return _scaled(1, tokens, position + 1, 1)
    if word in TENS:
        unit = UNITS.get(following) or ORDINALS.get(following)
        small = TENS[word] + unit if unit is not None and 1 <= unit <= 9 else TENS[word]
        used = 2 if small != TENS[word] else 1
        return _scaled(small, tokens, position + used, used)
    if word in UNITS:
        return _scaled(UNITS[word], tokens, position + 1, 1)
    if word in ORDINALS:
        return str(ORDINALS[word]), 1
    return "", 0


def _scaled(value: int, tokens: list[str], position: int, used: int) -> tuple[str, int]:
    """'two thousand twenty six', 'one hundred and five': a number below the scale is added to it."""
    while position < len(tokens) and tokens[position] in SCALES:
        scale = SCALES[tokens[position]]
        value, position, used = value * scale, position + 1, used + 1
        skip = 1 if position < len(tokens) and tokens[position] == "and" else 0
        digits, taken = _number_at(tokens, position + skip, False)
        if digits and int(digits) < scale:
            value, position, used = value + int(digits), position + skip + taken, used + skip + taken
    return str(value), used
