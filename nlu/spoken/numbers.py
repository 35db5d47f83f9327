"""English number words as recognisers write them: cardinals to ninety-nine (and hundreds), ordinals to thirty-first."""

import re

UNITS: dict[str, int] = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16,
    "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
TENS: dict[str, int] = {
    "twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80,
    "ninety": 90,
}  # fmt: skip
ORDINALS: dict[str, int] = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15,
    "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "thirtieth": 30,
}  # fmt: skip
OH = frozenset({"oh", "o"})
REPEATS: dict[str, int] = {"double": 2, "triple": 3, "treble": 3}

_WORD = re.compile(r"[a-z]+|\d+|[^a-z\d]+", re.IGNORECASE)


def cardinal(word: str) -> int | None:
    """The value of one number word ("twelve", "thirty"), or None."""
    value = UNITS.get(word)
    return TENS.get(word) if value is None else value


def _is_digit_like(piece: str) -> bool:
    return piece.isdigit() or cardinal(piece) is not None or piece in OH or piece in REPEATS


def words_to_digits(text: str) -> str:
    """Write the number words of an utterance in digits and leave all else as it is.

    "two oh two five five five" -> "2 0 2 5 5 5"; "twenty-four" -> "24"; "nine hundred" -> "900"; "double five" -> "55".
    "oh" is a zero only beside another number.
    """
    pieces = _WORD.findall(text)
    words = [index for index, piece in enumerate(pieces) if piece[0].isalnum()]
    written: list[str] = []
    position = 0
    last_end = 0

    def following(offset: int) -> str:
        at = position + offset
        if at >= len(words):
            return ""
        between = "".join(pieces[words[at - 1] + 1 : words[at]])
        return pieces[words[at]].lower() if not between.strip(" -") else ""

    while position < len(words):
        index = words[position]
        word = pieces[index].lower()
        written.append("".join(pieces[last_end:index]))
        used = 1
        said = pieces[index]
        if word in REPEATS and len(again := _one_digit(following(1))) == 1:
            said, used = again * REPEATS[word], 2
        elif word in TENS:
            unit = UNITS.get(following(1), 0)
            used = 2 if 1 <= unit <= 9 else 1
            said = str(TENS[word] + (unit if used == 2 else 0))
        elif word in UNITS:
            said = str(UNITS[word])
            if following(1) == "hundred" and 1 <= UNITS[word] <= 19:
                said, used = str(UNITS[word] * 100), 2
        elif word in OH and following(1) != "clock":
            before = pieces[words[position - 1]].lower() if position else ""
            if _is_digit_like(before) or (_is_digit_like(following(1)) and following(1) not in OH):
                said = "0"
        written.append(said)
        last_end = words[position + used - 1] + 1
        position += used
    written.append("".join(pieces[last_end:]))
    return "".join(written)


def _one_digit(word: str) -> str:
    if len(word) == 1 and word.isdigit():
        return word
    if word in OH:
        return "0"
    value = UNITS.get(word, 10)
    return str(value) if value < 10 else ""


def digit_run(text: str) -> str:
    """All digits said in an utterance, in order and without gaps: "four eight, 21" -> "4821"."""
    return re.sub(r"\D", "", words_to_digits(text))
